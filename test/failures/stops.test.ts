import { Probe } from '../../lib/availability/ask/container/health';
import { Image } from '../../lib/availability/ask/reference/image';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import { ApiEndpointKind, Distribution } from '../../lib/cluster/control-plane';
import { TaintEffect } from '../../lib/cluster/node';
import { FateKind } from '../../lib/cluster/site';
import { Duration, Size } from '../../lib/cluster/units';
import { MoverTask, TakeOver } from '../../lib/failures/contribution';
import { FailureKind } from '../../lib/failures/failure';
import { NAMES } from '../../lib/failures/names';
import { yearOf } from '../../lib/failures/year';
import type { System } from '../../lib/kubernetes/system';
import { control, controlPlane, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf } from './support';

test('without names an app misses what it needs, not what it waited for at its start', () => {
  const given = facts({ storage: {} });
  const plans = ['blog', 'database'].map((name) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name }, given));
  const of = (onlyToStart: boolean) => {
    const needing: System = { name: 'a test', contribute: () => ({ dependencies: [{ app: 'blog/blog', needs: 'database/database', onlyToStart }] }) };
    return outcomeOf(analysisOf(given, plans, [needing]), 'dns:coredns', 'blog/blog').why;
  };
  expect([of(false), of(true)]).toMatchInlineSnapshot(`
[
  "it finds the app that it needs by name, and names are not found",
  "it runs on; what it looks up by name it does not find",
]
`);
});

describe('the one pod of CoreDNS that K3s has may be on a node that crashes', () => {
  const given = facts({ storage: {} });
  const role = (name: string, node: string, more: object = {}) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name, node: { name: node, reason: 'a test' }, ...more }, given);
  const needs = { dependsOn: [{ name: 'database', namespace: 'database' }] };
  const blog = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, needs, given);
  const plans = [role('database', 'w1'), role('reader', 'w2', needs), role('alone', 'w2'), blog];
  const analysis = analysisOf(given, plans);
  const said = (failure: string, app: string) => {
    const outcome = outcomeOf(analysis, failure, app);
    return `${inWords(outcome)}: ${outcome.why}`;
  };

  test('so that who needs others finds none by name until another one answers', () => {
    expect(said('node:w3', 'reader/reader')).toMatchInlineSnapshot(
      `"degraded; at best unaffected: if the one pod of coredns was there, it finds nothing by name for 5 min 41 s to 6 min 37 s: open connections go on, new ones fail"`,
    );
    expect(said('node:w3', 'alone/alone')).toMatchInlineSnapshot(`"unaffected: none of its pods is there"`);
  });

  test('so that who starts again looks for them that long', () => {
    expect(said('node:w3', 'blog/blog')).toMatchInlineSnapshot(
      `"fails over in 71 s to 6 min 37 s; at best unaffected: detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s; if the one pod of coredns was there, it finds nothing by name for 5 min 41 s to 6 min 37 s"`,
    );
    const failure = analysis.failures.findIndex(({ id }) => id === 'node:w3');
    expect(analysis.explain(failure, 3)).toMatchInlineSnapshot(`
{
  "dominating": {
    "name": "cluster DNS",
    "source": "detection, the default toleration, and the start of another pod, which is an estimate",
    "time": {
      "max": 397,
      "min": 341,
    },
  },
  "fix": "Run one more pod of cluster DNS, on another node, and say so in the facts (clusterDns).",
  "steps": [],
}
`);
    expect(inWords(outcomeOf(analysis, 'node:w3', 'blog/blog').itself ?? outcomeOf(analysis, 'node:w3', 'blog/blog'))).toMatchInlineSnapshot(
      `"fails over in 71 s to 2 min 7 s; at best unaffected"`,
    );
  });

  test('so that each of a chain is back once its probe has found the one before', () => {
    const app = (name: string, every: number, more: object = {}) =>
      planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, health: { readiness: Probe.http('/ready').every(Duration.seconds(every)) }, ...more }, given);
    const others = (name: string) => [{ name, namespace: name }];
    const image = Image.of('ghcr.io/example/wait', '1.2.3');
    const chain = [
      app('database', 10),
      app('api', 20, { dependsOn: others('database') }),
      app('site', 10, { dependsOn: others('api') }),
      app('worker', 5, { initContainers: [{ name: 'wait', image, command: ['wait'], waitsFor: others('site') }] }),
    ];
    const known = analysisOf(given, chain);
    const termOf = (app: string) => {
      const { rto, terms } = outcomeOf(known, 'node:w3', app);
      return [rto.max, terms.find(({ name }) => name === NAMES)?.source ?? 'no term'];
    };
    // Names are back after 397 s; each period takes 2 s more, a start 37 s.
    expect(['database/database', 'api/api', 'site/site', 'worker/worker'].map(termOf)).toMatchInlineSnapshot(`
[
  [
    127,
    "no term",
  ],
  [
    419,
    "detection, the default toleration, and the start of another pod, which is an estimate; it serves up to 22 s later, when all on the way to it have found each other",
  ],
  [
    431,
    "detection, the default toleration, and the start of another pod, which is an estimate; it serves up to 34 s later, when all on the way to it have found each other",
  ],
  [
    468,
    "detection, the default toleration, and the start of another pod, which is an estimate; it serves up to 71 s later, when all on the way to it have found each other",
  ],
]
`);
  });

  test('and where nothing moves it, names are not found before the repair', () => {
    expect(said('node:c1', 'reader/reader')).toMatchInlineSnapshot(
      `"degraded; at best unaffected: if the one pod of coredns was there, it finds nothing by name until its node is back: open connections go on, new ones fail"`,
    );
    const kubeadm = facts({ storage: {}, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
    expect(outcomeOf(analysisOf(kubeadm, plans), 'node:c1', 'reader/reader').kind).toBe('unaffected');
  });
});

