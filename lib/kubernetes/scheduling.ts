import { AvailabilityClass } from '../availability/ask/workload';
import { type Plan, WorkloadKind } from '../availability/model/plan';
import { HOSTNAME } from '../cluster/node';
import { CLASS_LABEL, DATA_LABEL, selectorLabels } from './labels';
import type { Affinity, PodSpec, Toleration, TopologySpreadConstraint } from './plain';

/** Where the scheduler may put the pod, how its pods spread, and how long it stays on a dead node. */
export function renderScheduling(plan: Plan): Pick<PodSpec, 'affinity' | 'tolerations' | 'topologySpreadConstraints' | 'priorityClassName'> {
  const affinity = renderAffinity(plan);
  const spread = renderSpread(plan);
  return {
    ...(affinity === undefined ? {} : { affinity }),
    tolerations: renderTolerations(plan),
    ...(spread.length === 0 ? {} : { topologySpreadConstraints: spread }),
    ...(plan.priority.value === undefined ? {} : { priorityClassName: plan.priority.value }),
  };
}

/** The preference of flexible apps for different nodes. */
const AWAY_FROM_FLEXIBLE = {
  weight: 100,
  podAffinityTerm: {
    topologyKey: HOSTNAME,
    labelSelector: { matchLabels: { [CLASS_LABEL]: AvailabilityClass.SINGLE_POD_FLEXIBLE } },
    // Spread constraints count the pods of one namespace only; an empty selector means all of them.
    namespaceSelector: {},
  },
};

function renderAffinity(plan: Plan): Affinity | undefined {
  const { requirements } = plan.placement.value;
  const beside = renderBeside(plan);
  const wake = renderWake(plan);
  if (requirements.length === 0 && !plan.apart.value && beside === undefined) return undefined;
  return {
    ...(requirements.length === 0
      ? {}
      : {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: requirements.map(({ key, values }) => ({ key, operator: 'In', values: [...values] })) }],
            },
          },
        }),
    ...(beside === undefined ? {} : { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [beside] } }),
    ...(plan.apart.value || wake.length > 0
      ? {
          podAntiAffinity: {
            ...(wake.length === 0 ? {} : { requiredDuringSchedulingIgnoredDuringExecution: wake }),
            ...(plan.apart.value ? { preferredDuringSchedulingIgnoredDuringExecution: [AWAY_FROM_FLEXIBLE] } : {}),
          },
        }
      : {}),
  };
}

/** The pods that must already be on the node. A term without a namespace means the same namespace. */
function renderBeside(plan: Plan): { readonly topologyKey: string; readonly labelSelector: object } | undefined {
  const { owner, isOwner, mutual } = plan.colocation.value ?? {};
  if (owner === undefined || (isOwner && !mutual)) return undefined;
  return { topologyKey: HOSTNAME, labelSelector: { matchLabels: isOwner ? { [DATA_LABEL]: owner } : selectorLabels(owner) } };
}

/**
 * A term that excludes no node, because none has that label. The scheduler retries a pending pod
 * when a pod that it avoids is deleted, but not when the last one that it wants to join is: without this an owner
 * whose companions are gone waits until the scheduler retries all pods, 5 min on 1.36
 * (pkg/scheduler/framework/plugins/interpodaffinity, isSchedulableAfterPodChange).
 */
function renderWake(plan: Plan): { readonly topologyKey: string; readonly labelSelector: object }[] {
  const { owner, isOwner, mutual } = plan.colocation.value ?? {};
  return owner === undefined || isOwner === false || mutual === false
    ? []
    : [{ topologyKey: `${DATA_LABEL}-nowhere`, labelSelector: { matchLabels: { [DATA_LABEL]: owner } } }];
}

function renderSpread(plan: Plan): TopologySpreadConstraint[] {
  return plan.spread.value.map(({ topologyKey, hard, perRevision, minDomains }) => ({
    maxSkew: 1,
    ...(minDomains === undefined ? {} : { minDomains }),
    topologyKey,
    whenUnsatisfiable: hard ? 'DoNotSchedule' : 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorLabels(plan.ask.name) },
    ...(perRevision ? { matchLabelKeys: [revisionLabel(plan)] } : {}),
    // With the default of Kubernetes (Ignore) a dead node counts as an empty one, and the lost pod is never replaced.
    nodeAffinityPolicy: 'Honor',
    nodeTaintsPolicy: 'Honor',
  }));
}

/** The label in which each workload controller records the version of a pod. */
function revisionLabel(plan: Plan): string {
  return plan.workload.value === WorkloadKind.STATEFUL_SET ? 'controller-revision-hash' : 'pod-template-hash';
}

function renderTolerations(plan: Plan): Toleration[] {
  if (plan.placement.value.toleratesAll === true) return [{ operator: 'Exists' }];
  const own = plan.placement.value.tolerates.map(({ key, value, effect }) => ({
    key,
    operator: value === undefined ? 'Exists' : 'Equal',
    ...(value === undefined ? {} : { value }),
    effect,
  }));
  const seconds = plan.toleration.value;
  const dead = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    ...(Number.isFinite(seconds) ? { tolerationSeconds: seconds } : {}),
  }));
  return [...own, ...dead];
}
