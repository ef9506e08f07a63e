import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControlPlane } from '../control-plane';
import type { Processes } from '../processes';
import { sleep } from '../until';
import type { Case, JudgedCase } from './case';
import { allStarted } from './judge';
import { type Loss, lose, waitsInSpite } from './loss';
import { type Seen, StandIn } from './stand-in';
import { Verdict, verdictOn } from './verdict';

export const PIN = 'kubernetes-1.36';
/** Controllers that make pods and bind volumes. Without the others nobody calls a node dead that has no kubelet. */
const CONTROLLERS = ['deployment', 'replicaset', 'statefulset', 'daemonset', 'disruption', 'persistentvolume-binder', 'serviceaccount'];
const FLAGS = {
  apiserver: ['--enable-admission-plugins=PodNodeSelector', '--disable-admission-plugins=TaintNodesByCondition'],
  manager: ['--kube-api-qps=1000', '--kube-api-burst=2000', `--controllers=${CONTROLLERS.map((it) => `${it}-controller`).join()}`],
};
/** The longest that the scheduler waits before it tries a pod again; its default is 10. */
const BACKOFF_SECONDS = 1;

/** So long must nothing have moved. */
const QUIET_MS = BACKOFF_SECONDS * 1000 + 3000;
/** And so long do accepted pods get that have not found their places. */
const PATIENCE_MS = 40_000;
/** By then nothing may move any more: who drives another away is not driven away by him in turn. */
const DEADLINE_MS = 240_000;

/** Plays cases side by side on one control plane of their own, each on its own nodes, until nothing moves any more. */
export async function play(processes: Processes, cases: readonly JudgedCase[], logs: string): Promise<ReadonlyMap<Case, Seen>> {
  return (await playLosses(processes, cases, [], new Map(), logs)).seen;
}

/** What is seen when all have their places, and what is seen of each loss after that. */
export interface Played {
  readonly seen: ReadonlyMap<Case, Seen>;
  readonly afterLoss: ReadonlyMap<Case, Seen>;
}

/** The same, and then some of the cases lose nodes, all at once. @param others of which nothing is awaited */
export async function playLosses(
  processes: Processes,
  cases: readonly JudgedCase[],
  others: readonly Case[],
  losses: ReadonlyMap<Case, Loss>,
  logs: string,
): Promise<Played> {
  const plane = await ControlPlane.start(processes, PIN, logs, { ...FLAGS, scheduler: [`--config=${schedulerConfig(logs)}`] });
  try {
    const standIn = new StandIn(plane.api);
    const all = [...others, ...cases];
    await inLanes(all, (one) => standIn.prepare(one));
    let seen: ReadonlyMap<Case, Seen> = new Map();
    for (const wave of [0, 1]) {
      const coming = all.flatMap((one) => one.apps).filter((app) => app.wave === wave);
      await inLanes(coming, async (app) => {
        for (const obj of app.objects.filter((it) => it.kind !== 'Namespace')) await standIn.create(obj);
      });
      const mustStart = wave === 1 ? cases.filter((it) => verdictOn(it) === Verdict.ACCEPTED) : [];
      seen = await settled(standIn, (now) => mustStart.some((one) => !allStarted(one, now.get(one) ?? NOTHING)));
    }
    if (losses.size === 0) return { seen, afterLoss: new Map() };
    await inLanes([...losses], ([one, loss]) => lose(plane.api, loss, seen.get(one) ?? NOTHING));
    const afterLoss = await settled(standIn, (now) => [...losses].some(([one, loss]) => waitsInSpite(loss, now.get(one) ?? NOTHING)));
    return { seen, afterLoss };
  } finally {
    await plane.stop();
  }
}

/** Written beside the folder of the control plane, whose kubeconfig it names. With it the scheduler ignores most flags. */
function schedulerConfig(logs: string): string {
  const path = join(logs, 'scheduler.json');
  mkdirSync(logs, { recursive: true });
  const config = {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    clientConnection: { kubeconfig: join(logs, 'state', 'kubeconfig'), qps: 1000, burst: 2000 },
    leaderElection: { leaderElect: false },
    podInitialBackoffSeconds: BACKOFF_SECONDS,
    podMaxBackoffSeconds: BACKOFF_SECONDS,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

export const NOTHING: Seen = { pods: [], complaints: [] };

/** Looks until nothing has moved for a while, and nothing lacks, or has had its time. */
async function settled(standIn: StandIn, lacks: (seen: ReadonlyMap<Case, Seen>) => boolean): Promise<ReadonlyMap<Case, Seen>> {
  const start = Date.now();
  let before = new Map<Case, string>();
  let since = start;
  for (;;) {
    const seen = await standIn.step();
    const now = new Map([...seen].map(([one, it]) => [one, picture(it)]));
    const moved = [...now].filter(([one, it]) => before.get(one) !== it).map(([one]) => one.name);
    if (moved.length > 0) since = Date.now();
    if (moved.length > 0 && since - start > DEADLINE_MS) throw new Error(`after ${DEADLINE_MS / 1000} s pods still move: ${moved.join(', ')}`);
    before = now;
    const quiet = Date.now() - since;
    if (quiet > (lacks(seen) ? PATIENCE_MS : QUIET_MS)) return seen;
    await sleep(400);
  }
}

function picture({ pods }: Seen): string {
  return pods.map((it) => `${it.metadata.uid} ${it.spec?.nodeName} ${it.metadata.deletionTimestamp}`).join();
}

async function inLanes<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}
