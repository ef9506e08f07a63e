import { detection, start } from '../availability/failure/timing';
import { formatInterval, type Interval, interval, NEVER, slowest, sum } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { formatSeconds } from '../cluster/units';
import { MoverTask } from './contribution';
import { type FailureOutcome, harm } from './outcome';
import { degraded, untilRepair } from './say';
import { evictedFrom, type Scene } from './scene';
import { numbersOf } from './terrain';

/** The part of a time in which names are not found. */
export const NAMES = 'cluster DNS';

/** How long its container may take to start, in seconds: an estimate. Its readiness probe asks every 2 s (k3s, manifests/coredns.yaml). */
const START_SECONDS = 30;

/** Names of Services that nobody finds because what answers may have been on a node that crashed, or that is on the other side of a cut. */
export interface Nameless {
  /** From the failure until another pod answers. */
  readonly time: Interval;
  /** `if the one pod of coredns was there`. The same for each node, so that the report tells of those that are alike at once. */
  readonly when: string;
  /** What ends it, if nothing else does. */
  readonly until: string;
}

/**
 * Undefined: what answers for names is in that part, or nothing is known of it.
 *
 * @param view the part of the network where names are looked up
 */
export function namelessAfter(scene: Scene, view: number): Nameless | undefined {
  const { terrain, dead, parts, partOf, controlPlane, leaderLost } = scene;
  const mover = terrain.contributions.movers.find(({ task }) => task === MoverTask.NAMES);
  if (mover === undefined || (dead.length === 0 && parts === 1)) return undefined;
  const nodes = numbersOf(terrain, mover.nodes);
  const gone = nodes.filter((node) => partOf[node] !== view);
  const { name, replicas = 1 } = mover;
  // Each pod has a node of its own, as long as there are so many.
  if (gone.length === 0 || gone.length < Math.min(replicas, nodes.length)) return undefined;
  const { timing } = terrain.facts;
  // A pod without a toleration of its own has the default one (DefaultTolerationSeconds of kube-apiserver).
  const stays = interval(timing.defaultToleration, timing.defaultToleration);
  const isCut = parts > 1;
  // What sees both sides of a cut moves nothing.
  const isMoved = (isCut ? controlPlane === view : controlPlane !== undefined) && gone.length < nodes.length;
  const time = isMoved ? sum(detection(timing, leaderLost), evictedFrom(scene, gone), stays, start(START_SECONDS)) : NEVER;
  const isSure = isCut && gone.length === nodes.length;
  const [who, were] = replicas === 1 ? ['the one pod', isSure ? 'is' : 'was'] : [`all ${replicas} pods`, isSure ? 'are' : 'were'];
  return {
    time,
    when: `${isSure ? '' : 'if '}${who} of ${name} ${were} ${isCut ? 'on the other side' : 'there'}`,
    until: isCut ? 'the network is back' : 'its node is back',
  };
}

/**
 * What that is to an app which finds others by name. Connections that are open go on, and so do ways in, which ask the API: so it is a
 * part of its requests that fails. Who is interrupted has to look up names to be back.
 */
export function withoutNames(outcome: FailureOutcome, { time, when, until }: Nameless, again: Interval): FailureOutcome {
  if (harm(outcome.kind) > harm(OutcomeKind.FAILS_OVER) && outcome.kind !== OutcomeKind.DATA_LOST) return outcome;
  const lost = `${when}, it finds nothing by name ${Number.isFinite(time.max) ? `for ${formatInterval(time)}` : `until ${until}`}`;
  if (harm(outcome.kind) < harm(OutcomeKind.FAILS_OVER)) {
    const why = outcome.kind === OutcomeKind.DEGRADED ? `${outcome.why}; ${lost}` : lost;
    const all = degraded(`${why}: open connections go on, new ones fail`, undefined, slowest(time, outcome.degraded?.time ?? time));
    return { ...all, atBest: outcome.atBest, through: outcome.through, place: outcome.place };
  }
  const back = time.max + again.max;
  if (back <= outcome.rto.max) return outcome;
  if (!Number.isFinite(back) && outcome.kind === OutcomeKind.FAILS_OVER)
    return {
      ...untilRepair(`${outcome.why}; then, ${lost}`, { rpoIfGone: outcome.rpoIfGone, place: outcome.place, votes: outcome.votes }),
      atBest: outcome.atBest,
    };
  if (!Number.isFinite(back)) return { ...outcome, degraded: { time }, why: `${outcome.why}; then, ${lost}` };
  const then = again.max === 0 ? '' : `; it serves up to ${formatSeconds(again.max)} later, when all on the way to it have found each other`;
  const term = { name: NAMES, time, source: `detection, the default toleration, and the start of another pod, which is an estimate${then}` };
  return { ...outcome, rto: { min: outcome.rto.min, max: back }, terms: [...outcome.terms, term], why: `${outcome.why}; ${lost}` };
}
