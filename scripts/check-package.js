// Packs the library, installs the tarball into a CommonJS and an ES-module project as a user would, and lets
// `cdk8s synth` run a small program in each. Prints one line for each thing it looked at.
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'check-package-'));
const versions = require('../package.json').devDependencies;
let passed = 0;
let failed = 0;

function check(what, look) {
  try {
    look();
    passed += 1;
    console.log(`ok    ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${what}\n${error.stack ?? error}`);
  }
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, CI: 'true' } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function assert(condition, message) {
  if (!condition) throw new Error(message);
}

/** In somebody's own chart, with no cluster given. */
const PLAIN = `
const app = new App();
const chart = new Chart(app, 'apps', { namespace: 'apps', disableResourceNameHashes: true });
const image = Image.of('docker.io/library/nginx', '1.29.0');
const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };
new SinglePodFlexible(chart, 'wiki', { image, resources, volumes: [Volume.data('/data', { size: Size.gib(1) })] });
new SinglePodPinned(chart, 'radio', { image, resources, node: { name: 'attic', reason: 'the antenna is there' } });
new HighlyAvailable(chart, 'site', { image, resources, network: { ports: [Port.http(8080)], routes: [{ host: 'site.example' }] } });
app.synth();
`;

/** In a cluster of ours. */
const CLUSTER = `
const app = new App({ outdir: 'dist' });
const worker = (name) => ({ name, roles: [NodeRole.WORKER], site: 'home', cpu: Cpu.cores(4), memory: Size.gib(8) });
const home = new Cluster(app, 'home', { facts: {
  nodes: [worker('a'), worker('b'), worker('c')],
  controlPlane: { distribution: Distribution.MANAGED, version: '1.36.3', servers: [], datastore: Datastore.EXTERNAL, apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'api.example' } },
} });
const image = Image.of('docker.io/library/nginx', '1.29.0');
const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };
new SinglePodFlexible(home.workers, 'wiki', { image, resources });
new SinglePodPinned(home.workers, 'radio', { image, resources, node: { name: 'a', reason: 'the antenna is there' } });
new HighlyAvailable(home.workers, 'site', { image, resources, network: { ports: [Port.http(8080)] } });
app.synth();
`;

/** A node, as `kubectl get nodes -o json` shows it. */
const SEEN = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: ['a', 'b'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    status: {
      capacity: { cpu: '4', memory: '16Gi', pods: '110' },
      allocatable: { cpu: '4', memory: '16Gi', pods: '110' },
      nodeInfo: { kubeletVersion: 'v1.36.3', architecture: 'amd64' },
    },
  })),
});

const NAMES =
  'ApiEndpointKind, App, Cluster, Cpu, Datastore, Distribution, HighlyAvailable, Image, NodeRole, Port, SinglePodFlexible, SinglePodPinned, Size, Volume';
const PLAIN_NAMES = 'Cpu, HighlyAvailable, Image, Port, SinglePodFlexible, SinglePodPinned, Size, Volume';

const KINDS = [
  {
    name: 'CommonJS, TypeScript',
    packageJson: {},
    plain: ['main.ts', `import { App, Chart } from 'cdk8s';\nimport { ${PLAIN_NAMES} } from 'cdk8s-availability';\n${PLAIN}`],
    cluster: ['cluster.ts', `import { ${NAMES} } from 'cdk8s-availability';\n${CLUSTER.replace('(name)', '(name: string)')}`],
    app: (file) => `npx tsc --noEmit && npx tsx ${file}`,
  },
  {
    name: 'ES module, JavaScript',
    packageJson: { type: 'module' },
    plain: ['main.js', `import { App, Chart } from 'cdk8s';\nimport { ${PLAIN_NAMES} } from 'cdk8s-availability';\n${PLAIN}`],
    cluster: ['cluster.js', `import { ${NAMES} } from 'cdk8s-availability';\n${CLUSTER}`],
    app: (file) => `node ${file}`,
  },
];

const WANTED = [
  /^build\/(lib|imports)\/.*\.d\.ts$/,
  /^build\/lib\/(cli\/(bin|program\/preload|validation)|[A-Za-z0-9-]+)\.js$/,
  /^docs\/([a-z]+\/)?[a-z-]+\.(md|svg)$/,
  /^examples\/[a-z-]+\/[a-z-]+\.ts$/,
  /^(report\.schema\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md|THIRD-PARTY-NOTICES\.md|default\.json)$/,
];

/** The relative links of a page whose file did not come along. Whether headings exist is a test of the pages. */
function deadLinks(page, files) {
  const text = fs.readFileSync(path.join(work, page), 'utf8').replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s#]+)[^)\s]*\)|(?:src|href)="([^"#]+)/g)]
    .map((match) => match[1] ?? match[2])
    .filter((link) => !/^[a-z]+:/.test(link) && !files.includes(path.join(path.dirname(page), link)))
    .map((link) => `${page}: ${link}`);
}

