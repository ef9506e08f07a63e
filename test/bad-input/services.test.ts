import {
  Allow,
  App,
  Client,
  Cluster,
  Distribution,
  Duration,
  IpFamily,
  IpFamilyPolicy,
  LoadBalancer,
  type Operators,
  Port,
  type ServiceProps,
  ServiceType,
  SessionAffinity,
  SinglePodFlexible,
  TrafficPolicy,
} from '../../lib';
import type { NetworkProps } from '../../lib/availability/ask/network/network';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { type AnyAppProps, appProps, clusterProps, controlPlane, facts, factsOf, messages, messagesOf, planWithoutFacts, RESOURCES, worker } from '../support';

const PORTS = [Port.http(8080), Port.tcp(5353, 'dns-tcp').exposedAs(53), Port.udp(5353, 'dns').exposedAs(53)];
const METALLB = { policy: { operators: { loadBalancer: LoadBalancer.METALLB } } };

function said(network: NetworkProps, props: Partial<AnyAppProps> = {}, operators: Operators = METALLB.policy.operators): string {
  return messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network: { ports: PORTS, ...network }, ...props }, facts({ policy: { operators } }));
}

const first = (service: ServiceProps) => said({ service });
const balancer = (service: ServiceProps) => first({ type: ServiceType.LOAD_BALANCER, ...service });

/** What is said of two apps together. */
function together(one: NetworkProps, other: NetworkProps, operators: Operators = METALLB.policy.operators, names = ['blog', 'wiki']): string {
  const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps({ policy: { operators } }) });
  for (const [index, network] of [one, other].entries())
    new SinglePodFlexible(cluster.workers, names[index] ?? '', appProps({ namespace: 'web', network: { ports: PORTS, ...network } }));
  return messages(cluster.verdict().open);
}

