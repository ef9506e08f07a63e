import { ApiEndpointKind, type ControlPlaneProps, Datastore, Distribution, StateBackupReport } from '../../../lib/cluster/control-plane';
import type { Finding } from '../../../lib/cluster/finding';
import { Exclusion, FencingMethod, type NodeProps, NodeRole, PoolKind, TaintEffect } from '../../../lib/cluster/node';
import { resolveFacts } from '../../../lib/cluster/resolve';
import { checkFacts } from '../../../lib/cluster/rules/check-facts';
import { FateKind } from '../../../lib/cluster/site';
import { Cpu, Duration, Size } from '../../../lib/cluster/units';
import { ReplicationProtocol } from '../../../lib/systems/linstor/props';
import { clusterProps, control, controlPlane, facts, type LabProps, systemsOf, worker } from '../../support';
import type { Case, Cases } from '../case';

type Facts = LabProps;

const judged = (props: LabProps) => (): readonly Finding[] => checkFacts(facts(props), systemsOf(props));
const noted = (props: LabProps) => (): readonly Finding[] => systemsOf(props).flatMap((system) => system.notes?.(facts(props)) ?? []);
const ofFacts = (wrong: Facts, right: Facts): Case => ({ fires: judged(wrong), silent: judged(right) });
const withNode = (node: Partial<NodeProps>): Facts => ({ nodes: [worker('w1', node), worker('w2'), worker('w3'), control('c1')] });
const ofNode = (wrong: Partial<NodeProps>, right: Partial<NodeProps>) => ofFacts(withNode(wrong), withNode(right));
const ofControl = (wrong: Partial<ControlPlaneProps>, right: Partial<ControlPlaneProps>) =>
  ofFacts({ controlPlane: controlPlane(wrong) }, { controlPlane: controlPlane(right) });
const threeServers = (...nodes: readonly string[]): Facts => ({
  nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1'), control('c2'), control('c3')],
  controlPlane: controlPlane({
    servers: ['c1', 'c2', 'c3'],
    datastore: Datastore.EMBEDDED_ETCD,
    apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.0.2.10' },
  }),
  sharedFates: [{ name: 'rack', kind: FateKind.HYPERVISOR, nodes }],
});
const named = (name: string) => () => checkFacts(resolveFacts(name, clusterProps()));

const POOL = { name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(100) };
const DEVICE = { name: 'stick', path: '/dev/stick' };
const SITES = [{ name: 'home' }, { name: 'attic' }];
const ZONED = [{ name: 'home', zones: ['a', 'b', 'c'] }];
const LINK = { from: 'home', to: 'attic', roundTrip: Duration.millis(2) };
const THREE_SERVERS = { nodes: ['c1', 'c2', 'c3'].map((name) => control(name)), storage: {} };
const ETCD = { servers: ['c1', 'c2', 'c3'], datastore: Datastore.EMBEDDED_ETCD };
const linkOf = (link: Partial<typeof LINK>): Facts => ({ sites: SITES, links: [{ ...LINK, ...link }] });
const etcdIn = (site: string, links: Facts['links'] = []): Facts => ({
  ...THREE_SERVERS,
  nodes: [control('c1', { site }), control('c2'), control('c3')],
  sites: SITES,
  links,
  controlPlane: controlPlane(ETCD),
});
const serversIn = (...zones: readonly string[]): Facts => ({
  ...THREE_SERVERS,
  nodes: zones.map((zone, index) => control(`c${index + 1}`, { zone })),
  sites: ZONED,
  controlPlane: controlPlane(ETCD),
});
const zonedIn = (other: string): Facts => ({
  ...linkOf({}),
  nodes: [worker('w1', { zone: 'rack' }), worker('w2', { site: 'attic', zone: other }), control('c1')],
  sites: [
    { name: 'home', zones: ['home', 'rack'] },
    { name: 'attic', zones: ['rack', 'shelf'] },
  ],
  storage: {},
});
const storageOf = (linstor: object, nodes: readonly NodeProps[] = clusterProps().nodes): Facts => ({
  nodes,
  drbd: { pool: 'nvme', ...linstor },
});
const far = (protocol?: ReplicationProtocol): Facts => ({
  ...storageOf(protocol === undefined ? {} : { protocol }, [worker('w1', { site: 'attic' }), worker('w2'), worker('w3'), control('c1')]),
  ...linkOf({ roundTrip: Duration.millis(12) }),
});

