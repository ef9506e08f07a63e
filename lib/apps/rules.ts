import { Severity } from '../cluster/finding';
import type { RuleRecord } from '../cluster/rule';
import { PATCH_NOWHERE } from '../kubernetes/tree/kube-object';

/** Thrown in the constructor. */
export const APP_WITHOUT_FOLDER: RuleRecord = {
  code: 'APP-WITHOUT-FOLDER',
  severity: Severity.ERROR,
  means: 'an app directly in the `Cluster`; thrown at once',
  fix: 'put it into `cluster.workers`',
};

/** A patch of a kind of which the app has several objects. */
export const PATCH_AMBIGUOUS: RuleRecord = {
  code: 'PATCH-AMBIGUOUS',
  severity: Severity.ERROR,
  means: 'a patch of a kind of which the app has several objects',
  fix: 'name the object too: `Service/wiki-admin`',
};

/** A patch, or several together, after which an object differs in what the plan decides. */
export const PATCH_AGAINST_CLASS: RuleRecord = {
  code: 'PATCH-AGAINST-CLASS',
  severity: Severity.ERROR,
  means: 'a patch, of the app or of cdk8s, that changes what the class, the facts and the props decide',
  fix: 'use the props that the message names, or another class',
};

/** A patch, or several together, after which the API server takes the object no longer. */
export const PATCH_REFUSED: RuleRecord = {
  code: 'PATCH-REFUSED',
  severity: Severity.ERROR,
  means: 'a patch after which the API server refuses the object',
  fix: 'write what the message names',
};

/** Thrown by `object()`. */
export const OBJECT_UNKNOWN: RuleRecord = {
  code: 'OBJECT-UNKNOWN',
  severity: Severity.ERROR,
  means: '`app.object(…)` asks for an object that the app does not have; thrown at once',
  fix: 'ask for one of those that the message names',
};

/** Thrown by `serviceUrl()`. */
export const APP_WITHOUT_PORT: RuleRecord = {
  code: 'APP-WITHOUT-PORT',
  severity: Severity.ERROR,
  means: '`app.serviceUrl(…)` asks for a port that no Service of the app has; thrown at once',
  fix: 'add it to `network.ports`',
};

/** Thrown by `url`. */
export const APP_WITHOUT_ROUTE: RuleRecord = {
  code: 'APP-WITHOUT-ROUTE',
  severity: Severity.ERROR,
  means: '`app.url` asks for the web address of an app that has none; thrown at once',
  fix: 'add one to `network.routes`, or use `serviceUrl()`',
};

/** Thrown by the construct. */
export const PRIORITIES_MISPLACED: RuleRecord = {
  code: 'PRIORITIES-MISPLACED',
  severity: Severity.ERROR,
  means: '`PriorityClasses` in a cluster, a second time in a program, or after an app that would lack its own; thrown at once',
  fix: 'create them once, before all apps; in a cluster leave them out',
};

export const OBJECT_RULES: readonly RuleRecord[] = [
  APP_WITHOUT_FOLDER,
  APP_WITHOUT_PORT,
  APP_WITHOUT_ROUTE,
  PRIORITIES_MISPLACED,
  OBJECT_UNKNOWN,
  PATCH_NOWHERE,
  PATCH_AMBIGUOUS,
  PATCH_AGAINST_CLASS,
  PATCH_REFUSED,
];
