import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { command, type Ran } from './command';

const ROOT = resolve(__dirname, '..', '..');

/** A folder with programs, which have the library in one file: hundreds of sources take longer to load than the programs run. */
export class Project {
  readonly cwd = realpathSync(mkdtempSync(join(tmpdir(), 'ask-')));

  constructor() {
    symlinkSync(join(ROOT, 'node_modules'), join(this.cwd, 'node_modules'));
  }

  /** A program of this repository. */
  bundle(file: string, to: string): this {
    const options = { bundle: true, packages: 'external', format: 'cjs', platform: 'node', target: 'node20', keepNames: true } as const;
    buildSync({ ...options, entryPoints: [join(ROOT, file)], outfile: join(this.cwd, to), alias: { 'cdk8s-availability': join(ROOT, 'lib', 'index.ts') } });
    return this;
  }

  write(name: string, text: string): this {
    mkdirSync(dirname(join(this.cwd, name)), { recursive: true });
    writeFileSync(join(this.cwd, name), text);
    return this;
  }

  run(...args: readonly string[]): Promise<Ran> {
    return command(args, { cwd: this.cwd });
  }

  remove(): void {
    rmSync(this.cwd, { recursive: true });
  }
}

/** A cluster of two nodes with one server, and what is put into it. */
export function programOf(apps: string, facts = ''): string {
  return `
const lib = require('./library.js');
const { App, Cluster, Cpu, Image, NodeRole, Port, Size, SinglePodFlexible, SinglePodPinned, HighlyAvailable, Volume } = lib;
const node = (name, roles, more = {}) => ({ name, roles, site: 'home', cpu: Cpu.cores(4), memory: Size.gib(8), ...more });
const facts = {
  nodes: [node('attic', [NodeRole.CONTROL, NodeRole.WORKER]), node('cellar', [NodeRole.WORKER])],
  controlPlane: { distribution: 'k3s', version: '1.36.3', servers: ['attic'], datastore: 'sqlite', apiEndpoint: { kind: 'one-server', address: 'attic.home.example' } },
  accept: [{ code: 'CONTROL-SINGLE-SERVER', reason: 'a test' }],
  ${facts}
};
const app = new App();
const home = new Cluster(app, 'home', { facts });
const image = Image.of('docker.io/library/nginx', '1.29.0');
const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };
${apps}
app.synth();
`;
}

export const WIKI = "new SinglePodFlexible(home.workers, 'wiki', { image, resources });";
export const RADIO = "new SinglePodPinned(home.workers, 'radio', { image, resources, node: { name: 'cellar', reason: 'the antenna is there' } });";

/** A project for the tests of a file: two apps in main.js, and more programs of this repository if they are asked for. */
export function projectWith(bundles: { readonly [file: string]: string } = {}): Project {
  const project = new Project();
  beforeAll(() => {
    project.bundle('lib/index.ts', 'library.js').write('main.js', programOf(`${WIKI}\n${RADIO}`));
    for (const [to, file] of Object.entries(bundles)) project.bundle(file, to);
  });
  afterAll(() => project.remove());
  jest.setTimeout(60_000);
  return project;
}
