// A home with one node more than the homelab: two machines with disks at home and one at a provider, a control node with
// the witness, and a small one for monitoring. What must not stop finds another node; what hangs on a stick stays with it.
import {
  Allow,
  ApiEndpointKind,
  App,
  Client,
  Cluster,
  type ClusterFactsProps,
  Cpu,
  Datastore,
  Distribution,
  DrbdStorage,
  Duration,
  EnvValue,
  FencingMethod,
  GenericDevicePlugin,
  HighlyAvailable,
  homeAssistant,
  Image,
  IngressClass,
  NodeExporter,
  NodeRole,
  PiraeusOperator,
  PoolKind,
  Port,
  Probe,
  plex,
  Replicas,
  radarr,
  ScheduledJob,
  SinglePod,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  sonarr,
  TRAEFIK_CONTROLLER,
  traefik,
  Volume,
  zwaveJsUi,
} from 'cdk8s-availability';

const disk = (size: Size) => [{ name: 'data', kind: PoolKind.LVM_THIN, size }];
const facts: ClusterFactsProps = {
  sites: [{ name: 'home' }, { name: 'provider' }],
  links: [{ from: 'home', to: 'provider', roundTrip: Duration.millis(22) }],
  nodes: [
    {
      name: 'attic',
      roles: [NodeRole.WORKER, NodeRole.STORAGE],
      site: 'home',
      cpu: Cpu.cores(8),
      memory: Size.gib(32),
      pools: disk(Size.gib(900)),
      devices: [{ name: 'zwave-stick', path: '/dev/serial/by-id/usb-0658_0200-if00', group: 20 }],
      fencing: { method: FencingMethod.QUORUM_IO },
    },
    {
      name: 'cellar',
      roles: [NodeRole.WORKER, NodeRole.STORAGE],
      site: 'home',
      cpu: Cpu.cores(4),
      memory: Size.gib(16),
      pools: disk(Size.gib(900)),
      fencing: { method: FencingMethod.QUORUM_IO },
    },
    {
      name: 'far',
      roles: [NodeRole.WORKER, NodeRole.STORAGE],
      site: 'provider',
      cpu: Cpu.cores(6),
      memory: Size.gib(16),
      pools: disk(Size.gib(400)),
      fencing: { method: FencingMethod.QUORUM_IO },
    },
    { name: 'gate', roles: [NodeRole.CONTROL, NodeRole.INGRESS], site: 'provider', cpu: Cpu.cores(4), memory: Size.gib(8) },
    { name: 'eye', roles: [NodeRole.MONITORING], site: 'provider', cpu: Cpu.cores(2), memory: Size.gib(2) },
  ],
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: ['gate'],
    datastore: Datastore.SQLITE,
    apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'gate.home.example' },
    // config.yaml of K3s: kube-controller-manager-arg: [attach-detach-reconcile-sync-period=5s]
    flags: { attachDetachReconcileSyncPeriod: Duration.seconds(5) },
  },
  policy: { operators: { clusterIssuer: 'letsencrypt', ingressClass: 'traefik', ingressNamespace: 'traefik' } },
  accept: [
    { code: 'CONTROL-SINGLE-SERVER', reason: 'a home; apps run on without it' },
    { code: 'STORAGE-ZONE-LOSS', reason: 'when all of the home is dark, its apps may be down too' },
  ],
};

export const app = new App({ outdir: 'dist' });
const home = new Cluster(app, 'home', { facts, flux: { url: 'https://git.home.example/home.git' } });
const objective = { rto: Duration.minutes(5), rpo: Duration.seconds(0) };
const media = Volume.nfs('/media', { server: 'nas.home.example', path: '/volume1/media' });

new PiraeusOperator(home.operators, 'piraeus');
new DrbdStorage(home.storage, 'drbd', {
  pool: 'data',
  replicas: 2,
  acceptSlowWrites: 'little is written, and nothing acknowledged may be lost',
  failOverUnsafePods: 'the media share is only added to',
});
new NodeExporter(home.monitoring, 'node-exporter');
new IngressClass(home.control, 'traefik-class', { name: 'traefik', controller: TRAEFIK_CONTROLLER, isDefault: true });
new HighlyAvailable(home.control, 'traefik', {
  ...traefik({ replicas: Replicas.two('a second pod covers a crash of the first') }),
  accept: [{ code: 'HA-ONE-NODE', reason: 'there is one way in; the household can wait for it' }],
});

new SinglePodFlexible(home.workers, 'sonarr', sonarr({ host: 'sonarr.home.example', media, objective }));
new SinglePodFlexible(home.workers, 'radarr', radarr({ host: 'radarr.home.example', media, objective }));
new SinglePodFlexible(home.workers, 'plex', plex({ host: 'plex.home.example', media }));
new SinglePod(home.workers, 'home-assistant', homeAssistant({ host: 'ha.home.example' }));
new GenericDevicePlugin(home.workers, 'devices');
new SinglePodPinned(home.workers, 'zwave-js-ui', zwaveJsUi({ host: 'zwave.home.example', stick: 'zwave-stick' }));

// A gallery that is not in the catalogue: a server, a worker on the same photographs, and their backup each night.
const photos = Volume.data('/photos', { size: Size.gib(200) });
const gallery = { namespace: 'gallery', image: Image.of('registry.home.example/gallery', '3.2.0') };
const small = { cpu: Cpu.millis(100), memory: Size.mib(256), memoryLimit: Size.gib(1) };
const server = new SinglePodFlexible(home.workers, 'gallery', {
  ...gallery,
  objective,
  resources: small,
  env: { DATABASE_PASSWORD: EnvValue.fromSecret({ secretName: 'gallery', key: 'password' }) },
  network: { ports: [Port.http(8080)], routes: [{ host: 'photos.home.example' }], allowFrom: [Client.app({ name: 'gallery-worker', namespace: 'gallery' })] },
  health: { readiness: Probe.http('/health') },
  volumes: [photos, Volume.memory('/tmp', Size.mib(128))],
  security: { allow: [Allow.writableRootFilesystem('it writes its thumbnails beside its program')] },
});
new SinglePodFlexible(home.workers, 'gallery-worker', {
  ...gallery,
  args: ['worker'],
  resources: small,
  volumes: [Volume.shared('/photos', { app: server })],
});
new ScheduledJob(home.workers, 'gallery-backup', {
  ...gallery,
  args: ['backup', '/photos'],
  schedule: '30 3 * * *',
  timeZone: 'Europe/Berlin',
  deadline: Duration.hours(2),
  resources: small,
  volumes: [Volume.shared('/photos', { app: server, readOnly: true })],
});

if (require.main === module) app.synth();
