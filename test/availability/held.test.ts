import { SinglePodFlexible, Size, Volume } from '../../lib';
import { aloneInZone, heldBy } from '../../lib/availability/failure/held';
import { leaderMayBeOn, onlyServerAmong, unlessOnServer } from '../../lib/availability/failure/leader';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { copiesApart } from '../../lib/availability/storage/copies';
import { Datastore } from '../../lib/cluster/control-plane';
import type { ForeignStorageClass } from '../../lib/cluster/storage';
import { lab } from '../lab';
import { appProps, control, controlPlane, facts, worker } from '../support';

/** The claims of an app with a volume on each of these classes, in a cluster whose workers are in these zones. */
function stored(zones: readonly string[], ...classes: readonly ForeignStorageClass[]) {
  const cluster = lab({
    nodes: [control('c1'), ...zones.map((zone, index) => worker(`w${index + 1}`, { zone }))],
    sites: [{ name: 'home', zones: ['a', 'b', 'home'] }],
    storage: { classes },
  });
  const volumes = classes.map(({ name }) => Volume.data(`/${name}`, { size: Size.gib(1), storageClass: name }));
  const { plan } = new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes }));
  return { claims: plan?.claims ?? [], given: cluster.facts };
}

describe('an app that may move', () => {
  const { claims, given } = stored(['a', 'a', 'b'], { name: 'disk', nodeLocal: false, zonal: true });

  test('is held by the only node that can run it', () => {
    expect(heldBy(['w1'], [], given)).toBe('only w1 can run it');
    expect(heldBy(['w1', 'w2'], [], given)).toBeUndefined();
  });

  test('is held by its zone where no zone has a second node for it', () => {
    expect(heldBy(['w1', 'w3'], claims, given)).toBe('/disk stays in its zone, where no other node can run it');
    expect(heldBy(['w1', 'w2', 'w3'], claims, given)).toBeUndefined();
    expect(aloneInZone(['w1', 'w2', 'w3'], claims, given)).toEqual(['w3']);
    expect(aloneInZone(['w1', 'w2', 'w3'], [], given)).toEqual([]);
    const free = stored(['a', 'a', 'b'], { name: 'free', nodeLocal: false });
    expect(aloneInZone(['w1', 'w2', 'w3'], free.claims, free.given)).toEqual([]);
  });

  test('is held by nothing where no node can run it: that is said elsewhere', () => {
    expect(heldBy([], claims, given)).toBeUndefined();
    expect(heldBy(undefined, claims, given)).toBeUndefined();
    expect(aloneInZone(undefined, claims, given)).toEqual([]);
  });
});

describe('copies of data', () => {
  const nodes = ['w1', 'w2', 'w3'];
  const { claims, given } = stored(['a', 'a', 'a'], { name: 'one', nodeLocal: false }, { name: 'two', nodeLocal: false }, { name: 'too', nodeLocal: false });
  /** Whether an app with volumes of so many copies, on all of these nodes, is sure to find them on another that it fits. */
  const apart = (fitting: readonly string[], ...copies: readonly number[]) => {
    const classes = given.storage.classes.map((one, index) => ({ ...one, nodes, copies: copies[index] ?? 1 }));
    return copiesApart(claims.slice(0, copies.length), fitting, { ...given, storage: { ...given.storage, classes } });
  };

  test('let an app move where a second node is sure to have one of each', () => {
    expect(apart(nodes, 2)).toBeUndefined();
    expect(apart(nodes, 3, 3)).toBeUndefined();
    expect(apart(['w1', 'w2'], 3)).toBeUndefined();
  });

  test('may all be on nodes that cannot run it', () => {
    expect(apart(['w1', 'w2'], 2)).toEqual({
      paths: ['/one'],
      elsewhere: ['w3'],
      why: 'the other copies of /one may be on w3, where it cannot run',
    });
  });

  test('may be on other nodes for each volume', () => {
    expect(apart(nodes, 2, 2)).toEqual({
      paths: ['/one', '/two'],
      elsewhere: [],
      why: 'no other node is sure to have all of /one and /two',
    });
  });

  test('count only on nodes that have one of each volume', () => {
    expect(apart(['w1', 'w2', 'w4'], 2)?.elsewhere).toEqual(['w3']);
    const classes = given.storage.classes.map((one, index) => ({ ...one, nodes: [nodes.slice(0, 2), nodes.slice(1)][index] ?? nodes, copies: 2 }));
    const differing = { ...given, storage: { ...given.storage, classes } };
    expect(copiesApart(claims.slice(0, 1), nodes, differing)).toBeUndefined();
    expect(copiesApart(claims.slice(0, 2), nodes, differing)?.paths).toEqual(['/one', '/two']);
  });

  test('count only where there are several, and nodes to choose from', () => {
    expect(apart(['w1', 'w2'], 1)).toBeUndefined();
    expect(apart(['w1'], 2)).toBeUndefined();
    expect(apart([], 2)).toBeUndefined();
  });
});

describe('the control plane', () => {
  const of = (...servers: readonly string[]) =>
    facts({
      nodes: [worker('w1'), ...['c1', 'c2', 'c3'].map((name) => control(name))],
      controlPlane: controlPlane({ servers, ...(servers.length === 1 ? {} : { datastore: Datastore.EMBEDDED_ETCD }) }),
    });
  const [single, triple] = [of('c1'), of('c1', 'c2', 'c3')];

  test('may lose its active controller manager with an app only where it has several servers, and the app may be on one', () => {
    expect(leaderMayBeOn(triple, ['w1', 'c2'])).toBe(true);
    expect(leaderMayBeOn(triple, ['w1'])).toBe(false);
    expect(leaderMayBeOn(single, ['w1', 'c1'])).toBe(false);
  });

  test('may be the node of an app only where it has one server', () => {
    expect(onlyServerAmong(single, ['w1', 'c1'])).toBe('c1');
    expect(onlyServerAmong(single, ['w1'])).toBeUndefined();
    expect(onlyServerAmong(triple, ['c1'])).toBeUndefined();
  });

  test('takes more down with it then', () => {
    expect(unlessOnServer(single, ['w1', 'c1'], OutcomeKind.DEGRADED, 'no run until repair')).toEqual({
      unless: [{ node: 'c1', kind: OutcomeKind.DEGRADED, brief: 'no run until repair', why: 'the only server, no run until repair' }],
    });
    expect(unlessOnServer(triple, ['w1', 'c1'], OutcomeKind.DEGRADED, 'no run until repair')).toEqual({});
  });
});
