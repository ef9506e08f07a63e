import { type Cluster, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../lib';
import { detection } from '../../lib/availability/failure/timing';
import { sum } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import { timingOf } from '../../lib/cluster/control-plane';
import { sleep } from '../until';
import { app, cluster, DEFAULTS, objectiveFor, SHORT, since, VERSION, worker } from './cluster';
import { planned, watchFor } from './comes-back';
import { by, type Drill, type Play } from './drill';
import { API_STARTS, LEASE_RETRY, MANAGER_STARTS, RESYNC, WATCH_RETRY } from './kubelet-times';
import type { Scene } from './stage';
import { appAt, type Moment } from './timeline';

const NODES = ['n1', 'n2', 'n3'];

const scene = (flags: typeof DEFAULTS): Scene<Plan | undefined> => ({
  facts: cluster(
    NODES.map((name) => worker(name)),
    flags,
  ),
  apps: ({ workers }: Cluster) => {
    const { plan } = new HighlyAvailable(workers, 'web', app());
    new SinglePodFlexible(workers, 'light', app({ objective: objectiveFor(10, flags) }));
    new SinglePodFlexible(workers, 'data', {
      ...app({ volumes: [Volume.data('/data', { size: Size.gib(1) })] }),
      accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'the drill' }],
    });
    new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: 'n1', reason: 'the drill' } });
    return plan;
  },
});

/** The new controller manager has seen no lease renewed yet: it begins to count when it starts. */
async function managerRestarts(play: Play): Promise<void> {
  const timing = timingOf(VERSION, SHORT);
  await play.on(scene(SHORT), async (stage) => {
    const died = stage.crash('n1');
    await sleep((timing.gracePeriod / 2) * 1000);
    const revive = await stage.plane.kill('manager');
    await sleep(2000);
    revive();
    const again = stage.timeline.now;
    const window = sum(detection(timing), { min: timing.leaseInterval, max: 0 }, MANAGER_STARTS);
    const dead = await stage.whenReadyIs('Unknown', 'n1', died, by(window));
    play.within('node NotReady, counted from the start of the new controller manager', window, since(again, dead));
  });
}

const pods = (moment: Moment) => [...moment.apps].flatMap(([name, it]) => it.pods.map((pod) => `${name} ${pod.uid}`)).sort();
const containers = (moment: Moment) => [...moment.apps].map(([name, it]) => `${name} on ${[...it.runsOn].sort().join(', ')}`).sort();
const attachments = (moment: Moment) => [...moment.apps].map(([name, it]) => `${name} on ${[...it.attachedTo].sort().join(', ')}`).sort();
const unready = (moment: Moment) => [...moment.nodes].filter(([, it]) => it !== 'True').map(([name]) => name);
const OUTAGE_SECONDS = 120;
const UNCHANGED = 'the same as before';

async function apiDown(play: Play): Promise<void> {
  const flags = DEFAULTS;
  const timing = timingOf(VERSION, flags);
  await play.on(scene(flags), async (stage) => {
    const { timeline } = stage;
    const began = timeline.now;
    const before = timeline.at(began);
    const revive = await stage.plane.kill('apiserver');
    await sleep(OUTAGE_SECONDS * 1000);
    revive();
    const back = timeline.now;
    // Whatever the controllers believe after the outage, they have acted on it by then.
    const toleration = Math.max(10, planned(stage.apps).toleration.value);
    // A node taken for dead has its pods marked as not ready; their kubelet says otherwise once it hears of it.
    const endpoints = sum(WATCH_RETRY, RESYNC);
    await watchFor(stage, back, Math.max(sum(API_STARTS, detection(timing)).max + toleration, sum(API_STARTS, endpoints).max) + 10);
    const compare = (list: (moment: Moment) => string[]) => {
      const other = timeline.since(began).find((it) => list(it).join() !== list(before).join());
      return other === undefined ? UNCHANGED : `${list(other).join('; ')} after ${(other.at - began).toFixed(0)} s`;
    };
    play.is('containers that run, at every moment', UNCHANGED, compare(containers));
    play.is('pods, at every moment', UNCHANGED, compare(pods));
    play.is('volumes and their nodes, at every moment', UNCHANGED, compare(attachments));
    const blind = timeline.since(began).filter((it) => !it.heard).length;
    play.atLeast('looks that got no answer while it was down', 10, blind);
    const heard = timeline.since(back).filter((it) => it.heard);
    const [answers] = heard;
    if (answers === undefined) throw new Error('the API server did not come back');
    play.within('the API server answers again', API_STARTS, answers.at - back);
    // Leases are renewed within their back-off; the node status, which says Ready again, at the next tick of each kubelet.
    const ready = sum(LEASE_RETRY, RESYNC);
    const lastUnready = heard.filter((it) => unready(it).length > 0).at(-1);
    play.within('every node is Ready from then on, counted from its first answer', ready, lastUnready === undefined ? 0 : lastUnready.at - answers.at);
    const lacks = (it: Moment) => [...before.apps].some(([name, app]) => appAt(it, name).serving < app.serving);
    const lastLack = heard.filter(lacks).at(-1);
    play.within('and every app has all its endpoints', endpoints, lastLack === undefined ? 0 : lastLack.at - answers.at);
    play.is('nodes that are not Ready in the end', 'none', unready(timeline.at(timeline.now)).join(', ') || 'none');
  });
}

export const plane: readonly Drill[] = [
  {
    name: 'manager-restart',
    what: 'A worker crashes, and the controller manager is restarted before it has noticed',
    quick: true,
    seconds: 180,
    play: managerRestarts,
  },
  { name: 'api-down', what: 'The API server is down for two minutes; default flags', quick: true, seconds: 400, play: apiDown },
];
