import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Budget, Replicas } from '../../lib/availability/ask/workload';
import type { NodeProps } from '../../lib/cluster/node';
import { Cpu, Size } from '../../lib/cluster/units';
import { type AnyAppProps, factsOf, messagesOf, planOf, RESOURCES, worker } from '../support';

const HA = AvailabilityClass.HIGHLY_AVAILABLE;
const GPU = 'gpu.example/one';
const big = { resources: { cpu: Cpu.millis(100), memory: Size.mib(2560), memoryLimit: Size.mib(2560) } };
const own = (storageClass: string) => ({ volumes: [Volume.data('/data', { size: Size.gib(1), storageClass })] });

function workers(count: number, more: (index: number) => Partial<NodeProps> = () => ({})) {
  const nodes = Array.from({ length: count }, (_, index) => worker(`w${index + 1}`, more(index)));
  return factsOf(nodes, {
    sites: [{ name: 'home', zones: ['home', 'a', 'b', 'c'] }],
    storage: {
      classes: [
        { name: 'local', nodeLocal: true },
        { name: 'disk', nodeLocal: false, zonal: true },
      ],
    },
  });
}
const budget = (props: Partial<AnyAppProps>, given = workers(3)) => planOf(HA, props, given).budget.value;

describe('a drain of a node with several pods of one app', () => {
  test('may stop them all, because they may find no other place: their data is on that node, or in its zone', () => {
    for (const count of [4, 5, 6]) expect(budget({ ...own('local'), replicas: Replicas.of(count) })).toEqual({ maxUnavailable: 2 });
    const zones = workers(3, (index) => ({ zone: ['a', 'b', 'c'][index] ?? 'a' }));
    expect(budget({ ...own('disk'), replicas: Replicas.of(6) }, zones)).toEqual({ maxUnavailable: 2 });
  });

  test('may stop them all where the other nodes have no room or hardware for them', () => {
    expect(planOf(HA, { ...big, replicas: Replicas.of(6) }, workers(3)).budget).toEqual({
      value: { maxUnavailable: 2 },
      why: 'as many as one node has: a drain never waits for room on the others',
    });
    expect(budget({ resources: { ...RESOURCES, extended: { [GPU]: 1 } }, replicas: Replicas.of(6) })).toEqual({ maxUnavailable: 1 });
    const gpus = workers(3, () => ({ extendedResources: { [GPU]: 2 } }));
    expect(budget({ resources: { ...RESOURCES, extended: { [GPU]: 1 } }, replicas: Replicas.of(6) }, gpus)).toEqual({ maxUnavailable: 2 });
  });

  test('may stop the share of a node however many the autoscaler added', () => {
    expect(budget({ replicas: Replicas.two('a test'), autoscale: { max: 8 } }, workers(2))).toEqual({ maxUnavailable: '50%' });
    expect(budget({ autoscale: { max: 9 } })).toEqual({ maxUnavailable: '33%' });
    // A third of 100 pods are 34, and 33 % are 33.
    expect(budget({ autoscale: { max: 100 } })).toEqual({ maxUnavailable: '34%' });
    expect(budget({ replicas: Replicas.two('a test'), autoscale: { max: 3 } })).toEqual({ maxUnavailable: 1 });
  });

  test('stops one at a time where each node has one', () => {
    expect(budget({})).toEqual({ maxUnavailable: 1 });
    expect(budget(own('local'))).toEqual({ maxUnavailable: 1 });
  });

  test('leaves a majority its pods, and says so where such a drain then waits for ever', () => {
    const four = { majority: true, replicas: Replicas.of(4), accept: [{ code: 'HA-MAJORITY-EVEN', reason: 'a test' }] } as const;
    expect(budget({ majority: true, replicas: Replicas.of(5), ...own('local') })).toEqual({ maxUnavailable: 2 });
    expect(budget({ ...four, ...own('local') })).toEqual({ maxUnavailable: 1 });
    expect(messagesOf(HA, { ...four, ...own('local') }, workers(3))).toMatchInlineSnapshot(`
      "HA-MAJORITY-LOST  lab/worker/blog: 4 replicas on 3 nodes, of which 3 must run, but one node may take 2, and the app is then down until it is back; a drain of that node never ends, because its pods have no other place.
                        Use an odd number of replicas, three or more, on as many nodes, or accept it with a reason.

      HA-MAJORITY-EVEN  lab/worker/blog: 4 replicas that need a majority, but they survive no more losses than 3, and two halves may tie.
                        Use Replicas.of(3), or accept it with a reason."
    `);
    expect(messagesOf(HA, four, workers(3))).toMatchInlineSnapshot(`
      "HA-MAJORITY-LOST  lab/worker/blog: 4 replicas on 3 nodes, of which 3 must run, but one node may take 2, and the app is then down until its pods run elsewhere.
                        Use an odd number of replicas, three or more, on as many nodes, or accept it with a reason.

      HA-MAJORITY-EVEN  lab/worker/blog: 4 replicas that need a majority, but they survive no more losses than 3, and two halves may tie.
                        Use Replicas.of(3), or accept it with a reason."
    `);
  });

  test('is refused a budget of its own that makes it wait for ever', () => {
    const one = { replicas: Replicas.of(6), budget: Budget.maxUnavailable(1) };
    expect(messagesOf(HA, { ...one, ...own('local') }, workers(3))).toMatchInlineSnapshot(`
      "HA-BUDGET-BLOCKS-DRAINS  lab/worker/blog: a budget that lets a drain evict 1 of 6 pods, but one of its nodes has up to 2, and while it is drained the others cannot take all of them.
                               Leave budget out."
    `);
    expect(messagesOf(HA, { ...one, ...big }, workers(3))).toMatch(/^HA-BUDGET-BLOCKS-DRAINS /);
    expect(messagesOf(HA, one, workers(3))).toBe('');
    expect(messagesOf(HA, { ...one, ...big }, workers(4))).toBe('');
  });
});
