import type { Plan } from '../model/plan';

/** Every app that claims something another one already has. */
export function* clashes(claims: Iterable<readonly [string, Plan]>): Iterable<{ readonly key: string; readonly first: Plan; readonly second: Plan }> {
  const owners = new Map<string, Plan>();
  for (const [key, second] of claims) {
    const first = owners.get(key);
    if (first === undefined) owners.set(key, second);
    else yield { key, first, second };
  }
}

export function nameOfOwner(first: Plan, second: Plan): string {
  return first === second ? 'the app itself' : first.ask.path;
}
