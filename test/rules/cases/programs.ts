import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  App,
  ChartDelivery,
  Cluster,
  type ClusterFactsProps,
  CoveredFailure,
  configFiles,
  HelmChart,
  type HelmChartProps,
  HighlyAvailable,
  IngressClass,
  type Objective,
  PriorityClasses,
  ScheduledJob,
  SinglePodFlexible,
  type SinglePodFlexibleProps,
  SinglePodPinned,
} from '../../../lib';
import { EnvValue } from '../../../lib/availability/ask/container/env';
import { PodSecurityLevel } from '../../../lib/availability/ask/container/security';
import { Port } from '../../../lib/availability/ask/network/port';
import { Patch } from '../../../lib/availability/ask/patch';
import { Volume } from '../../../lib/availability/ask/volume/volume';
import { type Finding, FindingsError } from '../../../lib/cluster/finding';
import { NodeRole } from '../../../lib/cluster/node';
import { Cpu, Duration, Size } from '../../../lib/cluster/units';
import type { ClusterProps } from '../../../lib/delivery/cluster';
import { staleIn } from '../../../lib/delivery/disk/stale';
import { writeOutput } from '../../../lib/delivery/disk/write-output';
import { mistyped } from '../../../lib/delivery/flags';
import { judgeChanges } from '../../../lib/delivery/last/judge';
import { LastOutput } from '../../../lib/delivery/last/last-output';
import type { Kind } from '../../../lib/kubernetes/kinds';
import { KubeObject } from '../../../lib/kubernetes/tree/kube-object';
import { DrbdStorage } from '../../../lib/systems/linstor/drbd-storage';
import { appProps, clusterProps, control, worker } from '../../support';
import { type Case, type Cases, thrown } from '../case';

/** What stands against a whole program. */
function program(declare: (cluster: Cluster) => void, props: Partial<ClusterProps> = {}): () => readonly Finding[] {
  return () => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps(), ...props });
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    declare(cluster);
    return app.build().findings;
  };
}

const DATA = Volume.data('/data', { size: Size.gib(1) });
const OWN = { volumes: [DATA] };
const sharing = (path = '/data', app = 'owner'): Partial<SinglePodFlexibleProps> => ({
  namespace: 'owner',
  volumes: [Volume.shared(path, { app: { name: app } })],
});

function flexible(cluster: Cluster, name: string, props: Partial<SinglePodFlexibleProps> = {}): SinglePodFlexible {
  return new SinglePodFlexible(cluster.workers, name, appProps(props));
}

/** Apps in one folder. */
function inFolder(...ids: readonly string[]): void {
  const cluster = new Cluster(new App(), 'lab', { facts: clusterProps() });
  for (const id of ids) flexible(cluster, id);
}

function settings(scope: Construct, name: string, namespace = 'default', data?: object): ApiObject {
  return new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, ...(data === undefined ? {} : { data }) });
}

/** An app whose objective covers more than nodes, without data, in a cluster of two sites. */
const covering = (objective: Objective, more: Partial<ClusterFactsProps> = {}) =>
  program((cluster) => new SinglePodFlexible(cluster.workers, 'blog', appProps({ objective })), { facts: { ...TWO_SITES, ...more } });
const TWO_SITES = clusterProps({
  nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'attic' }), control('c1')],
  links: [{ from: 'attic', to: 'home', roundTrip: Duration.millis(2) }],
});
const FIVE_MINUTES = { rto: Duration.minutes(5) };

/** An app of 3Gi whose objective covers zones, among five others that ask for so much memory each. */
const crowded = (mib: number) => {
  const asking = (amount: number) => ({ resources: { cpu: Cpu.millis(10), memory: Size.mib(amount), memoryLimit: Size.mib(amount) } });
  const apart = (name: string, site: string) => worker(name, { site });
  const links = [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'c'],
    ['a', 'd'],
    ['b', 'd'],
    ['c', 'd'],
  ].map(([from = '', to = '']) => ({ from, to, roundTrip: Duration.millis(2) }));
  return program(
    (cluster) => {
      for (const name of ['one', 'two', 'three', 'four', 'five']) flexible(cluster, name, asking(mib));
      flexible(cluster, 'blog', { ...asking(3072), objective: { ...FIVE_MINUTES, covers: [CoveredFailure.ZONE] } });
    },
    { facts: clusterProps({ nodes: [apart('w1', 'a'), apart('w2', 'b'), apart('w3', 'c'), control('c1', { site: 'd' })], links }) },
  );
};

