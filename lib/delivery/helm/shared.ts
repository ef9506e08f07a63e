import type { Unit } from '../output';

/** Objects that several charts need, and only one release can own: what says in the values whether it makes them. */
export const SHARED: { readonly [kind: string]: readonly [value: string, comment: string] } = {
  Namespace: ['namespaces', 'Whether this release makes its namespaces. They stay when it is uninstalled.'],
  PriorityClass: ['priorityClasses', 'Whether this release makes the PriorityClasses that its pods name. They stay when it is uninstalled.'],
};

export function isShared(unit: Unit): boolean {
  return unit.identities().every(({ kind }) => SHARED[kind] !== undefined);
}
