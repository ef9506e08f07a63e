import { FLUX_PRUNE } from '../flux';
import type { Manifest } from '../manifest';
import { type ChartSource, ChartSourceKind } from './chart-source';

/** What Flux does with the CRDs in the folder `crds/` of a chart. Those among its templates are objects like others. */
export enum ChartCrds {
  /** Adds new ones, and replaces the others by those of the new version. */
  CREATE_REPLACE = 'CreateReplace',
  /** Only adds new ones. */
  CREATE = 'Create',
  /** Somebody else brings them. */
  SKIP = 'Skip',
}

/** What Flux does when objects of a release are no longer what the chart made them. */
export enum ChartDrift {
  /** Nothing. */
  IGNORE = 'disabled',
  /** An event. */
  WARN = 'warn',
  /** Puts them right. This fights with autoscalers, and with whatever else writes into these objects. */
  CORRECT = 'enabled',
}

/** Source: `maxReleaseNameLen` of Helm, and `releaseName` in the CRD HelmRelease. Flux would shorten a longer one. */
export const LONGEST_RELEASE_NAME = 53;

/** A chart in a Git repository that Flux has a source for. */
interface ChartInGit {
  /** The name of the source, in the namespace of the release. */
  readonly repository: string;
  readonly path: string;
}

/** A release of a chart. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chart: ChartSource;
  /** Its name for Helm. @default - the name */
  readonly releaseName?: string | undefined;
  readonly values: { readonly [key: string]: unknown };
  readonly valuesFrom?: readonly object[] | undefined;
  /** Others that must be ready before. */
  readonly dependsOn?: readonly { readonly name: string; readonly namespace?: string }[] | undefined;
  readonly timeoutSeconds?: number | undefined;
  /** Whether a step of Helm is over once the API server has the objects: pods that do not start undo nothing. */
  readonly disableWait?: boolean | undefined;
  readonly crds?: ChartCrds | undefined;
  readonly drift?: ChartDrift | undefined;
}

/** A release, whose chart may lie in a repository that Flux has a source for. */
type Installed = Omit<Release, 'chart'> & { readonly chart: ChartSource | ChartInGit };

/** Flux keeps a Helm chart in an OCI registry as this layer. Source: Flux documentation, OCIRepository, layer selector. */
const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** What is pinned does not change: this is how often it is found again after a failure of the source. */
const INTERVAL = '12h';

/**
 * Where Flux fetches the chart of a release. The digest of an OCIRepository wins over its tag, the commit of a GitRepository over all
 * else. Source: Flux documentation, `.spec.ref` of both.
 */
export function chartSourceObject({ name, namespace, chart }: Release): Manifest {
  const { kind, url, options } = chart;
  const { secretName } = options.oci ?? options.repository ?? options.git ?? {};
  const common = { interval: INTERVAL, url, ...(secretName === undefined ? {} : { secretRef: { name: secretName } }) };
  const metadata = { name, namespace };
  const apiVersion = 'source.toolkit.fluxcd.io/v1';
  if (options.oci !== undefined) {
    const { version, digest } = options.oci;
    // A tag cannot have a +: Helm writes and reads _ for it.
    const ref = { tag: version.replaceAll('+', '_'), digest };
    return { apiVersion, kind, metadata, spec: { ...common, ref, layerSelector: { mediaType: CHART_LAYER, operation: 'copy' } } };
  }
  if (options.git === undefined) return { apiVersion, kind, metadata, spec: common };
  // The source of a release that stays must stay as well. Other sources of this kind need not.
  const annotations = { [FLUX_PRUNE]: 'disabled' };
  return { apiVersion, kind, metadata: { ...metadata, annotations }, spec: { ...common, ref: { commit: options.git.commit } } };
}

/** What Flux installs from there, and keeps up to date. */
export function releaseObject(release: Installed): Manifest {
  const { name, namespace, values, valuesFrom, dependsOn, timeoutSeconds, disableWait, crds = ChartCrds.CREATE_REPLACE, drift } = release;
  const action = { crds, disableWait, remediation: { retries: 3 } };
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace },
    spec: {
      interval: '1h',
      ...chartOf(release),
      releaseName: release.releaseName,
      timeout: timeoutSeconds === undefined ? undefined : `${timeoutSeconds}s`,
      dependsOn: unlessEmpty(dependsOn),
      install: action,
      upgrade: action,
      // It rolls back an upgrade that the API server refuses, and would wait there as well.
      rollback: disableWait === undefined ? undefined : { disableWait },
      driftDetection: drift === undefined ? undefined : { mode: drift },
      valuesFrom: unlessEmpty(valuesFrom),
      values,
    },
  };
}

/** An empty list says nothing. */
function unlessEmpty(list: readonly object[] | undefined): readonly object[] | undefined {
  return list?.length === 0 ? undefined : list;
}

function chartOf({ name, chart }: Installed) {
  // Another commit is another chart, whatever its version says.
  if ('repository' in chart)
    return { chart: { spec: { chart: `./${chart.path}`, sourceRef: { kind: ChartSourceKind.GIT, name: chart.repository }, reconcileStrategy: 'Revision' } } };
  const { kind, options } = chart;
  if (options.oci !== undefined) return { chartRef: { kind, name } };
  const sourceRef = { kind, name };
  if (options.repository !== undefined) return { chart: { spec: { chart: options.repository.chart, version: options.repository.version, sourceRef } } };
  return { chart: { spec: { chart: `./${options.git?.path}`, sourceRef, reconcileStrategy: 'Revision' } } };
}
