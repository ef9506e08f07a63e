import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../lib/report/report';
import { Project, programOf, projectWith, RADIO, WIKI } from './programs';

const project = projectWith({ 'homelab.js': 'main.ts' });

test('an app of the homelab: its class, every failure, the worst ones part by part', async () => {
  const { exit, out, err } = await project.run('explain', 'sonarr', '--app', 'homelab.js');
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out).toMatchSnapshot();
});

test('one failure alone, with the source of each part of its time', async () => {
  const { out } = await project.run('explain', 'wiki', '--failure', 'node:cellar');
  expect(out).toMatchInlineSnapshot(`
"node cellar: fails over in 71 s to 2 min 7 s; at best unaffected
  why          detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s
  down         cellar
  parts        detection   40 s to 60 s  kube-controller-manager, node-monitor-grace-period and
                                         node-monitor-period; kubelet, nodeLeaseDurationSeconds;
                                         seen on Kubernetes 1.36.3: 49 to 54 s
               eviction    0 s           kube-controller-manager, node-eviction-rate,
                                         secondary-node-eviction-rate and unhealthy-zone-threshold;
                                         seen on Kubernetes 1.36.3
               toleration  30 s          tolerationSeconds of the pod
               start       1 s to 37 s   health.usualStart and the probes of the app; EndpointSlice
                                         and kube-proxy within 2 s
  longest      detection
  room         Lost pods fit on the nodes that are left, wherever pods were before, as long as those
               of each app were spread.
  how often    2 times a year, 60 min each (J. Dean, Designs, Lessons and Advice from Building Large
               Distributed Systems (LADIS 2009): a machine crashes at least twice a year; the time
               of a repair is an estimate)
  better with  Lower node-monitor-grace-period to 46 s: it must stay above the two time-outs of
               HTTP/2.
"
`);
});

test('the page shows what it says', async () => {
  const { out } = await project.run('explain', 'handbrake', '--failure', 'node:mirror', '--app', 'homelab.js');
  expect(readFileSync(join(__dirname, '../../docs/report-commands.md'), 'utf8')).toContain(`\`\`\`text\n${out}\`\`\``);
});

test('a failure that is nothing to the app', async () => {
  const { out } = await project.run('explain', 'wiki/wiki', '--failure', 'api:attic.home.example');
  expect(out).toMatchInlineSnapshot(`
"API address attic.home.example: unaffected
  why  it runs on: the nodes know each server; people and pipelines do not reach the API
"
`);
});

test('nothing is written', async () => {
  await project.run('explain', 'radio');
  expect(existsSync(join(project.cwd, 'dist'))).toBe(false);
  expect(readdirSync(project.cwd).sort()).toEqual(['homelab.js', 'library.js', 'main.js', 'node_modules']);
});

test.each([
  ['an app that is not there', ['explain', 'wikki']],
  ['an app that nothing is like', ['explain', 'mail']],
  ['a failure that is not there', ['explain', 'wiki', '--failure', 'node:celar']],
  ['a cluster that is not there', ['explain', 'wiki', '--cluster', 'hom']],
  ['a program that is not there', ['explain', 'wiki', '--app', 'man.ts']],
])('%s is refused', async (_, args) => {
  const { exit, out, err } = await project.run(...args);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toMatchSnapshot();
});

/** What is said of a program in a folder of its own. */
async function refused(files: { readonly [name: string]: string }, ...args: readonly string[]): Promise<{ readonly exit: number; readonly err: string }> {
  const other = new Project();
  other.bundle('lib/index.ts', 'library.js');
  for (const [name, text] of Object.entries(files)) other.write(name, text);
  const { exit, out, err } = await other.run(...args);
  other.remove();
  expect(out).toBe('');
  return { exit, err: err.replaceAll(/at \S*main\.js/g, 'at main.js') };
}

test('a program that refuses to synthesize: its findings, and status 1', async () => {
  const { exit, err } = await refused(
    { 'main.js': programOf("new SinglePodFlexible(home.workers, 'wiki', { image: Image.of('nginx', 'latest'), resources });") },
    'explain',
    'wiki',
  );
  expect(exit).toBe(1);
  expect(err).toMatchInlineSnapshot(`
"IMAGE-UNPINNED  home/worker/wiki: the image nginx:latest, but latest moves, so nodes may run different images.
                Use a version, or add the digest.
"
`);
});

test('findings that are thrown before the synthesis are the same to it', async () => {
  const { exit, err } = await refused({ 'main.js': programOf("Size.gib('big');") }, 'explain', 'wiki');
  expect(exit).toBe(1);
  expect(err).toMatchInlineSnapshot(`
"SHAPE-WRONG  Size.gib: a string, but it must be a number.
             Write a number.
"
`);
});

test('a program that crashes', async () => {
  const { exit, err } = await refused({ 'main.js': 'null.wiki();' }, 'explain', 'wiki');
  expect(exit).toBe(2);
  expect(err).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  main.js: a program that does not run (TypeError: Cannot read properties of null (reading 'wiki')), so it says nothing of a cluster.
                    Run it: node main.js shows more.
"
`);
});

test('a program that never synthesizes', async () => {
  const { exit, err } = await refused({ 'main.js': programOf(WIKI).replace('app.synth();', '') }, 'explain', 'wiki');
  expect(exit).toBe(2);
  expect(err).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  main.js: a program that ends without app.synth(), but a command asks the App of this library, when it synthesizes.
                    Call app.synth() of an App from 'cdk8s-availability' at its end.
"
`);
});

