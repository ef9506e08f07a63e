import { type Cluster, Duration, HighlyAvailable, Probe, SinglePodFlexible, Size, Volume } from '../../../lib';
import { emptied } from '../../checks/drain';
import { Deadline } from '../../until';
import { app, cluster, SHORT, worker } from '../cluster';
import type { Drill, Play } from '../drill';
import { HANGS_SECONDS } from '../kubelet-times';
import type { Scene } from '../stage';
import { FIRST, MANY_ON } from './cast';
import { Trial } from './failure';

const SOON = { rideOut: Duration.seconds(10) };
/** It says that it is ready while what it needs answers, as many apps do. Nobody asks often, so that the probe is the longest part. */
const health = { usualStart: Duration.seconds(5), readiness: Probe.http('/ready').every(Duration.seconds(20)).tolerating(1) };

const scene: Scene<void> = {
  facts: cluster(
    ['n1', 'n2', 'n3', 'n4'].map((name) => worker(name)),
    SHORT,
  ),
  first: [FIRST],
  manyOn: MANY_ON,
  asks: { shop: 'base', till: 'base', cart: 'data' },
  apps: ({ workers }: Cluster) => {
    const base = new SinglePodFlexible(workers, 'base', app({ objective: SOON }));
    const data = new SinglePodFlexible(workers, 'data', {
      ...app({ volumes: [Volume.data('/data', { size: Size.gib(1) })], objective: SOON }),
      accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }],
    });
    new HighlyAvailable(workers, 'shop', app({ dependsOn: [base], objective: SOON, health }));
    new SinglePodFlexible(workers, 'till', app({ dependsOn: [base], objective: SOON, health }));
    new HighlyAvailable(workers, 'cart', app({ dependsOn: [data], objective: SOON, health }));
  },
};

/** The node of the databases crashes, and is drained: those who need them are ready again only once their probes have found them. */
async function needed(play: Play): Promise<void> {
  await play.on(scene, async (stage) => {
    const trial = new Trial(play, stage);
    const crash = 'node:n1';
    await trial.fails({
      id: crash,
      strike: () => void stage.crash('n1'),
      repair: () => stage.world.machine('n1').back(),
      also: async (from) => {
        for (const name of ['shop', 'till', 'cart'])
          play.is(
            `${crash}: ready endpoints of ${name}, at the least`,
            0,
            Math.min(...stage.timeline.since(from).map((it) => it.apps.get(name)?.endpoints.length ?? 0)),
          );
      },
    });
    await trial.fails({
      id: 'drain:n1',
      strike: async () => void (await emptied(stage.api, 'n1', Deadline.after(HANGS_SECONDS))),
      repair: () => stage.patchNode('n1', { spec: { unschedulable: null } }),
    });
  });
}

export const needs: readonly Drill[] = [
  {
    name: 'needs',
    what: 'The node of two databases crashes, then it is drained; apps are ready only while the database that they need answers',
    quick: false,
    seconds: 500,
    play: needed,
  },
];
