import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import type { ManifestRule } from './manifest-rule';
import { mapsAt, type PodTemplate, textAt } from './objects';

/** Source: DefaultSchedulerName of k8s.io/api/core/v1. */
const DEFAULT_SCHEDULER = 'default-scheduler';

/** Whether something besides the scheduler of Kubernetes decides where its pods start, and whether they do. */
export function isPlacedByOthers(pod: PodTemplate): boolean {
  return gatesOf(pod).length > 0 || otherScheduler(pod) !== undefined;
}

/** Sources: Kubernetes, Pod Scheduling Readiness, and Configure Multiple Schedulers. */
export const PLACED_BY_OTHERS: ManifestRule = {
  code: 'MANIFEST-PLACED-BY-OTHERS',
  severity: Severity.WARNING,
  means:
    'pods that wait for a controller that opens their scheduling gates, or for a scheduler that is not that of Kubernetes: without it none starts, and none is replaced',
  fix: 'make sure that it survives what these pods should survive, or remove the field',
  *check({ pod }) {
    const gates = gatesOf(pod);
    const scheduler = otherScheduler(pod);
    const allowed = 'so its pods start, and are replaced, only while that works';
    const fix = 'Make sure that it survives what these pods should survive, or remove the field.';
    if (gates.length > 0)
      yield { given: `the scheduling ${gates.length === 1 ? 'gate' : 'gates'} ${listed(gates)}, which a controller has to open`, allowed, fix };
    if (scheduler !== undefined) yield { given: `the scheduler ${scheduler}, which is not that of Kubernetes`, allowed, fix };
  },
};

function gatesOf({ spec }: PodTemplate): readonly string[] {
  return mapsAt(spec, 'schedulingGates').map((gate) => textAt(gate, 'name') ?? '');
}

function otherScheduler({ spec }: PodTemplate): string | undefined {
  const name = textAt(spec, 'schedulerName') ?? '';
  return name === '' || name === DEFAULT_SCHEDULER ? undefined : name;
}
