import { parseAllDocuments } from 'yaml';
import {
  App,
  AvailabilityClass,
  Cluster,
  DrbdStorage,
  Duration,
  HighlyAvailable,
  handbrake,
  homeAssistant,
  lidarr,
  NodeRole,
  opencloud,
  type Plan,
  plex,
  RouteApi,
  radarr,
  SinglePod,
  SinglePodFlexible,
  SinglePodPinned,
  sonarr,
  traefik,
  Volume,
  zwaveJsUi,
} from '../lib';
import { DEFAULT_USER } from '../lib/availability/ask/container/security';
import { clusterProps, control, worker } from './support';

const media = Volume.nfs('/media', { server: 'nas.example', path: '/media' });
const host = 'app.example';

/** Three workers of which one has a stick and a graphics processor, and the storage moves pods with NFS too. */
const LAB = clusterProps({
  nodes: [
    worker('w1', {
      devices: [
        { name: 'stick', path: '/dev/serial/by-id/stick', group: 20 },
        { name: 'gpu', path: '/dev/dri', group: 44 },
      ],
    }),
    worker('w2', { roles: [NodeRole.WORKER, NodeRole.STORAGE, NodeRole.INGRESS] }),
    worker('w3', { roles: [NodeRole.WORKER, NodeRole.STORAGE, NodeRole.INGRESS] }),
    worker('w4', { roles: [NodeRole.INGRESS], pools: [] }),
    control('c1'),
  ],
});
const DRBD = { pool: 'nvme', failOverUnsafePods: 'media files are added, not changed' };

type Put = (cluster: Cluster, id: string) => { readonly plan: Plan | undefined };
const { SINGLE_POD_FLEXIBLE: FLEXIBLE, SINGLE_POD_PINNED: PINNED, HIGHLY_AVAILABLE: AVAILABLE } = AvailabilityClass;

const APPS: readonly [string, AvailabilityClass, Put][] = [
  [
    'sonarr',
    FLEXIBLE,
    (cluster, id) => new SinglePodFlexible(cluster.workers, id, sonarr({ host, media, objective: { rto: Duration.minutes(5), rpo: Duration.seconds(0) } })),
  ],
  ['radarr', FLEXIBLE, (cluster, id) => new SinglePodFlexible(cluster.workers, id, radarr({ host, media }))],
  ['lidarr', FLEXIBLE, (cluster, id) => new SinglePodFlexible(cluster.workers, id, lidarr({ host, media }))],
  ['plex', FLEXIBLE, (cluster, id) => new SinglePodFlexible(cluster.workers, id, plex({ host, media }))],
  ['opencloud', FLEXIBLE, (cluster, id) => new SinglePodFlexible(cluster.workers, id, opencloud({ host }))],
  ['zwave-js-ui', PINNED, (cluster, id) => new SinglePodPinned(cluster.workers, id, zwaveJsUi({ host, stick: 'stick' }))],
  ['home-assistant', FLEXIBLE, (cluster, id) => new SinglePod(cluster.workers, id, homeAssistant({ host }))],
  ['home-assistant', PINNED, (cluster, id) => new SinglePod(cluster.workers, id, homeAssistant({ host, devices: ['stick'] }))],
  ['handbrake', FLEXIBLE, (cluster, id) => new SinglePod(cluster.workers, id, handbrake({ host, media }))],
  ['handbrake', PINNED, (cluster, id) => new SinglePod(cluster.workers, id, handbrake({ host, media, devices: ['gpu'] }))],
  ['traefik', AVAILABLE, (cluster, id) => new HighlyAvailable(cluster.control, id, traefik())],
];

test.each(APPS)('%s is a %s, and nothing is said against it', (id, wanted, put) => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: LAB });
  new DrbdStorage(cluster.storage, 'drbd', DRBD);
  const { plan } = put(cluster, id);
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  expect(plan?.ask.availabilityClass).toBe(wanted);
  const [file] = [...files].filter(([path]) => path.endsWith(`/${id}.yaml`));
  expect(parseAllDocuments(file?.[1].toString() ?? '').flatMap((document) => document.errors)).toEqual([]);
});

test('the metrics of Traefik are on a Service inside, where its policy lets Prometheus in', () => {
  const operators = { prometheusOperator: {}, monitoringNamespace: 'monitoring' };
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: { ...LAB, policy: { operators } } });
  new DrbdStorage(cluster.storage, 'drbd', DRBD);
  new HighlyAvailable(cluster.control, 'traefik', traefik({ metrics: { interval: Duration.minutes(1) } }));
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  const written = [...files].flatMap(([path, bytes]) => (path.endsWith('/traefik.yaml') ? parseAllDocuments(bytes.toString()).map((it) => it.toJS()) : []));
  const of = (kind: string) => written.filter((it) => it.kind === kind).map(({ metadata, spec }) => [metadata.name, spec]);
  expect(of('Service').map(([name, { type, ports }]) => [name, type, ports.map((it: { port: number }) => it.port)])).toEqual([
    ['traefik', 'LoadBalancer', [80, 443]],
    ['traefik-metrics', 'ClusterIP', [9100]],
  ]);
  expect(of('ServiceMonitor').map(([, { endpoints }]) => endpoints)).toMatchObject([
    [{ port: 'metrics', path: '/metrics', interval: '60s', honorLabels: true }],
  ]);
  expect(JSON.stringify(of('NetworkPolicy'))).toContain('9100');
});

test('Traefik serves Gateways instead of Ingress objects, with rights for these only', () => {
  const { args = [], rbac } = traefik({ routeApi: RouteApi.GATEWAY, namespace: 'web' });
  expect(args.filter((arg) => arg.startsWith('--providers'))).toEqual([
    '--providers.kubernetesgateway=true',
    '--providers.kubernetesgateway.statusaddress.service.namespace=web',
    '--providers.kubernetesgateway.statusaddress.service.name=traefik',
  ]);
  const rules = rbac?.clusterRules ?? [];
  expect([...new Set(rules.flatMap(({ apiGroups = [] }) => apiGroups))]).toEqual(['', 'discovery.k8s.io', 'gateway.networking.k8s.io']);
  expect(rules.flatMap(({ resources = [] }) => resources)).toEqual(
    expect.arrayContaining(['namespaces', 'configmaps', 'httproutes', 'tlsroutes', 'backendtlspolicies', 'referencegrants', 'gateways/status']),
  );
});

test('apps that cannot run twice say so, and are refused as highly available', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: LAB });
  new DrbdStorage(cluster.storage, 'drbd', DRBD);
  new HighlyAvailable(cluster.workers, 'sonarr', sonarr({ host, media }));
  expect(app.build().findings.map((finding) => `${finding.code}: ${finding.given}, ${finding.allowed}`)).toEqual([
    'HA-MAX-REPLICAS: maxReplicas: 1, but a highly available app runs at least two pods',
  ]);
});

test.each(APPS)('%s as a %s runs as a user and a group above 10000, unless its image does not', (id, _wanted, put) => {
  const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: LAB });
  const security = put(cluster, id).plan?.ask.main.security;
  expect([security?.user, security?.group]).toEqual({ handbrake: [0, 0], 'zwave-js-ui': [1000, 1000] }[id] ?? [DEFAULT_USER, DEFAULT_USER]);
});
