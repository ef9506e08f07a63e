import { ApiObject, App as Cdk8sApp, Chart, JsonPatch, Testing } from 'cdk8s';
import { App, Client, Cluster, Destination, DrbdStorage, Monitoring, NodeExporter, Patch, Port, SinglePodFlexible, Size, Volume } from '../../lib';
import * as model from '../../lib/availability/decide';
import { monitoringProps, watched } from '../monitoring/support';
import { appProps, clusterProps, messages } from '../support';

const DATA = Volume.data('/data', { size: Size.gib(1) });
const OWNER = appProps({ namespace: 'paperless', volumes: [DATA] });
const FOLLOWER = appProps({ namespace: 'paperless', volumes: [Volume.shared('/data', { app: { name: 'paperless' } })] });

function lab(): { readonly app: App; readonly cluster: Cluster } {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  return { app, cluster };
}

const kindsIn = (construct: { readonly node: Chart['node'] }) =>
  (construct.node.findAll().filter((one) => ApiObject.isApiObject(one)) as ApiObject[]).map(({ kind }) => kind);
const annotated = (files: ReadonlyMap<string, Buffer>, path: string) => files.get(path)?.toString().includes('example/mine: "yes"');

jest.mock('../../lib/availability/decide', () => {
  const actual = jest.requireActual<typeof model>('../../lib/availability/decide');
  return { ...actual, decideGroup: jest.fn(actual.decideGroup), decideGroups: jest.fn(actual.decideGroups) };
});

/** How many apps are decided in all, each as often as it is. */
function decisionsOf(work: () => void): number {
  const decided = () => [
    ...jest.mocked(model.decideGroup).mock.calls.map(([asks]) => asks.length),
    ...jest.mocked(model.decideGroups).mock.calls.flatMap(([groups]) => groups.map((asks) => asks.length)),
  ];
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const before = sum(decided());
  work();
  return sum(decided()) - before;
}

describe('an app', () => {
  test('is no object, and not decided, until somebody wants to know', () => {
    const { cluster } = lab();
    expect(decisionsOf(() => new SinglePodFlexible(cluster.workers, 'blog', appProps()))).toBe(0);
    expect(kindsIn(cluster.workers)).toEqual([]);
  });

  test('is decided once, however often its plan is read, and not again for those that share nothing with it', () => {
    const { app, cluster } = lab();
    const count = decisionsOf(() => {
      for (let index = 0; index < 20; index += 1) expect(new SinglePodFlexible(cluster.workers, `app${index}`, appProps()).plan).toBeDefined();
      expect(messages(app.build().findings)).toBe('');
    });
    expect(count).toBe(20);
  });

  test('with forty others on its volume is decided once, and so is each of them', () => {
    const { app, cluster } = lab();
    const count = decisionsOf(() => {
      new SinglePodFlexible(cluster.workers, 'paperless', OWNER);
      for (let index = 0; index < 40; index += 1) new SinglePodFlexible(cluster.workers, `consumer${index}`, FOLLOWER);
      app.build();
    });
    expect(count).toBe(41);
  });

  test('has a plan that knows who came since', () => {
    const { cluster } = lab();
    const owner = new SinglePodFlexible(cluster.workers, 'paperless', OWNER);
    expect(owner.plan?.ask.group).toBeUndefined();
    const follower = new SinglePodFlexible(cluster.workers, 'consumer', FOLLOWER);
    expect([owner, follower].map(({ plan }) => plan?.ask.group?.map(({ name }) => name))).toEqual([
      ['paperless', 'consumer'],
      ['paperless', 'consumer'],
    ]);
  });

  test('says what is wrong with its patches before it is rendered', () => {
    const { cluster } = lab();
    const one = new SinglePodFlexible(cluster.workers, 'blog', appProps({ patches: [Patch.remove('Deployment', '/spec/nothing', 'a test')] }));
    expect(one.findings.map(({ code }) => code)).toEqual(['PATCH-NOWHERE']);
    expect(kindsIn(cluster.workers)).toEqual([]);
  });
});

