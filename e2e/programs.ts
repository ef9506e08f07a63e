import { spawn } from 'node:child_process';
import { accessSync, constants, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Processes } from './processes';

const CACHE = process.env.CDK8S_AVAILABILITY_E2E_CACHE ?? join(homedir(), '.cache', 'cdk8s-availability', 'bin');

/** One program, and the folder of programs/ whose go.mod pins it. */
interface Program {
  readonly name: string;
  readonly pin: string;
  readonly package: string;
}

const kubernetes = (pin: string): Program[] =>
  ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => ({ name, pin, package: `k8s.io/kubernetes/cmd/${name}` }));

const PROGRAMS: readonly Program[] = [
  { name: 'etcd', pin: 'etcd', package: 'go.etcd.io/etcd/server/v3' },
  ...kubernetes('kubernetes-1.36'),
  { name: 'kustomize-controller', pin: 'kustomize-controller', package: 'github.com/fluxcd/kustomize-controller' },
  ...kubernetes('kubernetes-1.33'),
];

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

/** Builds what the cache lacks of these folders of programs/, of all if none is named. A program is in the cache whole or not at all. */
export async function buildMissing(processes: Processes, say: (line: string) => void, pins?: readonly string[]): Promise<void> {
  for (const program of PROGRAMS.filter((it) => (pins === undefined || pins.includes(it.pin)) && missing(it))) {
    const target = binary(program.name, program.pin);
    say(`building ${target}; the first of each version takes minutes`);
    mkdirSync(CACHE, { recursive: true });
    const work = mkdtempSync(join(CACHE, '.building-'));
    const clean = () => rmSync(work, { recursive: true, force: true });
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

async function build(program: Program, work: string, processes: Processes): Promise<void> {
  const args = ['-n', '10', 'go', 'build', '-trimpath', '-ldflags', ldflags(program), '-o', 'program', program.package];
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '-mod=mod' };
  const child = processes.track(spawn('nice', args, { cwd: work, env, stdio: ['ignore', 'ignore', 'pipe'] }));
  let said = '';
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
  if (code !== 0) throw new Error(`go build ${program.package} failed:\n${said}`);
}

/** Without these, Kubernetes calls itself v0.0.0. */
function ldflags(program: Program): string {
  if (!program.pin.startsWith('kubernetes')) return '-s -w';
  const version = pinned(program.pin);
  const [major, minor] = version.split('.');
  const variable = (name: string, value: string | undefined) => `-X k8s.io/component-base/version.${name}=${value}`;
  return ['-s', '-w', variable('gitVersion', `v${version}`), variable('gitMajor', major), variable('gitMinor', minor)].join(' ');
}