function tryProject(kind, tarball) {
  const project = path.join(work, kind.name.replace(/\W+/g, '-'));
  fs.mkdirSync(project);
  const dependencies = { cdk8s: versions.cdk8s, constructs: versions.constructs, 'cdk8s-availability': `file:${tarball}` };
  const devDependencies = { 'cdk8s-cli': versions['cdk8s-cli'], typescript: versions.typescript, tsx: versions.tsx, '@types/node': versions['@types/node'] };
  fs.writeFileSync(
    path.join(project, 'package.json'),
    JSON.stringify({ name: 'user', version: '1.0.0', private: true, ...kind.packageJson, dependencies, devDependencies }),
  );
  // As `cdk8s init typescript-app` writes it, but for what a newer compiler needs.
  fs.writeFileSync(
    path.join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { strict: true, target: 'ES2022', module: 'node16', noEmit: true, skipLibCheck: false, types: ['node'] },
      include: ['*.ts'],
    }),
  );
  const [clusterFile, cluster] = kind.cluster;
  const refused = [clusterFile.replace('cluster', 'refused'), cluster.replace("'1.29.0'", "'latest'")];
  for (const [file, content] of [kind.plain, kind.cluster, refused]) fs.writeFileSync(path.join(project, file), content);
  run('npm', ['install', '--no-audit', '--no-fund', '--silent'], project);
  const synth = (file, output) => {
    fs.writeFileSync(path.join(project, 'cdk8s.yaml'), `language: typescript\napp: ${kind.app(file)}\noutput: ${output}\n`);
    return run('npx', ['cdk8s', 'synth'], project);
  };
  check(`${kind.name}: three classes in a plain cdk8s chart`, () => {
    synth(kind.plain[0], 'dist');
    const yaml = fs.readFileSync(path.join(project, 'dist', 'apps.k8s.yaml'), 'utf8');
    for (const wanted of [
      'type: Recreate',
      'SinglePodFlexible',
      'SinglePodPinned',
      'HighlyAvailable',
      'cdk8s-availability/unchecked',
      'kind: PodDisruptionBudget',
    ])
      assert(yaml.includes(wanted), `no ${wanted} in\n${yaml}`);
  });
  check(`${kind.name}: three classes in a cluster`, () => {
    synth(kind.cluster[0], '.cdk8s');
    for (const file of ['dist/home/worker/wiki.yaml', 'dist/home/worker/kustomization.yaml', 'dist/home/report/report.md', '.cdk8s/home/worker/wiki.yaml'])
      assert(fs.existsSync(path.join(project, file)), `no ${file}`);
    assert(
      !fs.readFileSync(path.join(project, 'dist/home/worker/wiki.yaml'), 'utf8').includes('unchecked'),
      'a check was left out although there is a cluster',
    );
  });
  check(`${kind.name}: the command asks the program, and writes nothing`, () => {
    const git = (...args) => run('git', ['-c', 'user.name=user', '-c', 'user.email=user@example', ...args], project);
    fs.writeFileSync(path.join(project, '.gitignore'), 'node_modules\n');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'all');
    const ask = (...args) => run('npx', ['cdk8s-availability', ...args], project);
    for (const [args, wanted] of [
      [['explain', 'wiki'], 'wiki in home'],
      [['report'], 'home: what a person must know'],
      [['diff', 'HEAD'], 'home against HEAD: nothing changes'],
    ]) {
      const said = ask(...args);
      assert(said.includes(wanted), `no ${wanted} in\n${said}`);
    }
    const [{ tried, withoutEffect, refused }] = JSON.parse(ask('what-if', '--format', 'json')).clusters;
    assert(
      [...tried, ...withoutEffect].some(({ id }) => id === 'fencing:a'),
      JSON.stringify({ tried, withoutEffect, refused }),
    );
    assert(git('status', '--porcelain') === '', git('status', '--porcelain'));
  });
  check(`${kind.name}: the command writes facts that compile, and judges YAML with them`, () => {
    fs.writeFileSync(path.join(project, 'seen.json'), SEEN);
    run('sh', ['-c', 'npx cdk8s-availability facts < seen.json > facts.ts'], project);
    run('npx', ['tsc', '--noEmit'], project);
    const { status, stdout, stderr } = spawnSync('npx', ['cdk8s-availability', 'check', 'dist/apps.k8s.yaml', '--facts', 'facts.ts'], {
      cwd: project,
      encoding: 'utf8',
    });
    const said = `${status}\n${stdout}\n${stderr}`;
    for (const wanted of ['apps/Deployment/wiki', 'SinglePodFlexible: ', 'node dies  ', '3 workloads: '])
      assert(stdout.includes(wanted), `no ${wanted} in\n${said}`);
    assert(stderr === '', said);
  });
  check(`${kind.name}: cdk8s synth judges as its plugin, and fails by errors`, () => {
    const config = fs.readFileSync(path.join(project, 'cdk8s.yaml'), 'utf8');
    const plugin =
      '{package: ./node_modules/cdk8s-availability/build/lib/cli/validation, class: AvailabilityValidation, version: 0.1.0, properties: {facts: facts.ts}}';
    const bad =
      "new ApiObject(chart, 'bad', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bad' }, spec: { nodeSelector: { 'kubernetes.io/hostname': 'nowhere' }, containers: [{ name: 'bad', image: 'nginx' }] } });";
    const [file] = kind.plain;
    const program = `bad${path.extname(file)}`;
    fs.writeFileSync(
      path.join(project, program),
      `import { ApiObject, App, Chart } from 'cdk8s';\nconst app = new App();\nconst chart = new Chart(app, 'bad');\n${bad}\napp.synth();\n`,
    );
    fs.writeFileSync(path.join(project, 'cdk8s.yaml'), `language: typescript\napp: ${kind.app(program)}\noutput: dist\nvalidations: [${plugin}]\n`);
    const { status, stdout, stderr } = spawnSync('npx', ['cdk8s', 'synth'], { cwd: project, encoding: 'utf8' });
    fs.writeFileSync(path.join(project, 'cdk8s.yaml'), config);
    assert(status !== 0 && stdout.includes('NODE-OUT-OF-REACH'), `${status}\n${stdout}\n${stderr}`);
  });
  check(`${kind.name}: a finding names the line of the program`, () => {
    const [file, content] = refused;
    const { stderr } = spawnSync('sh', ['-c', kind.app(file)], { cwd: project, encoding: 'utf8' });
    for (const name of ['wiki', 'radio', 'site']) {
      const line = content.split('\n').findIndex((one) => one.includes(`'${name}'`)) + 1;
      assert(stderr.includes(`\n                at ${file}:${line}:1\n`), `no ${file}:${line}:1 in\n${stderr}`);
    }
  });
}

