import { Cpu, Image, OneOffJob, Size } from '../../../lib';
import { crdOf } from '../../../test/crd';
import type { Kind } from '../../kinds';
import { must } from '../../look';
import { until } from '../../until';
import { all, type Case, type Declare, flexible, forced, namespaceOf, nothing, podOf, RAW, raw, selects } from '../case';

const CRD = ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'] as const;
const CLUSTER = ['postgresql.cnpg.io/v1', 'Cluster'] as const;
/** The claim of a database, which its operator has made: it belongs to the object. */
export const OWNED = 'owned';
/** A database that gets another folder. */
export const MOVED = 'moved';

const crd = (kind: string, ...versions: readonly string[]) => {
  const { metadata, spec } = crdOf(kind, versions);
  return raw(CRD, metadata.name, { spec });
};

const job =
  (tag: string): Declare =>
  ({ workers }) =>
    new OneOffJob(workers, 'import', {
      image: Image.of('registry.example/import', tag),
      resources: { cpu: Cpu.millis(10), memory: Size.mib(16), memoryLimit: Size.mib(16) },
    });

/** A class of the store in the network, and an app with a volume of it. */
const tuned = (copies: string) =>
  all(
    raw(
      ['storage.k8s.io/v1', 'StorageClass'],
      'tuned',
      { provisioner: 'block.csi.e2e.example', parameters: { copies }, volumeBindingMode: 'WaitForFirstConsumer' },
      'storage',
    ),
    raw(['v1', 'PersistentVolumeClaim'], 'tuned', {
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'tuned', resources: { requests: { storage: '1Gi' } } },
    }),
    raw(['apps/v1', 'Deployment'], 'tuned', { spec: { selector: selects('tuned'), template: podOf('tuned', 'tuned') } }),
  );

const urgent = (value: number) => forced(['scheduling.k8s.io/v1', 'PriorityClass'], 'urgent', { value });
const hasty = raw(['apps/v1', 'Deployment'], 'hasty', {
  spec: { selector: selects('hasty'), template: podOf('hasty', undefined, { priorityClassName: 'urgent' }) },
});

