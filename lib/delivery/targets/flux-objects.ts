import { Kustomization, KustomizationSpecSourceRefKind } from '../../../imports/kustomize.toolkit.fluxcd.io';
import { GitRepository } from '../../../imports/source.toolkit.fluxcd.io';
import { kindOf } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/manifest';
import { sortKeys } from '../../kubernetes/tree/kube-object';
import type { Output, Unit } from '../output';

/** The folder of the Flux objects. */
const FLUX = 'flux';

/** How Flux knows that objects without the usual status are ready. */
function healthChecks(units: readonly Unit[]): readonly { readonly apiVersion: string; readonly kind: string; readonly current: string }[] {
  const checks = units.flatMap((unit) =>
    unit.identities().flatMap(({ apiVersion, kind }) => {
      const current = kindOf({ apiVersion, kind })?.ready;
      return current === undefined ? [] : [[`${apiVersion} ${kind}`, { apiVersion, kind, current }] as const];
    }),
  );
  return [...new Map(checks).values()];
}

/**
 * A source, one Kustomization for each folder with objects, in the order of their dependencies, and one for the
 * Flux folder itself. A folder with objects in a namespace of another folder comes after that one. Charts of the user come
 * after all of ours.
 */
export function fluxObjects({ cluster, units }: Output): readonly Unit[] {
  if (cluster?.flux === undefined) return [];
  const { name, path: root, folders, flux: props } = cluster;
  const folder = `${root}/${FLUX}`;
  const namespace = props.namespace ?? 'flux-system';
  const unitsIn = new Map(folders.map(({ path }) => [path, units.filter((unit) => unit.folder === path || unit.folder.startsWith(`${path}/`))]));
  const filled = folders.filter(({ path }) => unitsIn.get(path)?.length !== 0);
  const needed = new Set(filled.filter(({ isOurs }) => isOurs).flatMap(({ after }) => after));
  const source = GitRepository.manifest({
    metadata: { name, namespace },
    spec: {
      interval: '5m',
      url: props.url,
      ref: { branch: props.branch ?? 'main' },
      ...(props.secretName === undefined ? {} : { secretRef: { name: props.secretName } }),
    },
  }) as Manifest;
  const kustomizations = [...filled, { id: FLUX, path: folder, after: [], borrows: [] }].map(({ id, path, after: ordered, borrows }) => {
    const after = [...new Set([...ordered, ...borrows])].filter((other) => other !== id && filled.some((one) => one.id === other));
    const checks = healthChecks(unitsIn.get(path) ?? []);
    const kustomization = Kustomization.manifest({
      metadata: { name: `${name}-${id}`, namespace },
      spec: {
        interval: '1h',
        retryInterval: '2m',
        // A revision waits for the one before it: an app that does not start must not block the others for long.
        timeout: needed.has(id) ? '10m' : '3m',
        path: `${props.path ?? './dist'}/${path}`,
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name },
        // Objects that are no longer generated are deleted; annotations protect namespaces and claims.
        prune: true,
        // Otherwise the Flux folder would wait for itself.
        wait: id !== FLUX,
        ...(after.length === 0 ? {} : { dependsOn: after.map((other) => ({ name: `${name}-${other}` })) }),
        ...(checks.length === 0 ? {} : { healthCheckExprs: [...checks] }),
      },
    }) as Manifest;
    return [id, kustomization] as const;
  });
  return [unitOf(folder, `source-${name}`, source), ...kustomizations.map(([id, kustomization]) => unitOf(folder, `kustomization-${id}`, kustomization))];
}

function unitOf(folder: string, name: string, object: Manifest): Unit {
  const { apiVersion, kind, metadata, ...fields } = sortKeys(object) as Manifest;
  const manifest = { apiVersion, kind, metadata, ...fields };
  return { folder, name, identities: () => [manifest], manifests: () => [manifest] };
}
