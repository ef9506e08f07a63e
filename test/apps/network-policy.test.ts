import { Chart, Testing } from 'cdk8s';
import {
  Allow,
  App,
  Client,
  Cluster,
  Destination,
  HighlyAvailable,
  Patch,
  Port,
  ServiceType,
  SinglePodFlexible,
  SinglePodPinned,
  TrafficPolicy,
} from '../../lib';
import type { NetworkProps } from '../../lib/availability/ask/network/network';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import type { Plan } from '../../lib/availability/model/plan';
import { appsReport } from '../../lib/availability/report/report';
import { type AnyAppProps, appProps, clusterProps, facts, messages, messagesOf, only, planOf } from '../support';

interface Policy {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: { readonly podSelector: unknown; readonly policyTypes: unknown; readonly egress: unknown; readonly ingress: readonly object[] };
}

const HTTP = Port.http(8080);
const WITH_INGRESS = { policy: { operators: { ingressClass: 'traefik', ingressNamespace: 'traefik' } } };

function policiesOf(chart: Chart): Policy[] {
  return (Testing.synth(chart) as Policy[]).filter((one) => one.kind === 'NetworkPolicy');
}

/** What the policy of the app `blog` in the namespace `blog` lets in. */
function letIn(network: NetworkProps, overrides: Partial<AnyAppProps> = {}): readonly object[] | undefined {
  const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps(WITH_INGRESS) });
  new SinglePodFlexible(cluster.workers, 'feed', appProps());
  new SinglePodFlexible(cluster.workers, 'news', appProps({ name: 'feed', namespace: 'news' }));
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ network, ...overrides }));
  return policiesOf(cluster.workers).find((one) => one.metadata.name === 'blog')?.spec.ingress;
}

const OWN = { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'blog', 'app.kubernetes.io/name': 'blog' } } }] };
const PORTS = [{ port: 8080, protocol: 'TCP' }];
const namespaced = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

function said(network: NetworkProps, given = facts(WITH_INGRESS), overrides: Partial<AnyAppProps> = {}): string {
  return messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network, ...overrides }, given);
}

describe('every app', () => {
  test('has a policy of its own name, in each class', () => {
    const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine' });
    new SinglePodFlexible(chart, 'wiki', appProps());
    new SinglePodPinned(chart, 'radio', { ...appProps(), node: { name: 'attic', reason: 'the antenna is there' } });
    new HighlyAvailable(chart, 'site', { ...appProps(), network: { ports: [HTTP] } });
    expect(policiesOf(chart).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['mine/wiki', 'mine/radio', 'mine/site']);
  });

  test('lets everybody in on the ports of its Service, its own pods on any, and all out', () => {
    const chart = new Chart(Testing.app(), 'mine');
    new SinglePodFlexible(chart, 'wiki', appProps({ network: { ports: [HTTP, Port.udp(1900, 'find'), Port.tcp(8081, 'ping').unexposed()] } }));
    expect(policiesOf(chart)[0]?.spec).toMatchInlineSnapshot(`
      {
        "egress": [
          {},
        ],
        "ingress": [
          {
            "ports": [
              {
                "port": 8080,
                "protocol": "TCP",
              },
              {
                "port": 1900,
                "protocol": "UDP",
              },
            ],
          },
          {
            "from": [
              {
                "podSelector": {
                  "matchLabels": {
                    "app.kubernetes.io/instance": "wiki",
                    "app.kubernetes.io/name": "wiki",
                  },
                },
              },
            ],
          },
        ],
        "podSelector": {
          "matchLabels": {
            "app.kubernetes.io/instance": "wiki",
            "app.kubernetes.io/name": "wiki",
          },
        },
        "policyTypes": [
          "Ingress",
          "Egress",
        ],
      }
    `);
  });

  test('has the same construct ids as every other', () => {
    const chart = new Chart(Testing.app(), 'mine');
    const ids = ['one', 'another'].map((id) => new SinglePodFlexible(chart, id, appProps({ network: { ports: [HTTP] } })).objects.map((it) => it.node.id));
    expect(ids).toEqual([
      ['Deployment', 'Service', 'NetworkPolicy'],
      ['Deployment', 'Service', 'NetworkPolicy'],
    ]);
  });

  test('can be narrowed by a patch in what goes out', () => {
    const chart = new Chart(Testing.app(), 'mine');
    const nowhere = Patch.replace('NetworkPolicy', '/spec/egress', [], 'it has nobody to call');
    new SinglePodFlexible(chart, 'wiki', appProps({ patches: [nowhere] }));
    expect(policiesOf(chart)[0]?.spec.egress).toEqual([]);
  });

  test('that listens on nothing lets nobody in but its own pods', () => {
    expect(letIn({})).toEqual([OWN]);
  });

  test("on the nodes' own network has none: nothing would keep it", () => {
    expect(letIn({ ports: [HTTP] }, { security: { allow: [Allow.hostNetwork('it speaks to every device of the household')] } })).toBeUndefined();
  });
});

