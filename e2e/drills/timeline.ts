import type { ReportApp } from '../../lib';
import { condition, type Of } from '../kinds';
import { type Deadline, sleep } from '../until';
import { answeringOf, endpointsOf } from '../world/clients';
import type { Machine } from '../world/machine';
import type { View } from '../world/view';

/** What an app looked like at one moment. */
export interface AppSeen {
  /** Pods that a client reaches: a ready endpoint, whose pod runs on a machine that can be reached. */
  readonly serving: number;
  /** The pods behind its ready endpoints, by uid, also of machines that nobody reaches: what a request may be sent to. */
  readonly endpoints: readonly string[];
  /** Machines on which pods of it run, whatever the API server thinks; one name for each pod. */
  readonly runsOn: readonly string[];
  /** Its pods as the API server has them. */
  readonly pods: readonly PodSeen[];
  /** Nodes to which its volumes are attached. */
  readonly attachedTo: readonly string[];
}

export interface PodSeen {
  readonly uid: string;
  readonly node: string | undefined;
  readonly leaving: boolean;
  readonly ready: boolean;
  readonly image: string | undefined;
  readonly unschedulable: string | undefined;
  /** It has failed or succeeded: nothing of it runs again. */
  readonly over: boolean;
}

export interface Moment {
  /** Seconds since the timeline began. */
  readonly at: number;
  /** Whether the API server answered; otherwise what it knows is what it last said. */
  readonly heard: boolean;
  readonly apps: ReadonlyMap<string, AppSeen>;
  /** The status of each node's Ready condition. */
  readonly nodes: ReadonlyMap<string, string>;
  /** `node key:Effect` of each taint that pods are evicted for. */
  readonly evicting: readonly string[];
}

/** A look takes a fraction of a second; on a busy machine some. */
const BLIND_SECONDS = 15;

/** What was seen of an app then. */
export function appAt(moment: Moment, name: string): AppSeen {
  const found = moment.apps.get(name);
  if (found === undefined) throw new Error(`there is no app ${name}`);
  return found;
}

/** The name by which a drill calls an app: apps are alone in their namespaces. */
const labelled = (pod: Of<'Pod'>) => pod.metadata.labels?.['app.kubernetes.io/name'];

/** Everything that was seen, in its order, from which a drill reads what happened when. */
export class Timeline {
  private readonly begin = Date.now();
  readonly moments: Moment[] = [];

  constructor(
    private readonly apps: readonly ReportApp[],
    /** Throws when the stand-in has stopped: nothing would change any more, and nothing may be concluded from that. */
    private readonly mustRun: () => void,
  ) {}

  /** Seconds since it began. */
  get now(): number {
    return (Date.now() - this.begin) / 1000;
  }

  /** Nothing is noted while the API server does not answer but what the machines themselves know. */
  note(view: View | undefined, machines: readonly Machine[]): void {
    const last = this.moments.at(-1);
    const apps = new Map(this.apps.map((app) => [app.name, seen(app, view, machines, last?.apps.get(app.name))]));
    const nodes = view === undefined ? last?.nodes : new Map([...view.nodes].map(([name, node]) => [name, condition(node, 'Ready')?.status ?? '']));
    const evicting = view === undefined ? last?.evicting : [...view.nodes.values()].flatMap(evictingTaints);
    this.moments.push({ at: this.now, heard: view !== undefined, apps, nodes: nodes ?? new Map(), evicting: evicting ?? [] });
  }

  /** Everything from then on; never nothing, of which everything would be true. */
  since(at: number): [Moment, ...Moment[]] {
    const [first, ...rest] = this.moments.filter((it) => it.at >= at);
    if (first === undefined) throw new Error(`nothing was seen since ${at.toFixed(1)} s`);
    return [first, ...rest];
  }

  /** The last moment at that time. */
  at(at: number): Moment {
    const found = [...this.moments].reverse().find((it) => it.at <= at);
    if (found === undefined) throw new Error(`nothing was seen before ${at.toFixed(1)} s`);
    return found;
  }

  /** The fewest ready endpoints that an app has had since then. */
  leastServing(name: string, from: number): number {
    return Math.min(...this.since(from).map((it) => appAt(it, name).serving));
  }

