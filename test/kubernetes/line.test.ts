import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ApiObject, App as Cdk8sApp, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as library from '../../lib';
import {
  App,
  Cluster,
  DrbdStorage,
  type Finding,
  FindingsError,
  formatFinding,
  HighlyAvailable,
  IngressClass,
  Monitoring,
  PriorityClasses,
  SinglePodFlexible,
} from '../../lib';
import { lineOf } from '../../lib/kubernetes/tree/line';
import { dash, monitoringProps, watched } from '../monitoring/support';
import { appProps, clusterProps, worker } from '../support';

const FILE = relative(process.cwd(), __filename);
const LINES = readFileSync(__filename, 'utf8').split('\n');

/** The place of the `new` in the line of this file that ends with a mark. */
function marked(mark: string): string {
  const index = LINES.findIndex((line) => line.endsWith(`// ${mark}`));
  return `${FILE}:${index + 1}:${(LINES[index] ?? '').indexOf('new ') + 1}`;
}

/** Codes with their lines. */
function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code, at }) => `${code} ${at}`);
}

function cluster(app: Construct = new App({ outdir: '/nowhere' })): Cluster {
  return new Cluster(app, 'lab', { facts: clusterProps() });
}

const UNPROBED = appProps({ accept: [{ code: 'HA-WITHOUT-PROBE', reason: 'a lab' }] });
const UNPINNED = appProps({ image: library.Image.of('ghcr.io/example/blog', 'latest') });

describe('a finding names the line', () => {
  test('that creates the app, in the error, in the verdict and at the app itself', () => {
    const app = new App({ outdir: '/nowhere' });
    const blog = new SinglePodFlexible(cluster(app).workers, 'blog', UNPINNED); // blog
    const expected = [`IMAGE-UNPINNED ${marked('blog')}`];
    expect(lines(blog.findings)).toEqual(expected);
    expect(lines(app.build().findings)).toEqual(expected);
    try {
      app.synth();
      throw new Error('was not refused');
    } catch (error) {
      if (!(error instanceof FindingsError)) throw error;
      expect(lines(error.findings)).toEqual(expected);
      expect(error.message).toBe(`Synthesis stopped, nothing was written: 1 finding.

IMAGE-UNPINNED  lab/worker/blog: the image ghcr.io/example/blog:latest, but latest moves, so nodes may run different images.
                Use a version, or add the digest.
                at ${marked('blog')}
`);
    }
  });

  test('in the function of the user that creates the app, also one of a list', () => {
    const lab = cluster();
    const create = (name: string) => new HighlyAvailable(lab.workers, name, UNPINNED); // create
    const [one] = ['one', 'two'].map(create);
    expect(lines(one?.findings ?? [])).toContain(`IMAGE-UNPINNED ${marked('create')}`);
  });

  test('of the cluster, for a fact, wherever the cluster is', () => {
    const app = new App({ outdir: '/nowhere' });
    const facts = clusterProps();
    const wrong = { ...facts, nodes: [...facts.nodes, ...facts.nodes.slice(0, 1)] };
    new Cluster(app, 'lab', { facts: { ...clusterProps(), nodes: [...facts.nodes] } });
    const nested = new Cluster(new Construct(app, 'teams'), 'lab', { facts: wrong }); // nested
    expect(lines(nested.verdict().open)).toEqual([`NODE-DUPLICATE ${marked('nested')}`]);
  });

  test('of the cluster, where its props are misshapen, and of the app of all clusters', () => {
    const misshapen = new App({ outdir: 5 } as never); // app
    new Cluster(misshapen, 'lab', {} as never); // misshapen
    expect(lines(misshapen.build().findings)).toEqual([`SHAPE-WRONG ${marked('app')}`, `SHAPE-MISSING ${marked('misshapen')}`]);
  });

  test('of the storage, for what is said of its system', () => {
    const lab = cluster();
    const facts = clusterProps();
    const few = new Cluster(new App(), 'few', { facts: { ...facts, nodes: facts.nodes.map((node) => ({ ...node, roles: [library.NodeRole.WORKER] })) } });
    new DrbdStorage(few.storage, 'drbd', { pool: 'nvme' }); // few
    new DrbdStorage(lab.storage, 'drbd', { pool: 'ssd' }); // drbd
    expect(lines(few.verdict().open)).toContain(`STORAGE-TOO-FEW-NODES ${marked('few')}`);
    expect(new Set(lines(lab.verdict().open.filter(({ code }) => code === 'STORAGE-POOL-MISSING')))).toEqual(
      new Set([`STORAGE-POOL-MISSING ${marked('drbd')}`]),
    );
  });

  test('that creates monitoring, for each of its parts', () => {
    const { facts } = watched([dash()]);
    const lab = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts });
    const monitoring = new Monitoring(lab.monitoring, 'monitoring', monitoringProps()); // monitoring
    expect(monitoring.node.children.length).toBeGreaterThan(3);
    for (const part of monitoring.node.findAll()) expect(lineOf(part)).toBe(marked('monitoring'));
  });

  test('of the app whose file clashes', () => {
    const app = new App({ outdir: '/nowhere' });
    new SinglePodFlexible(cluster(app).workers, 'kustomization', appProps()); // clash
    expect(lines(app.build().findings)).toEqual([`FILE-CLASH ${marked('clash')}`]);
  });

  test('of an app whose objects were requested too early', () => {
    const app = new App({ outdir: '/nowhere' });
    const lab = cluster(app);
    const shared = { volumes: [library.Volume.shared('/data', { app: { name: 'blog' } })], namespace: 'blog' };
    const blog = new SinglePodFlexible(lab.workers, 'blog', appProps({ volumes: [library.Volume.data('/data', { size: library.Size.gib(1) })] })); // early
    expect(blog.objects.length).toBeGreaterThan(0);
    new SinglePodFlexible(lab.workers, 'reader', appProps(shared));
    expect(lines(app.build().findings.filter(({ code }) => code === 'RENDERED-EARLY'))).toEqual([`RENDERED-EARLY ${marked('early')}`]);
  });

  test('of what is accepted, and of notes', () => {
    const lab = cluster();
    const accept = [...(UNPROBED.accept ?? []), { code: 'HA-ONE-NODE', reason: 'a lab' } as const];
    new HighlyAvailable(lab.workers, 'blog', { ...UNPROBED, accept }); // accepted
    const { accepted, notes } = lab.verdict();
    expect(lines(accepted.map(({ finding }) => finding))).toContain(`HA-WITHOUT-PROBE ${marked('accepted')}`);
    expect(lines(notes)).toContain(`ACCEPT-UNUSED ${marked('accepted')}`);
  });

  test('in a chart without a cluster, under the App of cdk8s and under ours', () => {
    const said = (app: Cdk8sApp) => {
      const chart = new Chart(app, 'mine', { namespace: 'mine' });
      new SinglePodFlexible(chart, 'blog', UNPINNED); // alone
      new IngressClass(chart, 'Class', { controller: 'example.com/ingress' }); // class
      return chart.node.findAll().flatMap((one) => one.node.validate());
    };
    const texts = said(new Cdk8sApp());
    expect(texts.map((text) => text.split('\n').at(-1)?.trim())).toEqual([`at ${marked('alone')}`, `at ${marked('class')}`]);
    const app = new App({ outdir: '/nowhere' });
    said(app);
    expect(app.build().findings.map(formatFinding)).toEqual(texts);
  });
});

