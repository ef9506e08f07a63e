import type { Construct } from 'constructs';
import { Kustomization, KustomizationSpecSourceRefKind } from '../../imports/kustomize.toolkit.fluxcd.io';
import { GitRepository } from '../../imports/source.toolkit.fluxcd.io';
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

/** Resources of other systems whose readiness Flux cannot know by itself. */
const HEALTH_CHECKS = [
  {
    apiVersion: 'piraeus.io/v1',
    kind: 'LinstorCluster',
    // The operator writes Applied, Available and Configured, not Ready.
    current: "has(status.conditions) && status.conditions.exists(e, e.type == 'Available' && e.status == 'True')",
  },
];

/** A source, and one Kustomization for each folder, in the order in which they need each other. */
export function emitFlux(scope: Construct, folders: readonly Folder[], props: FluxProps): void {
  const flux = new Folder(scope, 'flux', undefined, []);
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
  for (const folder of folders) {
    const id = folder.node.id;
    new Kustomization(flux, `kustomization-${id}`, {
      metadata: { name: `${cluster}-${id}`, namespace },
      spec: {
        interval: '1h',
        retryInterval: '2m',
        timeout: '10m',
        path: `${props.path ?? './dist'}/${cluster}/${id}`,
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name: cluster },
        // What is no longer generated goes; namespaces and claims say of themselves that they stay.
        prune: true,
        wait: true,
        ...(folder.after.length === 0 ? {} : { dependsOn: folder.after.map((other) => ({ name: `${cluster}-${other.node.id}` })) }),
        ...(id === 'storage' ? { healthCheckExprs: HEALTH_CHECKS } : {}),
      },
    });
  }
}
