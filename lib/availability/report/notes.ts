import { replicasOf } from '../../cluster/check-storage';
import type { ClusterFacts } from '../../cluster/cluster';
import { nodesWithRole } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import { formatSeconds } from '../../cluster/units';
import { stuckWithNode } from '../classes/scheduled-job';
import type { Plan } from '../model/plan';

/** Below this, the look that the attach-detach controller takes is no longer the longest part of a fail-over. */
const QUICK_SYNC_SECONDS = 10;

/** What the owner of the cluster should know, although nothing needs mending. */
export function notesOn(facts: ClusterFacts, plans: readonly Plan[], watched = false): Finding[] {
  return [
    ...notesOnStorage(facts),
    ...notesOnClaims(facts, plans),
    ...notesOnEntries(facts, plans),
    ...notesOnMetrics(facts, plans, watched),
    ...notesOnJobs(facts, plans),
  ];
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
  if (facts.storage.linstor === undefined) return [];
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
      path: `${facts.name}/storage/linstor`,
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

function notesOnStorage(facts: ClusterFacts): Finding[] {
  const { linstor } = facts.storage;
  if (linstor === undefined) return [];
  const notes: Finding[] = [];
  const add = (code: string, given: string, allowed: string, fix: string) =>
    notes.push({ code, severity: Severity.NOTE, path: `${facts.name}/storage/linstor`, given, allowed, fix: fix });
  const sync = facts.timing.attachDetachSync;
  if (sync > QUICK_SYNC_SECONDS) {
    const flag = 'attach-detach-reconcile-sync-period=5s';
    add(
      'STORAGE-SLOW-DETACH',
      `attach-detach-reconcile-sync-period of ${formatSeconds(sync)}`,
      `so a volume may stay up to ${formatSeconds(sync)} longer on a dead node than DRBD needs`,
      facts.controlPlane.distribution === Distribution.K3S
        ? `Add "${flag}" to kube-controller-manager-arg in /etc/rancher/k3s/config.yaml on ${listed(facts.controlPlane.servers)}, and attachDetachReconcileSyncPeriod to the facts.`
        : `Start kube-controller-manager with --${flag}, and add attachDetachReconcileSyncPeriod to the facts.`,
    );
  }
  const diskful = nodesWithRole(facts, NodeRole.STORAGE);
  const replicas = replicasOf(linstor, diskful);
  if (replicas % 2 === 0 && diskful.length === replicas) {
    add(
      'STORAGE-COLD-START',
      `${counted(replicas, 'diskful vote')} and a tiebreaker, which keeps a quorum but never restores one`,
      `so after a loss of power everywhere all of ${listed(diskful.map((node) => node.name))} must be back before any data is`,
      'Give a third node the role storage if one must be enough.',
    );
  }
  return notes;
}