describe('a system that is declared after the apps', () => {
  test('has its say in what was decided before', () => {
    const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'lab', { facts: clusterProps() });
    const owner = new SinglePodFlexible(cluster.workers, 'paperless', OWNER);
    expect(owner.plan?.claims.map((claim) => claim.storageClass)).toEqual([undefined]);
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    expect(owner.plan?.claims.map((claim) => claim.storageClass)).toEqual(['drbd-replicated']);
  });
});

describe('parts of monitoring', () => {
  test('are decided once for what they would be alone and once for what they are', () => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: watched().facts });
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    const count = decisionsOf(() => {
      new Monitoring(cluster.monitoring, 'stack', monitoringProps());
      for (let index = 0; index < 5; index += 1) new SinglePodFlexible(cluster.workers, `app${index}`, appProps());
      expect(messages(app.build().findings)).toBe('');
    });
    // Five apps and the node exporter; Prometheus, Alertmanager, kube-state-metrics and Grafana twice.
    expect(count).toBe(6 + 2 * 4);
  });
});

describe('who wants an object of an app', () => {
  test('asks the app for it, by its kind, and by its name where the app has several', () => {
    const { cluster } = lab();
    const one = new SinglePodFlexible(cluster.workers, 'wiki', appProps({ network: { ports: [Port.http(8080)] }, volumes: [DATA] }));
    expect(one.objects.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'PersistentVolumeClaim wiki-data',
      'Deployment wiki',
      'Service wiki',
      'NetworkPolicy wiki',
    ]);
    expect(one.object('PersistentVolumeClaim', 'wiki-data')).toBe(one.objects[0]);
    expect(() => one.object('PersistentVolumeClaim')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(
          'OBJECT-UNKNOWN  lab/worker/wiki: a PersistentVolumeClaim wiki, but the app has PersistentVolumeClaim wiki-data, Deployment wiki, Service wiki and NetworkPolicy wiki.\n                Ask for one of them.\n                at test/delivery/rendering.test.ts:',
        ),
      }),
    );
  });

  test('is told what is wrong with the app', () => {
    const { cluster } = lab();
    const one = new SinglePodFlexible(cluster.workers, 'blog', { ...appProps(), image: undefined } as unknown as ReturnType<typeof appProps>);
    expect(one.objects).toEqual([]);
    expect(() => one.object('Deployment')).toThrow('IMAGE-MISSING');
  });

  test('gets its workload from ApiObject.of', () => {
    const { cluster } = lab();
    const one = new SinglePodFlexible(cluster.workers, 'blog', appProps());
    expect(ApiObject.of(one)).toBe(one.object('Deployment'));
  });

  test('may say another default child', () => {
    const { cluster } = lab();
    const one = new SinglePodFlexible(cluster.workers, 'blog', appProps());
    one.node.defaultChild = one.object('NetworkPolicy');
    expect(ApiObject.of(one).kind).toBe('NetworkPolicy');
  });
});

