import {
  ApiEndpointKind,
  App,
  Cluster,
  type ClusterFactsProps,
  Cpu,
  Datastore,
  Distribution,
  DrbdStorage,
  Duration,
  Exclusion,
  ExporterTls,
  FateKind,
  FencingMethod,
  GenericDevicePlugin,
  HighlyAvailable,
  handbrake,
  homeAssistant,
  IngressClass,
  lidarr,
  Monitoring,
  NodeRole,
  opencloud,
  PiraeusOperator,
  PoolKind,
  plex,
  Receiver,
  Replicas,
  radarr,
  SinglePod,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  StateBackupReport,
  sonarr,
  TRAEFIK_CONTROLLER,
  traefik,
  Volume,
  zwaveJsUi,
} from './lib';

/** The homelab of "Homelab Cluster Architektur (v1.2)", see docs/sources.md. */
export const homelab: ClusterFactsProps = {
  sites: [{ name: 'home' }, { name: 'netcup' }],
  // The seed does not say it; a household line to a data centre in the same country takes about this long.
  links: [{ from: 'home', to: 'netcup', roundTrip: Duration.millis(25) }],
  sharedFates: [{ name: 'netcup', kind: FateKind.PROVIDER, nodes: ['prod', 'load', 'dash'] }],
  nodes: [
    {
      name: 'mirror',
      roles: [NodeRole.WORKER, NodeRole.STORAGE],
      site: 'home',
      cpu: Cpu.cores(4),
      memory: Size.gib(32),
      pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(800) }],
      devices: [
        { name: 'zwave-stick', path: '/dev/serial/by-id/usb-0658_0200-if00', group: 20 },
        { name: 'igpu', path: '/dev/dri', isDirectory: true, group: 44 },
      ],
      // No IPMI module. A side without quorum cannot write, which is fencing enough for DRBD volumes.
      fencing: { method: FencingMethod.QUORUM_IO },
      excludes: [Exclusion.VIRTUAL_MACHINES, Exclusion.HOST_SERVICES, Exclusion.HOST_CONTAINERS, Exclusion.AI_INFERENCE],
    },
    {
      name: 'prod',
      roles: [NodeRole.WORKER, NodeRole.STORAGE],
      site: 'netcup',
      cpu: Cpu.cores(4),
      memory: Size.gib(8),
      pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.gib(200) }],
      fencing: { method: FencingMethod.QUORUM_IO },
    },
    {
      name: 'load',
      roles: [NodeRole.CONTROL, NodeRole.INGRESS, NodeRole.WITNESS],
      site: 'netcup',
      cpu: Cpu.cores(4),
      memory: Size.gib(8),
      excludes: [Exclusion.PRODUCTIVE_WORKLOADS, Exclusion.VIRTUAL_MACHINES],
    },
    {
      name: 'dash',
      roles: [NodeRole.MONITORING],
      site: 'netcup',
      cpu: Cpu.cores(2),
      memory: Size.gib(2),
      // 60 GB, less the system and the images.
      ephemeralStorage: Size.gib(40),
    },
  ],
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: ['load'],
    datastore: Datastore.SQLITE,
    apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'load.home.example' },
    // K3s takes no snapshots of SQLite: a timer on load copies it each night, and writes down when.
    stateBackup: { every: Duration.days(1), reportedBy: StateBackupReport.NODE_FILE },
  },
  storage: {
    // K3s brings it along: a folder of the node. The samples of Prometheus go there, for dash is no storage node.
    classes: [{ name: 'local-path', nodeLocal: true }],
  },
  policy: {
    operators: {
      clusterIssuer: 'letsencrypt',
      ingressClass: 'traefik',
      ingressNamespace: 'traefik',
      monitoringNamespace: 'monitoring',
      dns: 'by hand at the provider',
      secrets: 'SOPS',
    },
  },
  accept: [
    { code: 'CONTROL-SINGLE-SERVER', reason: 'three servers would have to stand at Netcup, and dash is too small for one' },
    { code: 'STORAGE-SHARED-FATE', reason: 'mirror is the only node at home; while Netcup is down the apps wait, and no write is lost' },
  ],
};

export const app = new App({ outdir: 'dist' });
const home = new Cluster(app, 'homelab', { facts: homelab, flux: { url: 'https://git.home.example/homelab.git' } });

new PiraeusOperator(home.operators, 'piraeus');
new DrbdStorage(home.storage, 'drbd', {
  pool: 'nvme',
  acceptSlowWrites: 'these apps write little, and nothing acknowledged may be lost',
  failOverUnsafePods: 'beside DRBD the pods mount only the media share, where a second writer adds files and destroys none',
});
new Monitoring(home.monitoring, 'stack', {
  // dash asks mirror over the internet.
  exporterTls: ExporterTls.clusterIssuer('homelab-ca'),
  grafana: { secretName: 'grafana-admin', host: 'grafana.home.example' },
  alerts: {
    critical: [Receiver.ntfy({ url: 'https://ntfy.home.example', topic: 'homelab', token: { secretName: 'ntfy', key: 'token' } })],
    heartbeat: { url: { secretName: 'healthchecks', key: 'url' } },
  },
});

new IngressClass(home.control, 'traefik-class', { name: 'traefik', controller: TRAEFIK_CONTROLLER, isDefault: true });
new HighlyAvailable(home.control, 'traefik', {
  ...traefik({ replicas: Replicas.two('a second pod covers a crash of the first; there is no second node'), metrics: {} }),
  accept: [{ code: 'HA-ONE-NODE', reason: 'load is the only way in; the household can wait for its repair' }],
});

// The stick and the graphics processor of mirror, without privileges for the apps that use them.
new GenericDevicePlugin(home.workers, 'devices');

const objective = { rto: Duration.minutes(5), rpo: Duration.seconds(0) };
// Not a machine of the cluster: without such a server, keep the films on a data volume of each app.
const media = Volume.nfs('/media', { server: 'nas.home.example', path: '/volume1/media' });

new SinglePodFlexible(home.workers, 'sonarr', sonarr({ host: 'sonarr.home.example', media, objective }));
new SinglePodFlexible(home.workers, 'radarr', radarr({ host: 'radarr.home.example', media, objective }));
new SinglePodFlexible(home.workers, 'lidarr', lidarr({ host: 'lidarr.home.example', media, objective }));
new SinglePodFlexible(home.workers, 'plex', plex({ host: 'plex.home.example', media }));
new SinglePodFlexible(home.workers, 'opencloud', opencloud({ host: 'cloud.home.example', objective }));
new SinglePodPinned(home.workers, 'zwave-js-ui', zwaveJsUi({ host: 'zwave.home.example', stick: 'zwave-stick' }));
new SinglePod(home.workers, 'home-assistant', homeAssistant({ host: 'ha.home.example' }));
new SinglePod(home.workers, 'handbrake', handbrake({ host: 'handbrake.home.example', media, devices: ['igpu'] }));

// Tests read the program without running it.
if (require.main === module) app.synth();
