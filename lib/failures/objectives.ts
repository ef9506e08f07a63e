import { CoveredFailure } from '../availability/ask/app';
import type { ResolvedApp } from '../availability/ask/resolved';
import { formatInterval } from '../availability/model/interval';
import { isDown, OutcomeKind } from '../availability/model/outcome';
import type { Plan } from '../availability/model/plan';
import { shareInWords } from '../availability/report/crash';
import { closest } from '../cluster/closest';
import type { ClusterFacts } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import { found, type RuleRecord, type Said } from '../cluster/rule';
import { formatSeconds } from '../cluster/units';
import type { Analysis } from './analyse';
import { type Failure, FailureKind } from './failure';
import { type FailureOutcome, failing, isPartlyUntilRepair, Place } from './outcome';
import { type Unproven, type UnprovenIn, unprovenOf } from './unproven';

const MISSED: RuleRecord = {
  code: 'OBJECTIVE-NOT-COVERED',
  severity: Severity.ERROR,
  means: 'an objective that the loss of what it covers breaks, with everything that the app needs and is reached through',
  fix: 'change what the message names, or leave the failure out of `covers`',
};

const NOT_PROVEN: RuleRecord = {
  code: 'OBJECTIVE-NOT-PROVEN',
  severity: Severity.WARNING,
  means: 'an objective of an app that finds a place after a failure only if it is lucky, or that needs such an app',
  fix: 'request less, give the nodes that are left more room, or accept it',
};

const UNKNOWN: RuleRecord = {
  code: 'OBJECTIVE-FAILURE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'an objective that covers failures of which the facts have none',
  fix: 'declare what can fail, or leave it out of `covers`',
};

const RATE_UNKNOWN: RuleRecord = {
  code: 'RATE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a rate of something that cannot fail in this cluster',
  fix: 'use a kind of failures, or the name of one as the report has it',
};

const EMPTY: RuleRecord = {
  code: 'OBJECTIVE-COVERS-NOTHING',
  severity: Severity.ERROR,
  means: 'an objective that covers failures, and says neither `rto` nor `rpo`',
  fix: 'add one of them, or leave `covers` out',
};

export const FAILURE_RULES: readonly RuleRecord[] = [MISSED, NOT_PROVEN, UNKNOWN, EMPTY, RATE_UNKNOWN];

/** What to write in the facts so that there is such a failure. */
const DECLARE: { readonly [covered in CoveredFailure]: string } = {
  [CoveredFailure.ZONE]: 'Give the nodes their zone',
  [CoveredFailure.SITE]: 'Give the nodes their site',
  [CoveredFailure.LINK]: 'Declare the links between sites',
};

/** What the failures say against objectives and rates. @param analyse only called if somebody asks for it */
export function judgeFailures(facts: ClusterFacts, plans: readonly Plan[], analysis: () => Analysis): readonly Finding[] {
  const asked = [...plans.entries()].filter(([, { ask }]) => ask.covers.length > 0 || ask.rto !== undefined);
  const rates = Object.keys(facts.failureRates);
  if (asked.length + rates.length === 0) return [];
  const known = analysis();
  const unproven = unprovenOf(known);
  return [...asked.flatMap(([app, plan]) => judgeObjective(plan, app, known, unproven)), ...unknownRates(facts.name, rates, known.failures)];
}

function judgeObjective(plan: Plan, app: number, analysis: Analysis, unproven: UnprovenIn): readonly Finding[] {
  const { ask } = plan;
  if (ask.rto === undefined && ask.rpo === undefined)
    return [
      found(EMPTY, ask.path, {
        given: `objective.covers (${listed(ask.covers)}) without rto and rpo`,
        allowed: 'so there is nothing that a failure could break',
        fix: 'Add objective.rto or objective.rpo, or leave objective.covers out.',
      }),
    ];
  const covers = [...new Set(ask.covers)];
  const failuresOf = (covered: CoveredFailure) => [...analysis.failures.entries()].filter(([, failure]) => isCovered(failure, covered, analysis.failures));
  const unknown = covers.filter((covered) => failuresOf(covered).length === 0);
  const nodes = [...analysis.failures.entries()].filter(([, failure]) => failure.kind === FailureKind.NODE && promises(plan, failure));
  const covered = [...new Map([...nodes, ...covers.flatMap(failuresOf)])];
  const broken = covered.flatMap(([number, failure]) => {
    const whole = analysis.outcomes[number]?.[app];
    // Whoever is reached through one node says so by `covers`, or not at all.
    const outcome = failure.kind === FailureKind.NODE ? (whole?.itself ?? whole) : whole;
    const said = outcome === undefined ? undefined : brokenBy(ask, outcome, () => analysis.explain(number, app)?.fix);
    return said === undefined ? [] : [{ said, failure }];
  });
  const lucky = covered.flatMap(([number, failure]) => {
    const one = broken.some((other) => other.failure === failure) ? undefined : unproven(number, app, failure.kind !== FailureKind.NODE);
    return ask.rto === undefined || one === undefined ? [] : [{ said: luckyBy(ask.rto, one), failure }];
  });
  return [
    ...unknown.map((covered) =>
      found(UNKNOWN, ask.path, {
        given: `an objective that covers each ${covered}`,
        allowed: `but the facts have no ${covered} that could fail by itself`,
        fix: `${DECLARE[covered]}, or leave it out of objective.covers.`,
      }),
    ),
    ...onceEach(MISSED, ask.path, broken),
    ...onceEach(NOT_PROVEN, ask.path, lucky),
  ];
}

