import type { TimingFlags } from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach, detection, eviction } from '../../lib/availability/failure/timing';
import { type Interval, sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import { timingOf } from '../../lib/cluster/control-plane';
import { Deadline } from '../until';
import { exactly, STARTS, serving, since, VERSION } from './cluster';
import { by, type Play } from './drill';
import { asPlayed, NOISE, PLAYED_START } from './kubelet-times';
import type { Stage } from './stage';
import { appAt } from './timeline';

/** What the library has decided for an app. Without it a drill would hold nothing against nothing. */
export function planned(plan: Plan | undefined): Plan {
  if (plan === undefined) throw new Error('the library has planned nothing for this app');
  return plan;
}

/** A single pod, against what its plan says of the crash of its node. */
export async function comesBack(play: Play, stage: Stage<unknown>, name: string, what: string, plan: Plan | undefined, died: number): Promise<void> {
  const { time, terms } = planned(plan).outcome ?? {};
  if (time === undefined || terms === undefined) throw new Error(`the plan of ${name} has no time`);
  const back = await stage.timeline.first(died, by(time), serving(name, 1));
  play.within(`${what}: back`, time, since(died, back), asPlayed({ terms, total: time }));
}

/** Until when a pod of a dead node is evicted, for the only node that dies. */
export function evicted(flags: TimingFlags, plan: Plan | undefined): Interval {
  const timing = timingOf(VERSION, flags);
  return sum(detection(timing), eviction(timing, Number.MAX_SAFE_INTEGER, 1), exactly(planned(plan).toleration.value));
}

/** When the model has the lost pod of `web` replaced. */
export const replaced = (flags: TimingFlags, plan: Plan | undefined): Interval => sum(evicted(flags, plan), STARTS);

/** How long a thing must be watched before it counts as one that never comes: it would have come by then, and a third of a minute more. */
export const longEnough = (flags: TimingFlags, plan: Plan | undefined): number => sum(evicted(flags, plan), attach(VolumeTie.ATTACHED), STARTS).max + 20;

/** Watches until so many seconds after the failure. */
export async function watchFor(stage: Stage<unknown>, from: number, seconds: number): Promise<void> {
  const { timeline } = stage;
  await timeline.first(timeline.now, Deadline.after(Math.max(0, from + seconds - timeline.now) + 0.1), () => false);
}

/** The pods of three on three nodes when one of the nodes has died: two serve, until a new one does on a survivor. */
export async function third(stage: Stage<unknown>, name: string, victim: string, died: number, window: Interval): Promise<number | undefined> {
  const { timeline } = stage;
  const before = appAt(timeline.at(died), name).pods;
  if (!before.some((it) => it.node === victim)) throw new Error(`no pod of ${name} was on ${victim}`);
  const old = new Set(before.map((it) => it.uid));
  const two = await timeline.first(died, Deadline.after(NOISE), (it) => appAt(it, name).serving === 2);
  if (two === undefined) throw new Error(`${name} did not lose the pod on ${victim}`);
  const whole = await timeline.first(two.at, by(window), (it) => {
    const { pods, serving } = appAt(it, name);
    return serving >= 3 && pods.some((pod) => !old.has(pod.uid) && pod.ready && !pod.leaving && pod.node !== victim);
  });
  return since(died, whole);
}

/** `web` has three pods on three nodes, of which one has died: the third finds its place on a survivor. */
export async function thirdIsBack(play: Play, stage: Stage<unknown>, flags: TimingFlags, plan: Plan | undefined, died: number): Promise<void> {
  const window = replaced(flags, plan);
  const seen = await third(stage, 'web', 'n1', died, window);
  play.within('HighlyAvailable, 3 replicas on 3 nodes: the third pod is back, on a survivor', window, seen, sum(evicted(flags, plan), PLAYED_START));
}
