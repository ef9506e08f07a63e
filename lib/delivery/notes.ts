import type { Image } from '../availability/ask/reference/image';
import type { Plan } from '../availability/model/plan';
import { appNotesOn } from '../availability/report/app-notes';
import { notesOn } from '../availability/report/notes';
import { IMAGES as CATALOGUE } from '../catalog/images';
import type { ClusterFacts } from '../cluster/cluster';
import type { Finding } from '../cluster/finding';
import type { System } from '../kubernetes/system';
import { IMAGES as MONITORING } from '../monitoring/images';

/** Images of the library: which of them write no temporary files was looked up when they came in. */
const KNOWN: ReadonlySet<Image> = new Set([...Object.values(CATALOGUE), ...Object.values(MONITORING)]);

/** What else is worth knowing about a cluster and its apps. */
export interface Noted {
  readonly facts: ClusterFacts;
  readonly plans: readonly Plan[];
  readonly systems: readonly System[];
  /** Whether something in the program scrapes all apps. */
  readonly isWatched: boolean;
  /** Paths of apps that the library adds by itself. */
  readonly derived: ReadonlySet<string>;
}

export function notesOf({ facts, plans, systems, isWatched, derived }: Noted): Finding[] {
  const declared = plans.filter(({ ask }) => !derived.has(ask.path));
  return [
    ...systems.flatMap((system) => system.notes?.(facts) ?? []),
    ...notesOn(facts, plans, isWatched),
    ...appNotesOn(facts, declared, (image) => KNOWN.has(image)),
  ];
}
