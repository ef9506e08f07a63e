import { Severity } from '../cluster/finding';
import type { RuleRecord } from '../cluster/rule';

export const CLUSTER_UNREADABLE: RuleRecord = {
  code: 'CLUSTER-UNREADABLE',
  severity: Severity.ERROR,
  means: '`cdk8s-availability facts` got something else than the JSON of `kubectl get … -o json`, or no nodes in it',
  fix: 'pipe in what the message shows',
};

export const FACTS_UNREADABLE: RuleRecord = {
  code: 'FACTS-UNREADABLE',
  severity: Severity.ERROR,
  means: 'a file for `--facts` that is not there, does not run, or exports no facts',
  fix: 'see the message',
};

export const MANIFEST_UNREADABLE: RuleRecord = {
  code: 'MANIFEST-UNREADABLE',
  severity: Severity.ERROR,
  means:
    'a file for `cdk8s-availability check` that is no YAML, has a key twice, is a template of Helm, holds no objects, or has one without an apiVersion, a kind or a name',
  fix: 'correct it, or render it first',
};

export const MANIFEST_TWICE: RuleRecord = {
  code: 'MANIFEST-TWICE',
  severity: Severity.ERROR,
  means: 'an object that is there twice: which of the two holds is not said, so only the first was judged',
  fix: 'remove one of the two; of a base and its overlays, pass what they render to',
};

export const MANIFEST_KIND_UNKNOWN: RuleRecord = {
  code: 'MANIFEST-KIND-UNKNOWN',
  severity: Severity.NOTE,
  means: 'objects of operators, whose pods nobody can see in them: they were not judged',
  fix: 'pass what the operator makes of them: `kubectl get … -o yaml`',
};

export const PROGRAM_UNREADABLE: RuleRecord = {
  code: 'PROGRAM-UNREADABLE',
  severity: Severity.ERROR,
  means: 'a program for `cdk8s-availability explain`, `report`, `what-if` or `diff` that is not there, does not run, or never calls `app.synth()`',
  fix: 'see the message',
};

export const CLUSTER_UNKNOWN: RuleRecord = {
  code: 'CLUSTER-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a cluster that the program does not have, or none named where it has several',
  fix: 'see the message, which lists them',
};

export const APP_UNKNOWN: RuleRecord = {
  code: 'APP-UNKNOWN',
  severity: Severity.ERROR,
  means: '`cdk8s-availability explain` of an app that the program does not have, or that several have the name of',
  fix: 'see the message, which lists them',
};

export const FAILURE_UNKNOWN: RuleRecord = {
  code: 'FAILURE-UNKNOWN',
  severity: Severity.ERROR,
  means: '`--failure` names none that the facts know',
  fix: 'see the message, which lists them',
};

export const DIFF_WITHOUT_BASE: RuleRecord = {
  code: 'DIFF-WITHOUT-BASE',
  severity: Severity.ERROR,
  means: '`cdk8s-availability diff` finds no report to compare with: no repository of Git, no such ref, no report there, or one of an older version',
  fix: 'see the message',
};

export const DIFF_ACCEPT: RuleRecord = {
  code: 'DIFF-ACCEPT',
  severity: Severity.ERROR,
  means: '`--accept` of `cdk8s-availability diff` without a reason, or about an app or a failure that does not exist',
  fix: "write `--accept 'app failure: reason'`",
};

/** What stops a command, or what it could not judge. */
export const CLI_RULES: readonly RuleRecord[] = [
  CLUSTER_UNREADABLE,
  FACTS_UNREADABLE,
  MANIFEST_UNREADABLE,
  MANIFEST_TWICE,
  MANIFEST_KIND_UNKNOWN,
  PROGRAM_UNREADABLE,
  CLUSTER_UNKNOWN,
  APP_UNKNOWN,
  FAILURE_UNKNOWN,
  DIFF_WITHOUT_BASE,
  DIFF_ACCEPT,
];
