import {
  ApiEndpointKind,
  App,
  Client,
  Cluster,
  type ClusterFactsProps,
  Cpu,
  coreDns,
  Datastore,
  Distribution,
  DrbdStorage,
  dynamicDns,
  FencingMethod,
  forgejo,
  gotenberg,
  HighlyAvailable,
  handbrake,
  homeAssistant,
  IngressClass,
  jellyfin,
  lidarr,
  miniflux,
  mosquitto,
  type NodeProps,
  NodeRole,
  opencloud,
  PoolKind,
  paperless,
  plex,
  postgres,
  prowlarr,
  radarr,
  ScheduledJob,
  ServiceType,
  SinglePod,
  Size,
  s3,
  sonarr,
  syncthing,
  TRAEFIK_CONTROLLER,
  tika,
  traefik,
  transmissionVpn,
  uptimeKuma,
  Volume,
  valkey,
  vaultwarden,
  ZigbeeAdapter,
  ZigbeeCoordinator,
  zigbee2Mqtt,
  zwaveJsUi,
} from '../lib';

const machine = (name: string, more: Partial<NodeProps> = {}): NodeProps => ({
  name,
  roles: [NodeRole.WORKER, NodeRole.STORAGE, NodeRole.INGRESS],
  site: 'home',
  cpu: Cpu.cores(16),
  memory: Size.gib(64),
  pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(1024) }],
  fencing: { method: FencingMethod.QUORUM_IO },
  ...more,
});

/** Room for all of the catalogue, and one device of each kind. */
const FACTS: ClusterFactsProps = {
  nodes: [
    machine('w1', {
      devices: [
        { name: 'stick', path: '/dev/serial/by-id/stick', group: 20 },
        { name: 'gpu', path: '/dev/dri', group: 44 },
      ],
    }),
    machine('w2', { extendedResources: { 'gpu.intel.com/i915': 1 } }),
    machine('w3', { extendedResources: { 'gpu.intel.com/i915': 1 } }),
    machine('c1', { roles: [NodeRole.CONTROL], pools: [] }),
  ],
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: ['c1'],
    datastore: Datastore.SQLITE,
    apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'c1.home.example' },
  },
  policy: { operators: { ingressClass: 'traefik', ingressNamespace: 'traefik' } },
  accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'nobody runs it' }],
};

const MEDIA = Volume.nfs('/media', { server: 'nas.home.example', path: '/media' });
const VPN = { provider: 'mullvad', address: '10.64.0.2/32', countries: ['Netherlands'] };
const OFFICE = 'paperless';
const DATABASE = { host: 'database', password: { secretName: 'postgres', key: 'POSTGRES_PASSWORD' } };

/** Every app of the catalogue in one cluster, where that makes a difference with and without its device. */
export function catalogue(outdir: string): App {
  const app = new App({ outdir });
  const cluster = new Cluster(app, 'catalogue', { facts: FACTS });
  const { control, workers } = cluster;
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme', failOverUnsafePods: 'media files are added, not changed' });
  new IngressClass(control, 'traefik-class', { name: 'traefik', controller: TRAEFIK_CONTROLLER, isDefault: true });
  new HighlyAvailable(control, 'traefik', traefik({ metrics: {} }));
  new HighlyAvailable(workers, 'dns', coreDns({ hosts: { 'nas.home.example': '192.168.1.7' } }));

  const host = (name: string) => `${name}.home.example`;
  const single = {
    forgejo: forgejo({ host: host('forgejo'), sshServiceType: ServiceType.CLUSTER_IP }),
    handbrake: handbrake({ host: host('handbrake'), media: MEDIA }),
    'handbrake-gpu': handbrake({ host: host('handbrake-gpu'), media: MEDIA, devices: ['gpu'] }),
    'home-assistant': homeAssistant({ host: host('home-assistant') }),
    'home-assistant-stick': homeAssistant({ host: host('home-assistant-stick'), devices: ['stick'] }),
    jellyfin: jellyfin({ host: host('jellyfin'), media: MEDIA }),
    'jellyfin-gpu': jellyfin({ host: host('jellyfin-gpu'), media: MEDIA, devices: ['gpu'] }),
    'jellyfin-plugin': jellyfin({ host: host('jellyfin-plugin'), media: MEDIA, gpu: 'gpu.intel.com/i915' }),
    lidarr: lidarr({ host: host('lidarr'), media: MEDIA }),
    mosquitto: mosquitto({ allowFrom: [Client.namespace('zigbee'), Client.namespace('zigbee-stick')] }),
    opencloud: opencloud({ host: host('opencloud') }),
    plex: plex({ host: host('plex'), media: MEDIA }),
    prowlarr: prowlarr({ host: host('prowlarr') }),
    radarr: radarr({ host: host('radarr'), media: MEDIA }),
    s3: s3({ host: host('s3'), dataSize: Size.gib(50) }),
    sonarr: sonarr({ host: host('sonarr'), media: MEDIA }),
    syncthing: syncthing({ host: host('syncthing'), serviceType: ServiceType.CLUSTER_IP }),
    transmission: transmissionVpn({ host: host('transmission'), media: MEDIA, vpn: VPN }),
    'uptime-kuma': uptimeKuma({ host: host('uptime-kuma') }),
    vaultwarden: vaultwarden({ host: host('vaultwarden') }),
    zigbee: zigbee2Mqtt({
      host: host('zigbee'),
      mqtt: 'mosquitto.mosquitto',
      coordinator: ZigbeeCoordinator.network('tcp://192.168.1.9:6638', ZigbeeAdapter.EMBER),
    }),
    'zigbee-stick': zigbee2Mqtt({
      host: host('zigbee-stick'),
      mqtt: 'mosquitto.mosquitto',
      coordinator: ZigbeeCoordinator.stick('stick', ZigbeeAdapter.EMBER),
    }),
    'zwave-js-ui': zwaveJsUi({ host: host('zwave-js-ui'), stick: 'stick' }),
    database: postgres({
      namespace: OFFICE,
      database: OFFICE,
      allowFrom: [Client.app({ name: 'paperless', namespace: OFFICE }), Client.app({ name: 'miniflux', namespace: OFFICE })],
    }),
    broker: valkey({ namespace: OFFICE, allowFrom: [Client.app({ name: 'paperless', namespace: OFFICE })], dataSize: Size.gib(1) }),
    miniflux: miniflux({ namespace: OFFICE, host: host('miniflux'), database: DATABASE }),
    paperless: paperless({
      namespace: OFFICE,
      host: host('paperless'),
      database: DATABASE,
      broker: { host: 'broker', password: { secretName: 'valkey', key: 'VALKEY_PASSWORD' } },
      office: { tika: 'tika', gotenberg: 'gotenberg' },
    }),
  };
  for (const [name, props] of Object.entries(single)) new SinglePod(workers, name, props);
  new HighlyAvailable(workers, 'tika', tika({ namespace: OFFICE }));
  new HighlyAvailable(workers, 'gotenberg', gotenberg({ namespace: OFFICE }));
  new ScheduledJob(workers, 'dynamic-dns', dynamicDns());
  return app;
}
