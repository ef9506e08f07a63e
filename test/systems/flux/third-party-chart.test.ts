import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import {
  App,
  ChartCrds,
  ChartDrift,
  ChartSource,
  Cluster,
  chartFiles,
  Duration,
  PodSecurityLevel,
  Port,
  SinglePodFlexible,
  ThirdPartyChart,
  type ThirdPartyChartProps,
  ValuesFrom,
} from '../../../lib';
import type { Manifest } from '../../../lib/kubernetes/manifest';
import { refusedBySchema } from '../../crds';
import { appProps, clusterProps, messages } from '../../support';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const PODINFO: ThirdPartyChartProps = {
  chart: ChartSource.oci('oci://ghcr.io/stefanprodan/charts/podinfo', { version: '6.9.2' }),
  namespace: 'podinfo',
  level: PodSecurityLevel.RESTRICTED,
};

/** What a program with charts says, and what it writes by path. */
function built(declare: (cluster: Cluster) => void, facts = clusterProps()): { readonly said: string; readonly written: ReadonlyMap<string, Manifest> } {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts, flux: { url: 'https://git.lab.example/lab.git' } });
  declare(cluster);
  const { files, findings } = app.build();
  const yaml = [...files].filter(([path]) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'));
  const first = (bytes: Buffer) => parseAllDocuments(`${bytes}`)[0]?.toJS() as Manifest;
  return { said: messages(findings), written: new Map(yaml.map(([path, bytes]) => [path.replace('lab/', ''), first(bytes)])) };
}

/** The release and its source. */
function objectsOf(props: Partial<ThirdPartyChartProps>): readonly Manifest[] {
  const { said, written } = built((cluster) => new ThirdPartyChart(cluster.workers, 'podinfo', { ...PODINFO, ...props }));
  expect(said).toBe('');
  return ['source', 'release'].map((name) => written.get(`worker/podinfo.${name}.yaml`) as Manifest);
}

test('a chart is a release and its source, which stay when they are no longer generated, in a namespace at its level', () => {
  const { said, written } = built((cluster) => new ThirdPartyChart(cluster.workers, 'podinfo', PODINFO));
  expect(said).toBe('');
  const kept = { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }, name: 'podinfo', namespace: 'podinfo' };
  expect(written.get('worker/podinfo.source.yaml')).toEqual({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: kept,
    spec: {
      interval: '12h',
      layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
      ref: { tag: '6.9.2' },
      url: 'oci://ghcr.io/stefanprodan/charts/podinfo',
    },
  });
  expect(written.get('worker/podinfo.release.yaml')).toEqual({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: kept,
    spec: {
      chartRef: { kind: 'OCIRepository', name: 'podinfo' },
      driftDetection: { mode: 'warn' },
      install: { crds: 'CreateReplace', remediation: { retries: 3 } },
      interval: '1h',
      upgrade: { crds: 'CreateReplace', remediation: { retries: 3 } },
      values: {},
    },
  });
  expect(written.get('worker/namespace-podinfo.yaml')?.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
});