describe('refuses Services', () => {
  test('with ports that the app does not have, or with none', () => {
    expect(said({ service: { ports: ['web'] }, services: [{ name: 'dns', ports: [] }] })).toMatchInlineSnapshot(`
      "SERVICE-PORT-UNKNOWN  lab/worker/blog: the port web of the Service, but the ports of the app are http, dns-tcp and dns.
                            Name one of them, or add the port.

      SERVICE-WITHOUT-PORT  lab/worker/blog: the Service dns with no ports, but a Service needs at least one.
                            Name its ports."
    `);
  });
  test('that name no port of a sidecar, and what leads to one that no Service has', () => {
    const sidecars = [{ name: 'editor', image: appProps().image, resources: RESOURCES, ports: [Port.http(8443, 'code')] }];
    const network = { service: { nodePorts: { code: 30443 }, type: ServiceType.NODE_PORT }, services: [{ name: 'editor', ports: ['editor'] }] };
    expect(said({ ...network, routes: [{ host: 'code.example', port: 'code' }] }, { sidecars, metrics: { port: 'code' } })).toMatchInlineSnapshot(`
      "ROUTE-WITHOUT-PORT  lab/worker/blog: code.example on the port code, but the ports of the Service are http, dns-tcp and dns.
                          Name it in network.service.ports, or in a Service of network.services.

      SERVICE-PORT-UNKNOWN  lab/worker/blog: a node port for code of the Service, but the ports of the Service are http, dns-tcp and dns.
                            Name one of them.

      SERVICE-PORT-UNKNOWN  lab/worker/blog: the port editor of the Service editor, but the ports of the app are http, dns-tcp, dns and code.
                            Name one of them, or add the port.

      METRICS-WITHOUT-PORT  lab/worker/blog: metrics on the port code, but its Services have the TCP ports http and dns-tcp.
                            Add the port to network.ports; name an unexposed port, or a port of a sidecar, in a Service of network.services."
    `);
    expect(said({ services: [{ name: 'editor', ports: ['code'] }], routes: [{ host: 'code.example', port: 'code' }] }, { sidecars })).toBe('');
  });
  test('of one name, of the name that StatefulSets need, and of none that Kubernetes takes', () => {
    const service = (name: string) => ({ name, ports: ['dns'] });
    expect(said({ services: [service('dns'), service('dns'), service('pods'), service('My_DNS'), service('a'.repeat(60))] })).toMatchInlineSnapshot(`
      "SERVICE-DUPLICATE  lab/worker/blog: two Services named dns, but each Service needs its own name.
                         Rename one of them.

      SERVICE-DUPLICATE  lab/worker/blog: a Service named pods, but the pods of a StatefulSet find each other by that Service.
                         Rename it.

      NAME-INVALID  lab/worker/blog: the Service "My_DNS", but Kubernetes accepts at most 63 of a-z, 0-9 and "-", including blog- before it.
                    Rename it.

      NAME-INVALID  lab/worker/blog: the Service "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", but Kubernetes accepts at most 63 of a-z, 0-9 and "-", including blog- before it.
                    Rename it."
    `);
  });
  test('with two ports behind one number', () => {
    const ports = [Port.http(8080).exposedAs(80), Port.tcp(9000, 'admin').exposedAs(80)];
    expect(said({ ports, service: { ports: ['http'] }, services: [{ name: 'all', ports: ['http', 'admin'] }] })).toMatchInlineSnapshot(`
      "PORT-CLASH  lab/worker/blog: two ports 80/TCP of the Service all, but a Service has each number once.
                  Use exposedAs with another number."
    `);
  });
  test('that are headless and more', () => {
    expect(
      first({ headless: true, type: ServiceType.NODE_PORT, nodePorts: { http: 30080 }, sessionAffinity: SessionAffinity.clientIp() }),
    ).toMatchInlineSnapshot(`
      "SERVICE-HEADLESS  lab/worker/blog: node ports of the Service, but a headless Service has no address for them to lead to.
                        Remove one of the two.

      SERVICE-HEADLESS  lab/worker/blog: the Service, headless and a NodePort, but a headless Service has no address.
                        Remove one of the two.

      SERVICE-HEADLESS  lab/worker/blog: session affinity of the Service, but clients of a headless Service choose the pod themselves.
                        Remove one of the two."
    `);
    expect(first({ headless: true, publishNotReadyAddresses: true })).toBe('');
  });
  test('with what only a LoadBalancer has', () => {
    expect(first({ addresses: ['192.168.1.5'], loadBalancerClass: 'metallb', allocateLoadBalancerNodePorts: false })).toMatchInlineSnapshot(`
      "SERVICE-TYPE  lab/worker/blog: addresses of the Service, a ClusterIP, but only a LoadBalancer has that.
                    Set type to ServiceType.LOAD_BALANCER, or remove the prop.

      SERVICE-TYPE  lab/worker/blog: loadBalancerClass of the Service, a ClusterIP, but only a LoadBalancer has that.
                    Set type to ServiceType.LOAD_BALANCER, or remove the prop.

      SERVICE-TYPE  lab/worker/blog: allocateLoadBalancerNodePorts of the Service, a ClusterIP, but only a LoadBalancer has that.
                    Set type to ServiceType.LOAD_BALANCER, or remove the prop."
    `);
    expect(balancer({ loadBalancerClass: 'Not A Class' })).toMatchInlineSnapshot(`
      "SERVICE-TYPE  lab/worker/blog: the class "Not A Class" of the Service, but a class looks like metallb or io.cilium/node.
                    Correct it."
    `);
    expect(balancer({ addresses: ['192.168.1.5'], loadBalancerClass: 'metallb', allocateLoadBalancerNodePorts: false })).toBe('');
  });
  test('with a session affinity that is too long or none', () => {
    expect(first({ sessionAffinity: SessionAffinity.clientIp(Duration.days(2)) })).toMatchInlineSnapshot(`
      "NUMBER-ABSURD  lab/worker/blog: a session affinity of 172800 s, but Kubernetes accepts whole seconds from 1 s to 1 day.
                     Use such a duration."
    `);
    expect(first({ sessionAffinity: SessionAffinity.clientIp(Duration.seconds(0)) })).toMatch(/^NUMBER-ABSURD {2}.* a session affinity of 0 s, /);
    expect(first({ sessionAffinity: SessionAffinity.clientIp(Duration.days(1)) })).toBe('');
  });
  test('with node ports out of the range, of no port, and of a ClusterIP', () => {
    expect(first({ type: ServiceType.NODE_PORT, nodePorts: { http: 8080, web: 30001 } })).toMatchInlineSnapshot(`
      "SERVICE-PORT-UNKNOWN  lab/worker/blog: a node port for web of the Service, but the ports of the Service are http, dns-tcp and dns.
                            Name one of them.

      NODE-PORT-INVALID  lab/worker/blog: the node port 8080 of the Service, but node ports are 30000 to 32767.
                         Use another number."
    `);
    expect(first({ nodePorts: { http: 30080 } })).toMatchInlineSnapshot(`
      "SERVICE-TYPE  lab/worker/blog: nodePorts of the Service, a ClusterIP, but only a NodePort or a LoadBalancer has them.
                    Set type, or remove them."
    `);
    expect(first({ type: ServiceType.NODE_PORT, nodePorts: { http: 30000, dns: 32767, 'dns-tcp': 32767 } })).toBe('');
  });
  test('with families at odds', () => {
    expect(first({ ipFamilies: [IpFamily.IPV4, IpFamily.IPV4] })).toMatchInlineSnapshot(`
      "IP-FAMILIES  lab/worker/blog: IPv4 twice for the Service, but a Service has each family once.
                   Remove one of them."
    `);
    expect(first({ ipFamilies: [IpFamily.IPV4, IpFamily.IPV6] })).toMatchInlineSnapshot(`
      "IP-FAMILIES  lab/worker/blog: two families for the Service, but its policy is SingleStack.
                   Set ipFamilyPolicy to IpFamilyPolicy.PREFER_DUAL_STACK."
    `);
    expect(balancer({ addresses: ['fd00::5'], ipFamilies: [IpFamily.IPV4] })).toMatchInlineSnapshot(`
      "IP-FAMILIES  lab/worker/blog: an IPv6 address for the Service, but its ipFamilies are IPv4.
                   Add the family to ipFamilies, or use an address of another family."
    `);
    expect(balancer({ addresses: ['192.168.1.5', 'fd00::5'] })).toMatchInlineSnapshot(`
      "IP-FAMILIES  lab/worker/blog: addresses of two families for the Service, but its policy is SingleStack.
                   Set ipFamilyPolicy to IpFamilyPolicy.PREFER_DUAL_STACK."
    `);
    expect(balancer({ addresses: ['192.168.1.5', 'fd00::5'], ipFamilyPolicy: IpFamilyPolicy.REQUIRE_DUAL_STACK })).toBe('');
  });
  test('with addresses that are none, or two of one family', () => {
    expect(balancer({ addresses: ['192.168.1.5/24', 'lb.example', '1.2.3'] })).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-INVALID  lab/worker/blog: the address "192.168.1.5/24" of the Service, but an address looks like 192.168.1.53 or fd00::53.
                               Write it without a prefix or port.

      SERVICE-ADDRESS-INVALID  lab/worker/blog: the address "lb.example" of the Service, but an address looks like 192.168.1.53 or fd00::53.
                               Write it without a prefix or port.

      SERVICE-ADDRESS-INVALID  lab/worker/blog: the address "1.2.3" of the Service, but an address looks like 192.168.1.53 or fd00::53.
                               Write it without a prefix or port."
    `);
    expect(balancer({ addresses: ['192.168.1.5', '192.168.1.6'] })).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-INVALID  lab/worker/blog: two IPv4 addresses of the Service, but a Service has one of each family.
                               Remove one of them."
    `);
  });
  test('with addresses that nobody would read', () => {
    const service = { type: ServiceType.LOAD_BALANCER, addresses: ['192.168.1.5'] };
    expect(said({ service }, {}, {})).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-IGNORED  lab/worker/blog: 192.168.1.5 for the Service, but ServiceLB of K3s only ever uses the addresses of the nodes.
                               Leave addresses out, or name another load balancer in policy.operators.loadBalancer."
    `);
    expect(said({ service }, {}, { loadBalancer: LoadBalancer.OTHER })).toBe('');
    expect(said({ service: { ...service, loadBalancerClass: 'metallb' } }, {}, {})).toBe('');
    const two = { ...service, addresses: ['192.168.1.5', 'fd00::5'], ipFamilyPolicy: IpFamilyPolicy.PREFER_DUAL_STACK };
    expect(said({ service: two }, {}, { loadBalancer: LoadBalancer.OTHER })).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-IGNORED  lab/worker/blog: 192.168.1.5 and fd00::5 for the Service, but the field that all load balancers read holds only one address.
                               Name the load balancer in policy.operators.loadBalancer."
    `);
  });
  test('named ones too, behind which the address of clients is lost', () => {
    const services = [{ name: 'dns', ports: ['dns'], type: ServiceType.LOAD_BALANCER }];
    const clients = [Client.cidr('192.168.1.0/24')];
    expect(said({ allowFrom: clients, services })).toMatchInlineSnapshot(`
      "CLIENT-ADDRESS-LOST  lab/worker/blog: the client 192.168.1.0/24 behind a LoadBalancer, but nodes replace the client address with their own, so the policy does not recognize the client.
                           Set externalTrafficPolicy to TrafficPolicy.LOCAL."
    `);
    expect(said({ allowFrom: clients, services: services.map((one) => ({ ...one, externalTrafficPolicy: TrafficPolicy.LOCAL })) })).toBe('');
  });
});

