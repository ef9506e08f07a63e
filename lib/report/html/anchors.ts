import type { ReportFailure } from '../failures';

/** A name as a part of ids, which may stand in a list of ids and in an address: two names never become one. */
export function suffix(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.:/-]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
}

/** The runbook of failures that no app notices. */
export const UNNOTICED_ID = 'unnoticed';

export function failureId({ id }: Pick<ReportFailure, 'id'>): string {
  return `failure-${suffix(id)}`;
}

/** @param app as `namespace/name` */
export function appId(app: string): string {
  return `app-${suffix(app)}`;
}