describe('a finding about a change names the line', () => {
  const root = mkdtempSync(join(tmpdir(), 'lines-'));
  afterAll(() => {
    rmSync(root, { recursive: true });
    process.argv.splice(process.argv.indexOf('--quiet'), 1);
  });
  const five = { volumes: [library.Volume.data('/data', { size: library.Size.gib(5) })] };
  const smaller = { volumes: [library.Volume.data('/data', { size: library.Size.gib(4) })] };
  const lab = (app: Construct, facts = clusterProps()) => {
    const one = new Cluster(app, 'lab', { facts });
    new DrbdStorage(one.storage, 'drbd', { pool: 'nvme' });
    return one;
  };
  let count = 0;
  const linesOf = (before: (app: App) => void, after: (app: App) => void): readonly string[] => {
    count += 1;
    const last = join(root, `${count}`);
    const first = new App({ outdir: last, changesSince: library.LastOutput.none() });
    before(first);
    first.synth();
    const app = new App({ outdir: join(root, `${count}-next`), changesSince: library.LastOutput.folder(last) });
    after(app);
    try {
      app.synth();
    } catch (error) {
      if (error instanceof FindingsError) return lines(error.findings);
      throw error;
    }
    return [];
  };
  const wiki = (app: App) => new SinglePodFlexible(lab(app).workers, 'wiki', appProps(five));

  beforeAll(() => {
    process.argv.push('--quiet');
  });

  test('of the app whose object changes', () => {
    const after = (app: App) => new SinglePodFlexible(lab(app).workers, 'wiki', appProps(smaller)); // shrunk
    expect(linesOf(wiki, after)).toEqual([`CHANGE-CLAIM-SHRINKS ${marked('shrunk')}`]);
  });

  test('of the app of whose objects one is gone', () => {
    const after = (app: App) => new SinglePodFlexible(lab(app).workers, 'wiki', appProps({})); // emptied
    expect(linesOf(wiki, after)).toEqual([`CHANGE-CLAIM-GONE ${marked('emptied')}`]);
  });

  test('of the app that has another name now', () => {
    const after = (app: App) => new SinglePodFlexible(lab(app).workers, 'notes', appProps(five)); // renamed
    expect(linesOf(wiki, after)).toEqual([`CHANGE-APP-RENAMED ${marked('renamed')}`]);
  });

  test('of the app, where its class is about to change', () => {
    const props = appProps({ accept: [{ code: 'HA-WITHOUT-PROBE', reason: 'a lab' }] });
    const before = (app: App) => new HighlyAvailable(lab(app).workers, 'wiki', props);
    const after = (app: App) => new SinglePodFlexible(lab(app).workers, 'wiki', appProps()); // lowered
    expect(linesOf(before, after)).toEqual([`CHANGE-CLASS-LOWERED ${marked('lowered')}`]);
  });

  test('of the cluster that has another name or fewer nodes with storage', () => {
    const other = (app: App) => new Cluster(app, 'home', { facts: clusterProps() }); // cluster
    expect(linesOf((app) => lab(app), other)).toEqual([`CHANGE-CLUSTER-RENAMED ${marked('cluster')}`]);
    const four = (roles: readonly library.NodeRole[]) => ({ ...clusterProps(), nodes: [...clusterProps().nodes, worker('w4', { roles })] });
    const more = (app: App) => new SinglePodFlexible(lab(app, four([library.NodeRole.WORKER, library.NodeRole.STORAGE])).workers, 'wiki', appProps(five));
    const fewer = (app: App) => {
      const facts = four([library.NodeRole.WORKER]);
      const cluster = new Cluster(app, 'lab', { facts }); // fewer
      new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
      new SinglePodFlexible(cluster.workers, 'wiki', appProps(five));
    };
    expect(linesOf(more, fewer)).toContain(`CHANGE-STORAGE-NODE ${marked('fewer')}`);
  });

  test('but none where the program has nothing of it any more', () => {
    expect(linesOf(wiki, (app) => lab(app))).toEqual(['CHANGE-CLAIM-GONE undefined']);
  });
});

