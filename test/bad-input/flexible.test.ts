import { Allow } from '../../lib/availability/ask/container/security';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { FencingMethod, NodeRole } from '../../lib/cluster/node';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { ReplicationProtocol } from '../../lib/systems/linstor/props';
import { type AnyAppProps, ask, facts, factsOf, findingsOf, messages, messagesOf, only, RESOURCES, worker } from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const STICK = { name: 'stick', path: '/dev/serial/by-id/stick', group: 20 };
const DATA = Volume.data('/config', { size: Size.gib(1) });
const NFS_CLASS = { name: 'nfs', nodeLocal: false, attachable: false };
const CEPH_CLASS = { name: 'ceph', nodeLocal: false };

function said(overrides: Partial<AnyAppProps>, given = facts()): string {
  return messagesOf(FLEXIBLE, overrides, given);
}

test('nothing is said against a small app, with data or without', () => {
  expect(said({})).toBe('');
  expect(said({ volumes: [DATA] })).toBe('');
});

test('a finding has code, severity, path, given, allowed and fix', () => {
  expect(findingsOf(FLEXIBLE, { volumes: [Volume.hostPath('/srv')] })).toEqual([
    {
      code: 'FLEXIBLE-HOST-PATH',
      severity: 'error',
      path: 'lab/worker/blog',
      given: 'the host path /srv',
      allowed: 'but a flexible app needs the same data on every node',
      fix: 'Use Volume.data or Volume.nfs, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned.',
    },
  ]);
});

test('refuses data on the node-local class of LINSTOR', () => {
  expect(said({ volumes: [Volume.data('/config', { size: Size.gib(1), storageClass: 'drbd-local' })] })).toMatchInlineSnapshot(`
    "FLEXIBLE-LOCAL-STORAGE  lab/worker/blog: /config on the node-local class drbd-local, but a flexible app must find its data on another node, and this would pin it to one.
                            Use a replicated class, or make the app a SinglePodPinned."
  `);
});

test('refuses data on a node-local class that the cluster has already', () => {
  const given = facts({ storage: { classes: [{ name: 'local-path', nodeLocal: true }, CEPH_CLASS], defaultReplicated: 'local-path' } });
  expect(said({ volumes: [DATA] }, given)).toMatchInlineSnapshot(`
    "FLEXIBLE-LOCAL-STORAGE  lab/worker/blog: /config on the node-local class local-path, but a flexible app must find its data on another node, and this would pin it to one.
                            Use a replicated class, or make the app a SinglePodPinned."
  `);
});

test('refuses a host path', () => {
  expect(said({ volumes: [Volume.hostPath('/srv', { readOnly: true })] })).toMatchInlineSnapshot(`
    "FLEXIBLE-HOST-PATH  lab/worker/blog: the host path /srv, but a flexible app needs the same data on every node.
                        Use Volume.data or Volume.nfs, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned."
  `);
});

test('refuses a device', () => {
  const given = factsOf([worker('w1', { devices: [STICK] }), worker('w2'), worker('w3')]);
  expect(said({ volumes: [Volume.device('stick')], security: { allow: [Allow.privileged('opens the stick')] } }, given)).toMatchInlineSnapshot(`
    "FLEXIBLE-DEVICE  lab/worker/blog: the device stick, but a flexible app can run on every node of its role.
                     Make the app a SinglePodPinned, or reach the device over the network."
  `);
});

test('warns when only one node can run it', () => {
  expect(said({ volumes: [] }, factsOf([worker('w1')], { storage: {} }))).toMatchInlineSnapshot(`
    "FLEXIBLE-NOWHERE-TO-GO  lab/worker/blog: one pod that moves when its node dies, but only w1 can run it (1 node has the role worker).
                            Give another node the role and the storage, or accept it with a reason."
  `);
});

test('warns when only one node is big enough for it', () => {
  const given = factsOf([worker('w1', { memory: Size.gib(64) }), worker('w2'), worker('w3')]);
  expect(said({ resources: { cpu: Cpu.cores(1), memory: Size.gib(16), memoryLimit: Size.gib(16) } }, given)).toMatchInlineSnapshot(`
    "FLEXIBLE-NOWHERE-TO-GO  lab/worker/blog: one pod that moves when its node dies, but only w1 can run it (3 nodes have the role worker).
                            Give another node the role and the storage, or accept it with a reason."
  `);
});

