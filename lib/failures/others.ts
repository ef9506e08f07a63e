import { crashOfRun } from '../availability/classes/job-crash';
import { interval, NOTHING } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { dataLeft, noCopy } from './copies';
import { type FailureOutcome, worse } from './outcome';
import { ofStorage, releaseFrom } from './release';
import { outcome, spared, unaffected, untilAction, untilRepair } from './say';
import { evictedFrom, GONE, isSeen, type Scene } from './scene';
import { sourced } from './sources';
import { among, countsOf, once, type Subject } from './subject';

/** An agent goes and comes with its node; where it lives on, so does the agent. */
export function agent(subject: Subject, scene: Scene): FailureOutcome {
  if (countsOf(subject, scene).dead > 0) return untilRepair('it goes down and comes back with its node; the other nodes keep theirs');
  return among(subject, scene.cut).length > 0 ? unaffected('its pods run on, also out of reach') : spared(scene);
}

/** What a failure does to the runs of a job: to one that is there, and to the next one. */
export function job(subject: Subject, scene: Scene, view: number): FailureOutcome {
  const { in: parts } = countsOf(subject, scene);
  const here = parts[view] ?? 0;
  if (here === 0) return untilRepair(subject.nodes.length === 1 ? crashed(subject, scene, view).why : 'none of its nodes is left: no run until one is back');
  const away = here < subject.nodes.length;
  const stuck = [view, ...(away ? [GONE] : [])].flatMap((start) => withoutData(subject, scene, start, view) ?? []);
  const [first, ...others] = stuck;
  if (first !== undefined) {
    const atBest = away && stuck.length === 1 ? OutcomeKind.UNAFFECTED : first.kind;
    return { ...others.reduce(worse, first), atBest };
  }
  if (!isSeen(scene, view)) return away ? { ...noRun(scene), atBest: OutcomeKind.UNAFFECTED } : noRun(scene);
  if (!away) return spared(scene);
  return crashed(subject, scene, view);
}

/** Runs are created by the control plane. */
export function noRun({ terrain }: Scene): FailureOutcome {
  return untilRepair('the control plane is down: no run until it is back', { votes: terrain.controlVotes?.name });
}

/** Its data as a run leaves it behind in one part, or on a dead node: a run may start only where it can be written. */
function withoutData(subject: Subject, scene: Scene, start: number, view: number): FailureOutcome | undefined {
  const { writable, alive, votes } = dataLeft(subject, scene, start, view);
  if (writable === 'always') return undefined;
  return alive
    ? untilAction('too few votes on its data are left: no run writes it until a person decides that', [], { votes })
    : untilRepair(`${noCopy(writable)}: no run until its nodes are back`);
}

/** What becomes of a run whose node died, or is out of reach from here, as long as other nodes are left. */
function crashed(subject: Subject, scene: Scene, view: number): FailureOutcome {
  const dead = among(subject, scene.dead);
  const cut = subject.nodes.filter((node) => scene.partOf[node] !== view && scene.partOf[node] !== GONE);
  return [...(dead.length > 0 ? [lost(subject, scene, dead, false)] : []), ...(cut.length > 0 ? [lost(subject, scene, cut, true)] : [])].reduce(worse);
}

/** The same of a run on one of these nodes. */
function lost(subject: Subject, scene: Scene, from: readonly number[], isCut: boolean): FailureOutcome {
  const ways = releaseFrom(subject, scene, from, isCut);
  const evicted = evictedFrom(scene, from);
  const key = ['run', ways.release, ways.fencedWithin, evicted.min, evicted.max, scene.leaderLost].join();
  return once(subject, key, () => {
    const crash = crashOfRun(subject.plan, scene.terrain.facts, { ...ways, evicted, leaderMayBeLost: scene.leaderLost });
    if (crash === undefined) return spared(scene);
    // What is not promised has no end.
    const { kind, why, time = interval(0, Number.POSITIVE_INFINITY), terms = [] } = crash;
    const rto = kind === OutcomeKind.DEGRADED ? NOTHING : time;
    return { ...outcome(kind, why, rto, sourced(terms, ofStorage(ways)), {}), atBest: OutcomeKind.UNAFFECTED };
  });
}
