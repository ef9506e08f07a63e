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

/** When a job runs, and what happens to a run that is late, long or failed. */
export interface ScheduleProps {
  /** Minute, hour, day of the month, month, day of the week: `30 3 * * *`. Also shortcuts like `@daily`, and `@every 6h`. */
  readonly schedule: string;
  /** An IANA time zone: `Europe/Berlin`. @default - Etc/UTC, whatever the clock of the control plane says */
  readonly timeZone?: string;
  /** The longest time that a run may take, including retries and waiting for a node. @default - the shortest time between two runs */
  readonly deadline?: Duration;
  /** @default Concurrency.FORBID */
  readonly concurrency?: Concurrency;
  /** How late a run may start; after that it is skipped. @default - no limit */
  readonly startingDeadline?: Duration;
  /** How often a failed run is retried. Runs that a drain or a dead node ended do not count. @default 1 */
  readonly retries?: number;
  /** @default - the defaults of Kubernetes */
  readonly history?: HistoryProps;
  /** While true, no run starts. @default false */
  readonly suspend?: boolean;
}
