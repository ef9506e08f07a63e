import { fingerprint } from '../../cluster/fingerprint';
import type { ReportEffect, ReportFailure } from '../failures';
import type { Matrix } from '../matrix';

/** Where something happens: the failures of a column, and the apps. */
export interface Occurrence {
  readonly failures: readonly ReportFailure[];
  readonly apps: readonly string[];
}

/** An effect, told once for all failures and apps that have it. */
export interface Reason {
  readonly id: string;
  readonly effect: ReportEffect;
  readonly where: readonly Occurrence[];
}

/** Where cells lead that say nothing. */
export const NOT_THERE = 'why-not-there';

/** Equal effects once, in the order of the failures. Ids follow from what is told, so that they stay when others come and go. */
export class Reasons {
  readonly all: readonly Reason[];
  private readonly ids = new Map<ReportEffect, string>();

  constructor({ columns }: Matrix) {
    const known = new Map<string, { readonly id: string; readonly effect: ReportEffect; readonly where: Occurrence[] }>();
    const taken = new Set<string>([NOT_THERE]);
    for (const failures of columns)
      for (const effect of failures[0]?.effects ?? []) {
        const key = JSON.stringify({ ...effect, apps: undefined });
        const reason = known.get(key) ?? { id: unused(`why-${fingerprint(key, 6)}`, taken), effect, where: [] };
        known.set(key, reason);
        reason.where.push({ failures, apps: effect.apps });
        this.ids.set(effect, reason.id);
      }
    this.all = [...known.values()];
  }

  idOf(effect: ReportEffect | undefined): string {
    return (effect === undefined ? undefined : this.ids.get(effect)) ?? NOT_THERE;
  }
}

function unused(id: string, taken: Set<string>): string {
  let own = id;
  for (let number = 2; taken.has(own); number += 1) own = `${id}-${number}`;
  taken.add(own);
  return own;
}
