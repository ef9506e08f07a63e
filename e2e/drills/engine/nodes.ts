import type { Drill, Play } from '../drill';
import { SCENE } from './cast';
import { Trial } from './failure';

/** Failures that take nodes away, one after the other on one stage; each time the nodes come back. */
async function taken(play: Play, ids: readonly string[]): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const trial = new Trial(play, stage);
    for (const id of ids) {
      const { dead } = trial.engine.says(id).failure;
      const repair = async () => {
        for (const name of dead) await stage.world.machine(name).back();
      };
      await trial.fails({ id, strike: () => void stage.crash(...dead), repair });
    }
  });
}

/** A site does not see the other, and both live on. */
async function linkIsCut(play: Play): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const trial = new Trial(play, stage);
    const id = 'link:a+b';
    const { silent, of } = trial.engine.says(id);
    await trial.fails({
      id,
      strike: () => {
        for (const name of silent) stage.world.machine(name).cut();
      },
      repair: async () => {
        for (const name of silent) await stage.world.machine(name).back();
      },
      also: async (from) => {
        for (const [app, { why }] of of) {
          const replicas = stage.plans.find(({ ask }) => ask.name === app)?.replicas.value ?? 1;
          const twice = why.includes('two at once') ? 2 : 1;
          if (replicas === 1) play.is(`${id}: ${app}: most pods that run at once`, twice, stage.timeline.mostRunning(app, from));
        }
      },
    });
  });
}

export const nodes: readonly Drill[] = [
  {
    name: 'zones',
    what: 'All nodes of a zone, of a site, and one node of it crash; shops, their databases, ways in and what they hold are on them',
    quick: true,
    seconds: 900,
    play: (play) => taken(play, ['zone:a/a1', 'site:a']),
  },
  {
    name: 'fates',
    what: 'Two nodes of two zones, which share a power strip, crash',
    quick: false,
    seconds: 600,
    play: (play) => taken(play, ['fate:strip']),
  },
  {
    name: 'pairs',
    what: 'Two nodes of two zones crash at once, then two nodes of two sites',
    quick: false,
    seconds: 600,
    play: (play) => taken(play, ['pair:n1+n3', 'pair:n2+n5']),
  },
  { name: 'link', what: 'The link between two sites is cut, and both live on', quick: false, seconds: 420, play: linkIsCut },
];
