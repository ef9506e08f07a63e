import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HelmChart, SinglePodFlexible } from '../../lib';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { FindingsError } from '../../lib/cluster/finding';
import { Size } from '../../lib/cluster/units';
import { App, type AppProps } from '../../lib/delivery/app';
import { Cluster, type ClusterProps } from '../../lib/delivery/cluster';
import { judgeChanges } from '../../lib/delivery/last/judge';
import { LastOutput } from '../../lib/delivery/last/last-output';
import { DrbdStorage } from '../../lib/systems/linstor/drbd-storage';
import { appProps, clusterProps } from '../support';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'last-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const git = (...args: readonly string[]) => {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, env, encoding: 'utf8' }).trim();
};

function commit(): void {
  git('add', '-A');
  git('commit', '-q', '-m', 'output');
}

/** Synthesizes a wiki with a claim of some size, and says what stops that: codes, or nothing. */
function synth(size: number, props: AppProps = {}, outdir = join(root, 'dist'), more: Partial<ClusterProps> = {}): readonly string[] {
  const app = new App({ outdir, ...props });
  const cluster = new Cluster(app, 'lab', { facts: clusterProps(), ...more });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes: [Volume.data('/data', { size: Size.gib(size) })] }));
  try {
    app.synth();
    return [];
  } catch (error) {
    if (!(error instanceof FindingsError)) throw error;
    return error.findings.map(({ code, path, fix }) => `${code} ${path}${code.startsWith('CHANGE-') ? ` ${/#[0-9a-f]{8}/.exec(fix)}` : ''}`);
  }
}

const SHRINKS = 'CHANGE-CLAIM-SHRINKS lab/PersistentVolumeClaim/wiki/wiki-data';
const isOfSize = (size: number) => readFileSync(join(root, 'dist/lab/worker/wiki.yaml'), 'utf8').includes(`storage: ${size}Gi`);

test('without Git, a new output is compared with what is on the disk, and nothing is written if that is dangerous', () => {
  expect(synth(5)).toEqual([]);
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
  expect(isOfSize(5)).toBe(true);
  expect(synth(6)).toEqual([]);
  expect(synth(5)).toEqual([expect.stringContaining(SHRINKS)]);
});

test('while another synthesis puts its folder in place, a new one waits and then compares with what that wrote', async () => {
  expect(synth(5)).toEqual([]);
  const [lab, work] = [join(root, 'dist/lab'), join(root, 'dist/.cdk8s-availability')];
  const between = `const { mkdirSync, renameSync, rmSync, writeFileSync } = require('node:fs');
mkdirSync('${work}');
writeFileSync('${work}/lock', process.pid + ' ' + require('node:os').hostname() + ' 0');
renameSync('${lab}', '${work}/lab.old');
process.stdout.write('held');
setTimeout(() => { renameSync('${work}/lab.old', '${lab}'); rmSync('${work}', { recursive: true }); }, 1000);`;
  const other = spawn(process.execPath, ['-e', between]);
  await once(other.stdout, 'data');
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
  expect(isOfSize(5)).toBe(true);
});

test('what a killed synthesis left beside its folder is back before the new output is compared with it', () => {
  expect(synth(5)).toEqual([]);
  const work = join(root, 'dist/.cdk8s-availability');
  mkdirSync(work);
  renameSync(join(root, 'dist/lab'), join(work, 'lab.old'));
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
  expect(isOfSize(5)).toBe(true);
});

test('a synthesis that is refused leaves no folder where there was none', () => {
  expect(synth(5, { changesSince: LastOutput.folder(join(root, 'nowhere')) }, join(root, 'new/dist'))).toEqual(['LAST-OUTPUT-UNREADABLE App']);
  expect(existsSync(join(root, 'new'))).toBe(false);
});

test('in Git, it is compared with the last commit, as often as it is synthesized before the next one', () => {
  git('init', '-q');
  expect(synth(5)).toEqual([]);
  commit();
  expect(synth(6)).toEqual([]);
  expect(synth(5)).toEqual([]);
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
  rmSync(join(root, 'dist'), { recursive: true });
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
});

test('an output that is not in Git yet is compared with the disk: a repository without a commit, or a folder that Git ignores', () => {
  git('init', '-q');
  expect(synth(5)).toEqual([]);
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
  writeFileSync(join(root, '.gitignore'), 'dist\n');
  commit();
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
  mkdirSync(join(root, 'dist/notes'));
  writeFileSync(join(root, 'dist/notes/a.txt'), 'a\n');
  git('add', '-f', 'dist/notes/a.txt');
  commit();
  expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
});

test('a branch can be named, so that a change counts until it is there', () => {
  git('init', '-q', '-b', 'main');
  const since = { changesSince: LastOutput.ref('main') };
  expect(synth(5, { changesSince: LastOutput.none() })).toEqual([]);
  commit();
  git('checkout', '-q', '-b', 'smaller');
  expect(synth(4, { changesSince: LastOutput.none() })).toEqual([]);
  commit();
  expect(synth(4)).toEqual([]);
  expect(synth(4, since)).toEqual([expect.stringContaining(SHRINKS)]);
});

test('a ref that the clone does not have, also one like an option, is refused with what Git says; the output stays', () => {
  git('init', '-q', '-b', 'main');
  expect(synth(5)).toEqual([]);
  commit();
  for (const ref of ['gone', '--help', '']) expect(synth(6, { changesSince: LastOutput.ref(ref) })).toEqual(['LAST-OUTPUT-UNREADABLE App']);
  expect(isOfSize(5)).toBe(true);
});

test('a ref without an output is refused: it must not pass for one with nothing to compare', () => {
  git('init', '-q', '-b', 'main');
  writeFileSync(join(root, 'README.md'), 'a\n');
  mkdirSync(join(root, 'other/things'), { recursive: true });
  writeFileSync(join(root, 'other/things/a.yaml'), 'a\n');
  commit();
  for (const since of [LastOutput.ref('main'), LastOutput.ref('main', 'other'), LastOutput.ref('main', '.')])
    expect(synth(5, { changesSince: since })).toEqual(['LAST-OUTPUT-UNREADABLE App']);
  expect(synth(5, { changesSince: LastOutput.ref('HEAD') }, join(tmpdir(), 'nowhere'))).toEqual(['LAST-OUTPUT-UNREADABLE App']);
});

test('a ref can have the output in another folder', () => {
  git('init', '-q', '-b', 'deploy');
  expect(synth(5, {}, root)).toEqual([]);
  commit();
  git('checkout', '-q', '-b', 'main');
  for (const folder of ['.', './']) {
    expect(synth(4, { changesSince: LastOutput.ref('deploy', folder) })).toEqual([expect.stringContaining(SHRINKS)]);
    expect(synth(6, { changesSince: LastOutput.ref('deploy', folder) })).toEqual([]);
  }
});

test('a file with marks of a merge is written anew, and is no dangerous change', () => {
  git('init', '-q');
  expect(synth(5)).toEqual([]);
  const path = join(root, 'dist/lab/worker/wiki.yaml');
  const good = readFileSync(path, 'utf8');
  const marked = (line: RegExp) => good.replace(line, (found) => `<<<<<<< HEAD\n${found}\n=======\n${found}\n>>>>>>> other`);
  for (const [index, line] of [/^ {2}replicas: 1$/m, /^kind: Deployment$/m, /^ {2}name: wiki$/m].entries()) {
    writeFileSync(path, marked(line));
    expect(readFileSync(path, 'utf8')).not.toBe(good);
    commit();
    expect([index, synth(5)]).toEqual([index, []]);
    expect(readFileSync(path, 'utf8')).toBe(good);
  }
  writeFileSync(path, good.replace('kind: Deployment', 'kind: Deployment\n  a: [b'));
  commit();
  expect(synth(5)).toEqual([]);
});

test('a path of Flux is compared with where the output is in Git', () => {
  const flux = (path?: string) => ({ flux: { url: 'https://git.example/lab.git', ...(path === undefined ? {} : { path }) } });
  git('init', '-q');
  expect(synth(5, {}, join(root, 'dist'), flux())).toEqual([]);
  commit();
  expect(synth(5, {}, join(root, 'dist'), flux('./other'))).toEqual([expect.stringContaining('CHANGE-FLUX-PATH')]);
  expect(synth(5, {}, join(root, 'dist'), flux('dist/'))).toEqual([]);
  // Where Flux reads another repository, the paths say nothing.
  expect(synth(5, { changesSince: LastOutput.none() }, join(root, 'dist'), flux('./clusters'))).toEqual([]);
  commit();
  expect(synth(5, {}, join(root, 'dist'), flux('./home'))).toEqual([]);
});

test('the summary names files that could not be compared', () => {
  git('init', '-q');
  expect(synth(5)).toEqual([]);
  for (const path of ['worker/wiki.yaml', 'report/report.json']) writeFileSync(join(root, 'dist/lab', path), '<<<<<<< HEAD\n');
  commit();
  const folders = new Map([
    [
      'lab',
      new Map([
        ['worker/wiki.yaml', Buffer.from('a: b\n')],
        ['report/report.json', Buffer.from('{}')],
      ]),
    ],
  ]);
  expect(judgeChanges(join(root, 'dist'), folders, { since: undefined, accepted: [] }).unreadable).toEqual(['lab/worker/wiki.yaml', 'lab/report/report.json']);
});

test('a folder can be named', () => {
  expect(synth(5)).toEqual([]);
  renameSync(join(root, 'dist'), join(root, 'released'));
  expect(synth(4, { changesSince: LastOutput.folder(join(root, 'released')) })).toEqual([expect.stringContaining(SHRINKS)]);
  expect(synth(4, { changesSince: LastOutput.folder(join(root, 'nowhere')) })).toEqual(['LAST-OUTPUT-UNREADABLE App']);
});

test('an acceptance is of one change: another one of the same object is not accepted, and after the commit it does no harm', () => {
  git('init', '-q');
  expect(synth(5)).toEqual([]);
  commit();
  const [, path, print] = (synth(4)[0] ?? '').split(' ');
  const acceptChanges = [{ code: 'CHANGE-CLAIM-SHRINKS', change: `${path}${print}`, reason: 'it was never filled' }] as const;
  expect(synth(3, { acceptChanges })).toEqual([expect.stringContaining(SHRINKS)]);
  expect(synth(4, { acceptChanges })).toEqual([]);
  const accepted = readFileSync(join(root, 'dist/lab/report/report.json'), 'utf8');
  commit();
  expect(synth(4, { acceptChanges })).toEqual([]);
  // What is written does not depend on what was there before.
  expect(readFileSync(join(root, 'dist/lab/report/report.json'), 'utf8')).toBe(accepted);
  expect(git('status', '--porcelain')).toBe('');
  expect(synth(4, { acceptChanges: [{ ...acceptChanges[0], reason: ' ' }] })).toEqual(['ACCEPT-WITHOUT-REASON App']);
});

test('a tree of an older version is compared as far as it can be read: no list, other line breaks, a broken file, no report', () => {
  expect(synth(5)).toEqual([]);
  const file = (path: string) => join(root, 'dist/lab', path);
  rmSync(file('.generated'));
  rmSync(file('report'), { recursive: true });
  const wiki = readFileSync(file('worker/wiki.yaml'), 'utf8');
  rmSync(join(root, 'dist'), { recursive: true });
  mkdirSync(file('worker'), { recursive: true });
  writeFileSync(file('worker/wiki.yaml'), wiki.replaceAll('\n', '\r\n'));
  const old = { changesSince: LastOutput.folder(join(root, 'old')) };
  renameSync(join(root, 'dist'), join(root, 'old'));
  expect(synth(5, old)).toEqual([]);
  expect(synth(4, old)).toEqual([expect.stringContaining(SHRINKS)]);
  writeFileSync(join(root, 'old/lab/worker/wiki.yaml'), '<<<<<<< HEAD\n  a: [b\n');
  expect(synth(4, old)).toEqual([]);
});

test('a folder reached by a link, in a folder of the repository, with a name that is special to Git', () => {
  git('init', '-q');
  const odd = join(root, 'a [b]* ü');
  mkdirSync(odd);
  symlinkSync(odd, join(root, 'link'));
  const outdir = join(root, 'link', 'dist');
  expect(synth(5, {}, outdir)).toEqual([]);
  commit();
  expect(synth(5, {}, outdir)).toEqual([]);
  rmSync(join(odd, 'dist'), { recursive: true });
  expect(synth(4, {}, outdir)).toEqual([expect.stringContaining(SHRINKS)]);
});

test('in a hook, which has the repository of Git in its environment, it finds the one of the output', () => {
  git('init', '-q');
  expect(synth(5)).toEqual([]);
  commit();
  process.env.GIT_DIR = '/nowhere/.git';
  try {
    expect(synth(4)).toEqual([expect.stringContaining(SHRINKS)]);
  } finally {
    delete process.env.GIT_DIR;
  }
});

test('the templates of Helm charts are not compared: they say the same again, and are no YAML', () => {
  const shrunk = (size: number) => {
    const app = new App({ outdir: join(root, 'dist') });
    const cluster = new Cluster(app, 'lab', { facts: clusterProps() });
    new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
    const wiki = new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes: [Volume.data('/data', { size: Size.gib(size) })] }));
    new HelmChart(cluster, 'wiki-chart', { of: [wiki], version: '1.0.0' });
    try {
      app.synth();
      return [];
    } catch (error) {
      return error instanceof FindingsError ? error.findings.map(({ code }) => code) : [String(error)];
    }
  };
  const said = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  expect([shrunk(5), shrunk(6)]).toEqual([[], []]);
  expect(said.mock.calls.join('')).not.toContain('charts/');
  said.mockRestore();
  expect(shrunk(4)).toEqual(['CHANGE-CLAIM-SHRINKS']);
});
