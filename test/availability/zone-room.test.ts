import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { factsOf, messages, planOf, worker } from '../support';

/** A volume that stays in its zone. */
const ZONAL = {
  sites: [{ name: 'lab', zones: ['a', 'b'] }],
  storage: { classes: [{ name: 'disk', nodeLocal: false, zonal: true, release: { by: 'the cloud', within: Duration.minutes(2) } }] },
};
/** Two nodes with room for two apps of 3Gi, in each of two zones. */
const FACTS = factsOf(
  ['w1', 'w2', 'w3', 'w4'].map((name, index) => worker(name, { zone: index < 2 ? 'a' : 'b' })),
  ZONAL,
);

function said(count: number): string {
  const plans = Array.from({ length: count }, (_, index) =>
    planOf(
      AvailabilityClass.SINGLE_POD_FLEXIBLE,
      {
        name: `app-${index}`,
        resources: { cpu: Cpu.millis(50), memory: Size.gib(3), memoryLimit: Size.gib(3) },
        volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'disk' })],
        ...(index === 0 ? { objective: { rto: Duration.minutes(5) } } : {}),
      },
      FACTS,
    ),
  );
  return messages(checkApps(plans, FACTS));
}

test('apps whose data stays in its zone need room on the other nodes of that zone, not anywhere', () => {
  expect(said(4)).toBe('');
  expect(said(5)).toMatchInlineSnapshot(`
    "CAPACITY-ON-LOSS  lab/nodes/w1: apps that move when w1 dies, but w2 then lacks 1636Mi of memory in the zone a for all of them, so some stay down.
                      Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.

    CAPACITY-ON-LOSS  lab/nodes/w2: apps that move when w2 dies, but w1 then lacks 1636Mi of memory in the zone a for all of them, so some stay down.
                      Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.

    OBJECTIVE-WITHOUT-ROOM  lab/worker/app-0: back within 5 min, but when w1 dies, w2 then lacks 1636Mi of memory in the zone a for all apps that move, and it may be one that stays down, whatever its priority.
                            Request less, make the other nodes bigger, or leave the objective out."
  `);
});

describe('in a zone of three nodes', () => {
  const given = factsOf(
    ['w1', 'w2', 'w3', 'w4'].map((name) => worker(name, { zone: name === 'w4' ? 'b' : 'a' })),
    ZONAL,
  );
  const asks = (mib: number, millis = 10) => ({ resources: { cpu: Cpu.millis(millis), memory: Size.mib(mib), memoryLimit: Size.mib(mib) } });
  const zonal = (name: string, mib: number, millis?: number) =>
    planOf(
      AvailabilityClass.SINGLE_POD_FLEXIBLE,
      {
        name,
        ...asks(mib, millis),
        placement: { nodes: ['w1', 'w2', 'w3'] },
        volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'disk' })],
      },
      given,
    );
  const pinned = (name: string, node: string, mib: number) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name, ...asks(mib), node: { name: node, reason: 'a test' } }, given);
  const lacks = (...plans: ReturnType<typeof zonal>[]) =>
    checkApps(plans, given)
      .filter(({ code }) => code === 'CAPACITY-ON-LOSS')
      .map(({ allowed }) => allowed.replace(/^but (.*) for all of them, so some stay down$/, '$1'));

  test('each app moves to the emptiest, and may leave too little for the next', () => {
    const bound = [pinned('on3', 'w3', 2254), pinned('too', 'w3', 2254), pinned('on2', 'w2', 3484)];
    expect(lacks(...bound, zonal('first', 3072), zonal('next', 4096))).toEqual(['w2 and w3 then lack 1Gi of memory in the zone a']);
    expect(lacks(...bound, zonal('first', 3072), zonal('next', 3072))).toEqual([]);
  });

  test('all that is short is said, on the node where it is the least', () => {
    const bound = [pinned('a', 'w2', 3000), pinned('b', 'w2', 3000), pinned('c', 'w3', 2500), pinned('d', 'w3', 2500)];
    expect(lacks(...bound, zonal('busy', 3500, 2500))).toEqual(['w2 and w3 then lack 920Mi of memory in the zone a']);
    const cpu = planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: 'cpu', ...asks(10, 2000), node: { name: 'w3', reason: 'a test' } }, given);
    expect(lacks(...bound, cpu, zonal('busy', 3500, 2500))).toEqual(['w2 and w3 then lack 930Mi of memory and 620m cores in the zone a']);
  });
});
