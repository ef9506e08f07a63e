import { OutcomeKind } from '../../../lib/availability/model/outcome';
import { emptied } from '../../checks/drain';
import { Deadline, sleep } from '../../until';
import type { Drill, Play } from '../drill';
import { HANGS_SECONDS } from '../kubelet-times';
import type { Stage } from '../stage';
import { appAt, type Moment } from '../timeline';
import { SCENE } from './cast';
import { rowOf, Trial } from './failure';
import type { Seen } from './seen';

/** How long its power is off. */
const REBOOT_SECONDS = 3;

const takesPods = (stage: Stage<unknown>, node: string) => stage.patchNode(node, { spec: { unschedulable: null } });

/** Every app that is not bound to one node has all its pods. */
const areWhole = (stage: Stage<unknown>, moment: Moment) =>
  stage.plans.every(({ ask: { name }, replicas }) => name === 'pinned' || appAt(moment, name).serving >= replicas.value);

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
  { name: 'upgrade', what: 'Each node in turn is drained, restarted and takes pods again', quick: false, seconds: 600, play: upgrade },
];
