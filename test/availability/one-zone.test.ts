import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, OtherWorkload, Replicas } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { Size } from '../../lib/cluster/units';
import { type AnyAppProps, ask, factsOf, messages, messagesOf, planOf, worker } from '../support';

const HA = AvailabilityClass.HIGHLY_AVAILABLE;
const SHARED = { volumes: [Volume.data('/x', { size: Size.gib(1), readWriteMany: true })] };
const EXISTING = { volumes: [Volume.claim('/x', { claimName: 'media', readWriteMany: true, storageClass: 'share' })] };

/** A worker in each of these zones, and a share that all nodes of its zone may write. */
function inZones(...zones: readonly string[]) {
  return factsOf(
    zones.map((zone, index) => worker(`w${index + 1}`, { zone })),
    {
      sites: [{ name: 'home', zones: ['home', 'x', 'y', 'z'] }],
      storage: { classes: [{ name: 'share', nodeLocal: false, attachable: false, readWriteMany: true, zonal: true }] },
    },
  );
}

const outcome = (props: Partial<AnyAppProps>, ...zones: readonly string[]) => planOf(HA, props, inZones(...zones)).outcome;

describe('a highly available app whose pods share a volume of one zone', () => {
  test('is refused where a zone has fewer nodes than it has pods, because the others wait for ever', () => {
    expect(messagesOf(HA, SHARED, inZones('x', 'y', 'z'))).toMatchInlineSnapshot(`
      "HA-ZONE-ALONE  lab/worker/blog: 3 replicas that share /x, which stays in the zone of its first node, but in one zone only w1 can run them, with one pod each: the others wait for ever, and the app goes down with that node.
                     Choose nodes of one zone with placement.nodes, two or more, or use storage that several zones reach."
    `);
    expect(messagesOf(HA, EXISTING, inZones('x', 'x', 'x', 'y', 'y'))).toMatchInlineSnapshot(`
      "HA-ZONE-ALONE  lab/worker/blog: 3 replicas that share /x, which stays in the zone of its first node, but in one zone only w4 and w5 can run them, with one pod each: the others wait for ever.
                     Choose nodes of one zone with placement.nodes, two or more, or use storage that several zones reach."
    `);
  });

  test('is down with the only node of the zone, and with the one whose pod it needs', () => {
    expect(outcome(SHARED, 'x', 'y', 'z')).toEqual({
      kind: OutcomeKind.DOWN_UNTIL_REPAIR,
      why: '/x stays in its zone, where only one node can run it: down until that node is back',
    });
    expect(outcome(EXISTING, 'x', 'y', 'z')?.kind).toBe(OutcomeKind.DOWN_UNTIL_REPAIR);
    expect(outcome({ ...SHARED, majority: true }, 'x', 'x', 'y', 'y')).toEqual({
      kind: OutcomeKind.DOWN_UNTIL_REPAIR,
      why: 'it serves only while 2 of its 3 pods run, and in the zone of /x only 1 may be left: down until that node is back',
    });
  });

  test('keeps serving with what its zone has left', () => {
    expect(outcome(SHARED, 'x', 'x', 'y', 'y')?.why).toMatch(/^at least 1 of 3 pods keeps serving; /);
  });

  test('is what it says it is where each zone has a node for each pod, or where there is one zone', () => {
    const two = { ...SHARED, replicas: Replicas.two('a test') };
    expect(messagesOf(HA, two, inZones('x', 'x', 'y', 'y'))).toBe('');
    expect(messagesOf(HA, SHARED, inZones('x', 'x', 'x'))).toBe('');
    expect(messagesOf(HA, { ...SHARED, placement: { nodes: ['w1', 'w2', 'w3'] } }, inZones('x', 'x', 'x', 'y'))).toBe('');
    expect(outcome(two, 'x', 'x', 'y', 'y')?.kind).toBe(OutcomeKind.DEGRADED);
  });

  test('starts a new pod before an old one stops only where its zone has a free node', () => {
    const two = { ...SHARED, replicas: Replicas.two('a test') };
    expect(planOf(HA, two, inZones('x', 'x', 'y', 'y')).rollout.value.maxSurge).toBe(0);
    expect(planOf(HA, two, inZones('x', 'x', 'x', 'y', 'y', 'y')).rollout.value.maxSurge).toBe(1);
  });
});

test('an agent with a volume of one zone is refused where its nodes are in several', () => {
  const said = (...zones: readonly string[]) => {
    const asked = { ...ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, EXISTING), availabilityClass: OtherWorkload.NODE_AGENT, role: undefined } as const;
    return messages(
      decide({ ...asked, props: { ...asked.props, placement: { nodes: zones.map((_, index) => `w${index + 1}`) } } }, inZones(...zones)).findings,
    );
  };
  expect(said('x', 'x')).toBe('');
  expect(said('x', 'y')).toMatchInlineSnapshot(`
    "AGENT-STORAGE-ELSEWHERE  lab/worker/blog: /x on share, which stays in its zone, but its nodes are in several zones, and an agent has a pod on each.
                             Use another storage class, or choose nodes of the zone that has it."
  `);
});
