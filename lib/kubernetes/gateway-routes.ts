import { hostsOf, PathType, pathsOf, type Route } from '../availability/ask/network/route';
import type { HeaderChanges, Redirect, Rewrite } from '../availability/ask/network/route-changes';
import type { PlannedParent, PlannedRoute } from '../availability/model/plan';
import { PLAIN } from '../availability/network/routes/listeners';
import type { Duration } from '../cluster/units';
import { annotated, type Backend } from './ingress';
import type { Manifest, Metadata } from './manifest';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** A route of the Gateway API: what is encrypted as it is, or HTTP. */
export function renderRoute(metadata: Metadata, planned: PlannedRoute, backend: Backend): Manifest {
  const { route, tls, parents } = planned;
  const isTls = tls.isPassthrough;
  return {
    apiVersion: `${GATEWAY_GROUP}/v1`,
    kind: isTls ? 'TLSRoute' : 'HTTPRoute',
    metadata: annotated(metadata, route.annotations),
    spec: {
      parentRefs: parents.map(parentRef),
      hostnames: [...hostsOf(route)],
      rules: isTls ? [{ backendRefs: backendRefs(backend) }] : httpRules(planned, backend),
    },
  };
}

export function parentRef({ name, namespace, listener }: PlannedParent): object {
  return { name, namespace, ...(listener === undefined ? {} : { sectionName: listener }) };
}

function backendRefs({ service, port }: Backend): readonly object[] {
  return [{ name: service, port: port?.servicePort ?? port?.number }];
}

const PATH_TYPE: { readonly [type in PathType]: string } = {
  [PathType.PREFIX]: 'PathPrefix',
  [PathType.EXACT]: 'Exact',
  [PathType.IMPLEMENTATION_SPECIFIC]: 'RegularExpression',
};

/** One rule for all paths, unless a path prefix is replaced: then the API server accepts one path in each. */
function httpRules(planned: PlannedRoute, backend: Backend): readonly object[] {
  const { route } = planned;
  const headers = pairs(route.headers).map(({ name, value }) => ({ type: 'Exact', name, value }));
  const matches = pathsOf(route).map(({ path, pathType }) => ({
    path: { type: PATH_TYPE[pathType], value: path },
    ...(headers.length === 0 ? {} : { headers }),
  }));
  const filters = filtersOf(route, schemeOf(planned));
  const rest = {
    ...(filters.length === 0 ? {} : { filters }),
    ...(route.timeout === undefined ? {} : { timeouts: { request: durationText(route.timeout) } }),
    // A redirect is the answer.
    ...(route.redirect === undefined ? { backendRefs: backendRefs(backend) } : {}),
  };
  const replaces = route.redirect?.prefix !== undefined || route.rewrite?.prefix !== undefined;
  return (replaces ? matches.map((one) => [one]) : [matches]).map((some) => ({ matches: some, ...rest }));
}

/** Without a scheme, a redirect would name the port of the listener, which need not be the one that browsers use (HTTPRequestRedirectFilter, port). */
function schemeOf({ tls, parents }: PlannedRoute): string | undefined {
  if (tls.isEncrypted) return 'https';
  return parents.every(({ listener }) => listener === PLAIN.name) ? 'http' : undefined;
}

function filtersOf({ requestHeaders, responseHeaders, redirect, rewrite }: Route, scheme: string | undefined): readonly object[] {
  return [
    ...(requestHeaders === undefined ? [] : [{ type: 'RequestHeaderModifier', requestHeaderModifier: headerFilter(requestHeaders) }]),
    ...(responseHeaders === undefined ? [] : [{ type: 'ResponseHeaderModifier', responseHeaderModifier: headerFilter(responseHeaders) }]),
    ...(rewrite === undefined ? [] : [{ type: 'URLRewrite', urlRewrite: changed(rewrite) }]),
    ...(redirect === undefined ? [] : [{ type: 'RequestRedirect', requestRedirect: redirectFilter(redirect, scheme) }]),
  ];
}

function headerFilter({ set, add, remove = [] }: HeaderChanges): object {
  return {
    ...(set === undefined ? {} : { set: pairs(set) }),
    ...(add === undefined ? {} : { add: pairs(add) }),
    ...(remove.length === 0 ? {} : { remove: [...remove] }),
  };
}

function redirectFilter({ scheme: asked, port, statusCode, ...rest }: Redirect, own: string | undefined): object {
  const scheme = asked ?? own;
  return { ...(scheme === undefined ? {} : { scheme }), ...changed(rest), ...(port === undefined ? {} : { port }), statusCode: statusCode ?? 302 };
}

function changed({ host, path, prefix }: Rewrite): object {
  return {
    ...(host === undefined ? {} : { hostname: host }),
    ...(path === undefined ? {} : { path: { type: 'ReplaceFullPath', replaceFullPath: path } }),
    ...(prefix === undefined ? {} : { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: prefix } }),
  };
}

function pairs(headers: { readonly [name: string]: string } = {}): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

/** GEP-2257: numbers of at most five digits. */
function durationText({ seconds }: Duration): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}

/** How Gateways check the certificate behind a Service. Undefined: the route asks for nothing. */
export function renderBackendTls(metadata: Metadata, { route: { backendTls } }: PlannedRoute, { service, port }: Backend): Manifest | undefined {
  if (backendTls === undefined) return undefined;
  const { hostname, configMapName } = backendTls;
  return {
    apiVersion: `${GATEWAY_GROUP}/v1`,
    kind: 'BackendTLSPolicy',
    metadata,
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: service, sectionName: port?.name }],
      validation: {
        hostname,
        ...(configMapName === undefined
          ? { wellKnownCACertificates: 'System' }
          : { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: configMapName }] }),
      },
    },
  };
}

/** The most entries in a list of a ReferenceGrant (Gateway API 1.7). */
const MOST_GRANTED = 16;

/** Lets Gateways of other namespaces read the Secrets with the certificates of routes: as many objects as that takes. */
export function renderGrants(metadataOf: (index: number) => Metadata, routes: readonly PlannedRoute[]): Manifest[] {
  const { namespace: own } = metadataOf(0);
  const namespaces = new Set<string>();
  const secrets = new Set<string>();
  for (const { route, parents } of routes) {
    const others = parents.filter(({ namespace }) => namespace !== own);
    if (route.tls?.secretName === undefined || others.length === 0) continue;
    secrets.add(route.tls.secretName);
    for (const { namespace } of others) namespaces.add(namespace);
  }
  const from = [...namespaces].map((namespace) => ({ group: GATEWAY_GROUP, kind: 'Gateway', namespace }));
  const to = [...secrets].map((name) => ({ group: '', kind: 'Secret', name }));
  return inParts(from)
    .flatMap((some) => inParts(to).map((part) => ({ from: some, to: part })))
    .map((spec, index) => ({
      // Controllers still read this version (Traefik 3.7, pkg/provider/kubernetes/gateway/client.go).
      apiVersion: `${GATEWAY_GROUP}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: metadataOf(index),
      spec,
    }));
}

function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / MOST_GRANTED) }, (_, index) => all.slice(index * MOST_GRANTED, (index + 1) * MOST_GRANTED));
}
