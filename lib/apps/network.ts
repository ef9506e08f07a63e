import { type HttpEntry, type Port, type ServiceProps, ServiceType, Tls } from '../availability/app/network';
import { type Plan, WorkloadKind } from '../availability/plan';
import type { Operators } from '../cluster/policy';
import { selectorLabels } from '../kubernetes/labels';
import type { IngressSpec, Manifest, ServiceSpec } from '../kubernetes/plain';
import { headlessName, metadataOf } from './workload';

/** The Services of an app: the one that others use, and the one that a StatefulSet's pods find each other by. */
export function renderServices(plan: Plan): Manifest[] {
  const { service = {} } = plan.ask.props.network ?? {};
  const ports = (plan.ask.props.network?.ports ?? []).filter((port) => port.exposed);
  const headless: ServiceSpec = { clusterIP: 'None', publishNotReadyAddresses: true, selector: selectorLabels(plan.ask.name), ports: servicePorts(ports) };
  return [
    ...(ports.length === 0
      ? []
      : [{ apiVersion: 'v1', kind: 'Service', metadata: metadataOf(plan, plan.ask.name, service.annotations), spec: serviceSpec(plan, ports, service) }]),
    ...(plan.workload.value === WorkloadKind.STATEFUL_SET
      ? [{ apiVersion: 'v1', kind: 'Service', metadata: metadataOf(plan, headlessName(plan)), spec: headless }]
      : []),
  ];
}

function serviceSpec(plan: Plan, ports: readonly Port[], service: ServiceProps): ServiceSpec {
  const type = service.type ?? ServiceType.CLUSTER_IP;
  return {
    type,
    selector: selectorLabels(plan.ask.name),
    ports: servicePorts(ports),
    // Kubernetes refuses the first of these on a ClusterIP.
    ...(service.externalTrafficPolicy === undefined || type === ServiceType.CLUSTER_IP ? {} : { externalTrafficPolicy: service.externalTrafficPolicy }),
    ...(service.internalTrafficPolicy === undefined ? {} : { internalTrafficPolicy: service.internalTrafficPolicy }),
  };
}

function servicePorts(ports: readonly Port[]): ServiceSpec['ports'] {
  return ports.map((port) => ({ name: port.name, port: port.servicePort ?? port.number, targetPort: port.name, protocol: port.protocol }));
}

/** One Ingress for each entry, so that an issuer's annotation holds for its own host only. The first keeps its name when others come. */
export function renderEntries(plan: Plan, operators: Operators): Manifest[] {
  const { http = [] } = plan.ask.props.network ?? {};
  return http.map((entry, index) => renderEntry(plan, entry, index === 0 ? plan.ask.name : `${plan.ask.name}-${index + 1}`, operators));
}

function renderEntry(plan: Plan, entry: HttpEntry, name: string, operators: Operators): Manifest {
  const tls = entry.tls ?? (operators.clusterIssuer === undefined ? Tls.none() : Tls.clusterIssuer(operators.clusterIssuer));
  const ports = plan.ask.props.network?.ports ?? [];
  const port = entry.port ?? ports.find((one) => one.speaksHttp && one.exposed)?.name ?? '';
  const ingressClassName = entry.ingressClass ?? operators.ingressClass;
  const secretName = tls.secretName ?? (tls.issuer === undefined ? undefined : `${name}-tls`);
  const spec: IngressSpec = {
    ...(ingressClassName === undefined ? {} : { ingressClassName }),
    ...(secretName === undefined ? {} : { tls: [{ hosts: [entry.host], secretName }] }),
    rules: [
      {
        host: entry.host,
        http: {
          paths: (entry.paths ?? ['/']).map((path) => ({ path, pathType: 'Prefix', backend: { service: { name: plan.ask.name, port: { name: port } } } })),
        },
      },
    ],
  };
  const annotations = { ...(tls.issuer === undefined ? {} : { 'cert-manager.io/cluster-issuer': tls.issuer }), ...entry.annotations };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: metadataOf(plan, name, annotations), spec };
}
