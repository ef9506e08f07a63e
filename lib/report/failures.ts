import { ATTACH, DETECTION, EVICTION, READINESS, START, TOLERATION, VOLUME } from '../availability/failure/recovery';
import type { Interval } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import type { ReportSeconds } from '../availability/report/crash';
import type { Analysis, Explanation } from '../failures/analyse';
import type { StateLoss } from '../failures/cluster-state';
import { FailureKind } from '../failures/failure';
import { type FailureOutcome, harm, isPartly, Place, type Term, Through } from '../failures/outcome';
import { ELSEWHERE } from '../failures/say';
import { REPAIR, STOP } from '../failures/sources';
import { ADDRESS } from '../failures/without-api';
import { type Rate, type RateWish, ratesOf } from '../failures/year';
import type { ReportTouched } from './map';
import { type ReportStep, reportSteps } from './steps';

/** One part of a time, and who says how long it takes. */
export interface ReportTerm {
  readonly name: string;
  /** Left out if it does not end by itself. */
  readonly seconds?: ReportSeconds;
  readonly source: string;
  /** Computed, and seen in no drill. Left out if one has shown it. */
  readonly modelled?: true;
}

/** What a failure does to some apps, in the worst place that their pods may be in. */
export interface ReportEffect {
  readonly kind: OutcomeKind;
  /** In the best place. Left out if it is the same. */
  readonly atBest?: OutcomeKind;
  readonly why: string;
  /** From the failure until they serve again. Left out if they never stop, or if nothing brings them back by itself. */
  readonly downSeconds?: ReportSeconds;
  /** Acknowledged writes that are lost, in seconds before the failure. Left out if none are. */
  readonly lostSeconds?: ReportSeconds;
  /** The same if what failed never comes back. Left out if none are; without `max` all may be lost. */
  readonly lostIfGoneSeconds?: { readonly min: number; readonly max?: number };
  /** The share of requests that fails, and for how long, after `downSeconds` if it fails over. Left out if all or none are served; `share` is left out if it is not known, `seconds` if it does not end by itself, `first` unless a larger share fails before. */
  readonly degraded?: {
    readonly share?: number;
    readonly seconds?: ReportSeconds;
    readonly first?: { readonly share: number; readonly seconds: ReportSeconds };
  };
  /** The parts of the time. */
  readonly terms: readonly ReportTerm[];
  /** The part that takes longest. Left out without parts. */
  readonly longest?: string;
  /** Left out if it is the app itself. */
  readonly through?: Through;
  /** The way in, or the app that it needs. */
  readonly of?: string;
  /** Left out if no pod needs another place. */
  readonly place?: Place;
  /** The cheapest change after which it is better. Left out if none is known or needed. */
  readonly fix?: string;
  /** As `namespace/name`, in the order of the report. */
  readonly apps: readonly string[];
}

/** How often something fails, and how long its repair takes. */
export interface ReportRate {
  readonly perYear: number;
  readonly repairMinutes: number;
  readonly source: string;
}

/** One thing that may happen, and what it does. */
export interface ReportFailure extends ReportTouched {
  /** Unique and stable: `node:load`, `link:home+netcup`. */
  readonly id: string;
  readonly kind: FailureKind;
  /** As part of a sentence: `load`, `home–netcup`. */
  readonly name: string;
  /** The nodes that stop, or that are drained. */
  readonly nodes: readonly string[];
  /** Nodes that still see each other, if the network is cut. */
  readonly parts?: readonly (readonly string[])[];
  /** The failure that takes the same nodes, if one before does. */
  readonly sameAs?: string;
  /** Left out if it is not counted in a year. */
  readonly rate?: ReportRate;
  /** What becomes of the state of the cluster if what stopped never comes back. Left out if a server that holds it goes on. */
  readonly stateLoss?: StateLoss;
  /** Each once, the worst first. Apps that are in none have no pod there, and need nothing that is. */
  readonly effects: readonly ReportEffect[];
  /** What a person has to do, in order. */
  readonly steps: readonly ReportStep[];
  /** Where lost pods start again, played from one likely start. Pods of apps that stay down are not among them. */
  readonly moves: readonly { readonly app: string; readonly node: string }[];
  /** Apps that run elsewhere, and lose a pod to one of higher priority. */
  readonly sacrificed: readonly { readonly app: string; readonly why: string }[];
}

/** What each failure does, as data for the report. @param rates own ones in place of the defaults */
export function failuresOf(analysis: Analysis, touched: readonly ReportTouched[], rates: RateWish = {}): readonly ReportFailure[] {
  const counted = ratesOf(analysis.failures, rates);
  return analysis.failures.map(({ id, kind, name, dead, parts, sameAs }, number) => {
    const told = toldOf(analysis, number);
    return {
      id,
      kind,
      name,
      nodes: kind === FailureKind.DRAIN ? [name] : dead,
      ...(parts === undefined ? {} : { parts }),
      ...(sameAs === undefined ? {} : { sameAs }),
      ...touched[number],
      ...rateOf(counted[number]),
      ...named('stateLoss', analysis.stateLosses[number]),
      effects: effectsOf(told),
      steps: reportSteps(told, analysis.ofCluster[number] ?? [], kind === FailureKind.DRAIN ? name : undefined),
      moves: movesOf(analysis, number),
      sacrificed: [...(analysis.room[number]?.sacrificed ?? [])].map(([app, { why }]) => ({ app, why })),
    };
  });
}