export const FACTS_CASES = {
  'CLUSTER-NAME-INVALID': { fires: named('My Lab'), silent: named('my-lab') },
  'CLUSTER-WITHOUT-NODES': ofFacts({ nodes: [], storage: {} }, { nodes: [control('c1')], storage: {} }),
  'NODE-DUPLICATE': ofFacts({ nodes: [control('c1'), control('c1')], storage: {} }, { nodes: [control('c1'), control('c2')], storage: {} }),
  'NODE-NAME-INVALID': ofFacts({ nodes: [control('C_1')] }, { nodes: [control('c-1.lab')] }),
  'NODE-TAINT-INVALID': ofNode(
    { taints: [{ key: 'gpu', value: '$(rm -rf /)', effect: TaintEffect.NO_SCHEDULE }] },
    { taints: [{ key: 'example.com/gpu', value: 'yes', effect: TaintEffect.NO_SCHEDULE }] },
  ),
  'STORAGE-CLASS-NAME': ofFacts(
    { storage: { classes: [{ name: 'Fast SSD', nodeLocal: true }] } },
    { storage: { classes: [{ name: 'fast.ssd', nodeLocal: true }], defaultLocal: 'fast.ssd' } },
  ),
  'POLICY-NAME-INVALID': ofFacts(
    { policy: { operators: { ingressNamespace: 'Traefik' } } },
    { policy: { operators: { ingressNamespace: 'traefik', ingressClass: 'traefik.public', prometheusOperator: { labels: { release: 'x' } } } } },
  ),
  'NODE-WITHOUT-ROLE': ofNode({ roles: [] }, { roles: [NodeRole.WORKER] }),
  'NODE-CAPACITY': ofNode({ cpu: Cpu.millis(0) }, { cpu: Cpu.millis(200) }),
  'NODE-RESERVED': ofNode({ reserved: { cpu: Cpu.cores(1), memory: Size.gib(8) } }, { reserved: { cpu: Cpu.cores(1), memory: Size.gib(7) } }),
  'NODE-TOO-SMALL': ofFacts({ nodes: [control('c1', { cpu: Cpu.cores(1) })] }, { nodes: [control('c1', { cpu: Cpu.cores(2), memory: Size.mib(1700) })] }),
  'NODE-SITE-UNKNOWN': ofFacts({ ...withNode({ site: 'moon' }), sites: SITES }, { ...withNode({ site: 'attic' }), ...linkOf({}) }),
  'NODE-ZONE-UNKNOWN': ofFacts(
    { ...withNode({ zone: 'shelf' }), sites: [{ name: 'home', zones: ['rack'] }] },
    { ...withNode({ zone: 'rack' }), sites: [{ name: 'home', zones: ['rack'] }] },
  ),
  'NODE-EXCLUSION': ofNode({ excludes: [Exclusion.PRODUCTIVE_WORKLOADS] }, { excludes: [Exclusion.PRODUCTIVE_WORKLOADS], roles: [NodeRole.STORAGE] }),
  'NODE-LABEL-INVALID': ofNode({ labels: { 'node-role.kubernetes.io/worker': '' } }, { labels: { 'lab.example/worker': '' } }),
  'NODE-HARDWARE-INVALID': ofNode({ extendedResources: { gpu: 1 } }, { extendedResources: { 'amd.com/gpu': 1 } }),
  'WITNESS-IS-DISKFUL': ofNode({ roles: [NodeRole.STORAGE, NodeRole.WITNESS] }, { roles: [NodeRole.WITNESS] }),
  'DEVICE-DUPLICATE': ofNode({ devices: [DEVICE, DEVICE] }, { devices: [DEVICE, { ...DEVICE, name: 'other' }] }),
  'DEVICE-PATH': ofNode({ devices: [{ ...DEVICE, path: 'stick' }] }, { devices: [DEVICE] }),
  'POOL-NAME-INVALID': ofNode({ pools: [POOL, { ...POOL, name: 'a pool' }] }, { pools: [POOL, { ...POOL, name: 'a_pool' }] }),
  'POOL-SIZE': ofNode({ pools: [{ ...POOL, size: Size.gib(0) }] }, { pools: [{ ...POOL, size: Size.mib(1) }] }),
  'POOL-OVERCOMMIT': ofNode({ pools: [{ ...POOL, kind: PoolKind.LVM, overcommit: 2 }] }, { pools: [{ ...POOL, overcommit: 2 }] }),
  'POOL-DUPLICATE': ofNode({ pools: [POOL, POOL] }, { pools: [POOL, { ...POOL, name: 'hdd' }] }),
  'POOL-DEVICES': ofNode(
    { pools: [{ ...POOL, kind: PoolKind.DIRECTORY, devices: ['/dev/sda'] }] },
    { pools: [{ ...POOL, kind: PoolKind.LVM_THIN, devices: ['/dev/sda'] }] },
  ),
  'FENCING-NONE': ofNode(
    { fencing: { method: FencingMethod.NONE, automatedWithin: Duration.seconds(90) } },
    { fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(90) } },
  ),
  'FENCING-QUORUM-IO': ofNode(
    { fencing: { method: FencingMethod.QUORUM_IO, automatedWithin: Duration.seconds(90) } },
    { fencing: { method: FencingMethod.QUORUM_IO } },
  ),
  'SITE-DUPLICATE': ofFacts({ sites: [{ name: 'home' }, { name: 'home' }] }, { sites: SITES }),
  'LINK-SITE-UNKNOWN': ofFacts(linkOf({ to: 'moon' }), linkOf({})),
  'LINK-WITHIN-SITE': ofFacts(linkOf({ to: 'home' }), linkOf({})),
  'LINK-ROUND-TRIP': ofFacts(linkOf({ roundTrip: Duration.seconds(10) }), linkOf({ roundTrip: Duration.seconds(9) })),
  'CLUSTER-DNS-REPLICAS': ofFacts({ clusterDns: { replicas: 0 } }, { clusterDns: { replicas: 2 } }),
  'RATE-INVALID': ofFacts({ failureRates: { node: { perYear: -1 } } }, { failureRates: { node: { perYear: 0 } } }),
  'LINK-MISSING': ofFacts(etcdIn('attic'), etcdIn('attic', [LINK])),
  'ZONE-IN-TWO-SITES': ofFacts(zonedIn('rack'), zonedIn('shelf')),
  'FATE-NODE-UNKNOWN': ofFacts(
    { sharedFates: [{ name: 'plug', kind: FateKind.POWER, nodes: ['w1', 'w9'] }] },
    { sharedFates: [{ name: 'plug', kind: FateKind.POWER, nodes: ['w1', 'w2'] }] },
  ),
  'CONTROL-SERVER-UNKNOWN': ofControl({ servers: ['c9'] }, { servers: ['c1'] }),
  'CONTROL-SERVER-DUPLICATE': ofControl({ servers: ['c1', 'c1'] }, { servers: ['c1'] }),
  'CONTROL-ROLE-MISSING': ofControl({ servers: ['w1'] }, { servers: ['c1'] }),
  'CONTROL-WITHOUT-SERVER': ofControl({ servers: [] }, { servers: [], distribution: Distribution.MANAGED }),
  'CONTROL-SINGLE-SERVER': ofFacts({}, { ...THREE_SERVERS, controlPlane: controlPlane(ETCD) }),
  'CONTROL-STATE-BACKUP': ofControl(
    { stateBackup: { every: Duration.minutes(59), reportedBy: StateBackupReport.NODE_FILE } },
    { stateBackup: { every: Duration.minutes(60), reportedBy: StateBackupReport.NODE_FILE } },
  ),
  'CONTROL-SQLITE': ofFacts(
    { ...THREE_SERVERS, controlPlane: controlPlane({ ...ETCD, datastore: Datastore.SQLITE }) },
    { ...THREE_SERVERS, controlPlane: controlPlane(ETCD) },
  ),
  'CONTROL-EVEN-SERVERS': ofFacts(
    { ...THREE_SERVERS, controlPlane: controlPlane({ ...ETCD, servers: ['c1', 'c2'] }) },
    { ...THREE_SERVERS, controlPlane: controlPlane({ datastore: Datastore.EXTERNAL, servers: ['c1', 'c2'] }) },
  ),
  'CONTROL-ENTRY-INVALID': ofControl(
    { apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: 'a\nb' } },
    { apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.0.2.10' } },
  ),
  'CONTROL-ENTRY-SINGLE': ofFacts(
    { ...THREE_SERVERS, controlPlane: controlPlane(ETCD) },
    { ...THREE_SERVERS, controlPlane: controlPlane({ ...ETCD, apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'lb.lab.example' } }) },
  ),
  'CONTROL-ETCD-LATENCY': ofFacts(
    etcdIn('attic', [{ ...LINK, roundTrip: Duration.millis(10) }]),
    etcdIn('attic', [{ ...LINK, roundTrip: Duration.millis(9) }]),
  ),
  'CONTROL-ETCD-TIMERS': ofFacts(
    etcdIn('attic', [{ ...LINK, roundTrip: Duration.seconds(5) }]),
    etcdIn('attic', [{ ...LINK, roundTrip: Duration.millis(500) }]),
  ),
  'CONTROL-ETCD-UNUSED': ofFacts(
    { ...THREE_SERVERS, controlPlane: controlPlane({ ...ETCD, datastore: Datastore.EXTERNAL, etcd: {} }) },
    { ...THREE_SERVERS, controlPlane: controlPlane({ ...ETCD, etcd: {} }) },
  ),
  'CONTROL-VERSION-INVALID': ofControl({ version: 'v1' }, { version: '1.36' }),
  'CONTROL-VERSION-OLD': ofControl({ version: '1.26.9' }, { version: '1.27.0' }),
  'CONTROL-TIMING': ofControl({ flags: { nodeMonitorPeriod: Duration.seconds(0) } }, { flags: { nodeMonitorPeriod: Duration.seconds(1) } }),
  'CONTROL-ZONE-LOSS': ofFacts(serversIn('a', 'a', 'b'), serversIn('a', 'b', 'c')),
  'CONTROL-GRACE-SHORT': ofControl({ flags: { nodeMonitorGracePeriod: Duration.seconds(45) } }, { flags: { nodeMonitorGracePeriod: Duration.seconds(46) } }),
  'CONTROL-SHARED-FATE': ofFacts(threeServers('c1', 'c2'), threeServers('c1', 'w1')),
  'STORAGE-SHARED-FATE': ofFacts(
    { sharedFates: [{ name: 'rack', kind: FateKind.HYPERVISOR, nodes: ['w1', 'w2'] }] },
    { sharedFates: [{ name: 'rack', kind: FateKind.HYPERVISOR, nodes: ['w1', 'c1'] }] },
  ),
  'STORAGE-ZONE-LOSS': ofFacts(
    { nodes: [worker('w1', { zone: 'a' }), worker('w2', { zone: 'a' }), worker('w3', { zone: 'b' }), control('c1', { zone: 'a' })], sites: ZONED },
    { nodes: [worker('w1', { zone: 'a' }), worker('w2', { zone: 'b' }), worker('w3', { zone: 'c' }), control('c1', { zone: 'a' })], sites: ZONED },
  ),
  'STORAGE-RELEASE-INVALID': ofFacts(
    { storage: { classes: [{ name: 'longhorn', nodeLocal: false, release: { by: 'Longhorn', earliest: Duration.minutes(4), within: Duration.minutes(3) } }] } },
    { storage: { classes: [{ name: 'longhorn', nodeLocal: false, release: { by: 'Longhorn', earliest: Duration.minutes(3), within: Duration.minutes(3) } }] } },
  ),
  'STORAGE-ONE-POD-NOWHERE': ofFacts(
    { storage: { readWriteOncePod: true, classes: [{ name: 'longhorn', nodeLocal: false }] } },
    { storage: { readWriteOncePod: true, classes: [{ name: 'longhorn', nodeLocal: false, readWriteOncePod: true }] } },
  ),
  'STORAGE-CLASS-POOL': ofFacts(
    { storage: { classes: [{ name: 'local-path', nodeLocal: true, pool: 'disk' }] } },
    { storage: { classes: [{ name: 'local-path', nodeLocal: true, pool: 'nvme' }] } },
  ),
  'STORAGE-CLASS-DUPLICATE': ofFacts(
    { storage: { classes: ['ceph', 'ceph'].map((name) => ({ name, nodeLocal: false })) } },
    { storage: { classes: ['ceph', 'nfs'].map((name) => ({ name, nodeLocal: false })) } },
  ),
  'STORAGE-POOL-MISSING': ofNode({ pools: [] }, { pools: [], roles: [NodeRole.WORKER] }),
  'STORAGE-WITHOUT-REASON': ofFacts(storageOf({ acceptSlowWrites: ' ' }), storageOf({ acceptSlowWrites: 'nobody waits for them' })),
  'STORAGE-ONE-COPY': ofFacts(storageOf({ replicas: 1 }), storageOf({ replicas: 2 })),
  'STORAGE-TOO-FEW-NODES': ofFacts(storageOf({ replicas: 4 }), storageOf({ replicas: 3 })),
  'QUORUM-TWO-VOTES': ofFacts(
    storageOf({}, [worker('w1'), worker('w2'), control('c1')]),
    storageOf({}, [worker('w1'), worker('w2'), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS] })]),
  ),
  'STORAGE-SLOW-LINK': ofFacts(far(), far(ReplicationProtocol.A)),
  'STORAGE-SLOW-DETACH': {
    fires: noted({}),
    silent: noted({ controlPlane: controlPlane({ flags: { attachDetachReconcileSyncPeriod: Duration.seconds(5) } }) }),
  },
  'STORAGE-COLD-START': { fires: noted({ nodes: [worker('w1'), worker('w2'), control('c1')] }), silent: noted({}) },
} satisfies Cases;
