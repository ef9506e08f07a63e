import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { duplicates, listed } from '../../cluster/names';
import type { MetricsEndpoint } from '../ask/network/metrics';
import { type Port, Protocol } from '../ask/network/port';
import type { ResolvedApp, ResolvedMetrics } from '../ask/resolved';
import type { PlannedEndpoint, PlannedMetrics } from '../model/metrics';
import type { Decided, PlannedService } from '../model/plan';
import { concerning, onAsk, onAskInCluster } from '../model/rule';
import { namesClients } from './policy/clients';
import { servedPorts } from './ports/ports';
import { plannedServices } from './services/services';

/** Where Prometheus scrapes an app, and how it finds it. */
export function decideMetrics(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<PlannedMetrics> | undefined {
  const { metrics } = app;
  if (metrics === undefined) return undefined;
  const operators = facts?.policy.operators;
  const monitor = operators?.prometheusOperator === undefined ? undefined : (operators.prometheusOperator.labels ?? {});
  const endpoints = plannedEndpoints(app, metrics.endpoints, plannedServices(app, facts));
  const asked = `asked for; ${monitor === undefined ? 'a Prometheus without an operator finds it by annotations of the Service' : 'the Prometheus operator finds it by a ServiceMonitor'}`;
  const own =
    monitor === undefined && endpoints.some(({ annotated }) => !annotated) ? ', which have room for one that is open to all; others need Monitoring' : '';
  return endpoints.length === 0
    ? undefined
    : { value: { endpoints, monitor, letIn: shutsOut(app) ? operators?.monitoringNamespace : undefined }, why: `${asked}${own}` };
}

function plannedEndpoints(app: ResolvedApp, asked: ResolvedMetrics['endpoints'], services: readonly PlannedService[]): readonly PlannedEndpoint[] {
  const told = new Set<string>();
  return asked.flatMap((one) => {
    const port = metricsPort(app, one);
    if (port === undefined) return [];
    // The one with the fewest ports: more likely a Service just for metrics than the one for all clients.
    const [first] = services.filter(({ ports }) => ports.includes(port)).sort((some, other) => some.ports.length - other.ports.length);
    const service = first?.name ?? app.name;
    const annotated = one.tls === undefined && one.bearerToken === undefined && !told.has(service);
    if (annotated) told.add(service);
    const { path, interval, honorLabels, tls, bearerToken } = one;
    return [{ port, service, path, intervalSeconds: interval?.seconds, honorLabels, tls, bearerToken, annotated }];
  });
}

function servedTcp(app: ResolvedApp): Port[] {
  return servedPorts(app).filter((port) => port.protocol === Protocol.TCP);
}

function metricsPort(app: ResolvedApp, { port: name }: MetricsEndpoint): Port | undefined {
  const served = servedTcp(app);
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
    for (const endpoint of app.metrics?.endpoints ?? []) {
      if (metricsPort(app, endpoint) !== undefined) continue;
      yield {
        given: endpoint.port === undefined ? 'metrics without a port' : `metrics on the port ${endpoint.port}`,
        allowed: `but its Services have the TCP ports ${listed(servedTcp(app).map((port) => port.name))}`,
        fix: 'Add the port to network.ports; name an unexposed port, or a port of a sidecar, in a Service of network.services.',
      };
    }
  },
});

const METRICS_INVALID = onAsk({
  code: 'METRICS-INVALID',
  severity: Severity.ERROR,
  means:
    'a metrics path that does not start with "/", an interval below 1 s, two endpoints at one place, or a certificate that is not checked without a reason',
  fix: 'see the message',
  *check(app) {
    const { endpoints = [] } = app.metrics ?? {};
    for (const { path, interval: { seconds: interval } = {}, tls } of endpoints) {
      if (!path.startsWith('/')) yield { given: `the metrics path "${path}"`, allowed: 'but a path starts with "/"', fix: `Use "/${path}".` };
      if (interval !== undefined && !(Number.isInteger(interval) && interval >= 1))
        yield { given: `metrics every ${interval} s`, allowed: 'but Prometheus scrapes at most once a second', fix: 'Use whole seconds.' };
      if (tls?.unverified?.trim() === '')
        yield {
          given: `the certificate of ${path} unchecked, without a reason`,
          allowed: 'but then anybody can answer for the app',
          fix: 'Say why in unverified, or leave it out.',
        };
      if (tls?.unverified !== undefined && tls.authority !== undefined)
        yield {
          given: `an authority for ${path}, and unverified`,
          allowed: 'but a certificate that is not checked needs no authority',
          fix: 'Remove one of the two.',
        };
    }
    for (const place of duplicates(endpoints.map((one) => `${one.path} of the port ${metricsPort(app, one)?.name ?? one.port}`)))
      yield { given: `metrics at ${place}, twice`, allowed: 'but then each series is there twice', fix: 'Remove one of them.' };
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
export const METRICS_RULES = concerning(({ metrics }) => metrics !== undefined, [METRICS_WITHOUT_PORT, METRICS_INVALID, CLIENTS_WITHOUT_MONITORING]);
