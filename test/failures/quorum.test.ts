import { Datastore, Duration } from '../../lib';
import type { Analysis } from '../../lib/failures/analyse';
import { quorumAfter } from '../../lib/failures/quorum';
import { terrainOf } from '../../lib/failures/terrain';
import { control, controlPlane, facts, systemsOf, worker } from '../support';
import { analysisOf } from './support';

/** One line for each vote group: whether it goes on, and in which parts. */
function after(id: string, over: Parameters<typeof facts>[0]): string {
  const given = facts(over);
  const { failures, contributions }: Analysis = analysisOf(given, [], systemsOf(over));
  const failure = failures.find((one) => one.id === id);
  if (failure === undefined) throw new Error(`no ${id} among ${failures.map((one) => one.id).join(', ')}`);
  return quorumAfter(failure, terrainOf(given, contributions))
    .map(({ group, goesOn, in: parts }) => `${group}: ${goesOn}${parts === undefined ? '' : ` in ${parts.join(' and ') || 'none'}`}`)
    .join('\n');
}

test('one server of the control plane takes it down, and no data', () => {
  expect(after('node:c1', {})).toMatchInlineSnapshot(`
"drbd-replicated: yes
sqlite: no"
`);
});

test('data goes on where more than half of its copies are, or half and the tiebreaker', () => {
  const homes = (name: string) => worker(name, { site: name });
  const sites = ['a', 'b', 'c'];
  const over = {
    nodes: [homes('a'), homes('b'), worker('c', { site: 'c' }), control('c1', { site: 'c' })],
    links: [
      { from: 'a', to: 'b', roundTrip: Duration.millis(2) },
      { from: 'b', to: 'c', roundTrip: Duration.millis(2) },
    ],
    sites: sites.map((name) => ({ name })),
  };
  expect(after('node:a', over)).toMatchInlineSnapshot(`
"drbd-replicated: yes
sqlite: yes"
`);
  expect(after('link:a+b', over)).toMatchInlineSnapshot(`
"drbd-replicated: yes in 1
sqlite: yes in 1"
`);
  expect(after('site:c', over)).toMatchInlineSnapshot(`
"drbd-replicated: yes
sqlite: no"
`);
  expect(after('power:all nodes', over)).toMatchInlineSnapshot(`
"drbd-replicated: no
sqlite: no"
`);
});

test('of three servers of etcd, the side with two goes on', () => {
  const over = {
    nodes: [worker('w1'), control('c1'), control('c2'), control('c3', { site: 'away' })],
    links: [{ from: 'home', to: 'away', roundTrip: Duration.millis(2) }],
    controlPlane: controlPlane({ servers: ['c1', 'c2', 'c3'], datastore: Datastore.EMBEDDED_ETCD }),
    storage: {},
  };
  expect(after('link:away+home', over)).toMatchInlineSnapshot(`"etcd: yes in 1"`);
  expect(after('site:home', over)).toMatchInlineSnapshot(`"etcd: no"`);
  expect(after('control-plane:etcd', over)).toMatchInlineSnapshot(`"etcd: no"`);
});

test('with more nodes than copies nobody knows on which side of a cut they are', () => {
  const over = {
    nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'away' }), worker('w4', { site: 'away' }), control('c1')],
    links: [{ from: 'home', to: 'away', roundTrip: Duration.millis(2) }],
  };
  expect(after('link:away+home', over)).toMatchInlineSnapshot(`
"drbd-replicated: perhaps in 0 and 1
sqlite: yes in 1"
`);
});
