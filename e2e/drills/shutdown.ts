import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned } from '../../lib';
import { sum } from '../../lib/availability/interval';
import { app, cluster, DEFAULTS, STARTS, serving, since, worker } from './cluster';
import { by, type Drill, type Play } from './drill';
import type { Scene } from './stage';

const NODES = ['n1', 'n2', 'n3'];
/** `terminationGracePeriodSeconds`, the default. */
const GRACE = { min: 0, max: 30 };

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

/** The kubelet says itself that its pods have ended, so nobody has to find out. */
async function play(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline } = stage;
    const began = timeline.now;
    await stage.world.machine('n1').shutDown();
    await timeline.first(began, by(GRACE), (it) => it.apps.get('light')?.serving === 0);
    const window = sum(GRACE, STARTS);
    const back = await timeline.first(timeline.now, by(window), serving('light', 1));
    play.within('SinglePodFlexible without volume: back, with neither detection nor toleration', window, since(began, back));
    play.is('SinglePodPinned: serves', 0, stage.app('pinned').serving);
    play.atLeast('HighlyAvailable: ready endpoints at every moment', 2, Math.min(...timeline.since(began).map((it) => it.apps.get('web')?.serving ?? 0)));
    const returned = timeline.now;
    await stage.world.machine('n1').back();
    const up = await timeline.first(returned, by(STARTS), serving('pinned', 1));
    play.within('SinglePodPinned: back after its node is', STARTS, since(returned, up));
  });
}

export const shutdowns: readonly Drill[] = [
  { name: 'shutdown', what: 'A worker is shut down with the graceful shutdown of its kubelet; default flags', quick: true, seconds: 240, play },
];
