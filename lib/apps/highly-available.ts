import type { Construct } from 'constructs';
import { AvailabilityClass, type HighlyAvailableProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/**
 * An app of several pods at all times: no single node takes it down.
 *
 * Source of the class: seeds 000 and 001, "Hochverfügbare Apps"; three replicas from seed 003, case 1.
 */
export class HighlyAvailable extends AppConstruct {
  constructor(scope: Construct, id: string, props: HighlyAvailableProps) {
    // Programs without the compiler may forget the props: the checks say so.
    const { replicas, budget } = (props as HighlyAvailableProps | undefined) ?? {};
    super(scope, id, {
      availabilityClass: AvailabilityClass.HIGHLY_AVAILABLE,
      props,
      ...(replicas === undefined ? {} : { replicas }),
      ...(budget === undefined ? {} : { budget }),
    });
  }
}
