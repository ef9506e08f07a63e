import { grouped } from '../cluster/grouped';
import type { Analysis } from './analyse';
import { Place } from './outcome';

/** An app that is back only if it finds a place, which nobody has proven. */
export interface Unproven {
  /** As `namespace/name`. @default - the app that was asked about itself */
  readonly needed?: string;
  readonly place: Place.LIKELY | Place.UNKNOWN;
}

/** Whether it takes luck that an app is back after a failure: to find a place, for itself or for what it needs. Undefined: it is proven. */
export type UnprovenIn = (failure: number, app: number) => Unproven | undefined;

export function unprovenOf({ outcomes, apps, contributions }: Analysis): UnprovenIn {
  const indexes = new Map(apps.map((id, index) => [id, index]));
  const needs = grouped(contributions.dependencies.map(({ app, needs }) => [app, needs] as const));
  const ways = grouped(contributions.entries.flatMap(({ serves, app }) => serves.map((id) => [id, app] as const)));
  return (failure, app) => {
    const luckOf = (id: string) => {
      const place = outcomes[failure]?.[indexes.get(id) ?? -1]?.place;
      return place === Place.LIKELY || place === Place.UNKNOWN ? place : undefined;
    };
    const asked = apps[app] ?? '';
    // A set is walked to its end, also when it grows.
    const all = new Set([asked]);
    for (const id of all) {
      for (const one of needs.get(id) ?? []) all.add(one);
      const lucky = (ways.get(id) ?? []).map((way) => (way !== undefined && luckOf(way) !== undefined ? way : undefined));
      // Of several ways in, one that is sure is enough.
      if (!lucky.includes(undefined)) for (const way of lucky) if (way !== undefined) all.add(way);
    }
    for (const id of all) {
      const place = luckOf(id);
      if (place !== undefined) return { place, ...(id === asked ? {} : { needed: id }) };
    }
    return undefined;
  };
}
