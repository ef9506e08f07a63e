import { ApiObject } from 'cdk8s';
import { App, Cluster, ExternalService, Gateway, type GatewayProps, Port, type Route, SinglePodFlexible, Tls } from '../../../lib';
import { AvailabilityClass } from '../../../lib/availability/ask/workload';
import type { Manifest } from '../../../lib/kubernetes/manifest';
import { refusedBySchema } from '../../crds';
import { GATEWAY_OPERATORS, ROWS, rendered } from '../../network-page';
import { type AnyAppProps, appProps, clusterProps, messages } from '../../support';

const PORTS = [Port.http(8080), Port.http(8443, 'https').withAppProtocol('https')];
const OPERATORS = { gateway: { name: 'public' }, clusterIssuer: 'letsencrypt', ingressNamespace: 'traefik' };

interface Program {
  readonly gateway?: Partial<GatewayProps>;
  readonly apps?: { readonly [name: string]: readonly Route[] | Partial<AnyAppProps> };
  readonly more?: (cluster: Cluster) => void;
}

/** What a program with a Gateway writes, and what is said against it. */
function built({ gateway = {}, apps = {}, more }: Program) {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ policy: { operators: OPERATORS } }) });
  // Declared first: what it listens on follows from what comes later.
  new Gateway(cluster.control, 'public', { className: 'cilium', ...gateway });
  for (const [name, given] of Object.entries(apps))
    new SinglePodFlexible(
      cluster.workers,
      name,
      appProps(Array.isArray(given) ? { network: { ports: PORTS, routes: given } } : (given as Partial<AnyAppProps>)),
    );
  more?.(cluster);
  const said = messages(app.build().findings);
  cluster.render();
  const objects = cluster.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .map((one) => (one as ApiObject).toJson() as Manifest);
  expect(refusedBySchema(objects)).toEqual([]);
  return { said, objects, find: (kind: string, name = 'public') => objects.find((one) => one.kind === kind && one.metadata.name === name) };
}

interface ListenerJson {
  readonly name: string;
  readonly port: number;
  readonly tls?: { readonly certificateRefs?: readonly { readonly name: string; readonly namespace?: string }[] };
  readonly allowedRoutes: {
    readonly namespaces: { readonly from: string; readonly selector?: { readonly matchExpressions: readonly { readonly values: readonly string[] }[] } };
  };
}

function rulesOf(route: Manifest | undefined): readonly { readonly matches: readonly object[] }[] {
  return (route as unknown as { readonly spec: { readonly rules: readonly { readonly matches: readonly object[] }[] } }).spec.rules;
}

/** A line for each listener: its port, the Secret of its certificate, and whose routes it lets in. */
function listeners(gateway: Manifest | undefined): string[] {
  const { spec } = gateway as unknown as { readonly spec: { readonly listeners: readonly ListenerJson[] } };
  return spec.listeners.map(({ name, port, tls, allowedRoutes: { namespaces } }) => {
    const [ref] = tls?.certificateRefs ?? [];
    const secret = ref === undefined ? '-' : ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
    return `${name} ${port} ${secret} ${namespaces.selector?.matchExpressions.flatMap(({ values }) => values).join() ?? namespaces.from}`;
  });
}

test('every row of the page about the Gateway API is as its CRDs say', () => {
  const rows = ROWS.filter(({ operators }) => operators === GATEWAY_OPERATORS);
  expect(rows.length).toBeGreaterThan(15);
  for (const { props, operators } of rows) expect(refusedBySchema(rendered(AvailabilityClass.SINGLE_POD_FLEXIBLE, props, operators))).toEqual([]);
});

test('the check against CRDs sees an unknown field and a wrong value', () => {
  const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'blog' } };
  expect(refusedBySchema([{ ...route, spec: { hosts: [], hostnames: ['BLOG'] } }])).toEqual([
    'HTTPRoute blog/spec must NOT have additional properties',
    'HTTPRoute blog/spec/hostnames/0 must match pattern "^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"',
  ]);
});

