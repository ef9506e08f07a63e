import { Severity } from '../cluster/finding';
import type { RuleRecord } from '../cluster/rule';
import { PUBLIC_TEXT_OUTSIDE } from '../cluster/rules/public-texts';
import { HELM_RULES } from './helm/rules';

/** Props that Flux would refuse. */
export const FLUX_URL: RuleRecord = {
  code: 'FLUX-URL',
  severity: Severity.ERROR,
  means: 'an address that Flux does not accept',
  fix: 'use `https://…` or `ssh://…`, with a host and without blanks',
};

/** Likewise, besides its address. */
export const FLUX_INVALID: RuleRecord = {
  code: 'FLUX-INVALID',
  severity: Severity.ERROR,
  means: 'a branch, path, Secret or namespace that Flux or Kubernetes refuses, or a login in the address',
  fix: 'see the message',
};

/** Two files of which one would be lost. */
export const FILE_CLASH: RuleRecord = {
  code: 'FILE-CLASH',
  severity: Severity.ERROR,
  means:
    'two files whose names differ only in case or in how accents are encoded, two charts with one name for Flux, or a construct with the id `kustomization`',
  fix: 'give one of the constructs another id',
};

/** A foreign file where synthesis would write one. */
export const FILE_NOT_OURS: RuleRecord = {
  code: 'FILE-NOT-OURS',
  severity: Severity.ERROR,
  means: 'a file that synthesis did not write, at a path where it would write one',
  fix: 'move it away, or delete it',
};

/** Thrown by the write. */
export const OUTPUT_UNWRITABLE: RuleRecord = {
  code: 'OUTPUT-UNWRITABLE',
  severity: Severity.ERROR,
  means: 'the system does not let synthesis write: no space, no right, a file system that can only be read',
  fix: 'do what the finding says; the output is as it was',
};

/** Thrown by the write. */
export const OUTPUT_HELD: RuleRecord = {
  code: 'OUTPUT-HELD',
  severity: Severity.ERROR,
  means: 'another synthesis writes into the same folder, and does not end within 30 s',
  fix: 'wait, or delete the lock of a process that is gone',
};

/** Thrown by `--check`. */
export const OUTPUT_STALE: RuleRecord = {
  code: 'OUTPUT-STALE',
  severity: Severity.ERROR,
  means: 'with `--check`: the output folder is not what the program writes',
  fix: 'run it without `--check`, and commit what it writes',
};

/** A typing error would write, where nothing was to be written. */
export const FLAG_UNKNOWN: RuleRecord = {
  code: 'FLAG-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a word after the name of the program that is nearly `--check` or `--quiet`',
  fix: 'correct it; a flag of your own needs another name',
};

/** Nothing to compare with, where the program names something. */
export const LAST_OUTPUT_UNREADABLE: RuleRecord = {
  code: 'LAST-OUTPUT-UNREADABLE',
  severity: Severity.ERROR,
  means: '`changesSince` names a ref or a folder that cannot be read, or that has no output',
  fix: 'name one that is there, or fetch it first',
};

/** Seen when it is written. */
export const TEXT_LOST: RuleRecord = {
  code: 'TEXT-LOST',
  severity: Severity.ERROR,
  means: 'a text that kustomize, and with it Flux, would change or could not build, or a key of more than 1000 characters',
  fix: 'leave the odd characters out, or use a config file',
};

/** An object in Git that never reaches the cluster. Seen when it is written. */
export const OBJECT_UNDELIVERED: RuleRecord = {
  code: 'OBJECT-UNDELIVERED',
  severity: Severity.ERROR,
  means:
    'an object with an annotation or label by which kustomize drops it (`local-config`), Flux never applies it (`reconcile: disabled`, `ssa: Ignore`), applies it only once (`ssa: IfNotPresent`, for objects of apps), or may delete the data of a claim (`force`)',
  fix: 'remove the annotation, or the object',
};

/** Nothing of it can be written. */
export const OBJECT_UNREADABLE: RuleRecord = {
  code: 'OBJECT-UNREADABLE',
  severity: Severity.ERROR,
  means: 'an object outside of apps with what JSON cannot hold: a date, a map, a function, data that holds itself',
  fix: 'write texts, finite numbers, true, false, lists and plain objects only',
};

