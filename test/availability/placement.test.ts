import { NodeRole, OutcomeKind, TaintEffect } from '../../lib';
import type { PlacementProps } from '../../lib/availability/ask/app';
import { AvailabilityClass, OtherWorkload } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { Duration } from '../../lib/cluster/units';
import { appProps, factsOf, messages, messagesOf, planOf, RESOURCES, worker } from '../support';

const { SINGLE_POD_FLEXIBLE: FLEXIBLE, SINGLE_POD_PINNED: PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
const FAR = { site: 'provider' };
const GIVEN = factsOf([worker('w1'), worker('w2', { zone: 'cellar' }), worker('w3', FAR), worker('w4', FAR)], {
  sites: [{ name: 'home' }, { name: 'provider' }],
  links: [{ from: 'home', to: 'provider', roundTrip: Duration.millis(20) }],
});

function placed(placement: PlacementProps, availabilityClass = FLEXIBLE) {
  return planOf(availabilityClass, { placement }, GIVEN).placement;
}

test('an app is at the sites that it names', () => {
  expect(placed({ sites: ['home'] })).toMatchObject({
    value: {
      nodes: ['w1', 'w2'],
      requirements: [{ key: 'cdk8s-availability/role-worker' }, { key: 'topology.kubernetes.io/zone', values: ['home', 'cellar'] }],
    },
    why: '4 nodes have the role worker; asked for at home',
  });
  expect(placed({ sites: ['provider'] }, HIGHLY_AVAILABLE).value.nodes).toEqual(['w3', 'w4']);
});

test('an app is on the nodes that it names', () => {
  expect(placed({ nodes: ['w2', 'w3'] })).toMatchObject({
    value: { nodes: ['w2', 'w3'], requirements: [{ key: 'cdk8s-availability/role-worker' }, { key: 'kubernetes.io/hostname', values: ['w2', 'w3'] }] },
    why: '4 nodes have the role worker; asked for on w2 and w3',
  });
  expect(placed({ sites: ['home'], nodes: ['w2', 'w3'] }).value.nodes).toEqual(['w2']);
});

test('a node is found by the name of its machine, if that is another one', () => {
  const named = factsOf([worker('w1', { labels: { 'kubernetes.io/hostname': 'ip-10-0-0-1' } }), worker('w2')]);
  const { value } = planOf(FLEXIBLE, { placement: { nodes: ['w1', 'w2'] } }, named).placement;
  expect(value).toMatchObject({ nodes: ['w1', 'w2'], requirements: [{}, { key: 'kubernetes.io/hostname', values: ['ip-10-0-0-1', 'w2'] }] });
  const pinned = planOf(PINNED, { node: { name: 'w1', reason: 'a test' } }, named).placement.value;
  expect(pinned).toMatchObject({ nodes: ['w1'], requirements: [{ key: 'kubernetes.io/hostname', values: ['ip-10-0-0-1'] }] });
});

test('one node that is left is no place to go to', () => {
  expect(messagesOf(FLEXIBLE, { placement: { nodes: ['w1'] } }, GIVEN)).toContain('FLEXIBLE-NOWHERE-TO-GO');
});

test('an agent is on the nodes of its sites', () => {
  const ask = { availabilityClass: OtherWorkload.NODE_AGENT, path: 'lab/monitoring/logs', name: 'logs', namespace: 'logs', role: undefined };
  const { plan } = decide({ ...ask, props: appProps({ placement: { sites: ['home'] } }) }, GIVEN);
  expect(plan?.placement).toMatchObject({
    value: { toleratesAll: false, nodes: ['c1', 'w1', 'w2'], requirements: [{ key: 'topology.kubernetes.io/zone', values: ['home', 'cellar'] }] },
    why: '3 nodes; asked for at home',
  });
});

test('places are those of the cluster, and not of an app that is bound', () => {
  expect(messagesOf(FLEXIBLE, { placement: { sites: ['hime'], nodes: ['w9'] } }, GIVEN)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  lab/worker/blog: the site hime, but the sites of the cluster are home and provider.
                       Use one of them.

    PLACEMENT-UNKNOWN  lab/worker/blog: the node w9, but the nodes of the cluster are c1, w1, w2, w3 and w4.
                       Use one of them.

    NODE-OUT-OF-REACH  lab/worker/blog: the role worker, but no node is left for the app (4 nodes have the role worker; asked for at hime; asked for on w9).
                       Give a node all of these, or ask for less."
  `);
  expect(messagesOf(FLEXIBLE, { placement: { nodes: [] } }, GIVEN)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  lab/worker/blog: an empty list of places, but the app has to run somewhere.
                       Name some, or leave the list out for all.

    NODE-OUT-OF-REACH  lab/worker/blog: the role worker, but no node is left for the app (4 nodes have the role worker; asked for on none).
                       Give a node all of these, or ask for less."
  `);
  expect(messagesOf(PINNED, { node: { name: 'w1', reason: 'a test' }, placement: { sites: ['home'] } }, GIVEN)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  lab/worker/blog: home, but the app is bound to one node already.
                       Leave the places out."
  `);
  const ask = {
    availabilityClass: FLEXIBLE,
    path: 'mine/blog',
    name: 'blog',
    namespace: undefined,
    role: undefined,
    props: appProps({ placement: { nodes: ['w1'] } }),
  };
  expect(messages(decide(ask, undefined).findings)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  mine/blog: w1, but without a Cluster no facts say which exist.
                       Put the app into a Cluster, or leave the places out."
  `);
});

test('no node with the role is at the sites', () => {
  expect(messagesOf(FLEXIBLE, { placement: { role: NodeRole.CONTROL, sites: ['provider'] } }, GIVEN)).toMatchInlineSnapshot(`
    "NODE-OUT-OF-REACH  lab/worker/blog: the role control, but no node is left for the app (1 node has the role control; asked for at provider).
                       Give a node all of these, or ask for less."
  `);
});

const DEDICATED = { key: 'dedicated', value: 'gpu', effect: TaintEffect.NO_SCHEDULE };
const QUIET = { key: 'lab.example/quiet', effect: TaintEffect.PREFER_NO_SCHEDULE };
const GPU_NODE = { taints: [DEDICATED], labels: { 'lab.example/gpu': 'l4' }, extendedResources: { 'lab.example/gpu': 1 } };
const POOL = factsOf([worker('w1'), worker('w2', { taints: [QUIET] }), worker('g1', GPU_NODE), worker('g2', GPU_NODE)]);
const GPU = { resources: { ...RESOURCES, extended: { 'lab.example/gpu': 1 } } };
const TOLERATES = { placement: { tolerates: [{ key: 'dedicated' }] } };

test('an app for a tainted pool tolerates its taint, and moves within the pool', () => {
  expect(messagesOf(FLEXIBLE, { ...GPU, ...TOLERATES }, POOL)).toBe('');
  const { placement, fitting, outcome } = planOf(FLEXIBLE, { ...GPU, ...TOLERATES }, POOL);
  expect(placement).toEqual({
    value: {
      role: NodeRole.WORKER,
      requirements: [{ key: 'cdk8s-availability/role-worker', values: ['true'] }],
      tolerates: [DEDICATED],
      nodes: ['g1', 'g2'],
    },
    why: '4 nodes have the role worker; it tolerates dedicated; those with 1 lab.example/gpu: g1 and g2',
  });
  expect([fitting, outcome?.kind]).toEqual([['g1', 'g2'], OutcomeKind.FAILS_OVER]);
});

test('what tolerates a taint may still use the nodes without it', () => {
  expect(planOf(HIGHLY_AVAILABLE, TOLERATES, POOL)).toMatchObject({
    placement: { value: { nodes: ['g1', 'g2', 'w1', 'w2'], tolerates: [DEDICATED] } },
    fitting: ['g1', 'g2', 'w1', 'w2'],
  });
  expect(planOf(HIGHLY_AVAILABLE, {}, POOL).placement.value).toMatchObject({ nodes: ['w1', 'w2'], tolerates: [] });
});

test('a taint is meant with its value, if one is said, and one that only makes nodes worse is tolerated if asked for', () => {
  const tolerating = (...tolerates: NonNullable<PlacementProps['tolerates']>) => planOf(FLEXIBLE, { placement: { tolerates } }, POOL).placement.value;
  expect(tolerating({ key: 'dedicated', value: 'gpu' })).toMatchObject({ nodes: ['g1', 'g2', 'w1', 'w2'], tolerates: [DEDICATED] });
  expect(tolerating({ key: 'dedicated', value: 'ci' }).nodes).toEqual(['w1', 'w2']);
  expect(tolerating({ key: 'lab.example/quiet' })).toMatchObject({ nodes: ['w1', 'w2'], tolerates: [QUIET] });
});

test('an app tolerates each taint of its nodes once, and all of them', () => {
  const other = { key: 'lab.example/slow', effect: TaintEffect.NO_EXECUTE };
  const given = factsOf([worker('w1'), worker('g1', { taints: [DEDICATED, other] }), worker('g2', { taints: [DEDICATED] })]);
  const { nodes, tolerates } = planOf(HIGHLY_AVAILABLE, { placement: { tolerates: [{ key: 'dedicated' }, { key: other.key }] } }, given).placement.value;
  expect([nodes, tolerates]).toEqual([
    ['g1', 'g2', 'w1'],
    [DEDICATED, other],
  ]);
});

test('an app is on the nodes with its labels', () => {
  const nodeLabels = { 'lab.example/gpu': 'l4' };
  expect(planOf(FLEXIBLE, { placement: { ...TOLERATES.placement, nodeLabels } }, POOL).placement).toMatchObject({
    value: { nodes: ['g1', 'g2'], requirements: [{ key: 'cdk8s-availability/role-worker' }, { key: 'lab.example/gpu', values: ['l4'] }] },
    why: '4 nodes have the role worker; it tolerates dedicated; asked for with the label lab.example/gpu=l4',
  });
  const arch = { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': 'w1' };
  expect(planOf(FLEXIBLE, { placement: { nodeLabels: arch } }, POOL).placement.value.nodes).toEqual(['w1']);
  const agent = { ...appProps({ placement: { nodeLabels } }) };
  const ask = { availabilityClass: OtherWorkload.NODE_AGENT, path: 'lab/monitoring/logs', name: 'logs', namespace: 'logs', role: undefined, props: agent };
  expect(decide(ask, POOL).plan?.placement.value).toMatchObject({ nodes: ['g1', 'g2'], toleratesAll: false, tolerates: [DEDICATED] });
});

test('a pool that is not tolerated is said to be there', () => {
  expect(messagesOf(FLEXIBLE, GPU, POOL)).toMatchInlineSnapshot(`
    "NODE-OUT-OF-REACH  lab/worker/blog: the role worker, but no node is left for the app (2 nodes have the role worker; those with 1 lab.example/gpu: none; taints keep it off g1 and g2).
                       Tolerate the taints with placement.tolerates, give another node all of these, or ask for less."
  `);
});

test('labels and taints are those of the nodes', () => {
  const nodeLabels = { 'lab.example/gpu': 't4', 'lab.example/disk': 'fast' };
  const tolerates = [{ key: 'nvidia.com/gpu' }, { key: 'dedicated', value: 'ci' }];
  expect(messagesOf(FLEXIBLE, { placement: { nodeLabels, tolerates } }, POOL)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  lab/worker/blog: the label lab.example/gpu=t4, but no node has it; the values of lab.example/gpu are l4.
                       Add it to labels of the nodes that have it, or correct it.

    PLACEMENT-UNKNOWN  lab/worker/blog: the label lab.example/disk=fast, but no node has it.
                       Add it to labels of the nodes that have it, or correct it.

    PLACEMENT-UNKNOWN  lab/worker/blog: a toleration of nvidia.com/gpu, but no node has this taint; the taints of nodes are dedicated=gpu, lab.example/quiet and node-role.kubernetes.io/control-plane.
                       Add it to taints of the nodes that have it, correct it, or leave it out.

    PLACEMENT-UNKNOWN  lab/worker/blog: a toleration of dedicated=ci, but no node has this taint; the taints of nodes are dedicated=gpu, lab.example/quiet and node-role.kubernetes.io/control-plane.
                       Add it to taints of the nodes that have it, correct it, or leave it out.

    NODE-OUT-OF-REACH  lab/worker/blog: the role worker, but no node is left for the app (2 nodes have the role worker; it tolerates nvidia.com/gpu and dedicated=ci; asked for with the labels lab.example/gpu=t4 and lab.example/disk=fast).
                       Give a node all of these, or ask for less."
  `);
  expect(messagesOf(PINNED, { node: { name: 'g1', reason: 'a test' }, ...TOLERATES }, POOL)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  lab/worker/blog: dedicated, but the app is bound to one node already.
                       Leave the places out."
  `);
  const agent = { availabilityClass: OtherWorkload.NODE_AGENT, path: 'lab/monitoring/logs', name: 'logs', namespace: 'logs', role: undefined };
  expect(messages(decide({ ...agent, props: appProps(TOLERATES) }, POOL).findings)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  lab/monitoring/logs: a toleration of dedicated, but an agent tolerates the taints of all its nodes.
                       Leave it out."
  `);
});
