import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { ClientKind } from '../../ask/network/client';
import { ServiceType, TrafficPolicy } from '../../ask/network/network';
import type { ResolvedApp } from '../../ask/resolved';
import type { Decided, PlannedClient } from '../../model/plan';
import { onAsk, onAskInCluster } from '../../model/rule';
import { openPorts } from '../ports/ports';
import { askedServices } from '../services/services';
import { peerInvalid, rangeInvalid } from './peers';

const NONE: readonly never[] = Object.freeze([]);

/** Whether it shuts others out. */
export function namesClients({ network: { allowFrom } }: ResolvedApp): boolean {
  return allowFrom !== undefined && !allowFrom.some((client) => client.kind === ClientKind.EVERYBODY);
}

/** Who may connect. Undefined: everybody. */
export function decideClients(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<readonly PlannedClient[] | undefined> {
  const { allowFrom: clients, routes, onHostNetwork } = app.network;
  if (onHostNetwork) return { value: undefined, why: "its pods are on the nodes' own network, where no policy reaches them" };
  if (clients === undefined && openPorts(app).length === 0) return { value: [], why: 'it has no Service' };
  if (clients === undefined) return { value: undefined, why: 'nobody is shut out unless the app names its clients' };
  if (!namesClients(app)) return { value: undefined, why: 'asked for' };
  const asked = clients.map(({ kind, value, namespace }): PlannedClient => {
    if (kind === ClientKind.CIDR) return { cidr: value };
    if (kind === ClientKind.NAMESPACE) return { namespace: value };
    return { app: value, namespace: namespace ?? (facts === undefined ? app.namespace : value) };
  });
  const ingress = routes.length === 0 ? undefined : facts?.policy.operators?.ingressNamespace;
  if (ingress === undefined) return { value: asked, why: 'asked for' };
  return { value: [...asked, { namespace: ingress }], why: `asked for; and ${ingress}, from where ${listed(routes.map((route) => route.host))} is served` };
}

const CLIENT_INVALID = onAsk({
  code: 'CLIENT-INVALID',
  severity: Severity.ERROR,
  means: 'a client whose name Kubernetes refuses, or a range of addresses that is none',
  fix: 'the name in the cluster; `192.168.1.0/24`',
  *check({ network: { allowFrom } }) {
    for (const { kind, value, namespace } of allowFrom ?? NONE) {
      if (kind === ClientKind.CIDR) yield* rangeInvalid('client', value);
      else if (kind !== ClientKind.EVERYBODY) yield* peerInvalid('client', value, namespace);
    }
  },
});

const CLIENTS_ON_HOST_NETWORK = onAsk({
  code: 'CLIENTS-ON-HOST-NETWORK',
  severity: Severity.ERROR,
  means: "clients of an app on the nodes' own network, where no policy reaches it",
  fix: 'leave `allowFrom` out, or use the pod network',
  *check(app) {
    if (app.network.onHostNetwork && namesClients(app))
      yield { given: 'clients', allowed: "but no policy reaches pods on the nodes' own network", fix: 'Leave clients out, or use the pod network.' };
  },
});

const CLIENTS_WITHOUT_INGRESS = onAskInCluster({
  code: 'CLIENTS-WITHOUT-INGRESS',
  severity: Severity.ERROR,
  means: 'clients and an HTTP entry, and nobody says where the ingress controller runs',
  fix: '`policy.operators.ingressNamespace`',
  concerns: (app) => app.network.routes.length > 0 && namesClients(app),
  *check(app, facts) {
    const [route] = app.network.routes;
    if (route === undefined || !namesClients(app) || facts.policy.operators?.ingressNamespace !== undefined) return;
    yield {
      given: `clients, and the web address ${route.host}`,
      allowed: 'but nobody says where the ingress controller runs, so it would be shut out',
      fix: 'Name the namespace of its pods in policy.operators.ingressNamespace.',
    };
  },
});

/** A node that passes a connection on puts its own address in, unless it keeps to pods of its own. */
const CLIENT_ADDRESS_LOST = onAsk({
  code: 'CLIENT-ADDRESS-LOST',
  severity: Severity.WARNING,
  means: 'a range of addresses outside, and nodes put their own address in',
  fix: '`TrafficPolicy.LOCAL`, or accept it',
  *check(app) {
    if (!namesClients(app)) return;
    const range = app.network.allowFrom?.find((client) => client.kind === ClientKind.CIDR)?.value;
    if (range === undefined) return;
    for (const [, { type = ServiceType.CLUSTER_IP, externalTrafficPolicy }] of askedServices(app.network)) {
      if (type !== ServiceType.CLUSTER_IP && externalTrafficPolicy !== TrafficPolicy.LOCAL)
        yield {
          given: `the client ${range} behind a ${type}`,
          allowed: 'but nodes pass its connections on under an address of their own, and the policy does not know the client again',
          fix: 'Set externalTrafficPolicy to TrafficPolicy.LOCAL.',
        };
    }
  },
});

/** What is wrong with the clients that an app names. */
export const CLIENT_RULES = [CLIENT_INVALID, CLIENTS_ON_HOST_NETWORK, CLIENTS_WITHOUT_INGRESS, CLIENT_ADDRESS_LOST];