describe('with two pods of CoreDNS, each on a node of its own,', () => {
  const given = facts({ storage: {}, clusterDns: { replicas: 2 }, sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w2', 'w3'] }] });
  const pinned = (name: string, more: object = {}) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name, node: { name: 'w1', reason: 'a test' }, ...more }, given);
  const plans = [pinned('database'), pinned('reader', { dependsOn: [{ name: 'database', namespace: 'database' }] })];
  const said = (failure: string) => {
    const outcome = outcomeOf(analysisOf(given, plans), failure, 'reader/reader');
    return `${inWords(outcome)}: ${outcome.why}`;
  };

  test('names are found after the crash of one node', () => {
    expect(said('node:w3')).toMatchInlineSnapshot(`"unaffected: none of its pods is there"`);
  });

  test('names may be missed after that of two', () => {
    expect(said('fate:strip')).toMatchInlineSnapshot(
      `"degraded; at best unaffected: if all 2 pods of coredns were there, it finds nothing by name for 5 min 41 s to 6 min 47 s: open connections go on, new ones fail"`,
    );
  });

  test('other distributions are believed what the facts say', () => {
    const kubeadm = facts({ storage: {}, clusterDns: { replicas: 1 }, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
    expect(outcomeOf(analysisOf(kubeadm, plans), 'node:w3', 'reader/reader').kind).toBe('degraded');
  });
});

describe('after a cut, the one pod of CoreDNS may be on the other side', () => {
  const needs = { dependsOn: [{ name: 'database', namespace: 'database' }] };
  function seen(servers: string, w3: object = {}) {
    const given = facts({
      storage: {},
      sites: [{ name: 'home' }, { name: 'attic' }],
      links: [{ from: 'attic', to: 'home', roundTrip: Duration.millis(2) }],
      nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'attic', ...w3 }), control('c1', { site: servers })],
    });
    const pinned = (name: string, node: string, more: object = {}) =>
      planOf(AvailabilityClass.SINGLE_POD_PINNED, { name, node: { name: node, reason: 'a test' }, ...more }, given);
    const door: System = {
      name: 'a test',
      contribute: () => ({ entries: [{ name: 'door', serves: ['reader/reader'], nodes: ['w1'], takeOver: TakeOver.NONE }] }),
    };
    const analysis = analysisOf(given, [pinned('database', 'w1'), pinned('reader', 'w2', needs)], [door]);
    const outcome = outcomeOf(analysis, 'link:attic+home', 'reader/reader');
    return `${inWords(outcome)}: ${outcome.why}`;
  }

  test('so that names are not found until another pod answers where the control plane goes on', () => {
    expect(seen('home')).toMatchInlineSnapshot(
      `"degraded; at best unaffected: if the one pod of coredns was on the other side, it finds nothing by name for 5 min 41 s to 6 min 37 s: open connections go on, new ones fail"`,
    );
  });

  test('and without the control plane until the network is back', () => {
    expect(seen('attic')).toMatchInlineSnapshot(
      `"degraded; at best unaffected: if the one pod of coredns was on the other side, it finds nothing by name until the network is back: open connections go on, new ones fail"`,
    );
  });

  test('and are found where all its nodes are', () => {
    expect(seen('home', { taints: [{ key: 'attic', value: 'yes', effect: TaintEffect.NO_SCHEDULE }] })).toMatchInlineSnapshot(
      `"unaffected: none of its pods is there"`,
    );
  });
});

