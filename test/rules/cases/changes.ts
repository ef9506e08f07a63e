import type { Manifest } from '../../../lib/kubernetes/manifest';
import { renderYaml } from '../../../lib/kubernetes/yaml';
import { dangers, type Output, objects } from '../../changes/outputs';
import type { Case, Cases } from '../case';

type Fields = { readonly [field: string]: unknown };

const made =
  (apiVersion: string, kind: string, name = 'wiki') =>
  (fields: Fields = {}): Manifest => ({ apiVersion, kind, metadata: { name, namespace: 'wiki' }, ...fields });

const ofCluster =
  (apiVersion: string, kind: string) =>
  (fields: Fields = {}): Manifest => ({ apiVersion, kind, metadata: { name: 'wiki' }, ...fields });

/** An object before, and after a dangerous and a harmless change. */
function change(before: readonly Manifest[], dangerous: readonly Manifest[], harmless: readonly Manifest[]): Case {
  return { fires: () => dangers(objects(...before), objects(...dangerous)), silent: () => dangers(objects(...before), objects(...harmless)) };
}

const ofOne = (make: (fields: Fields) => Manifest, before: Fields, dangerous: Fields, harmless: Fields): Case =>
  change([make(before)], [make(dangerous)], [make(harmless)]);

const pod = (fields: Fields = {}, image = 'ghcr.io/example/wiki:1.2.3') => ({ spec: { containers: [{ name: 'wiki', image }], ...fields } });
const mounts = (claimName: string) => ({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] });
const deployment = made('apps/v1', 'Deployment');
const stateful = made('apps/v1', 'StatefulSet');
const claim = (spec: Fields = {}, name = 'wiki-data') =>
  made('v1', 'PersistentVolumeClaim', name)({ spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', ...sized('10Gi'), ...spec } });
const sized = (storage: string) => ({ resources: { requests: { storage } } });
const template = (storage: string) => ({ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], ...sized(storage) } });
const selecting = (app: string, fields: Fields = {}) => ({ spec: { selector: { matchLabels: { app } }, ...fields } });

const reported = (report: object, ...all: readonly Manifest[]): Output =>
  new Map([...objects(...all), ['lab/report/report.json', JSON.stringify({ version: 1, ...report })]]);

/** Reports before, and after a dangerous and a harmless change, beside objects that stay. */
const reports = (before: object, dangerous: object, harmless: object, ...all: readonly Manifest[]): Case => ({
  fires: () => dangers(reported(before, ...all), reported(dangerous, ...all)),
  silent: () => dangers(reported(before, ...all), reported(harmless, ...all)),
});

const nodes = (...all: readonly (readonly [name: string, ...roles: string[]])[]) => ({ nodes: all.map(([name, ...roles]) => ({ name, roles })) });
const app = (availabilityClass: string, ...on: readonly string[]) => ({
  apps: [{ name: 'wiki', namespace: 'wiki', path: 'lab/worker/wiki', availabilityClass, nodes: on, nodeCrash: { kind: 'down until repair' } }],
});
const STORAGE = { storageClasses: [{ name: 'fast', nodes: ['a', 'b'], why: 'two copies' }] };
const named = (cluster: string, report: object): Output => new Map([[`${cluster}/report/report.json`, JSON.stringify(report)]]);
const members = (replicas: number) => selecting('wiki', { replicas, serviceName: 'wiki', volumeClaimTemplates: [template('10Gi')], template: pod() });
const budget = (spec: Fields) => made('policy/v1', 'PodDisruptionBudget')({ spec: { selector: { matchLabels: { app: 'wiki' } }, ...spec } });
const replicated = (replicas: number) =>
  deployment({ spec: { replicas, selector: { matchLabels: { app: 'wiki' } }, template: { metadata: { labels: { app: 'wiki' } }, ...pod() } } });