describe('refuses ports', () => {
  test('that speak what is no name', () => {
    expect(said({ ports: [Port.http(80).withAppProtocol('HTTP 2')] })).toMatchInlineSnapshot(`
      "PORT-INVALID  lab/worker/blog: the protocol "HTTP 2" of the port http, but Kubernetes accepts names like https or kubernetes.io/h2c.
                    Use such a name."
    `);
  });
  test('of the node without a reason, out of range, twice, and where all are of the node', () => {
    expect(said({ ports: [Port.udp(53, 'dns').withHostPort(70_000, ' ')] })).toMatchInlineSnapshot(`
      "PORT-INVALID  lab/worker/blog: the port 70000, but ports are 1 to 65535.
                    Use another number.

      ALLOW-WITHOUT-REASON  lab/worker/blog: the port 70000 of the node without a reason, but the report must say why the app needs it.
                            Add a reason."
    `);
    expect(said({ ports: [Port.tcp(53, 'one').withHostPort(53, 'a'), Port.tcp(54, 'two').withHostPort(53, 'b')] })).toMatch(
      /^PORT-CLASH {2}lab\/worker\/blog: two ports for the node port 53\/TCP, but a node has each port once\./,
    );
    const security = { allow: [Allow.hostNetwork('it looks for devices')] };
    expect(said({ ports: [Port.udp(5353, 'dns').withHostPort(53, 'a')] }, { security })).toMatchInlineSnapshot(`
      "PORT-INVALID  lab/worker/blog: the port 53 of the node for dns, but on the host network every port is a port of the node.
                    Leave withHostPort out."
    `);
    expect(said({ ports: [Port.tcp(53, 'one').withHostPort(53, 'a'), Port.udp(53, 'two').withHostPort(53, 'b')] })).toBe('');
  });
  test('of fewer nodes than pods', () => {
    const network = { ports: [Port.tcp(2525, 'smtp').withHostPort(25, 'mail')] };
    expect(messagesOf(AvailabilityClass.HIGHLY_AVAILABLE, { network }, factsOf([worker('w1'), worker('w2')]))).toContain(
      'HOST-PORT-CLASH  lab/worker/blog: 3 pods on ports of 2 nodes, but each node has a port only once.',
    );
  });
});

