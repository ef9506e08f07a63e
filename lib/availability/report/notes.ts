import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { OtherWorkload } from '../ask/workload';
import { stuckWithNode } from '../classes/scheduled-job';
import type { Plan } from '../model/plan';
import { type FleetRule, judgeFleet, onFleet } from '../model/rule';

/** Where pools are judged, a claim that nobody measured may be what they lack. */
const CLAIM_SIZE_UNKNOWN = onFleet({
  code: 'CLAIM-SIZE-UNKNOWN',
  severity: Severity.NOTE,
  means: 'existing claims whose size nobody says, where pools are judged',
  fix: '`size` and `storageClass` of `Volume.claim`',
  concerns: () => false,
  *check(plans, facts) {
    if (facts.storage.classes.every((one) => one.pool === undefined)) return;
    const unknown = plans.flatMap((plan) =>
      plan.ask.volumes.flatMap(({ options: { claim } }) =>
        claim !== undefined && (claim.size === undefined || claim.storageClass === undefined) ? [`${plan.ask.namespace ?? 'default'}/${claim.claimName}`] : [],
      ),
    );
    if (unknown.length === 0) return;
    yield {
      path: `${facts.name}/storage`,
      given: `existing claims of which the apps do not say size and storage class (${[...new Set(unknown)].join(', ')})`,
      allowed: 'so nobody can say whether the pools hold them too',
      fix: 'Say size and storageClass in Volume.claim.',
    };
  },
});

const ROUTE_WITHOUT_CLASS = onFleet({
  code: 'ROUTE-WITHOUT-CLASS',
  severity: Severity.NOTE,
  means: 'HTTP entries without an ingress class: only a default one serves them',
  fix: '`policy.operators.ingressClass`',
  concerns: () => false,
  *check(plans, facts) {
    if (facts.policy.operators?.ingressClass !== undefined) return;
    const classless = plans.filter((plan) => plan.ask.network.routes.some((entry) => entry.ingressClass === undefined));
    if (classless.length === 0) return;
    yield {
      path: `${facts.name}/policy/operators`,
      given: `HTTP entries of ${counted(classless.length, 'app')} without an ingress class`,
      allowed: 'so only a default IngressClass of the cluster serves them',
      fix: 'Name the class in policy.operators.ingressClass.',
    };
  },
});

const METRICS_UNSCRAPED = onFleet({
  code: 'METRICS-UNSCRAPED',
  severity: Severity.NOTE,
  means: 'apps have metrics, and nothing in the cluster asks them',
  fix: '`Monitoring`, or `policy.operators.prometheusOperator`',
  concerns: () => false,
  *check(plans, facts) {
    if (facts.policy.operators?.prometheusOperator !== undefined) return;
    const unasked = plans.filter((plan) => plan.metrics !== undefined).map((plan) => plan.ask.name);
    if (unasked.length === 0) return;
    yield {
      path: `${facts.name}/policy/operators`,
      given: `metrics of ${counted(unasked.length, 'app')} (${unasked.join(', ')})`,
      allowed: 'but nothing that is written here scrapes them',
      fix: 'Add Monitoring to the cluster, or say policy.operators.prometheusOperator where the Prometheus operator is.',
    };
  },
});

const JOB_STUCK = onFleet({
  code: 'JOB-STUCK-WITH-NODE',
  severity: Severity.NOTE,
  means: 'a dead node keeps all later runs from starting',
  fix: 'watch for it; fence the nodes',
  concerns: ({ availabilityClass }) => availabilityClass === OtherWorkload.SCHEDULED_JOB,
  *check(plans, facts) {
    const stuck = plans.filter(stuckWithNode).map((plan) => plan.ask.name);
    if (stuck.length === 0) return;
    yield {
      path: `${facts.name}/nodes`,
      given: `the crash of a node that runs ${listed(stuck)}`,
      allowed: 'so the run is not over before the node is back, and with concurrency Forbid no later one starts',
      fix: 'Watch for jobs that did not run; fence the nodes, or delete the Job and, by force, its pod.',
    };
  },
});

/** What the owner of the cluster should know, although nothing needs mending. */
export const NOTES: readonly FleetRule[] = [CLAIM_SIZE_UNKNOWN, ROUTE_WITHOUT_CLASS, METRICS_UNSCRAPED, JOB_STUCK];

/** @param watched something in the program asks the metrics of all apps */
export function notesOn(facts: ClusterFacts, plans: readonly Plan[], watched = false): Finding[] {
  return judgeFleet(watched ? NOTES.filter((note) => note !== METRICS_UNSCRAPED) : NOTES, plans, facts);
}
