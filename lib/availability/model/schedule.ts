import type { Concurrency, HistoryProps } from '../ask/schedule';

/** When a pod of a job counts as finished, so that the next one may start. */
export enum PodOver {
  /** When its kubelet reports it, or something that knows the node is off. */
  FAILED = 'Failed',
  /** When it is being deleted: force-deleting it removes it at once. */
  TERMINATING_OR_FAILED = 'TerminatingOrFailed',
}

/** When a job runs. */
export interface PlannedSchedule {
  /** Undefined: it runs once. */
  readonly schedule: string | undefined;
  readonly timeZone: string;
  readonly concurrency: Concurrency;
  /** Seconds; undefined: a run has no deadline. */
  readonly deadline: number | undefined;
  /** Seconds; undefined: a run may start at any time after it was due. */
  readonly startingDeadline: number | undefined;
  readonly retries: number;
  /** Whether pods that a drain or a dead node ended do not count as retries. */
  readonly ignoresDisruptions: boolean;
  /** When a pod counts as finished. Undefined: the cluster is too old for this setting. */
  readonly over: PodOver | undefined;
  readonly history: HistoryProps;
  /** Seconds that a finished run is kept; undefined: no limit. */
  readonly timeToLive: number | undefined;
  readonly suspend: boolean;
}
