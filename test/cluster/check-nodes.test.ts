import type { ClusterFacts } from '../../lib/cluster/cluster';
import { judgeFacts } from '../../lib/cluster/facts-rule';
import type { Finding } from '../../lib/cluster/finding';
import { Exclusion, type NodeProps, NodeRole, PoolKind } from '../../lib/cluster/node';
import { resolveFacts } from '../../lib/cluster/resolve';
import { DEVICE_RULES } from '../../lib/cluster/rules/device-rules';
import { NODE_RULES } from '../../lib/cluster/rules/node-rules';
import { Cpu, Size } from '../../lib/cluster/units';
import { clusterProps, control, controlPlane, factMessages, facts, messages, worker } from '../support';

function nodeFindings(given: ClusterFacts): Finding[] {
  return judgeFacts([...NODE_RULES, ...DEVICE_RULES], given);
}

/** What stands against a cluster with these workers. */
function said(...nodes: NodeProps[]): string {
  return factMessages({ nodes: [...nodes, control('c1')], storage: {} });
}

test('nothing is said against a sound cluster', () => {
  expect(factMessages()).toBe('');
});

test('a finding has code, severity, path, given, allowed and fix', () => {
  expect(nodeFindings(facts({ nodes: [worker('w1', { roles: [] })] }))).toEqual([
    {
      code: 'NODE-WITHOUT-ROLE',
      severity: 'error',
      path: 'lab/nodes/w1',
      given: 'no role',
      allowed: 'but the roles are control, worker, storage, witness, ingress, monitoring and edge',
      fix: 'Give it one, or leave the node out.',
    },
  ]);
});

test('refuses a cluster name that Kubernetes would not take', () => {
  expect(messages(nodeFindings(resolveFacts('My Lab', clusterProps())))).toMatchInlineSnapshot(`
    "CLUSTER-NAME-INVALID  My Lab/name: the name "My Lab", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                          Give the cluster another name."
  `);
});

test('refuses a cluster without nodes', () => {
  expect(messages(nodeFindings(resolveFacts('lab', { nodes: [], controlPlane: controlPlane() })))).toMatchInlineSnapshot(`
    "CLUSTER-WITHOUT-NODES  lab/nodes: no node, but a cluster has at least one.
                           Add its machines to nodes."
  `);
});

test('refuses two nodes of one name', () => {
  expect(said(worker('w1'), worker('w1'))).toMatchInlineSnapshot(`
    "NODE-DUPLICATE  lab/nodes/w1: two nodes named w1, but each machine needs its own name.
                    Rename one of them."
  `);
});

test('refuses two devices of one name, on one node or on two', () => {
  const stick = { name: 'stick', path: '/dev/serial/by-id/stick' };
  expect(said(worker('w1', { devices: [stick] }), worker('w2', { devices: [stick] }))).toMatchInlineSnapshot(`
    "DEVICE-DUPLICATE  lab/devices/stick: two devices named stick, but apps find a device by its name.
                      Give each its own name."
  `);
});

test('refuses a node name that its own label could not hold', () => {
  const name = `${'a'.repeat(56)}.example`;
  expect(said(worker(name)).replaceAll(name, '…')).toMatchInlineSnapshot(`
    "NODE-NAME-INVALID  lab/nodes/…: a name with 64 characters, but it is also the label kubernetes.io/hostname, which has at most 63.
                       Give the machine a shorter name."
  `);
  expect(said(worker(name.slice(1)))).toBe('');
});

test('refuses a node name that Kubernetes would not take', () => {
  expect(said(worker('Node_1'))).toMatchInlineSnapshot(`
    "NODE-NAME-INVALID  lab/nodes/Node_1: the name "Node_1", but Kubernetes accepts a-z, 0-9, "-" and ".".
                       Use the name that kubectl get nodes shows."
  `);
});

test('refuses a node without a role', () => {
  expect(said(worker('w1', { roles: [] }))).toMatchInlineSnapshot(`
    "NODE-WITHOUT-ROLE  lab/nodes/w1: no role, but the roles are control, worker, storage, witness, ingress, monitoring and edge.
                       Give it one, or leave the node out."
  `);
});

