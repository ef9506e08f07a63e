import {
  type ApiEndpoint,
  ApiEndpointKind,
  App,
  Cluster,
  CoveredFailure,
  Datastore,
  Duration,
  HighlyAvailable,
  NodeAgent,
  type NodeProps,
  NodeRole,
  Port,
  Replicas,
  ServiceType,
  SinglePodFlexible,
  TrafficPolicy,
  traefik,
} from '../../lib';
import { formatInterval } from '../../lib/availability/model/interval';
import { formatFinding } from '../../lib/cluster/finding';
import type { Analysis } from '../../lib/failures/analyse';
import type { FailureOutcome } from '../../lib/failures/outcome';
import { reportSteps } from '../../lib/report/steps';
import { appProps, clusterProps, control, controlPlane } from '../support';
import { outcomeOf } from './support';

const { CONTROL, WORKER, INGRESS } = NodeRole;

const VIRTUAL_IP: ApiEndpoint = { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.0.2.9' };

/** Two nodes that customers come in by, h1 at home and s1 in the shop; apps run at home, on h1 and h2. */
function shop(policy: TrafficPolicy | undefined = TrafficPolicy.LOCAL, covers: readonly CoveredFailure[] = [], isAgent = false, apiEndpoint = VIRTUAL_IP) {
  const at = (name: string, site: string, roles: readonly NodeRole[]): NodeProps => control(name, { site, roles });
  const facts = clusterProps({
    nodes: [at('h1', 'home', [CONTROL, WORKER, INGRESS]), at('h2', 'home', [CONTROL, WORKER]), at('s1', 'shop', [CONTROL, INGRESS])],
    links: [{ from: 'home', to: 'shop', roundTrip: Duration.millis(8) }],
    controlPlane: controlPlane({
      servers: ['h1', 'h2', 's1'],
      datastore: Datastore.EMBEDDED_ETCD,
      apiEndpoint,
    }),
    policy: { operators: { ingressNamespace: 'traefik' } },
    storage: {},
    accept: [{ code: 'CONTROL-ZONE-LOSS', reason: 'a test' }],
  });
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts });
  const props = traefik({ replicas: Replicas.two('a test') });
  const service = { type: ServiceType.LOAD_BALANCER, ...(policy === undefined ? {} : { externalTrafficPolicy: policy }) };
  const door = { ...props, network: { ...props.network, service } };
  if (isAgent) {
    const { replicas: _one, objective: _none, ...agent } = door;
    new NodeAgent(cluster.control, 'traefik', agent);
  } else new HighlyAvailable(cluster.control, 'traefik', door);
  const served = (host: string) => appProps({ namespace: 'apps', network: { ports: [Port.http(8080)], routes: [{ host }] } });
  new SinglePodFlexible(cluster.workers, 'wiki', { ...served('wiki.lab.example'), objective: { rto: Duration.minutes(5), covers } });
  new HighlyAvailable(cluster.workers, 'web', { ...served('web.lab.example'), replicas: Replicas.two('a test') });
  return { app, analysis: cluster.analysis };
}

function told({ kind, degraded, why }: FailureOutcome): string {
  if (degraded === undefined) return `${kind}: ${why}`;
  const { first, share = 0, time, addresses = [] } = degraded;
  const parts = [first ?? [], { share, time }].flat().map((one) => `${Math.round(100 * one.share)} % with the end ${formatInterval(one.time)}`);
  return `${kind}, ${parts.join(', then ')}, of ${addresses.join(' and ')}: ${why}`;
}
function under(failure: string, id: string, policy?: TrafficPolicy) {
  return told(outcomeOf(shop(policy).analysis, failure, id));
}
function stepsUnder(failure: string, app: string, policy?: TrafficPolicy): readonly string[] {
  return stepsIn(shop(policy).analysis, failure, app).map(({ text }) => text);
}
function stepsIn(analysis: Analysis, failure: string, app: string) {
  const explanation = analysis.explain(
    analysis.failures.findIndex(({ id }) => id === failure),
    analysis.apps.indexOf(app),
  );
  return reportSteps([{ app, explanation }], [], undefined);
}