/** Objects of two constructs that are the same object to Kubernetes. */
export const OBJECT_CLASH: RuleRecord = {
  code: 'OBJECT-CLASH',
  severity: Severity.ERROR,
  means: 'two constructs that create the same object',
  fix: 'use another name or namespace',
};

/** A secret that another construct would write. */
export const SECRET_IN_OBJECT: RuleRecord = {
  code: 'SECRET-IN-OBJECT',
  severity: Severity.ERROR,
  means: 'a Secret with data outside of apps, also in a List; or what looks like a secret in a ConfigMap, a workload or a HelmRelease outside of apps',
  fix: 'bring it with SOPS, External Secrets or by hand, outside of `dist/`, or give `publicTexts` of the `App` with a reason',
};

/** Validation errors of constructs from other libraries. */
export const CONSTRUCT_INVALID: RuleRecord = {
  code: 'CONSTRUCT-INVALID',
  severity: Severity.ERROR,
  means: 'a construct of another library that reports an error',
  fix: 'see its documentation',
};

/** Metadata for a namespace that does not exist. */
export const NAMESPACE_UNKNOWN: RuleRecord = {
  code: 'NAMESPACE-UNKNOWN',
  severity: Severity.ERROR,
  means: 'props for a namespace that nothing uses',
  fix: 'use a namespace with apps or objects',
};

/** An object that Flux could not apply. */
export const NAMESPACE_MISSING: RuleRecord = {
  code: 'NAMESPACE-MISSING',
  severity: Severity.ERROR,
  means: 'an object outside of apps, or the target of a Helm release, in a namespace that nothing creates',
  fix: 'add the namespace to `namespaces` of the cluster, with its `level` or as `external`',
};

/** A namespace that two would write. */
export const NAMESPACE_OF_FLUX: RuleRecord = {
  code: 'NAMESPACE-OF-FLUX',
  severity: Severity.ERROR,
  means: 'an app in the namespace of Flux, which Flux brings itself',
  fix: 'use another namespace, or say in `namespaces` of the cluster that it is `external`',
};

/** Constructs that cannot be files or folders. */
export const FILE_NAME: RuleRecord = {
  code: 'FILE-NAME',
  severity: Severity.ERROR,
  means: 'a construct whose id cannot name its file, its folder or its Kustomization',
  fix: 'give it another id',
};

/** A cluster that cannot be told from the one around it. */
export const CLUSTER_NESTED: RuleRecord = {
  code: 'CLUSTER-NESTED',
  severity: Severity.ERROR,
  means: 'a cluster in another cluster',
  fix: 'put both into the app',
};

/** Thrown where the folder is read. */
export const CONFIG_FOLDER: RuleRecord = {
  code: 'CONFIG-FOLDER',
  severity: Severity.ERROR,
  means: 'a folder in a folder of `configFiles`; thrown at once',
  fix: 'use a separate config volume for it',
};

/** Likewise. */
export const CHART_FILES: RuleRecord = {
  code: 'CHART-FILES',
  severity: Severity.ERROR,
  means: 'a folder for `chartFiles` without `Chart.yaml` or `values.schema.json`, or with one that cannot be read; thrown at once',
  fix: 'name the folder that `helm pull --untar` made',
};

export const DELIVERY_RULES: readonly RuleRecord[] = [
  FLUX_URL,
  FLUX_INVALID,
  FILE_CLASH,
  FILE_NOT_OURS,
  OUTPUT_UNWRITABLE,
  OUTPUT_HELD,
  OUTPUT_STALE,
  FLAG_UNKNOWN,
  LAST_OUTPUT_UNREADABLE,
  TEXT_LOST,
  OBJECT_UNDELIVERED,
  OBJECT_CLASH,
  OBJECT_UNREADABLE,
  SECRET_IN_OBJECT,
  PUBLIC_TEXT_OUTSIDE,
  CONSTRUCT_INVALID,
  NAMESPACE_UNKNOWN,
  NAMESPACE_MISSING,
  NAMESPACE_OF_FLUX,
  FILE_NAME,
  CLUSTER_NESTED,
  CONFIG_FOLDER,
  CHART_FILES,
  ...HELM_RULES,
];