test('refuses a node without memory', () => {
  expect(said(worker('w1', { memory: Size.gib(0) }))).toMatchInlineSnapshot(`
    "NODE-CAPACITY  lab/nodes/w1: 0 of memory, but a machine has more than 0 and at most 64Ti.
                   Use what free prints on it."
  `);
});

test('refuses a node with an absurd number of cores', () => {
  expect(said(worker('w1', { cpu: Cpu.cores(4000) }))).toMatchInlineSnapshot(`
    "NODE-CAPACITY  lab/nodes/w1: 4000 cores, but a machine has more than 0 and at most 1024.
                   Use what nproc prints on it."
  `);
});

test('refuses a node with an absurd amount of memory', () => {
  expect(said(worker('w1', { memory: Size.tib(65) }))).toMatchInlineSnapshot(`
    "NODE-CAPACITY  lab/nodes/w1: 65Ti of memory, but a machine has more than 0 and at most 64Ti.
                   Use what free prints on it."
  `);
});

test('refuses a node whose own disk, or number of pods, is none', () => {
  expect(said(worker('w1', { ephemeralStorage: Size.gib(0), maxPods: 0 }))).toMatchInlineSnapshot(`
    "NODE-CAPACITY  lab/nodes/w1: 0 of disk for pods, but pods need disk at least for logs.
                   Use what kubectl describe node prints as allocatable.

    NODE-CAPACITY  lab/nodes/w1: room for 0 pods, but the number of pods is whole, and at least 1.
                   Use what kubectl describe node prints as allocatable."
  `);
  expect(said(worker('w1', { maxPods: 1.5 }))).toContain('room for 1.5 pods');
});

test('refuses capacities that are no number', () => {
  expect(said(worker('w1', { memory: Size.gib(Number.NaN) }))).toMatchInlineSnapshot(`
    "NODE-CAPACITY  lab/nodes/w1: NaN of memory, but a machine has more than 0 and at most 64Ti.
                   Use what free prints on it."
  `);
});

test('takes the biggest machine that it calls a machine', () => {
  expect(said(worker('w1', { cpu: Cpu.cores(1024), memory: Size.tib(64) }))).toBe('');
});

test('refuses a reserve that leaves nothing for pods', () => {
  expect(said(worker('w1', { reserved: { cpu: Cpu.millis(100), memory: Size.gib(8) } }))).toMatchInlineSnapshot(`
    "NODE-RESERVED  lab/nodes/w1: 8Gi and 100m cores reserved, but the node has 8Gi and 4, minus the 100Mi at which the kubelet evicts.
                   Reserve less."
  `);
});

test('refuses a small machine that the default reserve already fills', () => {
  expect(said(worker('w1', { memory: Size.mib(512) }))).toMatchInlineSnapshot(`
    "NODE-RESERVED  lab/nodes/w1: 512Mi and 100m cores reserved, but the node has 512Mi and 4, minus the 100Mi at which the kubelet evicts.
                   Reserve less."
  `);
});

test('refuses a site that is not declared', () => {
  expect(factMessages({ nodes: [worker('w1', { site: 'moon' }), control('c1')], sites: [{ name: 'home' }], storage: {} })).toMatchInlineSnapshot(`
    "NODE-SITE-UNKNOWN  lab/nodes/w1: the site moon, but the sites are home.
                       Declare it in sites, or use one of them."
  `);
});

test('refuses a zone that its site has not', () => {
  const sites = [{ name: 'home', zones: ['attic', 'cellar'] }];
  const nodes = [worker('w1', { zone: 'attic' }), worker('w2', { zone: 'garage' }), control('c1', { zone: 'cellar' })];
  expect(factMessages({ nodes, sites, storage: {} })).toMatchInlineSnapshot(`
    "NODE-ZONE-UNKNOWN  lab/nodes/w2: the zone garage, but the site home has the zones attic and cellar.
                       Declare it in the site, or use one of them."
  `);
});

test('refuses a node that is a full copy and a tiebreaker at once', () => {
  expect(said(worker('w1', { roles: [NodeRole.WORKER, NodeRole.STORAGE, NodeRole.WITNESS] }))).toMatchInlineSnapshot(`
    "WITNESS-IS-DISKFUL  lab/nodes/w1: the roles storage and witness, but a tiebreaker votes without holding the data.
                        Keep one of the two; the third vote must be another node."
  `);
});

