import { parse } from 'yaml';
import {
  App,
  Cluster,
  DrbdStorage,
  type DrbdStorageProps,
  Duration,
  NodeRole,
  PiraeusOperator,
  PoolKind,
  ReplicationProtocol,
  SinglePodFlexible,
  Size,
  type StorageProps,
  Volume,
} from '../../../lib';
import { appProps, clusterProps, control, drbdOf, type LabProps, messages, refusalOf, worker } from '../../support';

/** The objects of a cluster's storage folder, by file. */
function storage(overrides: LabProps = {}): { readonly [file: string]: { readonly [field: string]: unknown } } {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(overrides) });
  new PiraeusOperator(cluster.operators, 'piraeus');
  new DrbdStorage(cluster.storage, 'drbd', drbdOf(overrides) ?? { pool: 'nvme' });
  const { files, findings } = app.build();
  expect(messages(findings)).toBe('');
  const own = [...files].filter(([path]) => path.startsWith('lab/storage/drbd.'));
  return Object.fromEntries(own.map(([path, bytes]) => [path.slice('lab/storage/drbd.'.length, -'.yaml'.length), parse(bytes.toString())]));
}

const parameters = (object: { readonly [field: string]: unknown } | undefined) => (object?.parameters ?? {}) as { readonly [key: string]: string };
const specOf = (object: { readonly [field: string]: unknown } | undefined) => (object?.spec ?? {}) as { readonly [field: string]: unknown };
const TWO = [worker('w1'), worker('w2'), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS] })];

test('three storage nodes hold three copies, and two hold two beside a witness without a disk', () => {
  const three = storage();
  expect(Object.keys(three).sort()).toEqual([
    'class-drbd-local',
    'class-drbd-replicated',
    'linstor-cluster',
    'satellites-storage-nvme-lvm-thin',
    'snapshot-class',
  ]);
  expect(parameters(three['class-drbd-replicated'])['linstor.csi.linbit.com/placementCount']).toBe('3');
  const two = storage({ nodes: TWO });
  expect(parameters(two['class-drbd-replicated'])['linstor.csi.linbit.com/placementCount']).toBe('2');
  expect(two['satellites-witness']?.spec).toEqual({
    nodeSelector: { 'cdk8s-availability/role-witness': 'true' },
    podTemplate: { spec: { hostNetwork: true } },
  });
});

test('a replicated volume freezes without a majority, keeps to nodes with a copy, and outlives its claim', () => {
  const object = storage()['class-drbd-replicated'];
  const property = (name: string) => parameters(object)[`property.linstor.csi.linbit.com/DrbdOptions/${name}`];
  expect(property('Resource/quorum')).toBe('majority');
  expect(property('Resource/on-no-quorum')).toBe('suspend-io');
  expect(property('Net/protocol')).toBe('C');
  expect(parameters(object)['linstor.csi.linbit.com/allowRemoteVolumeAccess']).toBe('false');
  expect([object?.reclaimPolicy, object?.volumeBindingMode, object?.allowVolumeExpansion]).toEqual(['Retain', 'WaitForFirstConsumer', true]);
  // Gone since LINSTOR 1.31: setting it would do nothing, and look as if it did.
  expect(Object.keys(parameters(object)).filter((key) => key.endsWith('auto-quorum'))).toEqual([]);
});

test('a local volume is one copy without DRBD', () => {
  expect(parameters(storage()['class-drbd-local'])).toEqual({
    'csi.storage.k8s.io/fstype': 'ext4',
    'linstor.csi.linbit.com/allowRemoteVolumeAccess': 'false',
    'linstor.csi.linbit.com/layerList': 'storage',
    'linstor.csi.linbit.com/placementCount': '1',
    'linstor.csi.linbit.com/resourceGroup': 'drbd-local',
    'linstor.csi.linbit.com/storagePool': 'nvme',
  });
});

test('over a slow link there is an asynchronous class, and a synchronous one only with a word', () => {
  const nodes = [worker('w1'), worker('w2', { site: 'away' }), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS], site: 'provider' })];
  const links = [{ from: 'home', to: 'away', roundTrip: Duration.millis(30) }];
  const word = storage({ nodes, links, drbd: { pool: 'nvme', acceptSlowWrites: 'they are few' } });
  expect(
    Object.keys(word)
      .filter((file) => file.startsWith('class-'))
      .sort(),
  ).toEqual(['class-drbd-async', 'class-drbd-local', 'class-drbd-replicated']);
  const async = storage({ nodes, links, drbd: { pool: 'nvme', protocol: ReplicationProtocol.A } });
  expect(
    Object.keys(async)
      .filter((file) => file.startsWith('class-'))
      .sort(),
  ).toEqual(['class-drbd-async', 'class-drbd-local']);
  expect(parameters(async['class-drbd-async'])['property.linstor.csi.linbit.com/DrbdOptions/Net/protocol']).toBe('A');
});

