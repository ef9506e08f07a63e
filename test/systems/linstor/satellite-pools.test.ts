import { PoolKind } from '../../../lib/cluster/node';
import { Size } from '../../../lib/cluster/units';
import { satelliteConfigurations } from '../../../lib/systems/linstor/satellites';
import { factsOf, worker } from '../../support';

test('LINSTOR gets no pool that a storage class of somebody else fills', () => {
  const pools = [
    { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) },
    { name: 'disk', kind: PoolKind.DIRECTORY, size: Size.gib(100) },
  ];
  const storage = { classes: [{ name: 'local-path', nodeLocal: true, pool: 'disk' }] };
  const facts = factsOf([worker('w1', { pools }), worker('w2', { pools })], { drbd: { pool: 'nvme' }, storage });
  const [first] = satelliteConfigurations({ pool: 'nvme' }, facts);
  expect(first?.name).toBe('storage-nvme-lvm-thin');
  expect(first?.spec.storagePools?.map(({ name }) => name)).toEqual(['nvme']);
});
