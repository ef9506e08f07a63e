import { type PlannedSchedule, PodOver } from '../availability/model/schedule';
import type { ClusterFacts } from '../cluster/cluster';
import { minorOf } from '../cluster/control-plane';
import { isMap, partAt } from '../cluster/parts';
import { mapsAt, textAt } from './objects';

/** What Kubernetes does with the pods of this Job, or of this `jobTemplate`, when their node dies. */
export function podsOver(job: unknown, facts: ClusterFacts): Partial<PlannedSchedule> {
  const action = onDisruption(job);
  return {
    over: replacesFailedOnly(job, facts) ? PodOver.FAILED : PodOver.TERMINATING_OR_FAILED,
    ignoresDisruptions: action === 'Ignore',
    // Of FailIndex, the index whose pod was there is not run again.
    ...(action === 'FailJob' || action === 'FailIndex' ? { retries: 0 } : {}),
  };
}

/** Source: pkg/controller/job, onlyReplaceFailedPods. The API server drops the field before 1.29: KEP-3939. */
function replacesFailedOnly(job: unknown, { controlPlane }: ClusterFacts): boolean {
  if (isMap(partAt(job, 'spec', 'podFailurePolicy'))) return true;
  return textAt(job, 'spec', 'podReplacementPolicy') === PodOver.FAILED && (minorOf(controlPlane.version) ?? 29) >= 29;
}

/** The first rule that matches counts. Source: kubernetes.io, Pod failure policy; its condition `DisruptionTarget` is that of a pod whose node died. */
function onDisruption(job: unknown): string | undefined {
  const rule = mapsAt(job, 'spec', 'podFailurePolicy', 'rules').find((one) =>
    mapsAt(one, 'onPodConditions').some((condition) => condition.type === 'DisruptionTarget' && condition.status !== 'False' && condition.status !== 'Unknown'),
  );
  return textAt(rule, 'action');
}
