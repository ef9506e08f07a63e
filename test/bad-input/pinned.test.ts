import { HostPathType } from '../../lib';
import { Allow } from '../../lib/availability/ask/container/security';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { type AnyAppProps, ask, factsOf, messages, messagesOf, RESOURCES, worker } from '../support';

const STICK = { name: 'stick', path: '/dev/serial/by-id/stick', group: 20 };
const GPU = { name: 'gpu', path: '/dev/dri', group: 44 };
const LAB = factsOf([worker('w1', { devices: [STICK] }), worker('w2', { devices: [GPU] }), worker('w3')]);
const PRIVILEGED = { allow: [Allow.privileged('opens device files')] };
const NODE = { name: 'w1', reason: 'the stick is plugged in there' };

function said(overrides: Partial<AnyAppProps>, given = LAB): string {
  return messagesOf(AvailabilityClass.SINGLE_POD_PINNED, overrides, given);
}

test('nothing is said against an app with a node and a reason, or with a device', () => {
  expect(said({ node: NODE })).toBe('');
  expect(said({ volumes: [Volume.device('stick')], security: PRIVILEGED })).toBe('');
  expect(said({ node: NODE, volumes: [Volume.hostPath('/srv'), Volume.data('/data', { size: Size.gib(1) })] })).toBe('');
});

test('asks no role of the node of a pinned app', () => {
  expect(said({ node: { ...NODE, name: 'c1' } }, factsOf([], { storage: {} }))).toBe('');
});

test('refuses an app with neither node nor device', () => {
  expect(said({})).toMatchInlineSnapshot(`
    "PINNED-WITHOUT-NODE  lab/worker/blog: neither a node nor a device, but a pinned app is bound to one.
                         Name the node with a reason, add a Volume.device, or make the app a SinglePodFlexible."
  `);
});

test.each(['', '   '])('refuses a node with the reason %j', (reason) => {
  expect(said({ node: { name: 'w1', reason } })).toBe(
    [
      'PINNED-WITHOUT-REASON  lab/worker/blog: the node w1 without a reason, but someone who drains this node needs to know why the app cannot move.',
      '                       Say why the app needs this node.',
    ].join('\n'),
  );
});

test('refuses an unknown node', () => {
  expect(said({ node: { name: 'w9', reason: 'it is the quiet one' } })).toMatchInlineSnapshot(`
    "PINNED-NODE-UNKNOWN  lab/worker/blog: the node w9, but the nodes are c1, w1, w2 and w3.
                         Use one of them."
  `);
});

test('refuses an unknown device', () => {
  expect(said({ volumes: [Volume.device('tape')], security: PRIVILEGED })).toMatchInlineSnapshot(`
    "PINNED-DEVICE-UNKNOWN  lab/worker/blog: the device tape, but the declared devices are stick and gpu.
                           Declare it on the node that has it, or use one of them."
  `);
});

test('refuses devices that no node has together', () => {
  expect(said({ volumes: [Volume.device('stick'), Volume.device('gpu')], security: PRIVILEGED })).toMatchInlineSnapshot(`
    "PINNED-DEVICES-APART  lab/worker/blog: the devices stick and gpu, but no node has all of them.
                          Plug them into one node, or split the app."
  `);
});

test('refuses a node that has not the device', () => {
  expect(said({ node: { name: 'w3', reason: 'it is the quiet one' }, volumes: [Volume.device('stick')], security: PRIVILEGED })).toMatchInlineSnapshot(`
    "PINNED-DEVICE-ELSEWHERE  lab/worker/blog: the node w3 with stick, but w1 has it.
                             Leave node out: the library finds the node by the device."
  `);
});

test('refuses a device in an ordinary container, which could not open it', () => {
  expect(said({ volumes: [Volume.device('stick')] })).toMatchInlineSnapshot(`
    "DEVICE-CLOSED  lab/worker/blog: the device stick in an unprivileged container, but the container runtime lets only privileged containers open device files.
                   Add Allow.devices(reason), and the container is privileged but still runs as its own user; or let GenericDevicePlugin give out the devices of the cluster."
  `);
});

test('refuses a device by its path in an ordinary container, but for one that every container may open', () => {
  const node = { name: 'w1', reason: 'a test' };
  const camera = Volume.hostPath('/camera', { hostPath: '/dev/media0', type: HostPathType.CHARACTER_DEVICE });
  expect(said({ node, volumes: [Volume.hostPath('/dev/dri'), camera] })).toMatchInlineSnapshot(`
    "DEVICE-CLOSED  lab/worker/blog: the device /dev/dri and /dev/media0 in an unprivileged container, but the container runtime lets only privileged containers open device files.
                   Add Allow.devices(reason), and the container is privileged but still runs as its own user; or let GenericDevicePlugin give out the devices of the cluster."
  `);
  expect(said({ node, volumes: [Volume.hostPath('/dev/dri')], security: PRIVILEGED })).toBe('');
  expect(said({ node, volumes: [Volume.hostPath('/dev/net/tun', { type: HostPathType.CHARACTER_DEVICE }), Volume.hostPath('/dev')] })).toBe('');
});

test('refuses data that its node cannot mount', () => {
  const given = factsOf([worker('w1'), worker('w2'), worker('w3', { roles: [], pools: [] })]);
  const volumes = [Volume.data('/data', { size: Size.gib(1), storageClass: 'drbd-replicated' })];
  expect(said({ node: { name: 'w3', reason: 'it is the quiet one' }, volumes }, given)).toMatchInlineSnapshot(`
    "PINNED-STORAGE-ELSEWHERE  lab/worker/blog: /data on drbd-replicated, but w3 cannot mount it, only w1 and w2.
                              Use another storage class, or give the node the pool."
  `);
});

test('refuses an app that is too big for its node, whatever other nodes have', () => {
  const given = factsOf([worker('w1', { cpu: Cpu.cores(1), memory: Size.gib(1) }), worker('w2'), worker('w3')]);
  expect(said({ node: NODE, resources: { ...RESOURCES, memory: Size.gib(2), memoryLimit: Size.gib(2) } }, given)).toMatchInlineSnapshot(`
    "FIT-NO-NODE  lab/worker/blog: 100m cores and 2Gi of memory, but w1 has 900m and 412Mi for pods.
                 Request less, or make the node bigger."
  `);
});

test('refuses every objective in time, because nobody can promise a repair', () => {
  expect(said({ node: NODE, objective: { rto: Duration.hours(24) } })).toMatchInlineSnapshot(`
    "OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 24 h, but the app is bound to w1, so it is down until the repair is done.
                           Leave the objective out, or unbind the app from its node and make it a SinglePodFlexible."
  `);
  expect(said({ node: NODE, objective: { rto: Duration.forever() } })).toBe('');
});

test('refuses a device in a chart without a cluster, where nobody knows its node', () => {
  const { findings } = decide(
    { ...ask(AvailabilityClass.SINGLE_POD_PINNED, { volumes: [Volume.device('stick')], security: PRIVILEGED }), role: undefined },
    undefined,
  );
  expect(messages(findings)).toMatchInlineSnapshot(`
    "DEVICE-WITHOUT-CLUSTER  lab/worker/blog: the device stick, but without a Cluster no facts say which node has it, and at which path.
                            Put the app into a Cluster, or use Volume.hostPath with the device's path and name the node."
  `);
});