/** A chart of one app. */
const charted = (props: Partial<HelmChartProps> = {}) =>
  program((cluster) => new HelmChart(cluster, 'wiki', { of: [flexible(cluster, 'wiki')], version: '1.0.0', ...props }));

/** A chart with one more value. */
const withValue = (object: string, path: string) =>
  program((cluster) => {
    const of = flexible(cluster, 'wiki');
    new HelmChart(cluster, 'chart', { of: [of], version: '1.0.0', values: [{ of, name: 'more', object, path, comment: 'One more.', min: 0, max: 10 }] });
  });

/** So many charts that deliver one app. */
const delivered = (charts: number) =>
  program((cluster) => {
    const of = [flexible(cluster, 'wiki')];
    const deliver = ChartDelivery.argoCd({ url: 'https://git.example/lab.git' });
    for (let count = 1; count <= charts; count += 1) new HelmChart(cluster, `chart-${count}`, { of, version: '1.0.0', deliver });
  });

/** What `cdk8s synth --format helm` gets of a program with these clusters. */
const asCliChart = (...names: readonly string[]) =>
  thrown(() => {
    const folder = join(mkdtempSync(join(tmpdir(), 'format-')), 'templates');
    mkdirSync(folder);
    writeFileSync(join(folder, '..', 'Chart.yaml'), '');
    process.env.CDK8S_OUTDIR = folder;
    try {
      const app = new App();
      for (const name of names) new Cluster(app, name, { facts: clusterProps() });
      app.synth();
    } finally {
      delete process.env.CDK8S_OUTDIR;
      rmSync(join(folder, '..'), { recursive: true });
    }
  });

/** What the report of a program with public texts notes. */
const published = (publicTexts: { readonly [text: string]: string }) => () => {
  const app = new App({ outdir: '/nowhere', publicTexts });
  new Cluster(app, 'lab', { facts: clusterProps() });
  const report = new Map(app.build().files).get('lab/report/report.json')?.toString() ?? '{}';
  return (JSON.parse(report) as { readonly notes: readonly Finding[] }).notes;
};

/** An object beside an app. */
const raw =
  (type: { readonly apiVersion: string; readonly kind: string }, spec: object = {}) =>
  () => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
    flexible(cluster, 'blog');
    new ApiObject(cluster.workers, 'raw', { ...type, metadata: { name: 'raw', namespace: 'blog' }, ...({ spec } as object) });
    const { open, notes } = cluster.verdict();
    return [...open, ...notes];
  };

const requesting = (memory: string) => ({ template: { spec: { containers: [{ name: 'main', resources: { requests: { memory } } }] } } });

/** An app that waits for one in the folder of apps. */
function awaits(cluster: Cluster, folder: Construct): void {
  flexible(cluster, 'blog', { network: { ports: [Port.http(80)] } });
  const waiting = { placement: { role: NodeRole.WORKER }, initContainers: [{ name: 'wait', waitsFor: [{ name: 'blog' }] }] };
  new SinglePodFlexible(folder, 'front', appProps(waiting));
}

/** Monitoring comes after the workers; an object in the namespace that another folder creates. */
function lends(cluster: Cluster, from: Construct, to: Construct): void {
  cluster.monitoring.addDependency(cluster.workers);
  new ApiObject(from, 'teams', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'teams' } });
  settings(to, 'settings', 'teams');
}

/** An app that owns data, and others. */
const beside = (declare: (cluster: Cluster) => void) =>
  program((cluster) => {
    flexible(cluster, 'owner', OWN);
    declare(cluster);
  });
