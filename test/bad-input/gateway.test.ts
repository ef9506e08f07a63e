import { App, Cluster, Gateway, type GatewayProps, HighlyAvailable, RouteApi, SinglePodFlexible, traefik } from '../../lib';
import { Port } from '../../lib/availability/ask/network/port';
import { type Route, Tls } from '../../lib/availability/ask/network/route';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkExternal } from '../../lib/availability/network/external';
import type { Operators } from '../../lib/cluster/policy';
import { Duration } from '../../lib/cluster/units';
import { appProps, clusterProps, factMessages, facts, messages, messagesOf } from '../support';

const PUBLIC: Operators = { gateway: { name: 'public' }, clusterIssuer: 'letsencrypt' };
const PORTS = [Port.http(8080), Port.http(8443, 'https').withAppProtocol('https')];

/** What is said of an app with these routes. */
function said(routes: readonly Partial<Route>[], operators = PUBLIC, ports = PORTS): string {
  const network = { ports, routes: routes.map((route) => ({ host: 'blog.example', ...route })) };
  return messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network }, facts({ policy: { operators } }));
}

/** What is said of a program with a Gateway, and apps by their hosts. */
function program(gateway: Partial<GatewayProps>, apps: { readonly [app: string]: readonly Route[] } = {}, operators = PUBLIC): string {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ policy: { operators } }) });
  new Gateway(cluster.control, 'public', { className: 'traefik', ...gateway });
  for (const [name, routes] of Object.entries(apps)) new SinglePodFlexible(cluster.workers, name, appProps({ network: { ports: PORTS, routes } }));
  return messages(app.build().findings);
}

test('refuses with an Ingress what only a Gateway can do, all at once', () => {
  const gateways = [{ name: 'inside' }];
  const timeout = Duration.seconds(30);
  expect(said([{ headers: { a: 'b' }, timeout, gateways }, { host: 'b.example', tls: Tls.passthrough() }, { host: 'c.example' }], {})).toMatchInlineSnapshot(`
    "ROUTE-NEEDS-GATEWAY  lab/worker/blog: gateways, headers and timeout of blog.example, but the facts name no Gateway, and an Ingress cannot say that.
                         Set policy.operators.gateway, or use annotations of your ingress controller instead.

    ROUTE-NEEDS-GATEWAY  lab/worker/blog: Tls.passthrough() of b.example, but the facts name no Gateway, and an Ingress cannot say that.
                         Set policy.operators.gateway, or use annotations of your ingress controller instead."
  `);
});

test('refuses an ingress class beside a Gateway', () => {
  expect(said([{ ingressClass: 'inside' }])).toMatchInlineSnapshot(`
    "ROUTE-NEEDS-INGRESS  lab/worker/blog: the ingress class inside of blog.example, but routes of this cluster attach to the Gateway public/public.
                         Leave ingressClass out, or use gateways."
  `);
  expect(factMessages({ policy: { operators: { ...PUBLIC, ingressClass: 'traefik' } } })).toMatchInlineSnapshot(`
    "ROUTE-NEEDS-INGRESS  lab/policy/operators: the ingress class traefik and the Gateway public/public, but HTTP routes of a cluster are either Ingress objects or attach to a Gateway.
                         Leave one of the two out."
  `);
  expect(factMessages({ policy: { operators: PUBLIC } })).toBe('');
});

test('refuses names of Gateways that Kubernetes refuses', () => {
  expect(factMessages({ policy: { operators: { gateway: { name: 'Public', namespace: 'a.b', listener: 'web_1' } } } })).toMatchInlineSnapshot(`
    "POLICY-NAME-INVALID  lab/policy/operators: gateway.name: "Public", but Kubernetes accepts a-z, 0-9, "-" and ".".
                         Use its name in the cluster.

    POLICY-NAME-INVALID  lab/policy/operators: gateway.listener: "web_1", but Kubernetes accepts a-z, 0-9, "-" and ".".
                         Use its name in the cluster.

    POLICY-NAME-INVALID  lab/policy/operators: gateway.namespace: "a.b", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                         Use its name in the cluster."
  `);
  expect(said([{ gateways: [{ name: 'in side' }] }])).toMatchInlineSnapshot(`
    "NAME-INVALID  lab/worker/blog: the Gateway "in side/in side", but Kubernetes accepts a-z, 0-9 and "-".
                  Use its name in the cluster."
  `);
});

