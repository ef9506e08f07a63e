import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { App, ChartSource, Cluster, chartFiles, PodSecurityLevel, ThirdPartyChart, type ThirdPartyChartProps } from '../../../lib';
import type { Finding } from '../../../lib/cluster/finding';
import type { Folder } from '../../../lib/delivery/folder';
import { clusterProps } from '../../support';
import { type Cases, thrown } from '../case';

const PODINFO = join(__dirname, '..', '..', 'systems', 'flux', 'podinfo');
const oci = (version: string, digest?: string) =>
  ChartSource.oci('oci://ghcr.io/stefanprodan/charts/podinfo', { version, ...(digest === undefined ? {} : { digest }) });
const SOUND: ThirdPartyChartProps = { chart: oci('6.9.2'), namespace: 'podinfo', level: PodSecurityLevel.RESTRICTED };

/** What stands against a program. */
function program(declare: (cluster: Cluster) => void): () => readonly Finding[] {
  return () => {
    const app = new App({ outdir: '/nowhere' });
    declare(new Cluster(app, 'lab', { facts: clusterProps() }));
    return app.build().findings;
  };
}

/** One chart in it. */
const chart = (props: Partial<ThirdPartyChartProps>, id = 'podinfo') => program(({ workers }) => new ThirdPartyChart(workers, id, { ...SOUND, ...props }));

/** A chart that brings kinds, and an object of such a kind. */
const issued = (folderOf: (cluster: Cluster) => Folder) =>
  program((cluster) => {
    new ThirdPartyChart(folderOf(cluster), 'cert-manager', { ...SOUND, apiGroups: ['cert-manager.io'] });
    new ApiObject(cluster.storage, 'issuer', { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: 'ca' } });
  });

/** A chart that depends on one in another folder. */
const dependent = (folderOf: (cluster: Cluster) => Folder) =>
  program((cluster) => {
    const redis = new ThirdPartyChart(folderOf(cluster), 'redis', SOUND);
    new ThirdPartyChart(cluster.workers, 'podinfo', { ...SOUND, dependsOn: [redis] });
    cluster.monitoring.addDependency(cluster.workers);
  });

export const CHART_CASES = {
  'CHART-SOURCE-INVALID': { fires: chart({ chart: oci('6.9.2', 'sha256:abc') }), silent: chart({ chart: oci('6.9.2', `sha256:${'a'.repeat(64)}`) }) },
  'CHART-VERSION-MOVES': { fires: chart({ chart: oci('6.9') }), silent: chart({ chart: oci('v6.9.0-rc.1+7') }) },
  'CHART-RELEASE-INVALID': { fires: chart({}, 'x'.repeat(54)), silent: chart({}, 'x'.repeat(53)) },
  'CHART-VALUES-INVALID': {
    fires: chart({ files: chartFiles(PODINFO), values: { replicaCount: 'two' } }),
    silent: chart({ files: chartFiles(PODINFO), values: { replicaCount: 2 } }),
  },
  'CHART-VALUES-UNCHECKED': {
    fires: chart({ chart: oci('6.9.3'), files: chartFiles(PODINFO) }),
    silent: chart({ chart: oci('6.9.2'), files: chartFiles(PODINFO) }),
  },
  'CHART-KINDS-LATE': { fires: issued(({ storage }) => storage), silent: issued(({ operators }) => operators) },
  'CHART-ORDER': { fires: dependent(({ monitoring }) => monitoring), silent: dependent(({ control }) => control) },
  'CHART-FILES': { fires: thrown(() => chartFiles('/nowhere')), silent: thrown(() => chartFiles(PODINFO)) },
} satisfies Cases;
