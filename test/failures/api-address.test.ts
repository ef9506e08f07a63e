import { Port } from '../../lib/availability/ask/network/port';
import { AvailabilityClass, OtherWorkload } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { ApiEndpointKind, Datastore, Distribution } from '../../lib/cluster/control-plane';
import { FateKind } from '../../lib/cluster/site';
import { Duration } from '../../lib/cluster/units';
import { FailureKind } from '../../lib/failures/failure';
import { harm, Place } from '../../lib/failures/outcome';
import { failuresOf } from '../../lib/report/failures';
import { ask, control, controlPlane, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf } from './support';

const servers = ['c1', 'c2', 'c3'];

function lab(address: string, distribution = Distribution.KUBEADM, kind = ApiEndpointKind.ONE_SERVER): ClusterFacts {
  return facts({
    storage: {},
    nodes: [...['w1', 'w2', 'w3'].map((name) => worker(name)), ...servers.map((name) => control(name))],
    sharedFates: [
      { name: 'strip', kind: FateKind.POWER, nodes: ['c1', 'w1'] },
      { name: 'rack', kind: FateKind.POWER, nodes: ['c1', 'c2'] },
    ],
    controlPlane: controlPlane({ servers, datastore: Datastore.EMBEDDED_ETCD, distribution, apiEndpoint: { kind, address } }),
  });
}

function plansOf(given: ClusterFacts) {
  const network = { ports: [Port.http(8080)] };
  return [
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'flexible' }, given),
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: 'pinned', node: { name: 'w1', reason: 'a test' } }, given),
    planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'many', network }, given),
  ];
}

function analysed(given: ClusterFacts) {
  return analysisOf(given, plansOf(given), systemsOf(), { kinds: Object.values(FailureKind) });
}

/** For each crash of a server what becomes of a flexible app, which runs elsewhere. */
function crashes(given: ClusterFacts): string {
  const analysis = analysed(given);
  return servers.map((server) => `${server} ${inWords(outcomeOf(analysis, `node:${server}`, 'flexible/flexible'))}`).join('; ');
}

test('a server that dies takes the address of the API with it, which the nodes of kubeadm know alone', () => {
  const analysis = analysed(lab('c1.lab.example'));
  const said = (failure: string, app: string) => {
    const outcome = outcomeOf(analysis, failure, app);
    return `${inWords(outcome)}: ${outcome.why}`;
  };
  expect(
    ['node:c1', 'fate:strip', 'fate:rack'].flatMap((failure) => ['flexible/flexible', 'many/many'].map((app) => said(failure, app))),
  ).toMatchInlineSnapshot(`
[
  "fails over in 1 s to 37 s; at best unaffected: it runs on; c1 has the address of the API: nodes that know only this address count as NotReady, and their pods leave the Services; people and pipelines do not reach the API; if that lasts longer than its toleration of 30 s it is evicted, and starts anew when the address is back: start 1 s to 37 s",
  "fails over in 1 s to 37 s; at best unaffected: it runs on; c1 has the address of the API: nodes that know only this address count as NotReady, and their pods leave the Services; people and pipelines do not reach the API; if that lasts longer than its toleration of 30 s it is evicted, and starts anew when the address is back: start 1 s to 37 s",
  "down until repair; at best unaffected: c1 has the address of the API: nodes that know only this address count as NotReady, and what has to move starts on none of them",
  "fails over in 1 s to 37 s; at best degraded: it runs on; c1 has the address of the API: nodes that know only this address count as NotReady, and their pods leave the Services; people and pipelines do not reach the API; if that lasts longer than its toleration of 30 s it is evicted, and starts anew when the address is back: start 1 s to 37 s; then at least 1 of 3 pods keeps serving, and requests to the others fail until the address is back",
  "fails over in 1 s to 37 s; at best unaffected: it runs on; c1 has the address of the API: once the control plane is back without it, nodes that know only this address count as NotReady, and their pods leave the Services; people and pipelines do not reach the API; if that lasts longer than its toleration of 30 s it is evicted, and starts anew when the address is back: start 1 s to 37 s",
  "fails over in 1 s to 37 s; at best unaffected: it runs on; c1 has the address of the API: once the control plane is back without it, nodes that know only this address count as NotReady, and their pods leave the Services; people and pipelines do not reach the API; if that lasts longer than its toleration of 30 s it is evicted, and starts anew when the address is back: start 1 s to 37 s",
]
`);
});

test('each failure that takes this server is at least as bad as that of the address, and proves no place', () => {
  const analysis = analysed(lab('c1.lab.example'));
  const { failures, outcomes } = analysis;
  const address = outcomes[failures.findIndex(({ kind }) => kind === FailureKind.API)] ?? [];
  const better = failures.flatMap(({ id, dead }, number) =>
    dead.includes('c1')
      ? (outcomes[number] ?? []).filter(({ kind, place }, app) => harm(kind) < harm(address[app]?.kind ?? kind) || place === Place.PROVEN).map(() => id)
      : [],
  );
  expect([address.length, better]).toEqual([3, []]);
});

