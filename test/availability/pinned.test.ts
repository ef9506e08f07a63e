import { Allow } from '../../lib/availability/ask/container/security';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { TaintEffect } from '../../lib/cluster/node';
import { Size } from '../../lib/cluster/units';
import { type AnyAppProps, factsOf, planOf, planWithoutFacts, worker } from '../support';

const PINNED = AvailabilityClass.SINGLE_POD_PINNED;
const TAINT = { key: 'example.com/noisy', effect: TaintEffect.NO_EXECUTE };
const LAB = factsOf([worker('w1', { devices: [{ name: 'stick', path: '/dev/serial/by-id/stick', group: 20 }], taints: [TAINT] }), worker('w2'), worker('w3')]);
const NODE = { name: 'w2', reason: 'the library lies there' };
const DEVICE = { volumes: [Volume.device('stick')], security: { allow: [Allow.privileged('opens the stick')] } };

function plan(overrides: Partial<AnyAppProps>, given = LAB) {
  return planOf(PINNED, overrides, given);
}

describe('a pinned app', () => {
  test('is a Deployment of one pod that stops before it starts', () => {
    const { workload, replicas, rollout, spread } = plan({ node: NODE });
    expect(workload).toEqual({ value: 'Deployment', why: 'a single pod does not need a stable name' });
    expect(replicas).toEqual({ value: 1, why: 'the class: one pod on one node' });
    expect(rollout).toEqual({
      value: { recreate: true, maxSurge: 0, maxUnavailable: 1 },
      why: 'Recreate, because two pods cannot hold one device or one volume',
    });
    expect(spread).toEqual({ value: [], why: 'there is only one pod' });
  });

  test('has no budget, no wish to be apart, and takes the room of those that can move', () => {
    const { budget, apart, priority } = plan({ node: NODE });
    expect(budget).toEqual({ value: undefined, why: 'a drain of its node stops it anyway, and must not be blocked' });
    expect(apart).toEqual({ value: false, why: 'it has no choice of node' });
    expect(priority).toEqual({
      value: 'availability-single-pod-pinned',
      why: 'it can run nowhere else, so on its node it goes before apps that can move',
    });
  });

  test('stays on a dead node forever, and is down until that node is back', () => {
    const { toleration, outcome } = plan({ node: NODE });
    expect(toleration).toEqual({ value: Infinity, why: 'no other node can run it, so moving it would not help' });
    expect(outcome).toEqual({
      kind: OutcomeKind.DOWN_UNTIL_REPAIR,
      terms: [{ name: 'repair of the node', time: { min: Infinity, max: Infinity } }],
      time: { min: Infinity, max: Infinity },
      why: 'down until w2 is back',
    });
  });
});

describe('the place of a pinned app', () => {
  test('is the node that it names, for its reason', () => {
    expect(plan({ node: NODE }).placement).toEqual({
      value: { role: undefined, requirements: [{ key: 'kubernetes.io/hostname', values: ['w2'] }], tolerates: [], nodes: ['w2'] },
      why: 'the library lies there',
    });
  });

  test('is the node that has its device, with the taints of that node', () => {
    expect(plan(DEVICE).placement).toEqual({
      value: { role: undefined, requirements: [{ key: 'kubernetes.io/hostname', values: ['w1'] }], tolerates: [TAINT], nodes: ['w1'] },
      why: 'it has stick',
    });
  });

  test('gives it the device, and the group that may open it', () => {
    const { devices, groups } = plan({ ...DEVICE, security: { groups: [20, 44] } });
    expect(devices).toMatchObject([{ hostPath: '/dev/serial/by-id/stick', isDirectory: false, group: 20 }]);
    expect(groups).toEqual([20, 44]);
    const open = factsOf([worker('w1', { devices: [{ name: 'stick', path: '/dev/sticks', isDirectory: true }] }), worker('w2')]);
    const { devices: all, groups: none } = planOf(AvailabilityClass.SINGLE_POD_PINNED, DEVICE, open);
    expect(all).toMatchObject([{ hostPath: '/dev/sticks', isDirectory: true }]);
    expect(none).toEqual([]);
  });

  test('may be named beside the device that it has', () => {
    expect(plan({ ...DEVICE, node: { name: 'w1', reason: 'the stick is there' } }).placement.why).toBe('the stick is there');
  });
});

