import { type Cluster, Duration, FencingMethod, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, type TimingFlags, Volume } from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { attach, detection, volumeRelease } from '../../lib/availability/failure/timing';
import { sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import { VolumeRelease } from '../../lib/availability/model/release';
import { timingOf } from '../../lib/cluster/control-plane';
import { app, cluster, DEFAULTS, objectiveFor, SHORT, STARTS, serving, since, TUNED, VERSION, worker } from './cluster';
import { comesBack, longEnough, thirdIsBack, watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { GRACE, PLAYED_ATTACH, PLAYED_START, SCHEDULER_RETRY } from './kubelet-times';
import type { Scene, Stage } from './stage';
import { appAt } from './timeline';

const NODES = ['n1', 'n2', 'n3'];
const MEDIA = Volume.nfs('/media', { server: 'nas.drill.example', path: '/media' });
const DATA = Volume.data('/data', { size: Size.gib(1) });

/** One app of each kind, all single pods on n1: a toleration each, a network volume, an attached one, pinned; and in three pods each one without and one with volumes. */
function scene(flags: TimingFlags, tolerations: readonly number[]) {
  return {
    facts: cluster(
      NODES.map((name) => worker(name)),
      flags,
    ),
    first: ['n1'],
    apps: ({ workers }: Cluster) => {
      new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n1', reason: 'the drill' } });
      return {
        web: new HighlyAvailable(workers, 'web', app()).plan,
        store: new HighlyAvailable(workers, 'store', app({ volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'block' })] })).plan,
        nfs: new SinglePodFlexible(workers, 'nfs', {
          ...app({ volumes: [MEDIA], objective: objectiveFor(10, flags) }),
          accept: [{ code: 'FLEXIBLE-TWIN-WRITER', reason: 'the drill' }],
        }).plan,
        data: new SinglePodFlexible(workers, 'data', { ...app({ volumes: [DATA] }), accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }] }).plan,
        tolerant: tolerations.map((seconds) => ({
          seconds,
          plan: new SinglePodFlexible(workers, `tolerates-${seconds}`, app({ objective: objectiveFor(seconds, flags) })).plan,
        })),
      };
    },
  };
}

type Crash = Stage<ReturnType<ReturnType<typeof scene>['apps']>>;

/** A node dies, and nobody does anything; the apps that lived on it come back when the model says so, or not at all. */
async function crash(play: Play, stage: Crash, flags: TimingFlags): Promise<number> {
  const timing = timingOf(VERSION, flags);
  const { apps } = stage;
  const died = stage.crash('n1');
  const window = detection(timing);
  play.within('node NotReady', window, since(died, await stage.whenReadyIs('Unknown', 'n1', died, by(window))));
  for (const { seconds, plan } of apps.tolerant) {
    const [pod] = await stage.api.list('Pod', `tolerates-${seconds}`);
    const applied = pod?.spec?.tolerations?.find((it) => it.key === 'node.kubernetes.io/unreachable' && it.effect === 'NoExecute')?.tolerationSeconds;
    play.is(`tolerationSeconds of the pod, whose objective leaves room for ${seconds}`, seconds, applied ?? 'none');
    await comesBack(play, stage, `tolerates-${seconds}`, `SinglePodFlexible without volume, tolerationSeconds ${seconds}`, plan, died);
  }
  await comesBack(play, stage, 'nfs', 'SinglePodFlexible with a network volume that needs no attachment', apps.nfs, died);
  await thirdIsBack(play, stage, flags, apps.web, died);
  return died;
}

/** What nothing repairs: watched for as long as it would take if something did, or longer. */
async function stays(play: Play, stage: Crash, flags: TimingFlags, died: number, seconds = 0): Promise<void> {
  const { timeline, apps } = stage;
  const needed = { data: longEnough(flags, apps.data), store: longEnough(flags, apps.store) };
  await watchFor(stage, died, Math.max(seconds, needed.data, needed.store));
  const watched = timeline.now - died;
  const gone = await timeline.first(died, by(GRACE), (it) => appAt(it, 'data').serving === 0);
  if (gone === undefined) throw new Error('data was not on n1');
  const moments = timeline.since(gone.at);
  for (const name of ['web', 'store']) play.atLeast(`HighlyAvailable (${name}): ready endpoints at every moment`, 2, timeline.leastServing(name, died));
  play.holds(
    'SinglePodFlexible with an attached volume and no fencing: its successor is placed elsewhere, and waits for the volume',
    waits(stage),
    said(stage, 'data'),
  );
  play.never('the same: back', watched, needed.data, since(died, moments.find(serving('data', 1))));
  play.never('SinglePodPinned: back while its node is dead', watched, needed.data, since(died, moments.find(serving('pinned', 1))));
  const third = 'HighlyAvailable with a volume for each of 3 pods (StatefulSet): the third pod';
  play.never(`${third} is back while its node is dead`, watched, needed.store, since(died, moments.find(serving('store', 3))));
}

const said = (stage: Crash, name: string) => JSON.stringify(stage.app(name));

function waits(stage: Crash): boolean {
  const { pods, attachedTo } = stage.app('data');
  return pods.some((it) => !it.leaving && !it.ready && it.node !== undefined && it.node !== 'n1') && attachedTo.join() === 'n1';
}