describe('a way in with an address on each of two nodes', () => {
  test('after a cut the address on the other side fails until the network is back', () => {
    expect(under('link:home+shop', 'apps/wiki')).toMatchInlineSnapshot(
      `"degraded, 50 % with the end never, of s1: the address of traefik/traefik, the way in, at s1 answers nobody here until the network is back, or leaves DNS"`,
    );
    expect(stepsUnder('link:home+shop', 'apps/wiki')).toMatchInlineSnapshot(`
[
  "Until the link home–shop is back, take the address of s1 out of DNS and out of the router, so that nobody is sent there.",
  "Bring the link home–shop back.",
  "Once the link home–shop is back, put the address of s1 in again.",
  "See which pods still wait: kubectl describe says for what.",
]
`);
  });

  test('so an objective that covers the link is refused', () => {
    const { findings } = shop(TrafficPolicy.LOCAL, [CoveredFailure.LINK]).app.build();
    expect(findings.filter(({ code }) => code.startsWith('OBJECTIVE')).map(formatFinding)).toMatchInlineSnapshot(`
[
  "OBJECTIVE-NOT-COVERED  lab/worker/wiki: back within 5 min, also without the link home–shop, but then it is degraded, and 50 % of requests fail until that is repaired: the address of traefik/traefik, the way in, at s1 answers nobody here until the network is back, or leaves DNS.
                       Give the two sites a second path. Or take that out of objective.covers.
                       at test/failures/addresses.test.ts:57:3",
]
`);
  });

  test('the address of a dead node leaves DNS before anything else is done', () => {
    expect(stepsUnder('node:s1', 'apps/wiki')).toMatchInlineSnapshot(`
[
  "Until s1 is back, take the address of s1 out of DNS and out of the router, so that nobody is sent there.",
  "Start s1.",
  "Once s1 is back, put the address of s1 in again.",
]
`);
  });

  test('no command is given for that where the API went away with the node, and its commands with it', () => {
    const first = (address: ApiEndpoint) => stepsIn(shop(undefined, [], false, address).analysis, 'node:s1', 'apps/wiki')[0];
    expect(first(VIRTUAL_IP)?.command).toBe('kubectl get nodes -o wide');
    const without = first({ kind: ApiEndpointKind.ONE_SERVER, address: 's1' });
    expect(without?.text).toContain('take the address of s1 out of DNS');
    expect(without?.command).toBeUndefined();
  });

  test('a drained node whose address leads only to its own pods answers nobody until it takes pods again', () => {
    expect(under('drain:s1', 'apps/wiki')).toMatchInlineSnapshot(
      `"degraded, 50 % with the end never, of s1: the address of the drained node leads only to the pods of traefik/traefik, the way in, that were there, and answers nobody until it takes pods again, or leaves DNS"`,
    );
    expect(stepsUnder('drain:s1', 'apps/wiki')).toMatchInlineSnapshot(`
[
  "Until s1 takes pods again, take the address of s1 out of DNS and out of the router, so that nobody is sent there.",
  "Let s1 take pods again.",
  "Once s1 takes pods again, put the address of s1 in again.",
]
`);
    expect(under('drain:h2', 'traefik/traefik')).toMatch(/^unaffected:/);
  });

  test('a drained node that forwards to others still answers', () => {
    expect(under('drain:s1', 'apps/wiki', TrafficPolicy.CLUSTER)).toMatch(/^unaffected:/);
  });

  test('in an upgrade each of them answers nobody once', () => {
    expect([TrafficPolicy.LOCAL, TrafficPolicy.CLUSTER].map((policy) => under('upgrade:all nodes', 'apps/web', policy))).toMatchInlineSnapshot(`
[
  "degraded, 50 % with the end never, of h1 and s1: once for each node of traefik/traefik, the way in: its address answers nobody from its drain until it takes pods again, or leaves DNS before",
  "degraded, 33 % with the end never, of h1 and h2 and s1: once for each node of traefik/traefik, the way in: its address answers nobody while it restarts, or leaves DNS before",
]
`);
    expect(stepsUnder('upgrade:all nodes', 'apps/web')).toMatchInlineSnapshot(`
[
  "Before the turn of each of h1 and s1, take its address out of DNS and out of the router, and wait until clients have forgotten it: the TTL of the record.",
  "One node after the other, with its name in place of <node>: let its pods leave.",
  "Once those that found another node are ready there, upgrade <node>, restart it, and let it take pods again.",
  "Once one of h1 and s1 takes pods again, put its address in again.",
  "Go on with the next one once all pods are ready and all copies of replicated data are in sync again.",
]
`);
  });

  test('the pods of an agent stay in a drain, and go with the restart of their node', () => {
    const { analysis } = shop(TrafficPolicy.LOCAL, [], true);
    expect(outcomeOf(analysis, 'drain:s1', 'apps/web').kind).toBe('unaffected');
    expect(outcomeOf(analysis, 'upgrade:all nodes', 'apps/web').degraded).toMatchObject({ share: 0.5, addresses: ['h1', 's1'] });
  });

  test('of the requests that come in by another address, those for a dead pod fail, too', () => {
    expect(under('node:h1', 'apps/web')).toMatchInlineSnapshot(
      `"degraded, 75 % with the end 40 s to 79 s, then 50 % with the end never, of h1: at least 1 of 2 pods keeps serving, so that 75 % of requests fail for 40 s to 79 s; then the address of the dead node of traefik/traefik, the way in, answers nobody until that is back, or leaves DNS"`,
    );
  });

  test('a dead pod that only its own address leads to is lost once', () => {
    expect(under('node:s1', 'apps/web')).toMatch(/^degraded, 50 % with the end never, of s1:/);
  });
});