describe('refuses metrics', () => {
  test('without a port that a Service has', () => {
    expect(said({ ports: [Port.udp(53, 'dns')] }, { metrics: {} })).toMatchInlineSnapshot(`
      "METRICS-WITHOUT-PORT  lab/worker/blog: metrics without a port, but its Services have the TCP ports none.
                            Add the port to network.ports; name an unexposed port, or a port of a sidecar, in a Service of network.services."
    `);
    expect(said({ ports: [Port.http(80), Port.tcp(9090, 'metrics').unexposed()] }, { metrics: { port: 'metrics' } })).toMatchInlineSnapshot(`
      "METRICS-WITHOUT-PORT  lab/worker/blog: metrics on the port metrics, but its Services have the TCP ports http.
                            Add the port to network.ports; name an unexposed port, or a port of a sidecar, in a Service of network.services."
    `);
    expect(said({}, { metrics: { port: 'dns' } })).toMatch(
      /^METRICS-WITHOUT-PORT {2}lab\/worker\/blog: metrics on the port dns, but its Services have the TCP ports http and dns-tcp\./,
    );
  });
  test('with a path that is none, or asked all the time', () => {
    expect(said({}, { metrics: { path: 'metrics', interval: Duration.millis(100) } })).toMatchInlineSnapshot(`
      "METRICS-INVALID  lab/worker/blog: the metrics path "metrics", but a path starts with "/".
                       Use "/metrics".

      METRICS-INVALID  lab/worker/blog: metrics every 0.1 s, but Prometheus scrapes at most once a second.
                       Use whole seconds."
    `);
  });
  test('that the clients of the app shut Prometheus out of', () => {
    expect(said({ allowFrom: [] }, { metrics: {} })).toMatchInlineSnapshot(`
      "CLIENTS-WITHOUT-MONITORING  lab/worker/blog: clients, and metrics, but the facts do not say where Prometheus runs, so the policy would shut it out.
                                  Set policy.operators.monitoringNamespace to the namespace of its pods."
    `);
    expect(said({ allowFrom: [] }, { metrics: {} }, { monitoringNamespace: 'monitoring' })).toBe('');
    expect(said({ allowFrom: [Client.everybody()] }, { metrics: {} })).toBe('');
  });
});

