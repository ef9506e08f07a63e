import type { Construct } from 'constructs';
import { AvailabilityClass, type HighlyAvailableProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/**
 * An app of several pods at all times: no single node takes it down.
 *
 * Source of the class: Clustering (TrueCharts), "Hochverfügbare Apps"; three replicas from Strategie: Hochverfügbarkeit in Kubernetes-Clustern, case 1.
 */
export class HighlyAvailable extends AppConstruct {
  constructor(scope: Construct, id: string, props: HighlyAvailableProps) {
    // Without the compiler, props may be missing: the checks report it.
    const { replicas, budget, majority, surge, autoscale } = (props as HighlyAvailableProps | undefined) ?? {};
    super(scope, id, {
      availabilityClass: AvailabilityClass.HIGHLY_AVAILABLE,
      props,
      ...(replicas === undefined ? {} : { replicas }),
      ...(budget === undefined ? {} : { budget }),
      ...(majority === undefined ? {} : { majority }),
      ...(surge === undefined ? {} : { surge }),
      ...(autoscale === undefined ? {} : { autoscale }),
    });
  }
}
