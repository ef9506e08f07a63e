import { AvailabilityClass } from '../availability/ask/workload';
import { partOf } from '../availability/classes/drain';
import { formatInterval } from '../availability/model/interval';
import { isDown, OutcomeKind, unlessInWords } from '../availability/model/outcome';
import { type Plan, WorkloadKind } from '../availability/model/plan';
import { rolloutRestart } from '../availability/model/rollout-restart';
import { servingPods } from '../availability/placement/shares';
import type { ClusterFacts } from '../cluster/cluster';
import { formatSeconds } from '../cluster/units';
import { JOB } from './jobs';
import { type Alert, AlertSeverity, few, GAP_SECONDS, plain, type Recording, type RuleGroup, seconds, series } from './rule';

/** Pods of an app that serve; zero if the app does not exist. */
export const AVAILABLE = 'app:replicas_available:max';
/** Pods that an app should have. */
export const WANTED = 'app:replicas_wanted:max';

/** A pinned app never promises to come back by itself; a reboot with updates is over by then. */
const UNPROMISED_SECONDS = 15 * 60;
/** A rollout never takes all pods for a minute: the budget keeps one at all times. */
const ALL_DOWN_SECONDS = 60;
/** Longer than a drain with a slow start, or a reboot. */
const BELOW_BUDGET_SECONDS = 5 * 60;
/** Pods stay where they went after their node came back, until a person moves them. */
const TOGETHER_SECONDS = 15 * 60;
const RESTARTS_IN_AN_HOUR = 5;

/** Rules of one app, by its class. Undefined for jobs and agents, which have their own rules. */
export function appRules(plan: Plan, facts: ClusterFacts): RuleGroup | undefined {
  const alerts = alertsOf(plan, facts);
  if (alerts === undefined) return undefined;
  return { kind: 'app', name: `app/${namespaceOf(plan)}/${plan.ask.name}`, rules: [...recordings(plan), ...alerts] };
}

function alertsOf(plan: Plan, facts: ClusterFacts): readonly Alert[] | undefined {
  switch (plan.ask.availabilityClass) {
    case AvailabilityClass.SINGLE_POD_FLEXIBLE:
    case AvailabilityClass.SINGLE_POD_PINNED:
      return [singlePodDown(plan), restarting(plan)];
    case AvailabilityClass.HIGHLY_AVAILABLE:
      return [allDown(plan), belowBudget(plan), ...onOneNode(plan, facts), restarting(plan)];
    default:
      return undefined;
  }
}

function namespaceOf(plan: Plan): string {
  return plan.ask.namespace ?? 'default';
}

/** The labels that its recorded series and its alerts share. */
export function appLabels(plan: Plan): { readonly namespace: string; readonly app: string; readonly availability_class: string } {
  return { namespace: namespaceOf(plan), app: plan.ask.name, availability_class: plan.ask.availabilityClass };
}

/** Its pods, but not those of apps whose names start the same: found by their owner (kubernetes, pkg/controller/deployment: name and a hash). */
function podsOf(plan: Plan): string {
  const { namespace, app } = appLabels(plan);
  return plan.workload.value === WorkloadKind.STATEFUL_SET
    ? series('kube_pod_info', { namespace, created_by_kind: 'StatefulSet', created_by_name: app })
    : `kube_pod_info{namespace="${namespace}",created_by_kind="ReplicaSet",created_by_name=~"${app}-[a-z0-9]+"}`;
}

/** The series of one app among those recorded. */
function recorded(metric: string, plan: Plan): string {
  return series(metric, { namespace: namespaceOf(plan), app: plan.ask.name });
}

/**
 * An app whose workload is gone has no series in kube-state-metrics, and that must not look healthy. If kube-state-metrics itself
 * is gone, nothing is known about any app: a separate alert says so. While it restarts, its last value counts. Otherwise each
 * restart would reset the time that an app may be down.
 */
