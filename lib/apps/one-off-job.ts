import type { Construct } from 'constructs';
import { type OneOffJobProps, OtherWorkload } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/** A pod that runs to its end once, and again when anything in it changes: a migration, an import. */
export class OneOffJob extends AppConstruct {
  constructor(scope: Construct, id: string, props: OneOffJobProps) {
    super(scope, id, {
      availabilityClass: OtherWorkload.ONE_OFF_JOB,
      props,
      // Without the compiler, props may be missing: the checks report it.
      ...(props === undefined ? {} : { run: props }),
      ...(props?.node === undefined ? {} : { node: props.node }),
    });
  }
}
