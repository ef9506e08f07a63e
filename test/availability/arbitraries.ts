import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Budget, Replicas } from '../../lib/availability/ask/workload';
import type { RecoveryQuestion } from '../../lib/availability/failure/recovery';
import { VolumeRelease } from '../../lib/availability/model/release';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { type Timing, type TimingFlags, timingOf } from '../../lib/cluster/control-plane';
import { FencingMethod, type NodeProps, NodeRole, PoolKind } from '../../lib/cluster/node';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { ReplicationProtocol } from '../../lib/systems/linstor/props';
import { HA_CONTROLLER } from '../../lib/systems/linstor/storage-classes';
import { fc } from '../property';
import { type AnyAppProps, appProps, control, controlPlane, facts, type LabProps, worker } from '../support';

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((amount) => Duration.seconds(amount));

/** Flags that the check of the facts lets through: a grace period of four leases and of more than a monitor period. */
const flags: fc.Arbitrary<TimingFlags> = fc.record(
  {
    nodeMonitorGracePeriod: seconds(40, 600),
    nodeMonitorPeriod: seconds(1, 30),
    nodeLeaseDuration: seconds(4, 40),
    nodeEvictionRate: fc.double({ min: 0, max: 10, noNaN: true }),
    secondaryNodeEvictionRate: fc.double({ min: 0, max: 1, noNaN: true }),
    unhealthyZoneThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
    largeClusterSizeThreshold: fc.integer({ min: 1, max: 100 }),
    defaultToleration: seconds(0, 900),
    attachDetachReconcileSyncPeriod: seconds(1, 600),
    disableForceDetachOnTimeout: fc.boolean(),
    leaderChange: seconds(0, 60),
  },
  { requiredKeys: [] },
);

const version = fc.constantFrom('1.26.9', '1.31.2', '1.32.0', '1.36.3+k3s1');

export const timings: fc.Arbitrary<Timing> = fc.tuple(version, flags).map(([given, set]) => timingOf(given, set));

export const questions: fc.Arbitrary<RecoveryQuestion> = fc.record({
  timing: timings,
  tie: fc.constantFrom(...Object.values(VolumeTie)),
  release: fc.constantFrom(...Object.values(VolumeRelease)),
  freedBy: fc.constant(HA_CONTROLLER),
  fencedWithin: fc.option(fc.integer({ min: 0, max: 3600 }), { nil: undefined }),
  tolerationSeconds: fc.integer({ min: 0, max: 3600 }),
  usualStartSeconds: fc.integer({ min: 1, max: 3600 }),
  leaderMayBeLost: fc.boolean(),
});

const nodeProps: fc.Arbitrary<Partial<NodeProps>> = fc.record({
  roles: fc.uniqueArray(fc.constantFrom(...Object.values(NodeRole)), { maxLength: 4 }),
  zone: fc.constantFrom('home', 'attic', 'cellar'),
  cpu: fc.integer({ min: 1, max: 64 }).map((cores) => Cpu.cores(cores)),
  memory: fc.integer({ min: 1, max: 256 }).map((amount) => Size.gib(amount)),
  pools: fc.constantFrom([], [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) }]),
  devices: fc.constant([]),
  fencing: fc.constantFrom({ method: FencingMethod.NONE }, { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(90) }),
});

const storage: fc.Arbitrary<Pick<LabProps, 'storage' | 'drbd'>> = fc.oneof(
  fc.constant({ storage: {} }),
  fc.record({
    drbd: fc.record(
      {
        pool: fc.constant('nvme'),
        replicas: fc.integer({ min: 1, max: 4 }),
        protocol: fc.constantFrom(...Object.values(ReplicationProtocol)),
        failOverUnsafePods: fc.constant('a reason'),
      },
      { requiredKeys: ['pool'] },
    ),
  }),
  fc.record({
    storage: fc.record({
      classes: fc.subarray([
        { name: 'local-path', nodeLocal: true },
        { name: 'nfs', nodeLocal: false, attachable: false },
        { name: 'ceph', nodeLocal: false },
      ]),
    }),
  }),
);

/** Clusters of one to seven workers of all kinds, sound or not. */
export const clusters: fc.Arbitrary<ClusterFacts> = fc
  .record({ workers: fc.array(nodeProps, { minLength: 1, maxLength: 7 }), storage, flags, version })
  .map((given) =>
    facts({
      nodes: [...given.workers.map((node, index) => worker(`w${index + 1}`, { ...node, roles: [NodeRole.WORKER, ...(node.roles ?? [])] })), control('c1')],
      ...given.storage,
      controlPlane: controlPlane({ version: given.version, flags: given.flags }),
    }),
  );

const volumes = fc.subarray([
  Volume.data('/config', { size: Size.gib(1) }),
  Volume.data('/db', { size: Size.gib(5), storageClass: 'drbd-local' }),
  Volume.nfs('/media', { server: 'nas', path: '/media' }),
  Volume.scratch('/tmp', Size.mib(64)),
  Volume.claim('/shared', { claimName: 'shared' }),
  Volume.claim('/books', { claimName: 'books', readWriteMany: true, readOnly: true }),
  Volume.hostPath('/srv'),
  Volume.device('stick', '/dev/stick'),
]);

/** Apps of all kinds, sound or not. */
export const apps: fc.Arbitrary<Partial<AnyAppProps>> = fc
  .record(
    {
      resources: fc.record({ cpu: fc.integer({ min: 1, max: 8000 }), memory: fc.integer({ min: 1, max: 32 }) }).map(({ cpu, memory }) => ({
        cpu: Cpu.millis(cpu),
        memory: Size.gib(memory),
        memoryLimit: Size.gib(memory),
      })),
      volumes,
      objective: fc.record({ rto: seconds(0, 3600), rpo: seconds(0, 600) }, { requiredKeys: [] }),
      health: fc.record({ usualStart: seconds(1, 600) }),
      replicas: fc.oneof(fc.integer({ min: -1, max: 9 }).map(Replicas.of), fc.constant(Replicas.two('a reason'))),
      budget: fc.oneof(fc.integer({ min: -1, max: 9 }).map(Budget.maxUnavailable), fc.integer({ min: -1, max: 9 }).map(Budget.minAvailable)),
      node: fc.record({ name: fc.constantFrom('w1', 'w2', 'w9'), reason: fc.constantFrom('', 'a reason') }),
      placement: fc.record({ role: fc.constantFrom(...Object.values(NodeRole)) }),
      maxReplicas: fc.integer({ min: 0, max: 5 }),
      rollingUpdate: fc.record({ reason: fc.constantFrom('', 'a reason') }),
    },
    { requiredKeys: [] },
  )
  .map(appProps);

export const classes = fc.constantFrom(...Object.values(AvailabilityClass));
