import type { Manifest } from '../../../lib/kubernetes/manifest';
import { dangers, objects } from '../../changes/outputs';
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

export const CHANGE_CASES = {
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