describe('refuses web addresses', () => {
  test('with an IP address, which the API server refuses', () => {
    expect(said({ routes: [{ host: '192.168.1.7' }] })).toMatchInlineSnapshot(`
      "HOST-INVALID  lab/worker/blog: the host "192.168.1.7", but a host is a name: the API server refuses an address.
                    Use a DNS name that leads to this address."
    `);
  });

  test('with an alias or an exact path that is none', () => {
    expect(said({ routes: [{ host: 'blog.example', aliases: ['https://blog.example'], exactPaths: ['login', '/a//b'] }] })).toMatchInlineSnapshot(`
      "HOST-INVALID  lab/worker/blog: the host "https://blog.example", but a host is a DNS name in lower case.
                    Write it without scheme, port or path.

      HOST-INVALID  lab/worker/blog: the path "login" of blog.example, but a path starts with "/".
                    Use "/login".

      HOST-INVALID  lab/worker/blog: the path "/a//b" of blog.example, but Kubernetes refuses "//", "/./", "/../" and "%2f".
                    Write the plain path."
    `);
  });
  test('that two entries have: an alias, and a prefix with a slash more', () => {
    expect(together({ routes: [{ host: 'a.example', aliases: ['b.example'] }] }, { routes: [{ host: 'b.example' }] })).toMatchInlineSnapshot(`
      "HOST-CLASH  lab/worker/wiki: the web address b.example/, but lab/worker/blog has it already.
                  Use another host or path."
    `);
    expect(together({ routes: [{ host: 'a.example', paths: ['/x', '/x/'] }] }, {})).toMatchInlineSnapshot(`
      "HOST-CLASH  lab/worker/blog: the web address a.example/x, but the app itself has it already.
                  Use another host or path."
    `);
    expect(together({ routes: [{ host: 'a.example', exactPaths: ['/x'] }] }, { routes: [{ host: 'a.example', paths: ['/x'] }] })).toBe('');
    expect(together({ routes: [{ host: 'a.example', exactPaths: ['/x'] }] }, { routes: [{ host: 'a.example', exactPaths: ['/x'] }] })).toMatch(
      /^HOST-CLASH {2}lab\/worker\/wiki: the web address a\.example\/x \(exactly\), /,
    );
  });
  test('in the words of a controller, which nobody else reads', () => {
    const own = { routes: [{ host: 'a.example', implementationSpecificPaths: ['/x(//|$)'] }] };
    expect(said(own)).toBe('');
    expect(said({ routes: [{ host: 'a.example', implementationSpecificPaths: ['~ x'] }] })).toMatch(
      /^HOST-INVALID {2}lab\/worker\/blog: the path "~ x" of a\.example, but a path starts/,
    );
    expect(together(own, { routes: [{ host: 'a.example', paths: ['/x'] }] })).toBe('');
    expect(together(own, own)).toMatch(/^HOST-CLASH {2}lab\/worker\/wiki: the web address a\.example\/x\(\/\/\|\$\) \(as its controller reads it\), /);
  });
});

