import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { labelRefused } from '../../../cluster/label';
import { listed } from '../../../cluster/names';
import { type Client, ClientKind } from '../../ask/network/client';
import { leadsTo } from '../../ask/network/route';
import { ServiceType, TrafficPolicy } from '../../ask/network/service';
import type { ResolvedApp } from '../../ask/resolved';
import type { Decided, PlannedClient } from '../../model/plan';
import { concerning, onAsk, onAskInCluster } from '../../model/rule';
import { openPorts, servedPorts } from '../ports/ports';
import { askedServices } from '../services/services';
import { peerInvalid, rangeInvalid } from './peers';

const NONE: readonly never[] = Object.freeze([]);

/** Whether it shuts others out. */
export function namesClients({ network: { allowFrom } }: ResolvedApp): boolean {
  return allowFrom !== undefined && !allowFrom.some(({ kind, ports }) => kind === ClientKind.EVERYBODY && ports === undefined);
}

/** Who may connect. Undefined: anyone. */
export function decideClients(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<readonly PlannedClient[] | undefined> {
  const { allowFrom: clients, routes, onHostNetwork } = app.network;
  if (onHostNetwork) return { value: undefined, why: 'its pods use the host network, where no policy applies' };
  if (clients === undefined && openPorts(app).length === 0) return { value: [], why: 'it has no Service' };
  if (clients === undefined) return { value: undefined, why: 'anyone may connect unless the app names its clients' };
  if (!namesClients(app)) return { value: undefined, why: 'asked for' };
  const open = openPorts(app);
  const asked = clients.map(({ ports, ...client }): PlannedClient => {
    const peer = peerOf(client, facts === undefined ? app.namespace : client.value);
    return ports === undefined ? peer : { ...peer, ports: open.filter(({ name }) => ports.includes(name)) };
  });
  const served = servedPorts(app);
  const led = new Set(routes.flatMap((route) => served.find(leadsTo(route))?.name ?? []));
  const ingress = led.size === 0 ? undefined : facts?.policy.operators?.ingressNamespace;
  if (ingress === undefined) return { value: asked, why: 'asked for' };
  // Whoever takes over the ingress controller should not reach more than it serves.
  const ports = open.filter(({ name }) => led.has(name));
  return {
    value: [...asked, { namespace: ingress, ...(ports.length === open.length ? {} : { ports }) }],
    why: `asked for; and ${ingress}, which serves ${listed(routes.map((route) => route.host))}`,
  };
}

function peerOf({ kind, value, namespace, labels }: Omit<Client, 'ports' | 'onPorts'>, usual: string | undefined): PlannedClient {
  switch (kind) {
    case ClientKind.EVERYBODY:
      return { anyone: true };
    case ClientKind.CIDR:
      return { cidr: value };
    case ClientKind.NAMESPACE:
      return { namespace: value };
    case ClientKind.PODS:
      return { namespace: value, labels: labels ?? {} };
    case ClientKind.APP:
      return { app: value, namespace: namespace ?? usual };
  }
}

/** Whether the pods of an app are among the clients. Its namespace is looked at elsewhere. */
export function isAmongPods({ app, labels = {} }: PlannedClient, { name, podLabels }: ResolvedApp): boolean {
  const own: { readonly [key: string]: string } = { ...podLabels, 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
  return (app === undefined || app === name) && Object.entries(labels).every(([key, value]) => own[key] === value);
}

const CLIENT_INVALID = onAsk({
  code: 'CLIENT-INVALID',
  severity: Severity.ERROR,
  means: 'a client with a name or a label that Kubernetes refuses, without labels or ports where it names them, or an invalid address range',
  fix: 'use its name in the cluster, or a range like `192.168.1.0/24`',
  *check({ network: { allowFrom } }) {
    for (const { kind, value, namespace, labels, ports } of allowFrom ?? NONE) {
      if (kind === ClientKind.CIDR) yield* rangeInvalid('client', value);
      else if (kind !== ClientKind.EVERYBODY) yield* peerInvalid('client', value, namespace);
      for (const [key, text] of Object.entries(labels ?? {})) yield* labelRefused('client with the label', key, text);
      if (kind === ClientKind.PODS && Object.keys(labels ?? {}).length === 0)
        yield { given: `pods of ${value} without a label`, allowed: 'but those are all of its pods', fix: 'Name their labels, or use Client.namespace.' };
      if (ports?.length === 0) yield { given: 'a client on no port', allowed: 'but then it cannot connect', fix: 'Name a port, or remove the client.' };
    }
  },
});

const CLIENT_PORT_UNKNOWN = onAsk({
  code: 'CLIENT-PORT-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a client on a port that the app does not have, or that no Service has',
  fix: 'name one of its ports, or add the port to a Service',
  *check(app) {
    const open = openPorts(app).map(({ name }) => name);
    for (const name of new Set((app.network.allowFrom ?? NONE).flatMap(({ ports = NONE }) => ports))) {
      if (!open.includes(name))
        yield {
          given: `a client on the port ${name}`,
          allowed: `but the ports that others reach are ${listed(open)}`,
          fix: 'Name one of them, or add the port to a Service.',
        };
    }
  },
});

const CLIENTS_ON_HOST_NETWORK = onAsk({
  code: 'CLIENTS-ON-HOST-NETWORK',
  severity: Severity.ERROR,
  means: 'clients of an app on the host network, where no policy applies',
  fix: 'leave `allowFrom` out, or use the pod network',
  *check(app) {
    if (app.network.onHostNetwork && namesClients(app))
      yield { given: 'clients', allowed: 'but no policy applies to pods on the host network', fix: 'Leave allowFrom out, or use the pod network.' };
  },
});

const CLIENTS_WITHOUT_INGRESS = onAskInCluster({
  code: 'CLIENTS-WITHOUT-INGRESS',
  severity: Severity.ERROR,
  means: 'an app with clients and an HTTP route, and the facts do not say where the ingress controller runs',
  fix: 'set `policy.operators.ingressNamespace`',
  concerns: (app) => app.network.routes.length > 0 && namesClients(app),
  *check(app, facts) {
    const [route] = app.network.routes;
    if (route === undefined || !namesClients(app) || facts.policy.operators?.ingressNamespace !== undefined) return;
    yield {
      given: `clients, and the web address ${route.host}`,
      allowed: 'but the facts do not say where the ingress controller runs, so the policy would shut it out',
      fix: 'Set policy.operators.ingressNamespace to the namespace of its pods.',
    };
  },
});

/** A node that forwards a connection replaces the client's address with its own, unless it only serves its own pods. */
const CLIENT_ADDRESS_LOST = onAsk({
  code: 'CLIENT-ADDRESS-LOST',
  severity: Severity.WARNING,
  means: 'a client range outside the cluster, while nodes replace the client address with their own',
  fix: 'use `TrafficPolicy.LOCAL`, or accept it',
  *check(app) {
    if (!namesClients(app)) return;
    const range = app.network.allowFrom?.find((client) => client.kind === ClientKind.CIDR)?.value;
    if (range === undefined) return;
    for (const [, { type = ServiceType.CLUSTER_IP, externalTrafficPolicy }] of askedServices(app.network)) {
      if (type !== ServiceType.CLUSTER_IP && externalTrafficPolicy !== TrafficPolicy.LOCAL)
        yield {
          given: `the client ${range} behind a ${type}`,
          allowed: 'but nodes replace the client address with their own, so the policy does not recognize the client',
          fix: 'Set externalTrafficPolicy to TrafficPolicy.LOCAL.',
        };
    }
  },
});

/** What is wrong with the clients that an app names. */
export const CLIENT_RULES = concerning(
  ({ network }) => network.allowFrom !== undefined,
  [CLIENT_INVALID, CLIENT_PORT_UNKNOWN, CLIENTS_ON_HOST_NETWORK, CLIENTS_WITHOUT_INGRESS, CLIENT_ADDRESS_LOST],
);
