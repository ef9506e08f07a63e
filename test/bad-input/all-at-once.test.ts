import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  Cluster,
  type ClusterFactsProps,
  EnvValue,
  FindingsError,
  HighlyAvailable,
  Image,
  NodeRole,
  Port,
  Replicas,
  SinglePodFlexible,
  Volume,
} from '../../lib';
import { lab as labIn } from '../lab';
import { appProps, clusterProps, messages, worker } from '../support';

/** An app of the library with one cluster. */
function lab(overrides: Partial<ClusterFactsProps> = {}, outdir?: string): { app: App; cluster: Cluster } {
  const app = new App(outdir === undefined ? {} : { outdir });
  return { app, cluster: labIn(overrides, {}, app) };
}

const FIVE_MISTAKES = appProps({
  image: Image.of('ghcr.io/example/blog', 'latest'),
  env: { DB_PASSWORD: EnvValue.of('hunter2') },
  network: { ports: [Port.http(80), Port.tcp(80, 'other')] },
  volumes: [Volume.hostPath('/srv')],
  podLabels: { 'app.kubernetes.io/name': 'other' },
});

test('a sound app has files and no findings', () => {
  const { app, cluster } = lab();
  new SinglePodFlexible(cluster.workers, 'blog', appProps());
  const { files, findings } = app.build();
  expect(findings).toEqual([]);
  expect([...files.keys()]).toContain('lab/worker/blog.yaml');
});

test('five mistakes of one app are five findings, and no file', () => {
  const { app, cluster } = lab();
  new SinglePodFlexible(cluster.workers, 'blog', FIVE_MISTAKES);
  const { files, findings } = app.build();
  expect(messages(findings)).toMatchInlineSnapshot(`
    "LABEL-INVALID  lab/worker/blog: the label app.kubernetes.io/name, but selectors and the model rely on labels with that prefix.
                   Use your own prefix.

    IMAGE-UNPINNED  lab/worker/blog: the image ghcr.io/example/blog:latest, but latest moves, so nodes may run different images.
                    Use a version, or add the digest.

    SECRET-IN-ENV  lab/worker/blog: a value for DB_PASSWORD, but this value would end up in Git.
                   Use EnvValue.fromSecret, or EnvValue.publicValue with the reason why it is not a secret.

    PORT-CLASH  lab/worker/blog: two ports 80/TCP, but only one program can listen there.
                Remove one of them.

    FLEXIBLE-HOST-PATH  lab/worker/blog: the host path /srv, but a flexible app needs the same data on every node.
                        Use Volume.data or Volume.nfs, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned."
  `);
  expect(findings).toHaveLength(5);
  expect(files.size).toBe(0);
});

test('mistakes of two apps, of the facts and between apps come together', () => {
  const { app, cluster } = lab({ nodes: [worker('w1'), worker('w2'), worker('w3', { roles: [] })], accept: [] });
  new SinglePodFlexible(cluster.workers, 'blog', appProps({ image: Image.of('ghcr.io/example/blog', 'latest'), dependsOn: [{ name: 'db' }] }));
  new HighlyAvailable(cluster.workers, 'wiki', appProps({ replicas: Replicas.of(2), placement: { role: NodeRole.EDGE } }));
  expect(app.build().findings.map(({ code, path }) => `${path} ${code}`)).toEqual([
    'lab/nodes/w3 NODE-WITHOUT-ROLE',
    'lab/controlPlane CONTROL-SERVER-UNKNOWN',
    'lab/controlPlane CONTROL-SINGLE-SERVER',
    'lab/storage/linstor QUORUM-TWO-VOTES',
    'lab/worker/blog IMAGE-UNPINNED',
    'lab/worker/wiki ROLE-WITHOUT-NODE',
    'lab/worker/wiki HA-WITHOUT-PROBE',
    'lab/worker/wiki HA-TOO-FEW-REPLICAS',
    'lab/worker/blog DEPENDENCY-UNKNOWN',
  ]);
});

test('an app of which nothing can be decided hides no mistake of another', () => {
  const { app, cluster } = lab();
  const { image: _left, ...rest } = appProps({ env: { TOKEN: EnvValue.of('hunter2') } });
  new SinglePodFlexible(cluster.workers, 'blog', { ...rest, image: undefined as unknown as Image });
  new SinglePodFlexible(cluster.workers, 'wiki', appProps({ image: Image.of('wiki', 'latest') }));
  expect(
    app
      .build()
      .findings.map(({ code, path }) => `${path} ${code}`)
      .sort(),
  ).toEqual(['lab/worker/blog IMAGE-MISSING', 'lab/worker/blog SECRET-IN-ENV', 'lab/worker/wiki IMAGE-UNPINNED']);
});

test('mistakes of two clusters come together', () => {
  const app = new App();
  for (const name of ['lab', 'prod']) {
    const cluster = new Cluster(app, name, { facts: clusterProps() });
    new SinglePodFlexible(cluster.workers, 'blog', appProps({ image: Image.of('ghcr.io/example/blog', 'latest') }));
  }
  expect(app.build().findings.map(({ code, path }) => `${path} ${code}`)).toEqual(['lab/worker/blog IMAGE-UNPINNED', 'prod/worker/blog IMAGE-UNPINNED']);
});

test('synth throws one typed error with all findings, and writes nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'all-at-once-'));
  try {
    const outdir = join(folder, 'dist');
    const { app, cluster } = lab({}, outdir);
    new SinglePodFlexible(cluster.workers, 'blog', FIVE_MISTAKES);
    const error = thrownBy(() => app.synth());
    expect(error).toBeInstanceOf(FindingsError);
    expect(error instanceof FindingsError ? error.findings : []).toEqual(app.build().findings);
    expect(error instanceof Error ? error.message.split('\n')[0] : '').toBe('Synthesis stopped, nothing was written: 5 findings.');
    expect(existsSync(outdir)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
