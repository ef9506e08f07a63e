import { JudgeName } from './judge';

/** Something that a judge says of our output and that stays. One that excuses nothing any more fails the run. */
export interface Exception {
  readonly judge: JudgeName;
  readonly rule: string;
  /** `Deployment sonarr/sonarr`; `*` stands for any text. Each must be said something of. */
  readonly objects: readonly string[];
  /** Where a rule says several things: the one that is meant, and nothing beside it. @default - whatever it says */
  readonly says?: string;
  readonly reason: string;
}

/** A rule that does not judge at all. */
export interface SwitchedOff {
  readonly judge: JudgeName;
  readonly rule: string;
  /** How the judge is told. */
  readonly flag: string;
  readonly reason: string;
}

const { KUBE_SCORE, CHECKOV } = JudgeName;

const NO_CPU_LIMIT = 'a limit slows an app while cores are idle; requests share them out when they are not';

export const SWITCHED_OFF: readonly SwitchedOff[] = [
  { judge: KUBE_SCORE, rule: 'container-resources, its part about CPU limits', flag: '--ignore-container-cpu-limit', reason: NO_CPU_LIMIT },
  { judge: CHECKOV, rule: 'CPU limits should be set', flag: 'CKV_K8S_11', reason: NO_CPU_LIMIT },
];

const ANY = ['*'];
/** By their namespaces, `namespace/name` where the two differ. */
const deployments = (...apps: readonly string[]) => apps.map((app) => `Deployment ${app.includes('/') ? app : `${app}/${app}`}`);

const MONITORING = deployments('monitoring/alertmanager', 'monitoring/grafana', 'monitoring/kube-state-metrics', 'monitoring/prometheus');
const SINGLE_PODS = [
  ...deployments('gallery', 'handbrake', 'home-assistant', 'lidarr', 'opencloud', 'orders', 'plex', 'radarr', 'sonarr', 'zwave-js-ui'),
  ...deployments('apps/meter', 'apps/wiki'),
  ...deployments('forgejo', 'handbrake-gpu', 'home-assistant-stick', 'jellyfin', 'jellyfin-gpu', 'jellyfin-plugin', 'mosquitto', 'prowlarr', 's3'),
  ...deployments('syncthing', 'transmission', 'uptime-kuma', 'vaultwarden', 'zigbee', 'zigbee-stick'),
  ...deployments('paperless/broker', 'paperless/database', 'paperless/miniflux', 'paperless/paperless'),
  ...MONITORING,
];
/** Apps of the examples that nobody publishes: their images have neither digest nor settings of their own. */
const GALLERY = ['Deployment gallery/gallery', 'Deployment gallery/gallery-worker', 'CronJob gallery/gallery-backup'];
const SHOP = ['Deployment site/site', 'Deployment orders/orders'];
const PLAIN = ['front', 'wiki', 'meter'].map((app) => `Deployment apps/${app}`);
const STUDIO = deployments('proofs', 'site/site-next');
const HANDBRAKE = deployments('handbrake', 'handbrake-gpu');
const ZWAVE = deployments('zwave-js-ui');
const TRAEFIK = deployments('traefik');
const TRANSMISSION = deployments('transmission');
/** Apps of the catalogue with a device by name, in clusters without a device plugin. */
const WITH_DEVICE = [...ZWAVE, ...deployments('handbrake-gpu', 'home-assistant-stick', 'jellyfin-gpu', 'zigbee-stick')];
const DEVICE_PLUGIN = ['DaemonSet devices/devices'];
/** Their images have users of their own, with a name and a home. */
const NAMED_USERS = deployments('forgejo', 'paperless/paperless', 'uptime-kuma');
const NODE_EXPORTER = ['DaemonSet node-exporter/node-exporter'];
const GRAFANA = deployments('monitoring/grafana');

const DEVICES = 'they open a device of their node, which Kubernetes grants to privileged containers only; with GenericDevicePlugin they are not';
const KUBELET_SOCKET = 'the folder and the socket of the kubelet belong to root; it drops all capabilities';
const ROOT_INIT = 'the init of its image starts as root and becomes user 65532; the image cannot be started as another';
const ZWAVE_USER = 'its image has an ordinary user, node (1000), and nobody says that it runs as one that it does not have (zwave-js-ui#783)';
const NAMED_USER = 'the ordinary user of its image has a name and a home there, and nobody was seen to run it as another (see its file in lib/catalog)';
const GRAFANA_USER = 'its image has an ordinary user, grafana (472), to whom its folders belong';
const TUNNEL = 'its VPN is root with two capabilities, for it makes the tunnel and the firewall of the pod, and writes its settings into the image';
const LIVENESS = 'readiness takes a pod out of service; a restart heals few apps and harms slow ones, so liveness is asked for by the app that gains from it';

