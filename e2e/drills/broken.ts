import { HighlyAvailable, SinglePodFlexible } from '../../lib';
import type { Obj } from '../kinds';
import { app, cluster, objectiveFor, SHORT, worker } from './cluster';
import { comesBack, thirdIsBack } from './comes-back';
import type { Drill, Play } from './drill';

const NODES = ['n1', 'n2', 'n3'];

interface Pods {
  spec: {
    template: { spec: { tolerations?: { tolerationSeconds?: number }[]; topologySpreadConstraints?: { nodeTaintsPolicy?: string }[] } };
  };
}

/** Changes the pods of all Deployments behind the model's back. */
const changing = (change: (spec: Pods['spec']['template']['spec']) => void) => (objects: readonly Obj[]) =>
  objects.map((obj) => {
    if (obj.kind !== 'Deployment') return obj;
    const broken = structuredClone(obj) as Obj & Pods;
    change(broken.spec.template.spec);
    return broken;
  });

const facts = cluster(
  NODES.map((name) => worker(name)),
  SHORT,
);

/** The proof of the proof: what is broken on purpose must make its row fail, with a message that says what is wrong. */
async function play(play: Play): Promise<void> {
  const late = play.aside();
  await late.on(
    {
      facts,
      first: ['n1'],
      apps: ({ workers }) => new SinglePodFlexible(workers, 'light', app({ objective: objectiveFor(10, SHORT) })).plan,
      change: changing(({ tolerations = [] }) => {
        for (const it of tolerations) if (it.tolerationSeconds !== undefined) it.tolerationSeconds = 90;
      }),
    },
    async (stage) => comesBack(late, stage, 'light', 'light', stage.apps, stage.crash('n1')),
  );
  play.is(
    'a toleration of 90 s where the model has solved 10',
    'it was not seen, and is predicted after 17 s to 32 s',
    late.rows[0]?.wrong ?? 'nothing is wrong',
  );

  const alone = play.aside();
  await alone.on(
    {
      facts,
      apps: ({ workers }) => new HighlyAvailable(workers, 'web', app()).plan,
      change: changing(({ topologySpreadConstraints = [] }) => {
        for (const it of topologySpreadConstraints) it.nodeTaintsPolicy = 'Ignore';
      }),
    },
    async (stage) => thirdIsBack(alone, stage, SHORT, stage.apps, stage.crash('n1')),
  );
  play.is(
    "a spread with Kubernetes' own policy for taints",
    'it was not seen, and is predicted after 37 s to 52 s',
    alone.rows[0]?.wrong ?? 'nothing is wrong',
  );
}

export const broken: readonly Drill[] = [
  {
    name: 'broken',
    what: 'A toleration and a spread policy are changed behind the back of the model, and its predictions fail',
    quick: true,
    seconds: 300,
    play,
  },
];
