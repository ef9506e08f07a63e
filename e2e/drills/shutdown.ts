import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned } from '../../lib';
import { detection } from '../../lib/availability/failure/timing';
import { sum } from '../../lib/availability/model/interval';
import { timingOf } from '../../lib/cluster/control-plane';
import { PACE } from '../world/machine';
import { app, cluster, DEFAULTS, STARTS, serving, since, VERSION, worker } from './cluster';
import { watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { GRACE, PLAYED_START, SCHEDULER_RETRY } from './kubelet-times';
import type { Scene } from './stage';
import { appAt, type PodSeen } from './timeline';

const NODES = ['n1', 'n2', 'n3'];

const scene: Scene<void> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    DEFAULTS,
  ),
  first: ['n1'],
  apps: ({ workers }: Cluster) => {
    new HighlyAvailable(workers, 'web', app());
    new SinglePodFlexible(workers, 'light', app());
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n1', reason: 'the drill' } });
  },
};

/** Why a pinned pod is not there: the scheduler has its own node under a taint, and no other is its own. */
function why({ node, ready, unschedulable }: PodSeen): string {
  if (node !== undefined || ready || unschedulable === undefined) return `is on ${node ?? 'no node'}`;
  return /untolerated taint/.test(unschedulable) && /node affinity|node selector/.test(unschedulable) ? 'waits for its node' : unschedulable;
}

/** The kubelet says itself that its pods have ended, so nobody has to find out. */
async function play(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline } = stage;
    const began = timeline.now;
    await stage.world.machine('n1').shutDown();
    const gone = await timeline.first(began, by(GRACE), (it) => ['light', 'pinned'].every((name) => appAt(it, name).serving === 0));
    if (gone === undefined) throw new Error('the pods of n1 did not end');
    const window = sum(GRACE, STARTS);
    const back = await timeline.first(timeline.now, by(window), serving('light', 1));
    play.within(
      'SinglePodFlexible without volume: back, with neither detection nor toleration',
      window,
      since(began, back),
      sum({ min: 0, max: PACE.stopSeconds + 1 }, PLAYED_START),
    );
    // Until the control plane has noticed as well that the machine is off: that must change nothing more.
    const needed = sum(detection(timingOf(VERSION, DEFAULTS)), STARTS).max;
    await watchFor(stage, began, needed);
    const moments = timeline.since(gone.at);
    play.never('SinglePodPinned: back while its node is off', timeline.now - began, needed, since(began, moments.find(serving('pinned', 1))));
    const open = stage.app('pinned').pods.filter((it) => !it.over && !it.leaving);
    play.is('SinglePodPinned: its successor', 'waits for its node', open.map(why).join('; ') || 'there is none');
    play.atLeast('HighlyAvailable: ready endpoints at every moment', 2, timeline.leastServing('web', began));
    const returned = timeline.now;
    await stage.world.machine('n1').back();
    // Its taint goes when the controller looks again, and then the scheduler tries again.
    const found = sum({ min: 0, max: timingOf(VERSION, DEFAULTS).monitorPeriod }, SCHEDULER_RETRY, STARTS);
    const up = await timeline.first(returned, by(found), serving('pinned', 1));
    play.within('SinglePodPinned: back after its node is', found, since(returned, up));
  });
}

export const shutdowns: readonly Drill[] = [
  { name: 'shutdown', what: 'A worker is shut down with the graceful shutdown of its kubelet; default flags', quick: true, seconds: 240, play },
];