test('who needs an app asks it directly, and not by its way in', () => {
  const given = facts({ storage: {} });
  const [database, reader] = ['database', 'reader'].map((name) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name, node: { name: 'w1', reason: 'a test' } }, given),
  ) as [Plan, Plan];
  const test: System = {
    name: 'a test',
    contribute: () => ({
      entries: [{ name: 'door', serves: ['database/database'], nodes: ['w2'], takeOver: TakeOver.NONE }],
      dependencies: [{ app: 'reader/reader', needs: 'database/database' }],
      movers: [{ name: 'coredns', task: MoverTask.NAMES, nodes: [] }],
    }),
  };
  const analysis = analysisOf(given, [database, reader], [test]);
  const found = ['database/database', 'reader/reader'].map((app) => outcomeOf(analysis, 'node:w2', app).kind);
  expect(found).toEqual(['down until repair', 'unaffected']);
});

test('without the address of the API pods run on, and are evicted if that lasts: servers of kubeadm may go on', () => {
  const given = facts({ storage: {}, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
  const plan = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given);
  const { kind, atBest, why } = outcomeOf(analysisOf(given, [plan]), 'api:c1.lab.example', 'blog/blog');
  expect([kind, atBest, why]).toMatchInlineSnapshot(`
[
  "fails over",
  "unaffected",
  "it runs on; nodes that know only this address count as NotReady, and their pods leave the Services; people and pipelines do not reach the API; if that lasts longer than its toleration of 30 s it is evicted, and starts anew when the address is back: start 1 s to 37 s",
]
`);
});

test('without the address of the API a pinned app stays, and so do all where no server is a node', () => {
  const given = facts({ storage: {}, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
  const pinned = planOf(AvailabilityClass.SINGLE_POD_PINNED, { node: { name: 'w1', reason: 'a test' } }, given);
  expect(outcomeOf(analysisOf(given, [pinned]), 'api:c1.lab.example', 'blog/blog').kind).toBe('unaffected');
  const elsewhere = facts({ storage: {}, controlPlane: controlPlane({ distribution: Distribution.KUBEADM, servers: [] }) });
  const free = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, elsewhere);
  expect(outcomeOf(analysisOf(elsewhere, [free]), 'api:c1.lab.example', 'blog/blog').kind).toBe('unaffected');
});

test('a cut behind which only copies of data wait keeps no requests away, so that it costs no minutes of a year', () => {
  const link = (from: string, to: string) => ({ from, to, roundTrip: Duration.millis(5) });
  const given = facts({
    sites: ['a', 'b', 'c'].map((name) => ({ name })),
    links: [link('a', 'b'), link('a', 'c'), link('b', 'c')],
    nodes: [worker('w1', { site: 'a' }), worker('w2', { site: 'b' }), worker('w3', { site: 'c' }), control('c1', { site: 'c' })],
  });
  const data = { volumes: [Volume.data('/db', { size: Size.gib(1), storageClass: 'drbd-replicated' })] };
  const pinned = planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...data, name: 'still', node: { name: 'w1', reason: 'a test' } }, given);
  const free = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...data, name: 'free' }, given);
  const analysis = analysisOf(given, [pinned, free], systemsOf());
  const years = yearOf(analysis, { 'link:a+b': { perYear: 12, repairMinutes: 5 } });
  const minutesOf = (index: number) => years[index]?.by.find(({ failure }) => failure === 'link:a+b')?.minutes ?? 0;
  const told = ['still/still', 'free/free'].map((app, index) => {
    const { kind, why, degraded } = outcomeOf(analysis, 'link:a+b', app);
    return [kind, why, degraded?.share, minutesOf(index)];
  });
  expect(told).toMatchInlineSnapshot(`
[
  [
    "degraded",
    "it serves on, and copies of its data wait between a and b",
    0,
    0,
  ],
  [
    "degraded",
    "what goes between a and b does not arrive, and copies of data wait there",
    undefined,
    60,
  ],
]
`);
});

