import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import type { RuleRecord } from '../../cluster/rule';
import { formatSeconds } from '../../cluster/units';
import type { ResolvedApp } from '../ask/resolved';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { aloneInZone, heldBy } from '../failure/held';
import { onlyServerAmong } from '../failure/leader';
import { recovery, waits } from '../failure/recovery';
import { isDown } from '../model/outcome';
import { nodesOf, type Plan } from '../model/plan';
import { onPlan, onPlanInCluster, type Rules, type Said } from '../model/rule';
import { inGroup } from '../placement/group';
import { classOf } from '../storage/claims';
import { ownToleration, questionOf } from './flexible';

const UNREACHABLE: RuleRecord = {
  code: 'OBJECTIVE-UNREACHABLE',
  severity: Severity.ERROR,
  means: 'an `rto` that no toleration is short enough for',
  fix: 'raise the `rto`, or shorten the part that the message names',
};

const OF_BOUND = onPlan({
  ...UNREACHABLE,
  *check({ ask, placement }) {
    if (ask.rto === undefined || ask.availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED) return;
    yield {
      given: `back within ${formatSeconds(ask.rto)}`,
      allowed: `but the app is bound to ${listed(placement.value.nodes ?? ['its node'])}, so it is down until the repair is done`,
      fix: 'Leave the objective out, or unbind the app from its node and make it a SinglePodFlexible.',
    };
  },
});

const OF_FREE = onPlanInCluster({
  ...UNREACHABLE,
  concerns: ({ rto, availabilityClass }) =>
    rto !== undefined && (availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE || availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE),
  *check(plan, facts) {
    const { ask, fitting } = plan;
    if (ask.rto === undefined) return;
    if (isFlexible(ask)) yield* held(plan, ask.rto, facts) ?? unreachable(plan, ask.rto, facts);
    if (ask.availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE) return;
    const given = `back within ${formatSeconds(ask.rto)}`;
    if (fitting?.length === 1)
      yield {
        given,
        allowed: `but all pods are on ${fitting[0]}, so they are down until its repair is done`,
        fix: 'Give another node the role, or leave the objective out.',
      };
    else if (plan.outcome !== undefined && plan.outcome.needs === undefined && isDown(plan.outcome.kind))
      yield { given, allowed: `but ${plan.outcome.why}`, fix: 'Use at least three replicas on three nodes, or leave the objective out.' };
    else if (plan.outcome?.needs === undefined && plan.outcome?.time !== undefined && plan.outcome.time.max > ask.rto)
      yield { given, allowed: `but ${plan.outcome.why}`, fix: 'Use at least three replicas on three nodes, raise the objective, or leave it out.' };
  },
});

/** However short the toleration, there is nowhere to go. */
function held({ ask, fitting }: Plan, rto: number, facts: ClusterFacts): Said[] | undefined {
  const { claims } = inGroup(ask, facts);
  const alone = aloneInZone(fitting, claims, facts);
  const inZone = alone.length === 0 ? undefined : `in the zone of ${listed(alone)} no other node can run it, and its data stays there`;
  const why = heldBy(fitting, claims, facts) ?? inZone;
  if (why === undefined) return undefined;
  return [
    {
      given: `back within ${formatSeconds(rto)}`,
      allowed: `but ${why}, so it is down until the repair of its node is done`,
      fix: 'Give another node the role, the room and the storage that it needs, or leave the objective out.',
    },
  ];
}

function* unreachable(plan: Plan, rto: number, facts: ClusterFacts): Iterable<Said> {
  const toleration = ownToleration(plan, questionOf(plan, facts));
  if (toleration.seconds !== undefined) return;
  yield {
    given: `back within ${formatSeconds(rto)}`,
    allowed: `but ${toleration.why}`,
    fix:
      toleration.breaking?.time.max === Number.POSITIVE_INFINITY
        ? 'Use volumes that a fencing agent or the storage frees, or leave the objective out.'
        : `Raise objective.rto, or reduce the largest part: ${toleration.breaking?.name}.`,
  };
}

const RIDE_OUT: RuleRecord = {
  code: 'OBJECTIVE-RIDE-OUT',
  severity: Severity.ERROR,
  means: 'a `rideOut` that the `rto` leaves no time for, that what moves the pod does not wait for, or of an app that never moves',
  fix: 'lower it, raise the `rto`, or leave it out',
};