const database = (image: string) => ({ spec: { template: pod(mounts('wiki-data'), image) } });
const inNamespace = (namespace: string, object: Manifest): Manifest => ({ ...object, metadata: { ...object.metadata, namespace } });
const crd = (...versions: readonly string[]) => ({ spec: { versions: versions.map((name) => ({ name, served: true })) } });
const mounted = (...paths: readonly string[]) => ({
  spec: { ...mounts('wiki-data'), containers: [{ name: 'wiki', image: 'wiki:1', volumeMounts: paths.map((mountPath) => ({ name: 'data', mountPath })) }] },
});
const source = (name = 'wiki', tag = '1.4.0') =>
  made(
    'source.toolkit.fluxcd.io/v1',
    'OCIRepository',
    name,
  )({
    spec: { url: 'oci://ghcr.io/example/charts/wiki', ref: { tag }, layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' } },
  });
const helmRelease = (name = 'wiki'): Manifest => ({
  ...made('helm.toolkit.fluxcd.io/v2', 'HelmRelease')({ spec: { chartRef: { kind: 'OCIRepository', name } } }),
  metadata: { name, namespace: 'wiki', annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } },
});
const fluxReads = (path: string): Output =>
  new Map([['lab/flux/kustomization-flux.yaml', renderYaml([made('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'lab-flux')({ spec: { path } })])]]);
/** A folder with a chart beside it, of which the Kustomization applies some files. */
const charted = (...resources: readonly string[]): Output =>
  new Map([
    ...['wiki', 'notes'].map((name) => [`lab/worker/${name}.yaml`, renderYaml([deployment({ metadata: { name, namespace: 'wiki' } })])] as const),
    [
      'lab/worker/kustomization.yaml',
      renderYaml([{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [...resources, 'more.yaml'] }]),
    ],
    ['lab/charts/wiki/templates/worker/wiki.yaml', '{{ x }}\n'],
    ['lab/worker/wiki-release.yaml', 'kind: HelmRelease\n'],
    ['lab/flux/kustomization-worker.yaml', 'kind: Kustomization\n'],
  ]);
/** As a version of the library wrote it that did not tell Flux to keep it. */
const bare = (...all: readonly Manifest[]): Output =>
  new Map([...objects(...all)].map(([path, text]) => [path, text.replaceAll(/^ {2}annotations:\n {4}kustomize.*\n/gm, '')]));

export const CHANGE_CASES = {
  'CHANGE-APP-RENAMED': change(
    [claim(), deployment(database('ghcr.io/example/wiki:1.2.3'))],
    [inNamespace('docs', claim()), inNamespace('docs', deployment(database('ghcr.io/example/wiki:1.2.3')))],
    [claim(), deployment(database('ghcr.io/example/wiki:1.2.4')), inNamespace('docs', deployment({ spec: { template: pod() } }))],
  ),
  'CHANGE-WORKLOAD-KIND': change(
    [claim(), deployment(database('ghcr.io/example/wiki:1.2.3'))],
    [claim(), stateful(database('ghcr.io/example/wiki:1.2.3'))],
    [claim(), deployment(database('ghcr.io/example/wiki:1.2.4'))],
  ),
  'CHANGE-CLASS-LOWERED': reports(app('HighlyAvailable', 'a', 'b'), app('SinglePodFlexible', 'a', 'b'), app('HighlyAvailable', 'a')),
  'CHANGE-COPY-LOST': ofOne(stateful, members(3), members(2), members(4)),
  'CHANGE-DATABASE-MAJOR': change(
    [claim(), deployment(database('docker.io/library/postgres:16.4-alpine'))],
    [claim(), deployment(database('docker.io/library/postgres:17.0-alpine'))],
    [claim(), deployment(database('docker.io/library/postgres:16.9@sha256:1234'))],
  ),
  'CHANGE-DATABASE-UNKNOWN': change(
    [claim(), deployment(database('docker.io/library/postgres:16.4-alpine'))],
    [claim(), deployment(database('docker.io/library/postgres:alpine'))],
    [claim(), deployment(database('ghcr.io/mirror/postgres:16.9'))],
  ),
  'CHANGE-DATA-ELSEWHERE': change(
    [claim(), deployment({ spec: { template: mounted('/data') } })],
    [claim(), deployment({ spec: { template: mounted('/files') } })],
    [claim(), deployment({ spec: { template: mounted('/data', '/files') } })],
  ),
  'CHANGE-STOPPED': change([replicated(2)], [replicated(0)], [replicated(1)]),
  'CHANGE-CHART-RENAMED': change([source(), helmRelease()], [source('cache'), helmRelease('cache')], [source(), helmRelease(), source('cache')]),
  'CHANGE-CHART-GONE': change([source(), helmRelease(), made('v1', 'ConfigMap')()], [made('v1', 'ConfigMap')()], [source(), helmRelease()]),
  'CHANGE-CHART-MAJOR': change([source(), helmRelease()], [source('wiki', '2.0.0'), helmRelease()], [source('wiki', '1.5.0'), helmRelease()]),
  'CHANGE-DELIVERY': {
    fires: () => dangers(charted('wiki.yaml'), charted()),
    silent: () => dangers(charted('wiki.yaml'), charted('added.yaml', 'wiki.yaml')),
  },
  'CHANGE-FLUX-PATH': {
    fires: () => dangers(fluxReads('./dist/lab/flux'), fluxReads('./other/lab/flux'), 'dist'),
    silent: () => dangers(fluxReads('./dist/lab/flux'), fluxReads('./other/lab/flux'), 'other'),
  },
  'CHANGE-CRD-SCOPE': ofOne(
    ofCluster('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
    { spec: { scope: 'Namespaced', names: { kind: 'Page' } } },
    { spec: { scope: 'Cluster', names: { kind: 'Page' } } },
    { spec: { scope: 'Namespaced', names: { kind: 'Page', shortNames: ['pg'] } } },
  ),
  'CHANGE-VOLUME-SOURCE': ofOne(
    ofCluster('v1', 'PersistentVolume'),
    { spec: { hostPath: { path: '/srv/wiki' } } },
    { spec: { hostPath: { path: '/srv/other' } } },
    { spec: { hostPath: { path: '/srv/wiki', type: '' }, nodeAffinity: { required: {} }, volumeMode: 'Filesystem' } },
  ),
  'CHANGE-BUDGET-BLOCKS': change(
    [budget({ minAvailable: 2 }), replicated(3)],
    [budget({ minAvailable: 2 }), replicated(2)],
    [budget({ minAvailable: '50%' }), replicated(2)],
  ),
  'CHANGE-STORAGE-NODE': reports(
    { ...nodes(['a', 'storage'], ['b', 'storage', 'worker'], ['c', 'witness']), ...STORAGE },
    { ...nodes(['a', 'storage'], ['b', 'worker'], ['c', 'witness']), ...STORAGE },
    { ...nodes(['a', 'storage'], ['b', 'storage'], ['c', 'witness'], ['d', 'storage']), ...STORAGE },
  ),
  'CHANGE-WITNESS-GONE': reports(
    nodes(['a', 'storage'], ['b', 'storage'], ['c', 'witness']),
    nodes(['a', 'storage'], ['b', 'storage'], ['c', 'worker']),
    nodes(['a', 'storage'], ['b', 'storage'], ['c', 'storage']),
  ),
  'CHANGE-DATA-LEFT': reports(
    app('SinglePodPinned', 'a'),
    app('SinglePodPinned', 'b'),
    app('SinglePodPinned', 'a', 'b'),
    claim(),
    deployment(database('ghcr.io/example/wiki:1.2.3')),
  ),
  'CHANGE-STORAGE-CLASS': ofOne(
    ofCluster('storage.k8s.io/v1', 'StorageClass'),
    { provisioner: 'linstor.csi.linbit.com', parameters: { placementCount: '2' } },
    { provisioner: 'linstor.csi.linbit.com', parameters: { placementCount: '3' } },
    { provisioner: 'linstor.csi.linbit.com', parameters: { placementCount: '2' }, allowVolumeExpansion: true, reclaimPolicy: 'Delete' },
  ),
  'CHANGE-NAMESPACE-GONE': {
    fires: () => dangers(bare(ofCluster('v1', 'Namespace')()), objects()),
    silent: () => dangers(objects(ofCluster('v1', 'Namespace')()), objects()),
  },
  'CHANGE-CRD-VERSION': ofOne(ofCluster('apiextensions.k8s.io/v1', 'CustomResourceDefinition'), crd('v1beta1', 'v1'), crd('v1'), crd('v1beta1', 'v1', 'v2')),
  'CHANGE-PRUNED': change(
    [made('postgresql.cnpg.io/v1', 'Cluster')(), made('v1', 'ConfigMap')()],
    [made('v1', 'ConfigMap')()],
    [made('postgresql.cnpg.io/v1', 'Cluster')()],
  ),
  'CHANGE-CLUSTER-RENAMED': {
    fires: () => dangers(named('home', nodes(['a'], ['b'])), named('lab', nodes(['b'], ['c']))),
    silent: () => dangers(named('home', nodes(['a'], ['b'])), named('lab', nodes(['c']))),
  },
  'CHANGE-CLAIM-GONE': change(
    [claim(), deployment({ spec: { template: pod(mounts('wiki-data')) } })],
    [deployment({ spec: { template: pod() } })],
    [claim(), deployment({ spec: { template: pod() } })],
  ),
  'CHANGE-CLAIM-RENAMED': change(
    [claim(), deployment({ spec: { template: pod(mounts('wiki-data')) } })],
    [claim({}, 'wiki-files'), deployment({ spec: { template: pod(mounts('wiki-files')) } })],
    [claim(), claim({}, 'wiki-files'), deployment({ spec: { template: pod(mounts('wiki-files')) } })],
  ),
  'CHANGE-CLAIM-SHRINKS': change([claim()], [claim(sized('9Gi'))], [claim(sized('20Gi'))]),
  'CHANGE-CLAIM-IMMUTABLE': change([claim()], [claim({ storageClassName: 'slow' })], [claim({ ...sized('10240Mi'), volumeMode: 'Filesystem' })]),
  'CHANGE-SELECTOR': ofOne(
    deployment,
    selecting('wiki', { template: pod() }),
    selecting('web', { template: pod() }),
    selecting('wiki', { template: pod({}, 'ghcr.io/example/wiki:2.0.0') }),
  ),
  'CHANGE-STATEFULSET': ofOne(
    stateful,
    selecting('wiki', { serviceName: 'wiki', volumeClaimTemplates: [template('10Gi')] }),
    selecting('wiki', { serviceName: 'wiki', volumeClaimTemplates: [template('20Gi')] }),
    selecting('wiki', { serviceName: 'wiki', volumeClaimTemplates: [template('10240Mi')], podManagementPolicy: 'OrderedReady', template: pod() }),
  ),
  'CHANGE-JOB': ofOne(
    made('batch/v1', 'Job'),
    { spec: { template: pod(), backoffLimit: 3 } },
    { spec: { template: pod({}, 'ghcr.io/example/wiki:2.0.0'), backoffLimit: 3 } },
    { spec: { template: pod(), backoffLimit: 4, completionMode: 'NonIndexed' } },
  ),
  'CHANGE-INGRESS-CLASS': ofOne(
    ofCluster('networking.k8s.io/v1', 'IngressClass'),
    { spec: { controller: 'traefik.io/ingress-controller' } },
    { spec: { controller: 'k8s.io/ingress-nginx' } },
    { spec: { controller: 'traefik.io/ingress-controller', parameters: { kind: 'IngressParameters', name: 'public' } } },
  ),
  'CHANGE-PRIORITY-CLASS': ofOne(
    ofCluster('scheduling.k8s.io/v1', 'PriorityClass'),
    { value: 100 },
    { value: 200 },
    { value: 100, description: 'more than nothing', preemptionPolicy: 'PreemptLowerPriority' },
  ),
  'CHANGE-ROLE-REF': ofOne(
    made('rbac.authorization.k8s.io/v1', 'RoleBinding'),
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' }, subjects: [] },
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'writer' }, subjects: [] },
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' }, subjects: [{ kind: 'ServiceAccount', name: 'wiki' }] },
  ),
  'CHANGE-SEALED': ofOne(
    made('v1', 'ConfigMap'),
    { data: { title: 'Wiki' }, immutable: true },
    { data: { title: 'Our wiki' }, immutable: true },
    { data: { title: 'Wiki' }, immutable: true, binaryData: undefined },
  ),
  'CHANGE-SERVICE': ofOne(
    made('v1', 'Service'),
    { spec: { ports: [{ port: 80 }] } },
    { spec: { ports: [{ port: 80 }], clusterIP: 'None' } },
    { spec: { ports: [{ port: 8080 }], type: 'LoadBalancer' } },
  ),
} satisfies Cases;
