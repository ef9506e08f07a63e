import { posix } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { parse, parseAllDocuments } from 'yaml';
import {
  App,
  Cluster,
  type ClusterProps,
  Duration,
  NodeAgent,
  NodeRole,
  PodSecurityLevel,
  Port,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  Volume,
} from '../../lib';
import { appProps, clusterProps, messages } from '../support';
import { anyProgram, PLAIN, SPACES } from './any-program';

interface Spec {
  readonly path: string;
  readonly wait: boolean;
  readonly dependsOn?: readonly { readonly name: string }[];
  readonly healthChecks?: readonly { readonly kind: string; readonly name: string }[];
}

interface Seen {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Spec;
}

const FLUX = { url: 'https://git.example/lab.git', path: '.' };

function built(fill: (cluster: Cluster, app: App) => void, props: Partial<ClusterProps> = {}) {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), flux: FLUX, ...props });
  fill(cluster, app);
  const { files, findings } = app.build();
  return { files, said: messages(findings), kustomizations: kustomizationsIn(files) };
}

const objectsOf = (bytes: Buffer | undefined) => parseAllDocuments(`${bytes}`).map((document) => document.toJS() as Seen);

/** Flux' objects by their names. */
function kustomizationsIn(files: ReadonlyMap<string, Buffer>): Map<string, Spec> {
  const found = [...files].filter(([path]) => path.includes('/flux/kustomization-')).flatMap(([, bytes]) => objectsOf(bytes));
  return new Map(found.map(({ metadata, spec }) => [metadata.name, spec]));
}

/** The files that `kustomize build` reads in a folder. */
function builtFrom(files: ReadonlyMap<string, Buffer>, folder: string): string[] {
  const { resources } = parse(`${files.get(`${folder}/kustomization.yaml`)}`) as { readonly resources: readonly string[] };
  return resources.map((path) => posix.join(folder, path)).flatMap((path) => (files.has(path) ? [path] : builtFrom(files, path)));
}

/** The files of objects, and those that Flux applies. */
function delivered({ files, kustomizations }: ReturnType<typeof built>) {
  const applied = [...kustomizations.values()].flatMap(({ path }) => builtFrom(files, posix.normalize(path)));
  const written = [...files.keys()].filter((path) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml'));
  return { applied: applied.sort(), written: written.sort() };
}

const configMap = (scope: Construct, name: string, namespace?: string) =>
  new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });

