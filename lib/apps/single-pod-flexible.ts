import type { Construct } from 'constructs';
import { AvailabilityClass, type SinglePodFlexibleProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/**
 * An app of one pod, never two, that moves to another node when its node dies.
 *
 * Source of the class: Clustering (TrueCharts), "Single-Pod flexibel".
 */
export class SinglePodFlexible extends AppConstruct {
  constructor(scope: Construct, id: string, props: SinglePodFlexibleProps) {
    super(scope, id, { availabilityClass: AvailabilityClass.SINGLE_POD_FLEXIBLE, props });
  }
}
