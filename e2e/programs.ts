import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { place } from './files';
import type { Processes } from './processes';

const CACHE = process.env.CDK8S_AVAILABILITY_E2E_CACHE ?? join(homedir(), '.cache', 'cdk8s-availability', 'bin');

/** One program, and the folder of programs/ whose go.mod pins it. */
interface Program {
  readonly name: string;
  readonly pin: string;
  readonly package: string;
  /** What its module lacks and its sources embed. It is then built in a copy of the module. */
  readonly lacks?: { readonly [file: string]: string };
}

const kubernetes = (pin: string): Program[] =>
  ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => ({ name, pin, package: `k8s.io/kubernetes/cmd/${name}` }));

const PROGRAMS: readonly Program[] = [
  { name: 'etcd', pin: 'etcd', package: 'go.etcd.io/etcd/server/v3' },
  ...kubernetes('kubernetes-1.36'),
  { name: 'kustomize-controller', pin: 'kustomize-controller', package: 'github.com/fluxcd/kustomize-controller' },
  ...kubernetes('kubernetes-1.33'),
];

const PAGES = { 'ui/app/dist/index.html': '<html></html>' };

/** What `npm run alerts` needs, and nobody else. */
const ALERT_PROGRAMS: readonly Program[] = [
  { name: 'promtool', pin: 'prometheus', package: 'github.com/prometheus/prometheus/cmd/promtool' },
  { name: 'prometheus', pin: 'prometheus', package: 'github.com/prometheus/prometheus/cmd/prometheus' },
  { name: 'amtool', pin: 'alertmanager', package: 'github.com/prometheus/alertmanager/cmd/amtool', lacks: PAGES },
  { name: 'alertmanager', pin: 'alertmanager', package: 'github.com/prometheus/alertmanager/cmd/alertmanager', lacks: PAGES },
  { name: 'node_exporter', pin: 'node-exporter', package: 'github.com/prometheus/node_exporter' },
];

/** What the part `restore` of `npm run e2e` needs. It takes minutes, so nothing else builds it. */
const KUBECTL: Program = { name: 'kubectl', pin: 'kubernetes-1.36', package: 'k8s.io/kubernetes/cmd/kubectl' };

/** What `npm run random` needs besides a control plane. */
const KUSTOMIZE: Program = { name: 'kustomize', pin: 'kustomize', package: 'sigs.k8s.io/kustomize/kustomize/v5' };

/** What `npm run helm` needs: charts are for both, and go to a registry. */
const HELM_PROGRAMS: readonly Program[] = [
  { name: 'helm', pin: 'helm-3', package: 'helm.sh/helm/v3/cmd/helm' },
  { name: 'helm', pin: 'helm-4', package: 'helm.sh/helm/v4/cmd/helm' },
  { name: 'crane', pin: 'crane', package: 'github.com/google/go-containerregistry/cmd/crane' },
];
export const HELM_PINS: readonly string[] = HELM_PROGRAMS.map((it) => it.pin);

/** The folders of programs/ that hold these. */
export const ALERT_PINS: readonly string[] = [...new Set(ALERT_PROGRAMS.map((it) => it.pin))];

const folder = (pin: string) => join(__dirname, 'programs', pin);

