import { type FactsRule, onFacts } from '../facts-rule';
import { Severity } from '../finding';

/** More often than once an hour is no failure, but a state. */
const MOST_PER_YEAR = 8760;

const RATE_INVALID = onFacts({
  code: 'RATE-INVALID',
  severity: Severity.ERROR,
  means: 'a failure that comes less than never, or more than hourly, or whose repair takes no time or for ever',
  fix: 'use times in a year, and a time for the repair',
  *check({ failureRates }) {
    for (const [failure, { perYear = 0, repair }] of Object.entries(failureRates)) {
      if (!(perYear >= 0 && perYear <= MOST_PER_YEAR))
        yield {
          path: `failureRates/${failure}`,
          given: `perYear ${perYear}`,
          allowed: `but it is between 0 and ${MOST_PER_YEAR} times in a year`,
          fix: 'Use 0.5 for once in two years.',
        };
      if (repair !== undefined && !(repair.seconds > 0 && Number.isFinite(repair.seconds)))
        yield {
          path: `failureRates/${failure}`,
          given: `a repair of ${repair}`,
          allowed: 'but it takes time, and it ends',
          fix: 'Use the time that people need, such as Duration.hours(4).',
        };
    }
  },
});

export const FAILURE_RATE_RULES: readonly FactsRule[] = [RATE_INVALID];
