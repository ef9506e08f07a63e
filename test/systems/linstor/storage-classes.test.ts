import type { ClusterFacts } from '../../../lib/cluster/cluster';
import { NodeRole, PoolKind } from '../../../lib/cluster/node';
import { Duration, Size } from '../../../lib/cluster/units';
import { ReplicationProtocol } from '../../../lib/systems/linstor/props';
import { HA_CONTROLLER } from '../../../lib/systems/linstor/storage-classes';
import { control, facts, worker } from '../../support';

const WITNESS = control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS] });
const APART = {
  nodes: [worker('w1'), worker('w2', { site: 'away' }), WITNESS],
  links: [{ from: 'home', to: 'away', roundTrip: Duration.millis(25) }],
};

function described(given: ClusterFacts): string[] {
  return given.storage.classes.map((one) => `${one.name} on ${one.nodes?.join() ?? 'any'}: ${one.why}`);
}

test('three storage nodes make a class of three copies and one of a single, node-local one', () => {
  expect(facts().storage.classes).toEqual([
    {
      name: 'drbd-replicated',
      nodeLocal: false,
      attachable: true,
      readWriteMany: false,
      readWriteOncePod: true,
      nodes: ['w1', 'w2', 'w3'],
      copies: 3,
      pool: 'nvme',
      dataLossSeconds: 0,
      release: HA_CONTROLLER,
      madeBy: 'LINSTOR',
      why: '3 full copies; a write waits for every connected copy',
    },
    {
      name: 'drbd-local',
      nodeLocal: true,
      attachable: true,
      readWriteMany: false,
      readWriteOncePod: true,
      nodes: ['w1', 'w2', 'w3'],
      copies: 1,
      pool: 'nvme',
      dataLossSeconds: Infinity,
      release: undefined,
      madeBy: 'LINSTOR',
      why: 'one copy, on the node of its pod; if the disk dies, it is lost',
    },
  ]);
});

test('two storage nodes make two copies and a tiebreaker', () => {
  expect(described(facts({ nodes: [worker('w1'), worker('w2'), WITNESS] }))).toEqual([
    'drbd-replicated on w1,w2: 2 full copies and a diskless tiebreaker; a write waits for every connected copy',
    'drbd-local on w1,w2: one copy, on the node of its pod; if the disk dies, it is lost',
  ]);
});

test('a slow link that writes may wait for makes a class that does not wait as well', () => {
  const given = facts({ ...APART, drbd: { pool: 'nvme', acceptSlowWrites: 'little is written' } });
  expect(described(given)).toEqual([
    'drbd-replicated on w1,w2: 2 full copies and a diskless tiebreaker; a write waits for every connected copy (little is written)',
    'drbd-async on w1,w2: 2 full copies and a diskless tiebreaker; a write does not wait for the 25 ms between w1 and w2: a fail-over loses the writes still in transit',
    'drbd-local on w1,w2: one copy, on the node of its pod; if the disk dies, it is lost',
  ]);
  expect(given.storage.defaultReplicated).toBe('drbd-replicated');
});

test('protocol A makes no class that waits, and its loss has no bound in time', () => {
  const given = facts({ ...APART, drbd: { pool: 'nvme', protocol: ReplicationProtocol.A } });
  expect(given.storage.classes.map(({ name, dataLossSeconds, release }) => ({ name, dataLossSeconds, movesPods: release !== undefined }))).toEqual([
    { name: 'drbd-async', dataLossSeconds: Infinity, movesPods: true },
    { name: 'drbd-local', dataLossSeconds: Infinity, movesPods: false },
  ]);
  expect(given.storage.defaultReplicated).toBe('drbd-async');
});

test('local volumes are where their pool is and LINSTOR runs', () => {
  const hdd = { name: 'hdd', kind: PoolKind.LVM, size: Size.gib(100) };
  const nvme = { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) };
  const nodes = [worker('w1', { pools: [nvme, hdd] }), worker('w2', { pools: [nvme] }), worker('w3', { roles: [NodeRole.WORKER], pools: [hdd] }), WITNESS];
  const given = facts({ nodes, drbd: { pool: 'nvme', localPool: 'hdd' } });
  expect(Object.fromEntries(given.storage.classes.map(({ name, nodes: holders }) => [name, holders]))).toEqual({
    'drbd-replicated': ['w1', 'w2'],
    'drbd-local': ['w1'],
  });
});

test('a word on unsafe pods lets the controller move them', () => {
  const given = facts({ drbd: { pool: 'nvme', failOverUnsafePods: 'they only read' } });
  expect(given.storage.classes.map((one) => one.release?.unsafePods)).toEqual([true, undefined]);
});

test('classes that the cluster has already are taken as they are described', () => {
  const given = facts({
    storage: {
      classes: [
        { name: 'local-path', nodeLocal: true, attachable: false },
        { name: 'nfs', nodeLocal: false, attachable: false, readWriteMany: true, dataLoss: Duration.seconds(5) },
        { name: 'ceph', nodeLocal: false },
      ],
    },
  });
  expect(
    given.storage.classes.map((one) => [
      one.name,
      one.nodeLocal,
      one.attachable,
      one.readWriteMany,
      one.nodes,
      one.dataLossSeconds,
      one.release,
      one.pool,
      one.madeBy,
    ]),
  ).toEqual([
    ['local-path', true, false, false, undefined, Infinity, undefined, undefined, undefined],
    ['nfs', false, false, true, undefined, 5, undefined, undefined, undefined],
    ['ceph', false, true, false, undefined, 0, undefined, undefined, undefined],
  ]);
  expect(given.storage.defaultReplicated).toBe('nfs');
  expect(given.storage.defaultLocal).toBe('local-path');
});

test('the defaults are those of LINSTOR, those that are named, or none', () => {
  const classes = [{ name: 'local-path', nodeLocal: true }];
  expect([facts().storage.defaultReplicated, facts().storage.defaultLocal]).toEqual(['drbd-replicated', 'drbd-local']);
  const named = facts({ drbd: { pool: 'nvme' }, storage: { classes, defaultReplicated: 'ceph', defaultLocal: 'local-path' } });
  expect([named.storage.defaultReplicated, named.storage.defaultLocal]).toEqual(['ceph', 'local-path']);
  const none = facts({ storage: {} });
  expect([none.storage.classes, none.storage.defaultReplicated, none.storage.defaultLocal]).toEqual([[], undefined, undefined]);
});
