import { renderNetworkPolicy } from '../../lib/apps/render/network-policy';
import { Client } from '../../lib/availability/ask/network/client';
import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import { decisionsOf } from '../../lib/availability/report/decisions';
import { type AnyAppProps, facts, messages, messagesOf, planOf } from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const PORTS = [Port.http(8080), Port.tcp(9090, 'admin'), Port.tcp(7000, 'peers').unexposed()];
const of = (...allowFrom: readonly Client[]): Partial<AnyAppProps> => ({ network: { ports: PORTS, allowFrom } });
const said = (...allowFrom: readonly Client[]) => messagesOf(FLEXIBLE, of(...allowFrom));
const spec = (...allowFrom: readonly Client[]) => renderNetworkPolicy(planOf(FLEXIBLE, of(...allowFrom)))[0]?.spec;
const WEB = { podSelector: { matchLabels: { team: 'web' } }, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } };
const ALL = [
  { port: 8080, protocol: 'TCP' },
  { port: 9090, protocol: 'TCP' },
];

describe('clients', () => {
  test('are pods by their labels, on all ports or on some', () => {
    expect(spec(Client.pods('shop', { team: 'web' }))).toMatchObject({ ingress: [{ from: [WEB], ports: ALL }, {}] });
    expect(spec(Client.pods('shop', { team: 'web' }).onPorts('admin'))).toMatchObject({ ingress: [{ from: [WEB], ports: [ALL[1]] }, {}] });
  });

  test('share a rule where they have the same ports', () => {
    const ingress = (spec(Client.namespace('a').onPorts('http'), Client.namespace('b'), Client.cidr('10.0.0.0/8').onPorts('http')) as { ingress: unknown[] })
      .ingress;
    expect(ingress).toHaveLength(3);
    expect(ingress[0]).toMatchObject({ from: [{ namespaceSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8' } }], ports: [ALL[0]] });
  });

  test('are everybody on one port, and some on the others', () => {
    const allowFrom = [Client.everybody().onPorts('http'), Client.app({ name: 'ops' })];
    expect(spec(...allowFrom)).toMatchObject({ ingress: [{ ports: [ALL[0]] }, { from: [{}], ports: ALL }, {}] });
    expect((spec(...allowFrom) as { ingress: object[] }).ingress[0]).not.toHaveProperty('from');
    expect(decisionsOf(planOf(FLEXIBLE, of(...allowFrom))).find(({ what }) => what === 'clients')?.value).toBe('anyone on http and ops');
    expect(decisionsOf(planOf(FLEXIBLE, of(Client.pods('shop', { team: 'web' })))).find(({ what }) => what === 'clients')?.value).toBe(
      'those of shop with team=web',
    );
  });

  test('are refused on ports that nobody reaches', () => {
    expect(said(Client.namespace('shop').onPorts('http', 'peers'))).toMatchInlineSnapshot(`
      "CLIENT-PORT-UNKNOWN  lab/worker/blog: a client on the port peers, but the ports that others reach are http and admin.
                           Name one of them, or add the port to a Service."
    `);
    expect(said(Client.namespace('shop').onPorts())).toMatchInlineSnapshot(`
      "CLIENT-INVALID  lab/worker/blog: a client on no port, but then it cannot connect.
                      Name a port, or remove the client."
    `);
  });

  test('are refused without labels, or with some that no pod has', () => {
    expect(said(Client.pods('shop', {}))).toMatchInlineSnapshot(`
      "CLIENT-INVALID  lab/worker/blog: pods of shop without a label, but those are all of its pods.
                      Name their labels, or use Client.namespace."
    `);
    expect(said(Client.pods('shop', { team: 'the web' }))).toMatchInlineSnapshot(`
      "CLIENT-INVALID  lab/worker/blog: the client with the label team=the web, but Kubernetes accepts at most 63 letters, digits, "-", "_" and ".".
                      Correct the key or the value."
    `);
    expect(said(Client.pods('The shop', { team: 'web' }))).toMatchInlineSnapshot(`
      "CLIENT-INVALID  lab/worker/blog: the client "The shop", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                      Use its name in the cluster."
    `);
  });

  test('by labels include an app that has them', () => {
    const waiting = (podLabels: { readonly [key: string]: string }) => {
      const db = planOf(FLEXIBLE, { name: 'db', ...of(Client.pods('blog', { team: 'web' })) });
      const blog = planOf(FLEXIBLE, { podLabels, initContainers: [{ name: 'wait', waitsFor: [{ name: 'db' }] }] });
      return messages(checkApps([db, blog], facts()));
    };
    expect(waiting({ team: 'web' })).toBe('');
    expect(waiting({ team: 'ops' })).toMatchInlineSnapshot(`
      "WAIT-SHUT-OUT  lab/worker/blog: waitsFor db, but that app does not let it in, so the wait never ends.
                     Add it to allowFrom of db."
    `);
  });
});

describe('source ranges of a load balancer', () => {
  const type = ServiceType.LOAD_BALANCER;
  const asked = (...loadBalancerSourceRanges: readonly string[]) =>
    messagesOf(FLEXIBLE, { network: { ports: PORTS, service: { type, loadBalancerSourceRanges } } });

  test('are ranges, and some', () => {
    expect(asked('192.168.1.0/24', 'fd00::/8')).toBe('');
    expect(asked('192.168.1.7')).toMatchInlineSnapshot(`
      "SERVICE-SOURCE-RANGE  lab/worker/blog: the source range of the Service "192.168.1.7", but a range is its first address with a prefix length.
                            Write it like 192.168.1.0/24. A single address is 192.168.1.7/32."
    `);
    expect(asked()).toMatchInlineSnapshot(`
      "SERVICE-SOURCE-RANGE  lab/worker/blog: no source range of the Service, but an empty list lets everyone in.
                            Name the ranges, or leave loadBalancerSourceRanges out."
    `);
    expect(messagesOf(FLEXIBLE, { network: { ports: PORTS, service: { loadBalancerSourceRanges: ['192.168.1.0/24'] } } })).toMatchInlineSnapshot(`
      "SERVICE-TYPE  lab/worker/blog: loadBalancerSourceRanges of the Service, a ClusterIP, but only a LoadBalancer has that.
                    Set type to ServiceType.LOAD_BALANCER, or remove the prop."
    `);
  });
});

test('labels of a Service are checked like those of the app', () => {
  const labelled = (labels: { readonly [key: string]: string }) => messagesOf(FLEXIBLE, { network: { ports: PORTS, service: { labels } } });
  expect(labelled({ team: 'web' })).toBe('');
  expect(labelled({ 'app.kubernetes.io/name': 'other' })).toMatchInlineSnapshot(`
    "LABEL-INVALID  lab/worker/blog: the label app.kubernetes.io/name, but selectors and the model rely on labels with that prefix.
                   Use your own prefix."
  `);
});
