import { Budget, type Cluster, Duration, HighlyAvailable, Replicas, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { detection } from '../../lib/availability/failure/timing';
import type { Plan } from '../../lib/availability/model/plan';
import { timingOf } from '../../lib/cluster/control-plane';
import { drained } from '../checks/drain';
import { Deadline } from '../until';
import { app, cluster, SHORT, since, VERSION, worker } from './cluster';
import { replaced } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { HANGS_SECONDS } from './kubelet-times';
import type { Scene, Stage } from './stage';
import { appAt, type PodSeen } from './timeline';

const NODES = ['n1', 'n2', 'n3', 'n4'];
/** Single pods ignore SIGTERM for so long. */
const SLOW_STOP = Duration.seconds(15);
const timing = timingOf(VERSION, SHORT);

const scene: Scene<void> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    SHORT,
  ),
  stubborn: ['light', 'data'],
  apps: ({ workers }: Cluster) => {
    new HighlyAvailable(workers, 'web', app());
    new HighlyAvailable(workers, 'quorum', { ...app(), budget: Budget.minAvailable(2) });
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n4', reason: 'the drill' } });
    new SinglePodFlexible(workers, 'light', app({ terminationGrace: SLOW_STOP }));
    new SinglePodFlexible(workers, 'data', {
      ...app({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }),
      accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }],
      terminationGrace: SLOW_STOP,
    });
  },
};

/** As many pods as workers: when one of them dies, its budget lets no other pod go until the lost one is back. */
const crowded: Scene<Plan | undefined> = {
  facts: cluster(
    NODES.slice(0, 3).map((name) => worker(name)),
    SHORT,
  ),
  apps: ({ workers }: Cluster) => new HighlyAvailable(workers, 'web', app()).plan,
};

/** Empties a node as kubectl does, and holds both highly available apps against their budget of one pod. */
async function drain(play: Play, stage: Stage<void>, node: string, what: string): Promise<void> {
  const began = stage.timeline.now;
  const { evicted, problems } = await drained(stage.api, node, Deadline.after(HANGS_SECONDS));
  play.is(`${what}: pods that stay`, 'none', problems.join('; ') || 'none');
  await stage.settled(60);
  play.is(`${what}: most pods of data, with an attached volume, that ran at once`, 1, stage.timeline.mostRunning('data', began));
  for (const name of ['web', 'quorum']) {
    const least = stage.timeline.leastServing(name, began);
    play.atLeast(`${what}: ready endpoints of ${name} at every moment, its budget being 2 of 3 (${evicted} pods evicted)`, 2, least);
  }
}

async function waitsForTheLost(play: Play): Promise<void> {
  await play.on(crowded, async (stage) => {
    const { timeline, apps: plan } = stage;
    const died = stage.crash('n1');
    await stage.whenReadyIs('Unknown', 'n1', died, by(detection(timing)));
    const began = timeline.now;
    const there = new Set(appAt(timeline.at(began), 'web').pods.map((it) => it.uid));
    const draining = drained(stage.api, 'n2', Deadline.after(HANGS_SECONDS));
    const window = replaced(SHORT, plan);
    const isNew = (pod: PodSeen) => !there.has(pod.uid) && pod.ready && pod.node !== 'n1';
    const back = await timeline.first(died, by(window), (it) => appAt(it, 'web').pods.some(isNew));
    play.within('drain of a second of three workers: the pod that the first has lost is ready on a survivor', window, since(died, back));
    const { problems } = await draining;
    play.is('drain of a second of three workers: pods that stay', 'none', problems.join('; ') || 'none');
    const goes = timeline.since(began).find((it) => appAt(it, 'web').pods.some((pod) => pod.node === 'n2' && pod.leaving));
    const order = `ready after ${since(died, back)?.toFixed(1)} s, and the first is evicted after ${since(died, goes)?.toFixed(1)} s`;
    play.holds('and the drain waits for it before the first pod goes', back !== undefined && goes !== undefined && back.at <= goes.at, order);
    play.atLeast('ready endpoints of web at every moment, its budget being 2 of 3', 2, timeline.leastServing('web', died));
  });
}

async function each(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const began = stage.timeline.now;
    for (const node of NODES) await drain(play, stage, node, `drain of ${node}`);
    // Unlike a new image: a ReplicaSet does not count a pod that is leaving. Source: FilterActivePods in pkg/controller.
    play.is('light, without a volume: its successor does not wait for its end, pods that ran at once', 2, stage.timeline.mostRunning('light', began));
  });
}

async function whileAnotherIsDead(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const victim = stage.app('web').pods[0]?.node ?? '';
    const died = stage.crash(victim);
    await stage.whenReadyIs('Unknown', victim, died, by(detection(timing)));
    const next = stage.app('web').pods.find((it) => it.node !== victim && it.node !== 'n4')?.node ?? '';
    const began = stage.timeline.now;
    const { problems } = await drained(stage.api, next, Deadline.after(HANGS_SECONDS));
    play.is('drain of a node while another is dead: pods that stay', 'none', problems.join('; ') || 'none');
    for (const name of ['web', 'quorum']) {
      const least = stage.timeline.leastServing(name, began);
      play.atLeast(`ready endpoints of ${name} at every moment, its budget being 2 of 3`, 2, least);
    }
  });
}

/** Two workers: what the other takes while one is away would stay there, and die with it. */
const two: Scene<void> = {
  facts: cluster(
    NODES.slice(0, 2).map((name) => worker(name)),
    SHORT,
  ),
  apps: ({ workers }: Cluster) => {
    new HighlyAvailable(workers, 'web', app());
    new HighlyAvailable(workers, 'pair', { ...app(), replicas: Replicas.two('the drill') });
  },
};

async function inPairs(play: Play): Promise<void> {
  await play.on(two, async (stage) => {
    for (const node of ['n1', 'n2']) {
      const began = stage.timeline.now;
      const { problems } = await drained(stage.api, node, Deadline.after(HANGS_SECONDS));
      play.is(`drain of ${node}, one of two: pods that stay`, 'none', problems.join('; ') || 'none');
      await stage.settled(60);
      for (const name of ['web', 'pair']) {
        play.atLeast(`drain of ${node}: ready endpoints of ${name} at every moment`, 1, stage.timeline.leastServing(name, began));
        const nodes = new Set(stage.app(name).pods.map((pod) => pod.node));
        play.is(`after the drain of ${node}: nodes with a pod of ${name}`, 2, nodes.size);
      }
    }
    const died = stage.crash('n1');
    await stage.whenReadyIs('Unknown', 'n1', died, by(detection(timing)));
    for (const name of ['web', 'pair']) play.atLeast(`crash of n1: ready endpoints of ${name} at every moment`, 1, stage.timeline.leastServing(name, died));
  });
}

export const drains: readonly Drill[] = [
  { name: 'drain', what: 'Each of four workers is drained in turn', quick: true, seconds: 420, play: each },
  { name: 'drain-beside-dead', what: 'A worker is drained while another is dead', quick: true, seconds: 300, play: whileAnotherIsDead },
  {
    name: 'drain-crowded',
    what: 'One of three workers is dead, and another is drained; the app has as many replicas as workers',
    quick: true,
    seconds: 240,
    play: waitsForTheLost,
  },
  { name: 'drain-two', what: 'Each of two workers is drained and comes back, then one crashes', quick: true, seconds: 240, play: inPairs },
];
