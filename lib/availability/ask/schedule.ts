import type { Duration } from '../../cluster/units';

/** What happens when a run is due and the previous one is still going. */
export enum Concurrency {
  /** The new run is skipped. */
  FORBID = 'Forbid',
  /** The previous run is stopped. */
  REPLACE = 'Replace',
  /** Both runs continue. */
  ALLOW = 'Allow',
}

/** How many finished runs are kept, with their logs. */
export interface HistoryProps {
  /** @default - 3, the default of Kubernetes */
  readonly succeeded?: number;
  /** @default - 1, the default of Kubernetes */
  readonly failed?: number;
}

/** What happens to a run that is long, failed or over. */
export interface RunProps {
  /** The longest time that a run may take, including retries and waiting for a node. @default - the shortest time between two runs; of a one-off job 1 h */
  readonly deadline?: Duration;
  /** How often a failed run is retried. Runs that a drain or a dead node ended do not count. @default - 1; none if it writes to a claim */
  readonly retries?: number;
  /** How long a finished run is kept, with its logs. @default - as `history` says; of a one-off job for ever */
  readonly timeToLive?: Duration;
  /** While true, no run starts. @default false */
  readonly suspend?: boolean;
}

/** When a job runs, and what happens to a run that is late, long or failed. */
export interface ScheduleProps extends RunProps {
  /** Minute, hour, day of the month, month, day of the week: `30 3 * * *`. Also shortcuts like `@daily`, and `@every 6h`. */
  readonly schedule: string;
  /** An IANA time zone: `Europe/Berlin`. @default - Etc/UTC, whatever the clock of the control plane says */
  readonly timeZone?: string;
  /** @default Concurrency.FORBID */
  readonly concurrency?: Concurrency;
  /** How late a run may start; after that it is skipped. @default - no limit */
  readonly startingDeadline?: Duration;
  /** @default - the defaults of Kubernetes */
  readonly history?: HistoryProps;
}
