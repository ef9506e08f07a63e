import { asMarkdown } from '../../lib/cli/check/markdown';
import { FateKind } from '../../lib/cluster/site';
import { Duration } from '../../lib/cluster/units';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, type LabProps, worker } from '../support';
import { CONTAINER, checking, claim, type Fields, MOUNTED, workload } from './support';

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

/** Three workers at home, a fourth one in the cloud beyond a link. */
const LAB: LabProps = {
  nodes: [
    worker('w1', { zone: 'a' }),
    worker('w2', { zone: 'a' }),
    worker('w3', { zone: 'b' }),
    worker('v1', { site: 'cloud', zone: 'c' }),
    control('c1', { zone: 'a' }),
  ],
  links: [{ from: 'home', to: 'cloud', roundTrip: Duration.millis(20) }],
  sharedFates: [{ name: 'shelf', kind: FateKind.POWER, nodes: ['w1', 'w2'] }],
};

const { report, said } = checking(LAB, ['MANIFEST-WITHOUT-BUDGET']);

/** What the death of its node and other failures do, in short. */
function outcomes(objects: readonly Manifest[]): readonly string[] {
  const lines = said(objects).split('\n');
  const from = lines.findIndex((line) => line.startsWith('  node dies'));
  const rest = lines.slice(from).findIndex((line) => /^( {2}(error|warning|note)|$)/.test(line));
  const [died = '', ...others] = lines.slice(from, from + rest);
  return [died.trim(), ...others.map((line) => line.replace(/^ {2}failures|^ {10}/, '').trim())];
}

/** The same, as far as it differs from a Deployment of one pod; `not`: what does nothing of the kind to it. */
function differing(objects: readonly Manifest[]): string {
  const [own, usual] = [outcomes(objects), outcomes([workload(), SERVICE])];
  return [...own.filter((line) => !usual.includes(line)), ...usual.filter((line) => !own.includes(line)).map((line) => `not ${line}`)].join('\n');
}

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'wiki', namespace: 'home' },
  spec: { selector: { app: 'wiki' }, ports: [{ port: 80 }] },
} as Manifest;

const budget = (spec: Fields): Manifest =>
  ({ ...SERVICE, apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec: { selector: { matchLabels: { app: 'wiki' } }, ...spec } }) as Manifest;

/** A Pod of its own. */
const bare = (spec: Fields = {}): Manifest =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { ...SERVICE.metadata, labels: { app: 'wiki' } }, spec: { containers: [CONTAINER], ...spec } }) as Manifest;

/** Two workers in one place, and nothing else. */
const TWO: LabProps = { nodes: [worker('w1'), worker('w2'), control('c1')], links: [], sharedFates: [] };

const spread = (topologyKey: string, more: Fields = {}): Fields => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor', labelSelector: { matchLabels: { app: 'wiki' } }, ...more },
  ],
});

