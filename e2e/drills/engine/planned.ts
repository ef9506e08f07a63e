import { VolumeTie } from '../../../lib/availability/ask/volume/traits';
import { attach, volumeRelease } from '../../../lib/availability/failure/timing';
import { sum } from '../../../lib/availability/model/interval';
import { isDown, OutcomeKind } from '../../../lib/availability/model/outcome';
import { VolumeRelease } from '../../../lib/availability/model/release';
import { emptied } from '../../checks/drain';
import { Deadline, sleep } from '../../until';
import { STARTS, since } from '../cluster';
import { by, type Drill, type Play } from '../drill';
import { GRACE, HANGS_SECONDS, NOISE, SCHEDULER_RETRY } from '../kubelet-times';
import type { Stage } from '../stage';
import { appAt, type Moment } from '../timeline';
import { FIRST, KINDS, MANY_ON, SCENE } from './cast';
import { rowOf, sayOff, Trial } from './failure';
import { Engine, isHit } from './predicted';
import type { Seen } from './seen';

/** How long its power is off. */
const REBOOT_SECONDS = 3;

const takesPods = (stage: Stage<unknown>, node: string) => stage.patchNode(node, { spec: { unschedulable: null } });

/** Every app has all its pods, except for one that is bound to a node, and those. */
const areWhole = (stage: Stage<unknown>, moment: Moment, except: readonly string[] = []) =>
  stage.plans.every(({ ask: { name }, replicas }) => name === 'pinned' || except.includes(name) || appAt(moment, name).serving >= replicas.value);

interface Turn {
  readonly from: number;
  /** When its node takes pods again. */
  readonly to: number;
}

/** Each node in turn is drained, restarted, and takes pods again. */
async function upgrade(play: Play): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const trial = new Trial(play, stage);
    const turns: Turn[] = [];
    for (const { name } of stage.world.machines.filter((it) => it.name !== 'c')) {
      const from = stage.timeline.now;
      await emptied(stage.api, name, Deadline.after(HANGS_SECONDS));
      stage.crash(name);
      await sleep(REBOOT_SECONDS * 1000);
      await stage.world.machine(name).back();
      await stage.timeline.first(stage.timeline.now, Deadline.after(HANGS_SECONDS), (it) => areWhole(stage, it));
      turns.push({ from, to: stage.timeline.now });
      await takesPods(stage, name);
      await stage.settled(90);
    }
    const id = 'upgrade:all nodes';
    for (const [app, outcome] of trial.engine.says(id).of) {
      const seen = worst(turns.map((turn) => inTurn(stage, trial, app, turn)));
      play.outcome(rowOf(`${id}: ${app}`, outcome, outcome.kind, seen));
    }
  });
}

const BESIDE = `while ${FIRST} is dead`;

/** A node is dead, and each other one is drained: one before anybody says that the dead one is off, and then all of them. */
async function besideDead(play: Play): Promise<void> {
  await play.on(SCENE, async (stage) => {
    const { timeline, facts, plans } = stage;
    const trial = new Trial(play, stage);
    const { of } = trial.engine.says(`node:${FIRST}`);
    const down = [...of].filter(([, { kind }]) => isDown(kind)).map(([app]) => app);
    // Their pods keep their names and their volumes, and so the one of the dead node stays away.
    const stuck = plans.filter(({ claims }) => claims.some(({ perPod }) => perPod)).map(({ ask: { name } }) => name);
    const died = stage.crash(FIRST);
    const moved = await timeline.first(died, Deadline.after(HANGS_SECONDS), (it) => it.at > died + NOISE && areWhole(stage, it, [...down, ...stuck]));
    if (moved === undefined) throw new Error(`what was on ${FIRST} did not move`);
    await waitsForStuck(stuck, play, stage);
    await sayOff(stage, [FIRST]);
    const acted = timeline.now;
    const window = sum(volumeRelease(facts.timing, VolumeTie.ATTACHED, VolumeRelease.OUT_OF_SERVICE), SCHEDULER_RETRY, attach(VolumeTie.ATTACHED), STARTS);
    const whole = await timeline.first(acted, by(window), (it) => areWhole(stage, it));
    play.within(`a person says that ${FIRST} is off: every app that is not bound to it has all its pods`, window, since(acted, whole));
    for (const { name } of stage.world.machines.filter((it) => it.name !== 'c' && it.name !== FIRST)) await drainOne(name, play, stage, trial);
  });
}

