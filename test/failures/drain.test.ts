import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { NodeRole } from '../../lib/cluster/node';
import { resolveFacts } from '../../lib/cluster/resolve';
import type { StorageClass } from '../../lib/cluster/storage';
import { Size } from '../../lib/cluster/units';
import { MoverTask } from '../../lib/failures/contribution';
import type { System } from '../../lib/kubernetes/system';
import { clusterProps, control, controlPlane, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, under } from './support';

const BLOCKS: StorageClass = {
  name: 'blocks',
  nodeLocal: false,
  attachable: true,
  readWriteMany: false,
  nodes: undefined,
  copies: 2,
  pool: undefined,
  dataLossSeconds: 0,
  release: undefined,
  madeBy: 'Blocks',
  why: 'a test',
};
const data = { volumes: [Volume.data('/db', { size: Size.gib(1) })] };
const drains = (id: string) => id.startsWith('drain:w');

test('a drain moves an app only where all of its data is sure to be', () => {
  const volumes = ['/one', '/two'].map((path) => Volume.data(path, { size: Size.gib(1) }));
  const drbd = { pool: 'nvme', replicas: 2 };
  const given = facts({ drbd });
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes }, given)], systemsOf({ drbd }));
  expect(under(analysis, 'blog/blog', drains)).toMatchInlineSnapshot(`
"drain:w1: down until repair; at best unaffected
drain:w2: down until repair; at best unaffected
drain:w3: down until repair; at best unaffected"
`);
});

test('a drain moves an app only within the zone of its data', () => {
  const given = facts({
    sites: [{ name: 'home', zones: ['a', 'b', 'home'] }],
    nodes: [worker('w1', { zone: 'a' }), worker('w2', { zone: 'b' }), worker('w3', { zone: 'b' }), control('c1')],
    storage: { classes: [{ name: 'disks', nodeLocal: false, zonal: true }] },
  });
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)]);
  expect(under(analysis, 'blog/blog', drains)).toMatchInlineSnapshot(`
"drain:w1: down until repair; at best unaffected
drain:w2: fails over in 2 s to 82 s; at best unaffected
drain:w3: fails over in 2 s to 82 s; at best unaffected"
`);
});

test('a drain moves no app whose data is on its node', () => {
  const given = facts({ storage: { classes: [{ name: 'local', nodeLocal: true }] } });
  const volumes = [Volume.data('/db', { size: Size.gib(1), storageClass: 'local' })];
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes }, given)]);
  expect(under(analysis, 'blog/blog', (id) => /^(drain:w|node:w)/.test(id))).toMatchInlineSnapshot(`
"node:w1: down until repair; at best unaffected
node:w2: down until repair; at best unaffected
node:w3: down until repair; at best unaffected
drain:w1: down until repair; at best unaffected
drain:w2: down until repair; at best unaffected
drain:w3: down until repair; at best unaffected"
`);
});

test('a drain of the only node for what moves volumes moves none', () => {
  const system: System = {
    name: 'Blocks',
    storageClasses: () => [BLOCKS],
    contribute: () => ({
      data: [{ storageClass: 'blocks', copies: 2, movers: ['blocks-manager'] }],
      movers: [{ name: 'blocks-manager', task: MoverTask.VOLUMES, nodes: ['w1'] }],
    }),
  };
  const given = resolveFacts('lab', clusterProps(), [system]);
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)], [system]);
  expect(under(analysis, 'blog/blog', drains)).toMatchInlineSnapshot(`
"drain:w1: down until repair; at best unaffected
drain:w2: fails over in 2 s to 82 s; at best unaffected
drain:w3: fails over in 2 s to 82 s; at best unaffected"
`);
});

test('a drain of the only server moves its apps like every other drain, because the control plane goes on', () => {
  const given = facts({
    nodes: [worker('w1', { roles: [NodeRole.WORKER, NodeRole.CONTROL] }), worker('w2')],
    controlPlane: controlPlane({ servers: ['w1'] }),
  });
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given)]);
  expect(under(analysis, 'blog/blog', (id) => /^(drain|node):w1/.test(id))).toMatchInlineSnapshot(`
"node:w1: down until repair; at best unaffected
drain:w1: fails over in 1 s to 37 s; at best unaffected"
`);
});
