import { type Cluster, type ClusterFactsProps, Concurrency, Duration, FencingMethod, ScheduledJob } from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { detection, volumeRelease } from '../../lib/availability/failure/timing';
import { type Interval, slowest, sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import { VolumeRelease } from '../../lib/availability/model/release';
import { timingOf } from '../../lib/cluster/control-plane';
import { Deadline } from '../until';
import { app, cluster, exactly, SHORT, STARTS, since, VERSION, worker } from './cluster';
import { planned, watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { CRON_TICK, PLAYED_START, POD_RETRY, RESYNC } from './kubelet-times';
import type { Scene, Stage } from './stage';
import { appAt, type Moment } from './timeline';

const NODES = ['n1', 'n2', 'n3'];
/** As often as a CronJob can; a run that hangs is ended before the next is due. */
const EACH_MINUTE = { schedule: '* * * * *', deadline: Duration.seconds(45) };
const MINUTE = 60;

type Jobs = { readonly [name: string]: Plan | undefined };

function scene(facts: ClusterFactsProps, jobs: { readonly [name: string]: Concurrency }): Scene<Jobs> {
  const { network: _network, health: _health, ...job } = app();
  return {
    facts,
    apps: ({ workers }: Cluster) =>
      Object.fromEntries(
        Object.entries(jobs).map(([name, concurrency]) => [name, new ScheduledJob(workers, name, { ...job, ...EACH_MINUTE, concurrency }).plan]),
      ),
  };
}

/** A pod of it runs that was not there then. */
const runsAnew = (stage: Stage<Jobs>, name: string, then: number) => {
  const old = new Set(appAt(stage.timeline.at(then), name).pods.map((it) => it.uid));
  return (it: Moment) => appAt(it, name).pods.some((pod) => !old.has(pod.uid) && pod.ready && !pod.leaving);
};

/** Waits until all of them run on n1, since nobody else takes pods, and crashes it; says when, and when the next run is due. */
async function crash(stage: Stage<Jobs>): Promise<{ readonly died: number; readonly due: number }> {
  const { timeline } = stage;
  const names = Object.keys(stage.apps);
  for (const node of NODES.slice(1)) await stage.patchNode(node, { spec: { unschedulable: true } });
  // Runs that began before are over at the next whole minute but one.
  const from = timeline.now;
  const running = await timeline.first(from, Deadline.after(3 * MINUTE), (it) => names.every((name) => appAt(it, name).runsOn.join() === 'n1'));
  if (running === undefined) throw new Error('the jobs do not run on n1');
  for (const node of NODES.slice(1)) await stage.patchNode(node, { spec: { unschedulable: null } });
  // So long before the next minute that n1 is known to be dead by then, and that no run is over yet.
  await watchFor(stage, timeline.now, (MINUTE + 5 - new Date().getSeconds()) % MINUTE);
  const again = await timeline.first(timeline.now, Deadline.after(MINUTE), (it) => names.every((name) => appAt(it, name).runsOn.join() === 'n1'));
  if (again === undefined) throw new Error('the jobs do not run on n1 any more');
  const died = stage.crash('n1');
  return { died, due: MINUTE - ((Date.now() / 1000) % MINUTE) };
}

/** A run that begins when it is due. */
const next = (due: number): Interval => sum(exactly(due), CRON_TICK);

async function lost(play: Play): Promise<void> {
  const facts = cluster(
    NODES.map((name) => worker(name)),
    SHORT,
  );
  await play.on(scene(facts, { forbid: Concurrency.FORBID, replace: Concurrency.REPLACE }), async (stage) => {
    const { timeline } = stage;
    const { died, due } = await crash(stage);
    const replaced = await timeline.first(died, by(sum(next(due), STARTS)), runsAnew(stage, 'replace', died));
    play.within(
      'ScheduledJob with Concurrency.REPLACE: the next run is there, when it is due',
      sum(next(due), STARTS),
      since(died, replaced),
      sum(next(due), PLAYED_START),
    );
    // The run after the next is due, and would start.
    const needed = sum(next(due), exactly(MINUTE), STARTS).max;
    await watchFor(stage, died, needed);
    play.is('ScheduledJob with Concurrency.FORBID: what the model says of its later runs', 'never', said(stage.apps.forbid));
    play.never(
      'ScheduledJob with Concurrency.FORBID: a later run while the node is dead',
      timeline.now - died,
      needed,
      since(died, timeline.since(died).find(runsAnew(stage, 'forbid', died))),
    );
    const returned = timeline.now;
    await stage.world.machine('n1').back();
    // Its kubelet says that the old pod is over, and a run that was missed starts when it can.
    const window = sum(RESYNC, CRON_TICK, STARTS);
    const back = await timeline.first(returned, by(window), runsAnew(stage, 'forbid', returned));
    play.within('the same after the node is back: the run that was missed is there', window, since(returned, back), sum(RESYNC, CRON_TICK, PLAYED_START));
  });
}

/** What the death of its node costs a job, as the plan has it: nothing is there to be counted in seconds but never. */
const said = (plan: Plan | undefined): string => (planned(plan).outcome?.time?.min === Number.POSITIVE_INFINITY ? 'never' : 'they start');

async function anew(play: Play): Promise<void> {
  const nodes = NODES.map((name) => worker(name, { fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(5) } }));
  await play.on(scene(cluster(nodes, SHORT), { forbid: Concurrency.FORBID }), async (stage) => {
    const { died } = await crash(stage);
    await watchFor(stage, died, 5);
    const key = 'node.kubernetes.io/out-of-service';
    await stage.patchNode('n1', { spec: { taints: [{ key, value: 'nodeshutdown', effect: 'NoExecute' }] } });
    const timing = timingOf(VERSION, SHORT);
    const freed = sum(slowest(detection(timing), exactly(5)), volumeRelease(timing, VolumeTie.ATTACHED, VolumeRelease.OUT_OF_SERVICE));
    const window = sum(freed, POD_RETRY, STARTS);
    const back = await stage.timeline.first(died, by(window), runsAnew(stage, 'forbid', died));
    play.is('ScheduledJob without data: what the model says of its later runs', 'they start', said(stage.apps.forbid));
    play.within('ScheduledJob without data, fenced: the run starts anew', window, since(died, back), sum(freed, POD_RETRY, PLAYED_START));
    play.is('the same: most pods that ran at once', 1, stage.timeline.mostRunning('forbid', died));
  });
}

export const jobs: readonly Drill[] = [
  { name: 'job-lost', what: 'The node of two jobs crashes, and nobody fences it; it comes back after two minutes', quick: true, seconds: 480, play: lost },
  { name: 'job-fenced', what: 'The node of a job crashes; an agent fences it within 5 s', quick: true, seconds: 300, play: anew },
];
