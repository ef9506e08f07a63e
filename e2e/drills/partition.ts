import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, type TimingFlags, Volume } from '../../lib';
import { NEVER, sum } from '../../lib/availability/interval';
import type { Plan } from '../../lib/availability/plan';
import { attach, detection, VolumeTie } from '../../lib/availability/timing';
import { timingOf } from '../../lib/cluster/control-plane';
import { Deadline } from '../until';
import { app, cluster, evictable, evictedNodes, objectiveFor, SHORT, STARTS, serving, since, VERSION, worker } from './cluster';
import { by, type Drill, type Play } from './drill';
import type { Scene, Stage } from './stage';

const NODES = ['n1', 'n2', 'n3'];
const FLAGS: TimingFlags = SHORT;
const timing = timingOf(VERSION, FLAGS);
/** The kubelet compares what the API server believes of its pods with what it knows every 10 s (`syncPeriod` of its status manager). */
const RESYNC = { min: 0, max: 12 };
/** `terminationGracePeriodSeconds`, the default. */
const GRACE = { min: 0, max: 30 };

const scene: Scene<{ readonly nfs: Plan | undefined }> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    FLAGS,
  ),
  first: ['n1'],
  apps: ({ workers }: Cluster) => {
    new HighlyAvailable(workers, 'web', app());
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n1', reason: 'the drill' } });
    new SinglePodFlexible(workers, 'data', {
      ...app({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }),
      accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }],
    });
    const volumes = [Volume.nfs('/media', { server: 'nas.drill.example', path: '/media' })];
    const accept = [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'the drill' }];
    return { nfs: new SinglePodFlexible(workers, 'nfs', { ...app({ volumes, objective: objectiveFor(10, FLAGS) }), accept }).plan };
  },
};

const runs = (stage: Stage<unknown>, name: string, from: number) => stage.timeline.since(from).map((it) => it.apps.get(name)?.runsOn ?? []);

async function oneNode(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline, apps } = stage;
    const cut = timeline.now;
    stage.world.machine('n1').cut();
    const window = apps.nfs?.recovery.value?.total ?? NEVER;
    const back = await timeline.first(cut, by(window), serving('nfs', 1));
    play.within('SinglePodFlexible with a network volume: serves on the side of the control plane', window, since(cut, back));
    await timeline.first(timeline.now, Deadline.after(15), () => false);
    play.is('its pods that run at once: the first still writes on the other side', 2, Math.max(...runs(stage, 'nfs', cut).map((it) => it.length)));
    play.is('SinglePodFlexible with an attached volume: pods that run at once', 1, Math.max(...runs(stage, 'data', cut).map((it) => it.length)));
    const data = timeline.since(cut).slice(1).find(serving('data', 1));
    play.never('and serves on the side of the control plane', timeline.now - cut, since(cut, data));
    const lone = runs(stage, 'pinned', cut).every((it) => it.join() === 'n1');
    play.is('SinglePodPinned: runs on, on its own side', 'all the time', lone ? 'all the time' : 'not all the time');
    const least = Math.min(...timeline.since(cut).map((it) => it.apps.get('web')?.serving ?? 0));
    play.atLeast('HighlyAvailable: ready endpoints on the side of the control plane, at every moment', 2, least);

    const healed = timeline.now;
    await stage.world.machine('n1').back();
    const alone = await timeline.first(healed, by(GRACE), (it) => it.apps.get('nfs')?.runsOn.length === 1);
    play.within('after the link is back: the first of the two pods has ended', GRACE, since(healed, alone));
    const pinned = await timeline.first(healed, by(RESYNC), serving('pinned', 1));
    play.within('after the link is back: SinglePodPinned is reached again, without a restart', RESYNC, since(healed, pinned));
    const moved = await timeline.first(healed, Deadline.after(90), serving('data', 1));
    play.is('after the link is back: SinglePodFlexible with an attached volume serves again', 'yes', moved === undefined ? 'no' : 'yes');
  });
}

/** All workers lose the control plane. To it they are dead; among themselves they go on. */
async function allWorkers(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline } = stage;
    const before = timeline.moments.at(-1);
    const names = [...(before?.apps.keys() ?? [])];
    const cut = timeline.now;
    for (const name of NODES) stage.world.machine(name).cut();
    const watch = 2 * sum(detection(timing), { min: 10, max: 10 }, STARTS).max;
    await timeline.first(cut, Deadline.after(watch), () => false);
    const evicted = evictedNodes(timeline.since(cut));
    play.atMost('nodes that are evicted before Kubernetes stops', evictable(timing, NODES.length + 1, NODES.length), evicted.length);
    const elsewhere = (on: readonly string[] = []) =>
      on
        .filter((name) => !evicted.includes(name))
        .sort()
        .join();
    const same = names.every((name) => runs(stage, name, cut).every((it) => elsewhere(it) === elsewhere(before?.apps.get(name)?.runsOn)));
    play.is('containers on the other nodes, at every moment', 'the same as before', same ? 'the same as before' : 'others');
    const healed = timeline.now;
    for (const name of NODES) await stage.world.machine(name).back();
    const window = evicted.length > 0 ? sum(RESYNC, attach(VolumeTie.ATTACHED), STARTS) : RESYNC;
    const whole = await timeline.first(healed, by(window), (it) => names.every((name) => serving(name, name === 'web' ? 3 : 1)(it)));
    play.within('after the link is back: every app is reached again', window, since(healed, whole));
  });
}

export const partitions: readonly Drill[] = [
  { name: 'partition', what: 'A worker is cut off from everything for a while, and lives on', quick: true, seconds: 300, play: oneNode },
  { name: 'partition-all', what: 'All workers are cut off from the control plane for a while, and live on', quick: true, seconds: 240, play: allWorkers },
];
