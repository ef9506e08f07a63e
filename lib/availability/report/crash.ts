import { OtherWorkload, type WorkloadClass } from '../ask/workload';
import { formatInterval, type Interval } from '../model/interval';
import { isDown, type Outcome, OutcomeKind, type OutcomeUnless, unlessInWords } from '../model/outcome';

/** A range of time, in seconds. */
export interface ReportSeconds {
  readonly min: number;
  readonly max: number;
}

/** What a failure does to an app. */
export interface ReportOutcome {
  readonly kind: OutcomeKind;
  readonly why: string;
  /** From the failure until it serves again. Left out if no time can be promised. */
  readonly seconds?: ReportSeconds;
  /** The parts of that time. Left out if no time can be promised. */
  readonly terms?: readonly { readonly name: string; readonly seconds: ReportSeconds }[];
  /** Nodes whose crash has another outcome. Left out if there are none. */
  readonly unless?: readonly OutcomeUnless[];
  /** The share of requests that fails from then on until the repair: addresses of the dead node answer nobody. Left out if none does. */
  readonly lastingShare?: number;
}

/** Without a cluster nothing can be promised. */
const UNKNOWN: ReportOutcome = { kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: 'without a cluster no time can be computed' };

/** An outcome for JSON. An infinite time is left out. */
export function reportOutcome(outcome: Outcome | undefined): ReportOutcome {
  if (outcome === undefined) return UNKNOWN;
  const { kind, why, time, terms = [], unless } = outcome;
  return {
    kind,
    why,
    ...(time === undefined || !ends(time)
      ? {}
      : { seconds: { min: time.min, max: time.max }, terms: terms.map((term) => ({ name: term.name, seconds: term.time })) }),
    ...(unless === undefined ? {} : { unless }),
  };
}

function ends({ max }: Interval): boolean {
  return Number.isFinite(max);
}

/** `33 % of requests fail`. A part is never told as nothing or as all. */
export function shareInWords(share: number): string {
  const percent = share < 0.01 ? 'less than 1 %' : share < 1 ? `${Math.min(99, Math.round(share * 100))} %` : '100 %';
  return `${percent} of requests fail`;
}

/** What a crash of its node does, in a few words for a table. */
export function crashInWords(workload: WorkloadClass, { kind, seconds, unless, lastingShare }: ReportOutcome): string {
  const others = `${lastingShare === undefined ? '' : `, then ${shareInWords(lastingShare)} until repaired`}${unlessInWords(unless)}`;
  const down = isDown(kind);
  switch (workload) {
    case OtherWorkload.NODE_AGENT:
      return 'down and back with its node';
    case OtherWorkload.ONE_OFF_JOB:
      return down
        ? 'the run does not start again by itself'
        : `the run starts again${seconds === undefined ? '' : ` after ${formatInterval(seconds)}`}${others}`;
    case OtherWorkload.SCHEDULED_JOB:
      // The run itself may start again.
      if (kind === OutcomeKind.DOWN_UNTIL_ACTION) return 'no later run until repair';
      return down ? 'no run until repair' : `the run is lost or starts again; later runs continue${others}`;
    default:
      if (kind === OutcomeKind.DEGRADED || kind === OutcomeKind.UNAFFECTED) return `keeps running${others}`;
      if (seconds === undefined) return `${kind}${others}`;
      return `back after ${formatInterval(seconds)}${others}`;
  }
}
