import { ApiObject, Chart, App as PlainApp, Testing } from 'cdk8s';
import {
  App,
  type AppReference,
  Client,
  Cluster,
  type ClusterFactsProps,
  Destination,
  ExternalService,
  type ExternalServiceProps,
  Port,
  SinglePodFlexible,
  type SinglePodFlexibleProps,
} from '../../lib';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { appProps, clusterProps, messages, withoutLines } from '../support';

const NAS: ExternalServiceProps = {
  addresses: ['192.168.1.7'],
  ports: [Port.http(5000), Port.http(5001, 'https').exposedAs(443).withAppProtocol('https')],
  routes: [{ host: 'nas.home.example', port: 'https' }],
};

/** Whatever is said against it. */
function objectsIn(cluster: Cluster): Manifest[] {
  cluster.render();
  const objects = cluster.workers.node.findAll().filter(ApiObject.isApiObject) as ApiObject[];
  return objects.map((object) => object.toJson() as Manifest);
}

/** What a cluster with this in it writes, and what is said against it. */
function built(props: Partial<ExternalServiceProps>, overrides: Partial<ClusterFactsProps> = {}) {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(overrides) });
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ network: { ports: [Port.http(8080)], routes: [{ host: 'blog.home.example' }] } }));
  new ExternalService(cluster.workers, 'nas', { ...NAS, ...props });
  const objects = objectsIn(cluster).filter(({ metadata }) => metadata.name.startsWith('nas'));
  return { objects, said: messages(app.build().findings) };
}

function find(objects: readonly Manifest[], kind: string): Manifest | undefined {
  return objects.find((one) => one.kind === kind);
}

