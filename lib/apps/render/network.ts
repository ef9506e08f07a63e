import type { Port } from '../../availability/ask/network/port';
import { leadsTo, type Route } from '../../availability/ask/network/route';
import { ServiceType } from '../../availability/ask/network/service';
import type { PlannedEndpoint } from '../../availability/model/metrics';
import { type Plan, type PlannedService, WorkloadKind } from '../../availability/model/plan';
import type { Certificates } from '../../availability/network/routes/certificates';
import type { Backend } from '../../kubernetes/ingress';
import { SCRAPED_LABEL, selectorLabels } from '../../kubernetes/labels';
import type { Manifest } from '../../kubernetes/manifest';
import type { ServiceSpec } from '../../kubernetes/plain';
import { renderRoutes } from '../../kubernetes/routes';
import { headlessName, metadataOf } from './workload';

/** The Services of an app: those for clients, and the one for the pods of a StatefulSet. */
export function renderServices(plan: Plan): Manifest[] {
  const headless: ServiceSpec = {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: selectorLabels(plan.ask.name),
    ports: servicePorts(plan.ask.network.exposed, []),
  };
  return [
    ...plan.services.map((service) => renderService(plan, service)),
    ...(plan.workload.value === WorkloadKind.STATEFUL_SET
      ? [{ apiVersion: 'v1', kind: 'Service', metadata: metadataOf(plan, headlessName(plan)), spec: headless }]
      : []),
  ];
}

/** The default scrape timeout of Prometheus. */
const DEFAULT_TIMEOUT_SECONDS = 10;

/** The annotations for a Prometheus without an operator, as in its example configuration for Kubernetes. */
function scrapeAnnotations({ port, path, intervalSeconds, honorLabels }: PlannedEndpoint): { readonly [key: string]: string } {
  return {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': `${port.number}`,
    'prometheus.io/path': path,
    ...(intervalSeconds === undefined ? {} : { 'prometheus.io/interval': `${intervalSeconds}s` }),
    ...(intervalSeconds === undefined || intervalSeconds >= DEFAULT_TIMEOUT_SECONDS ? {} : { 'prometheus.io/timeout': `${intervalSeconds}s` }),
    ...(honorLabels ? { 'prometheus.io/honor-labels': 'true' } : {}),
  };
}

function renderService(plan: Plan, service: PlannedService): Manifest {
  const { name, props, addresses } = service;
  const annotation = addresses?.value.annotation;
  const { endpoints = [], monitor } = plan.metrics?.value ?? {};
  const here = endpoints.filter((one) => one.service === name);
  const annotated = monitor === undefined ? here.find((one) => one.annotated) : undefined;
  const metadata = metadataOf(plan, name, {
    ...(annotation === undefined ? {} : { [annotation[0]]: annotation[1] }),
    ...(annotated === undefined ? {} : scrapeAnnotations(annotated)),
    ...props.annotations,
  });
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...metadata, labels: { ...props.labels, ...metadata.labels, ...(here.length === 0 ? {} : { [SCRAPED_LABEL]: 'true' }) } },
    spec: serviceSpec(plan, service),
  };
}

function serviceSpec(plan: Plan, { ports, byNumber, props: service, addresses }: PlannedService): ServiceSpec {
  const address = addresses?.value.field;
  const type = service.type ?? ServiceType.CLUSTER_IP;
  return {
    type,
    selector: selectorLabels(plan.ask.name),
    ports: servicePorts(ports, byNumber, service.nodePorts),
    ...(service.headless === true ? { clusterIP: 'None' } : {}),
    // Kubernetes refuses the first of these on a ClusterIP.
    ...(service.externalTrafficPolicy === undefined || type === ServiceType.CLUSTER_IP ? {} : { externalTrafficPolicy: service.externalTrafficPolicy }),
    ...(service.internalTrafficPolicy === undefined ? {} : { internalTrafficPolicy: service.internalTrafficPolicy }),
    ...(address === undefined ? {} : { loadBalancerIP: address }),
    ...(service.loadBalancerClass === undefined ? {} : { loadBalancerClass: service.loadBalancerClass }),
    ...(service.loadBalancerSourceRanges === undefined ? {} : { loadBalancerSourceRanges: [...service.loadBalancerSourceRanges] }),
    ...(service.allocateLoadBalancerNodePorts === undefined ? {} : { allocateLoadBalancerNodePorts: service.allocateLoadBalancerNodePorts }),
    ...sessionAffinity(service),
    ...(service.ipFamilyPolicy === undefined ? {} : { ipFamilyPolicy: service.ipFamilyPolicy }),
    ...(service.ipFamilies === undefined ? {} : { ipFamilies: [...service.ipFamilies] }),
    ...(service.publishNotReadyAddresses === undefined ? {} : { publishNotReadyAddresses: service.publishNotReadyAddresses }),
  };
}

function sessionAffinity({ sessionAffinity: asked }: PlannedService['props']): Pick<ServiceSpec, 'sessionAffinity' | 'sessionAffinityConfig'> {
  if (asked === undefined) return {};
  if (asked.timeout === undefined) return { sessionAffinity: 'ClientIP' };
  return { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: asked.timeout.seconds } } };
}

function servicePorts(ports: readonly Port[], byNumber: readonly Port[], nodePorts: { readonly [port: string]: number } = {}): ServiceSpec['ports'] {
  return ports.map((port) => {
    const nodePort = nodePorts[port.name];
    return {
      name: port.name,
      port: port.servicePort ?? port.number,
      targetPort: byNumber.includes(port) ? port.number : port.name,
      protocol: port.protocol,
      ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
      ...(nodePort === undefined ? {} : { nodePort }),
    };
  });
}

/** The web addresses of an app. */
export function renderEntries(plan: Plan, certificates: Certificates): Manifest[] {
  return renderRoutes(plan.routes, {
    name: plan.ask.name,
    metadataOf: (name) => metadataOf(plan, name),
    backendOf: ({ route }) => backendOf(plan, route),
    certificates,
  });
}

/** The first Service with the port of the route. */
function backendOf(plan: Plan, route: Route): Backend {
  const fits = leadsTo(route);
  const service = plan.services.find((one) => one.ports.some(fits));
  return { service: service?.name ?? '', port: service?.ports.find(fits) };
}