/** A person deletes the stuck pod by force, and the node gets its power back. */
async function repair(play: Play, stage: Crash, flags: TimingFlags): Promise<void> {
  const { api, timeline } = stage;
  const stuck = (await api.list('Pod', 'data')).find((it) => it.metadata.deletionTimestamp !== undefined);
  if (stuck === undefined) throw new Error('no pod of data is stuck');
  const deleted = timeline.now;
  await api.remove(stuck, 0);
  const window = sum(volumeRelease(timingOf(VERSION, flags), VolumeTie.ATTACHED, VolumeRelease.FORCE_DELETE), attach(VolumeTie.ATTACHED), STARTS);
  const freed = await timeline.first(deleted, by(window), serving('data', 1));
  const release = volumeRelease(timingOf(VERSION, flags), VolumeTie.ATTACHED, VolumeRelease.FORCE_DELETE);
  play.within(
    'SinglePodFlexible with an attached volume, after its stuck pod was deleted by force: back',
    window,
    since(deleted, freed),
    sum(release, PLAYED_ATTACH, PLAYED_START),
  );
}

async function powerIsBack(play: Play, stage: Crash, flags: TimingFlags): Promise<void> {
  const returned = stage.timeline.now;
  await stage.world.machine('n1').back();
  const up = await stage.timeline.first(returned, by(STARTS), serving('pinned', 1));
  play.within('SinglePodPinned: back after its node is', STARTS, since(returned, up), PLAYED_START);
  // The node is ready at once; its taint goes when the controller looks again, and then the scheduler tries again.
  const untainted = sum({ min: 0, max: timingOf(VERSION, flags).monitorPeriod }, SCHEDULER_RETRY);
  const window = sum(untainted, attach(VolumeTie.ATTACHED), STARTS);
  const whole = await stage.timeline.first(returned, by(window), serving('store', 3));
  play.within('HighlyAvailable with a volume for each of 3 pods (StatefulSet): the third pod is back after its node is', window, since(returned, whole));
}

/** The same for a volume whose node an agent fences, and says so with the taint. */
type Fenced = { readonly data: Plan | undefined; readonly alone: Plan | undefined };

const fenced: Scene<Fenced> = {
  facts: cluster(
    NODES.map((name) => worker(name, { fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(5) } })),
    SHORT,
    { storage: { classes: [{ name: 'block', nodeLocal: false, readWriteOncePod: true }] } },
  ),
  first: ['n1'],
  apps: ({ workers }) => ({
    data: new SinglePodFlexible(workers, 'data', app({ volumes: [DATA] })).plan,
    alone: new SinglePodFlexible(workers, 'alone', app({ volumes: [Volume.data('/data', { size: Size.gib(1), readWriteOncePod: true })] })).plan,
  }),
};

async function fence(play: Play, stage: Stage<Fenced>): Promise<void> {
  const died = stage.crash('n1');
  await watchFor(stage, died, 5);
  const key = 'node.kubernetes.io/out-of-service';
  await stage.patchNode('n1', { spec: { taints: [{ key, value: 'nodeshutdown', effect: 'NoExecute' }] } });
  await comesBack(play, stage, 'data', 'SinglePodFlexible with an attached volume, fenced and tainted out-of-service', stage.apps.data, died);
  await comesBack(play, stage, 'alone', 'the same with a claim for one pod alone, ReadWriteOncePod', stage.apps.alone, died);
}

export const crashes: readonly Drill[] = [
  {
    name: 'crash',
    what: 'One of three workers crashes; default flags of Kubernetes',
    quick: true,
    seconds: 420,
    play: (play) =>
      play.on(scene(DEFAULTS, [10, 60]), async (stage) => {
        const died = await crash(play, stage, DEFAULTS);
        await stays(play, stage, DEFAULTS, died);
        await powerIsBack(play, stage, DEFAULTS);
      }),
  },
  {
    name: 'crash-tuned',
    what: 'The same with a grace period of 20 s, a period of 2 s and a lease of 10 s',
    quick: true,
    seconds: 300,
    play: (play) =>
      play.on(scene(TUNED, [10]), async (stage) => {
        const died = await crash(play, stage, TUNED);
        await stays(play, stage, TUNED, died);
        await powerIsBack(play, stage, TUNED);
      }),
  },
  {
    name: 'crash-fenced',
    what: 'A worker crashes; an agent fences it within 5 s and sets the out-of-service taint',
    quick: true,
    seconds: 180,
    play: (play) => play.on(fenced, (stage) => fence(play, stage)),
  },
  {
    name: 'crash-long',
    what: 'One of three workers crashes; default flags; nobody does anything for 20 minutes, then the stuck pod is deleted by force',
    quick: false,
    seconds: 2400,
    play: (play) =>
      play.on(scene(DEFAULTS, [10, 60, 300]), async (stage) => {
        const died = await crash(play, stage, DEFAULTS);
        await stays(play, stage, DEFAULTS, died, 1230);
        await repair(play, stage, DEFAULTS);
        await powerIsBack(play, stage, DEFAULTS);
      }),
  },
];
