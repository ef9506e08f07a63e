import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach, volumeRelease } from '../../lib/availability/failure/timing';
import { type Interval, sum } from '../../lib/availability/model/interval';
import { VolumeRelease } from '../../lib/availability/model/release';
import { timingOf } from '../../lib/cluster/control-plane';
import { SHORT, STARTS, serving, since, VERSION } from './cluster';
import { comesBack, longEnough, watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { GRACE, PLAYED_ATTACH, PLAYED_START, RESYNC, SCHEDULER_RETRY } from './kubelet-times';
import { MODE, type Name, OPTIONS, PAIR, type Plans, scene } from './one-pod-scene';
import type { Stage } from './stage';

const timing = timingOf(VERSION, SHORT);
const ALL = Object.keys(OPTIONS) as readonly Name[];

async function dies(play: Play, names: readonly Name[], act: (stage: Stage<Plans>, died: number) => Promise<void>): Promise<void> {
  await play.on(scene(names), async (stage) => {
    const died = stage.crash('n1');
    await act(stage, died);
  });
}

/** Watches for longer than it would take if something freed them. */
async function stay(play: Play, stage: Stage<Plans>, names: readonly Name[], died: number): Promise<void> {
  const needed = Math.max(...names.map((name) => longEnough(SHORT, stage.apps[name])));
  await watchFor(stage, died, needed);
  const watched = stage.timeline.now - died;
  for (const name of names) {
    const back = stage.timeline.since(died + 1).find(serving(name, 1));
    play.never(`${MODE(name)}, and nobody does anything: back`, watched, needed, since(died, back));
  }
}

/** Each app, some time after somebody has done something. */
async function released(
  play: Play,
  stage: Stage<Plans>,
  names: readonly Name[],
  what: string,
  from: number,
  window: Interval,
  played: Interval,
): Promise<void> {
  for (const name of names) {
    const back = await stage.timeline.first(from, by(window), serving(name, 1));
    play.within(`${MODE(name)}, ${what}: back`, window, since(from, back), played);
    play.is(`the same: most pods that ran at once`, 1, stage.timeline.mostRunning(name, from));
  }
}

const after = (release: Interval): [window: Interval, played: Interval] => [
  sum(release, { min: 0, max: SCHEDULER_RETRY.max }, attach(VolumeTie.ATTACHED), STARTS),
  sum(release, { min: 0, max: SCHEDULER_RETRY.max }, PLAYED_ATTACH, PLAYED_START),
];

async function stuck(play: Play): Promise<void> {
  await dies(play, ALL, async (stage, died) => {
    await comesBack(play, stage, 'share-once', `${MODE('share-once')}`, stage.apps['share-once'], died);
    const held: readonly Name[] = ALL.filter((name) => name !== 'share-once');
    await stay(play, stage, held, died);
    const waits = stage.app('share-alone').pods.find((it) => !it.leaving)?.unschedulable ?? '';
    const because = 'ReadWriteOncePod access mode already in-use by another pod';
    play.holds(`${MODE('share-alone')}: its next pod waits for the stuck one`, waits.includes(because), waits);
    const tainted = stage.timeline.now;
    await stage.patchNode('n1', { spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }] } });
    const [window] = after(volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.OUT_OF_SERVICE));
    // Without attachment neither a volume nor the kubelet's next status is waited for.
    const played = sum(
      volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.OUT_OF_SERVICE),
      SCHEDULER_RETRY,
      { min: 0, max: PLAYED_ATTACH.max },
      PLAYED_START,
    );
    await released(play, stage, held, 'after a person sets the taint out-of-service', tainted, { min: 1, max: window.max }, played);
  });
}

async function nodeReturns(play: Play): Promise<void> {
  await dies(play, PAIR, async (stage, died) => {
    await stay(play, stage, PAIR, died);
    const returned = stage.timeline.now;
    await stage.world.machine('n1').back();
    // The pods end, and their volume is no longer in use.
    const [window, played] = after(sum(GRACE, RESYNC));
    await released(play, stage, PAIR, 'after the node is back', returned, window, played);
  });
}

async function forceDeleted(play: Play): Promise<void> {
  await dies(play, PAIR, async (stage, died) => {
    await stay(play, stage, PAIR, died);
    const deleted = stage.timeline.now;
    for (const pod of (await stage.api.list('Pod')).filter((it) => it.spec?.nodeName === 'n1')) await stage.api.remove(pod, 0);
    const [window, played] = after(volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.FORCE_DELETE));
    await released(play, stage, PAIR, 'after a person deletes the stuck pod by force', deleted, window, played);
  });
}

/** `quarantineTime` of pkg/controller/podgc and its period: pods of a node that is not there any more. */
const ORPHANED: Interval = { min: 40, max: 80 };

async function nodeDeleted(play: Play): Promise<void> {
  await dies(play, PAIR, async (stage, died) => {
    await stay(play, stage, PAIR, died);
    const deleted = stage.timeline.now;
    await stage.api.remove({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } });
    const [window, played] = after(sum(ORPHANED, volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.FORCE_DELETE)));
    await released(play, stage, PAIR, 'after a person deletes the Node', deleted, window, played);
  });
}

export const onePodCrashes: readonly Drill[] = [
  {
    name: 'one-pod-stuck',
    what: 'The node of four apps crashes, with claims of both modes, attached and not; nobody fences, until a person sets the taint',
    quick: false,
    seconds: 300,
    play: stuck,
  },
  { name: 'one-pod-node-back', what: 'The node of two apps crashes, with claims of both modes, and comes back', quick: false, seconds: 300, play: nodeReturns },
  {
    name: 'one-pod-force',
    what: 'The node of two apps crashes, with claims of both modes, and a person deletes the stuck pods by force',
    quick: false,
    seconds: 700,
    play: forceDeleted,
  },
  {
    name: 'one-pod-node-deleted',
    what: 'The node of two apps crashes, with claims of both modes, and a person deletes the Node',
    quick: false,
    seconds: 800,
    play: nodeDeleted,
  },
];
