import { Chart } from 'cdk8s';
import {
  Allow,
  App,
  Cluster,
  type ClusterFactsProps,
  type ClusterProps,
  DeviceClaim,
  DrbdStorage,
  Duration,
  ExternalService,
  Gateway,
  GenericDevicePlugin,
  IngressClass,
  LoadBalancer,
  Monitoring,
  type MonitoringProps,
  NodeAgent,
  type NodeProps,
  NodeRole,
  PodSecurityLevel,
  Port,
  type PrometheusOperator,
  ScheduledJob,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  TaintEffect,
  Volume,
} from '../../../lib';
import { appProps, clusterProps, RESOURCES, worker } from '../../../test/support';

type Programs<Edge> = { readonly [what: string]: (edge: Edge) => App };

const ON_WORKERS = { placement: { role: NodeRole.WORKER } };
const FAST = [Volume.data('/data', { size: Size.mib(64), storageClass: 'fast' })];
const DATA = [Volume.data('/data', { size: Size.mib(64) })];

const FACTS = clusterProps({
  storage: { classes: [{ name: 'fast', nodeLocal: false }] },
  policy: { operators: { loadBalancer: LoadBalancer.METALLB } },
});

/** A program with one cluster, which is sound but for what is filled in. */
export function program(fill: (cluster: Cluster, app: App) => void, props: Partial<ClusterProps> = {}, id = 'lab'): App {
  const app = new App({ outdir: '/nowhere' });
  fill(new Cluster(app, id, { facts: FACTS, ...props }), app);
  return app;
}

const inFacts = (facts: Partial<ClusterFactsProps>, fill: (cluster: Cluster) => void, drbd = false): App =>
  program(
    (cluster) => {
      if (drbd) new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
      fill(cluster);
    },
    { facts: clusterProps(facts) },
  );

const app = (cluster: Cluster, more = {}) => new SinglePodFlexible(cluster.workers, 'blog', appProps(more));
const plain = (cluster: Cluster) => app(cluster);
const onNode = (node: Partial<NodeProps>, more = {}, drbd = false): App =>
  inFacts({ nodes: [...clusterProps().nodes, worker('w9', node)] }, (cluster) => app(cluster, more), drbd);
const flux = (more: object): App => program(plain, { flux: { url: 'https://git.example/lab.git', ...more } });
const gateway = (more: object): App =>
  inFacts({ policy: { operators: { clusterIssuer: 'ca' } } }, (cluster) => {
    new Gateway(cluster.control, 'web', { className: 'traefik', ...more });
    app(cluster, { network: { ports: [Port.http(80)], routes: [{ host: 'blog.home.example' }] } });
  });
const outside = (more: object): App =>
  program((cluster) => new ExternalService(cluster.workers, 'nas', { addresses: ['192.0.2.7'], ports: [Port.http(80)], ...more }));
const job = (more: object): App => program((cluster) => new ScheduledJob(cluster.workers, 'job', { ...appProps(), schedule: '30 3 * * *', ...more }));
const monitoring = (more: Partial<MonitoringProps>, facts: Partial<ClusterFactsProps> = {}): App => {
  const { accept = [], nodes } = clusterProps();
  return program((cluster) => new Monitoring(cluster.monitoring, 'stack', { grafana: { secretName: 'grafana' }, ...more }), {
    facts: clusterProps({
      nodes: [...nodes, worker('m1', { roles: [NodeRole.MONITORING] })],
      accept: [...accept, { code: 'MONITORING-NO-HEARTBEAT', reason: 'a test' }],
      storage: { classes: [{ name: 'local-path', nodeLocal: true }] },
      ...facts,
    }),
  });
};
const operated = (labels: { readonly [key: string]: string }): App =>
  monitoring({}, { policy: { operators: { prometheusOperator: { labels } as PrometheusOperator } } });

