import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned } from '../../lib';
import { sum } from '../../lib/availability/interval';
import { detection } from '../../lib/availability/timing';
import { timingOf } from '../../lib/cluster/control-plane';
import { Deadline, sleep } from '../until';
import { app, cluster, DEFAULTS, objectiveFor, SHORT, since, VERSION, worker } from './cluster';
import { by, type Drill, type Play } from './drill';
import type { Moment } from './timeline';

const NODES = ['n1', 'n2', 'n3'];
/** What the controller manager needs until it has read the cluster and looks at the nodes for the first time. */
const MANAGER_STARTS = { min: 0, max: 5 };

const scene = (flags: typeof DEFAULTS) => ({
  facts: cluster(
    NODES.map((name) => worker(name)),
    flags,
  ),
  apps: ({ workers }: Cluster) => {
    new HighlyAvailable(workers, 'web', app());
    new SinglePodFlexible(workers, 'light', app({ objective: objectiveFor(10, flags) }));
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n1', reason: 'the drill' } });
  },
});

/** The new controller manager has seen no lease renewed yet: it begins to count when it starts. */
async function managerRestarts(play: Play): Promise<void> {
  const timing = timingOf(VERSION, SHORT);
  await play.on(scene(SHORT), async (stage) => {
    const died = stage.crash('n1');
    await sleep((timing.gracePeriod / 2) * 1000);
    const revive = await stage.plane.kill('manager');
    await sleep(2000);
    revive();
    const again = stage.timeline.now;
    const window = sum(detection(timing), { min: timing.leaseInterval, max: 0 }, MANAGER_STARTS);
    const dead = await stage.whenReadyIs('Unknown', 'n1', died, by(window));
    play.within('node NotReady, counted from the start of the new controller manager', window, since(again, dead));
  });
}

const pods = (moment: Moment) => [...moment.apps].flatMap(([name, it]) => it.pods.map((pod) => `${name} ${pod.uid}`)).sort();
const containers = (moment: Moment) => [...moment.apps].map(([name, it]) => `${name} on ${[...it.runsOn].sort().join(', ')}`).sort();
const UNCHANGED = 'the same as before';

async function apiDown(play: Play): Promise<void> {
  const flags = DEFAULTS;
  const timing = timingOf(VERSION, flags);
  await play.on(scene(flags), async (stage) => {
    const { timeline } = stage;
    const before = timeline.moments.at(-1);
    if (before === undefined) throw new Error('nothing was seen');
    const began = timeline.now;
    const revive = await stage.plane.kill('apiserver');
    await sleep(120_000);
    revive();
    const back = timeline.now;
    // Whatever the controllers believe after the outage, they have acted on it by then.
    await timeline.first(back, Deadline.after(detection(timing).max + 30), () => false);
    const compare = (list: (moment: Moment) => string[]) => {
      const other = timeline.since(began).find((it) => list(it).join() !== list(before).join());
      return other === undefined ? UNCHANGED : `${list(other).join('; ')} after ${(other.at - began).toFixed(0)} s`;
    };
    play.is('containers that run, at every moment', UNCHANGED, compare(containers));
    play.is('pods, at every moment', UNCHANGED, compare(pods));
    const unready = timeline.moments.at(-1);
    play.is(
      'nodes that are not Ready in the end',
      'none',
      [...(unready?.nodes ?? [])]
        .filter(([, it]) => it !== 'True')
        .map(([name]) => name)
        .join(', ') || 'none',
    );
  });
}

export const plane: readonly Drill[] = [
  {
    name: 'manager-restart',
    what: 'A worker crashes, and the controller manager is restarted before it has noticed',
    quick: true,
    seconds: 180,
    play: managerRestarts,
  },
  { name: 'api-down', what: 'The API server is down for two minutes; default flags', quick: true, seconds: 400, play: apiDown },
];
