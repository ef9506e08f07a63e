import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');
let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** A user's program in a folder of its own, with the library as he would import it. */
function program(body: string): string {
  const file = join(work, 'main.ts');
  writeFileSync(
    file,
    `import { ApiEndpointKind, App, Cluster, Cpu, Datastore, Distribution, Image, NodeRole, SinglePodFlexible, Size } from '${ROOT}/lib';\n${body}`,
  );
  return file;
}

const CLUSTER = `
const app = new App({ outdir: '${'OUTDIR'}' });
const worker = (name: string) => ({ name, roles: [NodeRole.WORKER], site: 'home', cpu: Cpu.cores(4), memory: Size.gib(8) });
const home = new Cluster(app, 'home', { facts: {
  nodes: [worker('a'), worker('b'), { name: 'c', roles: [NodeRole.CONTROL], site: 'home', cpu: Cpu.cores(2), memory: Size.gib(4) }],
  controlPlane: { distribution: Distribution.K3S, version: '1.36.3', servers: ['c'], datastore: Datastore.SQLITE, apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'c' } },
  accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'a small home' }],
} });
const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };
`;

function run(file: string, env: { readonly [name: string]: string } = {}, ...words: readonly string[]) {
  return spawnSync(process.execPath, ['-r', require.resolve('tsx/cjs'), file, ...words], { encoding: 'utf8', cwd: work, env: { ...process.env, ...env } });
}

function tree(folder: string): { [path: string]: string } {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]),
  );
}

test('a refused synthesis ends with an error, shows every finding, and leaves the last output as it was', () => {
  const cluster = CLUSTER.replace('OUTDIR', 'dist');
  const sound = program(
    `${cluster}new SinglePodFlexible(home.workers, 'web', { image: Image.of('docker.io/library/nginx', '1.29.0'), resources });\napp.synth();\n`,
  );
  expect(run(sound).stderr).toBe('');
  const before = tree(join(work, 'dist'));
  const broken = program(`${cluster}new SinglePodFlexible(home.workers, 'web', { image: Image.of('docker.io/library/nginx', 'latest'), resources });
new SinglePodFlexible(home.workers, 'Api', { image: Image.of('docker.io/library/nginx', '1.29.0'), resources });\napp.synth();\n`);
  const refused = run(broken);
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain(`Synthesis stopped, nothing was written: 2 findings.

NAME-INVALID  home/worker/Api: the name "Api", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
              Give the construct another id, or set name.
              at main.ts:12:1

IMAGE-UNPINNED  home/worker/web: the image docker.io/library/nginx:latest, but latest moves, so nodes may run different images.
                Use a version, or add the digest.
                at main.ts:11:1
`);
  expect(tree(join(work, 'dist'))).toEqual(before);
});

test('a synthesis says in a few lines what it did, and nothing with --quiet; with --check it writes nothing, and fails on a difference', () => {
  const text = (tag: string) =>
    `${CLUSTER.replace('OUTDIR', 'dist')}new SinglePodFlexible(home.workers, 'web', { image: Image.of('docker.io/library/nginx', '${tag}'), resources });\napp.synth();\n`;
  const first = run(program(text('1.29.0')));
  expect(first.stdout).toBe('dist/home: 1 app, 2 notes, 1 accepted weakness; files: 12 new\n  dist/home/report/index.html\n');
  const sound = run(program(text('1.29.0')), {}, '--check');
  expect([sound.status, sound.stdout, sound.stderr]).toEqual([0, '', '']);
  const before = tree(join(work, 'dist'));
  const stale = run(program(text('1.29.1')), {}, '--check');
  expect(stale.status).not.toBe(0);
  expect(stale.stderr).toContain(`Synthesis stopped, nothing was written: 1 finding.

OUTPUT-STALE  dist: changed: home/worker/web.yaml, home/report/index.html, home/report/report.json and home/report/report.md, but it must hold what the program writes.
              Run it without --check, and commit what it writes.
`);
  expect(tree(join(work, 'dist'))).toEqual(before);
  const web = join(work, 'dist', 'home', 'worker', 'web.yaml');
  writeFileSync(web, `${readFileSync(web, 'utf8')}# mine\n`);
  expect(run(program(text('1.29.1'))).stdout).toBe(`dist/home: 1 app, 2 notes, 1 accepted weakness; files: 4 changed, 8 unchanged
  changed by hand, and replaced now: dist/home/worker/web.yaml
  dist/home/report/index.html
`);
  expect(run(program(text('1.29.2')), {}, '--quiet').stdout).toBe('');
});

