import { OtherWorkload, type WorkloadClass } from '../ask/workload';
import { formatInterval, type Interval } from '../model/interval';
import { type Outcome, OutcomeKind } from '../model/outcome';

/** From a time to a time, both in seconds. */
export interface ReportSeconds {
  readonly min: number;
  readonly max: number;
}

/** What a failure does to an app. */
export interface ReportOutcome {
  readonly kind: OutcomeKind;
  readonly why: string;
  /** From the failure until it serves again. Left out where no time can be promised. */
  readonly seconds?: ReportSeconds;
  /** What that time is made of. Left out where no time can be promised. */
  readonly terms?: readonly { readonly name: string; readonly seconds: ReportSeconds }[];
  /** The only server of the control plane: on it, the outcome is this one. Left out where there is none. */
  readonly unless?: { readonly node: string; readonly kind: OutcomeKind };
}

/** Without a cluster nothing can be promised. */
const UNKNOWN: ReportOutcome = { kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: 'no cluster is given, so no time can be told' };

/** An outcome as JSON has it: a time that never ends is none. */
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

/** What a crash of its node does, in the few words of a table. */
export function crashInWords(workload: WorkloadClass, { kind, seconds, unless }: ReportOutcome): string {
  const isDown = kind === OutcomeKind.DOWN_UNTIL_REPAIR || kind === OutcomeKind.DOWN_UNTIL_ACTION;
  switch (workload) {
    case OtherWorkload.NODE_AGENT:
      return 'gone with its node, and back with it';
    case OtherWorkload.SCHEDULED_JOB:
      return isDown ? 'no run until repair' : 'the run is lost or begins anew; later ones go on';
    default:
      if (kind === OutcomeKind.DEGRADED || kind === OutcomeKind.UNAFFECTED) return 'goes on';
      if (seconds === undefined) return kind;
      return `back after ${formatInterval(seconds)}${unless === undefined ? '' : `; on ${unless.node}, the only server, ${unless.kind}`}`;
  }
}