/** Each place outside of apps that takes a text. */
export const CLUSTER_TEXTS: Programs<string> = {
  cluster: (id) => program(plain, { flux: { url: 'https://git.example/lab.git' } }, id),
  chart: (id) =>
    program((cluster) => new SinglePodFlexible(new Chart(cluster, id), 'blog', appProps(ON_WORKERS)), { flux: { url: 'https://git.example/lab.git' } }),
  'construct of an app': (id) => program((cluster) => new SinglePodFlexible(cluster.workers, id, appProps({ volumes: FAST }))),
  'namespace label': (key) => program(plain, { namespaces: { blog: { labels: { [key]: 'x' } } } }),
  'namespace label value': (value) => program(plain, { namespaces: { blog: { labels: { 'a.example/b': value } } } }),
  'namespace annotation': (key) => program(plain, { namespaces: { blog: { annotations: { [key]: 'x' } } } }),
  'namespace annotation value': (value) => program(plain, { namespaces: { blog: { annotations: { 'a.example/b': value } } } }),
  namespace: (name) => program((cluster) => app(cluster, { namespace: name }), { namespaces: { [name]: { level: PodSecurityLevel.BASELINE } } }),
  'flux url': (url) => flux({ url }),
  'flux branch': (branch) => flux({ branch }),
  'flux path': (path) => flux({ path }),
  'flux secret': (secretName) => flux({ secretName }),
  'flux namespace': (namespace) => flux({ namespace }),
  'node name': (name) => onNode({ name }, { volumes: DATA }, true),
  'pinned node': (name) =>
    inFacts(
      { nodes: [...clusterProps().nodes, worker(name)] },
      (cluster) => new SinglePodPinned(cluster.workers, 'blog', { ...appProps(), node: { name, reason: 'a test' } }),
    ),
  site: (site) => onNode({ site }, { placement: { sites: [site] } }),
  zone: (zone) =>
    inFacts(
      { sites: [{ name: 'home', zones: [zone] }], nodes: clusterProps().nodes.map((node) => ({ ...node, zone })) },
      (cluster) => app(cluster, { volumes: DATA }),
      true,
    ),
  sysctl: (name) =>
    inFacts({ nodes: clusterProps().nodes.map((node) => ({ ...node, allowedUnsafeSysctls: [name] })) }, (cluster) =>
      app(cluster, { security: { allow: [Allow.unsafeSysctl(name, '1', 'a test')] } }),
    ),
  'device class': (name) =>
    inFacts({ nodes: clusterProps().nodes.map((node) => ({ ...node, deviceClasses: [name] })) }, (cluster) =>
      app(cluster, { resources: { ...RESOURCES, deviceClaims: [DeviceClaim.of(name)] } }),
    ),
  'label of a node': (key) => onNode({ labels: { [key]: 'x' } }, { placement: { nodeLabels: { [key]: 'x' } } }),
  'value of a label of a node': (value) => onNode({ labels: { 'a.example/b': value } }, { placement: { nodeLabels: { 'a.example/b': value } } }),
  'taint of a node': (key) => onNode({ taints: [{ key, effect: TaintEffect.NO_SCHEDULE }] }, { placement: { tolerates: [{ key }] } }),
  'value of a taint': (value) =>
    onNode({ taints: [{ key: 'a.example/b', value, effect: TaintEffect.NO_SCHEDULE }] }, { placement: { tolerates: [{ key: 'a.example/b', value }] } }),
  'taint for agents': (key) =>
    inFacts(
      { nodes: [...clusterProps().nodes, worker('w9', { taints: [{ key, effect: TaintEffect.NO_EXECUTE }] })] },
      (cluster) => new NodeAgent(cluster.workers, 'agent', appProps()),
    ),
  pool: (pool) =>
    program(
      (cluster) => {
        new DrbdStorage(cluster.storage, 'drbd', { pool });
        app(cluster, { volumes: DATA });
      },
      {
        facts: clusterProps({
          nodes: clusterProps().nodes.map((node) => ({
            ...node,
            ...(node.pools === undefined ? {} : { pools: node.pools.map((one) => ({ ...one, name: pool })) }),
          })),
        }),
      },
    ),
  'source of a pool': (source) =>
    inFacts(
      {
        nodes: clusterProps().nodes.map((node) => ({ ...node, ...(node.pools === undefined ? {} : { pools: node.pools.map((one) => ({ ...one, source })) }) })),
      },
      (cluster) => app(cluster, { volumes: DATA }),
      true,
    ),
  'storage class': (name) =>
    inFacts({ storage: { classes: [{ name, nodeLocal: false }] } }, (cluster) =>
      app(cluster, { volumes: [Volume.data('/data', { size: Size.mib(64), storageClass: name })] }),
    ),
  device: (name) =>
    inFacts({ nodes: [...clusterProps().nodes, worker('w9', { devices: [{ name, path: '/dev/ttyUSB0' }] })] }, (cluster) => {
      new GenericDevicePlugin(cluster.operators, 'devices');
      new SinglePodPinned(cluster.workers, 'blog', { ...appProps({ volumes: [Volume.device(name, '/dev/a')] }), node: { name: 'w9', reason: 'a test' } });
    }),
  'path of a device': (path) =>
    inFacts({ nodes: [...clusterProps().nodes, worker('w9', { devices: [{ name: 'stick', path }] })] }, (cluster) => {
      new GenericDevicePlugin(cluster.operators, 'devices');
      new SinglePodPinned(cluster.workers, 'blog', { ...appProps({ volumes: [Volume.device('stick', '/dev/a')] }), node: { name: 'w9', reason: 'a test' } });
    }),
  'ingress class': (id) => program((cluster) => new IngressClass(cluster.control, id, { controller: 'traefik.io/ingress-controller' })),
  'ingress controller': (controller) => program((cluster) => new IngressClass(cluster.control, 'traefik', { controller })),
  'gateway name': (name) => gateway({ name }),
  'gateway namespace': (namespace) => gateway({ namespace }),
  'gateway class': (className) => gateway({ className }),
  'gateway controller': (controller) => gateway({ controller }),
  'gateway wildcard': (host) => gateway({ wildcards: [{ host }] }),
  'gateway address': (address) => gateway({ addresses: [address] }),
  'gateway annotation': (key) => gateway({ annotations: { [key]: 'x' } }),
  'external name': (name) => outside({ name, namespace: 'space' }),
  'external namespace': (namespace) => outside({ namespace }),
  'external address': (address) => outside({ addresses: [address] }),
  'external DNS name': (dnsName) => outside({ addresses: undefined, dnsName }),
  'external host': (host) => outside({ routes: [{ host }] }),
  'job name': (name) => job({ name, namespace: 'space' }),
  schedule: (schedule) => job({ schedule }),
  'time zone': (timeZone) => job({ timeZone }),
  issuer: (clusterIssuer) =>
    inFacts({ policy: { operators: { clusterIssuer } } }, (cluster) =>
      app(cluster, { network: { ports: [Port.http(80)], routes: [{ host: 'blog.example' }] } }),
    ),
  'grafana host': (host) => monitoring({ grafana: { secretName: 'grafana', host } }, { policy: { operators: { ingressNamespace: 'traefik' } } }),
  'grafana secret': (secretName) => monitoring({ grafana: { secretName } }),
  'grafana dashboard': (file) => monitoring({ grafana: { secretName: 'grafana', dashboards: { [file]: '{"title":"a","uid":"a","panels":[]}' } } }),
  'cluster label': (clusterLabel) => monitoring({ clusterLabel }),
  'rule file': (file) => monitoring({ prometheus: { rules: { [file]: 'groups: []\n' } } }),
  'scrape job': (name) => monitoring({ prometheus: { targets: [{ job: name, addresses: ['10.0.0.1:9100'] }] } }),
  'operator label': (key) => operated({ [key]: 'x' }),
  'operator label value': (value) => operated({ release: value }),
};

