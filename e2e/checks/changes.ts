import { crdOf } from '../../test/crd';
import { type Api, accepted } from '../api';
import { type Group, mustSay, none } from '../checks';
import type { Obj } from '../kinds';
import { until } from '../until';

const NAMESPACE = 'changes';
type Spec = { readonly [field: string]: unknown };

const template = (image = 'docker.io/library/busybox:1.37.0', fields: Spec = {}) => ({
  metadata: { labels: { app: 'a', web: 'a' } },
  spec: { containers: [{ name: 'a', image }], ...fields },
});
const select = (key: string) => ({ matchLabels: { [key]: 'a' } });
const claim = (spec: Spec) => ({ spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '2Gi' } }, ...spec } });
const sized = (storage: string) => ({ resources: { requests: { storage } } });
const stateful = (spec: Spec) => ({
  spec: { serviceName: 'a', selector: select('app'), template: template(), volumeClaimTemplates: [{ metadata: { name: 'data' }, ...claim({}) }], ...spec },
});

/** A change that a rule of lib/changes/ calls refused, and what the server says. */
type Row = readonly [code: string, type: readonly [apiVersion: string, kind: string, isOfCluster?: true], before: Spec, after: Spec, says: RegExp];

const SERVICE = ['v1', 'Service'] as const;
const STATEFUL = ['apps/v1', 'StatefulSet'] as const;
const CLAIM = ['v1', 'PersistentVolumeClaim'] as const;
const ROWS: readonly Row[] = [
  ['CHANGE-CLAIM-SHRINKS', CLAIM, claim({}), claim(sized('1Gi')), /spec is immutable|less than (previous|status)/],
  ['CHANGE-CLAIM-IMMUTABLE', CLAIM, claim({}), claim({ storageClassName: 'slow' }), /spec is immutable/],
  ['CHANGE-CLAIM-IMMUTABLE', CLAIM, claim({}), claim({ accessModes: ['ReadWriteMany'] }), /spec is immutable/],
  ['CHANGE-CLAIM-IMMUTABLE', CLAIM, claim({}), claim({ volumeMode: 'Block' }), /spec is immutable/],
  [
    'CHANGE-SELECTOR',
    ['apps/v1', 'Deployment'],
    { spec: { selector: select('app'), template: template() } },
    { spec: { selector: select('web'), template: template() } },
    /field is immutable/,
  ],
  [
    'CHANGE-SELECTOR',
    ['apps/v1', 'DaemonSet'],
    { spec: { selector: select('app'), template: template() } },
    { spec: { selector: select('web'), template: template() } },
    /field is immutable/,
  ],
  ['CHANGE-STATEFULSET', STATEFUL, stateful({}), stateful({ serviceName: 'b' }), /updates to statefulset spec for fields other than/],
  ['CHANGE-STATEFULSET', STATEFUL, stateful({}), stateful({ podManagementPolicy: 'Parallel' }), /updates to statefulset spec for fields other than/],
  [
    'CHANGE-STATEFULSET',
    STATEFUL,
    stateful({}),
    stateful({ volumeClaimTemplates: [{ metadata: { name: 'data' }, ...claim(sized('3Gi')) }] }),
    /updates to statefulset spec for fields other than/,
  ],
  [
    'CHANGE-JOB',
    ['batch/v1', 'Job'],
    { spec: { template: template(undefined, { restartPolicy: 'Never' }) } },
    { spec: { template: template('docker.io/library/busybox:1.36.1', { restartPolicy: 'Never' }) } },
    /field is immutable/,
  ],
  [
    'CHANGE-SERVICE',
    SERVICE,
    { spec: { ports: [{ port: 80 }] } },
    { spec: { ports: [{ port: 80 }], clusterIP: 'None' } },
    /clusterIPs?(\[0\])?: Invalid value|may not change once set|field is immutable/,
  ],
  [
    'CHANGE-INGRESS-CLASS',
    ['networking.k8s.io/v1', 'IngressClass', true],
    { spec: { controller: 'a.example/a' } },
    { spec: { controller: 'a.example/b' } },
    /field is immutable/,
  ],
  ['CHANGE-PRIORITY-CLASS', ['scheduling.k8s.io/v1', 'PriorityClass', true], { value: 100 }, { value: 200 }, /may not be changed|field is immutable/],
  [
    'CHANGE-VOLUME-SOURCE',
    ['v1', 'PersistentVolume', true],
    { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/srv/a' } } },
    { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/srv/b' } } },
    /persistentvolumesource is immutable/,
  ],
  ['CHANGE-ROLE-REF', ['rbac.authorization.k8s.io/v1', 'RoleBinding'], { roleRef: role('a') }, { roleRef: role('b') }, /cannot change roleRef/],
  [
    'CHANGE-SEALED',
    ['v1', 'ConfigMap'],
    { data: { a: '1' }, immutable: true },
    { data: { a: '2' }, immutable: true },
    /field is immutable when `immutable` is set/,
  ],
  [
    'CHANGE-STORAGE-CLASS',
    ['storage.k8s.io/v1', 'StorageClass', true],
    { provisioner: 'a.example/a', parameters: { copies: '2' } },
    { provisioner: 'a.example/a', parameters: { copies: '1' } },
    /updates to parameters are forbidden|field is immutable/,
  ],
  [
    'CHANGE-STORAGE-CLASS',
    ['storage.k8s.io/v1', 'StorageClass', true],
    { provisioner: 'a.example/a', reclaimPolicy: 'Retain' },
    { provisioner: 'a.example/a' },
    /updates to reclaimPolicy are forbidden|field is immutable/,
  ],
];

function role(name: string): Spec {
  return { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
}

/** A kind that stores its objects in one version, and serves some. */
const crd = (stored: string, ...versions: readonly string[]) => crdOf('Note', versions, { stored });

/** Changes of which the rules say that the server refuses them. */
export async function checkChanges(check: Group, api: Api): Promise<void> {
  const named = ([apiVersion, kind, isOfCluster]: Row[1], index: number, fields: Spec): Obj =>
    ({ apiVersion, kind, metadata: { name: `change-${index}`, ...(isOfCluster ? {} : { namespace: NAMESPACE }) }, ...fields }) as Obj;
  await check('changes: the server refuses what docs/changes.md says it refuses', 60, async () => {
    await api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
    const problems: string[] = [];
    for (const [index, [code, type, before, after, says]] of ROWS.entries()) {
      await api.must(named(type, index, before));
      const answer = await api.apply(named(type, index, after));
      if (accepted(answer)) problems.push(`${code}: the change of the ${type[1]} is accepted`);
      else if (!says.test(answer.message)) problems.push(`${code}: the server says "${answer.message}"`);
    }
    none(problems);
    return `${ROWS.length} changes`;
  });
  await check('changes: CHANGE-CRD-VERSION: a version of a CRD in which objects were stored cannot be dropped', 30, async () => {
    await api.must(crd('v1beta1', 'v1beta1', 'v1'));
    await api.must(crd('v1', 'v1beta1', 'v1'));
    const answer = await api.apply(crd('v1', 'v1'));
    if (accepted(answer)) throw new Error('the version is dropped');
    return mustSay([answer.message], /status\.storedVersions/);
  });
  await check('changes: CHANGE-CRD-SCOPE: the scope of a CRD cannot change once its kind is served', 30, async (deadline) => {
    await api.must(crdOf('Sheet'));
    await until('the kind is served', deadline, async () => (await api.request('GET', '/apis/wiki.example/v1/sheets')).status === 200);
    const answer = await api.apply(crdOf('Sheet', ['v1'], { scope: 'Cluster' }));
    if (accepted(answer)) throw new Error('the scope is another one');
    return mustSay([answer.message], /spec\.scope: .*field is immutable/);
  });
  await check('changes: CHANGE-SERVICE: a Service that is no longer called headless stays headless', 30, async () => {
    await api.must(named(SERVICE, 100, { spec: { ports: [{ port: 80 }], clusterIP: 'None' } }));
    const answer = await api.apply(named(SERVICE, 100, { spec: { ports: [{ port: 80 }] } }));
    if (!accepted(answer)) return mustSay([answer.message], /clusterIP/);
    const { clusterIP } = (answer.body as { readonly spec: { readonly clusterIP?: string } }).spec;
    if (clusterIP !== 'None') throw new Error(`it has the address ${clusterIP}`);
    return 'clusterIP: None';
  });
}