describe('a patch of cdk8s', () => {
  const patch = (deployment: ApiObject) => {
    deployment.metadata.addAnnotation('example/mine', 'yes');
    deployment.addJsonPatch(JsonPatch.add('/spec/minReadySeconds', 2));
  };

  test('is in what our App writes', () => {
    const { app, cluster } = lab();
    patch(new SinglePodFlexible(cluster.workers, 'blog', appProps()).object('Deployment'));
    const { files, findings } = app.build();
    expect(messages(findings)).toBe('');
    expect(annotated(files, 'lab/worker/blog.yaml')).toBe(true);
    expect(files.get('lab/worker/blog.yaml')?.toString()).toContain('minReadySeconds: 2');
  });

  test.each([
    ['Testing.synth', (chart: Chart) => Testing.synth(chart)],
    ['Chart.toJson', (chart: Chart) => chart.toJson()],
  ])('is in what %s gives, and so is what nobody asked for', (_name, synth) => {
    const chart = new Chart(new Cdk8sApp(), 'mine');
    patch(new SinglePodFlexible(chart, 'blog', appProps()).object('Deployment'));
    new SinglePodFlexible(chart, 'wiki', appProps());
    const objects = synth(chart) as { kind: string; metadata: { name: string; annotations?: object }; spec: { paused?: boolean } }[];
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Deployment blog',
      'NetworkPolicy blog',
      'Deployment wiki',
      'NetworkPolicy wiki',
    ]);
    expect(objects[0]).toMatchObject({ metadata: { annotations: { 'example/mine': 'yes' } }, spec: { minReadySeconds: 2 } });
  });

  test("is in what cdk8s' own App gives", () => {
    const app = new Cdk8sApp();
    patch(new SinglePodFlexible(new Chart(app, 'mine'), 'blog', appProps()).object('Deployment'));
    expect(app.synthYaml()).toContain('minReadySeconds: 2');
  });

  test('stays where somebody shared the data before the object was asked for', () => {
    const { app, cluster } = lab();
    const owner = new SinglePodFlexible(cluster.workers, 'paperless', OWNER);
    new SinglePodFlexible(cluster.workers, 'consumer', FOLLOWER);
    patch(owner.object('Deployment'));
    const { files, findings } = app.build();
    expect(messages(findings)).toBe('');
    expect(annotated(files, 'lab/worker/paperless.yaml')).toBe(true);
    expect(files.get('lab/worker/paperless.yaml')?.toString()).toContain('podAffinity');
  });

  test('is refused, not lost, where somebody shares the data after that', () => {
    const { app, cluster } = lab();
    patch(new SinglePodFlexible(cluster.workers, 'paperless', OWNER).object('Deployment'));
    new SinglePodFlexible(cluster.workers, 'blog', appProps());
    new SinglePodFlexible(cluster.workers, 'consumer', FOLLOWER);
    expect(messages(app.build().findings)).toMatchInlineSnapshot(`
      "RENDERED-EARLY  lab/worker/paperless: objects that were requested too early, but they also depend on lab/worker/consumer, declared later.
                      Declare everything first, then request objects or call render()."
    `);
  });

  test('is refused likewise in a chart of your own', () => {
    const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine' });
    const owner = new SinglePodFlexible(chart, 'paperless', appProps({ volumes: [DATA] }));
    ApiObject.of(owner).metadata.addAnnotation('example/mine', 'yes');
    new SinglePodFlexible(chart, 'consumer', appProps({ volumes: [Volume.shared('/data', { app: { name: 'paperless' } })] }));
    expect(() => Testing.synth(chart)).toThrow('RENDERED-EARLY  mine/paperless');
  });

  test('of an object that somebody found in the tree is refused too, when that would be another one', () => {
    const { app, cluster } = lab();
    const owner = new SinglePodFlexible(cluster.workers, 'paperless', OWNER);
    app.build();
    (owner.node.findChild('Deployment') as ApiObject).metadata.addLabel('example/mine', 'yes');
    new SinglePodFlexible(cluster.workers, 'consumer', FOLLOWER);
    expect(app.build().findings.map(({ code, path }) => `${code} ${path}`)).toEqual(['RENDERED-EARLY lab/worker/paperless']);
  });
});

test('a program that is built, and then grows, gives the same as one that was whole at once', () => {
  const grown = lab();
  new SinglePodFlexible(grown.cluster.workers, 'paperless', OWNER);
  expect(messages(grown.app.build().findings)).toBe('');
  new SinglePodFlexible(grown.cluster.workers, 'consumer', FOLLOWER);
  const whole = lab();
  new SinglePodFlexible(whole.cluster.workers, 'paperless', OWNER);
  new SinglePodFlexible(whole.cluster.workers, 'consumer', FOLLOWER);
  expect(Object.fromEntries(grown.app.build().files)).toEqual(Object.fromEntries(whole.app.build().files));
});

