import { NodeRole, PoolKind } from '../../../lib/cluster/node';
import { Duration, Size } from '../../../lib/cluster/units';
import { ReplicationProtocol } from '../../../lib/systems/linstor/props';
import { control, factMessages, worker } from '../../support';

const WITNESS = control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS] });
const SLOW = [{ from: 'home', to: 'away', roundTrip: Duration.millis(25) }];
// The tiebreaker is in a third site, so that no site takes the majority of votes.
const APART = [worker('w1'), worker('w2', { site: 'away' }), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS], site: 'provider' })];

test('refuses a class of the cluster with the name of one that LINSTOR gets', () => {
  expect(factMessages({ drbd: { pool: 'nvme' }, storage: { classes: [{ name: 'drbd-local', nodeLocal: true }] } })).toMatchInlineSnapshot(`
    "STORAGE-CLASS-DUPLICATE  lab/storage/classes/drbd-local: a class named drbd-local, but LINSTOR creates one with that name.
                             Remove it, or rename yours."
  `);
});

test.each(['ab', '-nvme', 'my pool', 'a'.repeat(49)])('refuses the pool name %j, which LINSTOR would not take', (name) => {
  const pools = [
    { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) },
    { name, kind: PoolKind.LVM, size: Size.gib(1) },
  ];
  const nodes = [worker('w1', { pools }), worker('w2'), WITNESS];
  expect(factMessages({ nodes })).toBe(
    `POOL-NAME-INVALID  lab/nodes/w1: the pool "${name}", but LINSTOR accepts 3 to 48 letters, digits, "-" and "_".\n                   Rename it.`,
  );
  expect(factMessages({ nodes, storage: {} })).toBe('');
});

test('refuses the role storage on a node without the pool', () => {
  const nodes = [worker('w1'), worker('w2'), worker('w3', { pools: [] }), control('c1')];
  expect(factMessages({ nodes })).toMatchInlineSnapshot(`
    "STORAGE-POOL-MISSING  lab/nodes/w3: the role storage, but it has no pool nvme.
                          Give it the pool, or remove the role."
  `);
});

test('refuses the role storage on a node without the pool for local volumes', () => {
  const both = [
    { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) },
    { name: 'hdd', kind: PoolKind.LVM, size: Size.gib(100) },
  ];
  const nodes = [worker('w1', { pools: both }), worker('w2', { pools: both }), worker('w3'), control('c1')];
  expect(factMessages({ nodes, drbd: { pool: 'nvme', localPool: 'hdd' } })).toMatchInlineSnapshot(`
    "STORAGE-POOL-MISSING  lab/nodes/w3: the role storage, but it has no pool hdd.
                          Give it the pool, or remove the role."
  `);
});

test('refuses more copies than nodes that can hold one', () => {
  expect(factMessages({ drbd: { pool: 'nvme', replicas: 4 } })).toMatchInlineSnapshot(`
    "STORAGE-TOO-FEW-NODES  lab/storage/linstor: 4 full copies of each volume, but only 3 nodes have the role storage (w1, w2 and w3).
                           Give another node the role and a pool, or use fewer copies."
  `);
});

test('refuses replicated storage on one node', () => {
  expect(factMessages({ nodes: [worker('w1'), control('c1')] })).toMatchInlineSnapshot(`
    "STORAGE-TOO-FEW-NODES  lab/storage/linstor: 2 full copies of each volume, but only 1 node has the role storage (w1).
                           Give another node the role and a pool, or use fewer copies."
  `);
});

test('refuses two votes without a third', () => {
  expect(factMessages({ nodes: [worker('w1'), worker('w2'), control('c1')] })).toMatchInlineSnapshot(`
    "QUORUM-TWO-VOTES  lab/storage/linstor: 2 votes (w1 and w2) and no third, but when they lose contact, either both stop or both write.
                      Give a third node the role witness: it needs no disk."
  `);
});

test('takes two votes with a witness', () => {
  expect(factMessages({ nodes: [worker('w1'), worker('w2'), WITNESS] })).toBe('');
});

test('takes two copies on three nodes, where the third may break the tie', () => {
  expect(factMessages({ drbd: { pool: 'nvme', replicas: 2 } })).toBe('');
});

test('refuses synchronous copies over a slow link', () => {
  expect(factMessages({ nodes: APART, links: SLOW })).toMatchInlineSnapshot(`
    "STORAGE-SLOW-LINK  lab/storage/linstor: protocol C between w1 and w2, 25 ms apart, but then every write waits for that round trip, and synchronous copies should be less than 10 ms apart.
                       Set acceptSlowWrites with the reason why writes may wait, or use protocol A and lose the last writes on a fail-over."
  `);
});

test('takes synchronous copies over a slow link for a reason', () => {
  expect(factMessages({ nodes: APART, links: SLOW, drbd: { pool: 'nvme', acceptSlowWrites: 'little is written' } })).toBe('');
});

test('takes asynchronous copies over a slow link', () => {
  expect(factMessages({ nodes: APART, links: SLOW, drbd: { pool: 'nvme', protocol: ReplicationProtocol.A } })).toBe('');
});

test('takes synchronous copies over a quick link', () => {
  expect(factMessages({ nodes: APART, links: [{ from: 'away', to: 'home', roundTrip: Duration.millis(3) }] })).toBe('');
});

test('refuses copies in two sites when no link says how far they are apart', () => {
  expect(factMessages({ nodes: APART })).toMatchInlineSnapshot(`
    "LINK-MISSING  lab/links: copies on w1 in home and w2 in away, but no link says how far these sites are apart.
                  Add { from: 'home', to: 'away', roundTrip: Duration.millis(…) } to links, with the time that ping prints."
  `);
});
