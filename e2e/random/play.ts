import { ControlPlane } from '../control-plane';
import type { Processes } from '../processes';
import { sleep } from '../until';
import type { Case } from './case';
import { allStarted } from './judge';
import { type Seen, StandIn } from './stand-in';
import { Verdict, verdictOn } from './verdict';

export const PIN = 'kubernetes-1.36';
/** Controllers that make pods and bind volumes. Without the others nobody calls a node dead that has no kubelet. */
const CONTROLLERS = ['deployment', 'replicaset', 'statefulset', 'daemonset', 'disruption', 'persistentvolume-binder', 'serviceaccount'];
const UNHURRIED = ['--kube-api-qps=1000', '--kube-api-burst=2000'];
const FLAGS = {
  apiserver: ['--enable-admission-plugins=PodNodeSelector', '--disable-admission-plugins=TaintNodesByCondition'],
  manager: [...UNHURRIED, `--controllers=${CONTROLLERS.map((it) => `${it}-controller`).join()}`],
  scheduler: UNHURRIED,
};

/** So long must nothing have moved: longer than the scheduler waits before it tries a pod again. */
const QUIET_MS = 4000;
/** And so long do accepted pods get that have not found their places. */
const PATIENCE_MS = 40_000;

/** Plays cases side by side on one control plane of their own, each on its own nodes, until nothing moves any more. Of broken ones nothing is awaited. */
export async function play(processes: Processes, cases: readonly Case[], broken: readonly Case[], logs: string): Promise<ReadonlyMap<Case, Seen>> {
  const plane = await ControlPlane.start(processes, PIN, logs, FLAGS);
  try {
    const standIn = new StandIn(plane.api);
    const all = [...broken, ...cases];
    await inLanes(all, (one) => standIn.prepare(one));
    let seen: ReadonlyMap<Case, Seen> = new Map();
    for (const wave of [0, 1]) {
      const coming = all.flatMap((one) => one.apps).filter((app) => app.wave === wave);
      await inLanes(coming, async (app) => {
        for (const obj of app.objects.filter((it) => it.kind !== 'Namespace')) await standIn.create(obj);
      });
      seen = await settled(standIn, wave === 1 ? cases.filter((it) => verdictOn(it) === Verdict.ACCEPTED) : []);
    }
    return seen;
  } finally {
    await plane.stop();
  }
}

/** Looks until nothing has moved for a while, and every pod of the cases that must start has done so, or has had its time. */
async function settled(standIn: StandIn, mustStart: readonly Case[]): Promise<ReadonlyMap<Case, Seen>> {
  let before = '';
  let since = Date.now();
  for (;;) {
    const seen = await standIn.step();
    const now = [...seen.values()].map(picture).join();
    if (now !== before) since = Date.now();
    before = now;
    const quiet = Date.now() - since;
    const waiting = mustStart.some((one) => !allStarted(one, seen.get(one) ?? { pods: [], complaints: [] }));
    if (quiet > (waiting ? PATIENCE_MS : QUIET_MS)) return seen;
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
