// A shop with three equal nodes in one room: each runs the control plane, holds a copy of the data and lets customers in.
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
  EnvValue,
  FencingMethod,
  HighlyAvailable,
  Image,
  IngressClass,
  Monitoring,
  type NodeProps,
  NodeRole,
  PiraeusOperator,
  PoolKind,
  Port,
  Probe,
  Receiver,
  SinglePodFlexible,
  Size,
  StateBackupReport,
  TRAEFIK_CONTROLLER,
  traefik,
  Volume,
} from 'cdk8s-availability';

const names = ['shop-1', 'shop-2', 'shop-3'];
const node = (name: string): NodeProps => ({
  name,
  roles: [NodeRole.CONTROL, NodeRole.WORKER, NodeRole.STORAGE, NodeRole.INGRESS, NodeRole.MONITORING],
  site: 'shop',
  cpu: Cpu.cores(8),
  memory: Size.gib(32),
  pools: [{ name: 'ssd', kind: PoolKind.ZFS_THIN, size: Size.gib(900), source: 'tank' }],
  fencing: { method: FencingMethod.IPMI },
});
const facts: ClusterFactsProps = {
  nodes: names.map(node),
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: names,
    datastore: Datastore.EMBEDDED_ETCD,
    apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.168.10.10' },
    flags: { attachDetachReconcileSyncPeriod: Duration.seconds(5) },
    // K3s' own, of etcd.
    stateBackup: { every: Duration.hours(12), reportedBy: StateBackupReport.K3S_SNAPSHOTS },
  },
  // A second pod never starts beside the first. Kubernetes refuses the change for claims that exist: for a new cluster.
  storage: { readWriteOncePod: true },
  policy: {
    operators: {
      clusterIssuer: 'letsencrypt',
      ingressClass: 'traefik',
      ingressNamespace: 'traefik',
      monitoringNamespace: 'monitoring',
      // Its chart brings the operator alone; the labels are nobody else's.
      prometheusOperator: { labels: { monitoring: 'shop' } },
    },
    images: { requireDigest: false },
  },
};

export const app = new App({ outdir: 'dist' });
const shop = new Cluster(app, 'shop', { facts, flux: { url: 'https://git.shop.example/cluster.git' } });

new PiraeusOperator(shop.operators, 'piraeus');
new DrbdStorage(shop.storage, 'drbd', { pool: 'ssd' });
new Monitoring(shop.monitoring, 'stack', {
  highlyAvailable: true,
  grafana: { secretName: 'grafana-admin', host: 'grafana.shop.example' },
  alerts: {
    critical: [Receiver.telegram({ chat: -1001234567890, token: { secretName: 'telegram', key: 'token' } })],
    warnings: [
      Receiver.mail({
        to: 'shop@shop.example',
        from: 'alerts@shop.example',
        server: 'mail.shop.example:587',
        username: 'alerts',
        password: { secretName: 'mail', key: 'password' },
      }),
    ],
    heartbeat: { url: { secretName: 'healthchecks', key: 'url' } },
  },
});
new IngressClass(shop.control, 'traefik-class', { name: 'traefik', controller: TRAEFIK_CONTROLLER, isDefault: true });
new HighlyAvailable(shop.control, 'traefik', traefik());

// The orders are in one database: it moves, with all that was acknowledged.
const orders = new SinglePodFlexible(shop.workers, 'orders', {
  image: Image.of('docker.io/library/postgres', '18.6'),
  resources: { cpu: Cpu.millis(500), memory: Size.gib(1), memoryLimit: Size.gib(2) },
  env: { PGDATA: EnvValue.of('/var/lib/postgresql/data/18'), POSTGRES_PASSWORD: EnvValue.fromSecret({ secretName: 'orders', key: 'password' }) },
  network: { ports: [Port.tcp(5432, 'postgres')] },
  health: { readiness: Probe.exec('pg_isready', '-U', 'postgres'), startsWithin: Duration.minutes(10) },
  volumes: [
    Volume.data('/var/lib/postgresql/data', { size: Size.gib(50) }),
    Volume.memory('/dev/shm', Size.mib(256)),
    Volume.scratch('/var/run/postgresql', Size.mib(16)),
  ],
  terminationGrace: Duration.minutes(2),
  objective: { rto: Duration.minutes(4), rpo: Duration.seconds(0) },
});

// The site keeps nothing of its own: three of it, two always there, and more when customers come.
new HighlyAvailable(shop.workers, 'site', {
  image: Image.of('registry.shop.example/site', '2026.11.1'),
  resources: { cpu: Cpu.millis(250), memory: Size.mib(256), memoryLimit: Size.mib(512) },
  env: { DATABASE_URL: EnvValue.fromSecret({ secretName: 'site', key: 'database-url' }) },
  network: { ports: [Port.http(8080)], routes: [{ host: 'shop.example', aliases: ['www.shop.example'] }] },
  health: { readiness: Probe.http('/ready'), liveness: Probe.http('/alive') },
  budget: Budget.minAvailable(2),
  autoscale: { max: 6 },
  dependsOn: [orders],
});

if (require.main === module) app.synth();
