import type { Plan, PlannedClaim } from '../availability/model/plan';
import { namesOf } from '../availability/storage/claims';
import { grouped } from '../cluster/grouped';
import { type LabelSelector, selects, wantedLabels } from '../kubernetes/label-selector';
import { podLabels } from '../kubernetes/pod';

/** The apps of one namespace, as objects beside them find them: looked up, because there may be thousands of both. */
export class Neighbours {
  private byName: ReadonlyMap<string, Plan> | undefined;
  private byClaim: ReadonlyMap<string, readonly (readonly [Plan, PlannedClaim])[]> | undefined;
  private byLabel: ReadonlyMap<string, readonly Plan[]> | undefined;

  constructor(readonly apps: readonly Plan[]) {}

  named(name: string | undefined): Plan | undefined {
    this.byName ??= new Map(this.apps.map((plan) => [plan.ask.name, plan]));
    return this.byName.get(name ?? '');
  }

  /** Undefined selects nothing. */
  selected(selector: LabelSelector | null | undefined): readonly Plan[] {
    if (selector === undefined || selector === null) return [];
    const some = wantedLabels(selector).map((labels) => labels.flatMap(([key, value]) => this.labelled(key, value)));
    const fewest = some.reduce<readonly Plan[]>((least, one) => (one.length < least.length ? one : least), this.apps);
    return fewest.filter((plan) => selects(selector, podLabels(plan)));
  }

  /** The apps that mount a claim of this name. One whose data it is stands for those that share it. */
  mounted(name: string | undefined): readonly (readonly [Plan, PlannedClaim])[] {
    return this.claims.get(name ?? '') ?? [];
  }

  /** The names of the claims that apps mount. */
  get claimNames(): readonly string[] {
    return [...this.claims.keys()];
  }

  private get claims(): ReadonlyMap<string, readonly (readonly [Plan, PlannedClaim])[]> {
    this.byClaim ??= grouped(
      this.apps.flatMap((plan) => {
        const own = plan.claims.filter(({ owner }) => owner === undefined);
        return own.flatMap((claim) => namesOf(claim, plan).map((one) => [one, [plan, claim] as const] as const));
      }),
    );
    return this.byClaim;
  }

  private labelled(key: string, value: string): readonly Plan[] {
    this.byLabel ??= grouped(this.apps.flatMap((plan) => Object.entries(podLabels(plan)).map((label) => [label.join('='), plan] as const)));
    return this.byLabel.get(`${key}=${value}`) ?? [];
  }
}

/** The apps of each namespace. */
export function neighboursOf(plans: readonly Plan[]): (namespace: string | undefined) => Neighbours {
  const spaces = new Map(
    [...grouped(plans.map((plan) => [plan.ask.namespace ?? 'default', plan] as const))].map(([name, apps]) => [name, new Neighbours(apps)]),
  );
  const nobody = new Neighbours([]);
  return (namespace = 'default') => spaces.get(namespace) ?? nobody;
}
