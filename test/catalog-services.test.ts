import { parseAllDocuments } from 'yaml';
import {
  App,
  AvailabilityClass,
  Client,
  Cluster,
  coreDns,
  DrbdStorage,
  Duration,
  dynamicDns,
  HighlyAvailable,
  mosquitto,
  OtherWorkload,
  postgres,
  ScheduledJob,
  ServiceType,
  SinglePod,
  SinglePodFlexible,
  Size,
  s3,
  uptimeKuma,
  valkey,
  type WorkloadClass,
  ZigbeeAdapter,
  ZigbeeCoordinator,
  zigbee2Mqtt,
} from '../lib';
import { clusterProps, control, worker } from './support';

const allowFrom = [Client.namespace('wiki')];

/** Three workers of which one has a stick. */
const LAB = clusterProps({
  nodes: [worker('w1', { devices: [{ name: 'stick', path: '/dev/serial/by-id/stick', group: 20 }] }), worker('w2'), worker('w3'), control('c1')],
});

interface Placed {
  readonly plan: { readonly ask: { readonly availabilityClass: WorkloadClass } } | undefined;
}

/** What an app in a cluster has become: nothing is said against it, and its files are sound. */
class Built {
  readonly availabilityClass: WorkloadClass | undefined;
  private readonly objects: ReadonlyMap<string, unknown>;

  constructor(put: (cluster: Cluster) => Placed) {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: LAB });
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    this.availabilityClass = put(cluster).plan?.ask.availabilityClass;
    const { files, findings } = app.build();
    expect(findings).toEqual([]);
    const documents = [...files].filter(([path]) => path.endsWith('.yaml')).flatMap(([, text]) => parseAllDocuments(text.toString()));
    expect(documents.flatMap((document) => document.errors)).toEqual([]);
    this.objects = new Map(documents.map((one) => [`${one.getIn(['kind'])}/${one.getIn(['metadata', 'name'])}`, one.toJS()]));
  }

  object(name: string): unknown {
    return this.objects.get(name);
  }

  /** The config files of an app, one after the other. */
  files(name: string): string {
    const maps = [...this.objects].filter(([key]) => key.startsWith(`ConfigMap/${name}-`)).map(([, object]) => object as { data: { [file: string]: string } });
    return maps.flatMap(({ data }) => Object.values(data)).join('');
  }

  container(name: string): unknown {
    const { spec } = this.objects.get(name) as { spec: { template: { spec: { containers: readonly unknown[] } } } };
    return spec.template.spec.containers[0];
  }
}

test('PostgreSQL is flexible, on replicated data, for those who are named', () => {
  const objective = { rto: Duration.minutes(5), rpo: Duration.seconds(0) };
  const built = new Built((cluster) => new SinglePodFlexible(cluster.workers, 'database', postgres({ database: 'wiki', allowFrom, objective })));
  expect(built.availabilityClass).toBe(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  expect(built.object('PersistentVolumeClaim/database-data')).toMatchObject({
    spec: { storageClassName: 'drbd-replicated', resources: { requests: { storage: '10Gi' } } },
  });
  expect(built.object('NetworkPolicy/database')).toMatchObject({
    spec: { ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'wiki' } } }], ports: [{ port: 5432 }] }, {}] },
  });
  expect(built.container('Deployment/database')).toMatchObject({
    env: expect.arrayContaining([
      { name: 'PGDATA', value: '/var/lib/postgresql/18/docker' },
      { name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'postgres', key: 'POSTGRES_PASSWORD' } } },
    ]),
    readinessProbe: { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', 'wiki', '-d', 'wiki'] } },
    volumeMounts: expect.arrayContaining([
      { name: 'data', mountPath: '/var/lib/postgresql' },
      { name: 'dev-shm', mountPath: '/dev/shm' },
    ]),
  });
  expect(built.object('Deployment/database')).toMatchObject({
    spec: { template: { spec: { securityContext: { runAsUser: 65532, fsGroupChangePolicy: 'OnRootMismatch' }, terminationGracePeriodSeconds: 120 } } },
  });
});

