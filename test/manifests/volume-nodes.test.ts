import type { Manifest } from '../../lib/kubernetes/manifest';
import { worker } from '../support';
import { checking, claim as emptyClaim, type Fields, MOUNTED, workload } from './support';

const HOSTNAME = 'kubernetes.io/hostname';
const { report, said } = checking({ nodes: ['w1', 'w2', 'w3'].map((name) => worker(name)) });
const wiki = (pod: Fields = {}) => workload({ ...MOUNTED, ...pod });
const claim = (spec: Fields = {}) => {
  const one = emptyClaim('', 'ReadWriteOnce');
  return { ...one, spec: { ...(one as Manifest & { readonly spec: Fields }).spec, ...spec } } as Manifest;
};
const on = (...values: readonly string[]) => ({ required: { nodeSelectorTerms: [{ matchExpressions: [{ key: HOSTNAME, operator: 'In', values }] }] } });
const volume = (name: string, nodeAffinity: Fields | undefined, more: Fields = {}) =>
  ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      local: { path: '/data' },
      ...(nodeAffinity === undefined ? {} : { nodeAffinity }),
      ...more,
    },
  }) as Manifest;
const only = (objects: readonly Manifest[]) => {
  const { workloads, findings } = report(objects);
  return { nodes: workloads[0]?.nodes, why: workloads[0]?.why, codes: findings.filter(({ code }) => code === 'NODE-OUT-OF-REACH').map(({ given }) => given) };
};

test('a pod is pinned to the node that its PersistentVolume names', () => {
  expect(said([wiki(), claim(), volume('disk', on('w2'))])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod with the host path /data: pinned in truth, to w2
  node dies  down until repair
  failures   until repair: site home, drain of w2, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-PINNED-IN-TRUTH: one pod with the host path /data, so it looks as if it could move, but it is down until its node is back.
             Use storage that other nodes reach, or ask for the node by name (nodeSelector kubernetes.io/hostname), so that everybody sees it.

1 workload: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
});

test('a pod whose nodes do not have its volume never starts', () => {
  expect(said([wiki({ nodeSelector: { [HOSTNAME]: 'w1' } }), claim({ volumeName: 'disk' }), volume('disk', on('w2'))])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod with the host path /data: pinned in truth, to the node where it first starts
  node dies  nothing runs
  error      NODE-OUT-OF-REACH: nodes with kubernetes.io/hostname=w1 and the volume disk, but no node is left for it (no node has what it asks for, or all that do have taints against it).
             Let another node run it (node selector, affinity, tolerations), use storage or hardware that one of these has, or correct the facts.

1 workload: 1 error.
"
`);
});

const first = 'one pod with the host path /data: pinned in truth, to the node where it first starts';

test.each<readonly [string, readonly Manifest[], object]>([
  [
    'asks for that node',
    [wiki({ nodeSelector: { [HOSTNAME]: 'w2' } }), claim(), volume('disk', on('w2'))],
    { nodes: ['w2'], why: 'one pod that asks for w2', codes: [] },
  ],
  ['has one of two volumes', [wiki(), claim(), volume('disk', on('w2')), volume('other', on('w3'))], { nodes: ['w2', 'w3'], why: first, codes: [] }],
  [
    'has one of two volumes, of which its claim names one',
    [wiki(), claim({ volumeName: 'other' }), volume('disk', on('w2')), volume('other', on('w3'))],
    { nodes: ['w3'], why: 'one pod with the host path /data: pinned in truth, to w3', codes: [] },
  ],
  ['has a volume on a node that nobody has', [wiki(), claim(), volume('disk', on('w9'))], { nodes: [], why: first, codes: ['nodes with the volume disk'] }],
  [
    'has a volume of which labels are not known',
    [
      wiki(),
      claim(),
      volume('disk', { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.hostpath.csi/node', operator: 'In', values: ['w2'] }] }] } }),
    ],
    { nodes: ['w1', 'w2', 'w3'], why: first, codes: [] },
  ],
])('a pod that %s', (_, objects, expected) => {
  expect(only(objects)).toEqual(expected);
});

test('a pod with data of its node never starts either where no node has what it asks for', () => {
  const host = { volumes: [{ name: 'data', hostPath: { path: '/data', type: 'Directory' } }] };
  expect(only([wiki({ ...host, nodeSelector: { 'example.org/disk': 'ssd' } })])).toEqual({ nodes: [], why: first, codes: ['nodes with example.org/disk=ssd'] });
});

/** A StatefulSet with so many pods, each with a claim of its own. */
function set(replicas: number): Manifest {
  const { metadata, spec } = claim() as Manifest & { readonly spec: Fields };
  return workload(
    { containers: MOUNTED.containers },
    { replicas, serviceName: 'wiki', volumeClaimTemplates: [{ metadata: { name: metadata.name }, spec }] },
    'StatefulSet',
  );
}
const meantFor = (name: string) => ({ claimRef: { name, namespace: 'home' } });

test('a pod of a StatefulSet is pinned to the node of the volume that is meant for its claim', () => {
  const volumes = [volume('disk', on('w2'), meantFor('data-wiki-0')), volume('other', on('w3'), meantFor('data-blog-0'))];
  expect(only([set(1), ...volumes])).toEqual({ nodes: ['w2'], why: 'one pod with the host path /data: pinned in truth, to w2', codes: [] });
});

test('pods of a StatefulSet go to the nodes of the volumes of their claims, and anywhere if one of these is not known', () => {
  const volumes = ['w1', 'w3'].map((node, pod) => volume(`disk-${pod}`, on(node), meantFor(`data-wiki-${pod}`)));
  expect(only([set(2), ...volumes]).nodes).toEqual(['w1', 'w3']);
  expect(only([set(3), ...volumes]).nodes).toEqual(['w1', 'w2', 'w3']);
});

test('a class for which nobody makes volumes has those of its hand-written ones, though the facts know it', () => {
  const { report: known } = checking({ nodes: ['w1', 'w2'].map((name) => worker(name)), storage: { classes: [{ name: 'by-hand', nodeLocal: true }] } });
  const storageClass = (provisioner: string) =>
    ({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'by-hand' }, provisioner }) as unknown as Manifest;
  const objects = [wiki(), claim({ storageClassName: 'by-hand' }), volume('disk', on('w2'), { storageClassName: 'by-hand' })];
  expect(known([...objects, storageClass('kubernetes.io/no-provisioner')]).workloads[0]?.nodes).toEqual(['w2']);
  expect(known([...objects, storageClass('rancher.io/local-path')]).workloads[0]?.nodes).toEqual(['w1', 'w2']);
});
