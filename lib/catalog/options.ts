import type { Objective } from '../availability/ask/app';
import { type Env, EnvValue } from '../availability/ask/container/env';
import type { ResourcesProps } from '../availability/ask/container/resources';
import { formatFinding } from '../cluster/finding';
import { checkShape, type Shape } from '../cluster/shape';

/**
 * What every app with a face on the web can be told.
 * For all else, spread what the function returns: `{ ...sonarr({ … }), security: { user: 568 } }`.
 */
export interface WebAppOptions {
  /** The name under which browsers find it: `sonarr.home.example`. */
  readonly host: string;
  /** @default - one of its own, named like the app; in a chart of your own, that chart's */
  readonly namespace?: string;
  /** @default - none: the report says what comes out */
  readonly objective?: Objective;
  /** A name of the tz database: `Europe/Berlin`. @default - not set: the image's, as a rule UTC */
  readonly timeZone?: string;
  /** @default - what a small household needs; the number's origin stands at the app's function */
  readonly resources?: ResourcesProps;
}

/** What a helper without a face on the web can be told. */
export interface HelperOptions extends Omit<WebAppOptions, 'host' | 'timeZone'> {}

/** The variable that all of these images read the time zone from. */
export function timeZoneEnv(timeZone?: string): Env {
  return timeZone === undefined ? {} : { TZ: EnvValue.of(timeZone) };
}

/**
 * Looks whether the options of an app are what their type says.
 *
 * @throws with all that they are not: no construct is there yet that could report it
 */
export function checkOptions(app: string, shape: Shape, options: unknown): void {
  const findings = checkShape(shape, options, app);
  if (findings.length > 0) throw new Error(findings.map(formatFinding).join('\n\n'));
}