function recordings(plan: Plan): Recording[] {
  const labels = appLabels(plan);
  const workload =
    plan.workload.value === WorkloadKind.STATEFUL_SET
      ? series('kube_statefulset_status_replicas_available', { namespace: labels.namespace, statefulset: labels.app })
      : series('kube_deployment_status_replicas_available', { namespace: labels.namespace, deployment: labels.app });
  return [
    {
      record: AVAILABLE,
      expr: `max(last_over_time(${workload}[${seconds(GAP_SECONDS)}])) or 0 * max(${series('up', { job: JOB.KUBE_STATE_METRICS })} == 1)`,
      labels,
    },
    { record: WANTED, expr: `vector(${plan.replicas.value})`, labels },
  ];
}

function singlePodDown(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const rto = plan.ask.rto;
  const pinned = plan.ask.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED;
  const nodes = plan.placement.value.nodes ?? [];
  return {
    alert: 'SinglePodDown',
    expr: `${recorded(AVAILABLE, plan)} < 1`,
    forSeconds: rto ?? patience(plan),
    severity: rto === undefined ? AlertSeverity.WARNING : AlertSeverity.CRITICAL,
    labels: appLabels(plan),
    summary: `${namespace}/${app} is down.`,
    promise:
      rto === undefined
        ? `No recovery time: ${pinned ? 'it is pinned to its node' : 'it has no objective'}. ${expected(plan)}`
        : `Broken: back within ${formatSeconds(rto)} (its objective). ${expected(plan)}`,
    wellWhile: `${recorded(AVAILABLE, plan)} >= 1`,
    cause: pinned
      ? `${few(nodes)} is down or drained, or the pod fails to start there.`
      : `The pod fails to start, does not fit on ${few(nodes)}, or its volume is still attached to a dead node.`,
    command: `kubectl -n ${namespace} describe pods -l app.kubernetes.io/name=${app}`,
  };
}

/** Without an objective: as long as the model says that recovery from a crash takes, if it ends. */
function patience(plan: Plan): number {
  const most = plan.outcome?.time?.max ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(most) ? Math.max(most, UNPROMISED_SECONDS) : UNPROMISED_SECONDS;
}

/** What the model says about a crash of its node. */
function expected(plan: Plan): string {
  const { time: total, unless } = plan.outcome ?? {};
  const others = plain(unlessInWords(unless));
  if (total === undefined || !Number.isFinite(total.max)) return 'If its node crashes, it stays down until the node is repaired or a person acts.';
  return `If its node crashes, it is back after ${formatInterval(total)}${others}.`;
}

function allDown(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const rto = plan.ask.rto;
  const nodes = plan.placement.value.nodes ?? [];
  // Accepted at placement: it goes down with that node, as a pinned app does.
  const held = plan.ask.majority === true && plan.outcome !== undefined && plan.outcome.kind !== OutcomeKind.DEGRADED;
  const unpromised = rto === undefined && (nodes.length === 1 || held);
  const serving = servingPods(plan.replicas.value, plan.ask.majority);
  return {
    alert: 'HighlyAvailableDown',
    expr: `${recorded(AVAILABLE, plan)} < ${serving}`,
    forSeconds: rto ?? (unpromised ? UNPROMISED_SECONDS : ALL_DOWN_SECONDS),
    severity: unpromised ? AlertSeverity.WARNING : AlertSeverity.CRITICAL,
    labels: appLabels(plan),
    summary:
      serving === 1
        ? `All pods of ${namespace}/${app} are down.`
        : `Fewer than ${serving} of ${plan.replicas.value} pods of ${namespace}/${app} run, and it needs a majority.`,
    promise: unpromised
      ? `No recovery time: ${held ? classPromise(plan) : `only ${few(nodes)} can run it`}, and it has no objective.`
      : `Broken: ${classPromise(plan)}${rto === undefined ? '' : `, and it is back within ${formatSeconds(rto)} (its objective)`}.`,
    wellWhile: `${recorded(AVAILABLE, plan)} >= ${serving}`,
    cause: `${nodes.length === 1 ? `${few(nodes)} is down or drained` : `More than one of ${few(nodes)} is down`}, or a new version fails to start.`,
    command: `kubectl -n ${namespace} get pods -o wide -l app.kubernetes.io/name=${app}`,
  };
}

/** What is left of the promise of the class: a weakness may have been accepted, or the app may need another one. */
function classPromise({ outcome }: Plan): string {
  if (outcome?.kind === OutcomeKind.DOWN_UNTIL_REPAIR) return 'one node may take it down until repair';
  if (outcome?.kind === OutcomeKind.FAILS_OVER && outcome.time !== undefined) return `one node may take it down for up to ${formatSeconds(outcome.time.max)}`;
  return `no single node takes it down (its class)${plain(unlessInWords(outcome?.unless?.filter(({ kind }) => isDown(kind))))}`;
}

