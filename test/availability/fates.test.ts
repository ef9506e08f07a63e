import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { FateKind } from '../../lib/cluster/site';
import { Duration, Size } from '../../lib/cluster/units';
import { type AnyAppProps, control, facts, type LabProps, only, planOf, worker } from '../support';

const DATA = { volumes: [Volume.data('/data', { size: Size.gib(1) })] };

/** What is said of an app on five nodes, some of which are one fate. */
function said(nodes: readonly string[], props: Partial<AnyAppProps> = {}, lab: LabProps = { storage: {} }, of = AvailabilityClass.SINGLE_POD_FLEXIBLE): string {
  const given = facts({
    nodes: [...['w1', 'w2', 'w3', 'w4'].map((name) => worker(name)), control('c1')],
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes }],
    ...lab,
  });
  return only('FATE-STOPS-EVICTION', checkApps([planOf(of, props, given)], given));
}

describe('a fate of most nodes of a zone', () => {
  test('is warned of, because Kubernetes then evicts nothing: measured with three of five', () => {
    expect(said(['w1', 'w2', 'w3'])).toMatchInlineSnapshot(`
"FATE-STOPS-EVICTION  lab/sharedFates/strip: strip (power: w1, w2 and w3) takes 3 of 5 nodes of the zone home, and with 55 % of a zone gone, but not all of it, Kubernetes evicts nothing there: blog may stay down until the nodes are back.
                     Make strip a zone of its own, in the facts and as the label topology.kubernetes.io/zone of its nodes, or accept it with a reason."
`);
    expect(said(['w1', 'w2'])).toBe('');
  });

  test('does no harm to data that its storage moves', () => {
    expect(said(['w1', 'w2', 'w3'], DATA, { drbd: { pool: 'nvme' } })).toBe('');
  });

  test('does no harm to an app that is not there, or never moves', () => {
    expect(said(['w1', 'w2', 'w3'], { placement: { nodes: ['w4'] } })).toBe('');
    expect(said(['w1', 'w2', 'w3'], { node: { name: 'w1', reason: 'its disk' } }, { storage: {} }, AvailabilityClass.SINGLE_POD_PINNED)).toBe('');
  });

  test('is the business of other rules if it takes the servers: then nothing moves anyway', () => {
    expect(said(['c1', 'w1', 'w2'])).toBe('');
  });

  test('is none where another threshold is set', () => {
    const { controlPlane } = facts();
    expect(said(['w1', 'w2', 'w3'], {}, { storage: {}, controlPlane: { ...controlPlane, flags: { unhealthyZoneThreshold: 0.7 } } })).toBe('');
    expect(said(['w1', 'w2', 'w3'], {}, { storage: {}, controlPlane: { ...controlPlane, flags: { largeClusterSizeThreshold: 4 } } })).toBe('');
    expect(said(['w1', 'w2', 'w3'], {}, { storage: {}, controlPlane: { ...controlPlane, flags: { nodeMonitorGracePeriod: Duration.seconds(60) } } })).not.toBe(
      '',
    );
  });
});
