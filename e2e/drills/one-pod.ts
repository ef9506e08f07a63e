import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach } from '../../lib/availability/failure/timing';
import { type Interval, sum } from '../../lib/availability/model/interval';
import { drained } from '../checks/drain';
import { Deadline } from '../until';
import { exactly, STARTS, since } from './cluster';
import { by, type Drill, type Play } from './drill';
import { HANGS_SECONDS, SCHEDULER_RETRY } from './kubelet-times';
import { moveClaim } from './move-claim';
import { MODE, type Name, NODES, PAIR, type Plans, SLOW_STOP, scene } from './one-pod-scene';
import type { Stage } from './stage';
import { appAt, type Moment } from './timeline';

const isReplaced = (name: Name, old: readonly string[]) => (moment: Moment) => {
  const { pods } = appAt(moment, name);
  return pods.length === 1 && pods.every((pod) => pod.ready && !old.includes(pod.uid));
};

/** Ends the pods that both apps have now, and says how many ran at once. */
async function replace(
  play: Play,
  stage: Stage<Plans>,
  what: string,
  most: { readonly [name in Name]?: number },
  windows: Interval,
  act: () => Promise<unknown>,
) {
  const began = stage.timeline.now;
  const old = PAIR.flatMap((name) => stage.app(name).pods.map((it) => it.uid));
  await act();
  for (const name of PAIR) {
    const next = await stage.timeline.first(began, by(windows), isReplaced(name, old));
    play.within(`${what}, ${MODE(name)}: only the next pod is left, and ready`, windows, since(began, next));
    play.is(`${what}, ${MODE(name)}: most pods that ran at once`, most[name] ?? 1, stage.timeline.mostRunning(name, began));
  }
}

/** Nobody is dead; the pods ignore SIGTERM. */
async function beside(play: Play): Promise<void> {
  await play.on(scene(PAIR, true), async (stage) => {
    const ended = sum(exactly(SLOW_STOP), { min: 0, max: SCHEDULER_RETRY.max }, attach(VolumeTie.ATTACHED), STARTS);
    const cordon = async (unschedulable: boolean) => {
      for (const name of NODES.slice(1)) await stage.patchNode(name, { spec: { unschedulable } });
    };
    await cordon(true);
    await replace(play, stage, 'kubectl delete pod, with one node free', { once: 2 }, { min: SLOW_STOP, max: ended.max }, async () => {
      for (const name of PAIR) await stage.replace(name);
    });
    await cordon(false);
    await replace(play, stage, 'drain', {}, ended, async () => {
      const { problems } = await drained(stage.api, 'n1', Deadline.after(HANGS_SECONDS));
      play.is('drain: pods that stay', 'none', problems.join('; ') || 'none');
    });
    await replace(play, stage, 'rollout', {}, ended, async () => {
      for (const name of PAIR) await stage.change(name, { spec: { template: { metadata: { annotations: { again: 'yes' } } } } });
    });
    const seen = await moveClaim(stage, 'once', 'ReadWriteOncePod');
    play.is('a claim that exists, with the other mode: what the API server says', 'spec is immutable after creation', seen.refusal);
    play.is('the same after its volume was moved to a new claim: the volume', 'the same', seen.volume);
    play.is('the same: its mode', 'ReadWriteOncePod', seen.mode);
  });
}

export const onePod: readonly Drill[] = [
  {
    name: 'one-pod',
    what: 'Two apps whose pods ignore SIGTERM for 15 s, one with a ReadWriteOnce claim and one with ReadWriteOncePod: deleted, drained, rolled out',
    quick: true,
    seconds: 400,
    play: beside,
  },
];
