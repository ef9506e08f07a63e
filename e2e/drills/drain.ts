import { Budget, type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { detection } from '../../lib/availability/timing';
import { timingOf } from '../../lib/cluster/control-plane';
import { drained } from '../checks/drain';
import { Deadline } from '../until';
import { app, cluster, SHORT, VERSION, worker } from './cluster';
import { by, type Drill, type Play } from './drill';
import type { Scene, Stage } from './stage';

const NODES = ['n1', 'n2', 'n3', 'n4'];
const timing = timingOf(VERSION, SHORT);

const scene: Scene<void> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    SHORT,
  ),
  apps: ({ workers }: Cluster) => {
    new HighlyAvailable(workers, 'web', app());
    new HighlyAvailable(workers, 'quorum', { ...app(), budget: Budget.minAvailable(2) });
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n4', reason: 'the drill' } });
    new SinglePodFlexible(workers, 'light', app());
    new SinglePodFlexible(workers, 'data', {
      ...app({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }),
      accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }],
    });
  },
};

/** Empties a node as kubectl does, and holds both highly available apps against their budget of one pod. */
async function drain(play: Play, stage: Stage<void>, node: string, what: string): Promise<void> {
  const began = stage.timeline.now;
  const { evicted, problems } = await drained(stage.api, node, Deadline.after(90));
  play.is(`${what}: pods that stay`, 'none', problems.join('; ') || 'none');
  await stage.settled(60);
  for (const name of ['web', 'quorum']) {
    const least = Math.min(...stage.timeline.since(began).map((it) => it.apps.get(name)?.serving ?? 0));
    play.atLeast(`${what}: ready endpoints of ${name} at every moment, its budget being 2 of 3 (${evicted} pods evicted)`, 2, least);
  }
}

async function each(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    for (const node of NODES) await drain(play, stage, node, `drain of ${node}`);
  });
}

async function whileAnotherIsDead(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const victim = stage.app('web').pods[0]?.node ?? '';
    const died = stage.crash(victim);
    await stage.whenReadyIs('Unknown', victim, died, by(detection(timing)));
    const next = stage.app('web').pods.find((it) => it.node !== victim && it.node !== 'n4')?.node ?? '';
    const began = stage.timeline.now;
    const { problems } = await drained(stage.api, next, Deadline.after(120));
    play.is('drain of a node while another is dead: pods that stay', 'none', problems.join('; ') || 'none');
    for (const name of ['web', 'quorum']) {
      const least = Math.min(...stage.timeline.since(began).map((it) => it.apps.get(name)?.serving ?? 0));
      play.atLeast(`ready endpoints of ${name} at every moment, its budget being 2 of 3`, 2, least);
    }
  });
}

export const drains: readonly Drill[] = [
  { name: 'drain', what: 'Each of four workers is drained in turn', quick: true, seconds: 300, play: each },
  { name: 'drain-beside-dead', what: 'A worker is drained while another is dead', quick: true, seconds: 300, play: whileAnotherIsDead },
];