export const OBJECT_CASES: readonly Case[] = [
  {
    code: 'CHANGE-NAMESPACE-GONE',
    what: 'the namespace of an older version of the library is removed',
    path: 'Namespace/attic',
    before: flexible('attic'),
    after: nothing,
    says: 'so Flux deletes it, and Kubernetes all that is in it, whoever made that: pods, Secrets, and claims with their data',
    seen: async (look, deadline) => {
      await look.gone('Namespace', undefined, 'attic', deadline);
      await look.loses('attic', 'attic-data', deadline);
      await look.gone('Secret', 'attic', 'by-hand', deadline);
      return 'namespace, Secret, claim and volume are deleted';
    },
  },
  {
    code: 'CHANGE-CRD-VERSION',
    what: 'a version of a CRD is dropped',
    path: 'CustomResourceDefinition/notes.wiki.example',
    before: crd('Note', 'v1beta1', 'v1'),
    after: crd('Note', 'v1'),
    says: 'so what still asks for that version fails, its operator included',
    seen: async (look, deadline) => {
      const asked = async (version: string) => (await look.api.request('GET', `/apis/wiki.example/${version}/namespaces/${RAW}/notes`)).status;
      await until('v1beta1 is not served', deadline, async () => (await asked('v1beta1')) === 404);
      must((await asked('v1')) === 200, 'v1 is not served either');
      return 'v1beta1 is answered with 404, v1 with 200';
    },
  },
  {
    code: 'CHANGE-PRUNED',
    what: 'a CRD is removed',
    path: 'CustomResourceDefinition/pages.wiki.example',
    before: crd('Page', 'v1'),
    after: nothing,
    says: 'so Flux deletes it, and with it every object of its kind',
    seen: async (look, deadline) => {
      await look.gone('CustomResourceDefinition', undefined, 'pages.wiki.example', deadline);
      await until('the page is gone', deadline, async () => (await look.api.request('GET', `/apis/wiki.example/v1/namespaces/${RAW}/pages/a`)).status === 404);
      return 'its objects are gone';
    },
  },
  {
    code: 'CHANGE-PRUNED',
    what: 'a database of an operator is removed',
    path: `postgresql.cnpg.io/Cluster/${RAW}/${OWNED}`,
    before: raw(CLUSTER, OWNED, { spec: {} }),
    after: nothing,
    says: 'so Flux deletes it, and with it the database with its volumes',
    seen: async (look, deadline) => {
      await look.gone('PersistentVolumeClaim', RAW, OWNED, deadline);
      await look.loses(RAW, OWNED, deadline);
      return 'the claim that belongs to it goes, and its volume';
    },
  },
  {
    code: 'CHANGE-PRUNED',
    what: 'a database of an operator moves to a folder that comes later',
    path: `postgresql.cnpg.io/Cluster/${RAW}/${MOVED}`,
    before: raw(CLUSTER, MOVED, { spec: {} }, 'storage'),
    after: raw(CLUSTER, MOVED, { spec: {} }),
    says: 'so the Kustomization of the old folder deletes it, unless that of the new one comes first',
    seen: async (look, deadline) => {
      await until('it is another one', deadline, async () => {
        const now = await look.api.read(CLUSTER[0], CLUSTER[1], RAW, MOVED);
        return now !== undefined && now.metadata.uid !== look.uidOf(`Cluster ${RAW}/${MOVED}`);
      });
      return 'deleted, and made anew';
    },
  },
  {
    code: 'CHANGE-STORAGE-CLASS',
    what: 'a storage class has other parameters',
    path: 'StorageClass/tuned',
    before: tuned('2'),
    after: tuned('1'),
    says: 'so Flux deletes it and makes it anew: pods and volumes that exist stay as they are, with what they were made with, and new volumes of the same class differ',
    seen: async (look, deadline) => {
      const now = await look.anew('StorageClass', undefined, 'tuned', deadline);
      must(now.parameters?.copies === '1', 'the class is as it was');
      await look.keeps(RAW, 'tuned');
      must(look.least('tuned') === 1, 'its pod has stopped');
      return 'another class; pod and volume stay';
    },
  },
  {
    code: 'CHANGE-JOB',
    what: 'a one-off job has a newer image',
    path: 'Job/import/import',
    before: job('1.0.0'),
    after: job('1.0.1'),
    says: 'so Flux deletes the Job, also one that is running, and makes it anew: the job runs once more',
    seen: async (look, deadline) => {
      await look.anew('Job', 'import', 'import', deadline);
      await look.settles('import', 'import', 1, deadline, (pod) => pod.spec?.containers[0]?.image?.endsWith(':1.0.1') === true);
      return 'another Job, and a pod of the new image';
    },
  },
  replaced(
    ['CHANGE-SERVICE', 'a Service', 'is headless'],
    [['v1', 'Service'], 'door'],
    { spec: { ports: [{ port: 80 }] } },
    { spec: { ports: [{ port: 80 }], clusterIP: 'None' } },
    'the Service is gone for a moment, and clients lose their connections',
  ),
  replaced(
    ['CHANGE-SEALED', 'a ConfigMap that cannot change', 'has other data'],
    [['v1', 'ConfigMap'], 'sealed'],
    { data: { title: 'Wiki' }, immutable: true },
    { data: { title: 'Our wiki' }, immutable: true },
    'pods that start in between do not find it',
  ),
  replaced(
    ['CHANGE-ROLE-REF', 'a RoleBinding', 'is of another role'],
    [['rbac.authorization.k8s.io/v1', 'RoleBinding'], 'bound'],
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' } },
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'writer' } },
    'for a moment its subjects have no rights',
  ),
  replaced(
    ['CHANGE-INGRESS-CLASS', 'an IngressClass', 'has another controller'],
    [['networking.k8s.io/v1', 'IngressClass'], 'public'],
    { spec: { controller: 'a.example/a' } },
    { spec: { controller: 'a.example/b' } },
    'every Ingress of the class goes to the other controller at once',
  ),
  {
    ...replaced(
      ['CHANGE-PRIORITY-CLASS', 'a PriorityClass', 'has another value'],
      [['scheduling.k8s.io/v1', 'PriorityClass'], 'urgent'],
      { value: 100 },
      { value: 200 },
      'pods that run keep the old priority, and new ones have another',
    ),
    before: all(urgent(100), hasty),
    after: all(urgent(200), hasty),
    seen: async (look, deadline) => {
      await look.anew('PriorityClass', undefined, 'urgent', deadline);
      const [old] = await look.settles(RAW, 'hasty', 1, deadline);
      must(old !== undefined && old.spec?.priority === 100, `the pod that runs has the priority ${old?.spec?.priority}`);
      if (old !== undefined) await look.api.remove(old);
      const [fresh] = await look.settles(RAW, 'hasty', 1, deadline, (pod) => pod.metadata.uid !== old?.metadata.uid);
      must(fresh?.spec?.priority === 200, `the new pod has the priority ${fresh?.spec?.priority}`);
      return 'the pod that ran had 100, the next one has 200';
    },
  },
];

/** An object that Flux may replace: it is another one afterwards, with what could not change. */
function replaced(
  [code, what, how]: readonly [code: string, what: string, how: string],
  [type, name]: readonly [type: readonly [apiVersion: string, kind: Kind], name: string],
  before: { readonly [field: string]: unknown },
  after: { readonly [field: string]: unknown },
  says: string,
): Case {
  const [, kind] = type;
  const namespace = namespaceOf(type);
  return {
    code,
    what: `${what} that Flux may replace ${how}`,
    path: `${kind}/${namespace === undefined ? '' : `${namespace}/`}${name}`,
    before: forced(type, name, before),
    after: forced(type, name, after),
    says: `and Flux is told to replace it (force): ${says}`,
    seen: async (look, deadline) => {
      const now = await look.anew(kind, namespace, name, deadline);
      const wrong = Object.entries(after).filter(([field, value]) => !has(now[field as keyof typeof now], value));
      must(wrong.length === 0, `${wrong.map(([field]) => field)} is as it was`);
      return `another ${kind}`;
    },
  };
}

/** Whether a value of the server has what was asked for: it fills in more. */
function has(value: unknown, asked: unknown): boolean {
  if (typeof asked !== 'object' || asked === null) return value === asked;
  return Object.entries(asked).every(([key, part]) => has((value as { readonly [key: string]: unknown } | undefined)?.[key], part));
}
