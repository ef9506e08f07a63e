import { Severity } from '../cluster/finding';
import type { RuleRecord } from '../cluster/rule';

/** Thrown in the constructor. */
export const APP_WITHOUT_FOLDER: RuleRecord = {
  code: 'APP-WITHOUT-FOLDER',
  severity: Severity.ERROR,
  means: 'an app directly in the `Cluster`; thrown at once',
  fix: 'put it into `cluster.workers`',
};

/** A patch that finds nothing to change. */
export const PATCH_NOWHERE: RuleRecord = {
  code: 'PATCH-NOWHERE',
  severity: Severity.ERROR,
  means: 'a patch of an object or a path that does not exist',
  fix: 'check the object in `dist/`',
};

/** A patch of a field that the plan decides. */
export const PATCH_AGAINST_CLASS: RuleRecord = {
  code: 'PATCH-AGAINST-CLASS',
  severity: Severity.ERROR,
  means: 'a patch of a field that the class decides',
  fix: 'use another class, the props, or change the facts',
};

/** Thrown by `object()`. */
export const OBJECT_UNKNOWN: RuleRecord = {
  code: 'OBJECT-UNKNOWN',
  severity: Severity.ERROR,
  means: '`app.object(…)` asks for an object that the app does not have; thrown at once',
  fix: 'ask for one of those that the message names',
};

export const OBJECT_RULES: readonly RuleRecord[] = [APP_WITHOUT_FOLDER, OBJECT_UNKNOWN, PATCH_NOWHERE, PATCH_AGAINST_CLASS];