test('routes of one host share a listener and a certificate, which only their namespaces may use', () => {
  const { said, objects, find } = built({
    apps: { blog: [{ host: 'blog.example' }], feed: [{ host: 'blog.example', paths: ['/feed'] }], wiki: [{ host: 'wiki.example', aliases: ['w.example'] }] },
  });
  expect(said).toBe('');
  expect(listeners(find('Gateway'))).toEqual([
    'http 80 - Same',
    'https-blog.example 443 public-blog.example blog,feed',
    'https-w.example 443 public-w.example wiki',
    'https-wiki.example 443 public-wiki.example wiki',
  ]);
  const certificates = objects.filter(({ kind }) => kind === 'Certificate');
  expect(certificates.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    'public/public-blog.example',
    'public/public-w.example',
    'public/public-wiki.example',
  ]);
  expect(certificates[0]?.spec).toEqual({
    secretName: 'public-blog.example',
    dnsNames: ['blog.example'],
    privateKey: { rotationPolicy: 'Always' },
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'letsencrypt' },
  });
  expect(find('HTTPRoute', 'feed')?.spec).toMatchObject({ parentRefs: [{ name: 'public', namespace: 'public', sectionName: 'https-blog.example' }] });
  expect(find('Namespace')).toBeDefined();
});

test('a wildcard is one listener and one certificate, for hosts one label below it that say nothing else', () => {
  const { said, objects, find } = built({
    gateway: {
      wildcards: [
        { host: '*.example', tls: Tls.clusterIssuer('dns') },
        { host: '*.other', tls: Tls.secret('other') },
      ],
    },
    apps: {
      blog: [{ host: 'blog.example', aliases: ['www.blog.example'] }],
      shop: [{ host: 'shop.example', tls: Tls.secret('shop-tls') }],
      wiki: [{ host: 'wiki.other' }],
    },
  });
  expect(said).toBe('');
  expect(listeners(find('Gateway'))).toEqual([
    'http 80 - Same',
    'https-shop.example 443 shop/shop-tls shop',
    'https-www.blog.example 443 public-www.blog.example blog',
    'https.example 443 public.example blog',
    'https.other 443 other wiki',
  ]);
  expect(find('Certificate', 'public.example')?.spec).toMatchObject({ dnsNames: ['*.example'], issuerRef: { name: 'dns' } });
  expect(objects.filter(({ kind }) => kind === 'Certificate')).toHaveLength(2);
  expect(find('ReferenceGrant', 'shop')).toMatchObject({
    metadata: { namespace: 'shop' },
    spec: { from: [{ namespace: 'public' }], to: [{ name: 'shop-tls' }] },
  });
});

test('the Secrets of many routes are granted by as many objects as it takes', () => {
  const { said, objects } = built({ apps: { blog: Array.from({ length: 17 }, (_, index) => ({ host: `b${index}.example`, tls: Tls.secret(`s${index}`) })) } });
  expect(said).toBe('');
  const grants = objects.filter(({ kind }) => kind === 'ReferenceGrant');
  expect(grants.map(({ metadata, spec }) => [metadata.name, (spec as { readonly to: readonly object[] }).to.length])).toEqual([
    ['blog', 16],
    ['blog-2', 1],
  ]);
});

test('names stay within 253 characters, and apart, for the longest hosts and the longest name of a Gateway', () => {
  const stem = Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.');
  const hosts = [`${stem}.example.b`, `${stem}.example.c`, `*.${stem}.example`];
  const name = `g${'-g'.repeat(31)}`;
  const routes = hosts.map((host) => ({ host, gateways: [{ name }] }));
  const { said, objects, find } = built({
    more: (cluster) => {
      new Gateway(cluster.control, 'long', { name, className: 'cilium' });
      new SinglePodFlexible(cluster.workers, 'blog', appProps({ network: { ports: PORTS, routes } }));
    },
  });
  expect(said).toBe('');
  const names = listeners(find('Gateway', name)).map((line) => line.split(' ')[0] as string);
  expect(names).toHaveLength(4);
  expect(new Set(names).size).toBe(4);
  const certificates = objects.filter(({ kind }) => kind === 'Certificate').map(({ metadata }) => metadata.name);
  expect(new Set(certificates).size).toBe(3);
  for (const one of [...names, ...certificates]) {
    expect(one).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
    expect(one.length).toBeLessThanOrEqual(253);
  }
});

test('browsers are sent from http to https, but for routes without a certificate', () => {
  const { find } = built({ apps: { blog: [{ host: 'blog.example' }], plain: [{ host: 'plain.example', tls: Tls.none() }] } });
  expect(listeners(find('Gateway'))).toEqual(['http 80 - plain,public', 'https-blog.example 443 public-blog.example blog']);
  expect(find('HTTPRoute', 'plain')?.spec).toMatchObject({ parentRefs: [{ sectionName: 'http' }] });
  expect(find('HTTPRoute', 'public-redirect')?.spec).toEqual({
    parentRefs: [{ name: 'public', namespace: 'public', sectionName: 'http' }],
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
  });
  expect(built({ gateway: { redirect: false }, apps: { blog: [{ host: 'blog.example' }] } }).find('HTTPRoute', 'public-redirect')).toBeUndefined();
  expect(built({ apps: { plain: [{ host: 'plain.example', tls: Tls.none() }] } }).find('HTTPRoute', 'public-redirect')).toBeUndefined();
});

