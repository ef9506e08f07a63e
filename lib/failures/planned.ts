import { VolumeTie } from '../availability/ask/volume/traits';
import { AvailabilityClass, isJobClass, OtherWorkload } from '../availability/ask/workload';
import { blocksDrain } from '../availability/classes/drain';
import { ATTACH, START } from '../availability/failure/recovery';
import { attach, start } from '../availability/failure/timing';
import { interval, NOTHING, sum } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { heldOn } from './elsewhere';
import { type FailureOutcome, Place, worse } from './outcome';
import { narrowed } from './room/narrow';
import { ENOUGH, type RoomAfter } from './room/room';
import { degraded, ELSEWHERE, recovers, unaffected, untilRepair } from './say';
import type { Scene } from './scene';
import { STOP, sourced } from './sources';
import { once, type Subject } from './subject';

/** What Kubernetes gives a pod to end, if it does not say (PodSpec, terminationGracePeriodSeconds). */
const GRACE = 30;

/** What the drain of one node does. Its pods leave in order, and the node stays. */
export function drained(subject: Subject, scene: Scene, node: number): FailureOutcome {
  const { plan, workload, nodes, has } = subject;
  if (has[node] !== 1) return ELSEWHERE;
  if (workload === OtherWorkload.NODE_AGENT) return unaffected('a drain does not evict the pods of agents');
  if (nodes.length === 1) return once(subject, 'bound', () => untilRepair('no other node can run it: down until its node takes pods again'));
  const atBest = OutcomeKind.UNAFFECTED;
  if (plan.toleration.value === Number.POSITIVE_INFINITY) return { ...untilRepair('it is bound to its node: down until that takes pods again'), atBest };
  if (isJobClass(workload)) return { ...degraded('a run that is there is stopped, and starts again or is lost', undefined, NOTHING), atBest };
  if (workload === AvailabilityClass.HIGHLY_AVAILABLE)
    return once(subject, 'drained', () =>
      unaffected(
        blocksDrain(plan, scene.terrain.facts)
          ? 'its budget keeps the drain waiting, because no other node can take its pods'
          : 'its budget keeps enough of its pods',
      ),
    );
  const held = heldOn(subject, scene, [node], 0);
  if (held !== undefined) return once(subject, `held ${held}`, () => ({ ...untilRepair(held), atBest }));
  return once(subject, 'drained', () => ({ ...restarted(subject), atBest }));
}

/** The next pod is created at once (seen on Kubernetes 1.36.3). It starts beside the one that ends, unless both need one volume. */
export function restarted({ plan, question }: Subject): FailureOutcome {
  const { terminationGrace = GRACE, readyWithin } = plan.ask;
  const begin = { name: START, time: start(readyWithin) };
  const moves = [
    { name: STOP, time: interval(0, terminationGrace) },
    { name: ATTACH, time: attach(VolumeTie.ATTACHED) },
  ];
  const terms = question.tie === VolumeTie.ATTACHED ? [...moves, begin] : [begin];
  return recovers(sourced(terms), sum(...terms.map(({ time }) => time)), '', { place: Place.PROVEN });
}

/**
 * Each node in turn is drained, restarted, and back before the next one.
 *
 * @param room after the drain of each node, by its number
 */
export function upgraded(subject: Subject, scene: Scene, room: readonly RoomAfter[]): FailureOutcome {
  if (subject.workload === OtherWorkload.NODE_AGENT) return degraded('it is away from each node while that restarts', undefined, NOTHING);
  const [first = ELSEWHERE, ...others] = subject.nodes.map((node) => narrowed(drained(subject, scene, node), subject, room[node] ?? ENOUGH));
  const worst = others.reduce(worse, first);
  // A pod that may be on any node is on some node when the turn of that comes.
  return { ...worst, atBest: worst.kind, why: worst.kind === OutcomeKind.UNAFFECTED ? worst.why : `once for each node that it is on: ${worst.why}` };
}
