import type { Api } from '../api';
import type { Report } from '../dist';
import { sleep } from '../until';
import { Kubelets } from './kubelets';
import { LoadBalancer } from './load-balancer';
import { Nodes } from './nodes';
import { Storage } from './storage';

/** What stands outside the control plane, played: nodes and their kubelets, the CSI driver, the load balancer of K3s. */
export class World {
  private readonly nodes: Nodes;
  private readonly storage: Storage;
  private readonly kubelets: Kubelets;
  private readonly balancer: LoadBalancer;
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  constructor(
    private readonly api: Api,
    readonly report: Report,
  ) {
    this.nodes = new Nodes(api, report.nodes);
    this.storage = new Storage(api, report.nodes);
    this.kubelets = new Kubelets(api, report.nodes);
    this.balancer = new LoadBalancer(api, report.nodes);
  }

  /** What keeps pods from starting, in words. */
  get complaints(): readonly string[] {
    if (this.failure !== undefined) throw this.failure;
    return this.kubelets.complaints();
  }

  async start(): Promise<void> {
    await this.nodes.join();
    this.loop = this.run().catch((error: Error) => {
      this.failure = error;
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  /** The CSI driver, as the operator of Piraeus would have registered it. */
  async installDriver(): Promise<void> {
    await this.storage.install();
  }

  /** What the owner has to make before the first deployment, as the report says: Secrets, and the namespaces they are in. */
  async makeNeeds(): Promise<void> {
    for (const { namespace, name, kind, keys } of this.report.needs) {
      await this.api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      const data = Object.fromEntries(keys.map((key) => [key, 'played']));
      const obj = { apiVersion: 'v1', kind, metadata: { name, namespace }, [kind === 'Secret' ? 'stringData' : 'data']: data };
      await this.api.must(obj);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      await this.nodes.renew();
      await this.storage.step();
      await this.kubelets.step();
      await this.balancer.step();
      await sleep(300);
    }
  }
}
