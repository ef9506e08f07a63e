import { type Cluster, Duration, HighlyAvailable, Probe, SinglePodFlexible, Size, Volume } from '../../../lib';
import { readiness } from '../../../lib/availability/failure/timing';
import { emptied } from '../../checks/drain';
import { Deadline } from '../../until';
import { app, cluster, SHORT, STARTS, serving, since, worker } from '../cluster';
import { by, type Drill, type Play } from '../drill';
import { HANGS_SECONDS } from '../kubelet-times';
import type { Scene, Stage } from '../stage';
import { FIRST, MANY_ON } from './cast';
import { Trial } from './failure';

const SOON = { rideOut: Duration.seconds(10) };
/** Seldom, so that it is the longest part. */
const PERIOD_SECONDS = 20;
/** It says that it is ready while what it needs answers, as many apps do. */
const health = { usualStart: Duration.seconds(5), readiness: Probe.http('/ready').every(Duration.seconds(PERIOD_SECONDS)).tolerating(1) };

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
    await justMissed(play, stage);
  });
}

/** Its database is back right after a probe has failed: the longest that the next one may take. */
async function justMissed(play: Play, stage: Stage<void>): Promise<void> {
  const { timeline } = stage;
  const stopped = timeline.now;
  await stage.change('base', { spec: { replicas: 0 } });
  const failed = await timeline.first(stopped, by({ min: 0, max: 2 * PERIOD_SECONDS }), (it) => !serving('till', 1)(it));
  if (failed === undefined) throw new Error('no probe of till has failed');
  await stage.change('base', { spec: { replicas: 1 } });
  const back = await timeline.first(failed.at, by(STARTS), serving('base', 1));
  if (back === undefined) throw new Error('base did not come back');
  const window = readiness(PERIOD_SECONDS);
  const seen = since(back.at, await timeline.first(back.at, by(window), serving('till', 1)));
  play.within('a probe of till has just failed, and base is back: till is ready again', window, seen);
  play.atLeast('the same: seconds for which only that probe kept it away', PERIOD_SECONDS / 2, Math.floor(seen ?? 0));
}

export const needs: readonly Drill[] = [
  {
    name: 'needs',
    what: 'The node of two databases crashes, then it is drained, then one of them stops; apps are ready only while the database that they need answers',
    quick: false,
    seconds: 500,
    play: needed,
  },
];