const RIDE_OUT_OF_BOUND = onPlan({
  ...RIDE_OUT,
  *check({ ask }) {
    if (ask.rideOut === undefined || ask.availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED) return;
    yield { given: `${formatSeconds(ask.rideOut)} of its node away before it moves`, allowed: 'but a pinned app never moves', fix: 'Leave rideOut out.' };
  },
});

const RIDE_OUT_OF_FREE = onPlanInCluster({
  ...RIDE_OUT,
  concerns: (app) => isFlexible(app) && app.rideOut !== undefined,
  *check(plan, facts) {
    const { ask, toleration } = plan;
    if (!isFlexible(ask) || ask.rideOut === undefined) return;
    const question = questionOf(plan, facts);
    if (!waits(recovery({ ...question, tolerationSeconds: 0 })))
      yield {
        given: `${formatSeconds(ask.rideOut)} of its node away before it moves`,
        allowed: `but ${question.freedBy?.by ?? 'the fencing agent'} moves it without waiting`,
        fix: 'Leave rideOut out.',
      };
    else if (toleration.value !== undefined && toleration.value < ask.rideOut)
      yield {
        given: `${formatSeconds(ask.rideOut)} of its node away before it moves`,
        allowed: `but that leaves ${formatSeconds(toleration.value)} (${toleration.why})`,
        fix: 'Lower rideOut, or raise objective.rto.',
      };
  },
});

const ON_ONLY_SERVER = onPlanInCluster({
  code: 'OBJECTIVE-ON-ONLY-SERVER',
  severity: Severity.WARNING,
  means: 'an objective for an app that may run on the only server: when that node dies, nothing moves',
  fix: 'remove the role from that node, run three servers, or accept it',
  concerns: (app) => isFlexible(app) && app.rto !== undefined,
  *check(plan, facts) {
    const { ask } = plan;
    const server = onlyServerAmong(facts, nodesOf(plan));
    if (!isFlexible(ask) || server === undefined || ask.rto === undefined) return;
    yield {
      given: `back within ${formatSeconds(ask.rto)}`,
      allowed: `but it may run on ${server}, the only server: when that node dies, nothing moves until it is back`,
      fix: 'Remove the role from that node, run three servers, or accept it with a reason.',
    };
  },
});

function isFlexible({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE;
}

/** A storage class that may lose more than the app tolerates. */
const DATA_LOSS = onPlanInCluster({
  code: 'OBJECTIVE-DATA-LOSS',
  severity: Severity.ERROR,
  means: 'a storage class that may lose more than the `rpo`, or an existing claim of which nobody knows',
  fix: 'use a class that waits for its copies, or name that of the claim',
  concerns: ({ rpo }) => rpo !== undefined,
  *check({ ask, claims }, facts) {
    if (ask.rpo === undefined || ask.availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE || ask.availabilityClass === OtherWorkload.NODE_AGENT) return;
    for (const claim of claims) {
      const storageClass = classOf(facts, claim);
      if (claim.exists === true && claim.storageClass === undefined)
        yield {
          given: `no more than ${formatSeconds(ask.rpo)} of writes lost`,
          allowed: `but ${claim.volume.path} is an existing claim without storageClass, so nobody knows what it may lose`,
          fix: 'Set storageClass in Volume.claim, and declare the class in storage.classes, or leave objective.rpo out.',
        };
      if (storageClass === undefined || storageClass.dataLossSeconds <= ask.rpo) continue;
      const loss = Number.isFinite(storageClass.dataLossSeconds) ? `may be ${formatSeconds(storageClass.dataLossSeconds)}` : 'has no limit';
      yield {
        given: `no more than ${formatSeconds(ask.rpo)} of writes lost`,
        allowed: `but ${claim.volume.path} is on ${storageClass.name}, where the loss ${loss}`,
        fix: 'Use a storage class that waits for its copies, or raise objective.rpo.',
      };
    }
  },
});

/** Rules about objectives. */
export const OBJECTIVE_RULES: Rules = { plan: [OF_BOUND, OF_FREE, RIDE_OUT_OF_BOUND, RIDE_OUT_OF_FREE, ON_ONLY_SERVER, DATA_LOSS] };