test('Valkey is flexible: a cache that evicts, or a broker that keeps', () => {
  const cache = new Built((cluster) => new SinglePodFlexible(cluster.workers, 'cache', valkey({ allowFrom })));
  expect(cache.availabilityClass).toBe(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  expect(cache.container('Deployment/cache')).toMatchObject({
    args: ['--maxmemory', '$(MEMORY)', '--appendonly', 'no', '--save', '', '--maxmemory-policy', 'allkeys-lru'],
    env: [{ name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'requests.memory' } } }],
  });
  expect(cache.object('PersistentVolumeClaim/cache-data')).toBeUndefined();
  const broker = new Built((cluster) => new SinglePodFlexible(cluster.workers, 'broker', valkey({ allowFrom, dataSize: Size.gib(1) })));
  expect(broker.container('Deployment/broker')).toMatchObject({
    args: ['--maxmemory', '$(MEMORY)', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
  });
  expect(broker.object('PersistentVolumeClaim/broker-data')).toMatchObject({ spec: { storageClassName: 'drbd-replicated' } });
});

test('CoreDNS is highly available, and answers UDP and TCP on one address', () => {
  const hosts = { 'nas.home.example': '192.168.1.7' };
  const built = new Built((cluster) => new HighlyAvailable(cluster.workers, 'dns', coreDns({ hosts, allowFrom: [Client.cidr('192.168.1.0/24')] })));
  expect(built.availabilityClass).toBe(AvailabilityClass.HIGHLY_AVAILABLE);
  expect(built.object('Deployment/dns')).toMatchObject({ spec: { replicas: 3 } });
  expect(built.object('Service/dns')).toMatchObject({
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      ports: [
        { port: 53, targetPort: 'dns-tcp', protocol: 'TCP' },
        { port: 53, targetPort: 'dns', protocol: 'UDP' },
      ],
    },
  });
  expect(built.container('Deployment/dns')).toMatchObject({
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
  });
  expect(built.files('dns')).toMatchInlineSnapshot(`
    ".:1053 {
        errors
        health :8080 {
            lameduck 5s
        }
        ready :8181
        hosts {
            192.168.1.7 nas.home.example
            fallthrough
        }
        cache 300
        forward . tls://9.9.9.9 tls://149.112.112.112 {
            tls_servername dns.quad9.net
        }
    }
    "
  `);
});

