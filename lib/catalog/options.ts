import type { Objective } from '../availability/ask/app';
import { type Env, EnvValue } from '../availability/ask/container/env';
import type { ResourcesProps } from '../availability/ask/container/resources';
import { refuseMisshapen } from '../cluster/refuse';
import type { Shape } from '../cluster/shape';

/**
 * Options of every app with a web page.
 * For anything else, spread the result: `{ ...sonarr({ … }), security: { user: 568 } }`.
 */
export interface WebAppOptions {
  /** Its host name: `sonarr.home.example`. */
  readonly host: string;
  /** @default - its own, named after the app; in your own chart, that chart's */
  readonly namespace?: string;
  /** @default - none: the report says what to expect */
  readonly objective?: Objective;
  /** A name of the tz database: `Europe/Berlin`. @default - the image's, usually UTC */
  readonly timeZone?: string;
  /** @default - enough for a small household; the app's function names the source */
  readonly resources?: ResourcesProps;
}

/** Options of a helper without a web page. */
export interface HelperOptions extends Omit<WebAppOptions, 'host' | 'timeZone'> {}

/** The variable that all of these images read the time zone from. */
export function timeZoneEnv(timeZone?: string): Env {
  return timeZone === undefined ? {} : { TZ: EnvValue.of(timeZone) };
}

/**
 * Checks the options of an app against their type.
 *
 * @throws with every mistake: no construct exists yet to report it
 */
export function checkOptions(app: string, shape: Shape, options: unknown): void {
  refuseMisshapen(app, shape, options);
}
