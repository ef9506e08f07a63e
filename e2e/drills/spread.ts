import { type Cluster, Duration, HighlyAvailable } from '../../lib';
import type { Plan } from '../../lib/availability/model/plan';
import type { Obj } from '../kinds';
import { app, cluster, SHORT, worker } from './cluster';
import { longEnough, thirdIsBack, watchFor } from './comes-back';
import type { Drill, Play } from './drill';
import type { Scene } from './stage';

const NODES = ['n1', 'n2', 'n3'];
/** Pods without tolerations of their own get these of the API server: so the seed's manifest is judged in a minute, not in six. */
const FLAGS = { ...SHORT, defaultToleration: Duration.seconds(5) };
const SEED = 'web-app';

/** The Deployment of "Lösung 1: Ein-Cluster-HA" (docs/sources.md): its spread constraint does not mention dead nodes. */
const seed: readonly Obj[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SEED } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: SEED, namespace: SEED },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: SEED } },
      template: {
        metadata: { labels: { app: SEED } },
        spec: {
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: SEED } } },
          ],
          containers: [{ name: SEED, image: 'registry.drill.example/app:1.0.0' }],
        },
      },
    },
  },
];

const scene: Scene<Plan | undefined> = {
  facts: cluster(
    NODES.map((name) => worker(name)),
    FLAGS,
  ),
  apps: ({ workers }: Cluster) => new HighlyAvailable(workers, 'web', app()).plan,
  change: (objects) => [...objects, ...seed],
};

async function play(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const { apps: plan, api } = stage;
    const died = stage.crash('n1');
    await thirdIsBack(play, stage, FLAGS, plan, died);
    // By then it has come if it comes: its toleration is shorter than ours.
    await watchFor(stage, died, longEnough(FLAGS, plan));
    const pods = (await api.list('Pod', SEED)).filter((it) => it.metadata.deletionTimestamp === undefined);
    const pending = pods.filter((it) => it.status?.phase === 'Pending');
    play.is('the manifest of "Lösung 1: Ein-Cluster-HA": pods that wait for a place', 1, pending.length);
    const said = pending[0]?.status?.conditions?.find((it) => it.type === 'PodScheduled')?.message ?? 'nothing';
    const reason = "didn't match pod topology spread constraints";
    play.is('and why', reason, said.includes(reason) ? reason : said);
  });
}

export const spread: readonly Drill[] = [
  {
    name: 'replicas-equal-nodes',
    what: 'One of three workers crashes; 3 replicas with a hard spread, ours and those of "Lösung 1: Ein-Cluster-HA"',
    quick: true,
    seconds: 240,
    play,
  },
];
