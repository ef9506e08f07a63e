import type { Duration } from '../../cluster/units';

/** What happens when a run is due and the one before is not over. */
export enum Concurrency {
  /** It is left out. */
  FORBID = 'Forbid',
  /** The one before is stopped. */
  REPLACE = 'Replace',
  /** Both run. */
  ALLOW = 'Allow',
}

/** How many finished runs are kept, with their logs. */
export interface HistoryProps {
  /** @default - 3, Kubernetes' own */
  readonly succeeded?: number;
  /** @default - 1, Kubernetes' own */
  readonly failed?: number;
}

/** When a job runs, and what becomes of a run that is late, long or failed. */
export interface ScheduleProps {
  /** Minute, hour, day of the month, month, day of the week: `30 3 * * *`. Also `@daily` and its like, and `@every 6h`. */
  readonly schedule: string;
  /** A name of the IANA time zones: `Europe/Berlin`. @default - Etc/UTC, whatever the clock of the control plane says */
  readonly timeZone?: string;
  /** The most that a run may take, retries and waiting for a node included. @default - the shortest time between two runs */
  readonly deadline?: Duration;
  /** @default Concurrency.FORBID */
  readonly concurrency?: Concurrency;
  /** How late a run may start; later it is left out. @default - as late as need be */
  readonly startingDeadline?: Duration;
  /** How often a run that failed is tried again. One that a drain or a dead node ended does not count. @default 1 */
  readonly retries?: number;
  /** @default - Kubernetes' own */
  readonly history?: HistoryProps;
  /** No run starts while it is true. @default false */
  readonly suspend?: boolean;
}
