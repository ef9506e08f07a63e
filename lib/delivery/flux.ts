import type { Finding } from '../cluster/finding';
import { found } from '../cluster/rule';
import { FLUX_URL } from './rules';

/** Where Flux finds the committed YAML, and how often it checks. */
export interface FluxProps {
  /** The Git repository that `dist/` is committed to: `https://…` or `ssh://…`. */
  readonly url: string;
  /** @default main */
  readonly branch?: string;
  /** The folder of the repository that holds the clusters. @default ./dist */
  readonly path?: string;
  /** The Secret with the credentials of the repository. @default - it is public */
  readonly secretName?: string;
  /** @default flux-system */
  readonly namespace?: string;
}

/** Where Flux runs, unless the props say otherwise. Source: `flux install --namespace`. */
export const FLUX_NAMESPACE = 'flux-system';

/** The folder of the Flux objects. */
export const FLUX = 'flux';

/** Props that Flux would refuse. Source: the pattern of `url` in the CRD GitRepository. */
export function checkFlux(path: string, { url }: FluxProps): Finding[] {
  if (/^(https?|ssh):\/\/./.test(url)) return [];
  // As Git itself accepts it: user@host:path.
  const [, host, folder] = /^([\w.-]+@[\w.-]+):(?!\/\/)\/?(.+)$/.exec(url) ?? [];
  return [
    found(FLUX_URL, `${path}/url`, {
      given: `the address "${url}"`,
      allowed: 'but Flux only accepts http://, https:// and ssh://',
      fix: host === undefined ? 'Write it as https://… or ssh://….' : `Write it as ssh://${host}/${folder}.`,
    }),
  ];
}