test('a cluster in the App of cdk8s, which would write', async () => {
  const { exit, err } = await refused({ 'main.js': programOf(WIKI).replace('new App()', "new (require('cdk8s').App)()") }, 'explain', 'wiki');
  expect(exit).toBe(2);
  expect(err).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  main.js: a program that does not run (Error: Validation failed with the following errors: [home] This cluster is in the App of cdk8s, which writes no folders, no report and no Flux objects. Import App from 'cdk8s-availability'.), so it says nothing of a cluster.
                    Run it: node main.js shows more.
"
`);
});

test('no program at all', async () => {
  const { exit, err } = await refused({}, 'explain', 'wiki');
  expect(exit).toBe(2);
  expect(err).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  cdk8s.yaml: no program, but neither cdk8s.yaml names one nor is there a main.ts or main.js.
                    Name it: --app main.ts.
"
`);
});

describe('what cdk8s.yaml says is run by a shell, as cdk8s-cli does, where it is more than Node and a program', () => {
  const HOME = programOf(WIKI).replace("Cluster(app, 'home'", 'Cluster(app, process.env.PLACE');
  /** With a program that writes nothing at home, and another one in main.js. */
  async function asked(app: string, more: { readonly [name: string]: string } = {}) {
    const other = new Project();
    other
      .bundle('lib/index.ts', 'library.js')
      .write('home.js', HOME)
      .write('main.js', programOf(RADIO))
      .write('cdk8s.yaml', `app: ${JSON.stringify(app)}\n`);
    for (const [name, text] of Object.entries(more)) other.write(name, text);
    const ran = await other.run('report', '--format', 'json');
    const left = readdirSync(other.cwd).filter((name) => name === 'dist' || name === 'out');
    other.remove();
    const report = ran.exit === 0 ? (JSON.parse(ran.out) as Report) : undefined;
    return { exit: ran.exit, err: ran.err, cluster: report?.cluster, apps: report?.apps.map(({ name }) => name), left };
  }

  test.each([
    ['variables', 'PLACE=attic node home.js'],
    ['a script of npm', 'npm start'],
    ['another folder, and a file that the step before writes', 'cp home.js copy.js && cd sub && PLACE=attic node ../copy.js'],
    ['npx before it', 'PLACE=attic npx --no-install tsx home.js'],
  ])('%s', async (_what, app) => {
    const { exit, err, cluster, apps, left } = await asked(app, { 'package.json': '{"scripts": {"start": "PLACE=attic node home.js"}}', 'sub/none': '' });
    expect({ exit, err, cluster, apps, left }).toEqual({ exit: 0, err: '', cluster: 'attic', apps: ['wiki'], left: [] });
  });

  test('with its findings', async () => {
    const { exit, err } = await asked('npm start', {
      'package.json': '{"scripts": {"start": "PLACE=attic node home.js"}}',
      'home.js': HOME.replace("'1.29.0'", "'latest'"),
    });
    expect(exit).toBe(1);
    expect(err).toMatch(/^IMAGE-UNPINNED {2}attic\/worker\/wiki: /);
  });

  test('with an error if it fails', async () => {
    const { exit, err } = await asked('PLACE=attic node nowhere.js');
    expect(exit).toBe(2);
    expect(err.replace(/module '.*'/, "module '…'")).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  cdk8s.yaml: a program that does not run (Error: Cannot find module '…'), so it says nothing of a cluster.
                    Run it: PLACE=attic node nowhere.js shows more.
"
`);
    expect((await asked('no-such-command --of anybody | cat >&2; exit 3')).err).toMatch(
      /^PROGRAM-UNREADABLE {2}cdk8s.yaml: a program that does not run \(.*no-such-command: .*not found\)/,
    );
  });

  test('with an error if it is no program of this library, and then nothing is written over the output', async () => {
    const { exit, err, left } = await asked('mkdir -p $CDK8S_OUTDIR && echo > $CDK8S_OUTDIR/wiki.yaml');
    expect(exit).toBe(2);
    expect(err).toContain('a program that ends without app.synth()');
    expect(left).toEqual([]);
  });
});

test('a cdk8s.yaml that is no YAML', async () => {
  const { exit, err } = await refused({ 'cdk8s.yaml': 'app: node\n  main.js: [\n', 'main.js': programOf(WIKI) }, 'explain', 'wiki');
  expect(exit).toBe(2);
  expect(err).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  cdk8s.yaml: text that is no YAML (Nested mappings are not allowed in compact mappings at line 1, column 6:), so it names no program.
                    Correct it.
"
`);
});

test('two apps with one name, in two clusters', async () => {
  const two = `${WIKI}\nconst away = new Cluster(app, 'away', { facts });\n${WIKI.replace('home.workers', 'away.workers')}`;
  const { exit, err } = await refused({ 'main.js': programOf(two) }, 'explain', 'wiki');
  expect(exit).toBe(2);
  expect(err).toMatchInlineSnapshot(`
"APP-UNKNOWN  wiki: wiki, which is wiki/wiki in home and wiki/wiki in away, but this tells of one app.
             Name its namespace, or the cluster with --cluster.
"
`);
});

test('cdk8s.yaml names the program, with the options of Node and the words after it', async () => {
  const { exit, err } = await refused(
    {
      'cdk8s.yaml': 'app: npx tsc --noEmit && node --require ./before.js "programs/home.js" --place attic\noutput: out\n',
      'before.js': "globalThis.before = 'was before';",
      'programs/home.js': 'throw new Error([globalThis.before, ...process.argv.slice(2), process.env.CDK8S_OUTDIR, require.main === module].join());',
    },
    'explain',
    'wiki',
  );
  expect(exit).toBe(2);
  expect(err).toContain('was before,--place,attic,out,true');
});
