import { DEFAULT_PROGRESS_DEADLINE } from '../../availability/classes/common';
import { ChartSource } from '../../kubernetes/charts/chart-source';
import { ChartDrift, chartSourceObject, releaseObject } from '../../kubernetes/charts/release';
import { FLUX_NAMESPACE, joined } from '../../kubernetes/flux';
import type { Manifest } from '../../kubernetes/manifest';
import { CHARTS } from '../helm/chart';
import type { ArgoCdOptions } from '../helm/chart-delivery';
import { isShared } from '../helm/shared';
import type { ChartContent, ClusterOutput, Output, Unit } from '../output';
import { areAwaited, asideIn, unitOfObject } from './flux-objects';

/** What a chart delivers in place of the Kustomization. Namespaces and PriorityClasses stay with that: others need them, too. */
export function deliveredUnits({ own, deliver }: ChartContent): readonly Unit[] {
  return deliver === undefined ? [] : own.filter((unit) => !isShared(unit));
}

/** The objects by which Flux or Argo CD install charts, each in the folder of what it installs. */
export function chartReleases({ cluster, charts }: Output): readonly Unit[] {
  if (cluster === undefined) return [];
  return charts.flatMap((chart) => {
    const folder = deliveredUnits(chart)[0]?.folder;
    return folder === undefined ? [] : objectsFor(chart, cluster).map(([name, object]) => unitOfObject(folder, `${chart.name}-${name}`, object));
  });
}

function objectsFor(chart: ChartContent, cluster: ClusterOutput): readonly (readonly [name: string, object: Manifest])[] {
  const { flux, oci, argoCd } = chart.deliver?.by ?? {};
  if (argoCd !== undefined) return [['application', application(chart, cluster, argoCd)]];
  const { namespace = FLUX_NAMESPACE, path = './dist' } = cluster.flux ?? {};
  const release = {
    name: `${cluster.name}-${chart.name}`,
    releaseName: chart.name,
    namespace,
    values: valuesOf(chart),
    drift: ChartDrift.CORRECT,
    ...waitOf(chart),
  };
  if (flux !== undefined) {
    return [['release', releaseObject({ ...release, chart: { repository: cluster.name, path: joined(path, cluster.path, CHARTS, chart.name) } })]];
  }
  if (oci === undefined) return [];
  const source = ChartSource.oci(chart.deliver?.url ?? '', { version: chart.version, ...oci });
  return [
    ['source', chartSourceObject({ ...release, chart: source })],
    ['release', releaseObject({ ...release, chart: source })],
  ];
}

/**
 * Flux rolls back an upgrade whose pods are not ready in time, and with it all apps of the chart. So nothing waits for what a node that is
 * off holds up, and no app is given up before Kubernetes does so.
 */
function waitOf(chart: ChartContent): { readonly disableWait?: boolean; readonly timeoutSeconds?: number } {
  const { plans } = chart;
  if (!areAwaited(deliveredUnits(chart), asideIn(plans))) return { disableWait: true };
  return { timeoutSeconds: Math.max(...plans.map(({ progressDeadline = DEFAULT_PROGRESS_DEADLINE }) => progressDeadline), DEFAULT_PROGRESS_DEADLINE) };
}

/** The namespaces and the PriorityClasses are there already. */
function valuesOf({ units }: ChartContent): { readonly [key: string]: unknown } {
  const kinds = new Set(units.filter(isShared).flatMap((unit) => unit.identities().map(({ kind }) => kind)));
  const create = {
    ...(kinds.has('Namespace') ? { namespaces: false } : {}),
    ...(kinds.has('PriorityClass') ? { priorityClasses: false } : {}),
  };
  return kinds.size === 0 ? {} : { create };
}

/** Source: the CRD Application of Argo CD 3.5. It keeps what Helm is to keep, since 2.8 (argoproj/argo-cd, pull request 13157). */
function application(chart: ChartContent, cluster: ClusterOutput, options: ArgoCdOptions): Manifest {
  const { url, revision = 'main', path = 'dist', namespace = 'argocd', project = 'default' } = options;
  const valuesObject = valuesOf(chart);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: `${cluster.name}-${chart.name}`, namespace, annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' } },
    spec: {
      project,
      source: {
        repoURL: url,
        targetRevision: revision,
        path: joined(path, cluster.path, CHARTS, chart.name),
        helm: { releaseName: chart.name, ...(Object.keys(valuesObject).length === 0 ? {} : { valuesObject }) },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
    },
  };
}