describe('refuses together', () => {
  const nodePort = (http: number) => ({ service: { type: ServiceType.NODE_PORT, nodePorts: { http } } });
  const fixed = (...ports: string[]) => ({ service: { type: ServiceType.LOAD_BALANCER, addresses: ['192.168.1.5'], ports } });

  test('one node port of two Services, though the protocols differ', () => {
    expect(together(nodePort(30080), nodePort(30080))).toMatchInlineSnapshot(`
      "NODE-PORT-CLASH  lab/worker/wiki: the node port 30080, but lab/worker/blog has it already.
                       Use another node port."
    `);
    expect(together(nodePort(30080), { service: { type: ServiceType.NODE_PORT, nodePorts: { dns: 30080 } } })).toMatch(/^NODE-PORT-CLASH/);
    expect(together(nodePort(30080), nodePort(30081))).toBe('');
  });
  test('one node port of two ports of a Service, unless they have one number', () => {
    const both = (nodePorts: { [port: string]: number }) => together({ service: { type: ServiceType.NODE_PORT, nodePorts } }, {});
    expect(both({ http: 30080, dns: 30080 })).toMatchInlineSnapshot(`
      "NODE-PORT-CLASH  lab/worker/blog: the node port 30080, but the app itself has it already.
                       Use another node port."
    `);
    expect(both({ dns: 30053, 'dns-tcp': 30053 })).toBe('');
  });
  test('one port of one address', () => {
    expect(together(fixed('dns'), fixed('dns'))).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-CLASH  lab/worker/wiki: the port 53/UDP of 192.168.1.5 for a LoadBalancer, but lab/worker/blog has it already.
                             Use another address or port."
    `);
  });
  test('one address that nobody is told to share', () => {
    expect(together(fixed('dns'), fixed('dns-tcp'))).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-UNSHARED  lab/worker/wiki: the address 192.168.1.5 for the Service wiki, but lab/worker/blog has it, and MetalLB shares an address only among Services with one value of metallb.io/allow-shared-ip.
                                Give both that annotation, with the same value, or use another address."
    `);
    const shared = (port: string, key: string, more: Partial<ServiceProps> = {}) => ({
      service: { ...fixed(port).service, annotations: { 'metallb.io/allow-shared-ip': key }, ...more },
    });
    expect(together(shared('dns', 'dns'), shared('dns-tcp', 'web'))).toMatch(/^SERVICE-ADDRESS-UNSHARED /);
    expect(together(shared('dns', 'dns'), shared('dns-tcp', 'dns'))).toBe('');
    const local = { externalTrafficPolicy: TrafficPolicy.LOCAL };
    expect(together(shared('dns', 'dns'), shared('dns-tcp', 'dns', local))).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-UNSHARED  lab/worker/wiki: the address 192.168.1.5 for the Service wiki, but lab/worker/blog has it, and MetalLB shares an address only among Services with one externalTrafficPolicy.
                                Set it to the same for both, or use another address."
    `);
    expect(together(shared('dns', 'dns', local), shared('dns-tcp', 'dns', local))).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-UNSHARED  lab/worker/wiki: the address 192.168.1.5 for the Service wiki, but lab/worker/blog has it, and MetalLB shares an address only with TrafficPolicy.CLUSTER, unless both lead to the same pods.
                                Leave externalTrafficPolicy out, or use another address."
    `);
    const { service } = shared('dns', 'dns', local);
    expect(together({ service, services: [{ ...service, name: 'tcp', ports: ['dns-tcp'] }] }, {})).toBe('');
    expect(together({ ...fixed('dns'), services: [{ ...fixed('dns-tcp').service, name: 'tcp', ports: ['dns-tcp'] }] }, {})).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-UNSHARED  lab/worker/blog: the address 192.168.1.5 for the Service blog-tcp, but the Service blog has it, and MetalLB shares an address only among Services with one value of metallb.io/allow-shared-ip.
                                Give both that annotation, with the same value, or use another address."
    `);
  });
  test('one address of Cilium, across namespaces too', () => {
    const cilium = { loadBalancer: LoadBalancer.CILIUM };
    const shared = (port: string, more: { [key: string]: string } = {}) => ({
      service: { ...fixed(port).service, annotations: { 'lbipam.cilium.io/sharing-key': 'dns', ...more } },
    });
    expect(together(fixed('dns'), fixed('dns-tcp'), cilium)).toMatch(/Cilium shares an address only among Services with one value of lbipam.cilium.io/);
    expect(together(shared('dns'), shared('dns-tcp'), cilium)).toBe('');
    const apart = (one: string, other: string) => {
      const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps({ policy: { operators: cilium } }) });
      const across = 'lbipam.cilium.io/sharing-cross-namespace';
      new SinglePodFlexible(cluster.workers, 'blog', appProps({ network: { ports: PORTS, ...shared('dns', { [across]: one }) } }));
      new SinglePodFlexible(cluster.workers, 'wiki', appProps({ network: { ports: PORTS, ...shared('dns-tcp', { [across]: other }) } }));
      return messages(cluster.verdict().open);
    };
    expect(apart('', 'blog')).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-UNSHARED  lab/worker/wiki: the address 192.168.1.5 for the Service wiki, but lab/worker/blog has it, and Cilium shares an address only within a namespace, or if lbipam.cilium.io/sharing-cross-namespace of each names the namespace of the other.
                                Give both that annotation, or use another address."
    `);
    expect(apart('*', 'news, blog')).toBe('');
  });
  test('one address only where the load balancer is known to refuse it', () => {
    for (const loadBalancer of [LoadBalancer.KUBE_VIP, LoadBalancer.OTHER]) expect(together(fixed('dns'), fixed('dns-tcp'), { loadBalancer })).toBe('');
    const classed = (port: string, loadBalancerClass: string) => ({ service: { ...fixed(port).service, loadBalancerClass } });
    expect(together(classed('dns', 'inside'), classed('dns-tcp', 'outside'))).toBe('');
  });
  test('one port of two load balancers that all nodes are', () => {
    const dns = { service: { type: ServiceType.LOAD_BALANCER, ports: ['dns'] } };
    expect(together(dns, dns, {})).toMatchInlineSnapshot(`
      "SERVICE-ADDRESS-CLASH  lab/worker/wiki: the port 53/UDP of the nodes for a LoadBalancer, but lab/worker/blog has it already.
                             ServiceLB has each port once: use another port, or name another load balancer in policy.operators.loadBalancer."
    `);
    expect(together(dns, dns)).toBe('');
    expect(together(dns, { service: { ...dns.service, loadBalancerClass: 'metallb' } }, {})).toBe('');
  });
  test('one port of one node', () => {
    const dns = { ports: [Port.udp(5353, 'dns').withHostPort(53, 'the router asks the node')] };
    expect(together(dns, dns)).toMatchInlineSnapshot(`
      "HOST-PORT-CLASH  lab/worker/wiki: the port 53/UDP of w1, but lab/worker/blog may use it there.
                       Use another port, or the pod network.

      HOST-PORT-CLASH  lab/worker/wiki: the port 53/UDP of w2, but lab/worker/blog may use it there.
                       Use another port, or the pod network.

      HOST-PORT-CLASH  lab/worker/wiki: the port 53/UDP of w3, but lab/worker/blog may use it there.
                       Use another port, or the pod network."
    `);
  });
  test('one name of two Services', () => {
    expect(together({ services: [{ name: 'dns', ports: ['dns'] }] }, {}, {}, ['blog', 'blog-dns'])).toMatchInlineSnapshot(`
      "NAME-CLASH  lab/worker/blog-dns: the Service web/blog-dns, but lab/worker/blog has it already.
                  Give one of them another name."
    `);
  });
});