test('the source of each kind is pinned', () => {
  const commit = '0123456789'.repeat(4);
  const secretName = 'login';
  const rows: readonly (readonly [ChartSource, object, object])[] = [
    [
      ChartSource.oci('oci://ghcr.io/charts/podinfo', { version: 'v6.9.2+build.1', digest: DIGEST, secretName }),
      { kind: 'OCIRepository', spec: { ref: { tag: 'v6.9.2_build.1', digest: DIGEST }, secretRef: { name: 'login' } } },
      { chartRef: { kind: 'OCIRepository', name: 'podinfo' } },
    ],
    [
      ChartSource.repository('https://charts.example', { chart: 'podinfo', version: '6.9.2' }),
      { kind: 'HelmRepository', spec: { interval: '12h', url: 'https://charts.example' } },
      { chart: { spec: { chart: 'podinfo', version: '6.9.2', sourceRef: { kind: 'HelmRepository', name: 'podinfo' } } } },
    ],
    [
      ChartSource.git('ssh://git@git.lab.example/podinfo.git', { path: 'charts/podinfo', commit, secretName }),
      { kind: 'GitRepository', spec: { ref: { commit }, secretRef: { name: 'login' } } },
      { chart: { spec: { chart: './charts/podinfo', reconcileStrategy: 'Revision', sourceRef: { kind: 'GitRepository', name: 'podinfo' } } } },
    ],
  ];
  for (const [chart, source, release] of rows) {
    const objects = objectsOf({ chart });
    expect(objects).toMatchObject([source, { kind: 'HelmRelease', spec: release }]);
    expect(objects.map(({ metadata }) => metadata.annotations)).toEqual(Array(2).fill({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' }));
    expect(refusedBySchema(objects)).toEqual([]);
  }
});

test('what is said of a release is in it, as its CRD wants it', () => {
  const [, release] = objectsOf({
    name: 'info',
    values: { replicaCount: 2 },
    valuesFrom: [ValuesFrom.secret('podinfo'), ValuesFrom.configMap('cache', { key: 'password', path: 'redis.password', literal: true, optional: true })],
    dependsOn: [{ name: 'redis', namespace: 'data' }, { name: 'other' }],
    timeout: Duration.minutes(10),
    crds: ChartCrds.SKIP,
    drift: ChartDrift.CORRECT,
  });
  expect(release).toMatchObject({
    metadata: { name: 'info' },
    spec: {
      values: { replicaCount: 2 },
      valuesFrom: [
        { kind: 'Secret', name: 'podinfo' },
        { kind: 'ConfigMap', name: 'cache', valuesKey: 'password', targetPath: 'redis.password', literal: true, optional: true },
      ],
      dependsOn: [{ name: 'redis', namespace: 'data' }, { name: 'other' }],
      timeout: '600s',
      install: { crds: 'Skip' },
      upgrade: { crds: 'Skip' },
      driftDetection: { mode: 'enabled' },
    },
  });
  expect(refusedBySchema([release as Manifest])).toEqual([]);
  expect(refusedBySchema([{ ...(release as Manifest), spec: { interval: 1 } }])).toEqual(['HelmRelease info/spec/interval must be string']);
});

test('a chart in a chart of cdk8s without a cluster is written, too', () => {
  const app = new App({ outdir: '/nowhere' });
  new ThirdPartyChart(new Chart(app, 'own'), 'podinfo', PODINFO);
  const { files, findings } = app.build();
  expect(messages(findings)).toBe('');
  expect([...files.keys()]).toEqual(['own/podinfo.source.yaml', 'own/podinfo.release.yaml', 'own/kustomization.yaml']);
});

describe('the order of Flux', () => {
  const ISSUER = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: 'letsencrypt' } };
  const brings = { ...PODINFO, apiGroups: ['cert-manager.io'] };
  const dependenciesOf = (written: ReadonlyMap<string, Manifest>, folder: string) => {
    const { spec } = written.get(`flux/kustomization-${folder}.yaml`) as Manifest;
    const { dependsOn = [] } = spec as { readonly dependsOn?: readonly { readonly name: string }[] };
    return dependsOn.map(({ name }) => name);
  };

  test('a folder with objects of a kind that a chart brings comes after the chart', () => {
    const { said, written } = built((cluster) => {
      new ThirdPartyChart(cluster.operators, 'cert-manager', brings);
      new ApiObject(cluster.control, 'issuer', ISSUER);
    });
    expect(said).toBe('');
    expect(dependenciesOf(written, 'control')).toContain('lab-operators');
  });

  test('an app with such an object, too', () => {
    const facts = clusterProps({ policy: { operators: { gateway: { name: 'public', external: true } } } });
    const { said, written } = built((cluster) => {
      new ThirdPartyChart(cluster.control, 'gateway-api', { ...brings, apiGroups: ['gateway.networking.k8s.io'] });
      new SinglePodFlexible(cluster.workers, 'blog', { ...appProps(), network: { ports: [Port.http(8080)], routes: [{ host: 'blog.example' }] } });
    }, facts);
    expect(said).toBe('');
    expect(dependenciesOf(written, 'worker')).toContain('lab-control');
  });

  test('other kinds change nothing', () => {
    const { written } = built((cluster) => {
      new ThirdPartyChart(cluster.operators, 'cert-manager', { ...brings, apiGroups: ['acme.cert-manager.io'] });
      new ApiObject(cluster.control, 'issuer', ISSUER);
    });
    expect(dependenciesOf(written, 'control')).not.toContain('lab-operators');
  });
});

test('values of a chart are checked against its files', () => {
  const files = chartFiles(join(__dirname, 'podinfo'));
  expect(files).toMatchObject({ version: '6.9.2', defaults: { replicaCount: 1, service: { enabled: true }, built: '2025-10-01' } });
  for (const values of [{}, { replicaCount: 2, image: { tag: '6.9.1' } }, { limit: null }, { service: null }]) objectsOf({ files, values });
});

test('what the schema requires is not missed where values are not known', () => {
  const { defaults, ...files } = chartFiles(join(__dirname, 'podinfo'));
  const chart = ChartSource.oci('oci://ghcr.io/stefanprodan/charts/podinfo', { version: '6.9.2' });
  objectsOf({ chart, files, values: { replicaCount: 2 } });
  objectsOf({ chart, files: { ...files, defaults: {} }, values: {}, valuesFrom: [ValuesFrom.secret('podinfo')] });
  objectsOf({ chart, files: { schema: { oneOf: [{ required: ['a'] }, { required: ['b'] }], not: { required: ['c'] } } }, values: {} });
  expect(defaults).toBeDefined();
});
