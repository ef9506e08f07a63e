import { type Cluster, Cpu, Duration, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size } from '../../lib';
import { sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import { timingOf } from '../../lib/cluster/control-plane';
import { app, cluster, SHORT, STARTS, serving, since, VERSION, worker } from './cluster';
import { replaced, third, watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { GRACE, SCHEDULER_RETRY } from './kubelet-times';
import type { Scene } from './stage';

const NODES = ['n1', 'n2', 'n3'];
/** Four of these fit into the 8 GiB of a worker, of which 7580 MiB are for pods. */
const QUARTER = { cpu: Cpu.millis(50), memory: Size.mib(1800), memoryLimit: Size.mib(1800) };
const FLEXIBLE = ['f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7'];

/** Eleven of twelve places are taken. When n1 dies, its pods find one, or two after somebody was driven away. */
const scene: Scene<Plan | undefined> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    SHORT,
    { accept: (['CAPACITY-ON-LOSS', 'CAPACITY-FRAGMENTED'] as const).map((code) => ({ code, reason: 'the drill is about it' })) },
  ),
  apps: ({ workers }: Cluster) => {
    new SinglePodPinned(workers, 'pinned', { ...app({ resources: QUARTER }), node: { name: 'n2', reason: 'the drill' } });
    for (const name of FLEXIBLE) new SinglePodFlexible(workers, name, app({ resources: QUARTER, objective: { rideOut: Duration.seconds(10) } }));
    return new HighlyAvailable(workers, 'web', app({ resources: QUARTER })).plan;
  },
};

/** A pod that is driven away gets its time to end; whoever drove it away is tried again after that. */
const DRIVEN_AWAY = sum(GRACE, SCHEDULER_RETRY);

async function play(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline, apps: plan } = stage;
    const count = (moment = timeline.moments.at(-1)) => FLEXIBLE.filter((name) => (moment === undefined ? false : serving(name, 1)(moment))).length;
    const died = stage.crash('n1');
    const window = sum(replaced(SHORT, plan), DRIVEN_AWAY);
    play.within(
      'HighlyAvailable: the third of 3 pods is back, and less important pods make room for it',
      window,
      await third(stage, 'web', 'n1', died, window),
    );
    // Whatever else moves, has moved by then.
    await watchFor(stage, timeline.now, DRIVEN_AWAY.max);
    play.is('SinglePodPinned on a survivor: serves', 1, stage.app('pinned').serving);
    // Eight places are left: three for web, one for pinned.
    play.is('SinglePodFlexible: apps that serve, of 7', 4, count());
    const waiting = FLEXIBLE.filter((name) => stage.app(name).pods.some((it) => !it.leaving && it.unschedulable !== undefined));
    play.is('SinglePodFlexible: apps that wait for memory', 3, waiting.length);
    const returned = timeline.now;
    await stage.world.machine('n1').back();
    const found = sum({ min: 0, max: timingOf(VERSION, SHORT).monitorPeriod }, SCHEDULER_RETRY, STARTS);
    const all = await timeline.first(returned, by(found), (it) => count(it) === FLEXIBLE.length);
    play.within('when the node is back, all of them serve again', found, since(returned, all));
  });
}

export const memory: readonly Drill[] = [
  { name: 'memory', what: 'A worker crashes, and the others do not have enough memory for all of its pods', quick: true, seconds: 240, play },
];
