import { type Cluster, SinglePodFlexible } from '../../lib';
import { detection, eviction } from '../../lib/availability/failure/timing';
import { sum } from '../../lib/availability/model/interval';
import { timingOf } from '../../lib/cluster/control-plane';
import { Deadline } from '../until';
import { app, cluster, evictable, evictedNodes, exactly, objectiveFor, SHORT, STARTS, serving, since, VERSION, worker } from './cluster';
import { by, type Drill, type Play } from './drill';
import { PLAYED_START } from './kubelet-times';
import type { Scene } from './stage';
import type { Moment } from './timeline';

const DYING = ['n1', 'n2', 'n3'];
const APPS = ['one', 'two', 'three'];
const TOLERATION = 10;
const timing = timingOf(VERSION, SHORT);

/** Three of the five nodes are in zone a, with a single pod on each; the fourth worker is in b, beside the control plane. */
const scene = (withoutZones: boolean): Scene<void> => ({
  facts: cluster([...DYING.map((name) => worker(name, { site: 'a' })), worker('n4', { site: 'b' })], SHORT, {}, 'b'),
  first: DYING,
  withoutZones,
  apps: ({ workers }: Cluster) => {
    for (const name of APPS) new SinglePodFlexible(workers, name, app({ objective: objectiveFor(TOLERATION, SHORT) }));
  },
});

const detected = (moment: Moment) => DYING.every((name) => moment.nodes.get(name) === 'Unknown');

async function withLabels(play: Play): Promise<void> {
  await play.on(scene(false), async (stage) => {
    const { timeline } = stage;
    const died = stage.crash(...DYING);
    const last = sum(detection(timing), eviction(timing, DYING.length, DYING.length, DYING.length), exactly(TOLERATION), STARTS);
    await timeline.first(died, by(last), (it) => APPS.every((name) => serving(name, 1)(it)));
    const back = APPS.map((name) => since(died, timeline.since(died).find(serving(name, 1)))).sort((one, other) => (one ?? Infinity) - (other ?? Infinity));
    for (const [index, seen] of back.entries()) {
      const gone = sum(detection(timing), eviction(timing, DYING.length, DYING.length, index + 1), exactly(TOLERATION));
      play.within(`pod of the ${index + 1}. dead node of the zone: back`, sum(gone, STARTS), seen, sum(gone, PLAYED_START));
    }
  });
}

async function withoutLabels(play: Play): Promise<void> {
  await play.on(scene(true), async (stage) => {
    const { timeline } = stage;
    const died = stage.crash(...DYING);
    play.within('all three NotReady', detection(timing), since(died, await timeline.first(died, by(detection(timing)), detected)));
    // As long as the third would take if evictions went on, and half of that more.
    const watch = 1.5 * sum(detection(timing), exactly(2 / timing.evictionRate), exactly(TOLERATION), STARTS).max;
    await timeline.first(died, Deadline.after(watch), () => false);
    play.atMost('nodes that are evicted before Kubernetes stops', evictable(timing, 5, DYING.length), evictedNodes(timeline.since(died)).length);
  });
}

export const zones: readonly Drill[] = [
  { name: 'zone-labelled', what: 'Three of five nodes die, all of a zone; the nodes have zone labels', quick: false, seconds: 240, play: withLabels },
  { name: 'zone-unlabelled', what: 'Three of five nodes die; no node has a zone label', quick: true, seconds: 240, play: withoutLabels },
];