test('it is the server that the address names, and any of them if it names none', () => {
  expect([lab('C2'), lab('c2.lab.example'), lab('api.lab.example'), lab('192.0.2.7')].map(crashes)).toMatchInlineSnapshot(`
[
  "c1 unaffected; c2 fails over in 1 s to 37 s; at best unaffected; c3 unaffected",
  "c1 unaffected; c2 fails over in 1 s to 37 s; at best unaffected; c3 unaffected",
  "c1 fails over in 1 s to 37 s; at best unaffected; c2 fails over in 1 s to 37 s; at best unaffected; c3 fails over in 1 s to 37 s; at best unaffected",
  "c1 fails over in 1 s to 37 s; at best unaffected; c2 fails over in 1 s to 37 s; at best unaffected; c3 fails over in 1 s to 37 s; at best unaffected",
]
`);
});

test('agents of K3s know each server, and an address that others take over is not lost', () => {
  expect([lab('c1', Distribution.K3S), lab('c1', Distribution.KUBEADM, ApiEndpointKind.VIRTUAL_IP)].map(crashes)).toMatchInlineSnapshot(`
[
  "c1 unaffected; c2 unaffected; c3 unaffected",
  "c1 unaffected; c2 unaffected; c3 unaffected",
]
`);
});

test('what helps is another address, but nothing cheap where a load balancer has it', () => {
  const analysis = analysed(lab('c1'));
  const balanced = analysed(lab('192.0.2.9', Distribution.KUBEADM, ApiEndpointKind.LOAD_BALANCER));
  const lost = balanced.failures.findIndex(({ kind }) => kind === FailureKind.API);
  expect(balanced.explain(lost, 0)).toMatchObject({ dominating: { name: 'start' }, fix: undefined });
  const fixOf = (failure: string, app: number) =>
    analysis.explain(
      analysis.failures.findIndex(({ id }) => id === failure),
      app,
    )?.fix;
  expect([fixOf('node:c1', 0), fixOf('fate:strip', 0), fixOf('api:c1', 0), fixOf('node:c2', 0)]).toMatchInlineSnapshot(`
[
  "Put a virtual IP or a load balancer in front of the servers.",
  "Put a virtual IP or a load balancer in front of the servers.",
  "Put a virtual IP or a load balancer in front of the servers.",
  undefined,
]
`);
});

test('no run of a job starts on nodes that are not heard of', () => {
  const given = lab('c1');
  const asked = ask(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  const schedule = { schedule: '0 3 * * *' };
  const { plan: nightly } = decide({ ...asked, availabilityClass: OtherWorkload.SCHEDULED_JOB, schedule, props: { ...asked.props, ...schedule } }, given);
  if (nightly === undefined) throw new Error('no plan');
  const analysis = analysisOf(given, [nightly]);
  expect(['node:c1', 'api:c1', 'node:c2'].map((failure) => inWords(outcomeOf(analysis, failure, 'blog/blog')))).toMatchInlineSnapshot(`
[
  "down until repair; at best unaffected",
  "down until repair; at best unaffected",
  "unaffected",
]
`);
});

test('a server behind a cut has the address there, while the others go on without it', () => {
  const sites = ['home', 'away'];
  const given = facts({
    storage: {},
    sites: sites.map((name) => ({ name })),
    links: [{ from: 'home', to: 'away', roundTrip: Duration.millis(5) }],
    nodes: [worker('w1', { site: 'home' }), worker('w2', { site: 'home' }), ...servers.map((name) => control(name, { site: name === 'c1' ? 'away' : 'home' }))],
    controlPlane: controlPlane({
      servers,
      datastore: Datastore.EMBEDDED_ETCD,
      distribution: Distribution.KUBEADM,
      apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'c1' },
    }),
  });
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given)]);
  expect(inWords(outcomeOf(analysis, 'link:away+home', 'blog/blog'))).toMatchInlineSnapshot(`"fails over in 1 s to 37 s; at best unaffected"`);
  const { steps = [] } = failuresOf(analysis, []).find(({ id }) => id === 'link:away+home') ?? {};
  expect(steps[0]?.text).toMatchInlineSnapshot(
    `"c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until the link away–home is back, work on one of c2 and c3, and let kubectl ask that server itself, with its name in place of <server>."`,
  );
});

test('an upgrade restarts that server, too, and what happens meanwhile is told', () => {
  const told = (...given: Parameters<typeof lab>) => {
    const analysis = analysed(lab(...given));
    return ['flexible/flexible', 'pinned/pinned', 'many/many'].map((app) => {
      const outcome = outcomeOf(analysis, 'upgrade:all nodes', app);
      return `${inWords(outcome)}: ${outcome.why}`;
    });
  };
  expect(told('c1')).toMatchInlineSnapshot(`
[
  "fails over in 1 s to 37 s: once for each node that it is on: start 1 s to 37 s",
  "down until repair: once for each node that it is on: no other node can run it: down until its node takes pods again",
  "fails over in 1 s to 37 s; at best unaffected: it runs on; while c1, which has the address of the API, restarts for longer than 50 s: nodes that know only this address count as NotReady, and their pods leave the Services; people and pipelines do not reach the API; if that lasts longer than its toleration of 30 s it is evicted, and starts anew when the address is back: start 1 s to 37 s",
]
`);
  expect(told('c1', Distribution.K3S)).toEqual(told('192.0.2.9', Distribution.KUBEADM, ApiEndpointKind.VIRTUAL_IP));
});
