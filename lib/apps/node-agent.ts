import type { Construct } from 'constructs';
import { type NodeAgentProps, OtherWorkload } from '../availability/ask/workload';
import { AppConstruct } from './app-construct';

/** A pod on every node, or on every node of a role: for logs, metrics, or node setup. */
export class NodeAgent extends AppConstruct {
  constructor(scope: Construct, id: string, props: NodeAgentProps) {
    const { critical, maxUnavailable } = (props as NodeAgentProps | undefined) ?? {};
    super(scope, id, {
      availabilityClass: OtherWorkload.NODE_AGENT,
      props,
      ...(critical === undefined ? {} : { critical }),
      ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    });
  }
}
