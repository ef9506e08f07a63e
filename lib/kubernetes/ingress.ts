import type { Port } from '../availability/ask/network/port';
import { hostsOf, pathsOf } from '../availability/ask/network/route';
import type { PlannedRoute } from '../availability/model/plan';
import type { Certificate } from '../availability/network/routes/certificates';
import type { Manifest, Metadata } from './manifest';
import type { IngressSpec } from './plain';

/** Where a route leads: a Service, and a port of it. */
export interface Backend {
  readonly service: string;
  readonly port: Port | undefined;
}

/** An Ingress for a route, under metadata to which its annotations are added. */
export function renderIngress(metadata: Metadata, { route, tls, ingressClass }: PlannedRoute, { service, port }: Backend, signed?: Certificate): Manifest {
  const backend = { service: { name: service, port: { name: port?.name ?? '' } } };
  const secretName = tls.secretName ?? signed?.secretName;
  const spec: IngressSpec = {
    ...(ingressClass === undefined ? {} : { ingressClassName: ingressClass }),
    ...(secretName === undefined ? {} : { tls: [{ hosts: [...hostsOf(route)], secretName }] }),
    rules: hostsOf(route).map((host) => ({ host, http: { paths: pathsOf(route).map(({ path, pathType }) => ({ path, pathType, backend })) } })),
  };
  // cert-manager takes the names of a certificate from one Ingress only.
  const asks = tls.issuer !== undefined && signed?.isShared !== true;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: annotated(metadata, { ...(asks ? { 'cert-manager.io/cluster-issuer': tls.issuer } : {}), ...route.annotations }),
    spec,
  };
}

/** Metadata with annotations, if there are any. */
export function annotated(metadata: Metadata, annotations: { readonly [key: string]: string } = {}): Metadata {
  return Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations };
}
