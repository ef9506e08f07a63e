import { START } from '../availability/failure/recovery';
import { grouped } from '../cluster/grouped';
import type { Analysis } from './analyse';
import { Place } from './outcome';

/** An app that is back only if it finds a place, which nobody has proven. */
export interface Unproven {
  /** As `namespace/name`. @default - the app that was asked about itself */
  readonly needed?: string;
  readonly place: Place.LIKELY | Place.UNKNOWN;
}

/** Whether it takes luck that an app is back after a failure: to find a place, for itself, for what it needs or for its ways in. Undefined: it is proven. */
export type UnprovenIn = (failure: number, app: number, withWaysIn: boolean) => Unproven | undefined;

export function unprovenOf({ outcomes, apps, contributions }: Analysis): UnprovenIn {
  const indexes = new Map(apps.map((id, index) => [id, index]));
  const needs = grouped(contributions.dependencies.map((one) => [one.app, one] as const));
  const ways = grouped(contributions.entries.flatMap(({ serves, app }) => serves.map((id) => [id, app] as const)));
  return (failure, app, withWaysIn) => {
    const luckOf = (id: string, walked: ReadonlySet<string>): Unproven | undefined => {
      const outcome = outcomes[failure]?.[indexes.get(id) ?? -1];
      if (outcome === undefined || walked.has(id)) return undefined;
      // The whole may be slower because of others, whose place is sure.
      const place = [outcome.place, outcome.itself?.place].find(isLucky);
      if (place !== undefined) return { place, needed: id };
      const all = new Set(walked).add(id);
      const starts = outcome.terms.some(({ name }) => name === START);
      const needed = (needs.get(id) ?? []).filter(({ onlyToStart }) => !onlyToStart || starts).map((one) => luckOf(one.needs, all));
      const through = (withWaysIn ? (ways.get(id) ?? []) : []).map((way) => (way === undefined ? undefined : luckOf(way, all)));
      // Of several ways in, one that is sure is enough.
      return needed.find((one) => one !== undefined) ?? (through.includes(undefined) ? undefined : through[0]);
    };
    const asked = apps[app] ?? '';
    const found = luckOf(asked, new Set());
    return found?.needed === asked ? { place: found.place } : found;
  };
}

function isLucky(place: Place | undefined): place is Place.LIKELY | Place.UNKNOWN {
  return place === Place.LIKELY || place === Place.UNKNOWN;
}
