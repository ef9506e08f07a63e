import type { Construct } from 'constructs';
import { AvailabilityClass, type SinglePodFlexibleProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/**
 * An app of one pod that moves to another node when its node dies. A rollout runs two only with `rollingUpdate`; a drain or `kubectl delete pod` starts the next one while
 * the old one ends.
 *
 * Source of the class: Clustering (TrueCharts), "Single-Pod flexibel".
 */
export class SinglePodFlexible extends AppConstruct {
  constructor(scope: Construct, id: string, props: SinglePodFlexibleProps) {
    const { rollingUpdate } = (props as SinglePodFlexibleProps | undefined) ?? {};
    super(scope, id, { availabilityClass: AvailabilityClass.SINGLE_POD_FLEXIBLE, props, ...(rollingUpdate === undefined ? {} : { rollingUpdate }) });
  }
}
