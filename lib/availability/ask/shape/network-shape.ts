import { DURATION } from '../../../cluster/facts-shape';
import { type Fields, flag, instance, list, mapOf, number, oneOf, optional, record, text } from '../../../cluster/shape';
import { type Client, ClientKind } from '../network/client';
import { type Destination, DestinationKind } from '../network/destination';
import {
  type HostPort,
  IpFamily,
  IpFamilyPolicy,
  type NamedServiceProps,
  type NetworkProps,
  type Port,
  Protocol,
  type Route,
  type ServiceProps,
  ServiceType,
  type SessionAffinity,
  type Tls,
  TrafficPolicy,
} from '../network/network';

export const TLS = instance<Tls>('a Tls', 'Tls.clusterIssuer(…)', { issuer: optional(text), secretName: optional(text) });

const PORT = instance<Port>('a Port', 'Port.http(…)', {
  name: text,
  number,
  protocol: oneOf('Protocol', Protocol),
  speaksHttp: flag,
  servicePort: optional(number),
  exposed: flag,
  appProtocol: optional(text),
  hostPort: optional(record<HostPort>({ number, reason: text })),
});

const CLIENT = instance<Client>('a Client', 'Client.namespace(…)', { kind: oneOf('ClientKind', ClientKind), value: text, namespace: optional(text) });

const DESTINATION = instance<Destination>('a Destination', 'Destination.internet()', {
  kind: oneOf('DestinationKind', DestinationKind),
  value: text,
  namespace: optional(text),
});

const SERVICE: Fields<ServiceProps> = {
  type: optional(oneOf('ServiceType', ServiceType)),
  ports: optional(list(text)),
  headless: optional(flag),
  externalTrafficPolicy: optional(oneOf('TrafficPolicy', TrafficPolicy)),
  internalTrafficPolicy: optional(oneOf('TrafficPolicy', TrafficPolicy)),
  nodePorts: optional(mapOf(number)),
  addresses: optional(list(text)),
  loadBalancerClass: optional(text),
  allocateLoadBalancerNodePorts: optional(flag),
  sessionAffinity: optional(instance<SessionAffinity>('a SessionAffinity', 'SessionAffinity.clientIp()', { timeout: optional(DURATION) })),
  ipFamilyPolicy: optional(oneOf('IpFamilyPolicy', IpFamilyPolicy)),
  ipFamilies: optional(list(oneOf('IpFamily', IpFamily))),
  publishNotReadyAddresses: optional(flag),
  annotations: optional(mapOf(text)),
};

export const PORTS = list(PORT);

export const HTTP = list(
  record<Route>({
    host: text,
    aliases: optional(list(text)),
    paths: optional(list(text)),
    exactPaths: optional(list(text)),
    implementationSpecificPaths: optional(list(text)),
    tls: optional(TLS),
    port: optional(text),
    ingressClass: optional(text),
    annotations: optional(mapOf(text)),
  }),
);

export const NETWORK = record<NetworkProps>({
  ports: optional(PORTS),
  service: optional(record<ServiceProps>(SERVICE)),
  services: optional(list(record<NamedServiceProps>({ ...SERVICE, name: text, ports: list(text) }))),
  routes: optional(HTTP),
  allowFrom: optional(list(CLIENT)),
  allowTo: optional(list(DESTINATION)),
});
