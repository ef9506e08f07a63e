import { decideScheduledJob } from '../availability/classes/scheduled-job';
import { interval, NOTHING } from '../availability/model/interval';
import { type Outcome, OutcomeKind } from '../availability/model/outcome';
import type { ClusterFacts } from '../cluster/cluster';
import { type FailureOutcome, Place, Through } from './outcome';
import { ELSEWHERE, NOTHING_FAILS, untilRepair } from './say';
import { EVERYWHERE, type Scene } from './scene';
import { sourced } from './sources';
import { countsOf, type Subject } from './subject';

/** An agent goes and comes with its node; where it lives on, so does the agent. */
export function agent(subject: Subject, scene: Scene): FailureOutcome {
  if (countsOf(subject, scene).dead > 0) return untilRepair('it goes down and comes back with its node; the other nodes keep theirs');
  return scene.dead.length === 0 ? NOTHING_FAILS : ELSEWHERE;
}

/** What the crash of its node does to a run does not depend on other nodes, as long as some are left. */
const KNOWN = new WeakMap<Subject, Outcome | undefined>();

function crashOf(subject: Subject, facts: ClusterFacts): Outcome | undefined {
  if (!KNOWN.has(subject)) KNOWN.set(subject, decideScheduledJob(subject.plan.ask, facts).outcome);
  return KNOWN.get(subject);
}

/** What a failure does to the runs of a job. */
export function job(subject: Subject, scene: Scene, view: number): FailureOutcome {
  const { in: parts } = countsOf(subject, scene);
  const here = parts[view] ?? 0;
  const crash = crashOf(subject, scene.terrain.facts);
  if (here === subject.nodes.length || crash === undefined) return scene.dead.length === 0 ? NOTHING_FAILS : ELSEWHERE;
  const atBest = here > 0 ? OutcomeKind.UNAFFECTED : OutcomeKind.DOWN_UNTIL_REPAIR;
  if (here === 0) return untilRepair(subject.nodes.length === 1 ? crash.why : 'none of its nodes is left: no run until one is back');
  if (scene.brain !== view && scene.brain !== EVERYWHERE)
    return { ...untilRepair('the control plane is down: no run until it is back', { votes: scene.terrain.brain?.name }), atBest };
  // What is not promised has no end.
  const { kind, why, time = interval(0, Number.POSITIVE_INFINITY), terms = [] } = crash;
  return {
    kind,
    atBest,
    why,
    rto: kind === OutcomeKind.DEGRADED ? NOTHING : time,
    rpo: NOTHING,
    rpoIfGone: NOTHING,
    terms: sourced(terms, ''),
    through: Through.ITSELF,
    place: Place.NOT_NEEDED,
  };
}
