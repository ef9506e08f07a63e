import { isLabelKey, isLabelValue } from './names';
import type { Said } from './rule';

/** A label or a taint that Kubernetes refuses. */
export function* labelRefused(what: string, key: string, value: string): Iterable<Said> {
  if (!isLabelKey(key) || !isLabelValue(value))
    yield {
      given: `the ${what} ${key}=${value}`,
      allowed: 'but Kubernetes accepts at most 63 letters, digits, "-", "_" and "."',
      fix: 'Correct the key or the value.',
    };
}
