import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { type Port, Protocol } from '../ask/network/port';
import type { ResolvedApp } from '../ask/resolved';
import type { PlannedMetrics } from '../model/metrics';
import type { Decided } from '../model/plan';
import { onAsk, onAskInCluster } from '../model/rule';
import { namesClients } from './policy/clients';
import { servedPorts } from './ports/ports';
import { plannedServices } from './services/services';

/** Where Prometheus scrapes an app, and how it finds it. */
export function decideMetrics(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<PlannedMetrics> | undefined {
  const { metrics } = app;
  const port = metrics === undefined ? undefined : metricsPort(app);
  if (metrics === undefined || port === undefined) return undefined;
  const operators = facts?.policy.operators;
  // The one with the fewest ports: more likely a Service just for metrics than the one for all clients.
  const [service] = plannedServices(app, facts)
    .filter((one) => one.ports.includes(port))
    .sort((one, other) => one.ports.length - other.ports.length);
  return {
    value: {
      port,
      service: service?.name ?? app.name,
      path: metrics.path,
      intervalSeconds: metrics.interval?.seconds,
      honorLabels: metrics.honorLabels,
      monitor: operators?.prometheusOperator === undefined ? undefined : (operators.prometheusOperator.labels ?? {}),
      letIn: shutsOut(app) ? operators?.monitoringNamespace : undefined,
    },
    why:
      operators?.prometheusOperator === undefined
        ? 'asked for; a Prometheus without an operator finds it by annotations of the Service'
        : 'asked for; the Prometheus operator finds it by a ServiceMonitor',
  };
}

function servedTcp(app: ResolvedApp): Port[] {
  return servedPorts(app).filter((port) => port.protocol === Protocol.TCP);
}

function metricsPort(app: ResolvedApp): Port | undefined {
  const served = servedTcp(app);
  const name = app.metrics?.port;
  return name === undefined ? (served.find((port) => port.speaksHttp) ?? served[0]) : served.find((port) => port.name === name);
}

/** Whether a policy blocks anyone from the ports of the app. */
function shutsOut(app: ResolvedApp): boolean {
  return namesClients(app) && !app.network.onHostNetwork;
}

const METRICS_WITHOUT_PORT = onAsk({
  code: 'METRICS-WITHOUT-PORT',
  severity: Severity.ERROR,
  means: 'metrics on a port that no Service of the app has',
  fix: 'add the port, or add it to a Service',
  *check(app) {
    const { metrics } = app;
    if (metrics === undefined || metricsPort(app) !== undefined) return;
    yield {
      given: metrics.port === undefined ? 'metrics without a port' : `metrics on the port ${metrics.port}`,
      allowed: `but its Services have the TCP ports ${listed(servedTcp(app).map((port) => port.name))}`,
      fix: 'Add the port to network.ports; name an unexposed port, or a port of a sidecar, in a Service of network.services.',
    };
  },
});

const METRICS_INVALID = onAsk({
  code: 'METRICS-INVALID',
  severity: Severity.ERROR,
  means: 'a metrics path that does not start with "/", or an interval below 1 s',
  fix: 'see the message',
  *check({ metrics }) {
    if (metrics === undefined) return;
    if (!metrics.path.startsWith('/'))
      yield { given: `the metrics path "${metrics.path}"`, allowed: 'but a path starts with "/"', fix: `Use "/${metrics.path}".` };
    const interval = metrics.interval?.seconds;
    if (interval !== undefined && !(Number.isInteger(interval) && interval >= 1))
      yield { given: `metrics every ${interval} s`, allowed: 'but Prometheus scrapes at most once a second', fix: 'Use whole seconds.' };
  },
});

const CLIENTS_WITHOUT_MONITORING = onAskInCluster({
  code: 'CLIENTS-WITHOUT-MONITORING',
  severity: Severity.ERROR,
  means: 'an app with clients and metrics, and the facts do not say where Prometheus runs',
  fix: 'set `policy.operators.monitoringNamespace`',
  concerns: ({ metrics, network }) => metrics !== undefined && network.allowFrom !== undefined,
  *check(app, facts) {
    if (app.metrics === undefined || !shutsOut(app) || facts.policy.operators?.monitoringNamespace !== undefined) return;
    yield {
      given: 'clients, and metrics',
      allowed: 'but the facts do not say where Prometheus runs, so the policy would shut it out',
      fix: 'Set policy.operators.monitoringNamespace to the namespace of its pods.',
    };
  },
});

/** What is wrong with the metrics of an app. */
export const METRICS_RULES = [METRICS_WITHOUT_PORT, METRICS_INVALID, CLIENTS_WITHOUT_MONITORING];
