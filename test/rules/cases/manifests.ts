import { parseObjects } from '../../../lib/cli/check/parse';
import { checkReport } from '../../../lib/cli/check/report';
import type { ClusterFacts } from '../../../lib/cluster/cluster';
import type { Finding } from '../../../lib/cluster/finding';
import type { Manifest } from '../../../lib/kubernetes/manifest';
import { facts } from '../../support';
import type { Case, Cases } from '../case';

type Fields = { readonly [field: string]: unknown };

const LABELS = { app: 'wiki' };
const container = { name: 'wiki', image: 'ghcr.io/example/wiki:1.2.3', resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } } };

function object(apiVersion: string, kind: string, spec: Fields, name = 'wiki'): Manifest {
  return { apiVersion, kind, metadata: { name, namespace: 'wiki' }, spec };
}

/** A workload with one container. */
function workload(kind: string, fields: Fields = {}, pod: Fields = {}): Manifest {
  return object('apps/v1', kind, {
    replicas: 1,
    selector: { matchLabels: LABELS },
    template: { metadata: { labels: LABELS }, spec: { containers: [container], ...pod } },
    ...fields,
  });
}

const deployment = (fields: Fields = {}, pod: Fields = {}) => workload('Deployment', fields, pod);
const spread = (fields: Fields = {}) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: LABELS }, ...fields },
  ],
});
const mounting = (source: Fields) => ({
  volumes: [{ name: 'data', ...source }],
  containers: [{ ...container, volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
});
const claim = (spec: Fields = {}) =>
  object(
    'v1',
    'PersistentVolumeClaim',
    { accessModes: ['ReadWriteOnce'], storageClassName: 'drbd', resources: { requests: { storage: '1Gi' } }, ...spec },
    'data',
  );
const mounted = mounting({ persistentVolumeClaim: { claimName: 'data' } });
const budget = (spec: Fields, name = 'wiki') => object('policy/v1', 'PodDisruptionBudget', { selector: { matchLabels: LABELS }, ...spec }, name);
const DEAD = ['not-ready', 'unreachable'].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute' }));
const soon = { tolerations: DEAD.map((one) => ({ ...one, tolerationSeconds: 30 })) };

const beside = (app: string) => ({
  affinity: {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app } } }] },
  },
});
const onNodes = (...values: readonly string[]) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values }] }],
    },
  },
});
const alone = {
  affinity: {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: LABELS } }] },
  },
};

function judged(objects: readonly Manifest[], given: ClusterFacts = facts({ drbd: { pool: 'nvme' } })): readonly Finding[] {
  return checkReport(
    objects.map((one) => ({ object: one, at: undefined })),
    { facts: given, systems: [], findings: [] },
    [],
    new Set(),
  ).findings;
}

const ofObjects = (wrong: readonly Manifest[], right: readonly Manifest[]): Case => ({ fires: () => judged(wrong), silent: () => judged(right) });

export const MANIFEST_CASES = {
  'MANIFEST-PINNED-IN-TRUTH': ofObjects(
    [deployment({}, mounting({ hostPath: { path: '/dev/disk/by-id/wiki' } }))],
    [deployment({}, mounting({ hostPath: { path: '/etc/localtime' } }))],
  ),
  'MANIFEST-DATA-ELSEWHERE': ofObjects(
    [deployment({}, mounting({ hostPath: { path: '/srv/wiki' } }))],
    [deployment({}, { ...mounting({ hostPath: { path: '/srv/wiki' } }), nodeSelector: { 'kubernetes.io/hostname': 'w1' } })],
  ),
  'MANIFEST-TOGETHER': ofObjects([deployment({ replicas: 3 })], [deployment({ replicas: 3 }, spread())]),
  'MANIFEST-TOO-FEW-NODES': ofObjects(
    [deployment({ replicas: 9 }, alone)],
    [deployment({ replicas: 2, strategy: { rollingUpdate: { maxUnavailable: 1 } } }, alone)],
  ),
  'MANIFEST-ONE-CLAIM': ofObjects(
    [deployment({ replicas: 3 }, mounted), claim()],
    [deployment({ replicas: 3 }, mounted), claim({ accessModes: ['ReadWriteMany'] })],
  ),
  'MANIFEST-STATEFULSET-WAITS': ofObjects([workload('StatefulSet')], [deployment()]),
  'MANIFEST-BARE-POD': ofObjects(
    [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'wiki', namespace: 'wiki' }, spec: { containers: [container] } }],
    [object('batch/v1', 'Job', { template: { spec: { restartPolicy: 'Never', containers: [container] } } })],
  ),
  'MANIFEST-BUDGET-BLOCKS': ofObjects(
    [deployment(), budget({ minAvailable: '50%' }), budget({ maxUnavailable: 1 }, 'second')],
    [deployment({ replicas: 3 }, spread()), budget({ minAvailable: '50%' })],
  ),
  'MANIFEST-WITHOUT-BUDGET': ofObjects([deployment({ replicas: 3 }, spread())], [deployment({ replicas: 3 }, spread()), budget({ maxUnavailable: 1 })]),
  'MANIFEST-SPREAD-COUNTS-DEAD': ofObjects([deployment({ replicas: 3 }, spread())], [deployment({ replicas: 3 }, spread({ nodeTaintsPolicy: 'Honor' }))]),
  'MANIFEST-SPREAD-GATHERS': ofObjects(
    [deployment({ replicas: 2 }, { ...spread({ nodeTaintsPolicy: 'Honor' }), affinity: onNodes('w1', 'w2') })],
    [deployment({ replicas: 2 }, spread({ nodeTaintsPolicy: 'Honor' }))],
  ),
  'MANIFEST-WAITS-LONG': ofObjects([deployment()], [deployment({}, soon)]),
  'MANIFEST-FOLLOWS': ofObjects([deployment({}, beside('database'))], [deployment({}, beside('wiki'))]),
  'MANIFEST-PLACED-BY-OTHERS': ofObjects([deployment({}, { schedulerName: 'slow' })], [deployment({}, { schedulerName: 'default-scheduler' })]),
  'MANIFEST-LABEL-UNKNOWN': ofObjects(
    [deployment({}, { nodeSelector: { 'feature.node.kubernetes.io/gpu': 'true' } })],
    [deployment({}, { nodeSelector: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } })],
  ),
  'MANIFEST-IN-ORDER': ofObjects(
    [workload('StatefulSet', { replicas: 3 }, spread())],
    [workload('StatefulSet', { replicas: 3, podManagementPolicy: 'Parallel' }, spread())],
  ),
  'MANIFEST-REFUSED': ofObjects([deployment({ replicas: 'two' })], [deployment({ replicas: null })]),
  'MANIFEST-FIELD-UNKNOWN': ofObjects([deployment({ replica: 2 })], [deployment({ minReadySeconds: 2 })]),
  'MANIFEST-CLAIM-UNKNOWN': ofObjects([deployment({}, mounted)], [deployment({}, mounted), claim()]),
  'MANIFEST-KIND-UNKNOWN': ofObjects([object('postgresql.cnpg.io/v1', 'Cluster', {})], [object('monitoring.coreos.com/v1', 'ServiceMonitor', {})]),
  'MANIFEST-TWICE': ofObjects([deployment(), deployment()], [deployment(), workload('StatefulSet')]),
  'MANIFEST-UNREADABLE': {
    fires: () => parseObjects('kind: Pod\nmetadata: { name: wiki }\n', 'wiki.yaml').findings,
    silent: () => parseObjects('kind: DaemonSet\nimage: wiki\n', 'wiki.yaml').findings,
  },
} satisfies Cases;
