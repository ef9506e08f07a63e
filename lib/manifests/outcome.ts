import { VolumeTie } from '../availability/ask/volume/traits';
import { questionOf } from '../availability/classes/flexible';
import { recovery } from '../availability/failure/recovery';
import { formatInterval, NEVER } from '../availability/model/interval';
import { type Outcome, OutcomeKind } from '../availability/model/outcome';
import type { Plan } from '../availability/model/plan';
import { VolumeRelease } from '../availability/model/release';
import type { ClusterFacts } from '../cluster/cluster';
import { PodMaker } from './objects';

/** What of a workload changes what its node's death does, beside its plan. */
export interface OutcomeTraits {
  readonly maker: PodMaker;
  readonly replicas: number;
  /** Why all its pods may be on the dead node, if several may. */
  readonly together: string | undefined;
  readonly isPinned: boolean;
  /** Whether all its pods may have come to be on the dead node, although they are spread. */
  readonly gathers: boolean;
}

/** The outcome of the plan, as far as its kind of workload lets it come true. @param plan with the outcome of its class */
export function outcomeOf(plan: Plan, { maker, replicas, together, isPinned, gathers }: OutcomeTraits, facts: ClusterFacts): Outcome | undefined {
  const { outcome } = plan;
  if (outcome === undefined) return undefined;
  if (maker === PodMaker.POD && plan.toleration.value === Number.POSITIVE_INFINITY)
    return {
      kind: OutcomeKind.DOWN_UNTIL_REPAIR,
      why: 'it tolerates a dead node for ever, and stays there: down until that is back',
      time: NEVER,
      terms: [{ name: 'repair of the node', time: NEVER }],
    };
  if (maker === PodMaker.POD)
    return {
      kind: OutcomeKind.DOWN_UNTIL_ACTION,
      why: 'the pod is deleted after its toleration, and nothing makes it again',
      time: NEVER,
      terms: [{ name: 'a person who makes the pod again', time: NEVER }],
    };
  if (isPinned) return outcome;
  if (gathers && outcome.kind === OutcomeKind.DEGRADED) return afterGathering(plan, maker === PodMaker.STATEFUL_SET, facts);
  // No other node would take the next pod either: with its node the last one is back.
  const isHeld = outcome.kind === OutcomeKind.DOWN_UNTIL_REPAIR;
  if (maker === PodMaker.STATEFUL_SET && !isHeld && (replicas === 1 || together !== undefined) && !isDeleted(plan, facts))
    return {
      kind: OutcomeKind.DOWN_UNTIL_ACTION,
      why: 'a StatefulSet makes its next pod only once the last one is gone, and the one on a dead node stays until somebody deletes it by force, or the node comes back',
      time: NEVER,
      terms: [{ name: 'a person who deletes the pod by force', time: NEVER }],
    };
  return together === undefined ? outcome : { ...outcome, why: `${together}; then ${outcome.why}` };
}

function afterGathering(plan: Plan, keepsName: boolean, facts: ClusterFacts): Outcome {
  const { terms, total } = recovery({ ...questionOf(plan, facts), keepsName, tolerationSeconds: plan.toleration.value });
  const parts = terms.map(({ name, time }) => `${name} ${formatInterval(time)}`).join(', ');
  return {
    kind: total.max === Number.POSITIVE_INFINITY ? OutcomeKind.DOWN_UNTIL_ACTION : OutcomeKind.FAILS_OVER,
    why: `all its pods may be on the dead node, once the other was away: ${parts}`,
    time: total,
    terms,
  };
}

/** Whether something deletes the pods of a dead node: fencing with the out-of-service taint, or a storage that moves them. */
export function isDeleted(plan: Plan, facts: ClusterFacts): boolean {
  const { release, tie } = questionOf(plan, facts);
  return release === VolumeRelease.OUT_OF_SERVICE || (release === VolumeRelease.STORAGE && tie === VolumeTie.ATTACHED);
}
