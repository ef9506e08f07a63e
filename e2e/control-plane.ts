import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api';
import { freePorts } from './ports';
import type { Processes, Program } from './processes';
import { binary, pinned } from './programs';
import { Deadline, until } from './until';

/** Flags beside those without which nothing runs. */
export interface Flags {
  readonly apiserver?: readonly string[];
  readonly manager?: readonly string[];
  readonly scheduler?: readonly string[];
}

/** etcd, apiserver, controller-manager and scheduler on loopback. Everything that it starts, it ends. */
export class ControlPlane {
  private readonly programs: Program[] = [];
  private restart: { readonly apiserver: () => Program; readonly manager: () => Program } | undefined;

  private constructor(
    private readonly processes: Processes,
    private readonly pin: string,
    private readonly folder: string,
    private readonly logs: string,
    readonly kubeconfig: string,
    readonly api: Api,
  ) {}

  /** `pin` is the folder of programs/ that says which Kubernetes; logs of the programs go into `logs`. */
  static async start(processes: Processes, pin: string, logs: string, flags: Flags = {}): Promise<ControlPlane> {
    const folder = join(logs, 'state');
    mkdirSync(folder, { recursive: true });
    const [client = 0, peer = 0, secure = 0] = await freePorts(3);
    const url = `https://127.0.0.1:${secure}`;
    const token = randomBytes(16).toString('hex');
    const ca = join(folder, 'certs', 'apiserver.crt');
    writeFileSync(join(folder, 'tokens.csv'), `${token},e2e,e2e,system:masters\n`, { mode: 0o600 });
    writeFileSync(join(folder, 'kubeconfig'), kubeconfig(url, ca, token), { mode: 0o600 });
    const it = new ControlPlane(processes, pin, folder, logs, join(folder, 'kubeconfig'), new Api(url, token, ca));
    try {
      await it.boot(client, peer, secure, flags);
    } catch (error) {
      await it.stop();
      throw error;
    }
    return it;
  }

  /** A program beside the control plane that lives as long as it does. */
  run(path: string, args: readonly string[], env: Record<string, string> = {}): Program {
    const program = this.processes.start(path, args, this.logs, env);
    this.programs.push(program);
    return program;
  }

  /** Kills a part of it, as a crash does, and gives back what starts it again with the same flags. */
  async kill(name: 'apiserver' | 'manager'): Promise<() => void> {
    const running = this.programs.find((it) => it.name.startsWith(name === 'manager' ? 'kube-controller-manager' : 'kube-apiserver'));
    const start = this.restart?.[name];
    if (running === undefined || start === undefined) throw new Error(`no ${name} runs`);
    this.programs.splice(this.programs.indexOf(running), 1);
    await running.kill();
    return () => void start();
  }

  async stop(): Promise<void> {
    this.api.close();
    for (const program of this.programs.splice(0).reverse()) await program.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async boot(client: number, peer: number, secure: number, flags: Flags): Promise<void> {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const file = (name: string) => join(this.folder, name);
    writeFileSync(file('accounts.pub'), keys.publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(file('accounts.key'), keys.privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
    const program = (name: string) => binary(name, this.pin);

    const etcd = this.run(binary('etcd', 'etcd'), etcdFlags(file('etcd'), `http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`));
    const apiserverFlags = [
      `--etcd-servers=http://127.0.0.1:${client}`,
      `--secure-port=${secure}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--cert-dir=${file('certs')}`,
      `--token-auth-file=${file('tokens.csv')}`,
      '--authorization-mode=Node,RBAC',
      '--service-account-issuer=https://e2e',
      `--service-account-key-file=${file('accounts.pub')}`,
      `--service-account-signing-key-file=${file('accounts.key')}`,
      '--service-cluster-ip-range=10.43.0.0/16',
      '--allow-privileged=true',
      '--endpoint-reconciler-type=none',
      ...(flags.apiserver ?? []),
    ];
    const startApiserver = () => this.run(program('kube-apiserver'), apiserverFlags);
    const apiserver = startApiserver();
    await this.comesUp('the apiserver is ready', [etcd, apiserver], async () => (await this.api.request('GET', '/readyz')).status === 200);

    const common = [`--kubeconfig=${this.kubeconfig}`, '--leader-elect=false', '--bind-address=127.0.0.1', '--secure-port=0'];
    const managerFlags = [...common, `--service-account-private-key-file=${file('accounts.key')}`, ...(flags.manager ?? [])];
    const startManager = () => this.run(program('kube-controller-manager'), managerFlags);
    const manager = startManager();
    const scheduler = this.run(program('kube-scheduler'), [...common, ...(flags.scheduler ?? [])]);
    this.restart = { apiserver: startApiserver, manager: startManager };
    const all = [etcd, apiserver, manager, scheduler];
    await this.comesUp('a ServiceAccount is made', all, async () => (await this.api.get('ServiceAccount', 'default', 'default')) !== undefined);

    const version = (await this.api.request('GET', '/version')).body as { gitVersion?: string };
    if (version.gitVersion !== `v${pinned(this.pin)}`) throw new Error(`the apiserver is ${version.gitVersion}, and not v${pinned(this.pin)}`);
  }

  private async comesUp(what: string, programs: readonly Program[], ask: () => Promise<boolean>): Promise<void> {
    // Programs that end are noticed at once; a start took more than a minute on two busy cores.
    await until(what, Deadline.after(180), () => {
      for (const program of programs) program.mustRun();
      return ask();
    });
  }
}

function etcdFlags(data: string, client: string, peer: string): string[] {
  return [
    '--name=e2e',
    `--data-dir=${data}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=e2e=${peer}`,
  ];
}

function kubeconfig(server: string, ca: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server, 'certificate-authority': ca } }],
    users: [{ name: 'e2e', user: { token } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'e2e' } }],
    'current-context': 'e2e',
  });
}
