import type { Construct } from 'constructs';
import { AvailabilityClass, type SinglePodFlexibleProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/**
 * An app of one pod that moves to another node when its node dies. A rollout never runs two; a drain or `kubectl delete pod` starts the next one while
 * the old one ends.
 *
 * Source of the class: Clustering (TrueCharts), "Single-Pod flexibel".
 */
export class SinglePodFlexible extends AppConstruct {
  constructor(scope: Construct, id: string, props: SinglePodFlexibleProps) {
    super(scope, id, { availabilityClass: AvailabilityClass.SINGLE_POD_FLEXIBLE, props });
  }
}
