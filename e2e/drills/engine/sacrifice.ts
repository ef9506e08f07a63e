import { type Cluster, Cpu, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size } from '../../../lib';
import { type Interval, sum } from '../../../lib/availability/model/interval';
import { OutcomeKind } from '../../../lib/availability/model/outcome';
import { app, cluster, SHORT, STARTS, since, worker } from '../cluster';
import { replaced, watchFor } from '../comes-back';
import { by, type Drill, type Play } from '../drill';
import { GRACE, RESYNC, SCHEDULER_RETRY } from '../kubelet-times';
import type { Scene, Stage } from '../stage';
import { appAt } from '../timeline';
import { Trial } from './failure';

const ID = 'node:n1';
/** A worker of 8 GiB has 7580 MiB for pods, and n2 has 8800: so `low` is there. */
const mib = (memory: number) => ({ cpu: Cpu.millis(50), memory: Size.mib(memory), memoryLimit: Size.mib(memory) });

/** When n1 dies, the lost pod of `top` finds no room on n3, where a pinned app is, and on n2 only if `low` goes, which then finds no room at all. */
const scene = (lowOn: readonly string[]): Scene<void> => ({
  facts: cluster(
    ['n1', 'n2', 'n3'].map((name) => worker(name, name === 'n2' ? { memory: Size.mib(9412) } : {})),
    SHORT,
    { accept: (['CAPACITY-ON-LOSS', 'CAPACITY-FRAGMENTED'] as const).map((code) => ({ code, reason: 'the drill is about it' })) },
  ),
  first: ['n2', 'n3'],
  apps: ({ workers }: Cluster) => {
    new SinglePodPinned(workers, 'pinned', { ...app({ resources: mib(5000) }), node: { name: 'n3', reason: 'the drill' } });
    new SinglePodFlexible(workers, 'low', app({ resources: mib(5000), placement: { nodes: lowOn } }));
    new HighlyAvailable(workers, 'top', app({ resources: mib(2000) }));
  },
});

/** n1 crashes and is back; `after` says what becomes of `low` then, by itself or because a person acts. */
async function sacrificed(
  play: Play,
  lowOn: readonly string[],
  after: (stage: Stage<void>, trial: Trial, repaired: number) => Promise<OutcomeKind>,
): Promise<void> {
  await play.on(scene(lowOn), async (stage) => {
    const trial = new Trial(play, stage);
    const { of } = trial.engine.says(ID);
    const driven = trial.engine.sacrificed(ID);
    const died = stage.crash('n1');
    const window = replaced(
      SHORT,
      stage.plans.find(({ ask }) => ask.name === 'top'),
    );
    const whole = await stage.timeline.first(died, by(window), (it) => appAt(it, 'top').pods.filter((pod) => pod.ready && pod.node !== 'n1').length === 3);
    // Who is driven away has had the time to start elsewhere.
    await watchFor(stage, died, window.max + SCHEDULER_RETRY.max);
    play.within(`${ID}: the lost pod of top has found a place`, window, since(died, whole));
    const seen = new Map([...of.keys()].map((name) => [name, trial.clients.seen(name, died, ['n1']).kind]));
    const waits = [...of.keys()].filter((name) => stage.app(name).pods.every((pod) => pod.unschedulable?.includes('Insufficient memory') === true));
    const repaired = stage.timeline.now;
    await stage.world.machine('n1').back();
    const low = await after(stage, trial, repaired);
    for (const [name, { kind, atBest }] of of) {
      const predicted = driven.includes(name) ? `makes room: ${kind}` : name === 'top' ? kind : atBest;
      const inWords = waits.includes(name) ? `makes room: ${name === 'low' ? low : seen.get(name)}` : `${seen.get(name)}`;
      play.outcome({
        what: `${ID}: ${name}`,
        predicted,
        seen: inWords,
        wrong: inWords === predicted ? undefined : `it is ${inWords}, and ${predicted} is predicted`,
      });
    }
    play.is(`${ID}: apps that make room for others`, 'low', driven.join(', ') || 'none');
  });
}

/** Until a pod that waited has found a place on a node that is back, and serves. */
const found = (stage: Stage<void>): Interval => sum({ min: 0, max: stage.facts.timing.monitorPeriod }, SCHEDULER_RETRY, RESYNC, STARTS);

/** It may run on the node that is back. */
function returns(play: Play): Promise<void> {
  return sacrificed(play, ['n1', 'n2', 'n3'], async (stage, trial, repaired) => {
    const again = await stage.timeline.first(repaired, by(found(stage)), (it) => trial.clients.serves(it, 'low'));
    play.within('when the node is back, low serves again', { min: 0, max: found(stage).max }, since(repaired, again));
    return again === undefined ? OutcomeKind.DOWN_UNTIL_ACTION : OutcomeKind.DOWN_UNTIL_REPAIR;
  });
}

/** It may not, and who took its room stays where it is, until somebody does what the engine says. */
function stays(play: Play): Promise<void> {
  return sacrificed(play, ['n2', 'n3'], async (stage, trial, repaired) => {
    const { max } = found(stage);
    await watchFor(stage, repaired, max);
    const byItself = stage.timeline.since(repaired).find((it) => trial.clients.serves(it, 'low'));
    play.never('when the node is back, low serves again by itself', max, max, since(repaired, byItself));
    const command = 'kubectl -n top rollout restart deployment,statefulset -l app.kubernetes.io/name=top --field-manager=flux-client-side-apply';
    play.is('what a person is told to type then', command, trial.engine.commands(ID, 'low').find((it) => it.includes('top')) ?? 'nothing');
    const acted = stage.timeline.now;
    // What that command does.
    await stage.change('top', { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() } } } } });
    // Its pods are replaced one after the other.
    const one = sum(GRACE, SCHEDULER_RETRY, STARTS);
    const window = { min: 0, max: sum(one, one, one, SCHEDULER_RETRY, STARTS).max };
    const again = await stage.timeline.first(acted, by(window), (it) => trial.clients.serves(it, 'low'));
    play.within('after that, low serves again', window, since(acted, again));
    await stage.settled(window.max);
    play.atLeast('ready endpoints of top meanwhile, its budget being 2 of 3', 2, stage.timeline.leastServing('top', acted));
    return byItself !== undefined || again === undefined ? OutcomeKind.DOWN_UNTIL_REPAIR : OutcomeKind.DOWN_UNTIL_ACTION;
  });
}

export const sacrifice: readonly Drill[] = [
  {
    name: 'sacrifice',
    what: 'A node crashes, and a pod of higher priority finds room only where another one has to go',
    quick: false,
    seconds: 300,
    play: returns,
  },
  {
    name: 'sacrifice-stays',
    what: 'The same, and the app that had to go may not run on the node that is repaired: a person makes room for it',
    quick: false,
    seconds: 420,
    play: stays,
  },
];
