import { ApiObject, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Kustomization, KustomizationSpecSourceRefKind } from '../../imports/kustomize.toolkit.fluxcd.io';
import { GitRepository } from '../../imports/source.toolkit.fluxcd.io';
import { type Finding, Severity } from '../cluster/finding';
import { Folder } from './folder';

/** Where Flux finds the committed YAML, and how often it looks. */
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

/** What Flux would refuse of its props. Source: the pattern of `url` in the CRD GitRepository. */
export function checkFlux(path: string, { url }: FluxProps): Finding[] {
  if (/^(https?|ssh):\/\/./.test(url)) return [];
  // As Git itself takes it: user@host:path.
  const [, host, folder] = /^([\w.-]+@[\w.-]+):(?!\/\/)\/?(.+)$/.exec(url) ?? [];
  return [
    {
      code: 'FLUX-URL',
      severity: Severity.ERROR,
      path: `${path}/url`,
      given: `the address "${url}"`,
      allowed: 'but Flux takes http://, https:// and ssh:// only',
      fix: host === undefined ? 'Write it as https://… or ssh://….' : `Write it as ssh://${host}/${folder}.`,
    },
  ];
}

/** Resources of other systems whose readiness Flux cannot know by itself. */
const HEALTH_CHECKS = [
  {
    apiVersion: 'piraeus.io/v1',
    kind: 'LinstorCluster',
    // The operator writes Applied, Available and Configured, not Ready.
    current: "has(status.conditions) && status.conditions.exists(e, e.type == 'Available' && e.status == 'True')",
  },
];

/**
 * A source, one Kustomization for each folder that has objects, in the order in which they need each other, and one for the
 * Flux folder itself. A folder whose objects stand in a namespace of another comes after that. Charts of the user's own come after all of ours. What was emitted before is replaced: only at the end is it known which folders are empty.
 */
export function emitFlux(scope: Construct, folders: readonly Chart[], borrowed: ReadonlyMap<Chart, ReadonlySet<Chart>>, props: FluxProps): void {
  scope.node.tryRemoveChild(FLUX);
  const flux = new Folder(scope, FLUX, undefined, []);
  const namespace = props.namespace ?? 'flux-system';
  const cluster = scope.node.id;
  new GitRepository(flux, `source-${cluster}`, {
    metadata: { name: cluster, namespace },
    spec: {
      interval: '5m',
      url: props.url,
      ref: { branch: props.branch ?? 'main' },
      ...(props.secretName === undefined ? {} : { secretRef: { name: props.secretName } }),
    },
  });
  const filled = folders.filter((folder) => folder.node.findAll().some(ApiObject.isApiObject));
  const afterOf = (folder: Chart): readonly Chart[] => (Folder.isFolder(folder) ? folder.after : folders.filter(Folder.isFolder));
  const needed = new Set<Chart>(filled.filter(Folder.isFolder).flatMap((folder) => folder.after));
  for (const folder of [...filled, flux]) {
    const id = folder.node.id;
    const after = [...new Set([...afterOf(folder), ...(borrowed.get(folder) ?? [])])].filter((other) => other !== folder && filled.includes(other));
    new Kustomization(flux, `kustomization-${id}`, {
      metadata: { name: `${cluster}-${id}`, namespace },
      spec: {
        interval: '1h',
        retryInterval: '2m',
        // A revision waits for the one before it: one app that does not start must not hold back the others for long.
        timeout: needed.has(folder) ? '10m' : '3m',
        path: `${props.path ?? './dist'}/${cluster}/${id}`,
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name: cluster },
        // What is no longer generated goes; namespaces and claims say of themselves that they stay.
        prune: true,
        // The Flux folder would wait for itself.
        wait: folder !== flux,
        ...(after.length === 0 ? {} : { dependsOn: after.map((other) => ({ name: `${cluster}-${other.node.id}` })) }),
        ...(id === 'storage' ? { healthCheckExprs: HEALTH_CHECKS } : {}),
      },
    });
  }
}