/** Whether the plan itself sees nothing against an objective when that node crashes. If it does, rules about plans say so. */
function promises({ ask, outcome }: Plan, { name }: Failure): boolean {
  const isKept = ask.rto === undefined || outcome?.time === undefined || outcome.time.max <= ask.rto;
  return outcome !== undefined && !isDown(outcome.kind) && isKept && (outcome.unless ?? []).every(({ node }) => node !== name);
}

interface AgainstFailure {
  readonly said: Said;
  readonly failure: Failure;
}

/** Once for all failures that do the same. */
function onceEach(rule: RuleRecord, path: string, all: readonly AgainstFailure[]): readonly Finding[] {
  const alike = grouped(all.map((one) => [`${one.said.given} ${one.said.allowed} ${one.said.fix}`, one] as const));
  return [...alike.values()].flatMap((same) => {
    const which = listed(same.map(({ failure: { kind, name } }) => `the ${kind} ${name}`));
    return same.slice(0, 1).map(({ said }) => found(rule, path, { ...said, given: `${said.given}, also without ${same.length > 1 ? 'any of ' : ''}${which}` }));
  });
}

/** A site that is one zone fails as a zone, too. */
function isCovered({ kind, name }: Failure, covered: CoveredFailure, all: readonly Failure[]): boolean {
  switch (covered) {
    case CoveredFailure.LINK:
      return kind === FailureKind.LINK;
    case CoveredFailure.SITE:
      return kind === FailureKind.SITE;
    case CoveredFailure.ZONE:
      return kind === FailureKind.ZONE || (kind === FailureKind.SITE && !all.some((one) => one.kind === FailureKind.ZONE && one.name.startsWith(`${name}/`)));
  }
}

function brokenBy({ rto, rpo, covers }: ResolvedApp, outcome: FailureOutcome, fixOf: () => string | undefined): Said | undefined {
  // Some of its requests are not served again before somebody repairs that.
  const isPart = isPartlyUntilRepair(outcome) && failing(outcome) > 0;
  const [slow, loses] = [rto !== undefined && (isPart || outcome.rto.max > rto), rpo !== undefined && outcome.rpo.max > rpo];
  if (!slow && !loses) return undefined;
  const given = [...(slow ? [`back within ${formatSeconds(rto ?? 0)}`] : []), ...(loses ? [`at most ${formatSeconds(rpo ?? 0)} of writes lost`] : [])];
  const ends =
    outcome.kind === OutcomeKind.DEGRADED
      ? OutcomeKind.DEGRADED
      : Number.isFinite(outcome.rto.max)
        ? `back after ${formatInterval(outcome.rto)}`
        : outcome.kind;
  const part = isPart ? `, and ${partInWords(outcome.degraded?.share)} until that is repaired` : '';
  const lost = outcome.rpo.max > 0 ? `, with up to ${formatSeconds(outcome.rpo.max)} of writes lost` : '';
  return {
    given: listed(given),
    // Some reasons say what it is themselves.
    allowed: outcome.why.startsWith('perhaps ') ? `but then it is ${outcome.why}` : `but then it is ${ends}${part}${lost}: ${outcome.why}`,
    fix: `${fixOf() ?? (outcome.kind === OutcomeKind.FAILS_OVER ? 'Raise the objective.' : 'Make it survive that.')}${covers.length > 0 ? ' Or take that out of objective.covers.' : ''}`,
  };
}

function partInWords(share: number | undefined): string {
  return share === undefined ? 'a part of its requests fails' : shareInWords(share);
}

function luckyBy(rto: number, { needed, place }: Unproven): Said {
  const it = needed === undefined ? 'it' : `${needed}, which it needs,`;
  const given = `back within ${formatSeconds(rto)}`;
  if (place === Place.UNKNOWN)
    return {
      given,
      allowed: `but whether ${it} then finds a place is not known: room is not worked out for pods that leave a part of the network`,
      fix: 'Take that out of objective.covers, or accept it with a reason.',
    };
  return {
    given,
    allowed: `but that ${it} then finds a place is only likely: from one start of all pods the nodes that are left have room, and from another they may not`,
    fix: 'It is proven once the others cannot fill all of these nodes: request less, make them bigger, let more nodes run it, or give it a higher priority than theirs. Or accept it with a reason.',
  };
}

function unknownRates(cluster: string, rates: readonly string[], failures: readonly Failure[]): readonly Finding[] {
  const kinds: readonly string[] = Object.values(FailureKind);
  const ids = failures.map(({ id }) => id);
  return rates
    .filter((rate) => !kinds.includes(rate) && !ids.includes(rate))
    .map((rate) => {
      const near = closest(rate, [...kinds, ...ids]);
      return found(RATE_UNKNOWN, `${cluster}/failureRates/${rate}`, {
        given: `a rate of ${rate}`,
        allowed: `but that is no kind of failures (${listed(kinds)}), and no failure of this cluster`,
        fix: near === undefined ? 'Use a kind, or the id of a failure in report.json.' : `Use ${near}.`,
      });
    });
}
