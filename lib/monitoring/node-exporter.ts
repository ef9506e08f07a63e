import { Construct } from 'constructs';
import { NodeAgent } from '../apps/node-agent';
import { haveShape } from '../kubernetes/tree/props';
import { NODE_EXPORTER } from './names';
import { nodeExporter } from './parts/node-exporter';
import { NODE_EXPORTER_PROPS } from './shapes.generated';

/** Where the exporter is put. */
export interface NodeExporterProps {
  /** @default node-exporter */
  readonly namespace?: string;
}

/**
 * The Prometheus node exporter on every node, for clusters that are watched by another Prometheus; `Monitoring` brings it along.
 * It answers in plain HTTP on port 9100 of each node, where no NetworkPolicy reaches: who may ask is for the nodes' firewalls.
 */
export class NodeExporter extends Construct {
  constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(scope, id);
    if (!haveShape(this, NODE_EXPORTER_PROPS, props)) return;
    // As wide as the level privileged is, nothing else should be in its namespace.
    new NodeAgent(this, 'daemon-set', nodeExporter({ namespace: props.namespace ?? NODE_EXPORTER, tlsSecret: undefined }));
  }
}