test('refuses an app that is too big for every node', () => {
  const given = factsOf([worker('w1'), worker('w2', { cpu: Cpu.cores(2) })], { storage: {} });
  const resources = { cpu: Cpu.cores(3), memory: Size.gib(16), memoryLimit: Size.gib(16) };
  expect(only('FIT-NO-NODE', findingsOf(FLEXIBLE, { resources }, given))).toMatchInlineSnapshot(`
    "FIT-NO-NODE  lab/worker/blog: 3 cores and 16Gi of memory, but the nodes have this for pods: w1 3900m and 7580Mi, w2 1900m and 7580Mi.
                 Request less, or make a node bigger."
  `);
});

test('refuses an unknown role', () => {
  const role: string = 'gpu';
  expect(said({ placement: { role: role as NodeRole } })).toMatchInlineSnapshot(`
    "SHAPE-WRONG  lab/worker/blog/placement/role: "gpu", but it must be one of control, worker, storage, witness, ingress, monitoring and edge.
                 Use one of them."
  `);
});

test('refuses a role that no node has', () => {
  expect(said({ placement: { role: NodeRole.EDGE } })).toMatchInlineSnapshot(`
    "ROLE-WITHOUT-NODE  lab/worker/blog: the role edge, but no node has it; the roles of nodes are control, worker and storage.
                       Give a node the role, or place the app elsewhere."
  `);
});

test('refuses a role in a chart without a cluster', () => {
  expect(messages(decide(ask(FLEXIBLE), undefined).findings)).toMatchInlineSnapshot(`
    "ROLE-WITHOUT-CLUSTER  lab/worker/blog: the role worker, but without a Cluster no facts say which nodes have it.
                          Put the app into a Cluster, or leave placement.role out."
  `);
});

test('refuses a role whose nodes cannot reach its storage', () => {
  expect(said({ placement: { role: NodeRole.CONTROL }, volumes: [DATA] })).toMatchInlineSnapshot(`
    "NODE-OUT-OF-REACH  lab/worker/blog: the role control, but no node is left for the app (1 node has the role control; its data can only be mounted on w1, w2 and w3).
                       Give a node all of these, or ask for less."
  `);
});

test('warns when its volume stays attached to a dead node because nobody fences it', () => {
  expect(said({ volumes: [DATA] }, facts({ storage: { classes: [CEPH_CLASS] } }))).toMatchInlineSnapshot(`
    "FLEXIBLE-STUCK-VOLUME  lab/worker/blog: an attached volume on 3 nodes that no agent fences (w1, w2 and w3), and Kubernetes never detaches a volume from a dead node by itself: the app stays down until a person acts.
                           If its storage frees volumes of dead nodes, say so in release of the class, with the time that it takes. Otherwise fence the nodes, use storage that does, such as DRBD, or accept it with a reason."
  `);
});

test('says nothing of stuck volumes when an agent fences every node', () => {
  const fencing = { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(90) };
  const nodes = ['w1', 'w2'].map((name) => worker(name, { fencing }));
  expect(said({ volumes: [DATA] }, factsOf(nodes, { storage: { classes: [CEPH_CLASS] } }))).toBe('');
});

test('says nothing of stuck volumes on NFS, which needs no attachment', () => {
  expect(said({ volumes: [DATA] }, facts({ storage: { classes: [NFS_CLASS] } }))).not.toContain('FLEXIBLE-STUCK-VOLUME');
});

test('asks for the class of a claim that exists, beside replicated data', () => {
  const old = { claimName: 'blog-old' };
  expect(said({ volumes: [DATA, Volume.claim('/old', old)] })).toMatchInlineSnapshot(`
"FLEXIBLE-FAILOVER-EXEMPT  lab/worker/blog: blog-old together with replicated data, and the high-availability controller of DRBD does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                          If blog-old is replicated too, name the class at the volume: Volume.claim(…, { claimName: '…', storageClass: '…' }). Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm, remove the volume, or accept it with a reason."
`);
  expect(said({ volumes: [DATA, Volume.claim('/old', { ...old, storageClass: 'drbd-replicated' })] })).not.toContain('FLEXIBLE-FAILOVER-EXEMPT');
});

