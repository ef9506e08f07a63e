import { AvailabilityClass } from '../availability/classes';
import { type Plan, WorkloadKind } from '../availability/plan';
import { CLASS_LABEL, selectorLabels } from './labels';
import type { Affinity, PodSpec, Toleration, TopologySpreadConstraint } from './plain';

/** Where the scheduler may put the pod, how its siblings keep apart, and how long it stays on a dead node. */
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

function renderAffinity(plan: Plan): Affinity | undefined {
  const { requirements } = plan.placement.value;
  if (requirements.length === 0 && !plan.apart.value) return undefined;
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
    ...(plan.apart.value
      ? {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 100,
                podAffinityTerm: {
                  topologyKey: 'kubernetes.io/hostname',
                  labelSelector: { matchLabels: { [CLASS_LABEL]: AvailabilityClass.SINGLE_POD_FLEXIBLE } },
                  // Spread constraints count the pods of one namespace only; an empty selector means all of them.
                  namespaceSelector: {},
                },
              },
            ],
          },
        }
      : {}),
  };
}

function renderSpread(plan: Plan): TopologySpreadConstraint[] {
  return plan.spread.value.map(({ topologyKey, hard, perRevision }) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: hard ? 'DoNotSchedule' : 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorLabels(plan.ask.name) },
    ...(perRevision ? { matchLabelKeys: [revisionLabel(plan)] } : {}),
    // With Kubernetes' own default (Ignore) a dead node counts as an empty one, and the lost pod is never replaced.
    nodeAffinityPolicy: 'Honor',
    nodeTaintsPolicy: 'Honor',
  }));
}

/** The label in which each workload controller marks the version of a pod. */
function revisionLabel(plan: Plan): string {
  return plan.workload.value === WorkloadKind.STATEFUL_SET ? 'controller-revision-hash' : 'pod-template-hash';
}

function renderTolerations(plan: Plan): Toleration[] {
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
