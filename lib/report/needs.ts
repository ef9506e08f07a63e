import type { ReportNeed } from '../availability/report/report-needs';
import { listed } from '../cluster/names';

/** Only these have keys. */
export function keysOfNeed({ kind, keys }: ReportNeed): string {
  if (kind !== 'Secret' && kind !== 'ConfigMap') return '';
  return keys.length === 0 ? 'the keys that the app reads' : listed(keys);
}

export function nameOfNeed({ name, copyOf }: ReportNeed): string {
  return copyOf === undefined ? name : `${name}, a copy of ${copyOf}`;
}

/** What happens without them. */
export function needsInWords(needs: readonly ReportNeed[]): string {
  if (needs.length === 0) return 'Nothing.';
  const kinds = needs.some(({ kind }) => kind === 'CustomResourceDefinition') ? ', and Flux applies no folder with objects of a missing kind' : '';
  const copies = needs.some(({ copyOf }) => copyOf !== undefined) ? '; without a copy, only its metrics are missing' : '';
  return `Secrets never come from this program. Until these exist, the apps that name them do not start${kinds}${copies}:`;
}
