import { ApiEndpointKind, type ControlPlaneProps, Datastore, Distribution } from '../../lib/cluster/control-plane';
import { judgeFacts } from '../../lib/cluster/facts-rule';
import { NodeRole } from '../../lib/cluster/node';
import { CONTROL_PLANE_RULES } from '../../lib/cluster/rules/control-plane-rules';
import { TIMING_RULES } from '../../lib/cluster/rules/timing-rules';
import { FateKind } from '../../lib/cluster/site';
import { Duration } from '../../lib/cluster/units';
import { control, controlPlane, factMessages, facts, worker } from '../support';

const HOME = { name: 'home' };
const AWAY = { name: 'away' };
const VIRTUAL_IP = { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.0.2.10' };
const THREE_SERVERS = controlPlane({ servers: ['c1', 'c2', 'c3'], datastore: Datastore.EMBEDDED_ETCD, apiEndpoint: VIRTUAL_IP });

function link(from: string, to: string, roundTrip: Duration) {
  return { from, to, roundTrip };
}

describe('sites and links', () => {
  test('refuses two sites of one name', () => {
    expect(factMessages({ sites: [HOME, HOME] })).toMatchInlineSnapshot(`
      "SITE-DUPLICATE  lab/sites/home: two sites named home, but each site needs its own name.
                      Rename one of them."
    `);
  });

  test('refuses a link to a site that is not declared', () => {
    expect(factMessages({ sites: [HOME, AWAY], links: [link('home', 'moon', Duration.millis(5))] })).toMatchInlineSnapshot(`
      "LINK-SITE-UNKNOWN  lab/links/home-moon: the site moon, but the sites are away and home.
                         Declare it in sites, or use one of them."
    `);
  });

  test('refuses a link from a site to itself', () => {
    expect(factMessages({ sites: [HOME], links: [link('home', 'home', Duration.millis(5))] })).toMatchInlineSnapshot(`
      "LINK-WITHIN-SITE  lab/links/home-home: both ends in one site, but a link joins two sites.
                        Remove the link."
    `);
  });

  test('refuses a round trip of nothing', () => {
    expect(factMessages({ sites: [HOME, AWAY], links: [link('home', 'away', Duration.millis(0))] })).toMatchInlineSnapshot(`
      "LINK-ROUND-TRIP  lab/links/home-away: a round trip of 0 s, but a round trip is more than 0 and less than 10 s.
                       Use the time that ping prints."
    `);
  });

  test('refuses a round trip of a minute', () => {
    expect(factMessages({ sites: [HOME, AWAY], links: [link('home', 'away', Duration.minutes(1))] })).toMatchInlineSnapshot(`
      "LINK-ROUND-TRIP  lab/links/home-away: a round trip of 60 s, but a round trip is more than 0 and less than 10 s.
                       Use the time that ping prints."
    `);
  });

  test('refuses a shared fate of a node that is not there', () => {
    expect(factMessages({ sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w9'] }] })).toMatchInlineSnapshot(`
      "FATE-NODE-UNKNOWN  lab/sharedFates/strip: the node w9, but the nodes are c1, w1, w2 and w3.
                         Use one of them."
    `);
  });
});

describe('the servers of the control plane', () => {
  test('are nodes of the cluster', () => {
    expect(factMessages({ controlPlane: controlPlane({ servers: ['c9'] }) })).toMatchInlineSnapshot(`
      "CONTROL-SERVER-UNKNOWN  lab/controlPlane: the server c9, but the nodes are c1, w1, w2 and w3.
                              Use the name of a node."
    `);
  });

  test('have the role control', () => {
    expect(factMessages({ controlPlane: controlPlane({ servers: ['w1'] }) })).toMatchInlineSnapshot(`
      "CONTROL-ROLE-MISSING  lab/controlPlane: the server w1, but this node does not have the role control.
                            Add the role control to this node."
    `);
  });

  test('are at least one, unless a provider runs them', () => {
    expect(factMessages({ controlPlane: controlPlane({ servers: [] }) })).toMatchInlineSnapshot(`
      "CONTROL-WITHOUT-SERVER  lab/controlPlane: no server, but the control plane runs somewhere.
                              Name its nodes in servers, or use Distribution.MANAGED."
    `);
    expect(factMessages({ controlPlane: controlPlane({ servers: [], distribution: Distribution.MANAGED }) })).toBe('');
  });

  test('are warned about when there is one', () => {
    expect(factMessages({ accept: [] })).toMatchInlineSnapshot(`
      "CONTROL-SINGLE-SERVER  lab/controlPlane: one server (c1), and while it is down nothing moves, heals or changes, although running pods continue.
                             Run three servers in one place, or accept it with a reason."
    `);
  });

  test('do not share SQLite', () => {
    const nodes = [worker('w1'), worker('w2'), control('c1'), control('c2')];
    expect(factMessages({ nodes, storage: {}, controlPlane: controlPlane({ servers: ['c1', 'c2'], apiEndpoint: VIRTUAL_IP }) })).toMatchInlineSnapshot(`
      "CONTROL-SQLITE  lab/controlPlane: SQLite with 2 servers, but SQLite only works with one server.
                      Use embedded etcd or an external datastore."
    `);
  });

  test('are odd in number with embedded etcd', () => {
    const nodes = [worker('w1'), control('c1'), control('c2')];
    const plane = controlPlane({ servers: ['c1', 'c2'], datastore: Datastore.EMBEDDED_ETCD, apiEndpoint: VIRTUAL_IP });
    expect(factMessages({ nodes, storage: {}, controlPlane: plane })).toMatchInlineSnapshot(`
      "CONTROL-EVEN-SERVERS  lab/controlPlane: 2 members of etcd, but 2 survive no more losses than 1, and two sides may tie.
                            Use an odd number."
    `);
  });

  test('may be two with an external datastore', () => {
    const nodes = [worker('w1'), control('c1'), control('c2')];
    const plane = controlPlane({ servers: ['c1', 'c2'], datastore: Datastore.EXTERNAL, apiEndpoint: VIRTUAL_IP });
    expect(factMessages({ nodes, storage: {}, controlPlane: plane })).toBe('');
  });

  test('are warned about when all of them are behind the address of one', () => {
    const nodes = [worker('w1'), control('c1'), control('c2'), control('c3')];
    const plane = { ...THREE_SERVERS, apiEndpoint: controlPlane().apiEndpoint };
    const kubeadm = { ...plane, distribution: Distribution.KUBEADM };
    expect(factMessages({ nodes, storage: {}, controlPlane: kubeadm })).toMatchInlineSnapshot(`
"CONTROL-ENTRY-SINGLE  lab/controlPlane: 3 servers behind the address of one (c1.lab.example), and when that server is down, nothing reaches the others: nodes that know only this address count as NotReady, and their pods are evicted.
                      Put a virtual IP or a load balancer in front of them, or accept it with a reason."
`);
    expect(factMessages({ nodes, storage: {}, controlPlane: plane })).toMatchInlineSnapshot(`
"CONTROL-ENTRY-SINGLE  lab/controlPlane: 3 servers behind the address of one (c1.lab.example), and when that server is down, people, pipelines and new nodes do not reach the others: only nodes that have joined know each server.
                      Put a virtual IP or a load balancer in front of them, or accept it with a reason."
`);
  });

  test('stand near each other with embedded etcd', () => {
    const nodes = [worker('w1'), control('c1'), control('c2'), control('c3', { site: 'away' })];
    const links = [link('home', 'away', Duration.millis(25))];
    expect(factMessages({ nodes, links, storage: {}, controlPlane: THREE_SERVERS })).toMatchInlineSnapshot(`
"CONTROL-ETCD-LATENCY  lab/controlPlane: etcd on c1 and c3, and on c2 and c3, 25 ms apart, and every change of the cluster waits that long; etcd bears it with a heartbeat of about that (here 500 ms) and an election timeout of at least 250 ms (here 5 s), and this library advises less than 10 ms.
                      Keep all servers in one place, or accept it with a reason.

CONTROL-ZONE-LOSS  lab/controlPlane: the site home holds 2 of 3 servers, but etcd needs 2: when all of that fails, nothing moves, heals or changes elsewhere either.
                   Put all servers into one site, which is as good, or into three sites or more, at most 1 server into each, or accept it with a reason."
`);
  });

  test('stand as near each other as the timers of etcd bear', () => {
    const nodes = [worker('w1'), control('c1'), control('c2', { site: 'away' }), control('c3', { site: 'away' })];
    const said = (millis: number, etcd: ControlPlaneProps['etcd'] = {}, distribution = Distribution.KUBEADM) => {
      const links = [link('home', 'away', Duration.millis(millis))];
      return factMessages({ nodes, links, storage: {}, controlPlane: { ...THREE_SERVERS, distribution, etcd } }).split('\n\n')[0];
    };
    // K3s starts etcd with 500 ms and 5 s.
    expect(said(150, {}, Distribution.K3S)).toMatch(/^CONTROL-ETCD-LATENCY/);
    expect(said(150)).toMatchInlineSnapshot(`
      "CONTROL-ETCD-LATENCY  lab/controlPlane: etcd on c1 and c2, and on c1 and c3, 150 ms apart, and an election timeout of 1 s is less than the 10 round trips (1.5 s) that etcd advises, so that a few slow answers count as a dead leader.
                            Keep all servers in one place, start etcd on each with a longer --election-timeout and say so in controlPlane.etcd, or accept it with a reason."
    `);
    expect(said(70, { electionTimeout: Duration.millis(700) })).toMatchInlineSnapshot(`
      "CONTROL-ETCD-LATENCY  lab/controlPlane: etcd on c1 and c2, and on c1 and c3, 70 ms apart, and every change of the cluster waits that long; etcd bears it with a heartbeat of about that (here 100 ms) and an election timeout of at least 700 ms (here 700 ms), and this library advises less than 10 ms.
                            Keep all servers in one place, or accept it with a reason."
    `);
    expect(said(5, { heartbeat: Duration.millis(250) })).toMatchInlineSnapshot(`
      "CONTROL-ETCD-TIMERS  lab/controlPlane: a heartbeat of 250 ms and an election timeout of 1 s, but etcd only starts with an election timeout of at least 5 heartbeats and at most 50 s.
                           Set controlPlane.etcd to the flags of etcd, or leave it out for its defaults."
    `);
    expect(said(150, { heartbeat: Duration.millis(150), electionTimeout: Duration.seconds(2) })).toMatch(/^CONTROL-ETCD-LATENCY/);
    expect(said(5, { heartbeat: Duration.millis(20), electionTimeout: Duration.millis(100) })).not.toMatch('ETCD');
  });

  test('may stand in three places that are less than 10 ms apart', () => {
    const nodes = [worker('w1'), control('c1'), control('c2', { site: 'away' }), control('c3', { site: 'attic' })];
    const links = [link('home', 'away', Duration.millis(9)), link('home', 'attic', Duration.millis(9)), link('away', 'attic', Duration.millis(9))];
    expect(factMessages({ nodes, links, storage: {}, controlPlane: THREE_SERVERS })).toBe('');
  });

  test('have no majority in one of several zones', () => {
    const said = (...zones: readonly string[]) =>
      factMessages({
        nodes: [...zones.map((zone, index) => control(`c${index + 1}`, { zone })), worker('w1', { zone: 'b' }), worker('w2', { zone: 'c' })],
        sites: [{ name: 'home', zones: ['a', 'b', 'c'] }],
        storage: {},
        controlPlane: { ...THREE_SERVERS, servers: zones.map((_, index) => `c${index + 1}`) },
      });
    expect(said('a', 'b', 'a')).toMatchInlineSnapshot(`
"CONTROL-ZONE-LOSS  lab/controlPlane: the zone a holds 2 of 3 servers, but etcd needs 2: when all of that fails, nothing moves, heals or changes elsewhere either.
                   Put all servers into one zone, which is as good, or into three zones or more, at most 1 server into each, or accept it with a reason."
`);
    expect(said('a', 'b', 'a', 'b', 'c')).toBe('');
    // Five in one of three zones: two could be elsewhere.
    expect(said('a', 'a', 'a', 'a', 'a')).toMatchInlineSnapshot(`
"CONTROL-ZONE-LOSS  lab/controlPlane: the zone a holds 5 of 5 servers, but etcd needs 3: when all of that fails, nothing moves, heals or changes elsewhere either.
                   Put servers into three zones or more, at most 2 servers into each, or accept it with a reason."
`);
  });

  test('may all be in one of two zones, which claims no more than it keeps', () => {
    const nodes = [...['c1', 'c2', 'c3'].map((name) => control(name, { zone: 'a' })), worker('w1', { zone: 'b' })];
    expect(factMessages({ nodes, sites: [{ name: 'home', zones: ['a', 'b'] }], storage: {}, controlPlane: THREE_SERVERS })).toBe('');
  });

  test('are told of a zone that is one fate as of that fate alone', () => {
    const nodes = ['c1', 'c2', 'c3'].map((name, index) => control(name, { zone: index === 2 ? 'b' : 'a' }));
    const sharedFates = [{ name: 'rack', kind: FateKind.POWER, nodes: ['c1', 'c2'] }];
    const said = factMessages({ nodes, sites: [{ name: 'home', zones: ['a', 'b'] }], sharedFates, storage: {}, controlPlane: THREE_SERVERS });
    expect(said).toMatch(/^CONTROL-SHARED-FATE/);
    expect(said).not.toMatch('CONTROL-ZONE-LOSS');
  });

  test('say how far their sites are apart with embedded etcd, once for each two sites', () => {
    const nodes = [worker('w1'), control('c1'), control('c2'), control('c3', { site: 'away' })];
    expect(factMessages({ nodes, storage: {}, controlPlane: THREE_SERVERS })).toMatchInlineSnapshot(`
"LINK-MISSING  lab/controlPlane: etcd on c2 in home and c3 in away, but no link says how far these sites are apart.
              Add { from: 'home', to: 'away', roundTrip: Duration.millis(…) } to links, with the time that ping prints.

CONTROL-ZONE-LOSS  lab/controlPlane: the site home holds 2 of 3 servers, but etcd needs 2: when all of that fails, nothing moves, heals or changes elsewhere either.
                   Put all servers into one site, which is as good, or into three sites or more, at most 1 server into each, or accept it with a reason."
`);
  });

  test('may be workers too', () => {
    const nodes = ['c1', 'c2', 'c3'].map((name) => control(name, { roles: [NodeRole.CONTROL, NodeRole.WORKER] }));
    expect(factMessages({ nodes, storage: {}, controlPlane: THREE_SERVERS })).toBe('');
  });
});

describe('the flags that times follow from', () => {
  const flags = (given: Parameters<typeof controlPlane>[0]) => factMessages({ controlPlane: controlPlane(given) });

  test('refuses a version that is none', () => {
    expect(flags({ version: 'latest' })).toMatchInlineSnapshot(`
      "CONTROL-VERSION-INVALID  lab/controlPlane/version: the version "latest", but a version looks like 1.36 or 1.36.3.
                               Use what kubectl version prints for the server."
    `);
  });

  test('refuses a period of nothing', () => {
    expect(flags({ flags: { nodeMonitorPeriod: Duration.seconds(0) } })).toMatchInlineSnapshot(`
      "CONTROL-TIMING  lab/controlPlane/flags: nodeMonitorPeriod of 0 s, but a period is finite and more than 0.
                      Leave the flag out to get the default."
    `);
  });

  test('refuses a period without end', () => {
    const given = facts({ controlPlane: controlPlane({ flags: { attachDetachReconcileSyncPeriod: Duration.forever() } }), accept: [] });
    expect(judgeFacts([...CONTROL_PLANE_RULES, ...TIMING_RULES], given).map(({ code }) => code)).toEqual(['CONTROL-SINGLE-SERVER', 'CONTROL-TIMING']);
  });

  test('refuses a grace period that gives the kubelet too few tries', () => {
    expect(flags({ flags: { nodeMonitorGracePeriod: Duration.seconds(20) } })).toMatchInlineSnapshot(`
"CONTROL-TIMING  lab/controlPlane/flags: a grace period of 20 s with a lease renewed every 10 s, but the kubelet needs time for four tries before it counts as dead.
                Raise nodeMonitorGracePeriod, or lower nodeLeaseDuration.

CONTROL-GRACE-SHORT  lab/controlPlane/flags: a grace period of 20 s, but Kubernetes notices only after 45 s that a connection is dead: when one is lost, healthy nodes may count as dead, and their pods are evicted.
                     Leave nodeMonitorGracePeriod out, or start kubelets and controllers with a lower HTTP2_READ_IDLE_TIMEOUT_SECONDS and HTTP2_PING_TIMEOUT_SECONDS and accept it with that reason."
`);
    expect(flags({ flags: { nodeMonitorGracePeriod: Duration.seconds(60), nodeLeaseDuration: Duration.seconds(60) } })).toBe('');
  });

  test('refuses a monitor period that is longer than the grace period', () => {
    expect(flags({ flags: { nodeMonitorPeriod: Duration.minutes(1) } })).toMatchInlineSnapshot(`
      "CONTROL-TIMING  lab/controlPlane/flags: a monitor period of 60 s, but it must be below the grace period of 50 s.
                      Lower nodeMonitorPeriod."
    `);
  });
});
