import { FateKind } from '../../lib/cluster/site';
import { Duration } from '../../lib/cluster/units';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, type LabProps, worker } from '../support';
import { CONTAINER, checking, type Fields, workload } from './support';

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

const { report, said } = checking(LAB);

/** What the death of its node and other failures do, in short. */
function outcomes(objects: readonly Manifest[]): string {
  const lines = said(objects).split('\n');
  const from = lines.findIndex((line) => line.startsWith('  node dies'));
  const rest = lines.slice(from).findIndex((line) => /^( {2}(error|warning|note)|$)/.test(line));
  return lines.slice(from, from + rest).join('\n');
}

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'wiki', namespace: 'home' },
  spec: { selector: { app: 'wiki' }, ports: [{ port: 80 }] },
} as Manifest;

const spread = (topologyKey: string, more: Fields = {}): Fields => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey, whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor', labelSelector: { matchLabels: { app: 'wiki' } }, ...more },
  ],
});

describe('one pod', () => {
  test('of a Deployment moves wherever the control plane goes on', () => {
    expect(outcomes([workload(), SERVICE])).toMatchInlineSnapshot(`
"  node dies  back after 71 s to 2 min 7 s
  failures   until repair: zone home/a, site home and power everywhere
             71 s to 2 min 17 s: shared fate shelf
             71 s to 2 min 7 s: link cloud–home
             1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns"
`);
  });

  test('that no Service reaches runs on beyond a cut, and a second one starts', () => {
    expect(outcomes([workload()])).toMatchInlineSnapshot(`
"  node dies  back after 71 s to 2 min 7 s
  failures   until repair: zone home/a, site home and power everywhere
             71 s to 2 min 17 s: shared fate shelf
             1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
             degraded until repaired: link cloud–home and cluster DNS coredns"
`);
  });

  test('of a StatefulSet waits until somebody deletes it, but a drain moves it', () => {
    expect(outcomes([workload({}, {}, 'StatefulSet'), SERVICE])).toMatchInlineSnapshot(`
"  node dies  down until a person acts
  failures   a person must act: shared fate shelf
             until repair: zone home/a, site home, link cloud–home and power everywhere
             1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns"
`);
  });

  test('of its own is gone whenever it leaves its node', () => {
    const metadata = { name: 'wiki', namespace: 'home', labels: { app: 'wiki' } };
    expect(outcomes([{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [CONTAINER] } } as Manifest, SERVICE])).toMatchInlineSnapshot(`
"  node dies  down until a person acts
  failures   a person must act: shared fate shelf, link cloud–home, drain of any of v1, w1, w2 and w3 and upgrade of all nodes
             until repair: zone home/a, site home and power everywhere
             degraded until repaired: cluster DNS coredns"
`);
  });

  test('of its own that tolerates a dead node for ever stays there, and only a drain deletes it', () => {
    const metadata = { name: 'wiki', namespace: 'home', labels: { app: 'wiki' } };
    const spec = { containers: [CONTAINER], tolerations: [{ operator: 'Exists' }] };
    expect(outcomes([{ apiVersion: 'v1', kind: 'Pod', metadata, spec } as Manifest])).toMatchInlineSnapshot(`
"  node dies  down until repair
  failures   a person must act: drain of any node and upgrade of all nodes
             until repair: zone home/a, site home, shared fate shelf and power everywhere
             degraded until repaired: cluster DNS coredns"
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
  expect(outcomes([workload(local), SERVICE])).toMatchInlineSnapshot(`
"  node dies  down until repair
  failures   until repair: zone home/a, site home, shared fate shelf, link cloud–home, drain of any of v1, w1, w2 and w3, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns"
`);
});

describe('several pods', () => {
  test('that nothing keeps apart go together', () => {
    expect(outcomes([workload({}, { replicas: 2 }), SERVICE])).toMatchInlineSnapshot(`
"  node dies  at worst back after 71 s to 2 min 7 s
  failures   until repair: zone home/a, site home and power everywhere
             71 s to 2 min 17 s: shared fate shelf
             71 s to 2 min 7 s: link cloud–home
             1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns"
`);
  });

  test('spread over nodes outlive one node, and not two with all of them', () => {
    expect(outcomes([workload(spread(HOSTNAME), { replicas: 2 }), SERVICE])).toMatchInlineSnapshot(`
"  node dies  keeps running
  failures   until repair: zone home/a, site home and power everywhere
             71 s to 2 min 17 s: shared fate shelf
             50 % of requests fail for 40 s to 62 s: link cloud–home
             degraded until repaired: cluster DNS coredns"
`);
  });

  test('spread over zones outlive a zone', () => {
    expect(outcomes([workload(spread(ZONE), { replicas: 2 }), SERVICE])).toMatchInlineSnapshot(`
"  node dies  keeps running
  failures   until repair: site home and power everywhere
             50 % of requests fail until repaired: zone home/a
             50 % of requests fail for 40 s to 62 s: shared fate shelf and link cloud–home
             degraded until repaired: cluster DNS coredns"
`);
  });

  test('of which a node may have two more than another are fewer after its death', () => {
    expect(outcomes([workload(spread(HOSTNAME, { maxSkew: 2 }), { replicas: 3 }), SERVICE])).toMatchInlineSnapshot(`
"  node dies  keeps running
  failures   until repair: zone home/a, site home and power everywhere
             71 s to 2 min 17 s: shared fate shelf
             67 % of requests fail for 40 s to 62 s: link cloud–home
             degraded until repaired: cluster DNS coredns"
`);
  });

  test('of a StatefulSet start nowhere else while their nodes are dead', () => {
    expect(outcomes([workload(spread(HOSTNAME), { replicas: 2 }, 'StatefulSet'), SERVICE])).toMatchInlineSnapshot(`
"  node dies  keeps running
  failures   a person must act: shared fate shelf
             until repair: zone home/a, site home and power everywhere
             50 % of requests fail for 40 s to 62 s: link cloud–home
             degraded until repaired: cluster DNS coredns"
`);
  });
});

test('a spread over two nodes that leaves out one which is away lets all pods gather on the other, but not with minDomains', () => {
  const nodes = [worker('w1'), worker('w2'), control('c1')];
  const two = (more: Fields = {}) => [workload(spread(HOSTNAME, more), { replicas: 2 }), SERVICE];
  expect(said(two(), { nodes, links: [], sharedFates: [] })).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      HighlyAvailable: 2 pods, kept on different nodes by its topologySpreadConstraints
  node dies  at worst back after 71 s to 2 min 7 s
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of w1, drain of w2 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-SPREAD-GATHERS: a hard spread of 2 pods over 2 places, which leaves out one that is away, so once one was away all pods may be in the other, where they stay when it is back, and its death takes them all.
             Write minDomains: 2 in it, or let more nodes run them.

1 workload: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  expect(said([workload({}, { replicas: 2 })], { nodes, links: [], sharedFates: [] })).toContain('DoNotSchedule, nodeTaintsPolicy: Honor and minDomains: 2.');
  for (const more of [{ minDomains: 2 }, { nodeTaintsPolicy: 'Ignore' }])
    expect(report(two(more), { nodes, links: [], sharedFates: [] }).workloads.map(({ inShort }) => inShort)).toEqual(['keeps running']);
});

describe('a drain', () => {
  const drained = (objects: readonly Manifest[], overrides: LabProps = {}) =>
    report(objects, overrides)
      .failures.find(({ id }) => id === 'drain:w1')
      ?.effects.map(({ kind, why }) => `${kind}: ${why}`);
  const budget = (spec: Fields) =>
    ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'wiki', namespace: 'home' },
      spec: { selector: { matchLabels: { app: 'wiki' } }, ...spec },
    }) as Manifest;

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
    const two: LabProps = { nodes: [worker('w1'), worker('w2'), control('c1')], links: [], sharedFates: [] };
    expect(drained([workload(spread(HOSTNAME), { replicas: 2 })])).toMatchInlineSnapshot(`
[
  "unaffected: its pods on other nodes serve",
]
`);
    expect(drained([workload(spread(HOSTNAME), { replicas: 2 })], two)).toMatchInlineSnapshot(`
[
  "fails over: start 1 s to 37 s",
]
`);
  });
});

test('the votes on data of a system count', () => {
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'home' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'drbd-replicated', resources: { requests: { storage: '1Gi' } } },
  } as Manifest;
  const mounted = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
  expect(outcomes([workload(mounted), SERVICE, claim])).toMatchInlineSnapshot(`
"  node dies  back after 22 s to 3 min 7 s
  failures   a person must act: site home
             until repair: zone home/a and power everywhere
             22 s to 3 min 17 s: shared fate shelf
             22 s to 3 min 7 s: link cloud–home
             2 s to 82 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns"
`);
});

test('what does the same to all workloads is told once, and two workloads of one name are two', () => {
  const both = [workload(), workload({}, {}, 'StatefulSet'), SERVICE];
  expect(said(both)).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 71 s to 2 min 7 s
  failures   71 s to 2 min 17 s: shared fate shelf
             71 s to 2 min 7 s: link cloud–home

home/StatefulSet/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  down until a person acts
  failures   a person must act: shared fate shelf
             until repair: link cloud–home
  warning    MANIFEST-STATEFULSET-WAITS: a StatefulSet of one pod, and it makes no other while the one on a dead node is there: the app stays down until a person deletes that by force.
             Use a Deployment with the strategy Recreate, or an agent that fences dead nodes with the out-of-service taint.

all of them
  failures   until repair: zone home/a, site home and power everywhere
             1 s to 37 s: drain of any of v1, w1, w2 and w3 and upgrade of all nodes
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
