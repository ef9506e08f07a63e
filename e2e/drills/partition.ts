import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, type TimingFlags, Volume } from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach } from '../../lib/availability/failure/timing';
import { sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import { timingOf } from '../../lib/cluster/control-plane';
import { PACE } from '../world/machine';
import { app, cluster, evictable, evictedNodes, objectiveFor, SHORT, STARTS, serving, since, VERSION, worker } from './cluster';
import { comesBack, longEnough, watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { GRACE, LEASE_RETRY, PLAYED_ATTACH, PLAYED_START, RESYNC, SCHEDULER_RETRY } from './kubelet-times';
import type { Scene, Stage } from './stage';
import { appAt } from './timeline';

const NODES = ['n1', 'n2', 'n3'];
const FLAGS: TimingFlags = SHORT;
const timing = timingOf(VERSION, FLAGS);

const scene: Scene<{ readonly nfs: Plan | undefined; readonly data: Plan | undefined }> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    FLAGS,
  ),
  first: ['n1'],
  apps: ({ workers }: Cluster) => {
    new HighlyAvailable(workers, 'web', app());
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n1', reason: 'the drill' } });
    const data = new SinglePodFlexible(workers, 'data', {
      ...app({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }),
      accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }],
    }).plan;
    const volumes = [Volume.nfs('/media', { server: 'nas.drill.example', path: '/media' })];
    const accept = [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'the drill' }] as const;
    return { data, nfs: new SinglePodFlexible(workers, 'nfs', { ...app({ volumes, objective: objectiveFor(10, FLAGS) }), accept }).plan };
  },
};

const runs = (stage: Stage<unknown>, name: string, from: number) => stage.timeline.since(from).map((it) => appAt(it, name).runsOn);

async function oneNode(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline, apps } = stage;
    const cut = timeline.now;
    stage.world.machine('n1').cut();
    const first = appAt(timeline.at(cut), 'data').pods[0]?.uid;
    const lost = await timeline.first(cut, by(LEASE_RETRY), (it) => appAt(it, 'data').serving === 0);
    if (lost === undefined) throw new Error('data was not on n1');
    await comesBack(play, stage, 'nfs', 'SinglePodFlexible with a network volume, on the side of the control plane', apps.nfs, cut);
    const needed = longEnough(FLAGS, apps.data);
    await watchFor(stage, cut, needed);
    play.is('its pods that run at once: the first still writes on the other side', 2, timeline.mostRunning('nfs', cut));
    play.is('SinglePodFlexible with an attached volume: pods that run at once', 1, timeline.mostRunning('data', cut));
    const successor = stage.app('data').pods.find((it) => !it.leaving && it.uid !== first && it.node !== 'n1');
    play.holds('it has a successor, which waits for the volume', successor?.ready === false, JSON.stringify(stage.app('data')));
    play.never('and serves on the side of the control plane', timeline.now - cut, needed, since(cut, timeline.since(lost.at).find(serving('data', 1))));
    const lone = runs(stage, 'pinned', cut).every((it) => it.join() === 'n1');
    play.holds('SinglePodPinned: runs on, on its own side, all the time', lone, 'it did not');
    const least = timeline.leastServing('web', cut);
    play.atLeast('HighlyAvailable: ready endpoints on the side of the control plane, at every moment', 2, least);

    const healed = timeline.now;
    await stage.world.machine('n1').back();
    const alone = await timeline.first(healed, by(GRACE), (it) => appAt(it, 'nfs').runsOn.length === 1);
    play.within('after the link is back: the first of the two pods has ended', GRACE, since(healed, alone));
    const pinned = await timeline.first(healed, by(RESYNC), serving('pinned', 1));
    play.within('after the link is back: SinglePodPinned is reached again, without a restart', RESYNC, since(healed, pinned));
    // The first pod ends, its volume is no longer in use, and changes its node.
    const moves = sum(GRACE, RESYNC, attach(VolumeTie.ATTACHED), STARTS);
    const moved = await timeline.first(healed, by(moves), (it) => {
      const { pods, serving } = appAt(it, 'data');
      return serving === 1 && pods.every((pod) => pod.uid === successor?.uid && pod.ready);
    });
    const played = sum({ min: 0, max: PACE.stopSeconds }, RESYNC, PLAYED_ATTACH, PLAYED_START);
    play.within('after the link is back: SinglePodFlexible with an attached volume serves again, from the successor', moves, since(healed, moved), played);
  });
}

/** All workers lose the control plane. To it they are dead; among themselves they go on. */
async function allWorkers(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline } = stage;
    const cut = timeline.now;
    const before = timeline.at(cut);
    const names = [...before.apps.keys()];
    for (const name of NODES) stage.world.machine(name).cut();
    await watchFor(stage, cut, longEnough(FLAGS, stage.apps.data));
    const evicted = evictedNodes(timeline.since(cut));
    play.atMost('nodes that are evicted before Kubernetes stops', evictable(timing, NODES.length + 1, NODES.length), evicted.length);
    const elsewhere = (on: readonly string[]) =>
      on
        .filter((name) => !evicted.includes(name))
        .sort()
        .join();
    const same = names.every((name) => runs(stage, name, cut).every((it) => elsewhere(it) === elsewhere(appAt(before, name).runsOn)));
    play.holds('containers on the other nodes, at every moment, are the same as before', same, 'others');
    const healed = timeline.now;
    for (const name of NODES) await stage.world.machine(name).back();
    // Pods of a node that was evicted are placed anew when nodes are ready again.
    const window = evicted.length > 0 ? sum(GRACE, RESYNC, SCHEDULER_RETRY, attach(VolumeTie.ATTACHED), STARTS) : RESYNC;
    const whole = await timeline.first(healed, by(window), (it) => names.every((name) => serving(name, name === 'web' ? 3 : 1)(it)));
    play.within('after the link is back: every app is reached again', window, since(healed, whole));
  });
}

export const partitions: readonly Drill[] = [
  { name: 'partition', what: 'A worker is cut off from everything for a while, and lives on', quick: true, seconds: 300, play: oneNode },
  { name: 'partition-all', what: 'All workers are cut off from the control plane for a while, and live on', quick: true, seconds: 240, play: allWorkers },
];
