// Clusters that no program of this repository describes, so that every kind of rule and receiver is tried.
import {
  ApiEndpointKind,
  App,
  Budget,
  Cluster,
  type ClusterFactsProps,
  Cpu,
  Datastore,
  Distribution,
  DrbdStorage,
  Duration,
  ExporterTls,
  FencingMethod,
  HighlyAvailable,
  Image,
  Monitoring,
  type MonitoringProps,
  NodeAgent,
  type NodeProps,
  NodeRole,
  OneOffJob,
  PiraeusOperator,
  PoolKind,
  Port,
  Probe,
  Receiver,
  Replicas,
  ScheduledJob,
  SinglePodFlexible,
  Size,
  StateBackupReport,
  Volume,
} from '../../lib';

const machine = (name: string, roles: NodeRole[], more: Partial<NodeProps> = {}): NodeProps => ({
  name,
  roles,
  site: 'rack',
  cpu: Cpu.cores(8),
  memory: Size.gib(32),
  ...more,
});

const STORES: Partial<NodeProps> = {
  pools: [{ name: 'ssd', kind: PoolKind.LVM_THIN, size: Size.gib(900) }],
  fencing: { method: FencingMethod.IPMI },
};

const SERVERS = ['s1', 's2', 's3'];
const LOCAL = { name: 'local-path', nodeLocal: true };
const HEARTBEAT = { url: { secretName: 'healthchecks', key: 'url' } };

/** Three of everything, with etcd and K3s' own snapshots. */
const three: ClusterFactsProps = {
  nodes: [
    ...SERVERS.map((name) => machine(name, [NodeRole.CONTROL, NodeRole.WORKER, NodeRole.STORAGE, NodeRole.INGRESS], STORES)),
    ...['m1', 'm2', 'm3'].map((name) => machine(name, [NodeRole.MONITORING])),
  ],
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: SERVERS,
    datastore: Datastore.EMBEDDED_ETCD,
    apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.168.10.10' },
    stateBackup: { every: Duration.hours(12), reportedBy: StateBackupReport.K3S_SNAPSHOTS },
  },
  storage: { classes: [LOCAL] },
  policy: { operators: { monitoringNamespace: 'monitoring' } },
};

/** A provider's control plane, and nothing replicated. */
const plain: ClusterFactsProps = {
  nodes: [machine('w1', [NodeRole.WORKER]), machine('w2', [NodeRole.WORKER]), machine('watch', [NodeRole.MONITORING])],
  controlPlane: {
    distribution: Distribution.MANAGED,
    version: '1.36.3',
    servers: [],
    datastore: Datastore.EXTERNAL,
    apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'api.provider.example' },
  },
  storage: { classes: [LOCAL] },
};

const image = Image.of('registry.example/app', '1.0.0', `sha256:${'0'.repeat(64)}`);
const resources = { cpu: Cpu.millis(100), memory: Size.mib(128), memoryLimit: Size.mib(256) };
const network = { ports: [Port.http(8080)] };
const health = { readiness: Probe.http('/ready') };

/** An app of each class, and two in one namespace whose names begin alike. */
function apps(cluster: Cluster): void {
  new HighlyAvailable(cluster.workers, 'web', { namespace: 'shop', image, resources, network, health });
  new HighlyAvailable(cluster.workers, 'web-api', {
    namespace: 'shop',
    image,
    resources,
    network: { ports: [Port.http(8081)] },
    health,
    budget: Budget.minAvailable(2),
    metrics: { port: 'http' },
  });
  new HighlyAvailable(cluster.workers, 'ledger', {
    namespace: 'shop',
    image,
    resources,
    network,
    health,
    replicas: Replicas.of(3),
    volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: LOCAL.name })],
  });
  new SinglePodFlexible(cluster.workers, 'orders', {
    image,
    resources,
    network,
    health,
    volumes: [Volume.data('/data', { size: Size.gib(1) })],
    objective: { rto: Duration.minutes(5), rpo: Duration.seconds(0) },
  });
  new SinglePodFlexible(cluster.workers, 'reports', { image, resources, network, health });
  new ScheduledJob(cluster.workers, 'cleanup', { image, resources, schedule: '15 2 * * *' });
  new OneOffJob(cluster.workers, 'import', { image, resources });
  new NodeAgent(cluster.workers, 'shipper', { image, resources });
}

const ALL: { readonly [name: string]: readonly [ClusterFactsProps, MonitoringProps, (cluster: Cluster) => void] } = {
  'highly-available': [
    three,
    {
      grafana: { secretName: 'grafana-admin' },
      highlyAvailable: true,
      prometheus: { storageClass: LOCAL.name },
      alerts: { critical: [Receiver.webhook({ url: { secretName: 'on-call', key: 'url' } })], heartbeat: HEARTBEAT },
    },
    (cluster) => {
      new PiraeusOperator(cluster.operators, 'piraeus');
      new DrbdStorage(cluster.storage, 'drbd', { pool: 'ssd' });
      apps(cluster);
    },
  ],
  'without-linstor': [
    plain,
    {
      grafana: { secretName: 'grafana-admin' },
      alerts: { critical: [Receiver.webhook({ url: { secretName: 'on-call', key: 'url' } })], heartbeat: HEARTBEAT },
    },
    (cluster) => {
      new HighlyAvailable(cluster.workers, 'web', { image, resources, network, health, replicas: Replicas.two('there are two nodes') });
    },
  ],
  receivers: [
    plain,
    {
      grafana: { secretName: 'grafana-admin' },
      alerts: {
        critical: [
          Receiver.telegram({ chat: -1001234567890, token: { secretName: 'telegram', key: 'token' } }),
          Receiver.ntfy({ url: 'https://ntfy.example', topic: 'alerts', token: { secretName: 'ntfy', key: 'token' } }),
          Receiver.webhook({ url: { secretName: 'on-call', key: 'url' } }),
        ],
        warnings: [
          Receiver.mail({
            to: 'us@example.org',
            from: 'cluster@example.org',
            server: 'mail.example.org:587',
            username: 'cluster',
            password: { secretName: 'mail', key: 'password' },
          }),
        ],
        heartbeat: { ...HEARTBEAT, every: Duration.minutes(2) },
      },
    },
    () => undefined,
  ],
  tls: [
    plain,
    {
      grafana: { secretName: 'grafana-admin' },
      alerts: {
        critical: [Receiver.ntfy({ url: 'https://ntfy.example', topic: 'alerts', token: { secretName: 'ntfy', key: 'token' } })],
        heartbeat: HEARTBEAT,
      },
      exporterTls: ExporterTls.secret('node-exporter-tls'),
    },
    () => undefined,
  ],
};

/** Each as a program of its own. */
export function fixtures(): { readonly name: string; readonly app: App }[] {
  return Object.entries(ALL).map(([name, [facts, monitoring, rest]]) => {
    const app = new App({ outdir: 'never-written' });
    const cluster = new Cluster(app, name, { facts });
    rest(cluster);
    new Monitoring(cluster.monitoring, 'stack', monitoring);
    return { name, app };
  });
}