describe('one pod', () => {
  test('of a Deployment moves wherever the control plane goes on', () => {
    expect(outcomes([workload(), SERVICE]).join('\n')).toMatchInlineSnapshot(`
"node dies  back after 71 s to 2 min 7 s
until repair: zone home/a, site home and power everywhere
71 s to 2 min 17 s: shared fate shelf
71 s to 2 min 7 s: link cloud–home
1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
degraded until repaired: cluster DNS coredns"
`);
  });

  test('that no Service reaches runs on beyond a cut, and a second one starts', () => {
    expect(differing([workload()])).toMatchInlineSnapshot(`
"degraded until repaired: link cloud–home and cluster DNS coredns
not 71 s to 2 min 7 s: link cloud–home
not degraded until repaired: cluster DNS coredns"
`);
  });

  test('of a StatefulSet waits until somebody deletes it, but a drain moves it', () => {
    expect(differing([workload({}, {}, 'StatefulSet'), SERVICE])).toMatchInlineSnapshot(`
"node dies  down until a person acts
a person must act: shared fate shelf
until repair: zone home/a, site home, link cloud–home and power everywhere
1 s to 67 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
not node dies  back after 71 s to 2 min 7 s
not until repair: zone home/a, site home and power everywhere
not 71 s to 2 min 17 s: shared fate shelf
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
  });

  test('of its own is gone whenever it leaves its node', () => {
    expect(differing([bare(), SERVICE])).toMatchInlineSnapshot(`
"node dies  down until a person acts
a person must act: shared fate shelf, link cloud–home, drain of any of v1, w1, w2 and w3 and upgrade of all nodes
not node dies  back after 71 s to 2 min 7 s
not 71 s to 2 min 17 s: shared fate shelf
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
  });

  test('of its own that tolerates a dead node for ever stays there, and only a drain deletes it', () => {
    expect(differing([bare({ tolerations: [{ operator: 'Exists' }] })])).toMatchInlineSnapshot(`
"node dies  down until repair
a person must act: drain of any node and upgrade of all nodes
until repair: zone home/a, site home, shared fate shelf and power everywhere
not node dies  back after 71 s to 2 min 7 s
not until repair: zone home/a, site home and power everywhere
not 71 s to 2 min 17 s: shared fate shelf
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
  });
});

test('one pod with data on its node is down with that, and takes no room of others elsewhere', () => {
  const local = {
    volumes: [
      { name: 'data', hostPath: { path: '/srv/wiki', type: 'DirectoryOrCreate' } },
      { name: 'disk', hostPath: { path: '/dev/disk/by-id/wiki' } },
    ],
  };
  expect(differing([workload(local), SERVICE])).toMatchInlineSnapshot(`
"node dies  down until repair
until repair: zone home/a, site home, shared fate shelf, link cloud–home, drain of any of v1, w1, w2 and w3, upgrade of all nodes and power everywhere
not node dies  back after 71 s to 2 min 7 s
not until repair: zone home/a, site home and power everywhere
not 71 s to 2 min 17 s: shared fate shelf
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
});

describe('several pods', () => {
  test('that nothing keeps apart go together', () => {
    expect(differing([workload({}, { replicas: 2 }), SERVICE])).toMatchInlineSnapshot(`
"node dies  at worst back after 71 s to 2 min 7 s
not node dies  back after 71 s to 2 min 7 s"
`);
  });

  test('spread over nodes outlive one node, and not two with all of them', () => {
    expect(differing([workload(spread(HOSTNAME), { replicas: 2 }), SERVICE])).toMatchInlineSnapshot(`
"node dies  keeps running
1 s to 37 s: upgrade of all nodes
50 % of requests fail for 40 s to 62 s: link cloud–home
not node dies  back after 71 s to 2 min 7 s
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
  });

  test('spread over zones outlive a zone', () => {
    expect(differing([workload(spread(ZONE), { replicas: 2 }), SERVICE])).toMatchInlineSnapshot(`
"node dies  keeps running
until repair: site home and power everywhere
1 s to 37 s: upgrade of all nodes
50 % of requests fail until repaired: zone home/a
50 % of requests fail for 40 s to 62 s: shared fate shelf and link cloud–home
not node dies  back after 71 s to 2 min 7 s
not until repair: zone home/a, site home and power everywhere
not 71 s to 2 min 17 s: shared fate shelf
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
  });

  test('of which a node may have two more than another are fewer after its death', () => {
    expect(differing([workload(spread(HOSTNAME, { maxSkew: 2 }), { replicas: 3 }), SERVICE])).toMatchInlineSnapshot(`
"node dies  keeps running
1 s to 37 s: upgrade of all nodes
67 % of requests fail for 40 s to 62 s: link cloud–home
not node dies  back after 71 s to 2 min 7 s
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
  });

  test('of a StatefulSet start nowhere else while their nodes are dead', () => {
    expect(differing([workload(spread(HOSTNAME), { replicas: 2 }, 'StatefulSet'), SERVICE])).toMatchInlineSnapshot(`
"node dies  keeps running
a person must act: shared fate shelf
1 s to 67 s: upgrade of all nodes
50 % of requests fail for 40 s to 62 s: link cloud–home
not node dies  back after 71 s to 2 min 7 s
not 71 s to 2 min 17 s: shared fate shelf
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
  });
});

test('a spread over two nodes that leaves out one which is away lets all pods gather on the other, but not with minDomains', () => {
  const two = (more: Fields = {}) => [workload(spread(HOSTNAME, more), { replicas: 2 }), SERVICE];
  expect(said(two(), TWO)).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      HighlyAvailable: 2 pods, kept on different nodes by its topologySpreadConstraints
  node dies  at worst back after 71 s to 2 min 7 s
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of w1, drain of w2 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-SPREAD-GATHERS: a hard spread of 2 pods over 2 places, which leaves out a place that is away, so all pods may come to be in one place, where they stay, and its death takes them all.
             Write minDomains: 2 in it, or let more nodes run them.

1 workload: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  expect(said([workload({}, { replicas: 2 })], TWO)).toContain('Honor, minDomains: 2 and matchLabelKeys: [pod-template-hash].');
  for (const more of [{ minDomains: 2 }, { nodeTaintsPolicy: 'Ignore' }])
    expect(report(two(more), TWO).workloads.map(({ inShort }) => inShort)).toEqual(['keeps running']);
});

describe('a drain', () => {
  const drained = (objects: readonly Manifest[], overrides: LabProps = {}) =>
    report(objects, overrides)
      .failures.find(({ id }) => id === 'drain:w1')
      ?.effects.map(({ kind, why }) => `${kind}: ${why}`);
  test('never ends where a budget keeps the pod', () => {
    expect(drained([workload(), budget({ minAvailable: 1 })])).toMatchInlineSnapshot(`
[
  "unaffected: its budget lets no drain evict a pod: the drain waits for ever",
]
`);
    expect(drained([workload({}, { replicas: 3 }), budget({ maxUnavailable: '0%' })])).toMatchInlineSnapshot(`
[
  "unaffected: its budget lets no drain evict a pod: the drain waits for ever",
]
`);
    expect(drained([workload(spread(HOSTNAME), { replicas: 3 }), budget({ maxUnavailable: 1 })])).toMatchInlineSnapshot(`
[
  "unaffected: its budget keeps enough of its pods",
]
`);
  });

  test('takes all pods of a node at once where no budget keeps them', () => {
    expect(drained([workload(spread(HOSTNAME), { replicas: 2 })])).toMatchInlineSnapshot(`
[
  "unaffected: its pods on other nodes serve",
]
`);
    expect(drained([workload(spread(HOSTNAME), { replicas: 2 })], TWO)).toMatchInlineSnapshot(`
[
  "fails over: start 1 s to 37 s",
]
`);
  });
});

test('the votes on data of a system count', () => {
  expect(differing([workload(MOUNTED), SERVICE, claim('drbd-replicated', 'ReadWriteOnce')])).toMatchInlineSnapshot(`
"node dies  back after 22 s to 3 min 7 s
a person must act: site home
until repair: zone home/a and power everywhere
22 s to 3 min 17 s: shared fate shelf
22 s to 3 min 7 s: link cloud–home
2 s to 82 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
not node dies  back after 71 s to 2 min 7 s
not until repair: zone home/a, site home and power everywhere
not 71 s to 2 min 17 s: shared fate shelf
not 71 s to 2 min 7 s: link cloud–home
not 1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes"
`);
});

test('many zones, fates, links or sites that do the same are a group, as nodes are, and few are named', () => {
  const sites = ['home', 'fsn', 'hel', 'nbg', 'ash'];
  const many: LabProps = {
    nodes: [control('c1'), ...sites.flatMap((site) => ['a1', 'a2', 'b'].map((name) => worker(`${site}-${name}`, { site, zone: `${site}-${name[0]}` })))],
    sites: sites.map((name) => ({ name, zones: [...(name === 'home' ? [name] : []), `${name}-a`, `${name}-b`] })),
    links: sites.slice(1).map((to) => ({ from: 'home', to, roundTrip: Duration.millis(20) })),
    sharedFates: sites.slice(0, 4).map((site) => ({ name: `rack-${site}`, kind: FateKind.POWER, nodes: [`${site}-a1`, 'ash-b'] })),
  };
  expect(said([workload()], many)).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 71 s to 2 min 7 s
  failures   until repair: site home and power everywhere
             71 s to 2 min 17 s: one of 5 zones (ash/ash-a, fsn/fsn-a, hel/hel-a and 2 others) and one of 4 sites (ash, fsn, hel and nbg)
             71 s to 2 min 7 s: one of 4 shared fates (rack-fsn, rack-hel, rack-home and rack-nbg)
             1 s to 37 s: drain of any of the 15 nodes with the role worker and upgrade of all nodes
             degraded until repaired: one of 4 links (ash–home, fsn–home, hel–home and home–nbg) and cluster DNS coredns

1 workload: nothing found.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  expect(asMarkdown(report([workload()], many))).toContain('one of 5 zones (ash/ash-a, fsn/fsn-a, hel/hel-a and 2 others)');
});

test('what does the same to all workloads is told once, and two workloads of one name are two', () => {
  const both = [workload(), workload({}, {}, 'StatefulSet'), SERVICE];
  expect(said(both)).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 71 s to 2 min 7 s
  failures   71 s to 2 min 17 s: shared fate shelf
             71 s to 2 min 7 s: link cloud–home
             1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes

home/StatefulSet/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  down until a person acts
  failures   a person must act: shared fate shelf
             until repair: link cloud–home
             1 s to 67 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
  warning    MANIFEST-STATEFULSET-WAITS: a StatefulSet of one pod, and it makes no other while the one on a dead node is there: the app stays down until a person deletes that by force.
             Use a Deployment with the strategy Recreate, or an agent that fences dead nodes with the out-of-service taint.

all of them
  failures   until repair: zone home/a, site home and power everywhere
             degraded until repaired: cluster DNS coredns

2 workloads: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  expect(
    report(both)
      .failures.find(({ id }) => id === 'node:w1')
      ?.effects.map(({ kind, apps }) => [kind, apps]),
  ).toMatchInlineSnapshot(`
[
  [
    "down until a person acts",
    [
      "home/StatefulSet/wiki",
    ],
  ],
  [
    "fails over",
    [
      "home/Deployment/wiki",
    ],
  ],
]
`);
});

describe('what is easily promised too much', () => {
  const of = (id: string, objects: readonly Manifest[], overrides: LabProps = {}) =>
    report(objects, overrides)
      .failures.find((one) => one.id === id)
      ?.effects.map(({ kind, why, apps }) => `${apps.join()}: ${kind}, ${why}`);
  const named = (name: string, object: Manifest, more: Fields = {}): Manifest => ({ ...object, metadata: { ...object.metadata, name }, ...more }) as Manifest;
  const away = (topologyKey: string): Fields => ({
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app: 'wiki' } } }] } },
  });

  test('a workload without a namespace is another one than that in default', () => {
    const without = (one: Manifest, namespace?: string) =>
      ({ ...one, metadata: { name: 'wiki', ...(namespace === undefined ? {} : { namespace }) } }) as Manifest;
    const pinned = workload({ nodeSelector: { [HOSTNAME]: 'w1' } });
    expect(of('drain:w1', [without(workload()), without(pinned, 'default')])).toMatchInlineSnapshot(`
[
  "default/Deployment/wiki: down until repair, no other node can run it: down until its node takes pods again",
  "Deployment/wiki: fails over, start 1 s to 37 s",
]
`);
  });

  test('pods without a PriorityClass drive nobody away, and those of a class that is there do', () => {
    const big = (name: string, pod: Fields) =>
      named(name, workload({ ...pod, containers: [{ ...CONTAINER, resources: { requests: { cpu: '100m', memory: '5Gi' }, limits: { memory: '5Gi' } } }] }));
    const both = (priorityClassName?: string) => [
      big('web', priorityClassName === undefined ? {} : { priorityClassName }),
      big('other', { nodeSelector: { [HOSTNAME]: 'w2' } }),
    ];
    const high = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1_000_000 } as unknown as Manifest;
    expect(of('node:w1', both(), TWO)).toMatchInlineSnapshot(`
[
  "home/Deployment/web: down until repair, down until repair, because w2 then lacks 2660Mi of memory",
]
`);
    expect(of('node:w1', [...both('high'), high], TWO)).toMatchInlineSnapshot(`
[
  "home/Deployment/other: down until a person acts, perhaps down until a person acts, because it makes room for home/Deployment/web, which has a higher priority, and it may not run on what is repaired, so that it stays down until somebody makes room again",
  "home/Deployment/web: fails over, detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s, others make room 0 s to 30 s",
]
`);
  });

  test('a pod that never leaves a dead node takes room of others where it may be, and has to move itself in a drain', () => {
    const big = { containers: [{ ...CONTAINER, resources: { requests: { cpu: '100m', memory: '4Gi' }, limits: { memory: '4Gi' } } }] };
    const both = [
      named('stays', workload({ ...big, tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists' }] })),
      named('moves', workload(big)),
    ];
    expect(
      report(both, TWO)
        .failures.find(({ id }) => id === 'node:w2')
        ?.effects.map(({ place }) => place),
    ).toEqual([undefined, 'likely']);
    expect([of('node:w2', both, TWO), of('drain:w1', both, TWO)]).toMatchInlineSnapshot(`
[
  [
    "home/Deployment/stays: down until repair, it is bound to w2: down until that is back",
    "home/Deployment/moves: fails over, detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s",
  ],
  [
    "home/Deployment/stays,home/Deployment/moves: down until repair, perhaps down until repair, because the pods on w2 may leave it too little room",
  ],
]
`);
  });

  test('a node without the label of a hard spread takes none of its pods', () => {
    const nodes = [worker('w1', { labels: { 'example.org/rack': 'a' } }), worker('w2', { labels: { 'example.org/rack': 'b' } }), worker('w3'), control('c1')];
    const racked = [workload(spread('example.org/rack'))];
    expect(report(racked, { ...TWO, nodes }).workloads[0]?.nodes).toEqual(['w1', 'w2']);
    expect(of('fate:shelf', racked, { ...LAB, nodes, links: [] })?.[0]).toContain('down until repair');
  });

  test('a pod on a dead node keeps its whole zone closed to the next one', () => {
    const nodes = [worker('w1', { zone: 'a' }), worker('w2', { zone: 'a' }), control('c1', { zone: 'b' })];
    expect(of('node:w1', [workload(away(ZONE))], { ...TWO, nodes })).toMatchInlineSnapshot(`
[
  "home/Deployment/wiki: down until a person acts, detection 40 s to 60 s, eviction 0 s, toleration 30 s, deletion by force never, start 1 s to 37 s",
]
`);
  });

  test('a rollout that starts a pod beside an old one undoes a spread, unless it counts each version by itself', () => {
    const rolling = { replicas: 2, strategy: { type: 'RollingUpdate' } };
    const codes = (more: Fields) =>
      report([workload(spread(HOSTNAME, { minDomains: 2, ...more }), rolling)], TWO).findings.map(({ code, fix }) => `${code}: ${fix}`);
    expect(codes({})).toMatchInlineSnapshot(`
[
  "MANIFEST-SPREAD-GATHERS: Write matchLabelKeys: [pod-template-hash] in it, or let more nodes run them.",
]
`);
    expect(codes({ matchLabelKeys: ['pod-template-hash'] })).toEqual([]);
  });

  test('a spread over two zones gathers in one after the other was away', () => {
    const nodes = [worker('w1', { zone: 'a' }), worker('w2', { zone: 'a' }), worker('w3', { zone: 'b' }), worker('w4', { zone: 'b' }), control('c1')];
    expect(report([workload(spread(ZONE), { replicas: 2 })], { ...TWO, nodes }).findings.map(({ code }) => code)).toEqual(['MANIFEST-SPREAD-GATHERS']);
  });

  test('a spread that counts pods of others keeps none apart', () => {
    const labels = { app: 'wiki', tier: 'web' };
    const tier = (name: string) => {
      const { spec, ...object } = workload(spread(HOSTNAME, { labelSelector: { matchLabels: { tier: 'web' } } }), { replicas: 2 });
      const { template, ...rest } = spec as { readonly template: { readonly spec: Fields } };
      return named(name, object as Manifest, { spec: { ...rest, template: { ...template, metadata: { labels } } } });
    };
    expect(report([tier('web'), tier('api')]).workloads.map(({ availabilityClass }) => availabilityClass)).toEqual([undefined, undefined]);
    expect(report([tier('web')]).workloads.map(({ availabilityClass }) => availabilityClass)).toEqual(['HighlyAvailable']);
  });

  test.each<[string, readonly Manifest[], LabProps]>([
    ['that lets all go', [workload(spread(HOSTNAME), { replicas: 2 }), budget({ maxUnavailable: '100%' })], TWO],
    ['of two workloads with one pod each', [workload(), named('other', workload()), budget({ minAvailable: 1 })], {}],
    ['that counts pods which never start', [workload(away(HOSTNAME), { replicas: 3 }), budget({ minAvailable: 2 })], TWO],
    ['of a Pod of its own', [bare(), budget({ maxUnavailable: 1 })], {}],
  ])('a drain and a budget %s', (_what, objects, overrides) => {
    expect(of('drain:w1', objects, overrides)).toMatchSnapshot();
  });

  test('a StatefulSet starts its next pod when the last one has ended, which may take as long as it says', () => {
    expect(of('drain:w1', [workload({ terminationGracePeriodSeconds: 600 }, {}, 'StatefulSet')])).toMatchInlineSnapshot(`
[
  "home/StatefulSet/wiki: fails over, stop 0 s to 10 min, start 1 s to 37 s",
]
`);
  });

  test('a pod whose probe first asks late serves no earlier', () => {
    const late = { ...CONTAINER, readinessProbe: { tcpSocket: { port: 80 }, initialDelaySeconds: 300 } };
    expect(report([workload({ containers: [late] })]).workloads.map(({ inShort }) => inShort)).toEqual(['back after 71 s to 6 min 47 s']);
  });

  test('a pod that tolerates a cordon may start again on the node that is drained', () => {
    const tolerations = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }];
    expect(of('drain:w1', [workload({ tolerations })])).toMatchInlineSnapshot(`
[
  "home/Deployment/wiki: down until repair, it tolerates that its node takes no pods, and may start there again: down until that node is back",
]
`);
  });

  test('a Service without ports reaches its pods, too', () => {
    const headless = { ...SERVICE, spec: { clusterIP: 'None', selector: { app: 'wiki' } } } as Manifest;
    expect(of('link:cloud+home', [workload(), headless])).toMatchInlineSnapshot(`
[
  "home/Deployment/wiki: fails over, detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s; the first one runs on at cloud: two at once",
]
`);
  });

  test.each([-3, 0, 1.5, 'two'])('a skew of %p is judged like one by who skips that it is refused', (maxSkew) => {
    const [one] = checking(LAB, ['MANIFEST-REFUSED']).report([workload(spread(HOSTNAME, { maxSkew }), { replicas: 3 })]).workloads;
    expect([one?.availabilityClass, one?.inShort]).toEqual(['HighlyAvailable', 'keeps running']);
  });
});
