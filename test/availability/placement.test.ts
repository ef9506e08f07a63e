import { NodeRole } from '../../lib';
import type { PlacementProps } from '../../lib/availability/ask/app';
import { AvailabilityClass, OtherWorkload } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { Duration } from '../../lib/cluster/units';
import { appProps, factsOf, messages, messagesOf, planOf, worker } from '../support';

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

    NODE-OUT-OF-REACH  lab/worker/blog: the role worker, but no node is left for the app (4 nodes have the role worker; asked for at hime; asked for on w9; nodes with custom taints do not count).
                       Give a node all of these, or ask for less."
  `);
  expect(messagesOf(FLEXIBLE, { placement: { nodes: [] } }, GIVEN)).toMatchInlineSnapshot(`
    "PLACEMENT-UNKNOWN  lab/worker/blog: an empty list of places, but the app has to run somewhere.
                       Name some, or leave the list out for all.

    NODE-OUT-OF-REACH  lab/worker/blog: the role worker, but no node is left for the app (4 nodes have the role worker; asked for on none; nodes with custom taints do not count).
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
    "NODE-OUT-OF-REACH  lab/worker/blog: the role control, but no node is left for the app (1 node has the role control; asked for at provider; nodes with custom taints do not count).
                       Give a node all of these, or ask for less."
  `);
});
