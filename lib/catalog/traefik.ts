import type { Objective } from '../availability/ask/app';
import { Probe } from '../availability/ask/container/health';
import type { ResourcesProps } from '../availability/ask/container/resources';
import type { MetricsProps } from '../availability/ask/network/metrics';
import { Port } from '../availability/ask/network/port';
import { ServiceType, TrafficPolicy } from '../availability/ask/network/service';
import { Volume } from '../availability/ask/volume/volume';
import type { HighlyAvailableProps, Replicas } from '../availability/ask/workload';
import { RouteApi } from '../availability/model/plan';
import { NodeRole } from '../cluster/node';
import { Cpu, Duration, Size } from '../cluster/units';
import { IMAGES } from './images';
import { checkOptions } from './options';
import { TRAEFIK_OPTIONS } from './shapes.generated';
import { TRAEFIK_CLUSTER_RULES, traefikArgs, traefikMetricsArgs } from './traefik-settings';

/** Options of Traefik. */
export interface TraefikOptions {
  /** @default - 3 */
  readonly replicas?: Replicas;
  /** @default ServiceType.LOAD_BALANCER */
  readonly serviceType?: ServiceType;
  /** @default - traefik */
  readonly namespace?: string;
  /** @default - none: the report says what to expect */
  readonly objective?: Objective;
  /** What it serves: Ingress objects of the class `traefik`, or Gateways. @default RouteApi.INGRESS */
  readonly routeApi?: RouteApi;
  /** More of Traefik's own arguments: a redirection to HTTPS. @default - none */
  readonly args?: readonly string[];
  /** Answers Prometheus on port 9100, by a Service of its own inside the cluster. @default - no metrics */
  readonly metrics?: Pick<MetricsProps, 'interval'>;
  /** @default - 100m, 128Mi, at most 256Mi: what public charts give it */
  readonly resources?: ResourcesProps;
}

/** The controller that an IngressClass for this Traefik names (pkg/provider/kubernetes/ingress in its source). */
export const TRAEFIK_CONTROLLER = 'traefik.io/ingress-controller';

/** The controller that the class of a Gateway names for this Traefik (pkg/provider/kubernetes/gateway in its source). The Gateway's listeners need the ports 8000 and 8443. */
export const TRAEFIK_GATEWAY_CONTROLLER = 'traefik.io/gateway-controller';

/** The app, its Service and its IngressClass; Traefik's arguments name the latter two. */
const NAME = 'traefik';

const PORTS = [Port.tcp(8000, 'web').exposedAs(80), Port.tcp(8443, 'websecure').exposedAs(443), Port.tcp(8080, 'ping').unexposed()];
/** As its Helm chart has it. Unexposed: not on the load balancer. */
const METRICS = Port.tcp(9100, 'metrics').unexposed();

/**
 * Traefik as the way in, for Ingress objects of the class `traefik` or for Gateways. Highly available: it keeps
 * nothing (cert-manager has the certificates), so any number of pods may serve, and all of the web depends on them.
 */
export function traefik(options: TraefikOptions = {}): HighlyAvailableProps {
  checkOptions('traefik', TRAEFIK_OPTIONS, options);
  const namespace = options.namespace ?? NAME;
  const type = options.serviceType ?? ServiceType.LOAD_BALANCER;
  const { metrics, routeApi = RouteApi.INGRESS } = options;
  return {
    name: NAME,
    namespace,
    image: IMAGES.traefik,
    replicas: options.replicas,
    objective: options.objective,
    placement: { role: NodeRole.INGRESS },
    resources: options.resources ?? { cpu: Cpu.millis(100), memory: Size.mib(128), memoryLimit: Size.mib(256) },
    args: [
      ...traefikArgs(routeApi, NAME, { namespace, name: NAME }),
      ...(metrics === undefined ? [] : traefikMetricsArgs(METRICS.number)),
      ...(options.args ?? []),
    ],
    rbac: { clusterRules: TRAEFIK_CLUSTER_RULES[routeApi] },
    network: {
      ports: metrics === undefined ? PORTS : [...PORTS, METRICS],
      // Local keeps the clients' addresses; Kubernetes refuses the field where nothing comes from outside.
      service: { type, externalTrafficPolicy: type === ServiceType.CLUSTER_IP ? undefined : TrafficPolicy.LOCAL },
      ...(metrics === undefined ? {} : { services: [{ name: METRICS.name, ports: [METRICS.name] }] }),
    },
    ...(metrics === undefined ? {} : { metrics: { ...metrics, port: METRICS.name, honorLabels: true } }),
    health: { readiness: Probe.http('/ping', 'ping') },
    // More than the 10 s and 30 s that its arguments give to requests in flight; the same as its Helm chart.
    terminationGrace: Duration.seconds(60),
    // Where the buffering middleware puts large bodies.
    volumes: [Volume.scratch('/tmp', Size.mib(256))],
    // No security: the image's own user is root, which only ports below 1024 would need.
  };
}