describe('clients', () => {
  test('are namespaces, apps and ranges of addresses', () => {
    const clients = [
      Client.namespace('monitoring'),
      Client.app({ name: 'feed' }),
      Client.app({ name: 'feed', namespace: 'news' }),
      Client.cidr('192.168.1.0/24'),
    ];
    const feed = { podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'feed', 'app.kubernetes.io/name': 'feed' } } };
    expect(letIn({ ports: [HTTP], allowFrom: clients })).toEqual([
      {
        from: [namespaced('monitoring'), { ...namespaced('feed'), ...feed }, { ...namespaced('news'), ...feed }, { ipBlock: { cidr: '192.168.1.0/24' } }],
        ports: PORTS,
      },
      OWN,
    ]);
  });

  test('none: only its own pods', () => {
    expect(letIn({ ports: [HTTP], allowFrom: [] })).toEqual([OWN]);
  });

  test('everybody, beside others: everybody', () => {
    expect(letIn({ ports: [HTTP], allowFrom: [Client.namespace('monitoring'), Client.everybody()] })).toEqual([{ ports: PORTS }, OWN]);
  });

  test('let the ingress controller reach what it serves, and no other port', () => {
    const ports = [HTTP, Port.tcp(1883, 'mqtt'), Port.tcp(2222, 'ssh')];
    const rules = letIn({ ports, allowFrom: [Client.namespace('news')], routes: [{ host: 'blog.example' }] });
    expect(rules).toEqual([
      { from: [namespaced('news')], ports: [8080, 1883, 2222].map((port) => ({ port, protocol: 'TCP' })) },
      { from: [namespaced('traefik')], ports: PORTS },
      OWN,
    ]);
  });

  test('do not shut the ingress controller out of an app with an HTTP entry', () => {
    expect(letIn({ ports: [HTTP], allowFrom: [], routes: [{ host: 'blog.example' }] })).toEqual([{ from: [namespaced('traefik')], ports: PORTS }, OWN]);
  });

  test('stand in the plan with the reason', () => {
    const network = { ports: [HTTP], allowFrom: [Client.app({ name: 'feed' })], routes: [{ host: 'blog.example' }] };
    expect(planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network }, facts(WITH_INGRESS)).allowFrom).toEqual({
      value: [{ app: 'feed', namespace: 'feed' }, { namespace: 'traefik' }],
      why: 'asked for; and traefik, which serves blog.example',
    });
  });

  test('in a chart of their own are in its namespace', () => {
    const chart = new Chart(Testing.app(), 'mine');
    new SinglePodFlexible(chart, 'blog', appProps({ network: { ports: [HTTP], allowFrom: [Client.app({ name: 'feed' })] } }));
    expect(policiesOf(chart)[0]?.spec.ingress[0]).toEqual({
      from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'feed', 'app.kubernetes.io/name': 'feed' } } }],
      ports: PORTS,
    });
  });
});