const FOLLOWS = beside((cluster) => flexible(cluster, 'reader', sharing()));
const shared = (declare: (cluster: Cluster) => void): Case => ({ fires: beside(declare), silent: FOLLOWS });
const placed = (declare: (cluster: Cluster) => void): Case => ({
  fires: beside(declare),
  silent: beside((cluster) => flexible(cluster, 'reader', { namespace: 'owner', placement: { beside: { name: 'owner' } } })),
});
const patched = (patch: Patch, props = {}) => program((cluster) => flexible(cluster, 'blog', { ...props, patches: [patch] }));
const TWO_SERVICES = {
  network: { ports: [Port.http(8080), Port.tcp(9090, 'admin')], service: { ports: ['http'] }, services: [{ name: 'admin', ports: ['admin'] }] },
};
const flux = (url: string) => program((cluster) => flexible(cluster, 'blog'), { flux: { url } });
const FLUX_URL = 'https://git.example/lab.git';
const secret = (fields: object) => (cluster: Cluster) =>
  new KubeObject(cluster.workers, 'secret', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'blog', namespace: 'lab' }, ...fields });
const config = (name: string) => (cluster: Cluster) =>
  new KubeObject(cluster.workers, `config-${name}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'lab' } });

class Refused extends Construct {
  constructor(scope: Construct, id: string, message?: string) {
    super(scope, id);
    this.node.addValidation({ validate: () => (message === undefined ? [] : [message]) });
  }
}

/** What a write says of a folder, after something was done to it. */
const wrote =
  (prepare: (folder: string) => void, ...below: readonly string[]) =>
  (): readonly Finding[] => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      prepare(folder);
      writeOutput([join(folder, ...below)], new Map([['lab', new Map([['blog.yaml', Buffer.from('ours')]])]]), {}, 0);
    } catch (error) {
      if (!(error instanceof FindingsError)) throw error;
      return error.findings.map((one) => ({ ...one, path: basename(one.path), given: one.given.replace(hostname(), 'this-machine') }));
    } finally {
      rmSync(folder, { recursive: true });
    }
    return [];
  };

/** What it says where somebody has a file. */
const written = (mine: string, ...below: readonly string[]) =>
  wrote(
    (folder) => {
      mkdirSync(join(folder, 'lab'));
      writeFileSync(join(folder, 'lab', mine), 'mine');
    },
    ...(below.length > 0 ? ['lab', ...below] : []),
  );

/** What it says where a process has the right to write. */
const heldBy = (pid: number) =>
  wrote((folder) => {
    mkdirSync(join(folder, '.cdk8s-availability'));
    writeFileSync(join(folder, '.cdk8s-availability', 'lock'), `${pid} ${hostname()}`);
  });

/** What `--check` says of a file of the last synthesis. */
const compared = (content: string) => (): readonly Finding[] => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  const folders = (text: string) => new Map([['lab', new Map([['blog.yaml', Buffer.from(text)]])]]);
  try {
    writeOutput([folder], folders(content));
    return staleIn(folder, folders('ours')).map((one) => ({ ...one, path: 'dist' }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** What is said of the folder of a last output. */
const since = (name: string) => (): readonly Finding[] => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  const folders = new Map([['lab', new Map([['blog.yaml', Buffer.from('ours')]])]]);
  try {
    writeOutput([folder], folders);
    const { open } = judgeChanges(folder, folders, { since: LastOutput.folder(join(folder, name)), accepted: [] });
    return open.map(({ finding }) => ({ ...finding, given: finding.given.replace(folder, '<folder>') }));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const inLab = (network: SinglePodFlexibleProps['network']) => flexible(new Cluster(new App(), 'lab', { facts: clusterProps() }), 'blog', { network });
const asksFor = (kind: string) => thrown(() => flexible(new Cluster(new App(), 'lab', { facts: clusterProps() }), 'blog').object(kind));
const uses = (kind: Kind) => program((cluster) => cluster.use({ name: 'Blocks', kinds: [kind] }));
const W1 = { name: 'w1', reason: 'the scanner is there' };

export const PROGRAM_CASES = {
  'OBJECTIVE-NOT-COVERED': {
    fires: covering({ ...FIVE_MINUTES, covers: [CoveredFailure.SITE] }),
    silent: covering({ ...FIVE_MINUTES, covers: [CoveredFailure.LINK] }),
  },
  'OBJECTIVE-NOT-PROVEN': { fires: crowded(2000), silent: crowded(1800) },
  'OBJECTIVE-FAILURE-UNKNOWN': {
    fires: covering({ ...FIVE_MINUTES, covers: [CoveredFailure.LINK] }, { links: [] }),
    silent: covering({ ...FIVE_MINUTES, covers: [CoveredFailure.LINK] }),
  },
  'OBJECTIVE-COVERS-NOTHING': { fires: covering({ covers: [CoveredFailure.LINK] }), silent: covering({ ...FIVE_MINUTES, covers: [CoveredFailure.LINK] }) },
  'RATE-UNKNOWN': {
    fires: covering({}, { failureRates: { 'node:w9': { perYear: 1 } } }),
    silent: covering({}, { failureRates: { 'node:w1': { perYear: 1 } } }),
  },
  'SHARED-TWO-OWNERS': shared((cluster) => {
    flexible(cluster, 'second', { namespace: 'owner', volumes: [DATA] });
    flexible(cluster, 'reader', {
      namespace: 'owner',
      volumes: [Volume.shared('/data', { app: { name: 'owner' } }), Volume.shared('/more', { app: { name: 'second' }, path: '/data' })],
    });
  }),
  'SHARED-OWNER-UNKNOWN': shared((cluster) => flexible(cluster, 'reader', sharing('/data', 'onwer'))),
  'SHARED-VOLUME-UNKNOWN': shared((cluster) => flexible(cluster, 'reader', sharing('/dta'))),
  'SHARED-AMONG-MANY': shared((cluster) => new HighlyAvailable(cluster.workers, 'reader', appProps(sharing()))),
  'SHARED-CHAIN': shared((cluster) => {
    flexible(cluster, 'reader', {
      namespace: 'owner',
      volumes: [Volume.shared('/data', { app: { name: 'owner' } }), Volume.data('/own', { size: Size.gib(1) })],
    });
    flexible(cluster, 'third', { namespace: 'owner', volumes: [Volume.shared('/own', { app: { name: 'reader' } })] });
  }),
  'BESIDE-UNKNOWN': placed((cluster) => flexible(cluster, 'reader', { placement: { beside: { name: 'owner' } } })),
  'BESIDE-CHAIN': placed((cluster) => {
    flexible(cluster, 'reader', { namespace: 'owner', placement: { beside: { name: 'owner' } } });
    flexible(cluster, 'third', { namespace: 'owner', placement: { beside: { name: 'reader' } } });
  }),
  'BESIDE-CLASS': placed((cluster) => {
    new HighlyAvailable(cluster.workers, 'reader', appProps({ namespace: 'owner', placement: { beside: { name: 'owner' } } }));
  }),
  'SHARED-CLASS': shared((cluster) => {
    new ScheduledJob(cluster.workers, 'job', { ...appProps({ namespace: 'owner', volumes: [DATA] }), schedule: '30 3 * * *' });
    flexible(cluster, 'reader', sharing('/data', 'job'));
  }),
  'SHARED-GROUP': shared((cluster) => flexible(cluster, 'reader', { ...sharing(), security: { fsGroup: 1000 } })),
  'SHARED-APART': shared((cluster) => {
    new SinglePodPinned(cluster.workers, 'pinned', { ...appProps({ namespace: 'owner', volumes: [DATA] }), node: W1 });
    new SinglePodPinned(cluster.workers, 'reader', { ...appProps(sharing('/data', 'pinned')), node: { ...W1, name: 'w2' } });
  }),
  'PATCH-NOWHERE': {
    fires: patched(Patch.replace('Deployment', '/spec/minReadySecond', 2, 'a test')),
    silent: patched(Patch.add('Deployment', '/spec/minReadySeconds', 2, 'a test')),
  },
  'PATCH-AMBIGUOUS': {
    fires: patched(Patch.add('Service', '/spec/trafficDistribution', 'PreferClose', 'a test'), TWO_SERVICES),
    silent: patched(Patch.add('Service/admin', '/spec/trafficDistribution', 'PreferClose', 'a test'), TWO_SERVICES),
  },
  'PATCH-AGAINST-CLASS': {
    fires: patched(Patch.replace('Deployment', '/spec/replicas', 2, 'a test')),
    silent: patched(Patch.add('Deployment', '/spec/minReadySeconds', 2, 'a test')),
  },
  'PATCH-REFUSED': {
    fires: patched(Patch.add('Deployment', '/spec/minReadySeconds', 600, 'a test')),
    silent: patched(Patch.add('Deployment', '/spec/minReadySeconds', 599, 'a test')),
  },
  'FLUX-URL': { fires: flux('git@git.example:lab.git'), silent: flux('ssh://git@git.example/lab.git') },
  'FLUX-INVALID': {
    fires: program((cluster) => flexible(cluster, 'blog'), { flux: { url: FLUX_URL, branch: 'a b' } }),
    silent: program((cluster) => flexible(cluster, 'blog'), {
      flux: { url: FLUX_URL, branch: 'feature/a-b', path: './out', namespace: 'flux', secretName: 'git' },
    }),
  },
  'INGRESS-CLASS-INVALID': {
    fires: program((cluster) => new IngressClass(cluster.control, 'public', { controller: 'traefik' })),
    silent: program((cluster) => new IngressClass(cluster.control, 'public', { controller: 'traefik.io/ingress-controller' })),
  },
  'INGRESS-CLASS-RETIRED': {
    fires: program((cluster) => new IngressClass(cluster.control, 'public', { controller: 'k8s.io/ingress-nginx' })),
    silent: program((cluster) => new IngressClass(cluster.control, 'public', { controller: 'nginx.org/ingress-controller' })),
  },
  'NAMESPACE-UNKNOWN': {
    fires: program((cluster) => flexible(cluster, 'blog'), { namespaces: { wiki: {} } }),
    silent: program((cluster) => flexible(cluster, 'blog'), { namespaces: { blog: {} } }),
  },
  'NAMESPACE-MISSING': {
    fires: program((cluster) => settings(cluster.workers, 'settings', 'wiki')),
    silent: program((cluster) => settings(cluster.workers, 'settings', 'wiki'), { namespaces: { wiki: { level: PodSecurityLevel.RESTRICTED } } }),
  },
  'FILE-NAME': {
    fires: program((cluster) => settings(new Chart(cluster, 'Flux'), 'settings')),
    silent: program((cluster) => settings(new Chart(cluster, 'Fluxus'), 'settings')),
  },
  'CLUSTER-NESTED': {
    fires: program((cluster) => new Cluster(cluster, 'inner', { facts: clusterProps() })),
    silent: program((cluster) => new Cluster(cluster.node.root, 'other', { facts: clusterProps() })),
  },
  'ORDER-CIRCLE': {
    fires: program((cluster) => cluster.storage.addDependency(cluster.workers)),
    silent: program((cluster) => cluster.workers.addDependency(cluster.control)),
  },
  'ORDER-NOT-KEPT': {
    fires: program((cluster) => settings(cluster.workers, 'late').addDependency(settings(new Chart(cluster.workers, 'team'), 'early'))),
    silent: program((cluster) => settings(cluster.workers, 'late').addDependency(settings(new Chart(cluster, 'team'), 'early'))),
  },
  'NAMESPACE-LATE': {
    fires: program((cluster) => lends(cluster, cluster.monitoring, cluster.workers)),
    silent: program((cluster) => lends(cluster, cluster.workers, cluster.monitoring)),
  },
  'RAW-WORKLOAD': {
    fires: raw({ apiVersion: 'apps/v1', kind: 'Deployment' }),
    silent: raw({ apiVersion: 'v1', kind: 'Service' }),
  },
  'RAW-BEYOND-NODES': {
    fires: raw({ apiVersion: 'apps/v1', kind: 'Deployment' }, requesting('30Gi')),
    silent: raw({ apiVersion: 'apps/v1', kind: 'Deployment' }, requesting('300Mi')),
  },
  'RAW-AGAINST-CLASS': {
    fires: raw({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }, { scaleTargetRef: { kind: 'Deployment', name: 'blog' } }),
    silent: raw({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }, { scaleTargetRef: { kind: 'Deployment', name: 'other' } }),
  },
  'DELIVERY-DEADLOCK': {
    fires: program((cluster) => awaits(cluster, cluster.storage)),
    silent: program((cluster) => awaits(cluster, cluster.monitoring)),
  },
  'FILE-CLASH': {
    fires: program((cluster) => {
      flexible(cluster, 'blog');
      flexible(cluster, 'Blog', { name: 'other' });
    }),
    silent: program((cluster) => {
      flexible(cluster, 'blog');
      flexible(cluster, 'other');
    }),
  },
  'TEXT-LOST': {
    fires: program((cluster) => flexible(cluster, 'blog', { env: { MOTD: EnvValue.of('a\u0085b') } })),
    silent: program((cluster) => flexible(cluster, 'blog', { env: { MOTD: EnvValue.of('a\u2028b') } })),
  },
  'OBJECT-UNDELIVERED': {
    fires: program((cluster) => flexible(cluster, 'blog', { annotations: { 'config.kubernetes.io/local-config': 'true' } })),
    silent: program((cluster) => flexible(cluster, 'blog', { annotations: { 'config.kubernetes.io/local-config': 'false' } })),
  },
  'SECRET-IN-OBJECT': {
    fires: program((cluster) => secret({ stringData: { password: 'hunter2' } })(cluster)),
    silent: program((cluster) => secret({ type: 'kubernetes.io/service-account-token', stringData: { token: `$\{token}` } })(cluster)),
  },
  'PUBLIC-TEXT': { fires: published({ 'https://public.example': 'everybody knows it' }), silent: published({}) },
  'OBJECT-CLASH': {
    fires: program((cluster) => {
      config('one')(cluster);
      new KubeObject(cluster.workers, 'again', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'lab' } });
    }),
    silent: program((cluster) => {
      config('one')(cluster);
      config('two')(cluster);
    }),
  },
  'CONSTRUCT-INVALID': {
    fires: program((cluster) => new Refused(cluster.workers, 'foreign', 'no zone')),
    silent: program((cluster) => new Refused(cluster.workers, 'foreign')),
  },
  'FILE-NOT-OURS': { fires: written('blog.yaml'), silent: written('by-hand.yaml') },
  'PRIORITIES-MISPLACED': {
    fires: thrown(() => new PriorityClasses(new Cluster(new App(), 'lab', { facts: clusterProps() }).workers, 'priorities')),
    silent: thrown(() => new PriorityClasses(new Chart(new App(), 'own'), 'priorities')),
  },
  'OUTPUT-STALE': { fires: compared('theirs'), silent: compared('ours') },
  'FLAG-UNKNOWN': { fires: () => mistyped(['--chekc']), silent: () => mistyped(['--check', '--quiet', '--checkpoint', '--quick', 'check', '-c']) },
  'LAST-OUTPUT-UNREADABLE': { fires: since('missing'), silent: since('.') },
  'OUTPUT-UNWRITABLE': { fires: written('by-hand.yaml', 'by-hand.yaml'), silent: written('by-hand.yaml') },
  'OUTPUT-HELD': { fires: heldBy(1), silent: heldBy(4194305) },
  'HELM-CHART-INVALID': { fires: charted({ name: 'Wiki', version: 'v1.2' }), silent: charted() },
  'HELM-CHART-CLASH': {
    fires: program((cluster) => {
      const of = [flexible(cluster, 'wiki')];
      new HelmChart(cluster, 'wiki', { of, version: '1.0.0' });
      new HelmChart(cluster, 'other', { of, version: '1.0.0', name: 'wiki' });
    }),
    silent: charted(),
  },
  'HELM-CHART-CONTENT': {
    fires: program((cluster) => {
      const other = new Cluster(cluster.node.root as App, 'other', { facts: clusterProps() });
      new HelmChart(cluster, 'wiki', { of: [flexible(other, 'wiki')], version: '1.0.0' });
      new HelmChart(cluster, 'nothing', { of: [], version: '1.0.0' });
    }),
    silent: charted(),
  },
  'HELM-VALUE-INVALID': { fires: withValue('Service', '/spec/none'), silent: withValue('Deployment', '/spec/revisionHistoryLimit') },
  'HELM-VALUE-DECIDED': { fires: withValue('Deployment', '/spec/strategy/type'), silent: withValue('Deployment', '/spec/revisionHistoryLimit') },
  'HELM-DELIVERY-INVALID': { fires: charted({ deliver: ChartDelivery.flux() }), silent: delivered(1) },
  'HELM-DELIVERED-TWICE': { fires: delivered(2), silent: delivered(1) },
  'HELM-FORMAT-CLUSTERS': { fires: asCliChart('lab', 'other'), silent: asCliChart('lab') },
  'CONFIG-FOLDER': { fires: thrown(() => configFiles('test/rules')), silent: thrown(() => configFiles('test/rules/cases')) },
  'RENDERED-EARLY': {
    fires: program((cluster) => {
      flexible(cluster, 'owner', OWN).object('Deployment');
      flexible(cluster, 'reader', sharing());
    }),
    silent: program((cluster) => {
      const owner = flexible(cluster, 'owner', OWN);
      flexible(cluster, 'reader', sharing());
      owner.object('Deployment');
    }),
  },
  'SYSTEM-KIND-KNOWN': {
    fires: uses({ group: '', kind: 'PersistentVolumeClaim', clusterScoped: true }),
    silent: uses({ group: 'blocks.example', kind: 'Pool' }),
  },
  'APP-WITHOUT-PORT': { fires: thrown(() => inLab({}).serviceUrl('admin')), silent: thrown(() => inLab({ ports: [Port.http(8080)] }).serviceUrl()) },
  'APP-WITHOUT-ROUTE': {
    fires: thrown(() => inLab({ ports: [Port.http(8080)] }).url),
    silent: thrown(() => inLab({ ports: [Port.http(8080)], routes: [{ host: 'blog.example' }] }).url),
  },
  'OBJECT-UNKNOWN': { fires: asksFor('Service'), silent: asksFor('Deployment') },
  'SHAPE-UNKNOWN-KEY': {
    fires: program((cluster) => flexible(cluster, 'blog', { volume: [] } as object)),
    silent: program((cluster) => flexible(cluster, 'blog', { volume: undefined } as object)),
  },
  'SHAPE-MISSING': {
    fires: program((cluster) => flexible(cluster, 'blog', { resources: {} as SinglePodFlexibleProps['resources'] })),
    silent: program((cluster) => flexible(cluster, 'blog')),
  },
  'SHAPE-WRONG': {
    fires: program((cluster) => flexible(cluster, 'blog', { volumes: DATA as unknown as [] })),
    silent: program((cluster) => flexible(cluster, 'blog', OWN)),
  },
  'APP-WITHOUT-FOLDER': {
    fires: thrown(() => new SinglePodFlexible(new Cluster(new App(), 'lab', { facts: clusterProps() }), 'blog', appProps())),
    silent: thrown(() => new SinglePodFlexible(new Chart(new App(), 'own'), 'blog', appProps())),
  },
  'ID-TAKEN': {
    fires: thrown(() => inFolder('wiki', 'wiki')),
    silent: thrown(() => inFolder('wiki', 'web')),
  },
  'OBJECT-WITHOUT-FOLDER': {
    fires: thrown(() => settings(new Cluster(new App(), 'lab', { facts: clusterProps() }), 'settings')),
    silent: thrown(() => settings(new Cluster(new App(), 'lab', { facts: clusterProps() }).workers, 'settings')),
  },
  'NAMESPACE-OF-FLUX': {
    fires: program((cluster) => flexible(cluster, 'blog', { namespace: 'flux-system' })),
    silent: program((cluster) => flexible(cluster, 'blog', { namespace: 'flux-system' }), { namespaces: { 'flux-system': { external: true } } }),
  },
  'OBJECT-UNREADABLE': {
    fires: program((cluster) => settings(cluster.workers, 'settings', 'default', { since: new Date(0) })),
    silent: program((cluster) => settings(cluster.workers, 'settings', 'default', { since: '1970-01-01' })),
  },
  'STORAGE-WITHOUT-CLUSTER': {
    fires: thrown(() => new DrbdStorage(new Chart(new App(), 'own'), 'drbd', { pool: 'nvme' })),
    silent: thrown(() => new DrbdStorage(new Cluster(new App(), 'lab', { facts: clusterProps() }).storage, 'drbd', { pool: 'nvme' })),
  },
} satisfies Cases;
