import type { Construct } from 'constructs';
import { AvailabilityClass, type SinglePodPinnedProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/**
 * An app of one pod that is bound to one node, by a device or by name: host down, pod down.
 *
 * Source of the class: Clustering (TrueCharts), "Single-Pod nicht flexibel".
 */
export class SinglePodPinned extends AppConstruct {
  constructor(scope: Construct, id: string, props: SinglePodPinnedProps) {
    super(scope, id, { availabilityClass: AvailabilityClass.SINGLE_POD_PINNED, props, ...(props?.node === undefined ? {} : { node: props.node }) });
  }
}
