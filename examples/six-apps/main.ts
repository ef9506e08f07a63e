// Six apps as a person writes them who does not use the catalogue: what one app costs in lines. `npm run lines` counts.
import {
  Allow,
  App,
  Cluster,
  Cpu,
  DrbdStorage,
  Duration,
  EnvValue,
  HighlyAvailable,
  Image,
  NodeRole,
  PiraeusOperator,
  Port,
  Probe,
  ServiceType,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  TrafficPolicy,
  Volume,
} from 'cdk8s-availability';
import { facts } from './facts';

export const app = new App({ outdir: 'dist' });
const { workers, control, storage, operators } = new Cluster(app, 'six-apps', { facts });
new PiraeusOperator(operators, 'piraeus');
new DrbdStorage(storage, 'drbd', { pool: 'data', failOverUnsafePods: 'the media share is only added to' });
const share = { server: 'nas.home.example', path: '/volume1/media' };
const zone = { TZ: EnvValue.of('Europe/Berlin') };
const tmp = Volume.scratch('/tmp', Size.mib(256));
const reader = (resource: string, group = '') => ({ apiGroups: [group], resources: [resource], verbs: ['get', 'list', 'watch'] });
const size = (millis: number, memory: number, limit: number) => ({ cpu: Cpu.millis(millis), memory: Size.mib(memory), memoryLimit: Size.mib(limit) });

// app: sonarr
new SinglePodFlexible(workers, 'sonarr', {
  image: Image.of('ghcr.io/home-operations/sonarr', '4.0.20.3012', 'sha256:1f19eb5e0f421418c1a956bbe01310a0141423afe28bd9a4b1dcb8629ff2bce2'),
  resources: size(50, 256, 1024),
  env: zone,
  network: { ports: [Port.http(8989)], routes: [{ host: 'sonarr.home.example' }] },
  health: { readiness: Probe.http('/ping') },
  volumes: [Volume.data('/config', { size: Size.gib(5) }), Volume.nfs('/media', share), tmp],
  objective: { rto: Duration.minutes(5), rpo: Duration.seconds(0) },
});

// app: plex
new SinglePodFlexible(workers, 'plex', {
  image: Image.of('ghcr.io/home-operations/plex', '1.43.3.10828', 'sha256:0c0b6899339503af17cb190b25af6acf10f0030e2820985e16ee14ef428f49d7'),
  resources: size(200, 1024, 4096),
  env: { ...zone, PLEX_ADVERTISE_URL: EnvValue.of('https://plex.home.example:443') },
  network: { ports: [Port.http(32400)], routes: [{ host: 'plex.home.example' }] },
  health: { readiness: Probe.http('/identity') },
  volumes: [Volume.data('/config', { size: Size.gib(20) }), Volume.nfs('/media', { ...share, readOnly: true }), Volume.scratch('/transcode', Size.gib(4)), tmp],
});

// app: zwave-js-ui
new SinglePodPinned(workers, 'zwave-js-ui', {
  image: Image.of('ghcr.io/zwave-js/zwave-js-ui', '11.10.1', 'sha256:d38bee896a9d99dd6d558c258c9935656ea73e58b7ebf1cae5479a73f6e0553e'),
  resources: size(50, 256, 512),
  env: { ...zone, ZWAVE_PORT: EnvValue.of('/dev/zwave'), SESSION_SECRET: EnvValue.fromSecret({ secretName: 'zwave-js-ui', key: 'SESSION_SECRET' }) },
  network: { ports: [Port.http(8091), Port.tcp(3000, 'websocket')], routes: [{ host: 'zwave.home.example' }] },
  health: { readiness: Probe.http('/health') },
  volumes: [Volume.device('zwave-stick', '/dev/zwave'), Volume.data('/usr/src/app/store', { name: 'store', size: Size.gib(1) }), tmp],
  security: { user: 1000, allow: [Allow.devices('it opens the stick')] },
});

// app: traefik
new HighlyAvailable(control, 'traefik', {
  image: Image.of('docker.io/library/traefik', 'v3.7.14', 'sha256:575fa15b135078fe5e50aa847987d96dbddd7b093c172429618404df73f3fa7c'),
  resources: size(100, 128, 256),
  args: [
    '--entryPoints.web.address=:8000',
    '--entryPoints.websecure.address=:8443',
    '--ping',
    '--providers.kubernetesIngress.ingressEndpoint.publishedService=traefik/traefik',
  ],
  rbac: {
    clusterRules: [
      ...['services', 'secrets', 'nodes'].map((one) => reader(one)),
      reader('endpointslices', 'discovery.k8s.io'),
      ...['ingresses', 'ingressclasses'].map((one) => reader(one, 'networking.k8s.io')),
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
    ],
  },
  network: {
    ports: [Port.tcp(8000, 'web').exposedAs(80), Port.tcp(8443, 'websecure').exposedAs(443), Port.tcp(8080, 'ping').unexposed()],
    service: { type: ServiceType.LOAD_BALANCER, externalTrafficPolicy: TrafficPolicy.LOCAL },
  },
  health: { readiness: Probe.http('/ping', 'ping') },
  volumes: [tmp],
  placement: { role: NodeRole.INGRESS },
  terminationGrace: Duration.seconds(60),
});

// app: opencloud
const opencloud = {
  ...zone,
  OC_URL: EnvValue.of('https://cloud.home.example'),
  OC_CONFIG_DIR: EnvValue.of('/var/lib/opencloud/config'),
  OC_BASE_DATA_PATH: EnvValue.of('/var/lib/opencloud'),
  PROXY_TLS: EnvValue.of('false'),
  PROXY_HTTP_ADDR: EnvValue.of('0.0.0.0:9200'),
  PROXY_DEBUG_ADDR: EnvValue.of('0.0.0.0:9205'),
};
const init = 'mkdir -p $OC_CONFIG_DIR && { test -s $OC_CONFIG_DIR/opencloud.yaml || opencloud init --insecure no; }';
const password = EnvValue.fromSecret({ secretName: 'opencloud', key: 'IDM_ADMIN_PASSWORD' });
new SinglePodFlexible(workers, 'opencloud', {
  image: Image.of('docker.io/opencloudeu/opencloud', '7.2.4', 'sha256:6d992ccc5f1cbc7b2a9b272ba25f879b1b159c2d7ed7f5527e09059f16295697'),
  resources: size(200, 512, 2048),
  env: opencloud,
  initContainers: [{ name: 'init', command: ['sh', '-c', init], resources: size(50, 128, 512), env: { ...opencloud, IDM_ADMIN_PASSWORD: password } }],
  network: { ports: [Port.http(9200), Port.tcp(9205, 'debug')], routes: [{ host: 'cloud.home.example' }] },
  health: { readiness: Probe.http('/readyz', 'debug'), startsWithin: Duration.minutes(10) },
  volumes: [Volume.data('/var/lib/opencloud', { size: Size.gib(50) }), tmp],
});

// app: site
new HighlyAvailable(workers, 'site', {
  image: Image.of('registry.home.example/site', '1.4.0', 'sha256:3b1c9f0a5d7e42c86f1a9be0d4c7358261fe0b9d8a7c6543e2d1f0a9b8c7d6e5'),
  resources: size(100, 128, 256),
  network: { ports: [Port.http(8080)], routes: [{ host: 'www.home.example' }] },
  health: { readiness: Probe.http('/ready') },
  volumes: [tmp],
});
// end

if (require.main === module) app.synth();
