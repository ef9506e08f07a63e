import { HighlyAvailable, SinglePodFlexible } from '../../lib';
import type { Obj } from '../kinds';
import { Deadline } from '../until';
import { app, cluster, objectiveFor, SHORT, worker } from './cluster';
import { comesBack, thirdIsBack } from './comes-back';
import type { Drill, Play } from './drill';

const NODES = ['n1', 'n2', 'n3'];
/** As little as a drill must see. */
const LATER_SECONDS = 15;

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
  const stopped = late.on(
    {
      facts,
      first: ['n1'],
      apps: ({ workers }) => new SinglePodFlexible(workers, 'light', app({ objective: objectiveFor(10, SHORT) })).plan,
      change: changing(({ tolerations = [] }) => {
        for (const it of tolerations) if (it.tolerationSeconds !== undefined) it.tolerationSeconds += LATER_SECONDS;
      }),
    },
    async (stage) => {
      await comesBack(late, stage, 'light', 'light', stage.apps, stage.crash('n1'));
      await stage.world.stop();
      await stage.timeline.first(stage.timeline.now, Deadline.after(1), () => false);
    },
  );
  const ended = await stopped.then(
    () => 'nothing is wrong',
    (error: Error) => error.message,
  );
  const tooLate = late.rows[0]?.wrong ?? 'nothing is wrong';
  play.holds(`a toleration that is ${LATER_SECONDS} s longer than the model has solved is seen`, tooLate.startsWith('it took '), tooLate);

  play.holds('a stand-in that stops is seen, and ends the drill', ended === 'the stand-in was stopped', ended);

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
  const missing = alone.rows[0]?.wrong ?? 'nothing is wrong';
  play.holds("a spread with Kubernetes' own policy for taints is seen", missing.startsWith('it was not seen'), missing);
}

export const broken: readonly Drill[] = [
  {
    name: 'broken',
    what: 'A toleration and a spread policy are changed behind the back of the model, and its predictions fail; a stand-in stops',
    quick: true,
    seconds: 300,
    play,
  },
];