export const EXCEPTIONS: readonly Exception[] = [
  {
    judge: KUBE_SCORE,
    rule: 'container-image-pull-policy',
    objects: ANY,
    reason:
      'with Always no pod starts while the registry is away, the one that moves from a dead node least of all; versions and digests say which image it is',
  },
  { judge: KUBE_SCORE, rule: 'container-security-context-privileged', objects: WITH_DEVICE, reason: DEVICES },
  {
    judge: KUBE_SCORE,
    rule: 'container-security-context-readonlyrootfilesystem',
    objects: HANDBRAKE,
    reason: 'the init of its image writes users and /etc/fstab into the image',
  },
  {
    judge: KUBE_SCORE,
    rule: 'container-security-context-readonlyrootfilesystem',
    objects: ['Deployment gallery/gallery'],
    reason: 'it shows how to let an app out that writes beside its program',
  },
  {
    judge: KUBE_SCORE,
    rule: 'cronjob-has-deadline',
    objects: ['CronJob gallery/gallery-backup'],
    reason: 'a backup that is late is better than none',
  },
  { judge: KUBE_SCORE, rule: 'container-security-context-user-group-id', objects: DEVICE_PLUGIN, reason: KUBELET_SOCKET },
  { judge: KUBE_SCORE, rule: 'container-security-context-user-group-id', objects: HANDBRAKE, reason: ROOT_INIT },
  { judge: KUBE_SCORE, rule: 'container-security-context-user-group-id', objects: ZWAVE, reason: ZWAVE_USER },
  { judge: KUBE_SCORE, rule: 'container-security-context-user-group-id', objects: NAMED_USERS, reason: NAMED_USER },
  { judge: KUBE_SCORE, rule: 'container-security-context-user-group-id', objects: TRANSMISSION, reason: TUNNEL },
  { judge: KUBE_SCORE, rule: 'container-security-context-readonlyrootfilesystem', objects: TRANSMISSION, reason: TUNNEL },
  {
    judge: KUBE_SCORE,
    rule: 'deployment-has-host-podantiaffinity',
    objects: [...TRAEFIK, ...STUDIO, ...deployments('site', 'apps/front', 'dns', 'paperless/gotenberg', 'paperless/tika')],
    reason: 'topology spread constraints keep their pods apart, which this rule does not read',
  },
  {
    judge: KUBE_SCORE,
    rule: 'deployment-has-poddisruptionbudget',
    objects: TRAEFIK,
    reason: 'one node has the role ingress: with a budget its drain never ends, for the first pod finds no other place',
  },
  {
    judge: KUBE_SCORE,
    rule: 'deployment-replicas',
    objects: SINGLE_PODS,
    reason: 'one pod, never two, is the promise of their class: a second would break their data',
  },
  {
    judge: KUBE_SCORE,
    rule: 'deployment-strategy',
    objects: SINGLE_PODS,
    reason: 'Recreate ends the old pod before the new one starts: a rolling update would run two',
  },
  { judge: KUBE_SCORE, rule: 'container-security-context-user-group-id', objects: GRAFANA, reason: GRAFANA_USER },
  {
    judge: KUBE_SCORE,
    rule: 'networkpolicy-targets-pod',
    objects: ['NetworkPolicy monitoring/alertmanager', 'NetworkPolicy monitoring/prometheus'],
    reason: 'in the shop the Prometheus operator makes the pods, with these labels',
  },
  {
    judge: KUBE_SCORE,
    rule: 'service-targets-pod',
    objects: ['Service monitoring/alertmanager', 'Service monitoring/prometheus'],
    reason: 'in the shop the Prometheus operator makes the pods, with these labels',
  },
  { judge: KUBE_SCORE, rule: 'service-targets-pod', objects: ['Service nas/nas'], reason: 'it leads to a machine outside of the cluster' },
  { judge: KUBE_SCORE, rule: 'pod-networkpolicy', objects: NODE_EXPORTER, reason: "it is on the nodes' own network, where no policy reaches it" },
  { judge: KUBE_SCORE, rule: 'pod-probes', objects: ANY, says: 'Container is missing a livenessProbe', reason: LIVENESS },

  { judge: CHECKOV, rule: 'CKV2_K8S_6', objects: ['Pod node-exporter/node-exporter'], reason: "it is on the nodes' own network, where no policy reaches it" },
  { judge: CHECKOV, rule: 'CKV_K8S_8', objects: ANY, reason: LIVENESS },
  { judge: CHECKOV, rule: 'CKV_K8S_9', objects: ['Deployment gallery/gallery-worker'], reason: 'it listens on nothing, and nobody is sent to it' },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_15',
    objects: [...GALLERY, ...SHOP, ...STUDIO, ...PLAIN],
    reason: 'it asks for Always where there is no digest, see CKV_K8S_43',
  },
  { judge: CHECKOV, rule: 'CKV_K8S_43', objects: [...GALLERY, ...SHOP, ...STUDIO, ...PLAIN], reason: 'they are no images of anybody, and have no digest' },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_22',
    objects: ['Deployment gallery/gallery'],
    reason: 'it shows how to let an app out that writes beside its program',
  },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_35',
    objects: ['Deployment gallery/gallery', ...SHOP],
    reason: 'most images read their passwords from the environment, and the examples show that',
  },
  { judge: CHECKOV, rule: 'CKV_K8S_15', objects: HANDBRAKE, reason: 'it asks for Always where there is no digest, see CKV_K8S_43; the tag is a release' },
  { judge: CHECKOV, rule: 'CKV_K8S_16', objects: WITH_DEVICE, reason: DEVICES },
  { judge: CHECKOV, rule: 'CKV_K8S_17', objects: NODE_EXPORTER, reason: "it would count the processes of its own pod instead of the node's" },
  { judge: CHECKOV, rule: 'CKV_K8S_19', objects: NODE_EXPORTER, reason: "it would count the traffic of its own pod instead of the node's" },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_20',
    objects: WITH_DEVICE,
    reason: 'Kubernetes refuses a privileged container that may not escalate, see CKV_K8S_16',
  },
  { judge: CHECKOV, rule: 'CKV_K8S_22', objects: HANDBRAKE, reason: 'the init of its image writes users and /etc/fstab into the image' },
  { judge: CHECKOV, rule: 'CKV_K8S_22', objects: TRANSMISSION, reason: TUNNEL },
  { judge: CHECKOV, rule: 'CKV_K8S_23', objects: DEVICE_PLUGIN, reason: KUBELET_SOCKET },
  { judge: CHECKOV, rule: 'CKV_K8S_23', objects: HANDBRAKE, reason: ROOT_INIT },
  { judge: CHECKOV, rule: 'CKV_K8S_25', objects: TRANSMISSION, reason: TUNNEL },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_25',
    objects: HANDBRAKE,
    reason: 'its init takes ownership of its folder and becomes an ordinary user: each capability has its reason in the report',
  },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_25',
    objects: deployments('dns'),
    reason: 'its program carries NET_BIND_SERVICE as a file capability, and starts nowhere without; the level restricted allows it',
  },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_35',
    objects: [
      ...ZWAVE,
      ...deployments('opencloud', 's3', 'transmission', 'vaultwarden', 'zigbee', 'zigbee-stick'),
      ...deployments('paperless/database', 'paperless/miniflux', 'paperless/paperless'),
      'CronJob dynamic-dns/dynamic-dns',
    ],
    reason:
      'their images read these from the environment, or an address is put together of them; some take a file too, and whoever may enter the container reads either',
  },
  { judge: CHECKOV, rule: 'CKV_K8S_38', objects: TRAEFIK, reason: 'it reads Ingress objects, Services and certificates from the Kubernetes API' },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_38',
    objects: deployments('monitoring/kube-state-metrics', 'monitoring/prometheus'),
    reason: 'they watch objects of the Kubernetes API: that is what they are for',
  },
  { judge: CHECKOV, rule: 'CKV_K8S_40', objects: GRAFANA, reason: GRAFANA_USER },
  { judge: CHECKOV, rule: 'CKV_K8S_40', objects: DEVICE_PLUGIN, reason: KUBELET_SOCKET },
  { judge: CHECKOV, rule: 'CKV_K8S_40', objects: HANDBRAKE, reason: ROOT_INIT },
  { judge: CHECKOV, rule: 'CKV_K8S_40', objects: ZWAVE, reason: ZWAVE_USER },
  { judge: CHECKOV, rule: 'CKV_K8S_40', objects: NAMED_USERS, reason: NAMED_USER },
  {
    judge: CHECKOV,
    rule: 'CKV_K8S_43',
    objects: HANDBRAKE,
    reason: 'no public file was seen to pin a digest of its releases, and one from nowhere is worse than none',
  },
];