/** Each place outside of apps that takes a number. */
export const CLUSTER_NUMBERS: Programs<number> = {
  deadline: (seconds) => job({ deadline: Duration.seconds(seconds) }),
  'starting deadline': (seconds) => job({ startingDeadline: Duration.seconds(seconds) }),
  retries: (retries) => job({ retries }),
  history: (succeeded) => job({ history: { succeeded } }),
  'gateway port': (httpPort) => gateway({ httpPort }),
  'external port': (number) => outside({ ports: [Port.http(number)] }),
  'grafana volume': (bytes) => monitoring({ prometheus: { volumeSize: Size.bytes(bytes) } }),
  retention: (seconds) => monitoring({ prometheus: { retention: Duration.seconds(seconds) } }),
  'scrape interval': (seconds) => monitoring({ prometheus: { scrapeInterval: Duration.seconds(seconds) } }),
  'pool size': (bytes) =>
    inFacts(
      {
        nodes: clusterProps().nodes.map((node) => ({
          ...node,
          ...(node.pools === undefined ? {} : { pools: node.pools.map((one) => ({ ...one, size: Size.bytes(bytes) })) }),
        })),
      },
      (cluster) => app(cluster, { volumes: DATA }),
      true,
    ),
  copies: (replicas) =>
    program((cluster) => {
      new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme', replicas });
      app(cluster, { volumes: DATA });
    }),
};
