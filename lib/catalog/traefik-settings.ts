import type { RbacRule } from '../availability/ask/access';

const READ = ['get', 'list', 'watch'];

/** From its documentation for Ingress, and nodes, which its source watches although the documentation leaves them out. */
export const TRAEFIK_CLUSTER_RULES: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['services', 'secrets', 'nodes'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
];

/** Ingress objects of one class, served on 8000 and 8443, with a slow end so that no request is cut off. */
export function traefikArgs(ingressClass: string, service: string): string[] {
  return [
    '--providers.kubernetesingress=true',
    `--providers.kubernetesingress.ingressclass=${ingressClass}`,
    // So that Ingress objects show the address of the Service.
    `--providers.kubernetesingress.ingressendpoint.publishedservice=${service}`,
    // As Kubernetes defines a path prefix: /app is not /apple.
    '--providers.kubernetesingress.strictprefixmatching=true',
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
