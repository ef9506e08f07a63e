import { type Plan, type PlannedClaim, WorkloadKind } from '../../availability/model/plan';
import { objectLabels, selectorLabels, versionLabel } from '../../kubernetes/labels';
import type { Manifest, Metadata } from '../../kubernetes/manifest';
import type { DaemonSetSpec, DeploymentSpec, HorizontalPodAutoscalerSpec, PersistentVolumeClaimSpec, StatefulSetSpec } from '../../kubernetes/plain';
import { renderPod } from '../../kubernetes/pod';
import { renderCronJob, renderJob } from './cron-job';

/** Old ReplicaSets that are kept for rollbacks. */
const REVISIONS = 3;

/** The metadata that all objects of an app share. Only the workload has the version, so that an upgrade changes nothing else. */
export function metadataOf(plan: Plan, name = plan.ask.name, annotations?: { readonly [key: string]: string }): Metadata {
  const { ask } = plan;
  return {
    name,
    ...(ask.namespace === undefined ? {} : { namespace: ask.namespace }),
    labels: objectLabels(ask.name, undefined),
    ...(annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}

/** The Deployment of an app, or its other workload object. */
export function renderWorkload(plan: Plan): Manifest {
  const { ask } = plan;
  const { labels, annotations, main } = ask;
  const metadata = { ...metadataOf(plan, ask.name, annotations), labels: { ...labels, ...objectLabels(ask.name, versionLabel(main.image.tag)) } };
  switch (plan.workload.value) {
    case WorkloadKind.STATEFUL_SET:
      return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: statefulSet(plan) };
    case WorkloadKind.DAEMON_SET:
      return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: daemonSet(plan) };
    case WorkloadKind.CRON_JOB:
      return { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: renderCronJob(plan, renderPod(plan)) };
    case WorkloadKind.JOB:
      return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: renderJob(plan, renderPod(plan)) };
    case WorkloadKind.POD:
      throw new Error(`no class makes a pod of its own: ${ask.path}`);
    case WorkloadKind.DEPLOYMENT:
      return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: deployment(plan) };
  }
}

function deployment(plan: Plan): DeploymentSpec {
  const { rollout } = plan;
  return {
    // What is not written, Flux leaves to the autoscaler: a new Deployment has one pod until that has seen it, some seconds later.
    ...(plan.autoscale === undefined ? { replicas: plan.replicas.value } : {}),
    revisionHistoryLimit: REVISIONS,
    ...(plan.progressDeadline === undefined ? {} : { progressDeadlineSeconds: plan.progressDeadline }),
    selector: { matchLabels: selectorLabels(plan.ask.name) },
    strategy: rollout.value.recreate
      ? { type: 'Recreate' }
      : { type: 'RollingUpdate', rollingUpdate: { maxSurge: rollout.value.maxSurge, maxUnavailable: rollout.value.maxUnavailable } },
    template: renderPod(plan),
  };
}

function statefulSet(plan: Plan): StatefulSetSpec {
  return {
    replicas: plan.replicas.value,
    revisionHistoryLimit: REVISIONS,
    // One pod that does not start must not stop the others from starting after a power cut.
    podManagementPolicy: 'Parallel',
    serviceName: headlessName(plan),
    selector: { matchLabels: selectorLabels(plan.ask.name) },
    template: renderPod(plan),
    volumeClaimTemplates: plan.claims
      .filter((claim) => claim.perPod)
      .map((claim) => {
        const { labels, annotations } = claim.volume.options.data ?? {};
        const own = { ...labels, ...selectorLabels(plan.ask.name) };
        return {
          metadata: { name: claim.name, labels: own, ...(annotations === undefined ? {} : { annotations: { ...annotations } }) },
          spec: claimSpec(claim),
        };
      }),
  };
}

function daemonSet(plan: Plan): DaemonSetSpec {
  return {
    revisionHistoryLimit: REVISIONS,
    selector: { matchLabels: selectorLabels(plan.ask.name) },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: plan.rollout.value.maxUnavailable } },
    template: renderPod(plan),
  };
}

/** The Service for the pods of a StatefulSet to find each other. */
export function headlessName(plan: Plan): string {
  return `${plan.ask.name}-pods`;
}

/** The claims of an app, except claims per pod and those of others. */
export function renderClaims(plan: Plan): Manifest[] {
  return plan.claims
    .filter((claim) => !claim.perPod && claim.exists !== true && claim.owner === undefined)
    .map((claim) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: claimMetadata(plan, claim), spec: claimSpec(claim) }));
}

function claimMetadata(plan: Plan, claim: PlannedClaim): Metadata {
  const { labels, annotations } = claim.volume.options.data ?? {};
  const metadata = metadataOf(plan, claim.name, annotations);
  return labels === undefined ? metadata : { ...metadata, labels: { ...labels, ...metadata.labels } };
}

function claimSpec(claim: PlannedClaim): PersistentVolumeClaimSpec {
  const { size, source, volumeName } = claim.volume.options.data ?? {};
  return {
    accessModes: [claim.accessMode],
    ...(claim.storageClass === undefined ? {} : { storageClassName: claim.storageClass }),
    ...(source === undefined
      ? {}
      : { dataSourceRef: { ...(source.apiGroup === undefined ? {} : { apiGroup: source.apiGroup }), kind: source.kind, name: source.name } }),
    resources: { requests: { storage: size?.toString() ?? '' } },
    ...(volumeName === undefined ? {} : { volumeName }),
  };
}

/** What gives it more pods under load. Below the least it acts at once, without metrics (kubernetes, pkg/controller/podautoscaler: reconcileAutoscaler). */
export function renderAutoscaler(plan: Plan): Manifest[] {
  if (plan.autoscale === undefined) return [];
  const { max, cpuPercent } = plan.autoscale.value;
  const spec: HorizontalPodAutoscalerSpec = {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: plan.workload.value, name: plan.ask.name },
    minReplicas: plan.replicas.value,
    maxReplicas: max,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } } }],
  };
  return [{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: metadataOf(plan), spec }];
}

/** The budget that drains keep to. */
export function renderBudget(plan: Plan): Manifest[] {
  const budget = plan.budget.value;
  if (budget === undefined) return [];
  return [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: metadataOf(plan),
      // A pod that is not ready needs no protection; without this it blocks the drain that would heal it.
      spec: { ...budget, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selectorLabels(plan.ask.name) } },
    },
  ];
}
