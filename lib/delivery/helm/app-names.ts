import type { Plan } from '../../availability/model/plan';
import { duplicates } from '../../cluster/names';

/** A name for each app, by its path: its own, unless two share it or something else has it. */
export function appNames(plans: readonly Plan[], reserved: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set([...reserved, ...duplicates(plans.map(({ ask }) => ask.name))]);
  const named = plans.map(({ ask }) => [ask.path, taken.has(ask.name) ? `${ask.namespace ?? 'default'}-${ask.name}` : ask.name] as const);
  const twins = new Set([...reserved, ...duplicates(named.map(([, name]) => name))]);
  return new Map(named.map(([path, name]) => [path, twins.has(name) ? path.replaceAll('/', '-') : name]));
}
