// Made from the types by `npm run shapes`: change those, not this file.
import { ClientKind } from './client';
import { DURATION, GATEWAY_REFERENCE, PROTOCOL } from '../../../cluster/shapes.generated';
import { DestinationKind } from './destination';
import { IpFamily, IpFamilyPolicy, ServiceType, TrafficPolicy } from './service';
import { SECRET_KEY } from '../reference/shapes.generated';
import { flag, instance, list, mapOf, number, oneOf, optional, record, text, within } from '../../../cluster/shape';

export const HOST_PORT = record({ address: optional(text), number, reason: text });

export const PORT = instance('Port', 'Port.http(…)', {
  name: text,
  number,
  protocol: PROTOCOL,
  speaksHttp: flag,
  servicePort: optional(number),
  exposed: flag,
  appProtocol: optional(text),
  hostPort: optional(HOST_PORT),
});

export const SERVICE_TYPE = oneOf('ServiceType', ServiceType);

export const TRAFFIC_POLICY = oneOf('TrafficPolicy', TrafficPolicy);

export const SESSION_AFFINITY = instance('SessionAffinity', 'SessionAffinity.clientIp(…)', { timeout: optional(DURATION) });

export const IP_FAMILY_POLICY = oneOf('IpFamilyPolicy', IpFamilyPolicy);

export const IP_FAMILY = oneOf('IpFamily', IpFamily);

export const SERVICE_PROPS = record({
  type: optional(SERVICE_TYPE),
  ports: optional(list(text)),
  headless: optional(flag),
  externalTrafficPolicy: optional(TRAFFIC_POLICY),
  internalTrafficPolicy: optional(TRAFFIC_POLICY),
  nodePorts: optional(mapOf(number)),
  addresses: optional(list(text)),
  loadBalancerClass: optional(text),
  loadBalancerSourceRanges: optional(list(text)),
  allocateLoadBalancerNodePorts: optional(flag),
  sessionAffinity: optional(SESSION_AFFINITY),
  ipFamilyPolicy: optional(IP_FAMILY_POLICY),
  ipFamilies: optional(list(IP_FAMILY)),
  publishNotReadyAddresses: optional(flag),
  labels: optional(mapOf(text)),
  annotations: optional(mapOf(text)),
});

export const NAMED_SERVICE_PROPS = record({ ...SERVICE_PROPS.fields, ports: list(text), name: text });

export const TLS = instance('Tls', 'Tls.clusterIssuer(…)', { issuer: optional(text), secretName: optional(text), isPassthrough: flag });

export const HEADER_CHANGES = record({ set: optional(mapOf(text)), add: optional(mapOf(text)), remove: optional(list(text)) });

export const REWRITE = record({ host: optional(text), path: optional(text), prefix: optional(text) });

export const REDIRECT = record({
  scheme: optional(text),
  host: optional(text),
  port: optional(number),
  path: optional(text),
  prefix: optional(text),
  statusCode: optional(number),
});

export const BACKEND_TLS = record({ hostname: text, configMapName: optional(text), publicAuthorities: optional(flag) });

export const ROUTE = record({
  host: text,
  aliases: optional(list(text)),
  paths: optional(list(text)),
  exactPaths: optional(list(text)),
  implementationSpecificPaths: optional(list(text)),
  tls: optional(TLS),
  port: optional(text),
  ingressClass: optional(text),
  annotations: optional(mapOf(text)),
  gateways: optional(list(GATEWAY_REFERENCE)),
  headers: optional(mapOf(text)),
  requestHeaders: optional(HEADER_CHANGES),
  responseHeaders: optional(HEADER_CHANGES),
  rewrite: optional(REWRITE),
  redirect: optional(REDIRECT),
  timeout: optional(DURATION),
  backendTls: optional(BACKEND_TLS),
});

export const CLIENT_KIND = oneOf('ClientKind', ClientKind);

export const CLIENT = instance('Client', 'Client.namespace(…)', {
  kind: CLIENT_KIND,
  value: text,
  namespace: optional(text),
  labels: optional(mapOf(text)),
  ports: optional(list(text)),
});

export const DESTINATION_KIND = oneOf('DestinationKind', DestinationKind);

export const DESTINATION = instance('Destination', 'Destination.namespace(…)', { kind: DESTINATION_KIND, value: text, namespace: optional(text) });

export const NETWORK_PROPS = record({
  ports: optional(list(PORT)),
  service: optional(SERVICE_PROPS),
  services: optional(list(NAMED_SERVICE_PROPS)),
  routes: optional(list(ROUTE)),
  allowFrom: optional(list(CLIENT)),
  allowTo: optional(list(DESTINATION)),
});

export const METRICS_TLS = record({ authority: optional(SECRET_KEY), serverName: optional(text), unverified: optional(text) });

export const METRICS_ENDPOINT = record({
  port: optional(text),
  path: optional(text),
  interval: optional(within(DURATION, 0, 86400)),
  honorLabels: optional(flag),
  tls: optional(METRICS_TLS),
  bearerToken: optional(SECRET_KEY),
});

export const METRICS_PROPS = record({
  ...METRICS_ENDPOINT.fields,
  more: optional(list(METRICS_ENDPOINT)),
  series: optional(within(number, 0, 1000000000, true)),
});
