import type { ClusterFacts } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { ClientKind } from '../../ask/network/client';
import { ServiceType, TrafficPolicy } from '../../ask/network/service';
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

/** Who may connect. Undefined: anyone. */
export function decideClients(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<readonly PlannedClient[] | undefined> {
  const { allowFrom: clients, routes, onHostNetwork } = app.network;
  if (onHostNetwork) return { value: undefined, why: 'its pods use the host network, where no policy applies' };
  if (clients === undefined && openPorts(app).length === 0) return { value: [], why: 'it has no Service' };
  if (clients === undefined) return { value: undefined, why: 'anyone may connect unless the app names its clients' };
  if (!namesClients(app)) return { value: undefined, why: 'asked for' };
  const asked = clients.map(({ kind, value, namespace }): PlannedClient => {
    if (kind === ClientKind.CIDR) return { cidr: value };
    if (kind === ClientKind.NAMESPACE) return { namespace: value };
    return { app: value, namespace: namespace ?? (facts === undefined ? app.namespace : value) };
  });
  const ingress = routes.length === 0 ? undefined : facts?.policy.operators?.ingressNamespace;
  if (ingress === undefined) return { value: asked, why: 'asked for' };
  return {
    value: [...asked, { namespace: ingress }],
    why: `asked for; and ${ingress}, which serves ${listed(routes.map((route) => route.host))}`,
  };
}

const CLIENT_INVALID = onAsk({
  code: 'CLIENT-INVALID',
  severity: Severity.ERROR,
  means: 'a client with a name that Kubernetes refuses, or an invalid address range',
  fix: 'use its name in the cluster, or a range like `192.168.1.0/24`',
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
export const CLIENT_RULES = [CLIENT_INVALID, CLIENTS_ON_HOST_NETWORK, CLIENTS_WITHOUT_INGRESS, CLIENT_ADDRESS_LOST];
