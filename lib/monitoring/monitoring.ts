import { Construct } from 'constructs';
import { checkShape } from '../cluster/shape';
import { findCluster } from '../kubernetes/tree/context';
import { placeMonitoring, WITHOUT_CLUSTER } from './place';
import type { MonitoringProps } from './props';
import { MONITORING_PROPS } from './shapes.generated';
import { Stack } from './stack';

/**
 * Node exporter, kube-state-metrics, Prometheus, Alertmanager and Grafana on the nodes with the role monitoring. Rules,
 * dashboards and sizes follow from the cluster and from every app in it, also from those that are declared later.
 *
 * Where `policy.operators.prometheusOperator` says that the Prometheus operator is there, it runs Prometheus and
 * Alertmanager, and the same rules are PrometheusRules.
 *
 * Source: seed 002, "Monitoring / Observability" on the node dash.
 *
 * @throws where it stands in no cluster
 */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const cluster = findCluster(this);
    if (cluster === undefined)
      throw new Error(
        `${WITHOUT_CLUSTER.code}  ${this.node.path}: monitoring in no cluster, but its alerts follow from one.\n  Put it into cluster.monitoring.`,
      );
    const misshapen = checkShape(MONITORING_PROPS, props, this.node.path);
    const { place, findings } = misshapen.length > 0 ? { place: undefined, findings: misshapen } : placeMonitoring(this.node.path, cluster.facts, props);
    if (place === undefined) cluster.contribute({ findings });
    else new Stack(this, cluster, props, place);
  }
}