test('refuses what the API server refuses of an HTTPRoute', () => {
  const aliases = Array.from({ length: 16 }, (_, index) => `w${index}.example`);
  const paths = (count: number) => Array.from({ length: count }, (_, index) => `/${index}`);
  const headers = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`x-${index}`, 'y']));
  expect(said([{ aliases, paths: paths(65), headers, timeout: Duration.hours(28) }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: 17 hosts in the route of blog.example, but an HTTPRoute has at most 16.
                   Use several routes.

    ROUTE-INVALID  lab/worker/blog: 65 paths in the route of blog.example, but an HTTPRoute has at most 64 of them.
                   Use several routes.

    ROUTE-INVALID  lab/worker/blog: 17 headers of blog.example, but an HTTPRoute has at most 16 of a kind.
                   Use fewer.

    ROUTE-INVALID  lab/worker/blog: the timeout 100800 s of blog.example, but the API server accepts 0 to 99999 s.
                   Use a shorter one."
  `);
  expect(said([{ aliases: aliases.slice(1), paths: paths(64), timeout: Duration.hours(27) }])).toBe('');
  expect(
    said([
      { paths: paths(17), rewrite: { prefix: '/' } },
      { exactPaths: ['/x'], rewrite: { prefix: '/' } },
    ]),
  ).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: 17 paths in the route of blog.example, but an HTTPRoute has at most 16 of them.
                   Use several routes.

    ROUTE-INVALID  lab/worker/blog: the prefix / instead of /x of blog.example, but only a path prefix can be replaced by another.
                   Use a route of its own for that path, with path instead of prefix."
  `);
  expect(said([{ headers: { 'x:y': 'z', empty: '' }, requestHeaders: { set: { A: 'b' }, remove: ['a'] } }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: the header empty of blog.example, but its value has 1 to 4096 characters.
                   Correct the value.

    ROUTE-INVALID  lab/worker/blog: the header "x:y" of blog.example, but a header name has letters, digits and "-".
                   Write the name without a colon.

    ROUTE-INVALID  lab/worker/blog: two changes of the header a in requestHeaders of blog.example, but only one of them counts.
                   Leave one out."
  `);
  expect(said([{ paths: ['/a b#c'] }])).toMatchInlineSnapshot(`
    "HOST-INVALID  lab/worker/blog: the path "/a b#c" of blog.example, but all characters of a path are as in a URL.
                  Write other characters as % and two digits."
  `);
});

test('refuses lists and texts that are longer than the CRDs allow, and accepts the longest', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}`);
  const path = (length: number) => `/${'a'.repeat(length - 1)}`;
  const host = (length: number) => `*.${'a.'.repeat((length - 9) / 2)}example`;
  const longest = { requestHeaders: { remove: many(16) }, implementationSpecificPaths: [path(1024)], rewrite: { path: path(1024) }, host: host(253) };
  expect(said([longest])).toBe('');
  expect(said([{ responseHeaders: { remove: many(17) }, implementationSpecificPaths: [path(1025)], rewrite: { path: path(1025) } }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: 17 headers of blog.example, but an HTTPRoute has at most 16 of a kind.
                   Use fewer.

    ROUTE-INVALID  lab/worker/blog: the rewrite of blog.example to a path of 1025 characters, but a path has at most 1024.
                   Use a shorter one.

    HOST-INVALID  lab/worker/blog: a path of 1025 characters of blog.example, but a path has at most 1024.
                  Use a shorter one."
  `);
  expect(said([{ host: host(255) }])).toContain(`HOST-INVALID  lab/worker/blog: the host "${host(255)}", but a host is a DNS name in lower case.`);
});

test('refuses more listeners than a route can attach to, and a Gateway twice', () => {
  const inside = { name: 'inside', external: true };
  const shared = { name: 'shared', namespace: 'infra', external: true };
  const aliases = (count: number) => Array.from({ length: count }, (_, index) => `blog-${index}.example`);
  const tls = Tls.passthrough();
  expect(program({}, { blog: [{ host: 'blog.example', tls, aliases: aliases(32) }] })).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: 33 listeners for the route of blog.example, one for each host on each Gateway, but a route attaches to at most 32.
                   Use several routes."
  `);
  expect(program({}, { blog: [{ host: 'blog.example', tls, aliases: aliases(31) }] })).toBe('');
  expect(said([{ tls, aliases: aliases(1024), gateways: [inside] }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: 1025 hosts in the route of blog.example, but a TLSRoute has at most 1024.
                   Use several routes."
  `);
  expect(said([{ gateways: [inside, inside] }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: the Gateway inside/inside twice for the route of blog.example, but a route attaches to a Gateway once, or to different listeners.
                   Name the Gateway once."
  `);
  expect(said([{ gateways: [{ ...shared, listener: 'web' }, shared] }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: the Gateway infra/shared twice for the route of blog.example, but a route attaches to a Gateway once, or to different listeners.
                   Name the Gateway once."
  `);
  expect(said([{ gateways: [{ ...shared, listener: 'web_1' }] }])).toMatchInlineSnapshot(`
    "NAME-INVALID  lab/worker/blog: the listener "web_1" of the Gateway infra/shared, but Kubernetes accepts a-z, 0-9, "-" and ".".
                  Use its name in the Gateway."
  `);
  expect(said([{ gateways: [{ ...shared, listener: 'web' }, { ...shared, listener: 'secure' }, inside] }])).toBe('');
});

test('refuses redirects and rewrites that mean nothing', () => {
  expect(said([{ redirect: {}, rewrite: { path: 'feed', prefix: '/' } }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: a redirect and a rewrite of blog.example, but a redirected request never reaches the app.
                   Leave one of the two out.

    ROUTE-INVALID  lab/worker/blog: the redirect of blog.example, but it changes nothing.
                   Say what changes, or leave it out.

    ROUTE-INVALID  lab/worker/blog: the rewrite of blog.example with a path and a prefix, but only one of them can be the new path.
                   Leave one of the two out.

    ROUTE-INVALID  lab/worker/blog: the rewrite of blog.example to "feed", but a path starts with "/".
                   Use "/feed"."
  `);
  expect(said([{ redirect: { scheme: 'ftp', host: 'https://other.example', port: 70000, statusCode: 200 } }])).toMatchInlineSnapshot(`
    "ROUTE-INVALID  lab/worker/blog: the redirect of blog.example to the host "https://other.example", but a host is a DNS name in lower case.
                   Write it without scheme, port or path.

    ROUTE-INVALID  lab/worker/blog: the redirect of blog.example to the scheme "ftp", but it must be http or https.
                   Use one of them.

    ROUTE-INVALID  lab/worker/blog: the status code 200 of the redirect of blog.example, but it must be 301, 302, 303, 307 or 308.
                   Use one of them.

    ROUTE-INVALID  lab/worker/blog: the port 70000 of the redirect of blog.example, but ports are 1 to 65535.
                   Use another number."
  `);
  expect(said([{ redirect: { scheme: 'http', host: 'other.example', port: 8080, statusCode: 308 } }])).toBe('');
});

test('refuses to forward encrypted requests by what only their reader could see, or to plain HTTP', () => {
  const tls = Tls.passthrough();
  expect(
    said([
      { tls, paths: ['/a'], rewrite: { prefix: '/' } },
      { host: '192.168.1.7', tls },
    ]),
  ).toMatchInlineSnapshot(`
    "HOST-INVALID  lab/worker/blog: the host "192.168.1.7", but a host is a name: the API server refuses an address.
                  Use a DNS name that leads to this address.

    ROUTE-PASSTHROUGH  lab/worker/blog: paths and rewrite of blog.example with Tls.passthrough(), but a Gateway cannot read what it forwards encrypted.
                       Leave that out, or let the Gateway have the certificate.

    ROUTE-PASSTHROUGH  lab/worker/blog: the address 192.168.1.7 with Tls.passthrough(), but such a route is chosen by a DNS name.
                       Use a host name."
  `);
  expect(said([{ tls, port: 'http' }])).toMatchInlineSnapshot(`
    "ROUTE-PASSTHROUGH  lab/worker/blog: Tls.passthrough() of blog.example to the port http, but that speaks plain HTTP, and browsers speak TLS.
                       Name the port that speaks TLS, or give this one withAppProtocol('https')."
  `);
  expect(said([{ tls }], PUBLIC, [Port.http(8080)])).toMatchInlineSnapshot(`
    "ROUTE-WITHOUT-PORT  lab/worker/blog: blog.example, but the ports of the Service are http.
                        Give a port withAppProtocol('https'), or name one of them."
  `);
  expect(said([{ tls }])).toBe('');
});

test('refuses TLS to an app whose certificate nobody could check', () => {
  const port = 'https';
  const named = { hostname: 'blog.internal', configMapName: 'authority' };
  expect(said([{ port, backendTls: { hostname: 'blog.internal' } }])).toMatchInlineSnapshot(`
    "BACKEND-TLS-WITHOUT-AUTHORITY  lab/worker/blog: backendTls of blog.example without an authority, but the Gateway could not tell whose certificate it sees, and the API server refuses such a policy.
                                   Set configMapName to a ConfigMap with ca.crt, or publicAuthorities: true."
  `);
  expect(said([{ port, backendTls: { ...named, publicAuthorities: true } }])).toMatchInlineSnapshot(`
    "BACKEND-TLS-WITHOUT-AUTHORITY  lab/worker/blog: backendTls of blog.example with the ConfigMap authority and public authorities, but the API server accepts one of the two.
                                   Leave one out."
  `);
  expect(said([{ port, backendTls: { hostname: '10.0.0.7', configMapName: 'My CA' } }])).toMatchInlineSnapshot(`
    "BACKEND-TLS-INVALID  lab/worker/blog: the name "10.0.0.7" in backendTls of blog.example, but it is a DNS name in lower case.
                         Use the name in the certificate of the app.

    BACKEND-TLS-INVALID  lab/worker/blog: the ConfigMap "My CA" of blog.example, but Kubernetes accepts a-z, 0-9, "-" and ".".
                         Use its name in the cluster."
  `);
  expect(
    said([
      { port, backendTls: named },
      { host: 'b.example', port },
    ]),
  ).toMatchInlineSnapshot(`
    "BACKEND-TLS-INVALID  lab/worker/blog: the port https with different backendTls for blog.example and b.example, but a port speaks TLS in one way.
                         Set the same in both routes."
  `);
  expect(said([{ port, backendTls: named }, { host: 'b.example', port, backendTls: named }, { host: 'c.example' }])).toBe('');
});

test('refuses a certificate for a route of an external Gateway', () => {
  const external = { gateway: { name: 'shared', namespace: 'infra', external: true } };
  expect(said([{ tls: Tls.clusterIssuer('letsencrypt') }], external)).toMatchInlineSnapshot(`
    "ROUTE-TLS-UNUSED  lab/worker/blog: a certificate for blog.example, but the Gateway infra/shared is external, and its listeners have their own.
                      Leave tls out, and give the listener the certificate."
  `);
  expect(said([{ tls: Tls.none() }, { host: 'b.example', tls: Tls.passthrough() }], external)).toBe('');
});

test('the same holds for a machine outside the cluster', () => {
  const props = { addresses: ['192.168.1.7'], ports: [Port.http(80)], routes: [{ host: 'nas.example', ingressClass: 'inside' }] };
  const findings = checkExternal({ path: 'lab/worker/nas', name: 'nas', namespace: 'nas', props }, facts({ policy: { operators: PUBLIC } }));
  expect(messages(findings)).toMatchInlineSnapshot(`
    "ROUTE-NEEDS-INGRESS  lab/worker/nas: the ingress class inside of nas.example, but routes of this cluster attach to the Gateway public/public.
                         Leave ingressClass out, or use gateways."
  `);
});

test('refuses a Gateway that nobody creates, once for the cluster and for each route that names one', () => {
  const routes = [{ host: 'blog.example' }, { host: 'b.example', gateways: [{ name: 'inside' }] }];
  expect(program({ name: 'outside' }, { blog: routes, wiki: [{ host: 'wiki.example' }] })).toMatchInlineSnapshot(`
    "GATEWAY-UNKNOWN  lab/policy/operators: HTTP routes of 2 apps on the Gateway public/public, but the Gateways of the cluster are outside/outside.
                     Add it with new Gateway(…), or set external: true if somebody else creates it.

    GATEWAY-UNKNOWN  lab/worker/blog: the web address b.example on the Gateway inside/inside, but the Gateways of the cluster are outside/outside.
                     Add it with new Gateway(…), or set external: true if somebody else creates it."
  `);
  expect(program({}, { blog: routes.map((route) => ({ ...route, gateways: [{ name: 'inside', external: true }] })) })).toBe('');
});

test('refuses a Gateway that the API server refuses', () => {
  const wildcards = [{ host: 'home.example' }, { host: '*.a.example', tls: Tls.none() }, { host: '*.a.example', tls: Tls.secret('a') }];
  const props = { name: 'My Gateway', namespace: 'a.b', className: 'A', controller: 'traefik', httpPort: 0, httpsPort: 0, addresses: ['home'], wildcards };
  expect(program({ ...props, annotations: { 'a b': 'c' } })).toMatchInlineSnapshot(`
    "GATEWAY-INVALID  lab/control/public: the name "My Gateway", but Kubernetes accepts a-z, 0-9, "-" and ".".
                     Use its name in the cluster.

    GATEWAY-INVALID  lab/control/public: the className "A", but Kubernetes accepts a-z, 0-9, "-" and ".".
                     Use its name in the cluster.

    GATEWAY-INVALID  lab/control/public: the namespace "a.b", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                     Use its name in the cluster.

    GATEWAY-INVALID  lab/control/public: the controller "traefik", but a controller has a domain, "/" and a path, in at most 253 characters.
                     Write it as it names itself, like traefik.io/gateway-controller.

    GATEWAY-INVALID  lab/control/public: the port 0, but ports are 1 to 65535.
                     Use another number.

    GATEWAY-INVALID  lab/control/public: the port 0 for HTTP and HTTPS, but a port speaks one of them.
                     Use another number.

    GATEWAY-INVALID  lab/control/public: the address "home", but an address looks like 192.168.1.7 or fd00::7.
                     Correct it.

    GATEWAY-INVALID  lab/control/public: two wildcards *.a.example, but a host has one certificate.
                     Remove one of them.

    GATEWAY-INVALID  lab/control/public: the wildcard "home.example", but a wildcard is "*." and a DNS name in lower case.
                     Write it like *.home.example.

    GATEWAY-INVALID  lab/control/public: the wildcard *.a.example without a certificate, but its listener is for HTTPS.
                     Set its tls to Tls.secret(…) or Tls.clusterIssuer(…), or policy.operators.clusterIssuer.

    GATEWAY-INVALID  lab/control/public: the annotation a b, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                     Correct the key."
  `);
  expect(program({ wildcards: [{ host: '*.home.example' }] }, {}, { gateway: { name: 'public' } })).toMatchInlineSnapshot(`
    "GATEWAY-INVALID  lab/control/public: the wildcard *.home.example without a certificate, but its listener is for HTTPS.
                     Set its tls to Tls.secret(…) or Tls.clusterIssuer(…), or policy.operators.clusterIssuer."
  `);
});

test('refuses a name of a Gateway that does not fit into a label', () => {
  const operators = { gateway: { name: 'public', external: true } };
  const dotted = (length: number) => `a.${'b'.repeat(length - 2)}`;
  expect(program({ name: dotted(64), namespace: 'public' }, {}, operators)).toMatchInlineSnapshot(`
    "GATEWAY-INVALID  lab/control/public: the name "a.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", but it becomes a label, which has at most 63 characters.
                     Use a shorter one."
  `);
  expect(program({ name: dotted(63), namespace: 'public', wildcards: [{ host: '*.example', tls: Tls.secret('all') }] }, {}, operators)).toBe('');
});

test('refuses addresses of a Gateway that the API server refuses together', () => {
  const addresses = Array.from({ length: 16 }, (_, index) => `192.168.1.${index}`);
  expect(program({ addresses: [...addresses, '192.168.1.7'] })).toMatchInlineSnapshot(`
    "GATEWAY-INVALID  lab/control/public: the address 192.168.1.7 twice, but the API server refuses that.
                     Name it once.

    GATEWAY-INVALID  lab/control/public: 17 addresses, but a Gateway has at most 16.
                     Leave some out, or use another Gateway."
  `);
  expect(program({ addresses })).toBe('');
});

test('refuses a wildcard that is too long as a whole', () => {
  const host = (length: number) => `*.${'a.'.repeat((length - 9) / 2)}example`;
  expect(program({ wildcards: [{ host: host(255) }] })).toContain(`the wildcard "${host(255)}", but a wildcard is "*." and a DNS name in lower case.`);
  expect(program({ wildcards: [{ host: host(253) }] })).toBe('');
});

test('refuses more hosts than a Gateway has listeners', () => {
  const hosts = (count: number) => ({ blog: Array.from({ length: count }, (_, index) => ({ host: `blog-${index}.example` })) });
  expect(program({}, hosts(64))).toMatchInlineSnapshot(`
    "GATEWAY-FULL  lab/control/public: 65 listeners, one for each host, but a Gateway has at most 64.
                  Give wildcards for domains with many hosts, or name another Gateway in gateways of some routes."
  `);
  expect(program({}, hosts(63))).toBe('');
});

test('refuses two certificates for one host', () => {
  const feed = (tls: Tls) => [{ host: 'blog.example', paths: ['/feed'], tls }];
  expect(program({}, { blog: [{ host: 'blog.example' }], feed: feed(Tls.secret('feed')) })).toMatchInlineSnapshot(`
    "GATEWAY-CERTIFICATES  lab/worker/feed: the host blog.example with the Secret feed/feed, but lab/worker/blog has it with the ClusterIssuer letsencrypt, and a host of a Gateway has one certificate.
                          Set the same tls in both routes."
  `);
  expect(program({}, { blog: [{ host: 'blog.example' }], feed: feed(Tls.clusterIssuer('letsencrypt')) })).toBe('');
});

test('refuses a certificate for the host of a wildcard that is not the one of the wildcard', () => {
  const wildcards = [{ host: '*.home.example' }, { host: '*.shop.example', tls: Tls.secret('shop-tls') }];
  const all = (host: string, tls?: Tls) => ({ blog: [{ host, ...(tls === undefined ? {} : { tls }) }] });
  expect(program({ wildcards }, all('*.home.example', Tls.secret('other')))).toMatchInlineSnapshot(`
    "GATEWAY-CERTIFICATES  lab/worker/blog: the host *.home.example with the Secret blog/other, but lab/control/public has it with the ClusterIssuer letsencrypt, and a host of a Gateway has one certificate.
                          Leave tls out: the route gets the certificate of the wildcard."
  `);
  // A Secret of that name, but in another namespace.
  expect(program({ wildcards }, all('*.shop.example', Tls.secret('shop-tls')))).toMatchInlineSnapshot(`
    "GATEWAY-CERTIFICATES  lab/worker/blog: the host *.shop.example with the Secret blog/shop-tls, but lab/control/public has it with the Secret public/shop-tls, and a host of a Gateway has one certificate.
                          Leave tls out: the route gets the certificate of the wildcard."
  `);
  expect(program({ wildcards }, all('*.home.example', Tls.clusterIssuer('letsencrypt')))).toBe('');
  expect(program({ wildcards }, all('*.home.example'))).toBe('');
  expect(program({ wildcards }, all('blog.home.example', Tls.secret('other')))).toBe('');
});

test('refuses ports on which Traefik does not listen', () => {
  const build = (props: Partial<GatewayProps>) => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps({ policy: { operators: PUBLIC } }) });
    new Gateway(cluster.control, 'public', { className: 'traefik', wildcards: [{ host: '*.example' }], ...props });
    new HighlyAvailable(cluster.workers, 'traefik', { ...traefik({ routeApi: RouteApi.GATEWAY }), placement: {} });
    return messages(app.build().findings);
  };
  expect(build({})).toMatchInlineSnapshot(`
    "GATEWAY-PORT  lab/control/public: httpPort: 80, but the entry points of lab/worker/traefik, which serves it, have the ports 8000 and 8443.
                  Set httpPort to the one that its Service exposes.

    GATEWAY-PORT  lab/control/public: httpsPort: 443, but the entry points of lab/worker/traefik, which serves it, have the ports 8000 and 8443.
                  Set httpsPort to the one that its Service exposes."
  `);
  expect(build({ httpPort: 8000, httpsPort: 8443 })).toBe('');
});

test('one address on one Gateway is for one app, unless they want different values of a header, or one wants more', () => {
  const blog = [{ host: 'blog.example' }];
  const next = (headers: { readonly [name: string]: string }) => [{ host: 'blog.example', headers }];
  expect(program({}, { blog, feed: blog })).toMatchInlineSnapshot(`
    "HOST-CLASH  lab/worker/feed: the web address blog.example/, but lab/worker/blog has it already.
                Use another host or path."
  `);
  expect(program({}, { blog: next({ 'X-A': '1' }), feed: next({ 'x-b': '1' }) })).toMatchInlineSnapshot(`
    "HOST-CLASH  lab/worker/feed: the web address blog.example/, but lab/worker/blog has it already.
                Use another host or path."
  `);
  expect(program({}, { blog: next({ 'X-A': '1' }), feed: next({ 'x-a': '2' }), wiki: blog })).toBe('');
  expect(program({}, { blog, plain: [{ host: 'blog.example', tls: Tls.none() }] })).toBe('');
  expect(program({}, { blog, feed: [{ host: 'blog.example', gateways: [{ name: 'inside', external: true }] }] })).toBe('');
});

test('what is forwarded encrypted takes all of its host', () => {
  const feed = [{ host: 'blog.example', paths: ['/feed'] }];
  expect(program({}, { blog: [{ host: 'blog.example', tls: Tls.passthrough() }], feed })).toMatchInlineSnapshot(`
    "HOST-CLASH  lab/worker/feed: the web address blog.example, but lab/worker/blog has it already.
                Use another host or path."
  `);
  expect(program({}, { blog: [{ host: 'blog.example', tls: Tls.passthrough() }], feed: [{ ...feed[0], host: 'blog.example', tls: Tls.none() }] })).toBe('');
});