test('Mosquitto is flexible, and asks for passwords from a Secret', () => {
  const built = new Built((cluster) => new SinglePodFlexible(cluster.workers, 'mqtt', mosquitto({ serviceType: ServiceType.LOAD_BALANCER })));
  expect(built.availabilityClass).toBe(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  expect(built.object('Deployment/mqtt')).toMatchObject({
    spec: {
      template: {
        spec: {
          volumes: expect.arrayContaining([
            { name: 'mosquitto-secret', secret: { secretName: 'mosquitto', defaultMode: 0o440, items: [{ key: 'passwords', path: 'passwords' }] } },
          ]),
        },
      },
    },
  });
  expect(built.files('mqtt')).toMatchInlineSnapshot(`
    "listener 1883
    allow_anonymous false
    global_plugin /usr/lib/mosquitto_password_file.so
    plugin_opt_password_file /mosquitto/secret/passwords
    global_plugin /usr/lib/mosquitto_persist_sqlite.so
    persistence_location /mosquitto/data/
    log_dest stdout
    "
  `);
});

test('Uptime Kuma is flexible, as the user of its image, with SQLite', () => {
  const built = new Built((cluster) => new SinglePodFlexible(cluster.workers, 'status', uptimeKuma({ host: 'status.home.example' })));
  expect(built.availabilityClass).toBe(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  expect(built.object('Deployment/status')).toMatchObject({ spec: { template: { spec: { securityContext: { runAsUser: 1000, fsGroup: 1000 } } } } });
  expect(built.container('Deployment/status')).toMatchObject({
    env: [{ name: 'UPTIME_KUMA_DB_TYPE', value: 'sqlite' }],
    securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  });
  const pinging = new Built((cluster) => new SinglePodFlexible(cluster.workers, 'status', uptimeKuma({ host: 'status.home.example', ping: true })));
  expect(pinging.container('Deployment/status')).toMatchObject({ securityContext: { capabilities: { drop: ['ALL'], add: ['NET_RAW'] } } });
});

test('Zigbee2MQTT is pinned to its stick, or flexible with a coordinator in the network', () => {
  const options = { host: 'zigbee.home.example', mqtt: 'mqtt://mosquitto.mosquitto:1883' };
  const stick = ZigbeeCoordinator.stick('stick', ZigbeeAdapter.EMBER);
  const pinned = new Built((cluster) => new SinglePod(cluster.workers, 'zigbee', zigbee2Mqtt({ ...options, coordinator: stick })));
  expect(pinned.availabilityClass).toBe(AvailabilityClass.SINGLE_POD_PINNED);
  expect(pinned.container('Deployment/zigbee')).toMatchObject({
    env: expect.arrayContaining([
      { name: 'ZIGBEE2MQTT_CONFIG_SERIAL_PORT', value: '/dev/zigbee' },
      { name: 'ZIGBEE2MQTT_CONFIG_SERIAL_ADAPTER', value: 'ember' },
    ]),
    securityContext: { privileged: true },
    volumeMounts: expect.arrayContaining([{ name: 'stick', mountPath: '/dev/zigbee' }]),
  });
  const radio = ZigbeeCoordinator.network('tcp://192.168.1.8:6638', ZigbeeAdapter.ZSTACK);
  const flexible = new Built((cluster) => new SinglePod(cluster.workers, 'zigbee', zigbee2Mqtt({ ...options, coordinator: radio })));
  expect(flexible.availabilityClass).toBe(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  expect(flexible.container('Deployment/zigbee')).toMatchObject({
    env: expect.arrayContaining([
      { name: 'ZIGBEE2MQTT_CONFIG_SERIAL_PORT', value: 'tcp://192.168.1.8:6638' },
      { name: 'ZIGBEE2MQTT_CONFIG_MQTT_PASSWORD', valueFrom: { secretKeyRef: { name: 'zigbee2mqtt', key: 'MQTT_PASSWORD' } } },
    ]),
    securityContext: { allowPrivilegeEscalation: false },
  });
});

test('the S3 store is flexible, on replicated data, with its keys from a Secret', () => {
  const built = new Built((cluster) => new SinglePodFlexible(cluster.workers, 's3', s3({ dataSize: Size.gib(20), host: 's3.home.example' })));
  expect(built.availabilityClass).toBe(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  expect(built.object('PersistentVolumeClaim/s3-data')).toMatchObject({ spec: { storageClassName: 'drbd-replicated' } });
  expect(built.container('Deployment/s3')).toMatchObject({
    args: ['posix', '/data'],
    env: [
      { name: 'VGW_HEALTH', value: '/healthz' },
      { name: 'ROOT_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 's3', key: 'ROOT_ACCESS_KEY' } } },
      { name: 'ROOT_SECRET_KEY', valueFrom: { secretKeyRef: { name: 's3', key: 'ROOT_SECRET_KEY' } } },
    ],
    readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
    volumeMounts: expect.arrayContaining([{ name: 'data', mountPath: '/data', subPath: 'buckets' }]),
  });
  const inside = new Built((cluster) => new SinglePodFlexible(cluster.workers, 's3', s3({ dataSize: Size.gib(20), allowFrom })));
  expect(inside.object('Ingress/s3')).toBeUndefined();
});

test('DNS is updated by a job that fails when the provider refuses, and that no dead node holds up', () => {
  const built = new Built((cluster) => new ScheduledJob(cluster.workers, 'dyndns', dynamicDns()));
  expect(built.availabilityClass).toBe(OtherWorkload.SCHEDULED_JOB);
  expect(built.object('CronJob/dyndns')).toMatchObject({
    spec: {
      schedule: '*/5 * * * *',
      concurrencyPolicy: 'Replace',
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          activeDeadlineSeconds: 120,
          template: {
            spec: {
              containers: [
                {
                  args: ['--fail', '--silent', '--show-error', '--retry', '3', '--max-time', '20', '$(UPDATE_URL)'],
                  env: [{ name: 'UPDATE_URL', valueFrom: { secretKeyRef: { name: 'dynamic-dns', key: 'UPDATE_URL' } } }],
                },
              ],
            },
          },
        },
      },
    },
  });
});

test('what cannot run twice says so', () => {
  const coordinator = ZigbeeCoordinator.stick('stick', ZigbeeAdapter.EMBER);
  const host = 'app.home.example';
  const single = [
    postgres({ database: 'wiki', allowFrom }),
    valkey({ allowFrom }),
    mosquitto(),
    uptimeKuma({ host }),
    zigbee2Mqtt({ host, coordinator, mqtt: 'mqtt://mosquitto.mosquitto:1883' }),
    s3({ dataSize: Size.gib(20) }),
  ];
  expect(single.map((props) => props.maxReplicas)).toEqual(single.map(() => 1));
  expect(coreDns().maxReplicas).toBeUndefined();
});
