import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { stuckWithNode } from '../classes/scheduled-job';
import type { Plan } from '../model/plan';

/** What the owner of the cluster should know, although nothing needs mending. */
export function notesOn(facts: ClusterFacts, plans: readonly Plan[], watched = false): Finding[] {
  return [...notesOnClaims(facts, plans), ...notesOnEntries(facts, plans), ...notesOnMetrics(facts, plans, watched), ...notesOnJobs(facts, plans)];
}

function notesOnEntries(facts: ClusterFacts, plans: readonly Plan[]): Finding[] {
  if (facts.policy.operators?.ingressClass !== undefined) return [];
  const classless = plans
    .filter((plan) => (plan.ask.props.network?.routes ?? []).some((entry) => entry.ingressClass === undefined))
    .map((plan) => plan.ask.name);
  if (classless.length === 0) return [];
  return [
    {
      code: 'ROUTE-WITHOUT-CLASS',
      severity: Severity.NOTE,
      path: `${facts.name}/policy/operators`,
      given: `HTTP entries of ${counted(classless.length, 'app')} without an ingress class`,
      allowed: 'so only a default IngressClass of the cluster serves them',
      fix: 'Name the class in policy.operators.ingressClass.',
    },
  ];
}

/** Where pools are judged, a claim that nobody measured may be what they lack. */
function notesOnClaims(facts: ClusterFacts, plans: readonly Plan[]): Finding[] {
  if (facts.storage.classes.every((one) => one.pool === undefined)) return [];
  const unknown = plans.flatMap((plan) =>
    (plan.ask.props.volumes ?? []).flatMap(({ options: { claim } }) =>
      claim !== undefined && (claim.size === undefined || claim.storageClass === undefined) ? [`${plan.ask.namespace ?? 'default'}/${claim.claimName}`] : [],
    ),
  );
  if (unknown.length === 0) return [];
  return [
    {
      code: 'CLAIM-SIZE-UNKNOWN',
      severity: Severity.NOTE,
      path: `${facts.name}/storage`,
      given: `existing claims of which the apps do not say size and storage class (${[...new Set(unknown)].join(', ')})`,
      allowed: 'so nobody can say whether the pools hold them too',
      fix: 'Say size and storageClass in Volume.claim.',
    },
  ];
}

function notesOnMetrics(facts: ClusterFacts, plans: readonly Plan[], watched: boolean): Finding[] {
  if (watched || facts.policy.operators?.prometheusOperator !== undefined) return [];
  const unasked = plans.filter((plan) => plan.metrics !== undefined).map((plan) => plan.ask.name);
  if (unasked.length === 0) return [];
  return [
    {
      code: 'METRICS-UNSCRAPED',
      severity: Severity.NOTE,
      path: `${facts.name}/policy/operators`,
      given: `metrics of ${counted(unasked.length, 'app')} (${unasked.join(', ')})`,
      allowed: 'but nothing that is written here scrapes them',
      fix: 'Add Monitoring to the cluster, or say policy.operators.prometheusOperator where the Prometheus operator is.',
    },
  ];
}

function notesOnJobs(facts: ClusterFacts, plans: readonly Plan[]): Finding[] {
  const stuck = plans.filter(stuckWithNode).map((plan) => plan.ask.name);
  if (stuck.length === 0) return [];
  return [
    {
      code: 'JOB-STUCK-WITH-NODE',
      severity: Severity.NOTE,
      path: `${facts.name}/nodes`,
      given: `the crash of a node that runs ${listed(stuck)}`,
      allowed: 'so the run is not over before the node is back, and with concurrency Forbid no later one starts',
      fix: 'Watch for jobs that did not run; fence the nodes, or delete the Job and, by force, its pod.',
    },
  ];
}
