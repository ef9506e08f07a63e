import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diff } from '../../lib/cli/diff/diff';
import type { Report } from '../../lib/report/report';
import { Project, programOf, RADIO, WIKI } from './programs';

const project = new Project();
const { cwd } = project;
const git = (...args: readonly string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example', ...args], { cwd, encoding: 'utf8' });
const synth = () => execFileSync(process.execPath, ['main.js', '--quiet'], { cwd });
const SITE = "new HighlyAvailable(home.workers, 'site', { image, resources, network: { ports: [Port.http(8080)] } });";

/** Commits what it writes with these apps, under a tag. */
function commit(tag: string, apps: string): void {
  project.write('main.js', programOf(apps));
  synth();
  git('add', 'dist');
  git('commit', '--quiet', '--message', tag);
  git('tag', tag);
}

beforeAll(() => {
  project.bundle('lib/index.ts', 'library.js');
  git('init', '--quiet');
  commit('before', `${WIKI}\n${SITE}`);
}, 60_000);
afterAll(() => project.remove());
jest.setTimeout(60_000);

test('the same program changes nothing', async () => {
  project.write('main.js', programOf(`${WIKI}\n${SITE}`));
  expect(await project.run('diff', 'before')).toEqual({ exit: 0, out: 'home against before: nothing changes in what failures do\n', err: '' });
});

test('an app that is pinned from now on, one that is new, one that is gone', async () => {
  project.write(
    'main.js',
    programOf(`${WIKI.replace('Flexible', 'Pinned').replace('resources }', "resources, node: { name: 'cellar', reason: 'a test' } }")}\n${RADIO}`),
  );
  const { exit, out } = await project.run('diff', 'before');
  expect(out).toMatchInlineSnapshot(`
"home against before: 3 worse, 2 better, 1 new app, 1 gone app, 31 min a year more

Better in one way, worse in another
- wiki: better in node attic and drain of attic, worse in node cellar, drain of cellar and upgrade
  of all nodes

Worse
- node cellar: 71 s to 2 min 7 s → until repair, for wiki
- drain of cellar and upgrade of all nodes: 1 s to 37 s → until repair, for wiki

Better
- node attic: until repair → unaffected, for wiki
- drain of attic: 1 s to 37 s → unaffected, for wiki

New apps
- radio

Gone apps
- site

Minutes down in a year, at most
- wiki: 849.2 → 880
"
`);
  expect(readFileSync(join(__dirname, '../../docs/report-commands.md'), 'utf8')).toContain(`\`\`\`text\n${out}\`\`\``);
  expect(exit).toBe(1);
});

test('what is worse may be accepted, with a reason', async () => {
  const { exit, out } = await project.run('diff', 'before', '--format', 'markdown', '--accept', 'wiki *: it needs the disk in the cellar');
  expect(out).toMatchInlineSnapshot(`
"## home against before: 3 worse, 2 better, 1 new app, 1 gone app, 31 min a year more

### Better in one way, worse in another

- wiki: better in node attic and drain of attic, worse in node cellar, drain of cellar and upgrade of all nodes

### Worse, and accepted

- node cellar: 71 s to 2 min 7 s → until repair, for wiki (it needs the disk in the cellar)
- drain of cellar and upgrade of all nodes: 1 s to 37 s → until repair, for wiki (it needs the disk in the cellar)

### Better

- node attic: until repair → unaffected, for wiki
- drain of attic: 1 s to 37 s → unaffected, for wiki

### New apps

- radio

### Gone apps

- site

### Minutes down in a year, at most

- wiki: 849.2 → 880
"
`);
  expect(exit).toBe(0);
});

test('an acceptance covers the app and the failure that it names alone', async () => {
  const { exit, out } = await project.run('diff', 'before', '--format', 'json', '--accept', 'wiki/wiki node:cellar: a test');
  const [home] = (JSON.parse(out) as Diff).clusters;
  expect(home?.worse.filter(({ accepted }) => accepted !== undefined).map(({ app, failure }) => [app, failure])).toEqual([['wiki/wiki', 'node:cellar']]);
  expect(exit).toBe(1);
});

test('an app that is better off', async () => {
  project.write('main.js', programOf(`${WIKI.replace('resources }', 'resources, objective: { rideOut: lib.Duration.seconds(5) } }')}\n${SITE}`));
  const { exit, out } = await project.run('diff', 'before');
  expect(out).toMatchInlineSnapshot(`
"home against before: 1 better, 1 min a year less

Better
- node cellar: 71 s to 2 min 7 s → 46 s to 102 s, for wiki

Minutes down in a year, at most
- wiki: 849.2 → 848.3
"
`);
  expect(exit).toBe(0);
});

test('things that fail more often make the year worse, though no outcome is', async () => {
  project.write('main.js', programOf(`${WIKI}\n${SITE}`, "failureRates: { 'node:cellar': { perYear: 50 } },"));
  const { exit, out } = await project.run('diff', 'before');
  expect(out).toMatchInlineSnapshot(`
"home against before: 1 worse, 135 min a year more

Worse
- in a year: 849.2 min down → 950.8 min down, for wiki

Minutes down in a year, at most
- site: 801.4 → 834.4
- wiki: 849.2 → 950.8
"
`);
  expect(exit).toBe(1);
  expect((await project.run('diff', 'before', '--accept', '* year: the cellar is wet')).exit).toBe(0);
});

describe('refused with status 2', () => {
  beforeAll(() => {
    project.write('main.js', programOf(`${WIKI}\n${SITE}`));
    const path = join(cwd, 'dist/home/report/report.json');
    const { failures, ...older } = JSON.parse(readFileSync(path, 'utf8')) as Report;
    project.write('dist/home/report/report.json', JSON.stringify(older));
    git('commit', '--quiet', '--all', '--message', 'older');
    git('tag', 'older');
    project.write('dist/home/report/report.json', '{');
    git('commit', '--quiet', '--all', '--message', 'broken');
    git('tag', 'broken');
    git('rm', '--quiet', '-r', '--cached', 'dist');
    git('commit', '--quiet', '--allow-empty', '--message', 'none');
    git('tag', 'none');
  });

  test.each([
    ['a ref that is none', ['nowhere']],
    ['an option in place of a ref', ['--', '--all']],
    ['a ref without a report', ['none']],
    ['a report of an older version', ['older']],
    ['a report that is no JSON', ['broken']],
    ['an acceptance without a reason', ['before', '--accept', 'wiki node:cellar']],
    ['an acceptance of nothing', ['before', '--accept', 'everything']],
    ['an acceptance of an app that is not there', ['before', '--accept', 'wikki node:cellar: a test']],
    ['an acceptance of a failure that is not there', ['before', '--accept', 'wiki node:celar: a test']],
  ])('%s', async (_, args) => {
    const { exit, out, err } = await project.run('diff', ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatchSnapshot();
  });

  test('an output folder in no repository', async () => {
    const other = new Project().bundle('lib/index.ts', 'library.js').write('main.js', programOf(WIKI));
    const { exit, err } = await other.run('diff', 'HEAD');
    other.remove();
    expect(exit).toBe(2);
    expect(err.replaceAll(other.cwd, '')).toMatchInlineSnapshot(`
"DIFF-WITHOUT-BASE  dist: a folder in no repository of Git, but diff compares with the report that is committed.
                   Commit the output of a synthesis: git init, git add, git commit.
"
`);
  });
});

test('a cluster that is new, and one that is gone', async () => {
  project.write('main.js', programOf(WIKI).replace("'home', { facts }", "'cabin', { facts }"));
  const { exit, out } = await project.run('diff', 'before');
  expect(out).toMatchInlineSnapshot(`
"cabin is new since before

New apps
- wiki

Failures that are new
- node attic
- node cellar
- site home
- control plane sqlite
- API address attic.home.example
- cluster DNS coredns
- drain of attic
- drain of cellar
- upgrade of all nodes
- power everywhere

Gone since before: home.
"
`);
  expect(exit).toBe(0);
});