try {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', work], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const tarball = path.join(
    work,
    fs.readdirSync(work).find((file) => file.endsWith('.tgz')),
  );
  const bin = (name) => path.join(root, 'node_modules', '.bin', name);
  check('publint finds nothing', () => run(bin('publint'), ['--strict', tarball], root));
  // The package has one form, CommonJS, and ES modules import it by name: tried below, in a real project.
  check('attw finds nothing', () => run(bin('attw'), [tarball, '--no-color'], root));
  check('messages can name each class', () => {
    const library = require(path.join(root, 'build', 'lib'));
    const classes = Object.keys(library).filter((name) => String(library[name]).startsWith('class'));
    assert(classes.length > 0, 'there are no classes');
    const renamed = classes.filter((name) => library[name].name !== name);
    assert(renamed.length === 0, `bundling renamed ${renamed.join(', ')}`);
  });
  check('a program does not load what only the command needs', () => {
    // Each name loads its part of the library when it is read.
    const loads = "const all = require('./build/lib'); for (const name of Object.keys(all)) all[name]; console.log(Object.keys(require.cache).join('\\n'))";
    const loaded = run(process.execPath, ['-e', loads], root).trim().split('\n');
    assert(loaded.length > 3, `only ${loaded.join()} was loaded`);
    const ofCommand = loaded.filter((file) => /[\\/]commander[\\/]|lib[\\/]cli[\\/](bin|validation)\.js$/.test(file));
    assert(ofCommand.length === 0, ofCommand.join());
  });
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  check('the tarball holds the build, the pages, the programs of examples/, the schema of the report and the Renovate preset only', () => {
    const strange = files.filter((file) => !WANTED.some((wanted) => wanted.test(file.replace('package/', ''))));
    assert(strange.length === 0, strange.join('\n'));
  });
  check('every link of every page in the tarball leads to a file in it', () => {
    execFileSync('tar', ['-xzf', tarball, '-C', work]);
    const dead = files.filter((file) => file.endsWith('.md')).flatMap((page) => deadLinks(page, files));
    assert(dead.length === 0, dead.join('\n'));
  });
  check('the tarball is below 1 MiB', () => {
    const { size } = fs.statSync(tarball);
    assert(size < 2 ** 20, `${size} bytes`);
  });
  for (const kind of KINDS) tryProject(kind, tarball);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