describe('an object with which Flux is told to do otherwise', () => {
  const FLUX_SAYS = 'kustomize.toolkit.fluxcd.io';
  const release = { by: 'Longhorn', within: Duration.minutes(3) };
  const stored = { facts: clusterProps({ storage: { classes: [{ name: 'longhorn', nodeLocal: false, release }] } }) };
  const saidOf = (props: Parameters<typeof appProps>[0]) =>
    built((cluster) => {
      new SinglePodFlexible(cluster.workers, 'wiki', appProps(props));
    }, stored).said;
  const raw = (annotations: { readonly [key: string]: string }, labels: { readonly [key: string]: string } = {}) =>
    built(({ workers }) => {
      new SinglePodFlexible(workers, 'wiki', appProps());
      new ApiObject(workers, 'own', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own', namespace: 'wiki', annotations, labels } });
    }).said;

  test('is refused in the props of an app, of its Service and of its claim', () => {
    const claim = (annotations: { readonly [key: string]: string }) => ({ volumes: [Volume.data('/data', { size: Size.gib(1), annotations })] });
    expect(saidOf({ annotations: { [`${FLUX_SAYS}/reconcile`]: 'disabled' } })).toMatchInlineSnapshot(`
      "OBJECT-UNDELIVERED  lab/worker/wiki.yaml: the annotation kustomize.toolkit.fluxcd.io/reconcile: disabled of the Deployment wiki, but Flux never applies such objects.
                          Remove the annotation, or the object."
    `);
    expect(saidOf({ labels: { [`${FLUX_SAYS}/ssa`]: 'Ignore' } })).toMatchInlineSnapshot(`
      "OBJECT-UNDELIVERED  lab/worker/wiki.yaml: the label kustomize.toolkit.fluxcd.io/ssa: Ignore of the Deployment wiki, but Flux never applies such objects.
                          Remove the label, or the object."
    `);
    const service = { annotations: { [`${FLUX_SAYS}/ssa`]: 'IfNotPresent' } };
    expect(saidOf({ network: { ports: [Port.http(8080)], service } })).toMatchInlineSnapshot(`
      "OBJECT-UNDELIVERED  lab/worker/wiki.yaml: the annotation kustomize.toolkit.fluxcd.io/ssa: IfNotPresent of the Service wiki, but then Flux applies it once, and what is decided later never reaches the cluster.
                          Remove the annotation, or the object."
    `);
    expect(saidOf(claim({ [`${FLUX_SAYS}/force`]: 'enabled' }))).toMatchInlineSnapshot(`
      "OBJECT-UNDELIVERED  lab/worker/wiki.yaml: the annotation kustomize.toolkit.fluxcd.io/force: enabled of the PersistentVolumeClaim wiki-data, but then Flux deletes it, and its data, to change what cannot be changed.
                          Remove the annotation, or the object."
    `);
    expect(saidOf(claim({ [`${FLUX_SAYS}/ssa`]: 'ifnotpresent' }))).toContain('OBJECT-UNDELIVERED');
  });

  test('is refused as an object of its own, if it never reaches the cluster', () => {
    expect(raw({ [`${FLUX_SAYS}/reconcile`]: 'Disabled' })).toMatchInlineSnapshot(`
      "OBJECT-UNDELIVERED  lab/worker/own.yaml: the annotation kustomize.toolkit.fluxcd.io/reconcile: Disabled of the ConfigMap own, but Flux never applies such objects.
                          Remove the annotation, or the object."
    `);
    expect(raw({}, { [`${FLUX_SAYS}/ssa`]: 'Ignore' })).toContain('the label kustomize.toolkit.fluxcd.io/ssa: Ignore of the ConfigMap own');
  });

  test('is delivered where each version of it still is, or where others own what follows', () => {
    expect(saidOf({ annotations: { [`${FLUX_SAYS}/reconcile`]: 'enabled', [`${FLUX_SAYS}/ssa`]: 'Merge', [`${FLUX_SAYS}/prune`]: 'disabled' } })).toBe('');
    expect(raw({ [`${FLUX_SAYS}/ssa`]: 'IfNotPresent', [`${FLUX_SAYS}/force`]: 'enabled' })).toBe('');
  });
});

test('a chart in a folder, in a chart, and below a construct is applied with its folder', () => {
  const result = built((cluster) => {
    const team = new Chart(cluster.workers, 'team');
    new SinglePodFlexible(team, 'wiki', appProps());
    new SinglePodFlexible(new Chart(team, 'inner'), 'blog', appProps());
    new SinglePodFlexible(new Chart(new Construct(cluster, 'teams'), 'Red'), 'shop', appProps());
  });
  expect(result.said).toBe('');
  expect(delivered(result).applied).toEqual(delivered(result).written);
  expect(delivered(result).applied.filter((path) => !/flux|priorities/.test(path))).toEqual([
    'lab/teams/Red/namespace-shop.yaml',
    'lab/teams/Red/shop.yaml',
    'lab/worker/namespace-blog.yaml',
    'lab/worker/namespace-wiki.yaml',
    'lab/worker/team/inner/blog.yaml',
    'lab/worker/team/wiki.yaml',
  ]);
  expect(result.kustomizations.get('lab-teams-red')).toMatchObject({ path: './lab/teams/Red', dependsOn: [{ name: 'lab-priorities' }] });
});

test('a cluster below a construct is judged, reported and applied like any other', () => {
  const app = new App({ outdir: '/nowhere' });
  const cluster = new Cluster(new Construct(app, 'europe'), 'lab', { facts: clusterProps(), flux: FLUX });
  new SinglePodFlexible(cluster.workers, 'wiki', appProps());
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  const result = { files, said: '', kustomizations: kustomizationsIn(files) };
  expect(delivered(result).applied).toEqual(delivered(result).written);
  expect([...files.keys()]).toContain('europe/lab/report/report.md');
});

const ON_WORKERS = { placement: { role: NodeRole.WORKER } };
test('whatever the program, every object comes out of one Kustomization, once, after its namespace, or synthesis refuses', () => {
  let accepted = 0;
  for (let seed = 0; seed < 40; seed += 1) {
    const { files, findings } = anyProgram(seed).build();
    if (findings.length > 0) {
      expect(messages(findings)).toMatch(/^(ORDER-NOT-KEPT|ORDER-CIRCLE|NAMESPACE-LATE|DELIVERY-DEADLOCK) /);
      continue;
    }
    accepted += 1;
    const folders = [...files.keys()].filter((path) => path.endsWith('/report/report.md')).map((path) => path.slice(0, -'/report/report.md'.length));
    const clusters = folders.map((folder) => new Map([...files].filter(([path]) => path.startsWith(`${folder}/`))));
    const outside = [...files.keys()].filter((path) => path.startsWith(PLAIN));
    expect(clusters.reduce((sum, own) => sum + own.size, 0)).toBe(files.size - outside.length);
    for (const own of clusters) {
      const result = { files: own, said: '', kustomizations: kustomizationsIn(own) };
      const { applied, written } = delivered(result);
      expect(applied).toEqual(written);
      expect(new Set(applied).size).toBe(applied.length);
      expectNamespacesFirst(result);
    }
  }
  expect(accepted).toBeGreaterThan(20);
});

/** Each namespaced object is applied with its namespace, or after it. */
function expectNamespacesFirst({ files, kustomizations }: ReturnType<typeof built>): void {
  const before = (name: string): string[] => [name, ...(kustomizations.get(name)?.dependsOn ?? []).flatMap((one) => before(one.name))];
  const objectsIn = (name: string) => builtFrom(files, posix.normalize(kustomizations.get(name)?.path ?? '')).flatMap((path) => objectsOf(files.get(path)));
  for (const name of kustomizations.keys()) {
    if (name.endsWith('-flux')) continue;
    const created = new Set(
      before(name)
        .flatMap(objectsIn)
        .flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : [])),
    );
    // Flux was there before.
    created.add('flux-system');
    for (const { metadata } of objectsIn(name)) if (metadata.namespace !== undefined) expect(created).toContain(metadata.namespace);
  }
}

