import type { EnvFrom } from '../../ask/container/env';
import type { ResolvedApp } from '../../ask/resolved';

/** The sets of variables that the app brings itself, each name once. */
export function ownSets({ containers }: ResolvedApp): readonly EnvFrom[] {
  const sets = new Map<string, EnvFrom>();
  for (const { envFrom } of containers) for (const set of envFrom) if (set.values !== undefined && !sets.has(set.source)) sets.set(set.source, set);
  return [...sets.values()];
}