function rateOf(rate: Rate | undefined): { readonly rate?: ReportRate } {
  return rate === undefined ? {} : { rate };
}

/** What drills show, see docs/drills.md. A time that a storage system, a fencing device or a load balancer states is none of it. */
const SEEN: readonly string[] = [DETECTION, EVICTION, TOLERATION, VOLUME, ATTACH, STOP, START, READINESS, REPAIR, ADDRESS];

type Effect = Omit<ReportEffect, 'apps'>;

/** One outcome that is told, with all that is known of it. */
interface Told {
  readonly app: string;
  readonly outcome: FailureOutcome;
  readonly explanation: Explanation | undefined;
}

/** Apps elsewhere are not told: in a large cluster those are most. */
function toldOf({ apps, outcomes, explain }: Analysis, failure: number): readonly Told[] {
  const told: Told[] = [];
  for (const [app, outcome] of (outcomes[failure] ?? []).entries())
    if (outcome.kind !== ELSEWHERE.kind || outcome.why !== ELSEWHERE.why) told.push({ app: apps[app] ?? '', outcome, explanation: explain(failure, app) });
  return told;
}

/** Apps to which a failure does the same. */
interface EffectGroup {
  readonly outcome: FailureOutcome;
  readonly effect: Effect;
  readonly apps: string[];
}

function effectsOf(told: readonly Told[]): readonly ReportEffect[] {
  const groups = new Map<string, EffectGroup>();
  // The longest part follows from the outcome.
  const known = new Map<FailureOutcome, Map<string | undefined, EffectGroup>>();
  for (const { app, outcome, explanation } of told) {
    const byFix = known.get(outcome) ?? new Map<string | undefined, EffectGroup>();
    known.set(outcome, byFix);
    const group = byFix.get(explanation?.fix) ?? groupOf(outcome, explanation, groups);
    byFix.set(explanation?.fix, group);
    group.apps.push(app);
  }
  return [...groups.values()]
    .sort((one, other) => harm(other.effect.kind) - harm(one.effect.kind) || byTime(other.outcome.rto.max, one.outcome.rto.max))
    .map(({ effect, apps: those }) => ({ ...effect, apps: those }));
}

/** The group of an effect, which other outcomes may have too. */
function groupOf(outcome: FailureOutcome, explanation: Explanation | undefined, groups: Map<string, EffectGroup>): EffectGroup {
  const effect = effectOf(outcome, explanation?.fix, explanation?.dominating);
  const key = JSON.stringify(effect);
  const group = groups.get(key) ?? { outcome, effect, apps: [] };
  groups.set(key, group);
  return group;
}

/** Infinite times are equal: their difference is no number. */
function byTime(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

function effectOf(outcome: FailureOutcome, fix: string | undefined, longest: Term | undefined): Effect {
  const { kind, atBest, why, rto, rpo, rpoIfGone, degraded, terms, through, of, place } = outcome;
  return {
    kind,
    ...(atBest === kind ? {} : { atBest }),
    why,
    ...(rto.max > 0 ? named('downSeconds', secondsOf(rto)) : {}),
    ...(rpo.max > 0 ? named('lostSeconds', secondsOf(rpo)) : {}),
    ...(rpoIfGone.max > 0 ? { lostIfGoneSeconds: { min: Number.isFinite(rpoIfGone.min) ? rpoIfGone.min : 0, ...named('max', finite(rpoIfGone.max)) } } : {}),
    ...(degraded === undefined || !isPartly(outcome)
      ? {}
      : {
          degraded: {
            ...named('share', degraded.share),
            ...named('seconds', secondsOf(degraded.time)),
            ...(degraded.first === undefined ? {} : { first: { share: degraded.first.share, seconds: degraded.first.time } }),
          },
        }),
    terms: terms.map(({ name, time, source }) => ({
      name,
      ...named('seconds', secondsOf(time)),
      source,
      ...(SEEN.includes(name) ? {} : { modelled: true as const }),
    })),
    ...named('longest', longest?.name),
    ...(through === Through.ITSELF ? {} : { through }),
    ...named('of', of),
    ...(place === Place.NOT_NEEDED ? {} : { place }),
    ...named('fix', fix),
  };
}

/** Undefined if it does not end. */
function secondsOf({ min, max }: Interval): ReportSeconds | undefined {
  return Number.isFinite(max) ? { min, max } : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function named<K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: V });
}

/** A place alone brings nothing back: an app that is down itself until a person repairs or decides something does not start there. */
function movesOf({ apps, outcomes, room }: Analysis, failure: number): ReportFailure['moves'] {
  const stays = new Set((outcomes[failure] ?? []).flatMap((outcome, app) => (STAYS_DOWN.includes((outcome.itself ?? outcome).kind) ? [apps[app] ?? ''] : [])));
  return (room[failure]?.placed ?? []).filter(({ app }) => !stays.has(app));
}

const STAYS_DOWN: readonly OutcomeKind[] = [OutcomeKind.DOWN_UNTIL_REPAIR, OutcomeKind.DOWN_UNTIL_ACTION];
