import type { TimingFlags } from '../../lib';
import { type Interval, NEVER, sum } from '../../lib/availability/interval';
import type { Plan } from '../../lib/availability/plan';
import { detection, eviction } from '../../lib/availability/timing';
import { timingOf } from '../../lib/cluster/control-plane';
import { exactly, STARTS, serving, since, VERSION } from './cluster';
import { by, type Play } from './drill';
import type { Stage } from './stage';

/** A single pod, against what its plan says of the crash of its node. */
export async function comesBack(play: Play, stage: Stage<unknown>, name: string, what: string, plan: Plan | undefined, died: number): Promise<void> {
  const window = plan?.recovery.value?.total ?? NEVER;
  const back = await stage.timeline.first(died, by(window), serving(name, 1));
  play.within(`${what}: back`, window, since(died, back));
}

/** When the model has the lost pod of `web` replaced. */
export function replaced(flags: TimingFlags, plan: Plan | undefined): Interval {
  const timing = timingOf(VERSION, flags);
  return sum(detection(timing), eviction(timing, Number.MAX_SAFE_INTEGER, 1), exactly(plan?.toleration.value ?? 0), STARTS);
}

/** `web` has three pods on three nodes, of which one has died: the third finds its place on a survivor. */
export async function thirdIsBack(play: Play, stage: Stage<unknown>, flags: TimingFlags, plan: Plan | undefined, died: number): Promise<void> {
  const window = replaced(flags, plan);
  const whole = await stage.timeline.first(died, by(window), (it) => it.at > died + 1 && serving('web', 3)(it));
  play.within('HighlyAvailable, 3 replicas on 3 nodes: the third pod is back, on a survivor', window, since(died, whole));
}
