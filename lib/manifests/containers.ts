import { listed } from '../cluster/names';
import { partAt } from '../cluster/parts';
import type { Said } from '../cluster/rule';
import { mapsAt, type PodTemplate, textAt } from './objects';
import { requestOfAll } from './props';

/** Containers that the scheduler counts as nothing. */
export function* unrequested({ spec }: PodTemplate): Iterable<Said> {
  if (['cpu', 'memory'].some((what) => requestOfAll(spec, what) !== undefined)) return;
  const says = (one: unknown, what: string) => (partAt(one, 'resources', 'requests', what) ?? partAt(one, 'resources', 'limits', what)) !== undefined;
  const bare = mapsAt(spec, 'containers').filter((one) => !says(one, 'cpu') && !says(one, 'memory'));
  if (bare.length === 0) return;
  yield {
    given: `no requests of ${named(bare)}`,
    allowed: `but the scheduler places pods by their requests, and counts ${bare.length === 1 ? 'this one' : 'these'} as nothing`,
    fix: 'Set resources.requests of cpu and memory.',
  };
}

/** Containers that may use all memory of their node. */
export function* unlimited({ spec }: PodTemplate): Iterable<Said> {
  if (partAt(spec, 'resources', 'limits', 'memory') !== undefined) return;
  const bare = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')].filter((one) => partAt(one, 'resources', 'limits', 'memory') === undefined);
  if (bare.length === 0) return;
  yield {
    given: `no memory limit for ${named(bare)}`,
    allowed: `but without one ${bare.length === 1 ? 'it' : 'each'} can use up the memory of the whole node`,
    fix: 'Set resources.limits.memory.',
  };
}

function named(containers: readonly unknown[]): string {
  return listed(containers.map((one) => textAt(one, 'name') ?? 'a container without a name'));
}
