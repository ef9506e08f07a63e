import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { Cpu, Size } from '../../lib/cluster/units';
import { type AnyAppProps, factsOf, messages, planOf, planWithoutFacts, worker } from '../support';

const FACTS = factsOf(['w1', 'w2', 'w3', 'w4'].map((name) => worker(name, { memory: Size.gib(8), cpu: Cpu.cores(8) })));
const asking = (mib: number): Partial<AnyAppProps> => ({
  resources: { cpu: Cpu.millis(100), memory: Size.mib(mib), memoryLimit: Size.mib(mib) },
});

/** Three pods of 3.5Gi on four nodes, and that many flexible apps of 1Gi. */
function said(count: number, props: Partial<AnyAppProps> = {}): string {
  const front = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'front', ...asking(3584), ...props }, FACTS);
  const others = Array.from({ length: count }, (_, index) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: `app-${index}`, ...asking(1024) }, FACTS));
  const found = checkApps([front, ...others], FACTS).filter(({ code }) => code === 'CAPACITY-ON-ROLLOUT');
  return messages(found);
}

test('the extra pod of a rollout has room, or a warning says whom it drives away', () => {
  expect(said(14)).toMatchInlineSnapshot(`
    "CAPACITY-ON-ROLLOUT  lab/worker/front: a rollout that starts one more pod (100m cores and 3584Mi of memory) before an old one stops, but when all apps run, w1, w2, w3 and w4 may have no room for it where none of its pods is: apps of lower priority are stopped to make room, or the rollout waits.
                         Set surge: false, so that an old pod stops first, request less, or accept it with a reason."
  `);
  expect(said(2)).toBe('');
});

test('a node without one of its pods is enough for the extra pod, whatever the others have left', () => {
  const small = factsOf(['w1', 'w2', 'w3', 'w4'].map((name) => worker(name, { memory: Size.gib(4) })));
  const front = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'front', ...asking(2048) }, small);
  expect(messages(checkApps([front], small))).toBe('');
});

test('the node that is left for the extra pod must have room itself, not the nodes on average', () => {
  const uneven = factsOf(['w1', 'w2', 'w3', 'w4'].map((name) => worker(name, { memory: Size.gib(name === 'w4' ? 4 : 8) })));
  const front = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'front', ...asking(3072) }, uneven);
  const cam = (mib: number) => planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: 'cam', ...asking(mib), node: { name: 'w4', reason: 'its stick' } }, uneven);
  expect(messages(checkApps([front, cam(256)], uneven))).toBe('');
  expect(messages(checkApps([front, cam(1024)], uneven))).toMatchInlineSnapshot(`
    "CAPACITY-FRAGMENTED  lab/nodes/w4: 100m cores and 1Gi of memory on one node for cam, but pods that start earlier may leave less on w4, and Kubernetes does not move them.
                         Request less, make a node bigger, or accept it with a reason: in total everything fits.

    CAPACITY-ON-ROLLOUT  lab/worker/front: a rollout that starts one more pod (100m cores and 3Gi of memory) before an old one stops, but when all apps run, w1, w2, w3 and w4 may have no room for it where none of its pods is: apps of lower priority are stopped to make room, or the rollout waits.
                         Set surge: false, so that an old pod stops first, request less, or accept it with a reason."
  `);
});

test('only what the nodes of the app declare is said of the extra pod', () => {
  const disk = factsOf(
    ['w1', 'w2', 'w3', 'w4'].map((name) => worker(name, { memory: Size.gib(8), ...(name === 'w4' ? { ephemeralStorage: Size.gib(9) } : {}) })),
  );
  const placement = { nodes: ['w1', 'w2', 'w3'] };
  const two = { name: 'front', ...asking(3584), replicas: Replicas.two('a test'), placement };
  const front = planOf(AvailabilityClass.HIGHLY_AVAILABLE, two, disk);
  const others = Array.from({ length: 5 }, (_, index) =>
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: `app-${index}`, ...asking(2048), placement }, disk),
  );
  expect(messages(checkApps([front, ...others], disk).filter(({ code }) => code === 'CAPACITY-ON-ROLLOUT'))).toContain(
    'one more pod (100m cores and 3584Mi of memory) before',
  );
});

