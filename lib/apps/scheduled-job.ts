import type { Construct } from 'constructs';
import { OtherWorkload, type ScheduledJobProps } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/** A pod that runs to its end, on a schedule: a backup, a clean-up. */
export class ScheduledJob extends AppConstruct {
  constructor(scope: Construct, id: string, props: ScheduledJobProps) {
    super(scope, id, {
      availabilityClass: OtherWorkload.SCHEDULED_JOB,
      props,
      // Without the compiler, props may be missing: the checks report it.
      ...(props === undefined ? {} : { schedule: props }),
      ...(props?.node === undefined ? {} : { node: props.node }),
    });
  }
}
