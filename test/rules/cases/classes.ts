import { Probe } from '../../../lib/availability/ask/container/health';
import { Allow } from '../../../lib/availability/ask/container/security';
import { Port } from '../../../lib/availability/ask/network/port';
import { Concurrency, type ScheduleProps } from '../../../lib/availability/ask/schedule';
import { Volume } from '../../../lib/availability/ask/volume/volume';
import { type Ask, AvailabilityClass, Budget, OtherWorkload, Replicas } from '../../../lib/availability/ask/workload';
import { decide } from '../../../lib/availability/decide';
import { Distribution } from '../../../lib/cluster/control-plane';
import type { Finding } from '../../../lib/cluster/finding';
import { Architecture, FencingMethod, NodeRole } from '../../../lib/cluster/node';
import { FateKind } from '../../../lib/cluster/site';
import { Cpu, Duration, Size } from '../../../lib/cluster/units';
import { type AnyAppProps, ask, control, controlPlane, facts, factsOf, RESOURCES, worker } from '../../support';
import { type Cases, ofClass } from '../case';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
type Props = Partial<AnyAppProps>;

const flexible = ofClass(SINGLE_POD_FLEXIBLE);
const pinned = ofClass(SINGLE_POD_PINNED);
const many = ofClass(HIGHLY_AVAILABLE);

function other(availabilityClass: OtherWorkload, own: object, props: Props = {}): readonly Finding[] {
  const asked = ask(SINGLE_POD_FLEXIBLE, props);
  const schedule = availabilityClass === OtherWorkload.SCHEDULED_JOB ? { schedule: own } : {};
  return decide({ ...asked, availabilityClass, role: undefined, ...own, ...schedule, props: { ...asked.props, ...own } } as Ask, facts()).findings;
}
const job =
  (schedule: Partial<ScheduleProps>, props: Props = {}) =>
  () =>
    other(OtherWorkload.SCHEDULED_JOB, { schedule: '30 3 * * *', ...schedule }, props);
const once = (run: Partial<ScheduleProps>) => (): readonly Finding[] => {
  const { props, ...asked } = ask(SINGLE_POD_FLEXIBLE);
  return decide({ ...asked, availabilityClass: OtherWorkload.ONE_OFF_JOB, run, props: { ...props, ...run } }, facts()).findings;
};
const agent =
  (own: object, props: Props = {}) =>
  () =>
    other(OtherWorkload.NODE_AGENT, own, props);
const inChart = (availabilityClass: AvailabilityClass, props: Props, role?: NodeRole) => () =>
  decide({ ...ask(availabilityClass, props), role }, undefined).findings;

const DATA = Volume.data('/data', { size: Size.gib(1) });
const NFS = Volume.nfs('/media', { server: 'nas.lab.example', path: '/media' });
const dataOn = (storageClass: string) => ({ volumes: [Volume.data('/data', { size: Size.gib(1), storageClass })] });
const CEPH = { storage: { classes: [{ name: 'ceph', nodeLocal: false }] } };
const STICK = { name: 'stick', path: '/dev/stick' };
const W1 = { name: 'w1', reason: 'it is the quiet one' };
const PLUGGED = factsOf([
  worker('w1', { devices: [STICK, { ...STICK, name: 'second' }] }),
  worker('w2', { devices: [{ ...STICK, name: 'gpu' }] }),
  worker('w3'),
]);
const withDevices = (...names: string[]) => ({ volumes: names.map((name) => Volume.device(name)), security: { allow: [Allow.privileged('opens it')] } });
const TWO = factsOf([worker('w1'), worker('w2')], { storage: {} });
const MIXED = factsOf([worker('w1', { architecture: Architecture.ARM64 }), worker('w2')], { storage: {} });
const BIG = { resources: { ...RESOURCES, cpu: Cpu.cores(8) } };
const server = (roles: readonly NodeRole[]) =>
  facts({ nodes: [worker('w1'), worker('w2'), control('c1', { roles: [NodeRole.CONTROL, ...roles] })], storage: {} });
const LAB_GPU = factsOf([worker('w1', { extendedResources: { 'amd.com/gpu': 1 } }), worker('w2'), worker('w3')]);
const GPU = { resources: { ...RESOURCES, extended: { 'amd.com/gpu': 1 } } };
const inZones = (...zones: readonly string[]) =>
  factsOf(
    zones.map((zone, index) => worker(`w${index + 1}`, { zone, fencing: { method: FencingMethod.CLOUD_API, automatedWithin: Duration.minutes(2) } })),
    { sites: [{ name: 'home', zones: ['a', 'b'] }], storage: { classes: [{ name: 'disk', nodeLocal: false, readWriteMany: true, zonal: true }] } },
  );
