import { partAt } from '../cluster/parts';
import type { Manifest } from '../kubernetes/manifest';
import { jobIn } from './asked';
import { mapsAt, textAt } from './objects';

/** Whether somebody wrote it so that its pods run, now or later. */
export function isMeantToRun(object: Manifest): boolean {
  return !isOwned(object) && !isChartTest(object) && !hasEnded(object);
}

/** A Job or a CronJob that has no pods until somebody lets it go on. Source: JobSpec and CronJobSpec of k8s.io/api/batch/v1. */
export function isSuspended(object: Manifest): boolean {
  if (!['Job', 'CronJob'].includes(object.kind)) return false;
  return [object, jobIn(object)].some((one) => partAt(one, 'spec', 'suspend') === true) || partAt(jobIn(object), 'spec', 'parallelism') === 0;
}

/** A ReplicaSet of a Deployment, a Pod of a Job: kubectl shows it, and a controller made it. */
function isOwned({ metadata }: Manifest): boolean {
  return mapsAt(metadata, 'ownerReferences').length > 0;
}

/** What `helm test` runs when somebody asks for it. Source: Helm, Chart Tests; test-success and test-failure are of Helm 2. */
function isChartTest({ metadata }: Manifest): boolean {
  const hooks = textAt(metadata, 'annotations', 'helm.sh/hook')?.split(',') ?? [];
  return hooks.length > 0 && hooks.every((one) => ['test', 'test-success', 'test-failure'].includes(one.trim()));
}

/** A Job or a Pod of a cluster that has run: nothing of it starts again. Sources: JobConditionType of k8s.io/api/batch/v1, PodPhase of k8s.io/api/core/v1. */
function hasEnded(object: Manifest): boolean {
  if (object.kind === 'Pod') return ['Succeeded', 'Failed'].includes(textAt(object, 'status', 'phase') ?? '');
  const conditions = mapsAt(object, 'status', 'conditions').filter(({ status }) => status === 'True');
  return object.kind === 'Job' && conditions.some(({ type }) => type === 'Complete' || type === 'Failed');
}
