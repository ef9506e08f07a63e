import { AvailabilityClass, OtherWorkload, type WorkloadClass } from '../../availability/ask/workload';
import { type Outcome, OutcomeKind } from '../../availability/model/outcome';
import type { Plan } from '../../availability/model/plan';
import { crashInWords, reportOutcome } from '../../availability/report/crash';
import { needsOfAll } from '../../availability/report/report-needs';
import type { ChartContent } from '../output';

/** What each class promises, in one sentence. */
const PROMISES: { readonly [workload in WorkloadClass]: string } = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: 'one pod, which moves to another node when its node dies',
  [AvailabilityClass.SINGLE_POD_PINNED]: 'one pod on one node: host down, pod down',
  [AvailabilityClass.HIGHLY_AVAILABLE]: 'several pods: no single node takes it down',
  [OtherWorkload.SCHEDULED_JOB]: 'a pod that runs to its end, on a schedule',
  [OtherWorkload.ONE_OFF_JOB]: 'a pod that runs to its end, once',
  [OtherWorkload.NODE_AGENT]: 'a pod on every node, or on every node of a role',
};

/** What `helm install` prints: what each app promises, and what to do when its node dies. */
export function notesText(chart: ChartContent): string {
  const needs = needLines(chart);
  const decided =
    chart.cluster === undefined ? '' : ` It was decided for the cluster ${chart.cluster.name}, with Kubernetes ${chart.cluster.facts.controlPlane.version}.`;
  return `${[
    `${chart.name} ${chart.version}.${decided}`,
    ...chart.plans.map(appNotes),
    ...(needs.length === 0 ? [] : [['These must exist before the apps start:', ...needs].join('\n')]),
  ].join('\n\n')}\n`;
}

/** What other charts bring, and Secrets and other objects that somebody has to bring, a line each. */
export function needLines({ plans, elsewhere }: ChartContent): readonly string[] {
  const others = elsewhere.map(({ identity, chart }) => `- ${identity.kind} ${identity.metadata.name}: from the chart ${chart}`);
  return [
    ...others,
    ...needsOfAll(plans).map(({ kind, namespace, name, keys }) => `- ${kind} ${namespace}/${name}${keys.length === 0 ? '' : `: ${keys.join(', ')}`}`),
  ];
}

function appNotes(plan: Plan): string {
  const { ask, outcome } = plan;
  return [
    `${ask.name}: ${ask.availabilityClass}, ${PROMISES[ask.availabilityClass]}.`,
    ...(outcome === undefined ? [] : [`  When its node dies: ${crashInWords(ask.availabilityClass, reportOutcome(outcome))} (${outcome.why}).`]),
    `  What to do then: ${toDo(plan, outcome)}`,
  ].join('\n');
}

function toDo({ ask }: Plan, outcome: Outcome | undefined): string {
  const pods = `kubectl get pods${ask.namespace === undefined ? '' : ` -n ${ask.namespace}`} -l app.kubernetes.io/name=${ask.name} -o wide`;
  if (ask.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED || outcome?.kind === OutcomeKind.DOWN_UNTIL_REPAIR)
    return `repair the node; the pod starts again there. See it with: ${pods}`;
  if (outcome?.kind === OutcomeKind.DOWN_UNTIL_ACTION)
    return `make sure that the node is off, then tell Kubernetes: kubectl taint node NODE node.kubernetes.io/out-of-service=nodeshutdown:NoExecute. See the pod with: ${pods}`;
  if (outcome?.kind === OutcomeKind.DATA_LOST) return `restore the data from a backup, on another node. See the pod with: ${pods}`;
  return `nothing but repair the node in time, before another one dies. See where it runs with: ${pods}`;
}