test('of two programs that write at once, each folder holds what one of them wrote', async () => {
  const text = (tag: string) => `${CLUSTER.replace('OUTDIR', 'dist')}
for (const name of ['web', 'blog', 'wiki']) new SinglePodFlexible(home.workers, name, { image: Image.of('docker.io/library/nginx', '${tag}'), resources });
for (let index = 0; index < 20; index += 1) app.synth();\n`;
  const files = ['1.29.0', '1.29.1'].map((tag) => {
    const file = join(work, `main-${tag}.ts`);
    writeFileSync(file, readFileSync(program(text(tag)), 'utf8'));
    return file;
  });
  const start = (file: string) =>
    new Promise((done) => spawn(process.execPath, ['-r', require.resolve('tsx/cjs'), file], { cwd: work, stdio: 'ignore' }).once('exit', done));
  expect(await Promise.all(files.map(start))).toEqual([0, 0]);
  const tags = ['web', 'blog', 'wiki'].map((name) => /nginx:(\S+)/.exec(readFileSync(join(work, 'dist', 'home', 'worker', `${name}.yaml`), 'utf8'))?.[1]);
  expect(new Set(tags).size).toBe(1);
  expect(readdirSync(join(work, 'dist'))).toEqual(['home']);
}, 120_000);

test('where the CLI empties the output folder first, a refusal puts the last good output back', () => {
  mkdirSync(join(work, 'node_modules'));
  const cluster = CLUSTER.replace("{ outdir: 'OUTDIR' }", '');
  const web = (tag: string) =>
    `${cluster}new SinglePodFlexible(home.workers, 'web', { image: Image.of('docker.io/library/nginx', '${tag}'), resources });\napp.synth();\n`;
  expect(run(program(web('1.29.0')), { CDK8S_OUTDIR: 'dist' }).stderr).toBe('');
  const before = tree(join(work, 'dist'));
  rmSync(join(work, 'dist'), { recursive: true });
  const refused = run(program(web('latest')), { CDK8S_OUTDIR: 'dist' });
  expect(refused.status).not.toBe(0);
  expect(refused.stderr).toContain('The cdk8s CLI emptied the output folder before the program ran. The last good output is back in place.');
  expect(tree(join(work, 'dist'))).toEqual(before);
});

test('the folder that the CLI names gets the same bytes as the one that the program names', () => {
  const cluster = CLUSTER.replace('OUTDIR', 'dist');
  const file = program(
    `${cluster}new SinglePodFlexible(home.workers, 'web', { image: Image.of('docker.io/library/nginx', '1.29.0'), resources });\napp.synth();\n`,
  );
  expect(run(file, { CDK8S_OUTDIR: 'staging' }).stderr).toBe('');
  expect(tree(join(work, 'staging'))).toEqual(tree(join(work, 'dist')));
});

test('an environment that makes cdk8s write keys in another order does not change a byte', () => {
  const cluster = CLUSTER.replace('OUTDIR', 'dist');
  const file = program(
    `${cluster}new SinglePodFlexible(home.workers, 'web', { image: Image.of('docker.io/library/nginx', '1.29.0'), resources });\napp.synth();\n`,
  );
  run(file);
  const plain = tree(join(work, 'dist'));
  rmSync(join(work, 'dist'), { recursive: true });
  run(file, { CDK8S_DISABLE_SORT: '1', CDK8S_LEGACY_HASH: '1', TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8' });
  expect(tree(join(work, 'dist'))).toEqual(plain);
});

test('the homelab: `npm run synth` and `cdk8s synth` give what is committed in dist/', () => {
  // A copy, so that a failing test cannot leave its traces in the tree.
  for (const name of ['main.ts', 'lib', 'imports', 'scripts', 'cdk8s.yaml', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(work, name), { recursive: true });
  execFileSync('ln', ['-s', join(ROOT, 'node_modules'), join(work, 'node_modules')]);
  const committed = tree(join(ROOT, 'dist'));
  expect(run(join(work, 'main.ts')).stderr).toBe('');
  expect(tree(join(work, 'dist'))).toEqual(committed);
  rmSync(join(work, 'dist'), { recursive: true });
  const cli = spawnSync(join(ROOT, 'node_modules', '.bin', 'cdk8s'), ['synth'], { encoding: 'utf8', cwd: work });
  expect(cli.status).toBe(0);
  expect(tree(join(work, 'dist'))).toEqual(committed);
  expect(existsSync(join(work, '.cdk8s', 'homelab', 'worker', 'sonarr.yaml'))).toBe(true);
}, 60_000);