test('drains with a rate are planned minutes', () => {
  const given = facts({ storage: {} });
  const [year] = yearOf(analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given)]), {
    [FailureKind.UPGRADE]: { perYear: 0 },
    [FailureKind.DRAIN]: { perYear: 10 },
  });
  expect(year?.plannedMinutes).toBeGreaterThan(0);
});

test('each failure has an id of its own, whatever hyphens the names of sites have', () => {
  const link = (from: string, to: string) => ({ from, to, roundTrip: Duration.millis(5) });
  const names = ['a', 'a-b', 'b-c', 'c'];
  const given = facts({
    sites: names.map((name) => ({ name })),
    links: [link('a-b', 'c'), link('a', 'b-c')],
    nodes: names.map((site, index) => worker(`w${index}`, { site })).concat(control('c1', { site: 'a' })),
    storage: {},
  });
  const { failures } = analysisOf(given, []);
  expect(new Set(failures.map(({ id }) => id)).size).toBe(failures.length);
  expect(failures.filter(({ id }) => id.startsWith('link:')).map(({ id }) => id)).toMatchInlineSnapshot(`
[
  "link:a+b-c",
  "link:a-b+c",
]
`);
});

test('a drain stops no node, and a loss of all power is not the same as that of the only site', () => {
  const { failures } = analysisOf(facts({ storage: {} }), []);
  expect(failures.find(({ id }) => id === 'drain:w1')?.dead).toEqual([]);
  expect(failures.find(({ kind }) => kind === FailureKind.POWER)?.sameAs).toBeUndefined();
});

describe('two sites that see a third one, and not each other', () => {
  const sites = ['a', 'b', 'c'];
  const nodes = [...sites.map((site, index) => worker(`w${index + 1}`, { site })), ...sites.map((site, index) => control(`c${index + 1}`, { site }))];
  const links = [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
  ].map(([from = '', to = '']) => ({ from, to, roundTrip: Duration.millis(2) }));
  const servers = controlPlane({ servers: ['c1', 'c2', 'c3'], apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.0.2.10' } });
  const given = facts({ nodes, links, storage: {}, controlPlane: servers });
  const needs = { dependsOn: [{ name: 'base', namespace: 'base' }] };
  const pinned = (name: string, node: string, more: object = {}) =>
    planOf(AvailabilityClass.SINGLE_POD_PINNED, { name, node: { name: node, reason: 'a test' }, ...more }, given);
  const flexible = (name: string, more: object = {}) => planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name, ...more }, given);
  const many = (name: string, more: object = {}) => planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name, ...more }, given);
  const cut = (plans: readonly Plan[], systems: readonly System[] = []) => {
    const outcome = outcomeOf(analysisOf(given, plans, systems), 'link:a+b', 'front/front');
    return `${inWords(outcome)}: ${outcome.why}`;
  };

  test('keep an app from what it needs, if that is at the other one', () => {
    expect(cut([pinned('base', 'w2'), pinned('front', 'w1', needs)])).toMatchInlineSnapshot(
      `"down until repair: base/base, which it needs, is at the other site, and what goes between a and b does not arrive"`,
    );
    expect(cut([flexible('base'), flexible('front', needs)])).toMatchInlineSnapshot(
      `"down until repair; at best unaffected: base/base, which it needs, may be at the other site, and what goes between a and b does not arrive"`,
    );
    expect(cut([pinned('base', 'w3'), flexible('front', needs)])).toMatchInlineSnapshot(
      `"degraded; at best unaffected: what goes between a and b does not arrive, and copies of data wait there"`,
    );
  });

  test('leave it a part of several pods', () => {
    expect(cut([many('base'), flexible('front', needs)])).toMatchInlineSnapshot(
      `"degraded; at best unaffected: what goes between a and b does not arrive, so that some of the pods that need each other do not meet"`,
    );
  });

  test('keep it from its only way in', () => {
    const way: System = {
      name: 'a test',
      contribute: () => ({ entries: [{ name: 'door/door', app: 'door/door', nodes: ['w2'], serves: ['front/front'], takeOver: TakeOver.NONE }] }),
    };
    expect(cut([pinned('door', 'w2'), pinned('front', 'w1')], [way])).toMatchInlineSnapshot(
      `"down until repair: door/door, the way in, is at the other site, and what goes between a and b does not arrive"`,
    );
  });
});
