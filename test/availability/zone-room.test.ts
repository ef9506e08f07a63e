import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { factsOf, messages, planOf, worker } from '../support';

/** Two nodes with room for two apps of 3Gi, in each of two zones, and a volume that stays in its zone. */
const FACTS = factsOf(
  ['w1', 'w2', 'w3', 'w4'].map((name, index) => worker(name, { zone: index < 2 ? 'a' : 'b' })),
  {
    sites: [{ name: 'lab', zones: ['a', 'b'] }],
    storage: { classes: [{ name: 'disk', nodeLocal: false, zonal: true, release: { by: 'the cloud', within: Duration.minutes(2) } }] },
  },
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
