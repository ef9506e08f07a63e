import type { Analysis } from './analyse';
import { Place } from './outcome';

/** An app that is back only if it finds a place, which nobody has proven. */
export interface Unproven {
  /** As `namespace/name`. @default - the app that was asked about itself */
  readonly needed?: string;
  readonly place: Place.LIKELY | Place.UNKNOWN;
}

/** Whether it takes luck that an app is back after a failure: to find a place, for itself or for what it needs. Undefined: it is proven. */
export function unprovenIn({ outcomes, apps, contributions }: Analysis, failure: number, app: number): Unproven | undefined {
  const { dependencies, entries } = contributions;
  const placeOf = (id: string) => outcomes[failure]?.[apps.indexOf(id)]?.place;
  const isLucky = (place: Place | undefined) => place === Place.LIKELY || place === Place.UNKNOWN;
  const asked = apps[app] ?? '';
  // A set is walked to its end, also when it grows.
  const all = new Set([asked]);
  for (const id of all) {
    for (const one of dependencies) if (one.app === id) all.add(one.needs);
    const ways = entries.filter(({ serves }) => serves.includes(id)).map((entry) => entry.app);
    // Of several ways in, one that is sure is enough.
    if (ways.length > 0 && ways.every((way) => way !== undefined && isLucky(placeOf(way)))) for (const way of ways) if (way !== undefined) all.add(way);
  }
  for (const id of all) {
    const place = placeOf(id);
    if (place === Place.LIKELY || place === Place.UNKNOWN) return { place, ...(id === asked ? {} : { needed: id }) };
  }
  return undefined;
}
