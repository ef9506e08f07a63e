import { type Cluster, Cpu, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size } from '../../../lib';
import { sum } from '../../../lib/availability/model/interval';
import { OutcomeKind } from '../../../lib/availability/model/outcome';
import { app, cluster, SHORT, STARTS, since, worker } from '../cluster';
import { replaced, watchFor } from '../comes-back';
import { by, type Drill, type Play } from '../drill';
import { RESYNC, SCHEDULER_RETRY } from '../kubelet-times';
import type { Scene } from '../stage';
import { appAt } from '../timeline';
import { Trial } from './failure';

/** A worker of 8 GiB has 7580 MiB for pods, and n2 has 8800: so `low` is there. */
const mib = (memory: number) => ({ cpu: Cpu.millis(50), memory: Size.mib(memory), memoryLimit: Size.mib(memory) });

/** When n1 dies, the lost pod of `top` finds no room on n3, where a pinned app is, and on n2 only if `low` goes, which then finds no room at all. */
export const SCENE: Scene<void> = {
  facts: cluster(
    ['n1', 'n2', 'n3'].map((name) => worker(name, name === 'n2' ? { memory: Size.mib(9412) } : {})),
    SHORT,
    { accept: (['CAPACITY-ON-LOSS', 'CAPACITY-FRAGMENTED'] as const).map((code) => ({ code, reason: 'the drill is about it' })) },
  ),
  first: ['n2', 'n3'],
  apps: ({ workers }: Cluster) => {
    new SinglePodPinned(workers, 'pinned', { ...app({ resources: mib(5000) }), node: { name: 'n3', reason: 'the drill' } });
    new SinglePodFlexible(workers, 'low', app({ resources: mib(5000) }));
    new HighlyAvailable(workers, 'top', app({ resources: mib(2000) }));
  },
};

async function sacrificed(play: Play): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const trial = new Trial(play, stage);
    const id = 'node:n1';
    const { of } = trial.engine.says(id);
    const driven = trial.engine.sacrificed(id);
    const died = stage.crash('n1');
    const window = replaced(
      SHORT,
      stage.plans.find(({ ask }) => ask.name === 'top'),
    );
    const whole = await stage.timeline.first(died, by(window), (it) => appAt(it, 'top').pods.filter((pod) => pod.ready && pod.node !== 'n1').length === 3);
    // Who is driven away has had the time to start elsewhere.
    await watchFor(stage, died, window.max + SCHEDULER_RETRY.max);
    play.within(`${id}: the lost pod of top has found a place`, window, since(died, whole));
    for (const [app, { kind, atBest }] of of) {
      const predicted = driven.includes(app) ? `makes room: ${kind}` : app === 'top' ? kind : atBest;
      const { kind: seen } = trial.clients.seen(app, died, ['n1']);
      const said = seen === OutcomeKind.DOWN_UNTIL_REPAIR && stage.app(app).pods.every((pod) => pod.unschedulable?.includes('Insufficient memory') === true);
      const what = `${id}: ${app}`;
      const inWords = said ? `makes room: ${seen}` : seen;
      play.outcome({ what, predicted, seen: inWords, wrong: inWords === predicted ? undefined : `it is ${inWords}, and ${predicted} is predicted` });
    }
    play.is(`${id}: apps that make room for others`, 'low', driven.join(', ') || 'none');
    const repaired = stage.timeline.now;
    await stage.world.machine('n1').back();
    const back = sum({ min: 0, max: stage.facts.timing.monitorPeriod }, SCHEDULER_RETRY, RESYNC, STARTS);
    const again = await stage.timeline.first(repaired, by(back), (it) => trial.clients.serves(it, 'low'));
    play.within('when the node is back, low serves again', { min: 0, max: back.max }, since(repaired, again));
  });
}

export const sacrifice: readonly Drill[] = [
  {
    name: 'sacrifice',
    what: 'A node crashes, and a pod of higher priority finds room only where another one has to go',
    quick: false,
    seconds: 300,
    play: sacrificed,
  },
];