describe('what a pinned app keeps', () => {
  test('is on the node-local class, for a reason', () => {
    const { claims, volumeTie } = plan({ node: NODE, volumes: [Volume.data('/data', { size: Size.gib(1) })] });
    expect(claims.map(({ name, storageClass, why }) => ({ name, storageClass, why }))).toEqual([
      { name: 'blog-data', storageClass: 'drbd-local', why: 'the pod never leaves its node, and a remote copy would stop it when the link drops' },
    ]);
    expect(volumeTie).toBe(VolumeTie.LOCAL);
  });

  test('is on the replicated class where there is no local one', () => {
    const given = factsOf([worker('w1'), worker('w2')], { storage: { classes: [{ name: 'ceph', nodeLocal: false }] } });
    expect(plan({ node: NODE, volumes: [Volume.data('/data', { size: Size.gib(1) })] }, given).claims[0]?.storageClass).toBe('ceph');
  });

  test('is a device with its path and group on the node', () => {
    expect(plan(DEVICE).devices.map(({ hostPath, group }) => ({ hostPath, group }))).toEqual([{ hostPath: '/dev/serial/by-id/stick', group: 20 }]);
  });

  test('decides how far its namespace must be opened', () => {
    expect(plan({ node: NODE }).securityLevel).toEqual({ value: 'restricted', why: 'it needs nothing beyond that' });
    expect(plan({ node: NODE, volumes: [Volume.nfs('/media', { server: 'nas', path: '/media' })] }).securityLevel).toEqual({
      value: 'baseline',
      why: '/media is NFS, which the level restricted forbids',
    });
    expect(plan({ node: NODE, volumes: [Volume.hostPath('/srv')] }).securityLevel).toEqual({ value: 'privileged', why: 'it mounts /srv of the node' });
    expect(plan(DEVICE).securityLevel).toEqual({ value: 'privileged', why: 'privileged: opens the stick; it mounts stick of the node' });
  });

  test.each([
    [Allow.writableRootFilesystem('a test'), 'restricted'],
    [Allow.apiToken('a test'), 'restricted'],
    [Allow.capability('NET_BIND_SERVICE', 'a test'), 'restricted'],
    [Allow.capability('CHOWN', 'a test'), 'baseline'],
    [Allow.rootUser('a test'), 'baseline'],
    [Allow.privilegeEscalation('a test'), 'baseline'],
    [Allow.capability('NET_ADMIN', 'a test'), 'privileged'],
    [Allow.hostNetwork('a test'), 'privileged'],
    [Allow.hostProcesses('a test'), 'privileged'],
    [Allow.hostIpc('a test'), 'privileged'],
    [Allow.privileged('a test'), 'privileged'],
  ])('with the way out %j asks for the level %s', (allow, level) => {
    expect(plan({ node: NODE, security: { allow: [allow] } }).securityLevel.value).toBe(level);
  });
});

describe('a pinned app without a cluster', () => {
  test('goes to the node that it names, and the checks that nobody made are named', () => {
    const free = planWithoutFacts(PINNED, { node: NODE });
    expect(free.placement).toEqual({
      value: { role: undefined, requirements: [{ key: 'kubernetes.io/hostname', values: ['w2'] }], tolerates: [], nodes: undefined },
      why: 'the library lies there; without a cluster the node cannot be looked up',
    });
    expect(free.outcome).toBeUndefined();
    expect(free.unchecked).toEqual(['CAPACITY-EXCEEDED', 'CAPACITY-FRAGMENTED', 'FIT-NO-NODE', 'NAME-CLASH', 'PINNED-ARCHITECTURE', 'PINNED-NODE-UNKNOWN']);
  });

  test('finds its device where it mounts it', () => {
    const { devices } = planWithoutFacts(PINNED, { volumes: [Volume.device('stick', '/dev/ttyUSB0')] });
    expect(devices.map(({ hostPath, group }) => ({ hostPath, group }))).toEqual([{ hostPath: '/dev/ttyUSB0', group: undefined }]);
  });
});
