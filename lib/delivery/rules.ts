import { Severity } from '../cluster/finding';
import type { RuleRecord } from '../cluster/rule';

/** What Flux would refuse of its props. */
export const FLUX_URL: RuleRecord = {
  code: 'FLUX-URL',
  severity: Severity.ERROR,
  means: 'an address that Flux does not take',
  fix: '`https://…` or `ssh://…`',
};

/** Two files that some disks cannot tell apart. */
export const FILE_CLASH: RuleRecord = {
  code: 'FILE-CLASH',
  severity: Severity.ERROR,
  means: 'two files whose names differ in capitals only',
  fix: 'another id for one of the constructs',
};

/** A file of somebody else where one of ours is to be. */
export const FILE_NOT_OURS: RuleRecord = {
  code: 'FILE-NOT-OURS',
  severity: Severity.ERROR,
  means: 'a file that synthesis did not write has the name of one that it would',
  fix: 'move it away, or delete it',
};

/** Objects that are one and the same to Kubernetes, although two constructs made them. */
export const OBJECT_CLASH: RuleRecord = {
  code: 'OBJECT-CLASH',
  severity: Severity.ERROR,
  means: 'two constructs make one and the same object',
  fix: 'another name or namespace',
};

/** What constructs that are not ours say against themselves. */
export const CONSTRUCT_INVALID: RuleRecord = {
  code: 'CONSTRUCT-INVALID',
  severity: Severity.ERROR,
  means: 'a construct of another library refuses itself',
  fix: 'see its documentation',
};

/** Words about a namespace that nobody has. */
export const NAMESPACE_UNKNOWN: RuleRecord = {
  code: 'NAMESPACE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'labels or annotations of a namespace in which no app is',
  fix: 'name one that there is',
};

/** Thrown where the folder is read. */
export const CONFIG_FOLDER: RuleRecord = {
  code: 'CONFIG-FOLDER',
  severity: Severity.ERROR,
  means: 'a folder in a folder of `configFiles`; thrown at once',
  fix: 'give it a config volume of its own',
};

export const DELIVERY_RULES: readonly RuleRecord[] = [FLUX_URL, FILE_CLASH, FILE_NOT_OURS, OBJECT_CLASH, CONSTRUCT_INVALID, NAMESPACE_UNKNOWN, CONFIG_FOLDER];
