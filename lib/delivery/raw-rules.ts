import type { Plan } from '../availability/model/plan';
import { type Finding, Severity } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import { found, type RuleRecord } from '../cluster/rule';
import { groupOf } from '../kubernetes/kinds';
import { objectLabels } from '../kubernetes/labels';
import type { RawObject } from './raw-objects';

export const RAW_WORKLOAD: RuleRecord = {
  code: 'RAW-WORKLOAD',
  severity: Severity.NOTE,
  means: 'workloads outside of apps: no promise covers them, and nobody knows on which nodes they need room',
  fix: 'make them apps, or add their requests to `reserved` of the nodes',
};

export const RAW_AGAINST_CLASS: RuleRecord = {
  code: 'RAW-AGAINST-CLASS',
  severity: Severity.WARNING,
  means: 'an object outside of apps that changes what the class of an app decides: replicas, requests or the budget',
  fix: 'remove it, choose another class, or accept it with a reason',
};

/** Source: the kinds of Kubernetes that create pods. */
export const WORKLOADS: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  'batch/Job',
  'batch/CronJob',
  '/Pod',
  '/ReplicationController',
]);

/** What is said of objects outside of apps that concern availability. */
export function checkRaw(cluster: string, raw: readonly RawObject[], plans: readonly Plan[]): Finding[] {
  const workloads = raw.filter(({ object }) => WORKLOADS.has(`${groupOf(object.apiVersion)}/${object.kind}`));
  const note = found(RAW_WORKLOAD, cluster, {
    given: `${counted(workloads.length, 'workload')} outside of apps (${listed(workloads.map(({ path }) => path))})`,
    allowed: 'so no promise covers them, and nobody knows on which nodes they need room',
    fix: 'Make them apps, or add their requests to reserved of the nodes.',
  });
  return [...(workloads.length === 0 ? [] : [note]), ...raw.flatMap((one) => againstClass(one, plans))];
}

function againstClass({ object, path }: RawObject, plans: readonly Plan[]): Finding[] {
  const seizes = SEIZERS[`${groupOf(object.apiVersion)}/${object.kind}`];
  if (seizes === undefined) return [];
  const { spec } = object.toJson() as { readonly spec?: Spec };
  const { namespace = 'default' } = object.metadata;
  const app = plans.find(({ ask }) => (ask.namespace ?? 'default') === namespace && spec !== undefined && seizes.concerns(spec, ask.name));
  if (app === undefined) return [];
  return [
    found(RAW_AGAINST_CLASS, path, {
      given: `a ${object.kind} for ${app.ask.name}`,
      allowed: `but the class ${app.ask.availabilityClass} decides its ${seizes.what}, and the promise depends on that`,
      fix: 'Remove it, choose another class, or accept it with a reason.',
    }),
  ];
}

/** The fields of these kinds that name what they change. */
interface Spec {
  readonly scaleTargetRef?: { readonly name?: string };
  readonly targetRef?: { readonly name?: string };
  readonly selector?: { readonly matchLabels?: { readonly [label: string]: string } };
}

interface Seizer {
  /** What they take over. */
  readonly what: string;
  readonly concerns: (spec: Spec, app: string) => boolean;
}

const REPLICAS: Seizer = { what: 'replicas', concerns: ({ scaleTargetRef }, app) => scaleTargetRef?.name === app };

/** By group and kind. Sources: their APIs; KEDA's ScaledObject becomes a HorizontalPodAutoscaler. */
const SEIZERS: { readonly [kind: string]: Seizer } = {
  'autoscaling/HorizontalPodAutoscaler': REPLICAS,
  'keda.sh/ScaledObject': REPLICAS,
  'autoscaling.k8s.io/VerticalPodAutoscaler': { what: 'requests', concerns: ({ targetRef }, app) => targetRef?.name === app },
  'policy/PodDisruptionBudget': {
    what: 'budget',
    concerns: ({ selector }, app) => {
      const labels = objectLabels(app, undefined);
      return Object.entries(selector?.matchLabels ?? {}).every(([label, value]) => labels[label] === value);
    },
  },
};