describe('addDependency', () => {
  const order = (fill: (cluster: Cluster) => void) => {
    const { said, kustomizations } = built((cluster) => {
      new SinglePodFlexible(cluster.workers, 'wiki', appProps());
      fill(cluster);
    });
    return said || Object.fromEntries([...kustomizations].map(([name, { dependsOn = [] }]) => [name, dependsOn.map((one) => one.name)]));
  };

  test('between charts is the order of their folders', () => {
    const early = (cluster: Cluster) => {
      const chart = new Chart(cluster, 'early');
      configMap(chart, 'first');
      return chart;
    };
    const late = (cluster: Cluster) => configMap(new Chart(cluster, 'late'), 'second');
    expect(order((cluster) => cluster.workers.addDependency(early(cluster)))).toMatchObject({
      'lab-early': ['lab-priorities'],
      'lab-worker': ['lab-priorities', 'lab-early'],
    });
    expect(order((cluster) => late(cluster).addDependency(early(cluster)))).toMatchObject({ 'lab-late': ['lab-early', 'lab-priorities'] });
  });

  test('on a folder without objects is one on what comes before that', () => {
    expect(
      order((cluster) => {
        configMap(cluster.operators, 'first');
        cluster.monitoring.addDependency(cluster.storage);
        configMap(cluster.monitoring, 'second');
      }),
    ).toMatchObject({ 'lab-monitoring': ['lab-priorities', 'lab-operators'], 'lab-worker': ['lab-priorities', 'lab-operators'] });
  });
});

test('a folder that others come after does not wait for agents and pinned apps: one node that is off would hold up all', () => {
  const { said, kustomizations } = built((cluster) => {
    const base = new Chart(cluster, 'base');
    const { placement: _, ...props } = appProps();
    new NodeAgent(base, 'agent', props);
    new SinglePodPinned(base, 'pinned', { ...appProps(ON_WORKERS), node: { name: 'w1', reason: 'a test' } });
    new SinglePodFlexible(base, 'moving', appProps(ON_WORKERS));
    cluster.workers.addDependency(base);
    new SinglePodFlexible(cluster.workers, 'wiki', appProps());
  });
  expect(said).toBe('');
  expect(kustomizations.get('lab-base')).toMatchObject({
    wait: false,
    healthChecks: [{ kind: 'Deployment', name: 'moving', namespace: 'moving' }],
  });
  expect(kustomizations.get('lab-worker')).toMatchObject({ wait: true });
});

test('apps of two folders in one namespace do not make one folder wait for the other', () => {
  const { said, kustomizations, files } = built((cluster) => {
    new SinglePodFlexible(cluster.control, 'proxy', appProps({ ...ON_WORKERS, namespace: 'shared' }));
    new SinglePodFlexible(cluster.workers, 'wiki', appProps({ namespace: 'shared' }));
  });
  expect(said).toBe('');
  expect([...files.keys()].filter((path) => path.includes('namespace-'))).toEqual(['lab/priorities/namespace-shared.yaml']);
  expect(kustomizations.get('lab-worker')?.dependsOn).toEqual([{ name: 'lab-priorities' }]);
});

