import { App, Cluster } from '../../../lib';
import { type NodeProps, PoolKind } from '../../../lib/cluster/node';
import { Size } from '../../../lib/cluster/units';
import { DrbdStorage } from '../../../lib/systems/linstor/drbd-storage';
import { clusterProps, control, worker } from '../../support';

const pool = (name: string) => ({ name, kind: PoolKind.LVM_THIN, size: Size.gib(100) });

/** Every file of the cluster, as text. */
function written(nodes: readonly NodeProps[]): Record<string, string> {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ nodes }) });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  return Object.fromEntries([...app.build().files].filter(([path]) => path.startsWith('lab/storage/')).map(([path, bytes]) => [path, bytes.toString()]));
}

test('the order of nodes and of their pools names no object of LINSTOR, and changes no byte', () => {
  const [nvme, hdd] = [pool('nvme'), pool('hdd')];
  const one = written([worker('w1', { pools: [nvme, hdd] }), worker('w2', { pools: [nvme, hdd] }), worker('w3'), control('c1')]);
  const other = written([control('c1'), worker('w3'), worker('w2', { pools: [hdd, nvme] }), worker('w1', { pools: [nvme, hdd] })]);
  expect(Object.keys(one)).toContain('lab/storage/drbd.satellites-storage-hdd-lvm-thin-nvme-lvm-thin.yaml');
  expect(other).toEqual(one);
});