test('ServiceLB is what K3s has, unless another is named', () => {
  const service = { type: ServiceType.LOAD_BALANCER, addresses: ['192.168.1.5'] };
  const given = facts({ controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
  expect(messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network: { ports: PORTS, service } }, given)).toBe('');
});

test('without facts the plan names only those checks of the network that the app asks for', () => {
  const unchecked = (props: Partial<AnyAppProps>) => planWithoutFacts(AvailabilityClass.SINGLE_POD_FLEXIBLE, props).unchecked;
  const plain = unchecked({ network: { ports: PORTS } });
  const all = unchecked({
    network: {
      ports: [...PORTS, Port.tcp(2525, 'smtp').withHostPort(25, 'mail')],
      allowFrom: [],
      service: { type: ServiceType.LOAD_BALANCER, addresses: ['192.168.1.5'], nodePorts: { http: 30080 } },
    },
    metrics: {},
  });
  expect(all.filter((code) => !plain.includes(code))).toEqual([
    'CLIENT-UNKNOWN',
    'CLIENTS-WITHOUT-MONITORING',
    'HOST-PORT-CLASH',
    'HOST-PORT-DOUBTFUL',
    'NODE-PORT-CLASH',
    'SERVICE-ADDRESS-CLASH',
    'SERVICE-ADDRESS-IGNORED',
    'SERVICE-ADDRESS-UNSHARED',
  ]);
});
