import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach } from '../../lib/availability/failure/timing';
import { sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import type { Obj, Of } from '../kinds';
import { GRACE_SECONDS } from '../world/machine';
import { app, cluster, DEFAULTS, exactly, STARTS, since, worker } from './cluster';
import { planned } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { GRACE, PLAYED_ATTACH, PLAYED_START } from './kubelet-times';
import type { Scene, Stage } from './stage';
import { appAt, type Moment } from './timeline';

const NODES = ['n1', 'n2', 'n3'];
const NEW = 'registry.drill.example/app:2.0.0';
const SINGLE = ['light', 'data', 'pinned'];
/** A replacement of a pod that ends slowly, on whatever node, with whatever volumes. */
const SLOW = sum(GRACE, attach(VolumeTie.ATTACHED), STARTS);

interface Apps {
  readonly web: Plan | undefined;
  readonly store: Plan | undefined;
}

/** As many replicas as nodes, with a hard spread: there is no free node for one more pod. */
const scene: Scene<Apps> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    DEFAULTS,
  ),
  stubborn: ['light', 'data'],
  apps: ({ workers }: Cluster) => {
    new SinglePodFlexible(workers, 'light', app());
    new SinglePodFlexible(workers, 'data', {
      ...app({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }),
      accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }],
    });
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n1', reason: 'the drill' } });
    return {
      web: new HighlyAvailable(workers, 'web', app()).plan,
      store: new HighlyAvailable(workers, 'store', app({ volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'block' })] })).plan,
    };
  },
};

async function raise(stage: Stage<unknown>): Promise<void> {
  for (const obj of [...(await stage.api.list('Deployment')), ...(await stage.api.list('StatefulSet'))] as (Obj & Of<'Deployment'>)[]) {
    const containers = obj.spec?.template.spec?.containers.map(({ name }) => ({ name, image: NEW }));
    const path = await stage.api.path(obj.apiVersion, obj.kind, obj.metadata.namespace, obj.metadata.name);
    const change = { spec: { template: { spec: { containers } } } };
    const answer = await stage.api.request('PATCH', path ?? '', change, { type: 'application/strategic-merge-patch+json' });
    if (answer.status !== 200) throw new Error(answer.message);
  }
}

async function play(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { timeline, apps } = stage;
    const began = timeline.now;
    await raise(stage);
    const all = [...SINGLE, 'web', 'store'];
    const isNew = (name: string) => (it: Moment) => {
      const { pods } = appAt(it, name);
      return pods.length === (SINGLE.includes(name) ? 1 : 3) && pods.every((pod) => pod.ready && pod.image === NEW);
    };
    // The three pods of a StatefulSet come one after the other.
    const done = await timeline.first(began, by(sum(SLOW, SLOW, SLOW)), (it) => all.every((name) => isNew(name)(it)));
    play.holds('every app runs the new image in the end', done !== undefined, timeline.lines().at(-1) ?? '');
    const ends = exactly(GRACE_SECONDS);
    const light = await timeline.first(began, by(SLOW), isNew('light'));
    play.within('light, which ignores SIGTERM: its new pod is ready', sum(ends, STARTS), since(began, light), sum(ends, PLAYED_START));
    const data = await timeline.first(began, by(SLOW), isNew('data'));
    const moved = sum(ends, attach(VolumeTie.ATTACHED), STARTS);
    play.within(
      'data, which ignores SIGTERM and has an attached volume: its new pod is ready',
      moved,
      since(began, data),
      sum(ends, PLAYED_ATTACH, PLAYED_START),
    );
    for (const name of SINGLE) play.is(`${name}: most pods that ran at once`, 1, timeline.mostRunning(name, began));
    for (const [name, plan] of Object.entries(apps) as [string, Plan | undefined][]) {
      const { replicas, rollout, workload } = planned(plan);
      const least = replicas.value - (rollout.value.maxUnavailable ?? 0);
      play.atLeast(`${name} (${workload.value}): ready endpoints at every moment`, least, timeline.leastServing(name, began));
    }
  });
}

export const rollouts: readonly Drill[] = [
  { name: 'rollout', what: 'A new image for each class, with as many replicas as nodes', quick: true, seconds: 300, play },
];
