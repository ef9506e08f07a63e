import type { Plan } from '../availability/model/plan';
import { type Finding, Severity } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import { found, type RuleRecord } from '../cluster/rule';
import { groupOf } from '../kubernetes/kinds';
import { neighboursOf } from './neighbours';
import { CLAIMS } from './raw-claims';
import { BUDGETS, type RawJudge, REPLICAS, REQUESTS } from './raw-judges';
import { LIMITS, QUOTAS } from './raw-limits';
import type { RawObject } from './raw-objects';
import { POLICIES } from './raw-policies';
import { PODS } from './raw-workloads';

export const RAW_WORKLOAD: RuleRecord = {
  code: 'RAW-WORKLOAD',
  severity: Severity.NOTE,
  means: 'workloads outside of apps: no promise covers them, and nobody knows on which nodes they need room',
  fix: 'make them apps, or add their requests to `reserved` of the nodes',
};

export const RAW_AGAINST_CLASS: RuleRecord = {
  code: 'RAW-AGAINST-CLASS',
  severity: Severity.ERROR,
  means:
    'an object outside of apps that changes what was decided for an app: replicas, requests, limits, the budget, who may connect, which pods count as its own, who has its data, or with which its pods are refused',
  fix: 'remove it, or change the app',
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

/** By group and kind. Sources: their APIs; KEDA's ScaledObject becomes a HorizontalPodAutoscaler. */
const JUDGES: { readonly [kind: string]: RawJudge } = {
  'autoscaling/HorizontalPodAutoscaler': REPLICAS,
  'keda.sh/ScaledObject': REPLICAS,
  'autoscaling.k8s.io/VerticalPodAutoscaler': REQUESTS,
  'policy/PodDisruptionBudget': BUDGETS,
  'networking.k8s.io/NetworkPolicy': POLICIES,
  '/ResourceQuota': QUOTAS,
  '/LimitRange': LIMITS,
  '/PersistentVolumeClaim': CLAIMS,
  ...Object.fromEntries([...WORKLOADS].map((kind) => [kind, PODS])),
};

/** What is said of objects outside of apps that concern availability. */
export function checkRaw(cluster: string, raw: readonly RawObject[], plans: readonly Plan[]): Finding[] {
  const workloads = raw.filter(({ manifest }) => WORKLOADS.has(`${groupOf(manifest.apiVersion)}/${manifest.kind}`));
  const note = found(RAW_WORKLOAD, cluster, {
    given: `${counted(workloads.length, 'workload')} outside of apps (${listed([...new Set(workloads.map(({ path }) => path))])})`,
    allowed: 'so no promise covers them, and nobody knows on which nodes they need room',
    fix: 'Make them apps, or add their requests to reserved of the nodes.',
  });
  return [...(workloads.length === 0 ? [] : [note]), ...againstClasses(raw, plans)];
}

function againstClasses(raw: readonly RawObject[], plans: readonly Plan[]): Finding[] {
  const neighbours = neighboursOf(plans);
  return raw.flatMap(({ manifest, path }) => {
    const judge = JUDGES[`${groupOf(manifest.apiVersion)}/${manifest.kind}`];
    const near = neighbours(manifest.metadata.namespace);
    if (judge === undefined || near.apps.length === 0) return [];
    const { spec } = manifest as { readonly spec?: object | null };
    const said = judge(manifest, spec ?? {}, near);
    return said === undefined ? [] : [found(RAW_AGAINST_CLASS, path, { fix: 'Remove it, or change the app.', ...said })];
  });
}