describe('a finding names no line', () => {
  test('of an object or a chart of another library: where the cluster or the folder is created would mislead', () => {
    const app = new App({ outdir: '/nowhere' });
    const lab = cluster(app);
    const metadata = { name: 'x', namespace: 'nowhere' };
    new ApiObject(lab.workers, 'raw', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    new ApiObject(new Construct(lab.workers, 'around'), 'raw', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, name: 'y' } });
    new Chart(lab, 'Flux');
    expect(lines(app.build().findings)).toEqual(['FILE-NAME undefined', 'NAMESPACE-MISSING undefined']);
  });

  test('where the program makes something else of stacks', () => {
    const { prepareStackTrace } = Error;
    Error.prepareStackTrace = (_error, frames) => frames;
    try {
      const blog = new SinglePodFlexible(cluster().workers, 'blog', UNPINNED);
      expect(lines(blog.findings)).toEqual(['IMAGE-UNPINNED undefined']);
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
  });
});

test('stacks of the program are as long as it says, even none', () => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const blog = new SinglePodFlexible(cluster().workers, 'blog', UNPINNED); // short
    expect(lines(blog.findings)).toEqual([`IMAGE-UNPINNED ${marked('short')}`]);
    expect(Error.stackTraceLimit).toBe(0);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
});

test('no file says a line: where a program moves, it writes the same', () => {
  const written = (declare: (lab: Cluster) => void) => {
    const app = new App({ outdir: '/nowhere' });
    declare(cluster(app));
    const { files, findings } = app.build();
    expect(findings).toEqual([]);
    return new Map([...files].map(([path, content]) => [path, content.toString()]));
  };
  const files = written((lab) => new HighlyAvailable(lab.workers, 'blog', UNPROBED));
  expect(written((lab) => new HighlyAvailable(lab.workers, 'blog', UNPROBED))).toEqual(files);
  expect(files.get('lab/report/report.json')).toContain('HA-WITHOUT-PROBE');
  expect([...files].filter(([, text]) => text.includes('.test.ts') || /"at"|^ +at /m.test(text))).toEqual([]);
});

/** Where it may stand: an App takes no scope, and a cluster has priorities already. */
function argumentsOf(Class: unknown): readonly unknown[] {
  if (Class === App) return [];
  return [Class === PriorityClasses ? new Chart(new App(), 'own') : cluster().workers, 'one'];
}

test('every construct of the library remembers its line', () => {
  const constructs = Object.values(library).filter((one): one is typeof Construct => typeof one === 'function' && one.prototype instanceof Construct);
  expect(constructs.length).toBeGreaterThan(10);
  const forgetful = constructs.filter((Class) => {
    // Without props: what is wrong with them must not come first.
    const one: Construct = new (Class as new (...given: unknown[]) => Construct)(...argumentsOf(Class));
    return !lineOf(one)?.startsWith(`${FILE}:`);
  });
  expect(forgetful.map(({ name }) => name)).toEqual([]);
});