test('between sites DRBD uses the pod network, which reaches a node behind its router', () => {
  const nodes = [worker('w1'), worker('w2', { site: 'away' }), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS], site: 'provider' })];
  const links = [{ from: 'home', to: 'away', roundTrip: Duration.millis(2) }];
  expect(storage({ nodes, links })['satellites-witness']?.spec).toEqual({ nodeSelector: { 'cdk8s-availability/role-witness': 'true' } });
});

test('nodes with other pools have a configuration of their own', () => {
  const zfs = worker('w3', { pools: [{ name: 'nvme', kind: PoolKind.ZFS_THIN, size: Size.gib(100), source: 'tank/linstor' }] });
  const objects = storage({ nodes: [worker('w1'), worker('w2'), zfs, control('c1')] });
  expect(Object.keys(objects).filter((file) => file.startsWith('satellites-'))).toEqual([
    'satellites-storage-nvme-lvm-thin',
    'satellites-storage-nvme-zfs-thin',
  ]);
  expect(specOf(objects['satellites-storage-nvme-zfs-thin']).storagePools).toEqual([{ name: 'nvme', zfsThinPool: { zPool: 'tank/linstor' } }]);
});

test('the high-availability controller moves unsafe pods only where somebody said why it may', () => {
  const args = (object: { readonly [field: string]: unknown } | undefined) => JSON.stringify(specOf(object).highAvailabilityController);
  expect(args(storage()['linstor-cluster'])).toBe('{"enabled":true}');
  expect(args(storage({ drbd: { pool: 'nvme', failOverUnsafePods: 'a test' } })['linstor-cluster'])).toContain('"--fail-over-unsafe-pods=true"');
});

test('a module that the nodes load themselves is not compiled', () => {
  const objects = storage({ drbd: { pool: 'nvme', kernelModulePreinstalled: true } });
  expect(specOf(objects['satellites-storage-nvme-lvm-thin']).podTemplate).toEqual({
    spec: { hostNetwork: true, initContainers: [{ name: 'drbd-module-loader', $patch: 'delete' }] },
  });
});

test('plain LVM has no snapshot class', () => {
  const pool = { pools: [{ name: 'nvme', kind: PoolKind.LVM, size: Size.gib(100) }] };
  expect(Object.keys(storage({ nodes: [worker('w1', pool), worker('w2', pool), worker('w3', pool), control('c1')] }))).not.toContain('snapshot-class');
});

test('one pool of plain LVM among others is enough for no snapshot class: volumes in it could not be snapshotted', () => {
  const thin = { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) };
  const mixed = { pools: [thin, { name: 'hdd', kind: PoolKind.LVM, size: Size.gib(100) }] };
  const files = (last: object) => Object.keys(storage({ nodes: [worker('w1'), worker('w2'), worker('w3', last), control('c1')] }));
  expect(files(mixed)).not.toContain('snapshot-class');
  expect(files({ pools: [thin, { name: 'hdd', kind: PoolKind.DIRECTORY, size: Size.gib(100) }] })).toContain('snapshot-class');
});

test('props that are not what their type says are reported alone', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps({ accept: [] }) });
  new DrbdStorage(cluster.storage, 'drbd', { poool: 'nvme', replicas: '2' } as unknown as DrbdStorageProps);
  new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }));
  expect(messages(app.build().findings)).toMatchInlineSnapshot(`
    "SHAPE-UNKNOWN-KEY  lab/storage/drbd: the key poool, but the keys are pool, replicas, protocol, acceptSlowWrites, failOverUnsafePods, kernelModulePreinstalled and localPool.
                       Did you mean pool?

    SHAPE-WRONG  lab/storage/drbd/replicas: a string, but it must be a number.
                 Write a number.

    SHAPE-MISSING  lab/storage/drbd: no pool, but it must be a string.
                   Add pool: '…'."
  `);
});

test('DRBD without a cluster is refused', () => {
  expect(refusalOf(() => new DrbdStorage(new App(), 'alone', { pool: 'nvme' }))).toMatchInlineSnapshot(`
    "Synthesis stopped, nothing was written: 1 finding.

    STORAGE-WITHOUT-CLUSTER  alone: DrbdStorage outside a cluster, but its classes follow from the facts of the cluster.
                             Put it into cluster.storage.
    "
  `);
});

test('facts that describe LINSTOR, as they once did, are led to the key', () => {
  const app = new App({ outdir: '/nowhere' });
  new Cluster(app, 'lab', { facts: { ...clusterProps(), storage: { linstor: { pool: 'nvme' } } as StorageProps } });
  expect(messages(app.build().findings)).toMatchInlineSnapshot(`
    "SHAPE-UNKNOWN-KEY  lab/storage: the key linstor, but the keys are classes, defaultReplicated, defaultLocal, clusterDefault, readWriteOncePod and volumes.
                       Remove it, or use one of them."
  `);
});
