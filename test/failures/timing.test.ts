import { STARTUP_PROBE_PERIOD } from '../../lib/availability/ask/probes';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { recovery } from '../../lib/availability/failure/recovery';
import { eviction } from '../../lib/availability/failure/timing';
import { VolumeRelease } from '../../lib/availability/model/release';

import { ApiEndpointKind, Datastore, Distribution, type Timing } from '../../lib/cluster/control-plane';
import { FateKind } from '../../lib/cluster/site';
import { Duration } from '../../lib/cluster/units';
import { FailureKind } from '../../lib/failures/failure';
import { questions, timings } from '../availability/arbitraries';
import { fc, runs } from '../property';
import { control, controlPlane, facts, planOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf, under } from './support';

test('a lower toleration never lengthens a recovery, whatever else is lost', () => {
  fc.assert(
    fc.property(questions, timings, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.nat(600), (question, timing, size, dead, less) => {
      const evicted = eviction(timing, size, Math.min(size, dead), 1);
      const lower = { ...question, evicted, tolerationSeconds: Math.max(0, question.tolerationSeconds - less) };
      expect(recovery(lower).total.max).toBeLessThanOrEqual(recovery({ ...question, evicted }).total.max);
    }),
    runs(2000),
  );
});

/**
 * The node controller, played: it sees a lease renewed only when it looks, and from then on counts by its own clock. All that is left to chance
 * is a share between 0 and 1. The time is from the crash until it marks the node NotReady.
 */
function noticed({ gracePeriod, leaseInterval, monitorPeriod, leaderChange }: Timing, { lease, look, leader }: Chances, leaderIsLost: boolean): number {
  const firstLookAfter = (renewed: number) => (look + Math.ceil(renewed / monitorPeriod - look)) * monitorPeriod;
  // A successor knows of no renewal: it counts from its own first look.
  const seen = leaderIsLost ? leader * leaderChange + look * monitorPeriod : firstLookAfter(-lease * leaseInterval);
  let mark = seen;
  while (mark <= seen + gracePeriod) mark += monitorPeriod;
  return mark;
}

/** Of sums of seconds. */
const ROUNDING = 1e-6;

interface Chances {
  readonly lease: number;
  readonly look: number;
  readonly leader: number;
}

test('the interval of a recovery has every time that a played node controller, with leases and looks at random, takes', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  // With a rate of 0 nothing is evicted, and the interval has no end.
  const evicting = timings.filter(({ evictionRate }) => evictionRate > 0);
  const chances = fc.record({ lease: share, look: share, leader: share, begin: share, probe: share, endpoints: share });
  fc.assert(
    fc.property(
      evicting,
      chances,
      fc.nat(600),
      fc.integer({ min: 1, max: 300 }),
      fc.boolean(),
      (timing, chance, tolerationSeconds, usualStartSeconds, leaderMayBeLost) => {
        const { total } = recovery({
          timing,
          tie: VolumeTie.NONE,
          release: VolumeRelease.NOBODY,
          fencedWithin: undefined,
          tolerationSeconds,
          usualStartSeconds,
          leaderMayBeLost,
        });
        // Probes of the kubelet come each second while a pod starts, and kube-proxy writes at most once a second.
        const begun = 1 + chance.begin * (usualStartSeconds - 1) + chance.probe * STARTUP_PROBE_PERIOD + chance.endpoints * 2;
        for (const isLost of leaderMayBeLost ? [false, true] : [false]) {
          const time = noticed(timing, chance, isLost) + tolerationSeconds + begun;
          expect(time).toBeGreaterThan(total.min - ROUNDING);
          expect(time).toBeLessThan(total.max + ROUNDING);
        }
      },
    ),
    runs(2000),
  );
});

const servers = ['c1', 'c2', 'c3'];
const highlyAvailable = controlPlane({
  distribution: Distribution.K3S,
  servers,
  datastore: Datastore.EMBEDDED_ETCD,
  apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '10.0.0.1' },
});

test('five nodes of one zone that lose three hang; in two zones the loss of one goes on, a node every 10 s', () => {
  const spread = (zone: (index: number) => string) =>
    facts({
      sites: [{ name: 'home', zones: ['home', 'a', 'b'] }],
      nodes: [1, 2, 3, 4, 5].map((index) => worker(`w${index}`, { zone: zone(index) })).concat(servers.map((name) => control(name))),
      controlPlane: highlyAvailable,
      sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2', 'w3'] }],
      storage: {},
    });
  const one = spread(() => 'a');
  const two = spread((index) => (index <= 3 ? 'a' : 'b'));
  const of = (given: typeof one) =>
    inWords(outcomeOf(analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given)]), 'fate:strip', 'blog/blog'));
  expect([of(one), of(two)]).toMatchInlineSnapshot(`
[
  "down until a person acts; at best unaffected",
  "fails over in 71 s to 2 min 27 s; at best unaffected",
]
`);
});

test('three servers go on without one, which adds the change of the leader, and not without two', () => {
  const given = facts({ nodes: [worker('w1'), worker('w2'), ...servers.map((name) => control(name))], controlPlane: highlyAvailable, storage: {} });
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given)], [], { kinds: Object.values(FailureKind) });
  expect(under(analysis, 'blog/blog', (id) => /^(node:w1|node:c1|pair:c1\+(c2|w1)|pair:w1\+w2)$/.test(id))).toMatchInlineSnapshot(`
"node:c1: unaffected
node:w1: fails over in 71 s to 2 min 7 s; at best unaffected
pair:c1+c2: unaffected
pair:c1+w1: fails over in 71 s to 2 min 34 s; at best unaffected
pair:w1+w2: down until repair"
`);
});

test('of two sites the one with the majority goes on when the link is cut, and a pod on the other side runs twice', () => {
  const given = facts({
    sites: [{ name: 'home' }, { name: 'away' }],
    links: [{ from: 'home', to: 'away', roundTrip: Duration.millis(5) }],
    nodes: [worker('w1'), worker('w2', { site: 'away' }), control('c1'), control('c2'), control('c3', { site: 'away' })],
    controlPlane: highlyAvailable,
    storage: { classes: [{ name: 'cloud', nodeLocal: false }] },
  });
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given)]);
  expect(outcomeOf(analysis, 'link:away+home', 'blog/blog').why).toMatchInlineSnapshot(
    `"its pod runs on at away, and another one starts: two at once until the network is back"`,
  );
  expect(under(analysis, 'blog/blog', (id) => /^(site|link):/.test(id))).toMatchInlineSnapshot(`
"site:away: fails over in 71 s to 2 min 34 s; at best unaffected
site:home: down until repair; at best unaffected
link:away+home: degraded; at best unaffected"
`);
});