test('the namespace of a Helm release is created at the level that is said, or somebody else creates it', () => {
  const release = (cluster: Cluster, spec: object) =>
    new ApiObject(cluster.operators, 'longhorn', {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'longhorn', namespace: 'flux-system' },
      ...({ spec } as object),
    });
  const target = { targetNamespace: 'longhorn-system' };
  expect(built((cluster) => release(cluster, target)).said).toMatchInlineSnapshot(`
    "NAMESPACE-MISSING  lab/operators/longhorn: an object in the namespace longhorn-system, but nothing creates that namespace.
                       Add it to namespaces of the cluster: { 'longhorn-system': { level: PodSecurityLevel.BASELINE } } creates it, { 'longhorn-system': { external: true } } says that somebody else does."
  `);
  const created = built((cluster) => release(cluster, target), { namespaces: { 'longhorn-system': { level: PodSecurityLevel.PRIVILEGED } } });
  expect(created.said).toBe('');
  expect(`${created.files.get('lab/operators/namespace-longhorn-system.yaml')}`).toContain('enforce: privileged');
  expect(built((cluster) => release(cluster, target), { namespaces: { 'longhorn-system': { external: true } } }).said).toBe('');
  expect(built((cluster) => release(cluster, { ...target, install: { createNamespace: true } })).said).toBe('');
});

test('an id that the library uses as well is no clash', () => {
  const result = built((cluster) => {
    new SinglePodFlexible(cluster.workers, 'wiki', appProps());
    new SinglePodFlexible(cluster.workers, 'namespace-wiki', appProps());
  });
  expect(result.said).toBe('');
  expect(delivered(result).applied).toEqual(delivered(result).written);
  expect(delivered(result).applied).toContain('lab/worker/namespace-wiki-.yaml');
});

test('names that no file can have, and charts that would be files, are refused', () => {
  const { said } = built((cluster) => {
    configMap(new Chart(cluster.workers, '..'), 'up');
    configMap(new Chart(cluster, '.generated'), 'list');
    configMap(new Chart(cluster.workers, 'wiki.yaml'), 'inside');
    configMap(new Chart(cluster, `long-${'x'.repeat(60)}`), 'long');
    configMap(new Chart(cluster, 'Worker'), 'twin');
    new SinglePodFlexible(cluster.workers, 'wiki', appProps());
  });
  expect(said).toMatchInlineSnapshot(`
    "FILE-NAME  lab/long-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: a Kustomization lab-long-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx for the chart, but Flux allows at most 63 characters.
               Give the chart another id.

    FILE-CLASH  lab/Worker: a chart whose Kustomization is named lab-worker, but that of the chart lab/worker has the same name.
                Give one of the charts another id.

    FILE-NAME  lab/worker/../up.yaml: a file with this name, but names of files and folders begin with a letter or a digit, and have no control characters and none of <>:"|?*\\.
               Give the construct, or the chart around it, another id.

    FILE-NAME  lab/.generated/list.yaml: a file with this name, but names of files and folders begin with a letter or a digit, and have no control characters and none of <>:"|?*\\.
               Give the construct, or the chart around it, another id.

    FILE-CLASH  lab/worker/wiki.yaml/inside.yaml: a file in this folder, but lab/worker/wiki.yaml is a file.
                Give one of the constructs another id."
  `);
});

test('names that Windows cannot have are refused: whoever clones the repository there would not get the file', () => {
  const { said } = built((cluster) => {
    new SinglePodFlexible(cluster.workers, 'aux', appProps());
    new SinglePodFlexible(cluster.workers, 'auxiliary', appProps());
    configMap(new Chart(cluster.workers, 'team.'), 'inside');
  });
  expect(said).toMatchInlineSnapshot(`
    "FILE-NAME  lab/worker/aux.yaml: a file with this name, but Windows cannot have it: con, prn, aux, nul, com0 to com9 and lpt0 to lpt9 are devices, and no name ends with a dot or a space.
               Give the construct, or the chart around it, another id.

    FILE-NAME  lab/worker/team./inside.yaml: a file with this name, but Windows cannot have it: con, prn, aux, nul, com0 to com9 and lpt0 to lpt9 are devices, and no name ends with a dot or a space.
               Give the construct, or the chart around it, another id."
  `);
});

