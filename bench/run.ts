// npm run bench: the figures that this project promises, as ratios within one run. `-- --profile` prints where the time goes.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Table from 'cli-table3';
import { binary } from '../e2e/programs';

const ROOT = resolve(__dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'bench-'));

function run(args: readonly string[], cwd = ROOT): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}

function seconds(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function report(what: string, value: number, limit: number): void {
  if (value > limit) process.exitCode = 1;
  console.log(`${value <= limit ? 'ok  ' : 'MISS'}  ${what}: ${value.toFixed(2)} (at most ${limit})`);
}

/** `cdk8s synth` from cold, of the homelab as this repository runs it, of the same without its report, and of an app with one object, by turns so that a slower moment hits all. */
function coldSynth(): void {
  const cli = join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const trivial = join(work, 'trivial');
  const homelab = join(work, 'homelab');
  const unreported = join(work, 'unreported');
  for (const project of [trivial, homelab, unreported]) {
    mkdirSync(project);
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  }
  writeFileSync(join(trivial, 'cdk8s.yaml'), 'language: typescript\napp: node -r tsx/cjs main.ts\noutput: .cdk8s\n');
  writeFileSync(
    join(trivial, 'main.ts'),
    "import { ApiObject, App, Chart } from 'cdk8s';\nconst app = new App();\nnew ApiObject(new Chart(app, 'one'), 'object', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } });\napp.synth();\n",
  );
  for (const name of ['cdk8s.yaml', 'main.ts', 'lib', 'imports', 'scripts']) symlinkSync(join(ROOT, name), join(homelab, name));
  for (const name of ['cdk8s.yaml', 'imports', 'scripts', 'tsconfig.json']) symlinkSync(join(ROOT, name), join(unreported, name));
  for (const name of ['main.ts', 'lib']) cpSync(join(ROOT, name), join(unreported, name), { recursive: true });
  leaveOutReport(join(unreported, 'lib', 'delivery', 'targets', 'targets.ts'));
  const once = (project: string) => {
    rmSync(join(project, 'dist'), { recursive: true, force: true });
    return seconds(() => run([cli, 'synth'], project));
  };
  once(trivial);
  once(homelab);
  once(unreported);
  const turns = Array.from({ length: 5 }, () => ({ one: once(trivial), whole: once(homelab), bare: once(unreported) }));
  report('cold synth of the homelab against an app with one object', median(turns.map(({ one, whole }) => whole / one)), 1.2);
  report('cold synth of the homelab against the same without its report', median(turns.map(({ whole, bare }) => whole / bare)), 1.25);
}

/** Nothing else asks the homelab what failures do. */
function leaveOutReport(targets: string): void {
  const before = readFileSync(targets, 'utf8');
  const after = before.replace(', REPORT]', ']');
  if (after === before) throw new Error(`${targets} lists no report at its end`);
  writeFileSync(targets, after);
}

/** The failure engine alone. Its targets are seconds of the processor, so that what else the machine does counts little. */
function engine(): void {
  const measured = (args: string, turns: number) => {
    const runs = Array.from(
      { length: turns },
      () => JSON.parse(run(['-r', './scripts/one-file.js', 'bench/failures.ts', ...args.split(' ')])) as { readonly seconds: number; readonly mib: number },
    );
    return { seconds: median(runs.map(({ seconds }) => seconds)), mib: Math.max(...runs.map(({ mib }) => mib)) };
  };
  report('seconds for all failures of 20 nodes with 300 pods, each two nodes too', measured('20 300 --pairs', 5).seconds, 0.5);
  const [some, many] = [measured('100 2000', 3).seconds, measured('500 10000', 3).seconds];
  report('growth exponent over nodes times pods, from 100 nodes with 2,000 pods to 500 with 10,000', Math.log(many / some) / Math.log(25), 1);
  const { seconds, mib } = measured('5000 150000 --nodes', 1);
  report('seconds for each node of 5,000 with 150,000 pods', seconds, 30);
  report('MiB at the peak of that', mib, 2048);
}

/** Loading the library as it is built, and cdk8s, each in a process of its own, by turns. */
function load(): void {
  const once = (what: string) => Number(run(['-p', `const start = process.hrtime.bigint(); ${what}; Number(process.hrtime.bigint() - start)`]));
  const library = `require('${join(ROOT, 'build', 'lib')}')`;
  const ratio = (what: string) =>
    median(
      Array.from({ length: 11 }, () => {
        const one = once("require('cdk8s')");
        return once(what) / one;
      }),
    );
  report('require of the library against require of cdk8s', ratio(library), 1.5);
  // What a program with a cluster uses loads then.
  report('with App, Cluster and HighlyAvailable', ratio(`const { App, Cluster, HighlyAvailable } = ${library}`), 2.5);
}

interface Measured {
  readonly cpu: number;
  readonly megabytes: number;
}

/** Small sizes and short runs vary more, so they are measured more often. The median counts. */
const SIZES: readonly { readonly apps: number; readonly turns: number }[] = [
  { apps: 1, turns: 5 },
  { apps: 10, turns: 5 },
  { apps: 100, turns: 5 },
  { apps: 1000, turns: 3 },
  { apps: 10_000, turns: 1 },
];
const NODES = 3;
/** They take minutes beyond that many apps. */
const SLOW = ['chart-per-app', 'helm', 'kustomize'];
const MOST_SLOW = 1000;

/** CPU time of programs in milliseconds: the shell's `times` has a line for itself and one for those. */
function cpuOf(commands: readonly (readonly string[])[]): Measured {
  const script = `${commands.map((words) => words.map((word) => `'${word}'`).join(' ')).join(' >/dev/null && ')} >/dev/null && times`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ended with ${status}\n${stderr}`);
  const [, programs = ''] = stdout.split('\n');
  const times = [...programs.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, seconds]) => 60_000 * Number(minutes) + 1000 * Number(seconds));
  return { cpu: times.reduce((sum, time) => sum + time, 0), megabytes: 0 };
}

function oneRun(way: string, apps: number, nodes: number, folder: string): Measured {
  return JSON.parse(run(['-r', './scripts/one-file.js', 'bench/one-run.ts', way === 'unchanged' ? 'ours' : way, `${apps}`, `${nodes}`, folder])) as Measured;
}

const HELM = binary('helm', 'helm-4');
const KUSTOMIZE = binary('kustomize', 'kustomize');

/** Programs of others, over what ours wrote: it comes first. */
const OTHERS: { readonly [way: string]: (apps: number, nodes: number, folder: string) => Measured } = {
  helm(apps, nodes, folder) {
    oneRun('chart', apps, nodes, folder);
    return cpuOf([[HELM, 'template', 'all', join(folder, 'chart', 'many', 'charts', 'all')]]);
  },
  kustomize(_apps, _nodes, folder) {
    const files = readdirSync(join(folder, 'ours'), { recursive: true, withFileTypes: true }).filter(({ name }) => name === 'kustomization.yaml');
    return cpuOf(files.map(({ parentPath }) => [KUSTOMIZE, 'build', parentPath]));
  },
};

const MISSING: readonly string[] = Object.entries({ helm: HELM, kustomize: KUSTOMIZE }).flatMap(([way, file]) => (existsSync(file) ? [] : [way]));

/** Each way by turns, so that a slower moment hits all of them. `unchanged` is ours over its own output. */
function measure(apps: number, nodes: number, turns: number, ways: readonly string[]): (way: string) => Measured {
  const all = new Map<string, Measured[]>(ways.map((way) => [way, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    const folder = join(work, `${apps}-${nodes}-${turn}`);
    mkdirSync(folder);
    for (const [way, list] of all) list.push(OTHERS[way]?.(apps, nodes, folder) ?? oneRun(way, apps, nodes, folder));
    rmSync(folder, { recursive: true });
  }
  return (way) => {
    const list = all.get(way) ?? [];
    return { cpu: median(list.map(({ cpu }) => cpu)), megabytes: Math.max(...list.map(({ megabytes }) => megabytes)) };
  };
}

/**
 * CPU time against the floor: the same objects, written so that parsers of YAML 1.1 and 1.2 read the same, which only `yaml` can. js-yaml is
 * faster, and leaves 1_000, 0_1 and more to be misread (4.3.2).
 */
const WAYS = ['ours', 'unchanged', 'floor', 'one-chart', 'chart-per-app', 'js-yaml', 'helm', 'kustomize'];

function manyApps(): void {
  const growth = new Map<number, number>();
  const table = new Table({
    head: [
      'apps',
      'floor in ms',
      'ours',
      'unchanged',
      'cdk8s-plus, one chart',
      'chart per app',
      'js-yaml',
      'helm template',
      'kustomize build',
      'our peak in MB',
    ],
  });
  for (const { apps, turns } of SIZES) {
    const ways = WAYS.filter((way) => !MISSING.includes(way) && (apps <= MOST_SLOW || !SLOW.includes(way)));
    const of = measure(apps, NODES, turns, ways);
    const floor = of('floor').cpu;
    const { cpu, megabytes } = of('ours');
    growth.set(apps, cpu);
    const ratios = WAYS.filter((way) => way !== 'floor').map((way) => (ways.includes(way) ? (of(way).cpu / floor).toFixed(2) : '-'));
    table.push([apps, floor.toFixed(0), ...ratios, megabytes.toFixed(0)]);
    report(`${apps} apps against cdk8s-plus in one chart`, cpu / of('one-chart').cpu, 1);
    if (apps >= 1000) report(`${apps} apps against the floor`, cpu / floor, 0.7);
    if (apps === 10_000) report(`megabytes at the peak, with ${apps} apps`, megabytes, 400);
  }
  console.log(`CPU time, as a ratio to the floor\n${table.toString()}`);
  if (MISSING.length > 0) console.log(`not built: ${MISSING.join(', ')}; npm run programs builds them`);
  report('growth exponent from 1,000 to 10,000 apps', Math.log10((growth.get(10_000) ?? 0) / (growth.get(1000) ?? 1)), 1.05);
  const [some, many] = [100, 1000].map((nodes) => measure(100, nodes, 3, ['ours'])('ours').cpu);
  report('growth exponent from 100 to 1,000 nodes, with 100 apps', Math.log10((many ?? 0) / (some ?? 1)), 1.1);
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The stages by name, outermost first: the time in a function and in all that it calls. */
const STAGES = ['manyApps', 'decideGroups', 'renderApp', 'judge', 'renderFiles', 'renderYaml', 'reportFiles', 'writeOutput'];

function profile(): void {
  run(['--cpu-prof', `--cpu-prof-dir=${work}`, '-r', './scripts/one-file.js', 'bench/one-run.ts', 'ours', '2000', `${NODES}`, work]);
  const profiles = readdirSync(work)
    .filter((file) => file.endsWith('.cpuprofile'))
    .map((file) => JSON.parse(readFileSync(join(work, file), 'utf8')) as CpuProfile);
  const [largest] = profiles.sort((one, other) => other.samples.length - one.samples.length);
  if (largest === undefined) throw new Error('no profile was written');
  const own = new Map<number, number>();
  for (const [index, id] of largest.samples.entries()) own.set(id, (own.get(id) ?? 0) + (largest.timeDeltas[index] ?? 0));
  const byId = new Map(largest.nodes.map((node) => [node.id, node]));
  const inside = (id: number): number => (own.get(id) ?? 0) + (byId.get(id)?.children ?? []).reduce((sum, child) => sum + inside(child), 0);
  const whole = [...own.values()].reduce((sum, value) => sum + value, 0);
  console.log('2,000 apps, share of all time (a stage includes what it calls):');
  for (const stage of STAGES) {
    const micros = largest.nodes
      .filter((node) => node.callFrame.functionName === stage && /\/(lib|bench)\//.test(node.callFrame.url))
      .reduce((sum, node) => sum + inside(node.id), 0);
    console.log(`  ${stage.padEnd(14)} ${((100 * micros) / whole).toFixed(1).padStart(5)} %  ${(micros / 1000).toFixed(0).padStart(6)} ms`);
  }
}

try {
  run(['scripts/build.js']);
  if (process.argv.includes('--profile')) profile();
  else {
    coldSynth();
    load();
    engine();
    manyApps();
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