test('refuses the role worker on a node that excludes productive workloads', () => {
  expect(said(worker('w1', { excludes: [Exclusion.PRODUCTIVE_WORKLOADS] }))).toMatchInlineSnapshot(`
    "NODE-EXCLUSION  lab/nodes/w1: the role worker, but the node excludes productive workloads.
                    Remove the role or the exclusion."
  `);
});

test('refuses what a node runs although it excludes it', () => {
  const node = worker('w1', { excludes: [Exclusion.VIRTUAL_MACHINES], hostWorkloads: [{ name: 'windows-vm', kind: Exclusion.VIRTUAL_MACHINES }] });
  expect(said(node)).toMatchInlineSnapshot(`
    "NODE-EXCLUSION  lab/nodes/w1: windows-vm runs on it, but the node excludes virtual machines.
                    Move it to another machine, or remove the exclusion."
  `);
});

test('takes what a node runs when it excludes something else', () => {
  expect(said(worker('w1', { excludes: [Exclusion.AI_INFERENCE], hostWorkloads: [{ name: 'windows-vm', kind: Exclusion.VIRTUAL_MACHINES }] }))).toBe('');
});

test('refuses an empty pool', () => {
  expect(said(worker('w1', { pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(0) }] }))).toMatchInlineSnapshot(`
    "POOL-SIZE  lab/nodes/w1: the pool nvme of 0, but a pool has a size above 0.
               Use the size that vgs, zpool list or df prints."
  `);
});

test('refuses devices for a pool that is a directory', () => {
  expect(said(worker('w1', { pools: [{ name: 'files', kind: PoolKind.DIRECTORY, size: Size.gib(1), devices: ['/dev/sdb'] }] }))).toMatchInlineSnapshot(`
    "POOL-DEVICES  lab/nodes/w1: devices for the directory pool files, but a directory is on an existing file system.
                  Leave devices out, or use LVM or ZFS."
  `);
});

test('refuses a pool device outside of /dev', () => {
  expect(said(worker('w1', { pools: [{ name: 'nvme', kind: PoolKind.LVM, size: Size.gib(1), devices: ['sdb'] }] }))).toMatchInlineSnapshot(`
    "POOL-DEVICES  lab/nodes/w1: the device "sdb", but a device has an absolute path below /dev.
                  Use /dev/disk/by-id/…."
  `);
});

test('refuses a device for apps outside of /dev', () => {
  expect(said(worker('w1', { devices: [{ name: 'stick', path: 'ttyUSB0' }] }))).toMatchInlineSnapshot(`
    "DEVICE-PATH  lab/nodes/w1: the device stick at "ttyUSB0", but devices are below /dev.
                 Use a path that stays the same, such as /dev/serial/by-id/…."
  `);
});

test('refuses a label that Kubernetes would not take', () => {
  expect(said(worker('w1', { labels: { 'example.com/disk': 'very fast' } }))).toMatchInlineSnapshot(`
    "NODE-LABEL-INVALID  lab/nodes/w1: the label example.com/disk=very fast, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                        Correct the key or the value."
  `);
});

test('refuses a label that the kubelet may not set on itself', () => {
  expect(said(worker('w1', { labels: { 'node-role.kubernetes.io/worker': 'true' } }))).toMatchInlineSnapshot(`
    "NODE-LABEL-INVALID  lab/nodes/w1: the label node-role.kubernetes.io/worker, but the kubelet must not set labels with that prefix on its own node.
                        Use your own prefix."
  `);
});

test('says everything that is wrong with a node at once', () => {
  const node = worker('Node_1', { roles: [], memory: Size.gib(0), site: 'moon', devices: [{ name: 'stick', path: 'ttyUSB0' }] });
  const given = facts({ nodes: [node, control('c1')], sites: [{ name: 'home' }] });
  expect(nodeFindings(given).map(({ code }) => code)).toEqual(['NODE-NAME-INVALID', 'NODE-WITHOUT-ROLE', 'NODE-CAPACITY', 'NODE-SITE-UNKNOWN', 'DEVICE-PATH']);
});
