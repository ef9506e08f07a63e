import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Cluster, type ClusterFacts, type ClusterFactsProps, type Plan, type ReportNode } from '../../lib';
import { settled } from '../checks/pods';
import { ControlPlane } from '../control-plane';
import { Output } from '../dist';
import type { Obj } from '../kinds';
import type { Processes } from '../processes';
import { Deadline, until } from '../until';
import { PACE, type Pace } from '../world/machine';
import { World } from '../world/world';
import { flagsOf } from './flags';
import { type AppSeen, appAt, type Moment, Timeline } from './timeline';

const NAME = 'drill';

/** A cluster as a user would describe it, and the apps that he puts into it; what it gives back, the drill may ask. */
export interface Scene<T> {
  readonly facts: ClusterFactsProps;
  readonly apps: (cluster: Cluster) => T;
  /** The synthesized objects, before they are applied: to break one on purpose, or to put in somebody else's. */
  readonly change?: (objects: readonly Obj[]) => readonly Obj[];
  /** The nodes on which single pods are settled before the others get any. @default - the scheduler is free */
  readonly first?: readonly string[];
  /** The nodes on which those others are settled then. @default - the scheduler is free */
  readonly manyOn?: readonly string[];
  /** The owner forgot the labels of zones and regions. @default false */
  readonly withoutZones?: boolean;
  /** Apps that do not end before their grace period is over. @default - none */
  readonly stubborn?: readonly string[];
  /** Apps that are ready only while another app answers. @default - none */
  readonly asks?: { readonly [app: string]: string };
}

/** What the library synthesizes from a scene, on a control plane and machines of its own. */
export class Stage<T> {
  private constructor(
    readonly plane: ControlPlane,
    readonly world: World,
    readonly timeline: Timeline,
    readonly apps: T,
    readonly facts: ClusterFacts,
    readonly plans: readonly Plan[],
    private readonly logs: string,
  ) {}

  static async set<T>(processes: Processes, pin: string, logs: string, scene: Scene<T>): Promise<Stage<T>> {
    const root = join(logs, 'dist');
    const app = new App({ outdir: root });
    const cluster = new Cluster(app, NAME, { facts: scene.facts });
    const apps = scene.apps(cluster);
    app.synth();
    const output = new Output(root, NAME);
    const { timing } = cluster.facts;
    const flags = flagsOf(timing);
    const said = output.report();
    const report = scene.withoutZones === true ? { ...said, nodes: said.nodes.map(withoutZones) } : said;
    const pace: Pace = { ...PACE, leaseSeconds: timing.leaseInterval * 4, stubborn: scene.stubborn ?? [], asks: scene.asks ?? {} };
    // From here on nothing may throw outside of the try: four programs run.
    const plane = await ControlPlane.start(processes, pin, logs, flags);
    const timeline: Timeline = new Timeline([...report.apps, ...(report.jobs ?? [])], () => world.mustRun());
    const world: World = new World(plane.api, report, pace, (view, machines) => timeline.note(view, machines));
    const stage = new Stage(plane, world, timeline, apps, cluster.facts, cluster.plans, logs);
    try {
      await world.start();
      if ((scene.facts.storage?.classes ?? []).length > 0) await world.storage.installNetwork();
      const all = output.folders().flatMap((folder) => output.objects(folder));
      await stage.fill((scene.change ?? ((it) => it))(all), scene);
    } catch (error) {
      await stage.strike();
      throw error;
    }
    return stage;
  }

  get api() {
    return this.plane.api;
  }

  /** What is seen of an app now. */
  app(name: string): AppSeen {
    this.timeline.mustSee();
    return appAt(this.timeline.at(this.timeline.now), name);
  }

  /** Crashes machines in the same moment; says when. */
  crash(...names: readonly string[]): number {
    for (const name of names) this.world.machine(name).crash();
    return this.timeline.now;
  }

  /** The first moment from then on in which the API server says this of a node's Ready condition. */
  whenReadyIs(status: string, node: string, from: number, deadline: Deadline): Promise<Moment | undefined> {
    return this.timeline.first(from, deadline, (it) => it.nodes.get(node) === status);
  }

  /** Deletes the pods of an app, as a rollout with Recreate does before it starts the next. */
  async replace(name: string): Promise<void> {
    const pods = (await this.api.list('Pod')).filter((it) => it.metadata.labels?.['app.kubernetes.io/name'] === name);
    for (const pod of pods.filter((it) => it.metadata.deletionTimestamp === undefined)) await this.api.remove(pod);
  }

  /** A merge patch on the Deployment of an app that is alone in its namespace. */
  async change(name: string, change: object): Promise<void> {
    const [deployment] = await this.api.list('Deployment', name);
    if (deployment === undefined) throw new Error(`${name} has no Deployment`);
    await this.api.patch(deployment, change);
  }

  /** A merge patch on a node. */
  async patchNode(name: string, change: object): Promise<void> {
    await this.api.patch({ apiVersion: 'v1', kind: 'Node', metadata: { name } }, change);
  }

  /** Waits until every pod is ready, and every endpoint known. */
  async settled(seconds: number): Promise<void> {
    const deadline = Deadline.after(seconds);
    await settled(this.api, deadline);
    const asked = this.timeline.now;
    await until('every pod is an endpoint', deadline, () => {
      const { at = 0, apps = new Map<string, AppSeen>() } = this.timeline.moments.at(-1) ?? {};
      const missing = [...apps].filter(([, it]) => it.serving < it.pods.filter((pod) => !pod.leaving).length).map(([name]) => name);
      return at > asked && (missing.length === 0 || missing.join(', '));
    });
  }

  /** Ends everything, and leaves beside the logs what was seen. */
  async strike(): Promise<void> {
    await this.world.stop();
    await this.plane.stop();
    // Last: a full disk must not leave programs behind.
    writeFileSync(join(this.logs, 'timeline.txt'), `${this.timeline.lines().join('\n')}\n`);
  }

  /** Lets new pods go only to these nodes while something is done. */
  async only(nodes: readonly string[] | undefined, act: () => Promise<void>): Promise<void> {
    const others = nodes === undefined ? [] : this.world.machines.filter((it) => !nodes.includes(it.name));
    for (const { name } of others) await this.patchNode(name, { spec: { unschedulable: true } });
    await act();
    if (others.length > 0) await this.settled(60);
    for (const { name } of others) await this.patchNode(name, { spec: { unschedulable: null } });
  }

  private async fill(objects: readonly Obj[], { first, manyOn }: Pick<Scene<T>, 'first' | 'manyOn'>): Promise<void> {
    const apply = (some: readonly Obj[]) => async () => {
      for (const obj of some) await this.api.must(obj);
    };
    await this.only(first, apply(objects.filter((it) => !isMany(it))));
    await this.only(manyOn, apply(objects.filter(isMany)));
    await this.settled(90);
  }
}

function withoutZones(node: ReportNode): ReportNode {
  return { ...node, labels: Object.fromEntries(Object.entries(node.labels).filter(([key]) => !key.startsWith('topology.kubernetes.io/'))) };
}

/** A workload whose pods cannot all be on one node. */
const isMany = (obj: Obj) => ((obj.spec as { replicas?: number } | undefined)?.replicas ?? 1) > 1;
