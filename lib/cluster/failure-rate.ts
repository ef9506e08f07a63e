import type { Duration } from './units';

/** How often something fails, and how long it then takes until it works again. */
export interface FailureRate {
  /** Times in a year: 0.5 is once in two years, 0 never. @default - that of its kind, which the report names with its source */
  readonly perYear?: number;
  /** How long people take to repair it. What comes back by itself is not waited for any longer. @default - that of its kind */
  readonly repair?: Duration;
}

/**
 * Rates by what fails: a kind (`node`, `zone`, `site`, `fate`, `link`, `control-plane`, …) or one failure as the report names
 * it (`node:mirror`, `link:home+netcup`), which counts more.
 */
export interface FailureRates {
  readonly [failure: string]: FailureRate;
}