/** Nobody has said that the dead node is off: the budgets of those whose pods are stuck there let no other go. */
async function waitsForStuck(stuck: readonly string[], play: Play, stage: Stage<unknown>): Promise<void> {
  const [node] = MANY_ON.filter((it) => it !== FIRST);
  if (node === undefined) throw new Error('no other node has pods of all');
  const needed = sum(GRACE, STARTS).max;
  const from = stage.timeline.now;
  const { problems } = await emptied(stage.api, node, Deadline.after(needed + NOISE));
  const watched = stage.timeline.now - from;
  const others = problems.filter((it) => !stuck.some((name) => it.includes(` ${name}/`)));
  play.is(
    `drain of ${node} ${BESIDE}, and nobody says that it is off: pods of other apps than ${stuck.join(', ')} that stay`,
    'none',
    others.join('; ') || 'none',
  );
  for (const name of stuck) {
    const left = stage.timeline.since(from).find((it) => !appAt(it, name).pods.some((pod) => pod.node === node && !pod.leaving));
    play.never(`the same: its pod of ${name} leaves, whose budget is used up by the stuck one`, watched, needed, since(from, left));
  }
  await takesPods(stage, node);
}

/** What the engine says of the drain where the dead node is no longer among the facts. */
async function drainOne(node: string, play: Play, stage: Stage<unknown>, trial: Trial): Promise<void> {
  const { timeline } = stage;
  const said = Engine.without(stage, [FIRST]).says(`drain:${node}`);
  const from = timeline.now;
  const before = timeline.at(from);
  const { problems } = await emptied(stage.api, node, Deadline.after(HANGS_SECONDS));
  play.is(`drain:${node} ${BESIDE}: pods that stay`, 'none', problems.join('; ') || 'none');
  await timeline.first(timeline.now, Deadline.after(HANGS_SECONDS), (it) => areWhole(stage, it));
  const turn = { from, to: timeline.now };
  await takesPods(stage, node);
  for (const [app, outcome] of said.of) {
    if (app === 'pinned') continue;
    const kind = isHit(said, app, (name) => appAt(before, name).pods.map((it) => it.node ?? '')) ? outcome.kind : outcome.atBest;
    play.outcome(rowOf(`${said.failure.id} ${BESIDE}: ${app} (${KINDS[app] ?? app})`, outcome, kind, inTurn(stage, trial, app, turn)));
  }
}

/** The longest time without service in the turn of one node. */
function inTurn(stage: Stage<unknown>, trial: Trial, app: string, { from, to }: Turn): Seen {
  const moments = stage.timeline.since(from).filter((it) => it.at <= to);
  let [longest, since] = [0, undefined as number | undefined];
  for (const it of moments) {
    if (trial.clients.serves(it, app)) since = undefined;
    else since ??= it.at;
    if (since !== undefined) longest = Math.max(longest, it.at - since);
  }
  if (since !== undefined) return { kind: OutcomeKind.DOWN_UNTIL_REPAIR, share: 0 };
  return longest === 0 ? { kind: OutcomeKind.UNAFFECTED, share: 0 } : { kind: OutcomeKind.FAILS_OVER, after: longest, share: 0 };
}

function worst(all: readonly Seen[]): Seen {
  const down = all.find((it) => it.kind === OutcomeKind.DOWN_UNTIL_REPAIR);
  return down ?? all.reduce((one, other) => ((other.after ?? 0) > (one.after ?? 0) ? other : one));
}

export const planned: readonly Drill[] = [
  {
    name: 'drain-each-beside-dead',
    what: 'A node is dead, and each other one is drained in turn: before a person says that it is off, and afterwards',
    quick: false,
    seconds: 900,
    play: besideDead,
  },
  { name: 'upgrade', what: 'Each node in turn is drained, restarted and takes pods again', quick: false, seconds: 600, play: upgrade },
];