test('addresses become a Service with endpoints, and web addresses lead to it', () => {
  const { objects, said } = built({}, { policy: { operators: { clusterIssuer: 'letsencrypt', ingressClass: 'traefik' } } });
  expect(said).toBe('');
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`)).toEqual([
    'Service nas/nas',
    'EndpointSlice nas/nas-ipv4',
    'Ingress nas/nas',
    'Namespace -/nas',
  ]);
  expect(find(objects, 'Service')?.spec).toEqual({
    type: 'ClusterIP',
    ipFamilies: ['IPv4'],
    ports: [
      { name: 'http', port: 5000, targetPort: 5000, protocol: 'TCP' },
      { name: 'https', port: 443, targetPort: 5001, protocol: 'TCP', appProtocol: 'https' },
    ],
  });
  expect(find(objects, 'EndpointSlice')).toMatchObject({
    metadata: { labels: { 'kubernetes.io/service-name': 'nas', 'endpointslice.kubernetes.io/managed-by': 'cdk8s-availability' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['192.168.1.7'] }],
    ports: [
      { name: 'http', port: 5000, protocol: 'TCP' },
      { name: 'https', port: 5001, protocol: 'TCP' },
    ],
  });
  expect(find(objects, 'Ingress')).toMatchObject({
    metadata: { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } },
    spec: {
      ingressClassName: 'traefik',
      tls: [{ hosts: ['nas.home.example'], secretName: 'nas-tls' }],
      rules: [{ host: 'nas.home.example', http: { paths: [{ backend: { service: { name: 'nas', port: { name: 'https' } } } }] } }],
    },
  });
});

test('addresses of both families are two slices', () => {
  const { objects, said } = built({ addresses: ['192.168.1.7', 'fd00::7'] });
  expect(said).toBe('');
  expect(objects.filter(({ kind }) => kind === 'EndpointSlice').map(({ metadata }) => metadata.name)).toEqual(['nas-ipv4', 'nas-ipv6']);
  expect(find(objects, 'Service')?.spec).toMatchObject({ ipFamilyPolicy: 'PreferDualStack' });
});

test('a DNS name is all that the Service says', () => {
  const { addresses: _none, ...rest } = NAS;
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  new ExternalService(cluster.workers, 'nas', { ...rest, ports: [Port.http(5000)], routes: [], dnsName: 'nas.lan' });
  expect(messages(app.build().findings)).toBe('');
  const objects = objectsIn(cluster);
  expect(find(objects, 'Service')?.spec).toMatchObject({ type: 'ExternalName', externalName: 'nas.lan' });
  expect(find(objects, 'EndpointSlice')).toBeUndefined();
});

test('it is somewhere, once', () => {
  expect(built({ addresses: [] }).said).toMatchInlineSnapshot(`
    "EXTERNAL-TARGET  lab/worker/nas: neither addresses nor a DNS name, but a Service needs exactly one of the two.
                     Set either addresses or dnsName."
  `);
  expect(built({ dnsName: 'nas.lan', routes: [] }).said).toMatchInlineSnapshot(`
    "EXTERNAL-TARGET  lab/worker/nas: addresses and a DNS name, but a Service needs exactly one of the two.
                     Set either addresses or dnsName.

    EXTERNAL-TARGET  lab/worker/nas: the port https exposed as 443, but a DNS name cannot change port numbers.
                     Leave exposedAs out, or use addresses."
  `);
  expect(built({ addresses: ['nas', '127.0.0.1'] }).said).toMatchInlineSnapshot(`
    "EXTERNAL-TARGET  lab/worker/nas: the address "nas", but an address looks like 192.168.1.7 or fd00::7.
                     Write it without a prefix or port, or use dnsName.

    EXTERNAL-TARGET  lab/worker/nas: the address 127.0.0.1, but it means a different machine on each node, and Kubernetes refuses it.
                     Use an address that all nodes can reach."
  `);
  expect(built({ addresses: ['192.168.1.7', '192.168.1.7'] }).said).toMatchInlineSnapshot(`
    "EXTERNAL-TARGET  lab/worker/nas: the address 192.168.1.7 twice, but the API server refuses that.
                     Name it once."
  `);
  expect(built({ addresses: [], dnsName: '192.168.1.7:80' }).said).toMatchInlineSnapshot(`
    "EXTERNAL-TARGET  lab/worker/nas: the DNS name "192.168.1.7:80", but a DNS name is in lower case and is not an IP address.
                     Correct it, or use addresses.

    EXTERNAL-TARGET  lab/worker/nas: the port https exposed as 443, but a DNS name cannot change port numbers.
                     Leave exposedAs out, or use addresses.

    EXTERNAL-ROUTE  lab/worker/nas: nas.home.example for a DNS name, and ingress controllers do not forward to DNS names unless configured to: Traefik needs allowExternalNameServices.
                    Use addresses, or accept it in the facts if your controller does, with the reason."
  `);
});

test('a DNS name that is to be reached from the web is warned of', () => {
  expect(built({ addresses: [], dnsName: 'nas.lan', ports: [Port.http(5000)], routes: [{ host: 'nas.home.example' }] }).said).toMatchInlineSnapshot(`
    "EXTERNAL-ROUTE  lab/worker/nas: nas.home.example for a DNS name, and ingress controllers do not forward to DNS names unless configured to: Traefik needs allowExternalNameServices.
                    Use addresses, or accept it in the facts if your controller does, with the reason."
  `);
});

test('its ports are those of a Service', () => {
  expect(built({ ports: [], routes: [] }).said).toMatchInlineSnapshot(`
    "SERVICE-WITHOUT-PORT  lab/worker/nas: no port, but a Service needs at least one.
                          Name the ports that it listens on."
  `);
  expect(built({ ports: [Port.http(80).withHostPort(80, 'why')], routes: [{ host: 'nas.home.example', port: 'ssh' }] }).said).toMatchInlineSnapshot(`
    "PORT-INVALID  lab/worker/nas: the port 80 of the node for http, but it has no pod.
                  Leave withHostPort out.

    ROUTE-WITHOUT-PORT  lab/worker/nas: nas.home.example on the port ssh, but the ports of the Service are http.
                        Add a Port.http, or name one of them."
  `);
});

test('its names are those of Kubernetes, and its props have types', () => {
  expect(built({ name: '2nd', namespace: 'A' }).said).toMatchInlineSnapshot(`
    "NAME-INVALID  lab/worker/nas: the name "2nd", but a Service name has at most 63 of a-z, 0-9 and "-", and starts with a letter.
                  Give it another id, or set name.

    NAME-INVALID  lab/worker/nas: the namespace "A", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                  Set another namespace."
  `);
  expect(built({ ports: 'http' as unknown as Port[] }).said).toMatchInlineSnapshot(`
    "SHAPE-WRONG  lab/worker/nas/ports: a string, but it must be a list.
                 Write [Port.http(…)]."
  `);
});

test('a web address is had by one', () => {
  expect(built({ routes: [{ host: 'blog.home.example' }] }).said).toMatchInlineSnapshot(`
    "HOST-CLASH  lab/worker/nas: the web address blog.home.example/, but lab/worker/blog has it.
                Use another host or path."
  `);
  expect(built({ routes: [{ host: 'blog.home.example', paths: ['/files'] }] }).said).toBe('');
});

test('in a chart of your own it is said by the chart', () => {
  const chart = new Chart(new PlainApp(), 'mine', { namespace: 'house' });
  new ExternalService(chart, 'nas', NAS);
  expect((Testing.synth(chart) as Manifest[]).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
    'Service house/nas',
    'EndpointSlice house/nas-ipv4',
    'Ingress house/nas',
  ]);
  const broken = new ExternalService(chart, 'printer', { ports: [Port.tcp(631, 'ipp')] });
  expect(broken.node.validate().map(withoutLines)).toMatchInlineSnapshot(`
    [
      "EXTERNAL-TARGET  mine/printer: neither addresses nor a DNS name, but a Service needs exactly one of the two.
                     Set either addresses or dnsName.",
    ]
  `);
});

describe('an app that needs it', () => {
  const waitingFor = (other: AppReference): Partial<SinglePodFlexibleProps> => ({ initContainers: [{ name: 'wait', waitsFor: [other] }] });
  const { routes: _none, ...plain } = NAS;

  function needing(needs: (nas: ExternalService) => Partial<SinglePodFlexibleProps>, props: Partial<ExternalServiceProps> = {}, isLater = false) {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps(), flux: { url: 'https://git.example/lab.git' } });
    const later = new Chart(cluster, 'later');
    if (isLater) later.addDependency(cluster.workers);
    const nas = new ExternalService(isLater ? later : cluster.workers, 'nas', { ...plain, ...props });
    const blog = new SinglePodFlexible(cluster.workers, 'blog', appProps(needs(nas)));
    return { said: messages(app.build().findings), blog, outcome: blog.plan?.outcome };
  }

  test('depends on it or waits for it by its construct or its name, and keeps its promise: no node of the cluster takes the machine down', () => {
    const alone = needing(() => ({})).outcome;
    for (const needs of [waitingFor, (other: AppReference) => ({ dependsOn: [other] })]) {
      expect(needing(needs)).toMatchObject({ said: '', outcome: alone });
      expect(needing(() => needs({ name: 'nas' }))).toMatchObject({ said: '', outcome: alone });
      expect(needing(needs, { namespace: 'house' }).said).toBe('');
    }
    expect(needing((nas) => ({ dependsOn: [nas] })).blog.plan?.ask.dependsOn).toEqual([{ name: 'nas', namespace: 'nas' }]);
    expect(needing(() => ({ dependsOn: [{ name: 'sna' }] })).said).toMatchInlineSnapshot(`
      "DEPENDENCY-UNKNOWN  lab/worker/blog: dependsOn sna, but no app of the cluster has that name.
                          Name its namespace too, or pass the app itself."
    `);
  });

  test('is not told of it when something is wrong with the machine itself', () => {
    expect(needing((nas) => ({ dependsOn: [nas] }), { addresses: ['nas'] }).said).toMatchInlineSnapshot(`
      "EXTERNAL-TARGET  lab/worker/nas: the address "nas", but an address looks like 192.168.1.7 or fd00::7.
                       Write it without a prefix or port, or use dnsName."
    `);
    expect(needing((nas) => ({ dependsOn: [nas] }), { name: Symbol('x') as never }).said).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/nas/name: a symbol, but it must be a string.
                   Write '…'."
    `);
  });

  test('may connect to its addresses', () => {
    const only = (...allowTo: Destination[]) => ({ network: { ports: [Port.http(8080)], allowTo } });
    const two = { addresses: ['192.168.1.7', 'fd00::7'] };
    expect(needing((nas) => ({ ...waitingFor(nas), ...only(Destination.internet()) })).said).toMatchInlineSnapshot(`
      "WAIT-SHUT-OUT  lab/worker/blog: waitsFor nas, but it may not connect to 192.168.1.7, so the wait never ends.
                     Add a Destination.cidr with 192.168.1.7/32 to allowTo."
    `);
    expect(needing((nas) => ({ ...waitingFor(nas), ...only(Destination.cidr('192.168.1.0/24')) }), two).said).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: waitsFor nas, but it may not connect to fd00::7.
                     Add a Destination.cidr with fd00::7/128 to allowTo, or accept it if it does not connect."
    `);
    expect(needing((nas) => ({ dependsOn: [nas], ...only() }), two).said).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: dependsOn nas, but it may not connect to 192.168.1.7 and fd00::7.
                     Add a Destination.cidr with 192.168.1.7/32 and fd00::7/128 to allowTo, or accept it if it does not connect."
    `);
    expect(needing((nas) => ({ ...waitingFor(nas), ...only(Destination.cidr('192.168.1.0/24'), Destination.cidr('fd00::/64')) }), two).said).toBe('');
    expect(needing((nas) => ({ dependsOn: [nas], ...only(Destination.internet()) }), { addresses: ['9.9.9.9'] }).said).toBe('');
  });

  test('may connect to addresses at all if it has a DNS name', () => {
    const named = { addresses: [], dnsName: 'nas.example', ports: [Port.http(5000)] };
    const only = (...allowTo: Destination[]) => ({ network: { ports: [Port.http(8080)], allowTo } });
    expect(needing((nas) => ({ ...waitingFor(nas), ...only(Destination.namespace('tools')) }), named).said).toMatchInlineSnapshot(`
      "WAIT-SHUT-OUT  lab/worker/blog: waitsFor nas, but it may connect only to pods, so the wait never ends.
                     Add a Destination.cidr with its addresses to allowTo."
    `);
    expect(needing((nas) => ({ dependsOn: [nas], ...only(Destination.namespace('tools')) }), named).said).toMatchInlineSnapshot(`
      "NEED-SHUT-OUT  lab/worker/blog: dependsOn nas, but it may connect only to pods.
                     Add a Destination.cidr with its addresses to allowTo, or accept it if it does not connect."
    `);
    expect(needing((nas) => ({ ...waitingFor(nas), ...only(Destination.internet()) }), named).said).toBe('');
  });

  test('finds no name for it in a folder that comes after its own', () => {
    expect(needing(waitingFor, {}, true).said).toMatchInlineSnapshot(`
      "DELIVERY-DEADLOCK  lab/worker/blog: waitsFor nas, in the folder lab/later, but Flux applies that folder only once lab/worker is ready, which it is not before blog runs.
                         Put both into one folder, or remove waitsFor."
    `);
  });

  test('names it in policies by its addresses: no selector matches what has no pods', () => {
    const network = (nas: ExternalService) => ({ network: { ports: [Port.http(8080)], allowFrom: [Client.app(nas)], allowTo: [Destination.app(nas)] } });
    expect(needing(network).said).toMatchInlineSnapshot(`
      "CLIENT-UNKNOWN  lab/worker/blog: the client nas/nas, but that is a machine outside the cluster.
                      Use Client.cidr with its addresses: 192.168.1.7/32.

      DESTINATION-UNKNOWN  lab/worker/blog: the destination nas/nas, but that is a machine outside the cluster.
                           Use Destination.cidr with its addresses: 192.168.1.7/32."
    `);
    expect(needing(network, { addresses: [], dnsName: 'nas.example', ports: [Port.http(5000)] }).said).toMatchInlineSnapshot(`
      "CLIENT-UNKNOWN  lab/worker/blog: the client nas/nas, but that is a machine outside the cluster.
                      Use Client.cidr with its addresses.

      DESTINATION-UNKNOWN  lab/worker/blog: the destination nas/nas, but that is a machine outside the cluster.
                           Use Destination.cidr with its addresses."
    `);
  });
});