const SHARED = { volumes: [Volume.data('/data', { size: Size.gib(1), readWriteMany: true })] };
const fiveMinutes = { objective: { rto: Duration.minutes(5) } };

export const CLASS_CASES = {
  'FLEXIBLE-HOST-PATH': flexible([{ volumes: [Volume.hostPath('/srv')] }], [{ volumes: [Volume.hostPath('/srv', { onEveryNode: 'the same photos' })] }]),
  'FLEXIBLE-DEVICE': flexible([withDevices('stick'), PLUGGED], [{ volumes: [NFS] }, PLUGGED]),
  'ROLLING-SHARED': flexible(
    [{ volumes: [NFS], rollingUpdate: { reason: 'no gap' } }],
    [{ volumes: [Volume.scratch('/tmp', Size.mib(16))], rollingUpdate: { reason: 'no gap' } }],
  ),
  'ROLLING-WITHOUT-PROBE': flexible(
    [{ rollingUpdate: { reason: 'no gap' }, network: {} }],
    [{ rollingUpdate: { reason: 'no gap' }, network: { ports: [Port.http(80)] } }],
  ),
  'FLEXIBLE-LOCAL-STORAGE': flexible([dataOn('drbd-local')], [dataOn('drbd-replicated')]),
  'FLEXIBLE-NOWHERE-TO-GO': flexible([{}, factsOf([worker('w1')], { storage: {} })], [{}, TWO]),
  'FLEXIBLE-COPIES-ELSEWHERE': flexible(
    [{ volumes: [DATA] }, factsOf([worker('w1'), worker('w2'), worker('w3', { roles: [NodeRole.STORAGE] }), worker('w4', { roles: [NodeRole.STORAGE] })])],
    [{ volumes: [DATA] }, factsOf([worker('w1'), worker('w2'), worker('w3'), worker('w4', { roles: [NodeRole.STORAGE] })])],
  ),
  'FLEXIBLE-VOLUMES-APART': flexible(
    [{ volumes: [DATA, Volume.data('/media', { size: Size.gib(1) })] }, facts({ drbd: { pool: 'nvme', replicas: 2 } })],
    [{ volumes: [DATA, Volume.data('/media', { size: Size.gib(1) })] }, facts({ drbd: { pool: 'nvme', replicas: 3 } })],
  ),
  'FLEXIBLE-ZONE-ALONE': flexible([{ volumes: [DATA] }, inZones('a', 'a', 'b')], [{ volumes: [DATA] }, inZones('a', 'a')]),
  'FLEXIBLE-FAILOVER-EXEMPT': flexible([{ volumes: [DATA, NFS] }], [{ volumes: [DATA] }]),
  'FLEXIBLE-STUCK-VOLUME': flexible([{ volumes: [DATA] }, facts(CEPH)], [{ volumes: [DATA] }]),
  'FLEXIBLE-TWIN-WRITER': flexible([{ volumes: [NFS] }], [{ volumes: [Volume.nfs('/media', { server: 'nas', path: '/media', readOnly: true })] }]),
  'HA-TOO-FEW-REPLICAS': many([{ replicas: Replicas.of(1) }], [{ replicas: Replicas.two('there are two nodes') }]),
  'HA-MAX-REPLICAS': many([{ maxReplicas: 2 }], [{ maxReplicas: 3 }]),
  'HA-BOUND-TO-NODE': many([{ volumes: [Volume.hostPath('/srv')] }], [{ volumes: [NFS] }]),
  'HA-ONE-NODE': many([{}, factsOf([worker('w1')], { storage: {} })], [{ replicas: Replicas.two('there are two nodes') }, TWO]),
  'HA-SHARED-FATE': many(
    [{}, facts({ sharedFates: [{ name: 'rack', kind: FateKind.HYPERVISOR, nodes: ['w1', 'w2', 'w3'] }] })],
    [{}, facts({ sharedFates: [{ name: 'rack', kind: FateKind.HYPERVISOR, nodes: ['w1', 'w2', 'c1'] }] })],
  ),
  'HA-MAJORITY-LOST': many([{ majority: true, replicas: Replicas.two('a test') }], [{ majority: true }]),
  'HA-MAJORITY-EVEN': many([{ majority: true, replicas: Replicas.of(4) }], [{ replicas: Replicas.of(4) }]),
  'HA-SPREAD-UNSATISFIABLE': many(
    [{ replicas: Replicas.of(6) }, factsOf([worker('w1'), worker('w2'), worker('w3', { cpu: Cpu.millis(250) })])],
    [{ replicas: Replicas.of(6) }, factsOf([worker('w1'), worker('w2'), worker('w3', { cpu: Cpu.millis(300) })])],
  ),
  'HA-ZONE-ALONE': many([SHARED, inZones('a', 'a', 'a', 'b')], [{ ...SHARED, placement: { nodes: ['w1', 'w2', 'w3'] } }, inZones('a', 'a', 'a', 'b')]),
  'HA-BUDGET-BLOCKS-DRAINS': many([{ budget: Budget.minAvailable(3) }], [{ budget: Budget.minAvailable(2) }]),
  'HA-BUDGET-KEEPS-NOTHING': many([{ budget: Budget.maxUnavailable(3) }], [{ budget: Budget.maxUnavailable(2) }]),
  'HA-WITHOUT-PROBE': many(
    [{ network: { ports: [Port.udp(53, 'dns')] } }],
    [{ network: { ports: [Port.udp(53, 'dns')] }, health: { readiness: Probe.exec('true') } }],
  ),
  'AUTOSCALE-TOO-FEW': many([{ autoscale: { max: 3 } }], [{ autoscale: { max: 4 } }]),
  'AUTOSCALE-MEMBERS': many([{ autoscale: { max: 6 }, volumes: [DATA] }], [{ autoscale: { max: 6 }, volumes: [NFS] }]),
  'AUTOSCALE-WITHOUT-METRICS': many(
    [{ autoscale: { max: 6 } }, facts({ controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) })],
    [{ autoscale: { max: 6 } }, facts({ controlPlane: controlPlane({ distribution: Distribution.KUBEADM }), policy: { operators: { metricsServer: true } } })],
  ),
  'AGENT-CRITICAL-WITHOUT-REASON': { fires: agent({ critical: { reason: ' ' } }), silent: agent({ critical: { reason: 'nothing runs without it' } }) },
  'AGENT-STORAGE-ELSEWHERE': {
    fires: agent({}, { volumes: [Volume.ephemeral('/cache', { size: Size.gib(1), storageClass: 'drbd-local' })] }),
    silent: agent({}, { volumes: [Volume.ephemeral('/cache', { size: Size.gib(1), storageClass: 'drbd-local' })], placement: { nodes: ['w1', 'w2'] } }),
  },
  'AGENT-DATA': { fires: agent({}, { volumes: [DATA] }), silent: agent({}, { volumes: [Volume.hostPath('/var/log', { readOnly: true })] }) },
  'OBJECTIVE-UNREACHABLE': flexible([{ objective: { rto: Duration.seconds(30) } }], [fiveMinutes]),
  'OBJECTIVE-RIDE-OUT': flexible(
    [{ objective: { rto: Duration.minutes(5), rideOut: Duration.minutes(4) } }],
    [{ objective: { rto: Duration.minutes(5), rideOut: Duration.minutes(3) } }],
  ),
  'OBJECTIVE-ON-ONLY-SERVER': flexible([fiveMinutes, server([NodeRole.WORKER])], [fiveMinutes, server([])]),
  'OBJECTIVE-DATA-LOSS': flexible(
    [
      { volumes: [DATA], objective: { rpo: Duration.minutes(1) } },
      facts({ storage: { classes: [{ name: 'nfs', nodeLocal: false, attachable: false, dataLoss: Duration.minutes(5) }] } }),
    ],
    [{ volumes: [DATA], objective: { rpo: Duration.minutes(1) } }],
  ),
  'PINNED-WITHOUT-NODE': pinned([{}], [{ node: W1 }]),
  'PINNED-WITHOUT-REASON': pinned([{ node: { ...W1, reason: ' ' } }], [{ node: W1 }]),
  'DEVICE-WITHOUT-CLUSTER': { fires: inChart(SINGLE_POD_PINNED, withDevices('stick')), silent: inChart(SINGLE_POD_PINNED, { node: W1 }) },
  'PINNED-DEVICE-UNKNOWN': pinned([withDevices('tape'), PLUGGED], [withDevices('stick'), PLUGGED]),
  'PINNED-DEVICES-APART': pinned([withDevices('stick', 'gpu'), PLUGGED], [withDevices('stick', 'second'), PLUGGED]),
  'PINNED-NODE-UNKNOWN': pinned([{ node: { ...W1, name: 'w9' } }], [{ node: W1 }]),
  'PINNED-DEVICE-ELSEWHERE': pinned([{ ...withDevices('stick'), node: { ...W1, name: 'w2' } }, PLUGGED], [{ ...withDevices('stick'), node: W1 }, PLUGGED]),
  'PINNED-STORAGE-ELSEWHERE': pinned(
    [{ ...dataOn('drbd-local'), node: W1 }, factsOf([worker('w1', { roles: [NodeRole.WORKER], pools: [] }), worker('w2'), worker('w3')])],
    [{ ...dataOn('drbd-local'), node: W1 }],
  ),
  'PINNED-HARDWARE-ELSEWHERE': pinned([{ ...GPU, node: { ...W1, name: 'w2' } }, LAB_GPU], [{ ...GPU, node: W1 }, LAB_GPU]),
  'PINNED-ARCHITECTURE': pinned(
    [{ node: W1, placement: { architectures: [Architecture.AMD64] } }, MIXED],
    [{ node: W1, placement: { architectures: [Architecture.ARM64] } }, MIXED],
  ),
  'SCHEDULE-INVALID': { fires: job({ schedule: 'daily' }), silent: job({ schedule: '@daily' }) },
  'SCHEDULE-NEVER': { fires: job({ schedule: '0 0 30 2 *' }), silent: job({ schedule: '0 0 29 2 *' }) },
  'TIME-ZONE-INVALID': { fires: job({ timeZone: 'Mars/Olympus' }), silent: job({ timeZone: 'Europe/Berlin' }) },
  'JOB-FOREVER': { fires: once({ deadline: Duration.forever() }), silent: once({ deadline: Duration.hours(30) }) },
  'JOB-RUNS-AGAIN': { fires: once({ timeToLive: Duration.hours(1) }), silent: once({}) },
  'JOB-OVERLAPS': {
    fires: job({ schedule: '0 * * * *', deadline: Duration.minutes(61) }),
    silent: job({ schedule: '0 * * * *', deadline: Duration.minutes(60) }),
  },
  'JOB-TWO-WRITERS': {
    fires: job({ concurrency: Concurrency.ALLOW }, { volumes: [DATA] }),
    silent: job({ concurrency: Concurrency.FORBID }, { volumes: [DATA] }),
  },
  'JOB-RETRY-TWIN': { fires: job({ retries: 1 }, { volumes: [DATA] }), silent: job({ retries: 0 }, { volumes: [DATA] }) },
  'JOB-HOST-PATH': { fires: job({}, { volumes: [Volume.hostPath('/srv')] }), silent: job({}, { volumes: [NFS] }) },
  'JOB-LOCAL-STORAGE': { fires: job({}, dataOn('drbd-local')), silent: job({}, dataOn('drbd-replicated')) },
  'ROLE-WITHOUT-CLUSTER': { fires: inChart(SINGLE_POD_FLEXIBLE, {}, NodeRole.WORKER), silent: inChart(SINGLE_POD_FLEXIBLE, {}) },
  'ROLE-WITHOUT-NODE': flexible([{ placement: { role: NodeRole.EDGE } }], [{ placement: { role: NodeRole.WORKER } }]),
  'PLACEMENT-UNKNOWN': flexible([{ placement: { nodes: ['w9'] } }], [{ placement: { nodes: ['w1', 'w2'] } }]),
  'NODE-OUT-OF-REACH': flexible([{ placement: { role: NodeRole.CONTROL }, volumes: [DATA] }], [{ volumes: [DATA] }]),
  'FIT-NO-NODE': flexible([BIG], [{ resources: { ...RESOURCES, cpu: Cpu.cores(3) } }]),
  'ARCHITECTURE-UNSAID': flexible([{}, MIXED], [{ placement: { architectures: [Architecture.AMD64, Architecture.ARM64] } }, MIXED]),
  'STORAGE-NOT-SHARED': many(
    [{ volumes: [Volume.data('/data', { size: Size.gib(1), readWriteMany: true })] }],
    [
      { volumes: [Volume.data('/data', { size: Size.gib(1), readWriteMany: true })] },
      facts({ storage: { classes: [{ name: 'cephfs', nodeLocal: false, readWriteMany: true }] } }),
    ],
  ),
  'STORAGE-NOT-ONE-POD': flexible(
    [
      { volumes: [Volume.data('/data', { size: Size.gib(1), readWriteOncePod: true })] },
      facts({ storage: { classes: [{ name: 'longhorn', nodeLocal: false }] } }),
    ],
    [{ volumes: [Volume.data('/data', { size: Size.gib(1), readWriteOncePod: true })] }],
  ),
  'CLAIM-ONE-POD': flexible(
    [{ volumes: [Volume.data('/data', { size: Size.gib(1), readWriteOncePod: true, readWriteMany: true })] }],
    [{ volumes: [Volume.data('/data', { size: Size.gib(1), readWriteOncePod: true, readWriteMany: false })] }],
  ),
  'CLAIM-TWO-WRITERS': many(
    [{ volumes: [Volume.claim('/data', { claimName: 'media' })] }],
    [{ volumes: [Volume.claim('/data', { claimName: 'media', readWriteMany: true })] }],
  ),
} satisfies Cases;
