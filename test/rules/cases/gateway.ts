import { Chart, App as PlainApp } from 'cdk8s';
import { App, Cluster, Gateway, type GatewayProps, HighlyAvailable, RouteApi, SinglePodFlexible, traefik } from '../../../lib';
import { Port } from '../../../lib/availability/ask/network/port';
import { type Route, Tls } from '../../../lib/availability/ask/network/route';
import { AvailabilityClass } from '../../../lib/availability/ask/workload';
import type { Finding } from '../../../lib/cluster/finding';
import type { Operators } from '../../../lib/cluster/policy';
import { Duration } from '../../../lib/cluster/units';
import { appProps, clusterProps, facts } from '../../support';
import { type Cases, type Given, ofClass, thrown } from '../case';

const flexible = ofClass(AvailabilityClass.SINGLE_POD_FLEXIBLE);
const PUBLIC: Operators = { gateway: { name: 'public' }, clusterIssuer: 'letsencrypt' };
const PORTS = [Port.http(8080), Port.http(8443, 'https').withAppProtocol('https')];

/** An app with one route in a cluster with a Gateway. */
const routed = (route: Omit<Route, 'host'>, operators = PUBLIC): Given => [
  { network: { ports: PORTS, routes: [{ host: 'blog.example', ...route }] } },
  facts({ policy: { operators } }),
];

/** A cluster with a Gateway and apps by their hosts. */
function program(
  props: Partial<GatewayProps>,
  routes: { readonly [app: string]: readonly Route[] } = {},
  more: (cluster: Cluster) => void = () => undefined,
): () => readonly Finding[] {
  return () => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps({ policy: { operators: PUBLIC } }) });
    new Gateway(cluster.control, 'public', { className: 'traefik', ...props });
    for (const [name, list] of Object.entries(routes)) new SinglePodFlexible(cluster.workers, name, appProps({ network: { ports: PORTS, routes: list } }));
    more(cluster);
    return app.build().findings;
  };
}

const hosts = (count: number): readonly Route[] => Array.from({ length: count }, (_, index) => ({ host: `blog-${index}.example` }));
const served = (cluster: Cluster) => new HighlyAvailable(cluster.workers, 'traefik', { ...traefik({ routeApi: RouteApi.GATEWAY }), placement: {} });
const outside = (external: boolean) => ({ operators: { gateway: { name: 'shared', ...(external ? { external } : {}) } } });
const withDefault = (external: boolean) => () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ policy: outside(external) }) });
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ network: { ports: PORTS, routes: [{ host: 'blog.example' }] } }));
  return app.build().findings;
};

export const GATEWAY_CASES = {
  'ROUTE-NEEDS-GATEWAY': flexible(routed({ headers: { 'x-version': 'next' } }, {}), routed({ headers: { 'x-version': 'next' } })),
  'ROUTE-NEEDS-INGRESS': flexible(routed({ ingressClass: 'inside' }), routed({ ingressClass: 'inside' }, {})),
  'ROUTE-TLS-UNUSED': flexible(
    routed({ tls: Tls.secret('blog-tls') }, { gateway: { name: 'shared', external: true } }),
    routed({}, { gateway: { name: 'shared', external: true } }),
  ),
  'SECRET-IN-ROUTE': flexible(
    routed({ requestHeaders: { set: { Authorization: 'Basic YWRtaW46YWRtaW4=' } } }),
    routed({ requestHeaders: { set: { 'X-Forwarded-Prefix': '/blog' } } }),
  ),
  'ROUTE-INVALID': flexible(routed({ timeout: Duration.hours(28) }), routed({ timeout: Duration.hours(27) })),
  'ROUTE-PASSTHROUGH': flexible(routed({ tls: Tls.passthrough(), paths: ['/app'] }), routed({ tls: Tls.passthrough() })),
  'BACKEND-TLS-WITHOUT-AUTHORITY': flexible(
    routed({ port: 'https', backendTls: { hostname: 'blog.internal' } }),
    routed({ port: 'https', backendTls: { hostname: 'blog.internal', configMapName: 'authority' } }),
  ),
  'BACKEND-TLS-INVALID': flexible(
    routed({ port: 'https', backendTls: { hostname: 'https://blog.internal', publicAuthorities: true } }),
    routed({ port: 'https', backendTls: { hostname: 'blog.internal', publicAuthorities: true } }),
  ),
  'GATEWAY-UNKNOWN': { fires: withDefault(false), silent: withDefault(true) },
  'GATEWAY-WITHOUT-CLUSTER': {
    fires: thrown(() => new Gateway(new Chart(new PlainApp(), 'mine'), 'public', { className: 'traefik' })),
    silent: program({}),
  },
  'GATEWAY-INVALID': { fires: program({ httpPort: 443 }), silent: program({ httpPort: 8080 }) },
  'GATEWAY-FULL': { fires: program({}, { blog: hosts(64) }), silent: program({ wildcards: [{ host: '*.example' }] }, { blog: hosts(64) }) },
  'GATEWAY-CERTIFICATES': {
    fires: program({}, { blog: [{ host: 'blog.example' }], feed: [{ host: 'blog.example', paths: ['/feed'], tls: Tls.secret('feed-tls') }] }),
    silent: program({}, { blog: [{ host: 'blog.example' }], feed: [{ host: 'blog.example', paths: ['/feed'], tls: Tls.clusterIssuer('letsencrypt') }] }),
  },
  'GATEWAY-PORT': {
    fires: program({ httpPort: 8000 }, { blog: hosts(1) }, served),
    silent: program({ httpPort: 8000, httpsPort: 8443 }, { blog: hosts(1) }, served),
  },
  'GATEWAY-TIMEOUT-IGNORED': {
    fires: program({ controller: 'traefik.io/gateway-controller' }, { blog: [{ host: 'blog.example', timeout: Duration.seconds(30) }] }),
    silent: program({ className: 'cilium' }, { blog: [{ host: 'blog.example', timeout: Duration.seconds(30) }] }),
  },
} satisfies Cases;
