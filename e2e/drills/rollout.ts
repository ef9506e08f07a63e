import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import type { Plan } from '../../lib/availability/plan';
import type { Obj, Of } from '../kinds';
import { Deadline } from '../until';
import { app, cluster, DEFAULTS, worker } from './cluster';
import type { Drill, Play } from './drill';
import type { Scene, Stage } from './stage';

const NODES = ['n1', 'n2', 'n3'];
const NEW = 'registry.drill.example/app:2.0.0';
const SINGLE = ['light', 'data', 'pinned'];

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
    const done = await timeline.first(began, Deadline.after(150), (it) =>
      all.every((name) => {
        const pods = it.apps.get(name)?.pods ?? [];
        const wanted = SINGLE.includes(name) ? 1 : 3;
        return pods.length === wanted && pods.every((pod) => pod.ready && pod.image === NEW);
      }),
    );
    play.is('every app runs the new image in the end', 'yes', done === undefined ? `no: ${timeline.lines().at(-1)}` : 'yes');
    const moments = timeline.since(began);
    for (const name of SINGLE) play.is(`${name}: most pods that ran at once`, 1, Math.max(...moments.map((it) => it.apps.get(name)?.runsOn.length ?? 0)));
    for (const [name, plan] of Object.entries(apps) as [string, Plan | undefined][]) {
      const least = (plan?.replicas.value ?? 0) - (plan?.rollout.value.maxUnavailable ?? 0);
      play.atLeast(
        `${name} (${plan?.workload.value}): ready endpoints at every moment`,
        least,
        Math.min(...moments.map((it) => it.apps.get(name)?.serving ?? 0)),
      );
    }
  });
}

export const rollouts: readonly Drill[] = [
  { name: 'rollout', what: 'A new image for each class, with as many replicas as nodes', quick: true, seconds: 300, play },
];