test('a route names its own Gateways by their constructs, and is on these only', () => {
  const { said, find } = built({
    more: (cluster) => {
      const inside = new Gateway(cluster.control, 'inside', { className: 'cilium', namespace: 'home' });
      const routes = [
        { host: 'wiki.example', gateways: [inside, { name: 'public' }] },
        { host: 'admin.example', gateways: [inside] },
      ];
      new SinglePodFlexible(cluster.workers, 'wiki', appProps({ network: { ports: PORTS, routes } }));
    },
  });
  expect(said).toBe('');
  expect(listeners(find('Gateway'))).toEqual(['http 80 - Same', 'https-wiki.example 443 public-wiki.example wiki']);
  expect(listeners(find('Gateway', 'inside'))).toEqual([
    'http 80 - Same',
    'https-admin.example 443 inside-admin.example wiki',
    'https-wiki.example 443 inside-wiki.example wiki',
  ]);
  expect(find('HTTPRoute', 'wiki')?.spec).toMatchObject({
    parentRefs: [
      { name: 'inside', namespace: 'home' },
      { name: 'public', namespace: 'public' },
    ],
  });
});

test('a machine outside the cluster that shows its own certificate gets a TLSRoute and a listener, whatever is declared first', () => {
  const { said, find } = built({
    more: (cluster) =>
      new ExternalService(cluster.workers, 'nas', {
        addresses: ['192.168.1.7'],
        ports: [Port.http(5000), Port.tcp(5001, 'https').exposedAs(443).withAppProtocol('https')],
        routes: [{ host: 'nas.example', tls: Tls.passthrough() }],
      }),
  });
  expect(said).toBe('');
  expect(listeners(find('Gateway'))).toEqual(['http 80 - Same', 'tls-nas.example 443 - nas']);
  expect(find('TLSRoute', 'nas')?.spec).toEqual({
    parentRefs: [{ name: 'public', namespace: 'public', sectionName: 'tls-nas.example' }],
    hostnames: ['nas.example'],
    rules: [{ backendRefs: [{ name: 'nas', port: 443 }] }],
  });
  expect(find('Ingress', 'nas')).toBeUndefined();
});

test('an app with clients lets in the pods that serve the Gateway', () => {
  const { find } = built({ apps: { blog: { network: { ports: PORTS, routes: [{ host: 'blog.example' }], allowFrom: [] } } } });
  expect(JSON.stringify(find('NetworkPolicy', 'blog')?.spec)).toContain('"kubernetes.io/metadata.name":"traefik"');
});

test('each replaced prefix is a rule of its own, as the API server wants it', () => {
  const { find } = built({ apps: { blog: [{ host: 'blog.example', paths: ['/a', '/b'], rewrite: { prefix: '/' } }] } });
  expect(rulesOf(find('HTTPRoute', 'blog')).map(({ matches }) => matches)).toEqual([
    [{ path: { type: 'PathPrefix', value: '/a' } }],
    [{ path: { type: 'PathPrefix', value: '/b' } }],
  ]);
});

test('a redirect names no backend, and the scheme of its route', () => {
  const { find } = built({ apps: { blog: [{ host: 'old.example', redirect: { host: 'blog.example' } }] } });
  const [rule] = rulesOf(find('HTTPRoute', 'blog'));
  expect(rule).toEqual({
    matches: [{ path: { type: 'PathPrefix', value: '/' } }],
    filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', hostname: 'blog.example', statusCode: 302 } }],
  });
});

test('the URL of an app is https where its Gateway has a certificate', () => {
  const url = (gateway: object, issuer: object, route: Partial<Route> = {}) => {
    const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', {
      facts: clusterProps({ policy: { operators: { gateway: { name: 'public', ...gateway }, ...issuer } } }),
    });
    if (!('external' in gateway)) new Gateway(cluster.control, 'public', { className: 'cilium', wildcards: [{ host: '*.example', tls: Tls.secret('all') }] });
    return new SinglePodFlexible(cluster.workers, 'blog', appProps({ network: { ports: PORTS, routes: [{ host: 'blog.example', ...route }] } })).url;
  };
  expect(url({}, {})).toBe('https://blog.example');
  expect(url({}, {}, { host: 'blog.other' })).toBe('http://blog.other');
  expect(url({}, {}, { tls: Tls.none() })).toBe('http://blog.example');
  expect(url({ external: true }, {})).toBe('https://blog.example');
});
