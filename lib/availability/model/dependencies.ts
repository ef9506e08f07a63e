import { type AppReference, referenceText } from '../ask/reference/app';
import type { ResolvedApp } from '../ask/resolved';
import { byIdentity, identityNamed } from './identity';
import { oncePer } from './once';
import type { Plan } from './plan';
import type { PlacedSaid } from './rule';

/** An app that another one needs: all the time, or only to start. */
export interface Dependency {
  readonly how: 'dependsOn' | 'waitsFor';
  readonly plan: Plan;
  /** As the app names it. */
  readonly wanted: AppReference;
}

/** A name that no app has: that of a machine outside the cluster, or a mistake. */
export interface OutsideFleet {
  readonly plan: Plan;
  readonly how: Dependency['how'];
  /** `namespace/name`. */
  readonly name: string;
  readonly said: Pick<PlacedSaid, 'path' | 'given'>;
}

/** Which app needs which, and the names that no app has. */
export interface Dependencies {
  readonly edges: ReadonlyMap<Plan, readonly Dependency[]>;
  readonly unknown: readonly OutsideFleet[];
  /** Waits for jobs. */
  readonly unanswered: readonly PlacedSaid[];
}

export const dependenciesOf = oncePer((plans: readonly Plan[]): Dependencies => {
  const apps = byIdentity(plans);
  const unknown: OutsideFleet[] = [];
  const unanswered: PlacedSaid[] = [];
  const edges = new Map<Plan, Dependency[]>();
  for (const plan of plans) {
    const { path } = plan.ask;
    for (const [how, wanted] of wantedBy(plan.ask)) {
      const name = identityNamed(wanted);
      const other = apps.get(name);
      const said = { path, given: `${how} ${referenceText(wanted)}` };
      if (other === undefined) unknown.push({ plan, how, name, said });
      else if (how === 'waitsFor' && other.schedule !== undefined)
        unanswered.push({ ...said, allowed: 'but that is a job, which answers no connections', fix: 'Wait for the result of the job instead.' });
      else append(edges, plan, { how, plan: other, wanted });
    }
  }
  return { edges, unknown, unanswered };
});

export function wantedBy({ dependsOn, containers }: ResolvedApp): (readonly ['dependsOn' | 'waitsFor', AppReference])[] {
  const waited = containers.flatMap((container) => container.waitsFor);
  return [...dependsOn.map((one) => ['dependsOn', one] as const), ...waited.map((one) => ['waitsFor', one] as const)];
}

function append<K, T>(lists: Map<K, T[]>, key: K, one: T): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [one]);
  else known.push(one);
}
