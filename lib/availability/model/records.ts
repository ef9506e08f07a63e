import { Severity } from '../../cluster/finding';
import type { RuleRecord } from '../../cluster/rule';

/** A name that Kubernetes refuses, whatever it names. */
export const NAME_INVALID: RuleRecord = {
  code: 'NAME-INVALID',
  severity: Severity.ERROR,
  means: 'no name that Kubernetes takes: app, namespace, init container, sidecar or host',
  fix: 'use a-z, 0-9 and "-", at most 63',
};

/** A number that cannot be meant. */
export const NUMBER_ABSURD: RuleRecord = {
  code: 'NUMBER-ABSURD',
  severity: Severity.ERROR,
  means: 'a time, an id or a number that cannot be',
  fix: 'say the real one',
};

/** Something beyond the restricted level that nobody explains. */
export const ALLOW_WITHOUT_REASON: RuleRecord = {
  code: 'ALLOW-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'a way out of the restricted level, a port of the node, or a path of every node, without a reason',
  fix: 'say it',
};