describe('a namespace that is an object of the program', () => {
  const namespace = (scope: Construct, name = 'teams') => new ApiObject(scope, `is-${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

  test('is created once, and before what is in it', () => {
    const result = built((cluster) => {
      const [used, vendor] = [new Chart(cluster, 'used'), new Chart(cluster, 'vendor')];
      configMap(used, 'settings', 'teams');
      namespace(vendor);
      configMap(vendor, 'own', 'teams');
      configMap(cluster.storage, 'early', 'teams');
    });
    expect(result.said).toBe('');
    expect([...result.files.keys()].filter((path) => path.includes('namespace-'))).toEqual([]);
    expect(result.kustomizations.get('lab-used')?.dependsOn).toContainEqual({ name: 'lab-vendor' });
    expect(result.kustomizations.get('lab-storage')?.dependsOn).toEqual([{ name: 'lab-vendor' }]);
    expect(result.kustomizations.get('lab-vendor')?.dependsOn).toEqual([{ name: 'lab-priorities' }]);
  });

  test('of a folder that comes later is refused', () => {
    const { said } = built((cluster) => {
      const [used, vendor] = [new Chart(cluster, 'used'), new Chart(cluster, 'vendor')];
      vendor.addDependency(used);
      configMap(used, 'settings', 'teams');
      namespace(vendor);
    });
    expect(said).toMatchInlineSnapshot(`
      "NAMESPACE-LATE  lab/used/settings: an object in the namespace teams, but lab/vendor creates that namespace, and Flux applies it after lab/used.
                      Put the Namespace into a folder that comes before, or remove the dependency."
    `);
  });

  test('is one too many where the library creates it at the level of its apps, unless the object is to stay', () => {
    const fill = (cluster: Cluster) => {
      namespace(cluster.workers, 'wiki');
      new SinglePodFlexible(cluster.workers, 'wiki', appProps());
    };
    expect(built(fill).said).toMatchInlineSnapshot(`
      "OBJECT-CLASH  lab/worker/namespace-wiki.yaml: a Namespace wiki, but lab/worker/is-wiki.yaml creates it too, and the last one applied would win.
                    Remove one of them, or say in namespaces of the cluster which stays: { 'wiki': { external: true } } leaves it to the object."
    `);
    const result = built(fill, { namespaces: { wiki: { external: true } } });
    expect(result.said).toBe('');
    expect([...result.files.keys()].filter((path) => path.startsWith('lab/worker/'))).toEqual([
      'lab/worker/is-wiki.yaml',
      'lab/worker/wiki.yaml',
      'lab/worker/kustomization.yaml',
    ]);
  });

  test('is looked for again in what the program adds after a first look', () => {
    const app = new App({ outdir: '/nowhere' });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps(), namespaces: SPACES });
    new SinglePodFlexible(cluster.workers, 'wiki', appProps());
    expect(messages(cluster.verdict().open)).toContain('NAMESPACE-UNKNOWN');
    for (const space of Object.keys(SPACES)) configMap(cluster.workers, `of-${space}`, space);
    expect(messages(app.build().findings)).toBe('');
    namespace(cluster.workers);
    configMap(cluster.workers, 'late', 'teams');
    const { files, findings } = app.build();
    expect(messages(findings)).toBe('');
    expect([...files.keys()].filter((path) => /namespace-|is-/.test(path))).toEqual([
      'lab/worker/namespace-wiki.yaml',
      'lab/worker/namespace-space-0.yaml',
      'lab/worker/namespace-space-1.yaml',
      'lab/worker/namespace-space-2.yaml',
      'lab/worker/is-teams.yaml',
    ]);
  });
});

test('charts with one name for Flux are one finding, with both', () => {
  const twins = (fill: (cluster: Cluster) => void) => built(fill).said;
  expect(
    twins((cluster) => {
      configMap(new Chart(cluster, 'Team B'), 'one', 'kube-system');
      configMap(new Chart(cluster, 'team-b'), 'two', 'kube-system');
    }),
  ).toMatchInlineSnapshot(`
    "FILE-CLASH  lab/team-b: a chart whose Kustomization is named lab-team-b, but that of the chart lab/Team B has the same name.
                Give one of the charts another id."
  `);
  expect(
    twins((cluster) => {
      configMap(new Chart(new Construct(cluster, 'teams'), 'b'), 'one', 'kube-system');
      configMap(new Chart(cluster, 'teams-b'), 'two', 'kube-system');
    }),
  ).toMatchInlineSnapshot(`
    "FILE-CLASH  lab/teams-b: a chart whose Kustomization is named lab-teams-b, but that of the chart lab/teams/b has the same name.
                Give one of the charts another id."
  `);
  expect(
    twins((cluster) => {
      configMap(cluster.workers, 'one', 'kube-system');
      configMap(new Chart(cluster, 'Worker'), 'one', 'kube-public');
    }),
  ).toMatchInlineSnapshot(`
    "FILE-CLASH  lab/Worker: a chart whose Kustomization is named lab-worker, but that of the chart lab/worker has the same name.
                Give one of the charts another id."
  `);
});
