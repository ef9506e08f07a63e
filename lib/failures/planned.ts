import { VolumeTie } from '../availability/ask/volume/traits';
import { AvailabilityClass, isJobClass, OtherWorkload } from '../availability/ask/workload';
import { blocksDrain, tiedToNodes } from '../availability/classes/drain';
import { NOTHING } from '../availability/model/interval';
import { isDown, OutcomeKind } from '../availability/model/outcome';
import { type Plan, WorkloadKind } from '../availability/model/plan';
import { servingPods } from '../availability/placement/shares';
import { heldOn } from './elsewhere';
import { type FailureOutcome, harm, isBack, Place, worse } from './outcome';
import { restarted } from './restart';
import { narrowed } from './room/narrow';
import { ENOUGH, type RoomAfter } from './room/room';
import { degraded, ELSEWHERE, NOT_MADE_AGAIN, unaffected, untilAction, untilRepair } from './say';
import type { Scene } from './scene';
import { boundBy, mostOf, once, type Subject } from './subject';

/** What the drain of one node does. Its pods leave in order, and the node stays. */
export function drained(subject: Subject, scene: Scene, node: number): FailureOutcome {
  const { plan, workload, nodes, has, question } = subject;
  if (has[node] !== 1) return ELSEWHERE;
  if (workload === OtherWorkload.NODE_AGENT) return unaffected('a drain does not evict the pods of agents');
  if (plan.budget.value?.maxUnavailable === 0) return once(subject, 'kept', () => unaffected('its budget lets no drain evict a pod: the drain waits for ever'));
  if (plan.workload.value === WorkloadKind.POD) return { ...untilAction(NOT_MADE_AGAIN), atBest: OutcomeKind.UNAFFECTED };
  if (nodes.length === 1) return once(subject, 'bound', () => untilRepair('no other node can run it: down until its node takes pods again'));
  const atBest = OutcomeKind.UNAFFECTED;
  if (isJobClass(workload)) return { ...degraded('a run that is there is stopped, and starts again or is lost', undefined, NOTHING), atBest };
  if (workload === AvailabilityClass.HIGHLY_AVAILABLE) return severalDrained(subject, scene, node);
  if (question.tie === VolumeTie.LOCAL)
    return once(subject, 'local', () => ({ ...untilRepair(`${boundBy(subject)} on its node: down until that takes pods again`), atBest }));
  const held = heldOn(subject, scene, [node], 0);
  if (held !== undefined) return once(subject, `held ${held}`, () => ({ ...untilRepair(held), atBest }));
  return once(subject, 'drained', () => ({ ...restarted(subject), atBest }));
}

/** As many of its pods on the node leave at once as its budget allows; all, if it has none. */
function severalDrained(subject: Subject, scene: Scene, node: number): FailureOutcome {
  const { plan, claims, question } = subject;
  const { facts } = scene.terrain;
  const pods = plan.replicas.value;
  const left = pods - Math.min(evictedAtOnce(plan), mostOf(subject, [node], scene.terrain));
  if (left < servingPods(pods, plan.ask.majority)) {
    if (tiedToNodes(claims, facts) || question.tie === VolumeTie.LOCAL)
      return { ...untilRepair(`${boundBy(subject)} on its node: down until that takes pods again`), atBest: OutcomeKind.UNAFFECTED };
    const held = heldOn(subject, scene, [node], 0);
    return { ...(held === undefined ? restarted(subject) : untilRepair(held)), atBest: OutcomeKind.UNAFFECTED };
  }
  if (plan.budget.value === undefined) return unaffected('its pods on other nodes serve');
  return once(subject, 'drained', () =>
    unaffected(
      blocksDrain(plan, facts) ? 'its budget keeps the drain waiting, because no other node can take its pods' : 'its budget keeps enough of its pods',
    ),
  );
}

function evictedAtOnce({ budget: { value: budget }, replicas: { value: pods } }: Plan): number {
  if (budget === undefined) return pods;
  const { minAvailable, maxUnavailable } = budget;
  if (minAvailable !== undefined) return pods - minAvailable;
  // A part is for what scales: its class computes it so that enough stay.
  return typeof maxUnavailable === 'number' ? maxUnavailable : 1;
}

/**
 * Each node in turn is drained, restarted, and back before the next one.
 *
 * @param room after the drain of each node, by its number
 */
export function upgraded(subject: Subject, scene: Scene, room: readonly RoomAfter[]): FailureOutcome {
  if (subject.workload === OtherWorkload.NODE_AGENT) return degraded('it is away from each node while that restarts', undefined, NOTHING);
  const turns = subject.nodes.map((node) => room[node] ?? ENOUGH);
  const [first = ELSEWHERE, ...others] = subject.nodes.map((node, turn) => narrowed(drained(subject, scene, node), subject, turns[turn] ?? ENOUGH));
  const worst = others.reduce(worse, first);
  if (harm(worst.kind) < harm(OutcomeKind.FAILS_OVER) && mayAllStart(subject))
    return { ...startsAtOnce(subject, turns), atBest: worst.kind, turns: turns.length };
  // A pod that may be on any node is on some node when the turn of that comes, and may have come to it from the one before.
  const moves = subject.question.tie === VolumeTie.LOCAL ? 1 : turns.length;
  return {
    ...worst,
    ...(isDown(worst.kind) || isBack(worst.kind) ? { turns: moves } : {}),
    atBest: worst.kind,
    why: worst.kind === OutcomeKind.UNAFFECTED ? worst.why : `once for each node that it is on: ${worst.why}`,
  };
}

/**
 * Whether the drain of the next node may take the last pods that serve while those of the node before start: elsewhere, or on that node once
 * it is back, if they found no place. A drain waits for budgets only, which count pods that do not serve yet as gone.
 */
function mayAllStart({ plan, workload, nodes }: Subject): boolean {
  const pods = plan.replicas.value;
  return workload === AvailabilityClass.HIGHLY_AVAILABLE && nodes.length > 1 && pods - evictedAtOnce(plan) < servingPods(pods, plan.ask.majority);
}

/** Where others have taken the room of their node when that is back, they may find none. @param turns the room after the drain of each of its nodes */
function startsAtOnce(subject: Subject, turns: readonly RoomAfter[]): FailureOutcome {
  const again = restarted(subject);
  const all = turns.map((room) => narrowed(again, subject, room));
  const longest = all.filter(({ kind }) => kind === again.kind).reduce(worse, again);
  const place = all.every((one) => one.place === Place.PROVEN) ? Place.PROVEN : Place.LIKELY;
  return { ...longest, place, why: `no budget makes the next drain wait until enough of its pods serve again: ${longest.why}` };
}