/** The version that a go.mod requires, without its v. */
export function pinned(pin: string): string {
  const version = /^require \S+ v(\S+)$/m.exec(readFileSync(join(folder(pin), 'go.mod'), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${folder(pin)}/go.mod requires nothing`);
  return version;
}

/** Where the program of that name lies once it is built. */
export function binary(name: string, pin: string): string {
  return join(CACHE, `${name}-v${pinned(pin)}`);
}

function missing(program: Program): boolean {
  try {
    accessSync(binary(program.name, program.pin), constants.X_OK);
    return false;
  } catch {
    return true;
  }
}

/** In the order in which .ci/run needs them. */
const ALL: readonly Program[] = [...HELM_PROGRAMS, ...PROGRAMS, ...ALERT_PROGRAMS, KUSTOMIZE];

/** All folders of programs/ that are built. */
export const ALL_PINS: readonly string[] = [...new Set(ALL.map(({ pin }) => pin))];

const wanted = (pins?: readonly string[]) => (pins === undefined ? PROGRAMS : ALL.filter((it) => pins.includes(it.pin)));

/** Builds what the cache lacks of these folders of programs/, of all that a control plane needs if none is named. A program is in the cache whole or not at all. */
export async function buildMissing(processes: Processes, say: (line: string) => void, pins?: readonly string[]): Promise<void> {
  await buildThose(processes, say, wanted(pins));
}

export async function buildKubectl(processes: Processes, say: (line: string) => void): Promise<void> {
  await buildThose(processes, say, [KUBECTL]);
}

async function buildThose(processes: Processes, say: (line: string) => void, programs: readonly Program[]): Promise<void> {
  for (const program of programs) {
    const target = binary(program.name, program.pin);
    await builtElsewhere(target, say);
    if (!missing(program)) continue;
    say(`building ${target}; the first of each version takes minutes`);
    mkdirSync(CACHE, { recursive: true });
    const work = mkdtempSync(join(CACHE, '.building-'));
    const lock = `${target}.building`;
    writeFileSync(lock, `${process.pid}`);
    const clean = () => {
      rmSync(work, { recursive: true, force: true });
      rmSync(lock, { force: true });
    };
    const done = processes.atExit(clean);
    try {
      cpSync(folder(program.pin), work, { recursive: true });
      await build(program, work, processes);
      renameSync(join(work, 'program'), target);
    } finally {
      clean();
      done();
    }
  }
}

/** Waits while another process builds it. */
async function builtElsewhere(target: string, say: (line: string) => void): Promise<void> {
  const isBusy = () => {
    try {
      const builder = Number(readFileSync(`${target}.building`, 'utf8'));
      return builder !== process.pid && process.kill(builder, 0);
    } catch {
      return false;
    }
  };
  if (!isBusy()) return;
  say(`waiting for ${target}, which another process builds`);
  while (isBusy()) await setTimeout(1000);
}

async function build(program: Program, work: string, processes: Processes): Promise<void> {
  const target = join(work, 'program');
  const compile = (cwd: string) =>
    go(['build', '-trimpath', '-ldflags', ldflags(program), '-o', target, program.package], cwd, processes, { CGO_ENABLED: '0', GOFLAGS: '-mod=mod' });
  if (program.lacks === undefined) {
    await compile(work);
    return;
  }
  const module = /^require (\S+) v/m.exec(readFileSync(join(work, 'go.mod'), 'utf8'))?.[1] ?? '';
  const found = JSON.parse(await go(['mod', 'download', '-json', `${module}@v${pinned(program.pin)}`], work, processes)) as { Dir: string };
  const copy = join(work, 'source');
  cpSync(found.Dir, copy, { recursive: true });
  writable(copy);
  place(copy, Object.entries(program.lacks));
  await compile(copy);
}

/** Go keeps modules so that nobody can change or remove them. */
function writable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) writable(join(folder, entry.name));
    else chmodSync(join(folder, entry.name), 0o644);
  }
}

/** What the go command prints. */
async function go(args: readonly string[], cwd: string, processes: Processes, more: Record<string, string> = {}): Promise<string> {
  const env = { ...process.env, GOWORK: 'off', ...more };
  const child = processes.track(spawn('nice', ['-n', '10', 'go', ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  let printed = '';
  let said = '';
  child.stdout?.on('data', (part: Buffer) => {
    printed += part.toString();
  });
  child.stderr?.on('data', (part: Buffer) => {
    said = (said + part.toString()).slice(-4000);
  });
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      resolve(undefined);
    });
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`go ${args.join(' ')} failed:\n${said}`);
  return printed;
}

/** Without these, Kubernetes calls itself v0.0.0. */
function ldflags(program: Program): string {
  if (!program.pin.startsWith('kubernetes')) return '-s -w';
  const version = pinned(program.pin);
  const [major, minor] = version.split('.');
  const variable = (name: string, value: string | undefined) => `-X k8s.io/component-base/version.${name}=${value}`;
  return ['-s', '-w', variable('gitVersion', `v${version}`), variable('gitMajor', major), variable('gitMinor', minor)].join(' ');
}