test('the next pod of a rolling update needs room beside the last one, also on the only node', () => {
  const pages = (mib: number, nodes: number) => {
    const given = factsOf(['w1', 'w2'].slice(0, nodes).map((name) => worker(name)));
    const plan = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'pages', ...asking(mib), rollingUpdate: { reason: 'a test' } }, given);
    return messages(checkApps([plan], given));
  };
  expect(pages(5120, 1)).toMatchInlineSnapshot(`
    "CAPACITY-ON-ROLLOUT  lab/worker/pages: a rollout that starts one more pod (100m cores and 5Gi of memory) before an old one stops, but when all apps run, w1 may have no room for it: the rollout waits.
                         Leave rollingUpdate out, so that the last pod ends first, request less, or accept it with a reason."
  `);
  expect(pages(3072, 1)).toBe('');
  expect(pages(5120, 2)).toBe('');
});

test('one node needs room for the extra pod, too', () => {
  const given = factsOf([worker('w1')], { storage: {} });
  const said = (mib: number) => messages(checkApps([planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'front', ...asking(mib) }, given)], given));
  expect(said(2048)).toMatchInlineSnapshot(`
    "CAPACITY-ON-ROLLOUT  lab/worker/front: a rollout that starts one more pod (100m cores and 2Gi of memory) before an old one stops, but when all apps run, w1 may have no room for it: apps of lower priority are stopped to make room, or the rollout waits.
                         Set surge: false, so that an old pod stops first, request less, or accept it with a reason."
  `);
  expect(said(1800)).toBe('');
});

test('an app that supports no more pods gets no extra one', () => {
  const { rollout } = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { maxReplicas: 3 }, FACTS);
  expect(rollout).toEqual({
    value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
    why: 'it supports at most 3 pods, so an old pod stops before a new one starts',
  });
  expect(planOf(AvailabilityClass.HIGHLY_AVAILABLE, { maxReplicas: 4 }, FACTS).rollout.value.maxSurge).toBe(1);
  const scaled = { autoscale: { max: 4 }, maxReplicas: 4 };
  expect(planOf(AvailabilityClass.HIGHLY_AVAILABLE, scaled, FACTS).rollout.value.maxSurge).toBe(0);
  expect(planWithoutFacts(AvailabilityClass.HIGHLY_AVAILABLE, { maxReplicas: 3 }).rollout.value.maxSurge).toBe(0);
});

test('without an extra pod a rollout needs no room', () => {
  expect(said(14, { surge: false })).toBe('');
  const plan = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { surge: false }, FACTS);
  expect(plan.rollout).toEqual({ value: { recreate: false, maxSurge: 0, maxUnavailable: 1 }, why: 'asked for: an old pod stops before a new one starts' });
});

test('the extra pod of an app whose data stays in its zone needs room there, not in another zone', () => {
  const given = factsOf(
    ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'].map((name, index) => worker(name, { zone: index < 3 ? 'a' : 'b' })),
    {
      sites: [{ name: 'home', zones: ['a', 'b'] }],
      storage: { classes: [{ name: 'share', nodeLocal: false, attachable: false, readWriteMany: true, zonal: true }] },
    },
  );
  const pinned = (name: string, mib: number) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: `cam-${name}`, ...asking(mib), node: { name, reason: 'its stick' } }, given);
  const rolled = (volumes: readonly Volume[], onW3 = 5120) => {
    const front = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'front', ...asking(3584), replicas: Replicas.two('a test'), volumes }, given);
    const others = [pinned('w3', onW3), ...['w4', 'w5', 'w6'].map((name) => pinned(name, 2048))];
    return messages(checkApps([front, ...others], given).filter(({ code }) => code === 'CAPACITY-ON-ROLLOUT'));
  };
  expect(rolled([])).toBe('');
  expect(rolled([Volume.data('/data', { size: Size.gib(1), readWriteMany: true })])).toMatchInlineSnapshot(`
    "CAPACITY-ON-ROLLOUT  lab/worker/front: a rollout that starts one more pod (100m cores and 3584Mi of memory) before an old one stops, but when all apps run, w1, w2, w3, w4, w5 and w6 may have no room for it in the zone of /data where none of its pods is: apps of lower priority are stopped to make room, or the rollout waits.
                         Set surge: false, so that an old pod stops first, request less, or accept it with a reason."
  `);
  expect(rolled([Volume.data('/data', { size: Size.gib(1), readWriteMany: true })], 1024)).toBe('');
});