  /** The most pods of an app that have run at once since then. */
  mostRunning(name: string, from: number): number {
    return Math.max(...this.since(from).map((it) => appAt(it, name).runsOn.length));
  }

  /** Throws if the stand-in has stopped, or has not looked for so long that nothing is known. */
  mustSee(): void {
    this.mustRun();
    const blind = this.now - (this.moments.at(-1)?.at ?? 0);
    if (blind > BLIND_SECONDS) throw new Error(`nothing was seen for ${blind.toFixed(0)} s`);
  }

  /** Waits for the first moment of this kind from then on; undefined when it does not come in time. */
  async first(from: number, deadline: Deadline, is: (moment: Moment) => boolean): Promise<Moment | undefined> {
    let next = this.moments.findIndex((it) => it.at >= from);
    for (;;) {
      this.mustSee();
      if (next < 0) next = this.moments.findIndex((it) => it.at >= from);
      for (; next >= 0 && next < this.moments.length; next += 1) {
        const moment = this.moments[next];
        if (moment !== undefined && is(moment)) return moment;
      }
      if (deadline.passed) return undefined;
      await sleep(100);
    }
  }

  /** All changes as lines, for whoever asks what happened. */
  lines(): string[] {
    const lines: string[] = [];
    let before = '';
    for (const moment of this.moments) {
      const apps = [...moment.apps].map(([name, it]) => `${name}: ${it.serving} serving, pods ${it.pods.map(podInWords).join(' ') || 'none'}${attached(it)}`);
      const nodes = [...moment.nodes].filter(([, ready]) => ready !== 'True').map(([name, ready]) => `${name} Ready=${ready}`);
      const text = [...nodes, ...moment.evicting, ...apps].join('; ');
      if (text !== before) lines.push(`${moment.at.toFixed(1)} s  ${text}`);
      before = text;
    }
    return lines;
  }
}

const attached = (it: AppSeen) => (it.attachedTo.length === 0 ? '' : `, volume on ${it.attachedTo.join(' ')}`);

const podInWords = (it: PodSeen) => `${it.uid.slice(0, 4)}@${it.node ?? '?'}${it.leaving ? '-leaving' : it.ready ? '-ready' : ''}`;

const evictingTaints = (node: Of<'Node'>) =>
  (node.spec?.taints ?? []).filter((it) => it.effect === 'NoExecute').map((it) => `${node.metadata.name} ${it.key}:NoExecute`);

function seen(app: ReportApp, view: View | undefined, machines: readonly Machine[], last: AppSeen | undefined): AppSeen {
  const runsOn = machines.flatMap((machine) => [...machine.running.values()].filter((it) => labelled(it) === app.name).map(() => machine.name));
  const reached = (endpoints: readonly string[]) => answeringOf(endpoints, machines).length;
  // Traffic goes on when the API server is away.
  if (view === undefined) {
    const { endpoints = [], pods = [], attachedTo = [] } = last ?? {};
    return { serving: reached(endpoints), endpoints, runsOn, pods, attachedTo };
  }
  const endpoints = endpointsOf(view, app.namespace, app.name);
  const claims = view.claims.filter((it) => it.metadata.namespace === app.namespace).map((it) => it.spec?.volumeName);
  const held = view.attachments.filter((it) => it.status?.attached === true && claims.includes(it.spec.source.persistentVolumeName));
  return {
    serving: reached(endpoints),
    endpoints,
    runsOn,
    pods: view.pods.filter((it) => it.metadata.namespace === app.namespace && labelled(it) === app.name).map(podSeen),
    attachedTo: held.map((it) => it.spec.nodeName),
  };
}

function podSeen(pod: Of<'Pod'>): PodSeen {
  const scheduled = condition(pod, 'PodScheduled');
  return {
    uid: pod.metadata.uid ?? '',
    node: pod.spec?.nodeName,
    leaving: pod.metadata.deletionTimestamp !== undefined,
    ready: condition(pod, 'Ready')?.status === 'True',
    image: pod.spec?.containers[0]?.image,
    over: pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded',
    unschedulable: scheduled?.status === 'False' ? scheduled.message : undefined,
  };
}
