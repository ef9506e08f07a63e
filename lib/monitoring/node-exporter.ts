import { Construct } from 'constructs';
import { NodeAgent } from '../apps/node-agent';
import { rememberLine } from '../kubernetes/tree/line';
import { placeIn } from '../kubernetes/tree/place';
import { haveShape } from '../kubernetes/tree/props';
import { NODE_EXPORTER } from './names';
import { nodeExporter } from './parts/node-exporter';
import { NODE_EXPORTER_PROPS } from './shapes.generated';

/** Where the exporter runs. */
export interface NodeExporterProps {
  /** @default node-exporter */
  readonly namespace?: string;
}

/**
 * The Prometheus node exporter on every node, for clusters that another Prometheus watches; `Monitoring` includes it.
 * It answers over plain HTTP on port 9100 of each node, which no NetworkPolicy covers: restrict it in the nodes' firewalls.
 */
export class NodeExporter extends Construct {
  constructor(scope: Construct, id: string, props: NodeExporterProps = {}) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    if (!haveShape(this, NODE_EXPORTER_PROPS, props)) return;
    // Its namespace has the level privileged, so nothing else should be in it.
    new NodeAgent(this, 'daemon-set', nodeExporter({ namespace: props.namespace ?? NODE_EXPORTER, tlsSecret: undefined }));
  }
}