/** Pods that must serve so that the next drain or crash does no harm: one more than its budget requires. */
function needed(plan: Plan): number {
  const budget = plan.budget.value;
  const replicas = plan.replicas.value;
  // Without a budget it has only one node: its pods exist to cover for each other.
  if (budget === undefined) return replicas;
  const gone = typeof budget.maxUnavailable === 'string' ? partOf(replicas, Number.parseInt(budget.maxUnavailable, 10)) : (budget.maxUnavailable ?? 1);
  return Math.min(replicas, (budget.minAvailable ?? replicas - gone) + 1);
}

function belowBudget(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const floor = needed(plan);
  return {
    alert: 'HighlyAvailableBelowBudget',
    expr: `${recorded(AVAILABLE, plan)} < ${floor}`,
    forSeconds: BELOW_BUDGET_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: appLabels(plan),
    summary: `${namespace}/${app} has fewer than ${floor} of its ${plan.replicas.value} pods available.`,
    promise:
      plan.budget.value === undefined
        ? 'Pods cover for each other: the next crash may take the app down.'
        : `At risk: ${classPromise(plan)}. The next failure may. Drains wait.`,
    wellWhile: `${recorded(AVAILABLE, plan)} >= ${floor}`,
    cause: `Nodes among ${few(plan.placement.value.nodes ?? [])} are down or full, or its pods do not become ready.`,
    command: `kubectl -n ${namespace} get pods -o wide -l app.kubernetes.io/name=${app}`,
  };
}

/** Not if only one node can run it: the plan says so, it was accepted, and nothing has changed. */
function onOneNode(plan: Plan, facts: ClusterFacts): Alert[] {
  const nodes = plan.placement.value.nodes ?? facts.nodes.map((node) => node.name);
  if (nodes.length < 2) return [];
  const { namespace, app } = appLabels(plan);
  const statefulSet = plan.workload.value === WorkloadKind.STATEFUL_SET;
  const ready = `${series('kube_pod_status_ready', { namespace, condition: 'true' })} == 1`;
  const nodesInUse = `count(count by (node) (${podsOf(plan)} and on (namespace, pod) (${ready})))`;
  return [
    {
      alert: 'HighlyAvailableOnOneNode',
      expr: `${nodesInUse} == 1 and on () ${recorded(AVAILABLE, plan)} > 1`,
      forSeconds: TOGETHER_SECONDS,
      severity: AlertSeverity.WARNING,
      labels: appLabels(plan),
      summary: `All pods of ${namespace}/${app} are on one node.`,
      promise: `At risk: ${classPromise(plan)}. This one would.`,
      wellWhile: `${nodesInUse} > 1`,
      cause: 'A node was down when they started, and Kubernetes does not move running pods.',
      command: rolloutRestart(namespace, `${statefulSet ? 'statefulset' : 'deployment'}/${app}`),
      commandAnywhere: rolloutRestart(namespace, `deployment,statefulset -l app.kubernetes.io/name=${app}`),
    },
  ];
}

function restarting(plan: Plan): Alert {
  const { namespace, app } = appLabels(plan);
  const restarts = `sum(increase(${series('kube_pod_container_status_restarts_total', { namespace })}[1h]) and on (namespace, pod) ${podsOf(plan)})`;
  return {
    alert: 'AppRestarting',
    // Prometheus extrapolates an increase to the whole hour, so it is slightly more than the count.
    expr: `${restarts} >= ${RESTARTS_IN_AN_HOUR}`,
    forSeconds: 0,
    severity: AlertSeverity.WARNING,
    labels: appLabels(plan),
    summary: `Containers of ${namespace}/${app} keep restarting.`,
    promise: 'Not broken yet: the app serves between restarts.',
    wellWhile: `${restarts} == 0`,
    cause: 'It runs out of memory, its liveness probe fails, or it exits with an error.',
    command: `kubectl -n ${namespace} describe pods -l app.kubernetes.io/name=${app}`,
  };
}
