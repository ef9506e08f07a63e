import { App, Cluster } from '../../../lib';
import { type NodeProps, NodeRole } from '../../../lib/cluster/node';
import { FateKind } from '../../../lib/cluster/site';
import { Duration } from '../../../lib/cluster/units';
import { DrbdStorage } from '../../../lib/systems/linstor/drbd-storage';
import { clusterProps, control, factMessages, type LabProps, worker } from '../../support';

/** `a1` is the first storage node of the zone a; a witness has the name `witness-c`. */
const nodes = (...names: readonly string[]): NodeProps[] => [
  ...names.map((name) =>
    name.startsWith('witness-') ? control(name, { roles: [NodeRole.WITNESS], zone: name.slice(-1) }) : worker(name, { zone: name.slice(0, 1) }),
  ),
  control('c1', { zone: 'a' }),
];
const sites = [{ name: 'home', zones: ['a', 'b', 'c'] }];
const said = (names: readonly string[], replicas = 3, more: LabProps = {}) =>
  factMessages({ nodes: nodes(...names), sites, drbd: { pool: 'nvme', replicas }, ...more });

/** What the class of a cluster demands of LINSTOR. */
function demanded(names: readonly string[], replicas?: number): unknown {
  const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps({ nodes: nodes(...names) }) });
  const drbd = new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme', ...(replicas === undefined ? {} : { replicas }) });
  const { parameters } = (drbd.node.findChild('class-drbd-replicated') as unknown as { toJson(): { parameters: { [key: string]: string } } }).toJson();
  return parameters['linstor.csi.linbit.com/replicasOnDifferent'];
}

const ZONE = 'topology.kubernetes.io/zone';

test('copies are in different zones where there are as many', () => {
  expect(demanded(['a1', 'b1', 'c1x'])).toBe(ZONE);
  expect(demanded(['a1', 'a2', 'b1', 'b2', 'c1x'])).toBe(ZONE);
  expect(demanded(['a1', 'a2', 'b1'])).toBe(undefined);
  expect(demanded(['a1', 'a2', 'a3'])).toBe(undefined);
  expect(said(['a1', 'a2', 'b1', 'b2', 'c1x'])).toBe('');
});

test('two copies need a third zone for the tiebreaker, which LINSTOR would leave out otherwise', () => {
  expect(demanded(['a1', 'b1', 'witness-c'], 2)).toBe(ZONE);
  expect(demanded(['a1', 'b1', 'witness-b'], 2)).toBe(undefined);
  expect(demanded(['a1', 'b1', 'c1x'], 2)).toBe(ZONE);
  expect(said(['a1', 'a2', 'b1', 'witness-c'], 2)).toBe('');
});

test('a zone that may take the majority of votes is warned of', () => {
  expect(said(['a1', 'a2', 'b1'])).toMatchInlineSnapshot(`
    "STORAGE-ZONE-LOSS  lab/storage/linstor: the zone a may hold 2 of the 3 votes of a volume, but without a majority it stops: when all of that fails, apps with such data are down elsewhere too.
                       Have storage nodes in 3 zones, or accept it with a reason."
  `);
  expect(said(['a1', 'b1', 'witness-b'], 2)).toMatchInlineSnapshot(`
    "STORAGE-ZONE-LOSS  lab/storage/linstor: the zone b may hold 2 of the 3 votes of a volume, but without a majority it stops: when all of that fails, apps with such data are down elsewhere too.
                       Have storage nodes in 2 zones, and one or a witness in yet another, or accept it with a reason."
  `);
});

test('where all storage is in one zone, that is the cluster', () => {
  expect(said(['a1', 'a2', 'a3'])).toBe('');
  expect(said(['a1', 'a2', 'witness-b'], 2)).toBe('');
});

test('a site with two of three zones is warned of, once', () => {
  const apart = nodes('a1', 'b1', 'c1x').map((node) => (node.name === 'c1x' ? { ...node, site: 'attic' } : node));
  const links = [{ from: 'home', to: 'attic', roundTrip: Duration.millis(2) }];
  expect(said([], 3, { nodes: apart, links, sites: [...sites, { name: 'attic', zones: ['c'] }] })).toMatchInlineSnapshot(`
    "STORAGE-ZONE-LOSS  lab/storage/linstor: the site home may hold 2 of the 3 votes of a volume, but without a majority it stops: when all of that fails, apps with such data are down elsewhere too.
                       Have storage nodes in 3 sites, or accept it with a reason."
  `);
});

test('a shared fate within one zone holds one copy at most', () => {
  const sharedFates = [{ name: 'rack', kind: FateKind.HYPERVISOR, nodes: ['a1', 'a2'] }];
  expect(said(['a1', 'a2', 'b1', 'c1x'], 3, { sharedFates })).toBe('');
  expect(said(['a1', 'a2', 'b1'], 3, { sharedFates })).toContain('STORAGE-SHARED-FATE');
});
