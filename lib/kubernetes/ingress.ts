import { hostsOf, pathsOf, type Route, Tls } from '../availability/ask/network/route';
import type { Operators } from '../cluster/policy';
import type { Manifest, Metadata } from './manifest';
import type { IngressSpec } from './plain';

/** Where an entry leads: a Service, and a port of it by name. */
export interface Backend {
  readonly service: { readonly name: string; readonly port: { readonly name: string } };
}

/** An Ingress for an entry, under metadata to which its annotations are added. */
export function renderIngress(metadata: Metadata, entry: Route, backend: Backend, operators: Operators): Manifest {
  const tls = entry.tls ?? (operators.clusterIssuer === undefined ? Tls.none() : Tls.clusterIssuer(operators.clusterIssuer));
  const ingressClassName = entry.ingressClass ?? operators.ingressClass;
  const secretName = tls.secretName ?? (tls.issuer === undefined ? undefined : `${metadata.name}-tls`);
  const spec: IngressSpec = {
    ...(ingressClassName === undefined ? {} : { ingressClassName }),
    ...(secretName === undefined ? {} : { tls: [{ hosts: [...hostsOf(entry)], secretName }] }),
    rules: hostsOf(entry).map((host) => ({ host, http: { paths: pathsOf(entry).map(({ path, pathType }) => ({ path, pathType, backend })) } })),
  };
  const annotations = { ...(tls.issuer === undefined ? {} : { 'cert-manager.io/cluster-issuer': tls.issuer }), ...entry.annotations };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
    spec,
  };
}
