import { Kustomization, KustomizationSpecSourceRefKind } from '../../../imports/kustomize.toolkit.fluxcd.io';
import { GitRepository } from '../../../imports/source.toolkit.fluxcd.io';
import type { Plan } from '../../availability/model/plan';
import { FLUX_NAMESPACE, joined } from '../../kubernetes/flux';
import { groupOf, kindOf } from '../../kubernetes/kinds';
import type { Manifest } from '../../kubernetes/manifest';
import { sortKeys } from '../../kubernetes/tree/kube-object';
import { FLUX } from '../flux';
import type { Output, Unit } from '../output';
import { holdsUpFolder } from '../waits';
import { filledFolders } from './filled-folders';

/**
 * Kinds whose objects are not ready at once, with custom resources.
 * Source: the rules of kstatus, with which Flux waits (kubernetes-sigs/cli-utils, pkg/kstatus/status/core.go).
 */
const STARTING = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'Pod', 'Job', 'PersistentVolumeClaim', 'Service', 'CustomResourceDefinition']);

/** Whether all of them are ready although a node is off, so that somebody may wait for that. */
export function areAwaited(units: readonly Unit[], aside: ReadonlySet<string>): boolean {
  return units.every((unit) => !aside.has(unit.path) && unit.identities().every(({ kind }) => kind !== 'DaemonSet'));
}

/** The paths of apps that nobody waits for. */
export function asideIn(plans: readonly Plan[]): ReadonlySet<string> {
  return new Set(plans.filter(({ ask }) => !holdsUpFolder(ask)).map(({ ask }) => ask.path));
}

/** What the folders that come after this one wait for. */
function awaited(units: readonly Unit[], aside: ReadonlySet<string>) {
  if (areAwaited(units, aside)) return { wait: true };
  const objects = units.filter((unit) => !aside.has(unit.path)).flatMap((unit) => unit.identities());
  return {
    wait: false,
    healthChecks: objects
      .filter(({ apiVersion, kind }) => STARTING.has(kind) || (groupOf(apiVersion).includes('.') && !groupOf(apiVersion).endsWith('.k8s.io')))
      .map(({ apiVersion, kind, metadata: { name, namespace } }) => ({ apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) })),
  };
}

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

/** A source, one Kustomization for each folder with objects, in the order of their dependencies, and one for the Flux folder itself. */
export function fluxObjects(output: Output): readonly Unit[] {
  const { cluster } = output;
  if (cluster?.flux === undefined) return [];
  const { name, path: root, plans, flux: props } = cluster;
  const folder = `${root}/${FLUX}`;
  const namespace = props.namespace ?? FLUX_NAMESPACE;
  const aside = asideIn(plans);
  const source = GitRepository.manifest({
    metadata: { name, namespace },
    spec: {
      interval: '5m',
      url: props.url,
      ref: { branch: props.branch ?? 'main' },
      ...(props.secretName === undefined ? {} : { secretRef: { name: props.secretName } }),
    },
  }) as Manifest;
  const itself = { name: FLUX, path: folder, after: [], units: [], isAwaited: false };
  const kustomizations = [...filledFolders(output), itself].map(({ name: id, path, after, units, isAwaited }) => {
    const checks = healthChecks(units);
    const kustomization = Kustomization.manifest({
      metadata: { name: `${name}-${id}`, namespace },
      spec: {
        interval: '1h',
        retryInterval: '2m',
        // A revision waits for the one before it: an app that does not start must not block the others for long.
        timeout: isAwaited ? '10m' : '3m',
        path: `./${joined(props.path ?? 'dist', path)}`,
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name },
        // Objects that are no longer generated are deleted; annotations protect namespaces and claims.
        prune: true,
        ...(isAwaited
          ? awaited(units, aside)
          : // Otherwise the Flux folder would wait for itself.
            { wait: id !== FLUX }),
        ...(after.length === 0 ? {} : { dependsOn: after.map((other) => ({ name: `${name}-${other}` })) }),
        ...(checks.length === 0 ? {} : { healthCheckExprs: [...checks] }),
      },
    }) as Manifest;
    return [id, kustomization] as const;
  });
  return [
    unitOfObject(folder, `source-${name}`, source),
    ...kustomizations.map(([id, kustomization]) => unitOfObject(folder, `kustomization-${id}`, kustomization)),
  ];
}

/** One object of a target. */
export function unitOfObject(folder: string, name: string, object: Manifest): Unit {
  const { apiVersion, kind, metadata, ...fields } = sortKeys(object) as Manifest;
  const manifest = { apiVersion, kind, metadata, ...fields };
  return { folder, name, path: `${folder}/${name}`, identities: () => [manifest], manifests: () => [manifest] };
}
