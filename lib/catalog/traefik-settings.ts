import type { RbacRule } from '../availability/ask/access';
import { RouteApi } from '../availability/model/plan';

const READ = ['get', 'list', 'watch'];

/** From its documentation for Ingress, and nodes, which its source watches although the documentation leaves them out. */
const INGRESS_RULES: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['services', 'secrets', 'nodes'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
];

const GATEWAY_KINDS = ['backendtlspolicies', 'gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants', 'tlsroutes'];

/** From its documentation for the Gateway API (kubernetes-gateway-rbac.yml of 3.7), without kinds of the experimental channel. */
const GATEWAY_RULES: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['configmaps', 'secrets', 'services'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  { apiGroups: ['gateway.networking.k8s.io'], resources: GATEWAY_KINDS, verbs: READ },
  { apiGroups: ['gateway.networking.k8s.io'], resources: GATEWAY_KINDS.map((kind) => `${kind}/status`), verbs: ['update'] },
];

export const TRAEFIK_CLUSTER_RULES: { readonly [api in RouteApi]: readonly RbacRule[] } = {
  [RouteApi.INGRESS]: INGRESS_RULES,
  [RouteApi.GATEWAY]: GATEWAY_RULES,
};

/** What Traefik is told of its Service: the namespace and the name. */
interface PublishedService {
  readonly namespace: string;
  readonly name: string;
}

const PROVIDER: { readonly [api in RouteApi]: (ingressClass: string, service: PublishedService) => readonly string[] } = {
  [RouteApi.INGRESS]: (ingressClass, { namespace, name }) => [
    '--providers.kubernetesingress=true',
    `--providers.kubernetesingress.ingressclass=${ingressClass}`,
    // So that Ingress objects show the address of the Service.
    `--providers.kubernetesingress.ingressendpoint.publishedservice=${namespace}/${name}`,
    // As Kubernetes defines a path prefix: /app is not /apple.
    '--providers.kubernetesingress.strictprefixmatching=true',
  ],
  [RouteApi.GATEWAY]: (_class, { namespace, name }) => [
    '--providers.kubernetesgateway=true',
    // So that Gateways show the address of the Service.
    `--providers.kubernetesgateway.statusaddress.service.namespace=${namespace}`,
    `--providers.kubernetesgateway.statusaddress.service.name=${name}`,
  ],
};

/** Ingress objects of one class, or Gateways, served on 8000 and 8443, with a slow end so that no request is cut off. */
export function traefikArgs(api: RouteApi, ingressClass: string, service: PublishedService): string[] {
  return [
    ...PROVIDER[api](ingressClass, service),
    '--entrypoints.web.address=:8000/tcp',
    '--entrypoints.websecure.address=:8443/tcp',
    '--entrypoints.websecure.http.tls=true',
    '--ping=true',
    // A stopping pod still gets connections until every node has heard of it: accept for 10 s, then let requests end.
    ...['web', 'websecure'].flatMap((entry) => [
      `--entrypoints.${entry}.transport.lifecycle.requestacceptgracetimeout=10s`,
      `--entrypoints.${entry}.transport.lifecycle.gracetimeout=30s`,
    ]),
  ];
}

/** Its metrics on an entry point of their own: the one that they have otherwise also answers pings, and is for the kubelet alone. */
export function traefikMetricsArgs(port: number): string[] {
  return [`--entrypoints.metrics.address=:${port}/tcp`, '--metrics.prometheus=true', '--metrics.prometheus.entrypoint=metrics'];
}
