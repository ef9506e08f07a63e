import { detection } from '../../../lib/availability/failure/timing';
import { sum } from '../../../lib/availability/model/interval';
import { OutcomeKind } from '../../../lib/availability/model/outcome';
import { exactly, STARTS } from '../cluster';
import { watchFor } from '../comes-back';
import type { Drill, Play } from '../drill';
import { by } from '../drill';
import { API_STARTS, LEASE_RETRY, NOISE, RESYNC, SCHEDULER_RETRY, WATCH_RETRY } from '../kubelet-times';
import type { Stage } from '../stage';
import { appAt, type Moment } from '../timeline';
import { KINDS, SCENE } from './cast';
import { Trial } from './failure';

/** The server of the control plane stops; what brings it back. */
async function planeStops(stage: Stage<unknown>): Promise<() => void> {
  const manager = await stage.plane.kill('manager');
  const apiserver = await stage.plane.kill('apiserver');
  return () => {
    apiserver();
    manager();
  };
}

/** It answers, and its controllers watch again. */
async function planeIsBack(stage: Stage<unknown>, revive: () => void): Promise<number> {
  revive();
  const from = stage.timeline.now;
  const heard = await stage.timeline.first(from, by(API_STARTS), (it) => it.heard);
  if (heard === undefined) throw new Error('the API server did not come back');
  return heard.at;
}

/** The control plane is away, and then a node dies, too: nothing moves until it is back, and then it does. */
async function planeAndNode(play: Play): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const trial = new Trial(play, stage);
    let revive = () => {};
    await trial.fails({
      id: 'control-plane:etcd',
      strike: async () => {
        revive = await planeStops(stage);
      },
      repair: async () => void (await planeIsBack(stage, revive)),
    });
    const { of } = trial.engine.says('node:n1');
    await trial.fails({
      id: 'pair:c+n1',
      nobodyActs: true,
      strike: async () => {
        revive = await planeStops(stage);
        stage.crash('n1');
      },
      repair: async () => {
        const back = await planeIsBack(stage, revive);
        for (const app of ['light', 'nfs', 'base', 'gate']) {
          const { rto } = of.get(app) ?? {};
          if (rto === undefined) throw new Error(`the engine says nothing of ${app}`);
          const window = sum(rto, { min: 0, max: WATCH_RETRY.max });
          const moved = await stage.timeline.first(back, by(window), (it) => trial.clients.serves(it, app));
          const seen = moved === undefined ? undefined : moved.at - back;
          play.within(`the control plane is back, and the node is not: ${app} is back`, window, seen);
        }
        await stage.world.machine('n1').back();
      },
    });
  });
}

/** Everything is off. Nodes alone bring nothing back; with the control plane all is back. */
async function power(play: Play): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const trial = new Trial(play, stage);
    const all = stage.world.machines.map((it) => it.name);
    let revive = () => {};
    await trial.fails({
      id: 'power:all nodes',
      nobodyActs: true,
      // Nobody is there who could bring anything back.
      watchSeconds: 15,
      strike: async () => {
        stage.crash(...all);
        revive = await planeStops(stage);
      },
      repair: async () => {
        const workers = all.filter((it) => it !== 'c');
        for (const name of workers)
          stage.world
            .machine(name)
            .back()
            .catch(() => {});
        const alone = stage.timeline.now;
        await watchFor(stage, alone, 2 * RESYNC.max);
        const served = trial.engine.apps.filter((app) => stage.timeline.since(alone).some((it) => trial.clients.serves(it, app)));
        play.is('nodes are back, and the control plane is not: apps that serve', 'none', served.join(', ') || 'none');
        await planeIsBack(stage, revive);
        await stage.world.machine('c').back();
      },
    });
  });
}

/** The pods of a way in are away. */
async function wayIn(play: Play): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const trial = new Trial(play, stage);
    const scale = (replicas: number) => stage.change('gate', { spec: { replicas } });
    await trial.fails({ id: 'entry:gate/gate', strike: () => scale(0), repair: () => scale(1) });
    await api(play, stage, trial);
  });
}

/** The address of the API does not answer: no worker is heard of, and all live on. In the end their pods hear that they were evicted. */
async function api(play: Play, stage: Stage<unknown>, trial: Trial): Promise<void> {
  const id = 'api:c.drill.example';
  const { timeline, facts } = stage;
  const workers = stage.world.machines.filter((it) => it.name !== 'c');
  const cut = timeline.now;
  const before = timeline.at(cut);
  for (const it of workers) it.cut();
  const evicted = sum(detection(facts.timing), { min: 0, max: 1 / facts.timing.evictionRate }, exactly(10));
  await watchFor(stage, cut, evicted.max + NOISE);
  const during = timeline.since(cut);
  const healed = timeline.now;
  for (const it of workers) await it.back();
  for (const [app, { kind, rto }] of trial.engine.says(id).of) {
    const runs = (moment: Moment) => [...appAt(moment, app).runsOn].sort().join();
    play.holds(
      `${id}: the pods of ${app} run on`,
      during.every((it) => runs(it) === runs(before)),
      'others do',
    );
    play.is(`${id}: ready endpoints of ${app} that the API knows in the end`, 0, during.at(-1)?.apps.get(app)?.endpoints.length ?? 0);
    const old = new Set(appAt(before, app).pods.map((it) => it.uid));
    const window = sum(LEASE_RETRY, RESYNC, SCHEDULER_RETRY, kind === OutcomeKind.FAILS_OVER ? rto : STARTS);
    const back = await timeline.first(healed, by(window), (it) => trial.clients.serves(it, app) && appAt(it, app).pods.every((pod) => !pod.leaving));
    const isNew = stage.app(app).pods.some((pod) => !old.has(pod.uid));
    // Who asks the API itself has found no pod: that is what the engine says of apps behind a way in.
    const asks = trial.engine.needs(app).entries.length > 0;
    const seen = asks ? OutcomeKind.DOWN_UNTIL_REPAIR : isNew ? OutcomeKind.FAILS_OVER : OutcomeKind.UNAFFECTED;
    const after = back === undefined ? 'not back' : `back ${(back.at - healed).toFixed(1)} s after the address is`;
    const wrong = seen === kind && back !== undefined ? undefined : `${seen}, ${after}, and ${kind} is predicted`;
    play.outcome({ what: `${id}: ${app} (${KINDS[app] ?? app})`, predicted: kind, seen: `${seen}, ${after}`, wrong });
  }
}

export const plane: readonly Drill[] = [
  {
    name: 'control-plane',
    what: 'The control plane stops; then it stops again, and a node dies while it is away',
    quick: true,
    seconds: 700,
    play: planeAndNode,
  },
  { name: 'power', what: 'Everything is off, and comes back: the nodes first, the control plane then', quick: false, seconds: 500, play: power },
  { name: 'way-in', what: 'The pods of a way in are away; then the address of the API does not answer', quick: false, seconds: 500, play: wayIn },
];
