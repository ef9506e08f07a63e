import type { ClusterFacts } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { ClientKind } from '../ask/network/client';
import { type Port, Protocol } from '../ask/network/network';
import type { Ask } from '../ask/workload';
import type { Findings } from '../model/findings';
import type { Decided, PlannedMetrics } from '../model/plan';
import { onHostNetwork, plannedServices, servedPorts } from './services';

/** Where Prometheus asks an app that has metrics, and how it gets to know. */
export function decideMetrics(ask: Ask, facts: ClusterFacts | undefined): Decided<PlannedMetrics> | undefined {
  const { metrics } = ask.props;
  const port = metricsPort(ask);
  if (metrics === undefined || port === undefined) return undefined;
  const operators = facts?.policy.operators;
  // The one with the fewest ports: a Service that was made for it, rather than the one of everybody.
  const [service] = plannedServices(ask, facts)
    .filter((one) => one.ports.includes(port))
    .sort((one, other) => one.ports.length - other.ports.length);
  return {
    value: {
      port,
      service: service?.name ?? ask.name,
      path: metrics.path ?? '/metrics',
      intervalSeconds: metrics.interval?.seconds,
      honorLabels: metrics.honorLabels ?? false,
      monitor: operators?.prometheusOperator === undefined ? undefined : (operators.prometheusOperator.labels ?? {}),
      letIn: shutsOut(ask) ? operators?.monitoringNamespace : undefined,
    },
    why:
      operators?.prometheusOperator === undefined
        ? 'asked for; a Prometheus without an operator finds it by annotations of the Service'
        : 'asked for; the Prometheus operator finds it by a ServiceMonitor',
  };
}

function metricsPort(ask: Ask): Port | undefined {
  const served = servedPorts(ask).filter((port) => port.protocol === Protocol.TCP);
  const name = ask.props.metrics?.port;
  return name === undefined ? (served.find((port) => port.speaksHttp) ?? served[0]) : served.find((port) => port.name === name);
}

/** Whether a policy keeps anybody away from the ports of the app. */
function shutsOut(ask: Ask): boolean {
  const { allowFrom: clients } = ask.props.network ?? {};
  return clients !== undefined && !onHostNetwork(ask) && !clients.some((client) => client.kind === ClientKind.EVERYBODY);
}

/** What is wrong with the metrics of an app. */
export function checkMetrics(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  const { metrics } = ask.props;
  if (metrics === undefined) return;
  if (metricsPort(ask) === undefined) {
    const served = servedPorts(ask).filter((port) => port.protocol === Protocol.TCP);
    findings.error(
      'METRICS-WITHOUT-PORT',
      metrics.port === undefined ? 'metrics without a port' : `metrics on the port ${metrics.port}`,
      `but TCP ports of Services are ${listed(served.map((port) => port.name))}`,
      'Add the port to network.ports; one that is unexposed, or of a sidecar, needs a Service that names it in network.services.',
    );
  }
  if (metrics.path !== undefined && !metrics.path.startsWith('/'))
    findings.error('METRICS-INVALID', `the path "${metrics.path}" of metrics`, 'but a path starts with "/"', `Use "/${metrics.path}".`);
  const interval = metrics.interval?.seconds;
  if (interval !== undefined && !(Number.isInteger(interval) && interval >= 1))
    findings.error('METRICS-INVALID', `metrics each ${interval} s`, 'but Prometheus asks at most once in a second', 'Say whole seconds.');
  if (facts !== undefined && shutsOut(ask) && facts.policy.operators?.monitoringNamespace === undefined)
    findings.error(
      'CLIENTS-WITHOUT-MONITORING',
      'clients, and metrics',
      'but nobody says where Prometheus runs, so it would be shut out',
      'Name the namespace of its pods in policy.operators.monitoringNamespace.',
    );
}