describe('refuses clients', () => {
  test('with a range that has bits behind its prefix', () => {
    expect(said({ ports: [HTTP], allowFrom: [Client.cidr('192.168.1.7/24')] })).toMatchInlineSnapshot(`
      "CLIENT-INVALID  lab/worker/blog: the client "192.168.1.7/24", but a range is its first address with a prefix length.
                      Write it like 192.168.1.0/24. A single address is 192.168.1.7/32."
    `);
  });

  test.each([Client.namespace('My_Space'), Client.app({ name: 'My_Space' }), Client.app({ name: 'feed', namespace: 'My_Space' })])(
    'with a name that Kubernetes does not take',
    (client) => {
      expect(said({ ports: [HTTP], allowFrom: [client] })).toBe(
        'CLIENT-INVALID  lab/worker/blog: the client "My_Space", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".\n                Use its name in the cluster.',
      );
    },
  );

  test('that are no clients, or say nothing', () => {
    expect(said({ ports: [HTTP], allowFrom: ['monitoring' as unknown as Client, Client.namespace(undefined as unknown as string)] })).toMatchInlineSnapshot(`
      "SHAPE-WRONG  lab/worker/blog/network/allowFrom/0: a string, but it must be a Client.
                   Write Client.namespace(…).

      SHAPE-MISSING  lab/worker/blog/network/allowFrom/1: no value, but it must be a string.
                     Add value: '…'."
    `);
  });

  test('where an HTTP entry would lose the ingress controller', () => {
    const network = { ports: [HTTP], allowFrom: [Client.namespace('monitoring')], routes: [{ host: 'blog.example' }] };
    expect(said(network, facts())).toMatchInlineSnapshot(`
      "CLIENTS-WITHOUT-INGRESS  lab/worker/blog: clients, and the web address blog.example, but the facts do not say where the ingress controller runs, so the policy would shut it out.
                               Set policy.operators.ingressNamespace to the namespace of its pods."
    `);
    expect(said(network)).toBe('');
    expect(said({ ...network, allowFrom: [Client.everybody()] }, facts())).toBe('');
  });

  describe('where the ingress controller of the cluster', () => {
    const given = facts({ policy: { operators: { ingressClass: 'inside', ingressNamespace: 'traefik' } } });
    const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
    const controller = (overrides: Partial<AnyAppProps> = {}) =>
      planOf(
        AvailabilityClass.SINGLE_POD_FLEXIBLE,
        { name: 'traefik', args: ['--providers.kubernetesingress.ingressclass=inside'], rbac, ...overrides },
        given,
      );
    const onNodes = { security: { allow: [Allow.hostNetwork('it takes 80 and 443 of its node')] } };
    const blog = (clients: readonly Client[] | undefined, ingressClass?: string) =>
      planOf(
        AvailabilityClass.SINGLE_POD_FLEXIBLE,
        {
          network: {
            ports: [HTTP],
            routes: [{ host: 'blog.example', ...(ingressClass === undefined ? {} : { ingressClass }) }],
            ...(clients && { allowFrom: clients }),
          },
        },
        given,
      );
    // One pod is enough for who reaches whom.
    const together = (...plans: Plan[]) => messages(checkApps(plans, given).filter(({ code }) => code !== 'INGRESS-SINGLE-POD'));

    test('is in another namespace than the facts say', () => {
      expect(together(blog([]), controller())).toBe('');
      expect(together(blog([]), controller({ namespace: 'web' }))).toMatchInlineSnapshot(`
        "INGRESS-SHUT-OUT  lab/worker/blog: clients, and the web address blog.example, but lab/worker/traefik serves it from the namespace web, and policy.operators.ingressNamespace is traefik.
                          Set ingressNamespace to the namespace where it runs."
      `);
    });

    test('is on the network of its nodes, unless their addresses are named', () => {
      expect(together(blog([]), controller(onNodes))).toMatchInlineSnapshot(`
        "INGRESS-SHUT-OUT  lab/worker/blog: clients, and the web address blog.example, but lab/worker/traefik serves it from the host network, and node addresses belong to no namespace.
                          Add a Client.cidr with the addresses of its nodes, or move the controller to the pod network."
      `);
      expect(together(blog([Client.cidr('192.168.1.0/24')]), controller(onNodes))).toBe('');
    });

    test('but not where everybody is let in, another one serves, or a client names it', () => {
      expect(together(blog(undefined), controller(onNodes))).toBe('');
      expect(together(blog([], 'outside'), controller(onNodes))).toBe('');
      expect(together(blog([Client.app({ name: 'traefik', namespace: 'web' })]), controller({ namespace: 'web' }))).toBe('');
    });
  });

  test("on the nodes' own network", () => {
    const security = { allow: [Allow.hostNetwork('it speaks to every device of the household')] };
    expect(said({ ports: [HTTP], allowFrom: [] }, facts(), { security })).toMatchInlineSnapshot(`
      "CLIENTS-ON-HOST-NETWORK  lab/worker/blog: clients, but no policy applies to pods on the host network.
                               Leave allowFrom out, or use the pod network."
    `);
    expect(said({ ports: [HTTP] }, facts(), { security })).toBe('');
  });

  test('whose address is lost on the way, unless that is accepted', () => {
    const clients = [Client.cidr('192.168.1.0/24')];
    const service = { type: ServiceType.LOAD_BALANCER };
    expect(said({ ports: [HTTP], allowFrom: clients, service })).toMatchInlineSnapshot(`
      "CLIENT-ADDRESS-LOST  lab/worker/blog: the client 192.168.1.0/24 behind a LoadBalancer, but nodes replace the client address with their own, so the policy does not recognize the client.
                           Set externalTrafficPolicy to TrafficPolicy.LOCAL."
    `);
    expect(said({ ports: [HTTP], allowFrom: clients, service: { ...service, externalTrafficPolicy: TrafficPolicy.LOCAL } })).toBe('');
    expect(said({ ports: [HTTP], allowFrom: clients })).toBe('');
  });

  test('that no app of the cluster is, and those that come under the address of a node', () => {
    const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps(WITH_INGRESS) });
    const network = { ports: [HTTP], allowFrom: [Client.app({ name: 'feeed' }), Client.app({ name: 'radio' }), Client.app({ name: 'feed' })] };
    new SinglePodFlexible(cluster.workers, 'blog', appProps({ network }));
    new SinglePodFlexible(cluster.workers, 'feed', appProps());
    new SinglePodFlexible(cluster.workers, 'radio', appProps({ security: { allow: [Allow.hostNetwork('it plays to the household')] } }));
    expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
      "CLIENT-UNKNOWN  lab/worker/blog: the client feeed/feeed, but no app of the cluster has that name.
                      Name its namespace too, or use Client.namespace.

      CLIENT-UNKNOWN  lab/worker/blog: the client radio/radio, but it connects from the address of its node.
                      Use Client.cidr with the addresses of its nodes."
    `);
  });
});

describe('what goes out', () => {
  const DNS = {
    to: [namespaced('kube-system')],
    ports: [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ],
  };

  /** What the policy of the app `blog` lets out. */
  function letOut(destinations: readonly Destination[], overrides: Partial<AnyAppProps> = {}): unknown {
    const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps() });
    new SinglePodFlexible(cluster.workers, 'database', appProps());
    new SinglePodFlexible(cluster.workers, 'blog', appProps({ network: { allowTo: destinations }, ...overrides }));
    return policiesOf(cluster.workers).find((one) => one.metadata.name === 'blog')?.spec.egress;
  }

  test('goes to those that the app names, to its own pods, and to the DNS', () => {
    const database = {
      ...namespaced('database'),
      podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'database', 'app.kubernetes.io/name': 'database' } },
    };
    expect(letOut([Destination.app({ name: 'database' }), Destination.namespace('traefik')])).toEqual([
      { to: [database, namespaced('traefik'), OWN.from[0]] },
      DNS,
    ]);
    expect(letOut([])).toEqual([{ to: OWN.from }, DNS]);
  });

  test('goes to the name servers that the app asks', () => {
    const asked = { ...DNS, to: [namespaced('kube-system'), { ipBlock: { cidr: '192.168.1.1/32' } }] };
    expect(letOut([], { dns: { nameservers: ['192.168.1.1'] } })).toEqual([{ to: OWN.from }, asked]);
  });

  test('to the internet is to no private address', () => {
    expect(letOut([Destination.internet()])).toEqual([
      {
        to: [
          { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'] } },
          { ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } },
          OWN.from[0],
        ],
      },
      DNS,
    ]);
  });

  test('is named as Kubernetes has it', () => {
    expect(said({ allowTo: [Destination.cidr('192.168.1.7'), Destination.app({ name: 'Database' }), Destination.namespace('a_b')] })).toMatchInlineSnapshot(`
      "DESTINATION-INVALID  lab/worker/blog: the destination "192.168.1.7", but a range is its first address with a prefix length.
                           Write it like 192.168.1.0/24. A single address is 192.168.1.7/32.

      DESTINATION-INVALID  lab/worker/blog: the destination "Database", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                           Use its name in the cluster.

      DESTINATION-INVALID  lab/worker/blog: the destination "a_b", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                           Use its name in the cluster."
    `);
    const host = { security: { allow: [Allow.hostNetwork('a test')] } };
    expect(said({ allowTo: [] }, facts(), host)).toMatchInlineSnapshot(`
      "DESTINATION-INVALID  lab/worker/blog: destinations, but no policy applies to pods on the host network.
                           Leave allowTo out, or use the pod network."
    `);
  });

  test('includes the API server for those who have rights there', () => {
    const rbac = { clusterRoles: ['view'] };
    expect(said({ allowTo: [] }, facts(), { rbac })).toMatchInlineSnapshot(`
      "DESTINATION-WITHOUT-API  lab/worker/blog: API permissions, and destinations without an address range, and a policy can only match the API server by the addresses of its nodes.
                               Add a Destination.cidr with these addresses, or accept it if your network plugin always lets pods reach the API server."
    `);
    expect(said({ allowTo: [Destination.cidr('192.168.1.2/32')] }, facts(), { rbac })).toBe('');
  });

  test('leads to apps that there are', () => {
    const flexible = AvailabilityClass.SINGLE_POD_FLEXIBLE;
    const blog = planOf(flexible, { network: { allowTo: [Destination.app({ name: 'databse' }), Destination.app({ name: 'radio' })] } });
    const radio = planOf(flexible, { name: 'radio', namespace: 'radio', security: { allow: [Allow.hostNetwork('a test')] } });
    expect(only('DESTINATION-UNKNOWN', checkApps([blog, radio], facts()))).toMatchInlineSnapshot(`
      "DESTINATION-UNKNOWN  lab/worker/blog: the destination databse/databse, but no app of the cluster has that name.
                           Name its namespace too, or use Destination.namespace.

      DESTINATION-UNKNOWN  lab/worker/blog: the destination radio/radio, but it listens on the address of its node.
                           Use Destination.cidr with the addresses of its nodes."
    `);
  });

  test('stands in the report', () => {
    const blog = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network: { allowTo: [Destination.internet(), Destination.cidr('10.0.0.1/32')] } });
    const [app] = appsReport(facts(), [blog], [], [], []).apps;
    expect(app?.decisions.find((one) => one.what === 'destinations')).toEqual({
      what: 'destinations',
      value: '0.0.0.0/0 except private addresses, ::/0 except private addresses, 10.0.0.1/32 and DNS of all of kube-system',
      why: 'asked for; and the DNS, which it needs to find them',
    });
  });
});