test('warns when an NFS share beside replicated data keeps the controller from moving it', () => {
  const media = Volume.nfs('/media', { server: 'nas.lab.example', path: '/media' });
  expect(said({ volumes: [DATA, media] })).toMatchInlineSnapshot(`
    "FLEXIBLE-FAILOVER-EXEMPT  lab/worker/blog: /media together with replicated data, and the high-availability controller of DRBD does not move pods with such volumes: when the node dies, the app stays down until a person acts.
                              Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm, remove the volume, or accept it with a reason."
  `);
  expect(said({ volumes: [DATA, media] }, facts({ drbd: { pool: 'nvme', failOverUnsafePods: 'it only reads' } }))).toBe('');
});

test('refuses an objective that Kubernetes cannot keep, and names the term that breaks it', () => {
  expect(said({ objective: { rto: Duration.seconds(30) } })).toMatchInlineSnapshot(`
    "OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 30 s, but even with no toleration it takes 41 s to 97 s, of which detection 40 s to 60 s.
                           Raise objective.rto, or reduce the largest part: detection."
  `);
});

test('refuses an objective for an app whose start alone takes longer', () => {
  expect(said({ objective: { rto: Duration.minutes(5) }, health: { usualStart: Duration.minutes(10) } })).toMatchInlineSnapshot(`
    "OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 5 min, but even with no toleration it takes 41 s to 11 min 7 s, of which start 1 s to 10 min 7 s.
                           Raise objective.rto, or reduce the largest part: start."
  `);
});

test('refuses an objective for an app whose volume nobody frees', () => {
  const given = facts({ storage: { classes: [CEPH_CLASS] } });
  const findings = findingsOf(FLEXIBLE, { volumes: [DATA], objective: { rto: Duration.hours(1) } }, given);
  expect(only('OBJECTIVE-UNREACHABLE', findings)).toMatchInlineSnapshot(`
    "OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 60 min, but the volume keeps it down until a person acts.
                           Use volumes that a fencing agent or the storage frees, or leave the objective out."
  `);
});

test('refuses an objective that replicas which lag behind would break', () => {
  const given = facts({ drbd: { pool: 'nvme', protocol: ReplicationProtocol.A } });
  expect(said({ volumes: [DATA], objective: { rpo: Duration.seconds(0) } }, given)).toMatchInlineSnapshot(`
    "OBJECTIVE-DATA-LOSS  lab/worker/blog: no more than 0 s of writes lost, but /config is on drbd-async, where the loss has no limit.
                         Use a storage class that waits for its copies, or raise objective.rpo."
  `);
});

test('refuses an objective below the loss that a class admits', () => {
  const given = facts({ storage: { classes: [{ ...NFS_CLASS, dataLoss: Duration.minutes(5) }] } });
  expect(said({ volumes: [DATA], objective: { rpo: Duration.minutes(1) } }, given)).toMatchInlineSnapshot(`
    "FLEXIBLE-TWIN-WRITER  lab/worker/blog: /config over the network, and while a node is cut off but alive, its pod keeps writing there next to its replacement.
                          Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage.

    OBJECTIVE-DATA-LOSS  lab/worker/blog: no more than 60 s of writes lost, but /config is on nfs, where the loss may be 5 min.
                         Use a storage class that waits for its copies, or raise objective.rpo."
  `);
  expect(said({ volumes: [DATA], objective: { rpo: Duration.minutes(5) } }, given)).not.toContain('OBJECTIVE-DATA-LOSS');
});

test('takes the app that just fits', () => {
  const [node] = facts().nodes;
  if (node === undefined) throw new Error('no node');
  const { cpu, memory } = node.allocatable;
  expect(said({ resources: { ...RESOURCES, cpu, memory, memoryLimit: memory } })).toBe('');
});