test('a dependency between apps is one between their objects', () => {
  const chart = new Chart(Testing.app(), 'mine');
  const wiki = new SinglePodFlexible(chart, 'wiki', appProps());
  wiki.node.addDependency(new SinglePodFlexible(chart, 'database', appProps()));
  const names = (Testing.synth(chart) as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
  expect(names).toEqual(['database', 'database', 'wiki', 'wiki']);
});

test('a dependency between apps is no touch of the user: a second build with more apps is as sound as one with all', () => {
  const { app, cluster } = lab();
  const owner = new SinglePodFlexible(cluster.workers, 'paperless', OWNER);
  owner.node.addDependency(new SinglePodFlexible(cluster.workers, 'database', appProps()));
  const codes = () => app.build().findings.map(({ code }) => code);
  expect(codes()).toEqual(['ORDER-NOT-KEPT']);
  new SinglePodFlexible(cluster.workers, 'consumer', FOLLOWER);
  expect(codes()).toEqual(['ORDER-NOT-KEPT']);
});

test('an app without a plan is still an app: only its own fault is said, not that others name nothing', () => {
  const app = new App({ outdir: '/nowhere' });
  const namespaces = { database: { labels: { team: 'home' } } };
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), namespaces });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  const database = new SinglePodFlexible(cluster.workers, 'database', { ...appProps(), image: undefined } as unknown as ReturnType<typeof appProps>);
  const network = { ports: [Port.http(80)], allowFrom: [Client.app(database)], allowTo: [Destination.app(database)] };
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ dependsOn: [database], network }));
  expect(app.build().findings.map(({ code }) => code)).toEqual(['IMAGE-MISSING']);
});

describe('a visitor that walks the tree before the synthesis', () => {
  test('finds every object after render(), and what it changes is written', () => {
    const { app, cluster } = lab();
    new SinglePodFlexible(cluster.workers, 'blog', appProps());
    const chart = new Chart(app, 'mine');
    new SinglePodFlexible(chart, 'wiki', appProps());
    app.render();
    expect([kindsIn(cluster.workers), kindsIn(chart)]).toEqual([
      ['Deployment', 'NetworkPolicy', 'Namespace'],
      ['Deployment', 'NetworkPolicy'],
    ]);
    for (const one of app.node.findAll()) if (ApiObject.isApiObject(one)) (one as ApiObject).metadata.addAnnotation('example/mine', 'yes');
    const { files, findings } = app.build();
    expect(messages(findings)).toBe('');
    expect(['lab/worker/blog.yaml', 'lab/worker/namespace-blog.yaml', 'mine/wiki.yaml'].map((path) => annotated(files, path))).toEqual([true, true, true]);
  });

  test('is told when a namespace would be another one since', () => {
    const { app, cluster } = lab();
    new SinglePodFlexible(cluster.workers, 'blog', appProps());
    cluster.render();
    new NodeExporter(cluster.monitoring, 'exporter', { namespace: 'blog' });
    expect(messages(app.build().findings.filter(({ code }) => code === 'RENDERED-EARLY'))).toMatchInlineSnapshot(`
      "RENDERED-EARLY  lab/worker/namespace-blog: objects that were requested too early, but they also depend on lab/monitoring/exporter/daemon-set, declared later.
                      Declare everything first, then request objects or call render()."
    `);
  });
});

describe('a cluster below another construct', () => {
  test('is judged and reported like any other, in its own folder', () => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(new Chart(app, 'site'), 'lab', { facts: clusterProps(), flux: { url: 'https://git.example/lab.git' } });
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    new SinglePodFlexible(cluster.workers, 'blog', appProps());
    const { files, findings } = app.build();
    expect(messages(findings)).toBe('');
    expect([...files.keys()]).toEqual(expect.arrayContaining(['site/lab/worker/blog.yaml', 'site/lab/flux/source-lab.yaml', 'site/lab/report/report.md']));
    expect(files.get('site/lab/flux/kustomization-worker.yaml')?.toString()).toContain('path: ./dist/site/lab/worker');
    new SinglePodFlexible(cluster.workers, 'wiki', { ...appProps(), image: undefined } as unknown as ReturnType<typeof appProps>);
    expect(app.build().findings.map(({ code }) => code)).toEqual(['IMAGE-MISSING']);
  });
});
