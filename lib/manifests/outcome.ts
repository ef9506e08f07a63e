import { VolumeTie } from '../availability/ask/volume/traits';
import { questionOf } from '../availability/classes/flexible';
import { unlessOnServer } from '../availability/failure/leader';
import { recovery } from '../availability/failure/recovery';
import { formatInterval, NEVER } from '../availability/model/interval';
import { type Outcome, OutcomeKind } from '../availability/model/outcome';
import { nodesOf, type Plan } from '../availability/model/plan';
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
  /** Whether its next pod waits until the last one is deleted. */
  readonly afterDeletion: boolean;
  /** Whether all its pods may have come to be on the dead node, although they are spread. */
  readonly gathers: boolean;
}

/** The outcome of the plan, as far as its kind of workload lets it come true. @param plan with the outcome of its class */
export function outcomeOf(
  plan: Plan,
  { maker, replicas, together, isPinned, afterDeletion, gathers }: OutcomeTraits,
  facts: ClusterFacts,
): Outcome | undefined {
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
  if (gathers && outcome.kind === OutcomeKind.DEGRADED)
    return again(plan, afterDeletion, facts, (parts) => `all its pods may be on the dead node, once the other was away or after a rollout: ${parts}`);
  // No other node would take the next pod either: with its node the last one is back.
  const isHeld = outcome.kind === OutcomeKind.DOWN_UNTIL_REPAIR;
  if (afterDeletion && !isHeld && (replicas === 1 || together !== undefined)) {
    if (isDeleted(plan, facts)) return again(plan, afterDeletion, facts, (parts) => `${together === undefined ? '' : `${together}; then `}${parts}`);
    const until = 'and the one on a dead node stays until somebody deletes it by force, or the node comes back';
    return {
      kind: OutcomeKind.DOWN_UNTIL_ACTION,
      why:
        maker === PodMaker.STATEFUL_SET
          ? `a StatefulSet makes its next pod only once the last one is gone, ${until}`
          : `its next pod starts nowhere near the last one, ${until}`,
      time: NEVER,
      terms: [{ name: 'a person who deletes the pod by force', time: NEVER }],
    };
  }
  return together === undefined ? outcome : { ...outcome, why: `${together}; then ${outcome.why}` };
}

/** It starts again on another node. */
function again(plan: Plan, afterDeletion: boolean, facts: ClusterFacts, why: (parts: string) => string): Outcome {
  const { terms, total } = recovery({ ...questionOf(plan, facts), ...(afterDeletion ? { afterDeletion } : {}), tolerationSeconds: plan.toleration.value });
  return {
    kind: total.max === Number.POSITIVE_INFINITY ? OutcomeKind.DOWN_UNTIL_ACTION : OutcomeKind.FAILS_OVER,
    why: why(terms.map(({ name, time }) => `${name} ${formatInterval(time)}`).join(', ')),
    time: total,
    terms,
    ...unlessOnServer(facts, nodesOf(plan), OutcomeKind.DOWN_UNTIL_REPAIR, OutcomeKind.DOWN_UNTIL_REPAIR),
  };
}

/** Whether something deletes the pods of a dead node: fencing with the out-of-service taint, or a storage that moves them. */
export function isDeleted(plan: Plan, facts: ClusterFacts): boolean {
  const { release, tie } = questionOf(plan, facts);
  return release === VolumeRelease.OUT_OF_SERVICE || (release === VolumeRelease.STORAGE && tie === VolumeTie.ATTACHED);
}
