import { Construct } from 'constructs';
import { checkShape } from '../cluster/shape';
import { needCluster } from '../kubernetes/tree/context';
import { rememberLine } from '../kubernetes/tree/line';
import { placeIn } from '../kubernetes/tree/place';
import { checkPlace, placeMonitoring, WITHOUT_CLUSTER } from './place';
import type { MonitoringProps } from './props';
import { MONITORING_PROPS } from './shapes.generated';
import { Stack } from './stack';

/**
 * Node exporter, kube-state-metrics, Prometheus, Alertmanager and Grafana on the nodes with the role monitoring. Rules,
 * dashboards and sizes follow from the cluster and all its apps, including those declared later.
 *
 * If `policy.operators.prometheusOperator` is set, the Prometheus operator runs Prometheus and Alertmanager, and the rules
 * become PrometheusRules.
 *
 * Source: docs/sources.md, "Homelab Cluster Architektur (v1.2)", "Monitoring / Observability" on the node dash.
 *
 * @throws outside a cluster
 */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(placeIn(scope, id), id);
    rememberLine(this);
    const cluster = needCluster(this, WITHOUT_CLUSTER, {
      given: 'monitoring outside a cluster',
      allowed: 'but its alerts follow from one',
      fix: 'Move it to cluster.monitoring.',
    });
    const misshapen = checkShape(MONITORING_PROPS, props, this.node.path);
    if (misshapen.length > 0) {
      cluster.contribute({ findings: misshapen });
      return;
    }
    const place = () => placeMonitoring(this.node.path, cluster.facts, props);
    const then = place();
    cluster.contribute({ check: () => checkPlace(this.node.path, then, place()) });
    if (then.place !== undefined) new Stack(this, cluster, props, then.place);
  }
}
