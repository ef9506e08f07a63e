import type { Report } from '../../lib';
import { type Api, answered } from '../api';
import { Deadline, sleep, until } from '../until';
import { answeringOf, endpointsOf } from './clients';
import { LoadBalancer } from './load-balancer';
import { Machine, PACE, type Pace } from './machine';
import { Storage } from './storage';
import { look, type View } from './view';

/** What stands outside the control plane, played: machines and their kubelets, CSI drivers, the load balancer of K3s. */
export class World {
  readonly machines: readonly Machine[];
  readonly storage: Storage;
  private readonly balancer: LoadBalancer;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  constructor(
    private readonly api: Api,
    readonly report: Report,
    pace: Pace = PACE,
    /** Sees every look at the cluster, after the machines have acted on it. */
    private readonly witness: (view: View | undefined, machines: readonly Machine[]) => void = () => {},
  ) {
    this.machines = report.nodes.map((node, index) => new Machine(api, node, index, pace));
    this.storage = new Storage(api, report.nodes);
    this.balancer = new LoadBalancer(api, this.machines);
  }

  /** What keeps pods from starting, in words. */
  get complaints(): readonly string[] {
    this.mustRun();
    return this.machines.flatMap((it) => it.complaints);
  }

  machine(name: string): Machine {
    const found = this.machines.find((it) => it.name === name);
    if (found === undefined) throw new Error(`there is no node ${name}`);
    return found;
  }

  /** Throws what stopped the play, if something did. */
  mustRun(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.stopped) throw new Error('the stand-in was stopped');
  }

  async start(): Promise<void> {
    for (const machine of this.machines) await machine.join();
    this.loop = this.run().catch((error: Error) => {
      this.failure = error;
    });
    // Pods would all go to the first node that the controllers have found ready, and stay there.
    await until('every node takes pods', Deadline.after(60), async () => {
      const unready = (await this.api.list('Node')).filter((it) => (it.spec?.taints ?? []).some(({ key }) => key === 'node.kubernetes.io/not-ready'));
      return unready.length === 0 || unready.map((it) => it.metadata.name).join(', ');
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  /** What the owner has to make before the first deployment, as the report says: Secrets, and the namespaces they are in. */
  async makeNeeds(): Promise<void> {
    for (const { namespace, name, kind, keys } of this.report.needs) {
      // They are loaded already.
      if (kind === 'CustomResourceDefinition') continue;
      await this.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      const data = Object.fromEntries(keys.map((key) => [key, 'played']));
      const obj = { apiVersion: 'v1', kind, metadata: { name, namespace }, [kind === 'Secret' ? 'stringData' : 'data']: data };
      await this.api.must(obj);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const view = await look(this.api);
      // The API server may go away in the middle of a step: the next look finds that out.
      const answers = (app: string) => view !== undefined && answeringOf(endpointsOf(view, app, app), this.machines).length > 0;
      await Promise.all(this.machines.map((it) => answered(it.step(view, answers))));
      if (view !== undefined) {
        await answered(this.storage.step(view));
        await answered(this.balancer.step(view));
      }
      this.witness(view, this.machines);
      await sleep(250);
    }
  }
}
