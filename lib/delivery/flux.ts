import type { Finding } from '../cluster/finding';
import { isDnsLabel, isDnsName } from '../cluster/names';
import { found, type Said } from '../cluster/rule';
import { hasLogin, isUrl } from '../cluster/url';
import { FLUX_INVALID, FLUX_URL } from './rules';

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

/** The folder of the Flux objects. */
export const FLUX = 'flux';

/** Props that Flux would refuse. */
export function checkFlux(path: string, props: FluxProps): Finding[] {
  const said = [...invalid(props)].map(([key, one]) => found(FLUX_INVALID, `${path}/${key}`, one));
  return [...checkUrl(`${path}/url`, props.url), ...said];
}

/** Source: the pattern of `url` in the CRD GitRepository. */
function checkUrl(path: string, url: string): Finding[] {
  if (/^(https?|ssh):\/\/./.test(url)) return hasLogin(url) || isUrl(url) ? [] : [found(FLUX_URL, path, UNPARSED(url))];
  // As Git itself accepts it: user@host:path.
  const [, host, folder] = /^([\w.-]+@[\w.-]+):(?!\/\/)\/?(.+)$/.exec(url) ?? [];
  return [
    found(FLUX_URL, path, {
      given: hasLogin(url) ? 'an address with a login' : `the address "${url}"`,
      allowed: 'but Flux only accepts http://, https:// and ssh://',
      fix: host === undefined || hasLogin(url) ? 'Write it as https://… or ssh://….' : `Write it as ssh://${host}/${folder}.`,
    }),
  ];
}

const UNPARSED = (url: string): Said => ({
  given: `the address "${url}"`,
  allowed: 'but an address has a host, perhaps a number as the port, and a path without blanks',
  fix: 'Write it as the Git server shows it, with / before the path.',
});

function* invalid({ url, branch, path, secretName, namespace }: FluxProps): Iterable<readonly [key: string, said: Said]> {
  if (hasLogin(url))
    yield [
      'url',
      { given: 'a login in the address', allowed: 'but this value would end up in Git', fix: 'Put it into a Secret, and name that in secretName.' },
    ];
  if (branch !== undefined && !isBranch(branch))
    yield ['branch', { given: `the branch "${branch}"`, allowed: 'but Git has no branch with such a name', fix: 'Use the name that git branch prints.' }];
  if (path !== undefined && (path === '' || /[\\\p{Cc}]/u.test(path) || path.split('/').includes('..')))
    yield [
      'path',
      { given: `the path "${path}"`, allowed: 'but it is a folder of the repository, without ".."', fix: 'Write it from the root of the repository.' },
    ];
  if (secretName !== undefined && !isDnsName(secretName))
    yield ['secretName', { given: `the Secret "${secretName}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: 'Use its name in the cluster.' }];
  if (namespace !== undefined && !isDnsLabel(namespace))
    yield [
      'namespace',
      { given: `the namespace "${namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Use the namespace of Flux.' },
    ];
}

/** git-check-ref-format(1). */
function isBranch(name: string): boolean {
  return (
    !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\.$|^-|^@$/u.test(name) && name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
  );
}
