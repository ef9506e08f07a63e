import { ListenerProtocol, suffix } from '../../availability/network/routes/listeners';
import { GATEWAY_GROUP, parentRef } from '../../kubernetes/gateway-routes';
import { annotated } from '../../kubernetes/ingress';
import { MANAGED_BY } from '../../kubernetes/labels';
import type { Manifest, Metadata } from '../../kubernetes/manifest';
import type { UsedListener } from './listeners';
import type { GatewayProps } from './props';

/** A Gateway that the program creates. */
export interface DeclaredGateway {
  readonly name: string;
  readonly namespace: string;
  readonly props: GatewayProps;
}

export function renderClass({ className, controller }: GatewayProps): Manifest[] {
  if (controller === undefined) return [];
  const labels = { 'app.kubernetes.io/managed-by': MANAGED_BY };
  return [{ apiVersion: `${GATEWAY_GROUP}/v1`, kind: 'GatewayClass', metadata: { name: className, labels }, spec: { controllerName: controller } }];
}

/** The Gateway, and what belongs to it: certificates, and the way from http to https. */
export function renderGateway(gateway: DeclaredGateway, listeners: readonly UsedListener[]): Manifest[] {
  const { name, namespace, props } = gateway;
  const addresses = (props.addresses ?? []).map((value) => ({ type: 'IPAddress', value }));
  const hasHttps = listeners.some(({ listener }) => listener.protocol !== ListenerProtocol.HTTP);
  return [
    {
      apiVersion: `${GATEWAY_GROUP}/v1`,
      kind: 'Gateway',
      metadata: annotated(metadataOf(gateway, name), props.annotations),
      spec: {
        gatewayClassName: props.className,
        ...(addresses.length === 0 ? {} : { addresses }),
        listeners: listeners.map((one) => renderListener(gateway, one)),
      },
    },
    ...listeners.flatMap((one) => renderCertificate(gateway, one)),
    ...(hasHttps && props.redirect !== false
      ? [
          {
            apiVersion: `${GATEWAY_GROUP}/v1`,
            kind: 'HTTPRoute',
            metadata: metadataOf(gateway, `${name}-redirect`),
            spec: {
              parentRefs: [parentRef({ name, namespace, listener: 'http' })],
              rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
            },
          },
        ]
      : []),
  ];
}

function metadataOf({ name, namespace }: DeclaredGateway, given: string): Metadata {
  return { name: given, namespace, labels: { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/managed-by': MANAGED_BY } };
}

function renderListener(gateway: DeclaredGateway, used: UsedListener): object {
  const { name, protocol, host } = used.listener;
  const { httpPort = 80, httpsPort = 443 } = gateway.props;
  return {
    name,
    port: protocol === ListenerProtocol.HTTP ? httpPort : httpsPort,
    protocol,
    ...(host === undefined ? {} : { hostname: host }),
    ...tlsOf(gateway, used),
    allowedRoutes: { namespaces: whoMayAttach(gateway, used) },
  };
}

function tlsOf(gateway: DeclaredGateway, used: UsedListener): object {
  if (used.listener.protocol === ListenerProtocol.HTTP) return {};
  if (used.listener.protocol === ListenerProtocol.TLS) return { tls: { mode: 'Passthrough' } };
  const [namespace = gateway.namespace, name = ''] = secretOf(gateway, used).split('/');
  const ref = { kind: 'Secret', name, ...(namespace === gateway.namespace ? {} : { namespace }) };
  return { tls: { mode: 'Terminate', certificateRefs: [ref] } };
}

/** Routes of the namespaces that use the listener. With plain HTTP also the Gateway's own: the redirect, and answers for an issuer (HTTP01). */
function whoMayAttach({ namespace }: DeclaredGateway, { namespaces, listener }: UsedListener): object {
  if (namespaces.every((one) => one === namespace)) return { from: 'Same' };
  const values = [...new Set([...namespaces, ...(listener.protocol === ListenerProtocol.HTTP ? [namespace] : [])])].sort();
  return { from: 'Selector', selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] } };
}

/** The Secret with the certificate of a listener, as `namespace/name`. */
function secretOf({ name, namespace }: DeclaredGateway, { listener: { host = '' }, certificates }: UsedListener): string {
  const [own] = certificates.values();
  return own?.secret ?? `${namespace}/${name}${suffix(host)}`;
}

/** Fields: cert-manager.io/v1. One for each host, however many routes it has. */
function renderCertificate(gateway: DeclaredGateway, used: UsedListener): Manifest[] {
  const { host } = used.listener;
  const [own] = used.certificates.values();
  if (host === undefined || own?.issuer === undefined) return [];
  const secretName = secretOf(gateway, used).split('/')[1] ?? '';
  return [
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: metadataOf(gateway, secretName),
      spec: {
        secretName,
        dnsNames: [host],
        privateKey: { rotationPolicy: 'Always' },
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: own.issuer },
      },
    },
  ];
}
