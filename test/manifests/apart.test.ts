import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, type LabProps, worker } from '../support';
import { CONTAINER, checking, type Fields, workload } from './support';

const { report, said } = checking({}, ['MANIFEST-WITHOUT-BUDGET']);

const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const zoned = (...zones: readonly string[]): LabProps => ({
  nodes: [...zones.map((zone, index) => worker(`w${index + 1}`, { zone })), control('c1')],
  accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'a lab' }],
});
const away = (topologyKey: string, more: Fields = {}): Fields => ({
  affinity: {
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app: 'wiki' } }, ...more }] },
  },
});
const listening = (port: Fields): Fields => ({ containers: [{ ...CONTAINER, ports: [port] }] });

function judged(object: Manifest, overrides: LabProps = {}): readonly (string | undefined)[] {
  const { workloads, findings } = report([object], overrides);
  return [workloads[0]?.availabilityClass, ...findings.map(({ code }) => code)];
}

describe('a rolling update of one pod, which starts the next one beside it', () => {
  const ROLLING = { strategy: { type: 'RollingUpdate' } };
  const labelSelector = { matchLabels: { app: 'wiki' } };
  const apart = away(HOSTNAME);
  const onlyOn = { nodeSelector: { [HOSTNAME]: 'w1' } };
  const spread = (nodeAffinityPolicy?: string) => ({
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: HOSTNAME, whenUnsatisfiable: 'DoNotSchedule', nodeAffinityPolicy, labelSelector }],
  });

  test('never ends on the only node, which takes one', () => {
    expect(said([workload({ ...apart, ...onlyOn }, ROLLING)])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod that asks for w1
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 1 pod, on a node of its own by its required podAntiAffinity, but only 1 node (w1) may run it, so the first pod of a new version finds none and the rollout never ends.
             Use the strategy Recreate, or let more nodes run it.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
    expect(said([workload({ ...spread('Ignore'), ...onlyOn }, ROLLING)])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod that asks for w1
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 1 pod, at most 1 on each node by its topologySpreadConstraints, because c1, w2 and w3 count, too, and stay empty, but only 1 node (w1) may run it, so the first pod of a new version finds none and the rollout never ends.
             Write nodeTaintsPolicy: Honor and nodeAffinityPolicy: Honor, use the strategy Recreate, or let more nodes run it.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test.each([
    ['if that first ends', { ...apart, ...onlyOn }, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }],
    ['if it is stopped before', { ...apart, ...onlyOn }, {}],
    ['if another node takes it', apart, ROLLING],
    ['if the spread counts that node alone', { ...spread(), ...onlyOn }, ROLLING],
    ['if it is kept from pods of its own version only', { ...away(HOSTNAME, { matchLabelKeys: ['pod-template-hash'] }), ...onlyOn }, ROLLING],
  ])('ends %s', (_, pod, spec) => {
    expect(report([workload(pod, spec)]).findings.map(({ code }) => code)).not.toContain('MANIFEST-TOO-FEW-NODES');
  });

  test('and has a port of the only node, is told of the port once', () => {
    const one = workload({ ...listening({ containerPort: 8080, hostPort: 80 }), ...onlyOn }, ROLLING);
    expect(report([one]).findings.map(({ code }) => code)).toEqual(['ROLLING-SHARED']);
  });
});

describe('pods with a port of their node', () => {
  test.each([
    ['a hostPort', listening({ containerPort: 8080, hostPort: 80 })],
    ['a port on the network of their node', { ...listening({ containerPort: 80 }), hostNetwork: true }],
  ])('are kept on different nodes by %s', (_what, pod) => {
    expect(judged(workload(pod, { replicas: 2 }))).toEqual(['HighlyAvailable']);
  });

  test('are said to be, and the one too many never starts', () => {
    expect(said([workload(listening({ containerPort: 8080, hostPort: 80 }), { replicas: 4 })])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      HighlyAvailable: 4 pods, kept on different nodes by its host port 80
  node dies  keeps running
  failures   until repair: site home and power everywhere
             1 s to 37 s, if it finds a place: upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      HOST-PORT-CLASH: 4 pods on ports of 3 nodes, but each node has a port only once.
             Use another port, or keep them on different nodes.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('never finish a rollout that first starts one more', () => {
    const rolling = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };
    expect(said([workload(listening({ containerPort: 8080, hostPort: 80 }), { replicas: 3, ...rolling })])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      HighlyAvailable: 3 pods, kept on different nodes by its host port 80
  node dies  keeps running
  failures   until repair: site home and power everywhere
             1 s to 37 s, if it finds a place: upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 3 pods, each on a node of its own by its host port 80, but only 3 nodes (w1, w2 and w3) may run them, so the first pod of a new version finds none and the rollout never ends.
             Write maxUnavailable: 1, or let more nodes run them.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test.each<[string, Fields, Fields, readonly string[]]>([
    ['two addresses', { hostIP: '10.0.0.1' }, { hostIP: '10.0.0.2' }, []],
    ['one address', { hostIP: '10.0.0.1' }, { hostIP: '10.0.0.1' }, ['HOST-PORT-CLASH']],
    ['one address, and of all', { hostIP: '10.0.0.1' }, { hostIP: '0.0.0.0' }, ['HOST-PORT-CLASH']],
    ['all addresses, and of one', {}, { hostIP: '10.0.0.1' }, ['HOST-PORT-CLASH']],
    ['all addresses, by two protocols', {}, { protocol: 'UDP' }, []],
  ])('clash with those of others where both want the port of one address: of %s', (_what, first, second, codes) => {
    const wanting = (port: Fields) => workload({ ...listening({ containerPort: 8080, hostPort: 80, ...port }), nodeSelector: { [HOSTNAME]: 'w1' } });
    const other: Manifest = { ...wanting(second), metadata: { name: 'other', namespace: 'home' } };
    expect(report([wanting(first), other]).findings.map(({ code }) => code)).toEqual(codes);
  });

  test('of which one starts, on the only node, are told so', () => {
    const only = { nodes: [control('c1'), worker('w1')] };
    expect(said([workload(listening({ containerPort: 8080, hostPort: 80 }), { replicas: 2 })], only)).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      none: 2 pods of which one starts: each needs a node of its own (its host port 80), and there is one
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 2 pods, each on a node of its own by its host port 80, but only 1 node (w1) may run them, so the others never start.
             Run fewer pods, or let more nodes run them.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('may want a port of two addresses of their node, each of which is taken', () => {
    const ports = ['10.0.0.1', '10.0.0.2'].map((hostIP) => ({ containerPort: 8080, hostPort: 80, hostIP }));
    const both = workload({ containers: [{ ...CONTAINER, ports }] });
    const other: Manifest = {
      ...workload(listening({ containerPort: 8080, hostPort: 80, hostIP: '10.0.0.2' })),
      metadata: { name: 'other', namespace: 'home' },
    };
    expect(judged(both)).toEqual(['SinglePodFlexible']);
    expect(said([workload({ containers: [{ ...CONTAINER, ports }] }, { replicas: 2 })])).toContain('kept on different nodes by its host port 80\n');
    expect(report([both, other]).findings.map(({ code }) => code)).toContain('HOST-PORT-CLASH');
  });

  test('are not kept apart by a port that only the pod has', () => {
    expect(judged(workload(listening({ containerPort: 80 }), { replicas: 2 }))).toEqual([undefined, 'MANIFEST-TOGETHER']);
  });
});

describe('pods that a required podAntiAffinity keeps in zones of their own', () => {
  test('are kept on different nodes by it', () => {
    expect(judged(workload(away(ZONE), { replicas: 2 }), zoned('a', 'a', 'b'))).toEqual(['HighlyAvailable']);
  });

  test('are one too many for the zones', () => {
    expect(said([workload(away(ZONE), { replicas: 3 })], zoned('a', 'a', 'b'))).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      HighlyAvailable: 3 pods, kept on different nodes by its required podAntiAffinity
  node dies  keeps running
  failures   until repair: site home and power everywhere
             1 s to 67 s: upgrade of all nodes
             50 % of requests fail for 40 s to 62 s: zone home/a
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 3 pods, each in a zone of its own by its required podAntiAffinity, but only 2 zones (a and b) have nodes for them, so the others never start.
             Run fewer pods, or let more nodes run them.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('are one, where there is one zone', () => {
    expect(said([workload(away(ZONE), { replicas: 2 })], zoned('a', 'a', 'a'))).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      none: 2 pods of which one starts: each needs a zone of its own (its required podAntiAffinity), and there is one
  node dies  down until a person acts
  failures   until repair: zone home/a, site home and power everywhere
             1 s to 67 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 2 pods, each in a zone of its own by its required podAntiAffinity, but only 1 zone (a) has nodes for them, so the others never start.
             Run fewer pods, or let more nodes run them.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('may find no zone for the next one of a rollout, unless each version counts alone', () => {
    const rolling = { replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };
    expect(judged(workload(away(ZONE), rolling), zoned('a', 'a', 'b'))).toEqual(['HighlyAvailable', 'MANIFEST-TOO-FEW-NODES']);
    expect(judged(workload(away(ZONE, { matchLabelKeys: ['pod-template-hash'] }), rolling), zoned('a', 'a', 'b'))).toEqual(['HighlyAvailable']);
  });

  test.each<[string, Fields, string | undefined]>([
    ['counts pods of another namespace only', { namespaces: ['other'] }, undefined],
    ['counts pods of namespaces with a label of which nobody knows who has it', { namespaceSelector: { matchLabels: { team: 'a' } } }, undefined],
    ['counts none of the same value', { mismatchLabelKeys: ['app'] }, undefined],
    ['names its own namespace', { namespaces: ['other', 'home'] }, 'HighlyAvailable'],
    ['selects all namespaces', { namespaces: ['other'], namespaceSelector: {} }, 'HighlyAvailable'],
    ['selects its own namespace', { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'home' } } }, 'HighlyAvailable'],
    ['has an empty list of namespaces', { namespaces: [] }, 'HighlyAvailable'],
  ])('are only kept apart by a term that surely counts them: one that %s', (_what, more, availabilityClass) => {
    expect(judged(workload(away(HOSTNAME, more), { replicas: 2 }))).toEqual(availabilityClass ? [availabilityClass] : [undefined, 'MANIFEST-TOGETHER']);
  });

  test('are not kept apart by a label that a node lacks: that one takes any number', () => {
    const nodes = [worker('w1', { labels: { 'example.org/rack': 'a' } }), worker('w2', { labels: { 'example.org/rack': 'b' } })];
    const racked = workload(away('example.org/rack'), { replicas: 2 });
    expect(judged(racked, { nodes: [...nodes, control('c1')] })).toEqual(['HighlyAvailable']);
    expect(judged(racked, { nodes: [...nodes, worker('w3'), control('c1')] })).toEqual([undefined, 'MANIFEST-TOGETHER']);
  });
});

describe('pods that a hard spread lets onto nodes only as far as the emptiest allows', () => {
  const spread = (more: Fields = {}): Fields => ({
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: HOSTNAME, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'wiki' } }, ...more },
    ],
  });
  const rolling = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };
  const NOT_C1 = { matchExpressions: [{ key: HOSTNAME, operator: 'NotIn', values: ['c1'] }] };
  const elsewhere = { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [NOT_C1] } } } };
  const HONOR = { nodeTaintsPolicy: 'Honor' };
  const tooFew = (pod: Fields, spec: Fields, overrides: LabProps = {}) =>
    report([workload(pod, spec)], overrides).findings.flatMap(({ code, given, allowed, fix }) =>
      code === 'MANIFEST-TOO-FEW-NODES' ? [`${given}, ${allowed}. ${fix}`] : [],
    );

  test('are as many as other nodes, if one has a taint against them and is counted', () => {
    expect(said([workload(spread(), { replicas: 4 })])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      HighlyAvailable: 4 pods, kept on different nodes by its topologySpreadConstraints
  node dies  keeps running
  failures   until repair: site home and power everywhere
             1 s to 37 s: upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 4 pods, at most 1 on each node by its topologySpreadConstraints, because c1 counts, too, and stays empty, but only 3 nodes (w1, w2 and w3) may run them, so the others never start.
             Write nodeTaintsPolicy: Honor, run fewer pods, or let more nodes run them.
  warning    MANIFEST-SPREAD-COUNTS-DEAD: a hard spread over kubernetes.io/hostname without nodeTaintsPolicy: Honor, and it counts a dead node as an empty one, so that a lost pod may wait for that node.
             Write nodeTaintsPolicy: Honor.

1 workload: 1 error, 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('never finish a rollout that first starts one more, unless each version counts alone', () => {
    expect(tooFew(spread(), { replicas: 3, ...rolling })).toMatchInlineSnapshot(`
[
  "3 pods, at most 1 on each node by its topologySpreadConstraints, because c1 counts, too, and stays empty, but only 3 nodes (w1, w2 and w3) may run them, so the first pod of a new version finds none and the rollout never ends. Write nodeTaintsPolicy: Honor, write maxUnavailable: 1, or let more nodes run them.",
]
`);
    expect(tooFew(spread({ matchLabelKeys: ['pod-template-hash'] }), { replicas: 3, ...rolling })).toEqual([]);
    expect(tooFew(spread(), { replicas: 2, ...rolling })).toEqual([]);
  });

  test('are any number, where each place that is counted takes them', () => {
    expect(tooFew(spread(HONOR), { replicas: 9, ...rolling })).toEqual([]);
    expect(tooFew({ ...spread(), ...elsewhere }, { replicas: 9, ...rolling })).toEqual([]);
    expect(tooFew(spread({ topologyKey: ZONE }), { replicas: 9, ...rolling }, { nodes: [worker('w1'), worker('w2', { zone: 'b' }), control('c1')] })).toEqual(
      [],
    );
  });

  test('are not more than its skew on each node of those a selector allows, where all nodes are counted', () => {
    const on = { ...spread({ ...HONOR, nodeAffinityPolicy: 'Ignore', maxSkew: 2 }), nodeSelector: { [HOSTNAME]: 'w1' } };
    expect(tooFew(on, { replicas: 3 })).toMatchInlineSnapshot(`
[
  "3 pods, at most 2 on each node by its topologySpreadConstraints, because w2 and w3 count, too, and stay empty, but only 1 node (w1) may run them, so the others never start. Write nodeAffinityPolicy: Honor, run fewer pods, or let more nodes run them.",
]
`);
  });

  test('are as many as places, where it wants more places than there are', () => {
    expect(tooFew(spread({ ...HONOR, minDomains: 5 }), { replicas: 4 })).toMatchInlineSnapshot(`
[
  "4 pods, at most 1 on each node by its topologySpreadConstraints, because it wants 5 nodes (minDomains), but only 3 nodes (w1, w2 and w3) may run them, so the others never start. Lower minDomains, run fewer pods, or let more nodes run them.",
]
`);
    expect(tooFew(spread({ ...HONOR, topologyKey: ZONE, minDomains: 3 }), { replicas: 3 }, zoned('a', 'a', 'b'))).toMatchInlineSnapshot(`
[
  "3 pods, at most 1 in each zone by its topologySpreadConstraints, because it wants 3 zones (minDomains), but only 2 zones (a and b) have nodes for them, so the others never start. Lower minDomains, run fewer pods, or let more nodes run them.",
]
`);
    expect(tooFew(spread({ ...HONOR, minDomains: 3 }), { replicas: 4 })).toEqual([]);
  });

  test('are one, where one other node may run them', () => {
    const nodes = [worker('w1'), control('c1')];
    expect(said([workload(spread(), { replicas: 2 })], { nodes })).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      none: 2 pods of which one starts: its topologySpreadConstraints let one into the only node that takes any, and no more
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TOO-FEW-NODES: 2 pods, at most 1 on each node by its topologySpreadConstraints, because c1 counts, too, and stays empty, but only 1 node (w1) may run them, so the others never start.
             Write nodeTaintsPolicy: Honor, run fewer pods, or let more nodes run them.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });
});
