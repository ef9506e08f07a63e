import { Severity } from '../../cluster/finding';
import type { RuleRecord } from '../../cluster/rule';

/** A name that Kubernetes refuses, for any kind of thing. */
export const NAME_INVALID: RuleRecord = {
  code: 'NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a name that Kubernetes refuses: of an app, namespace, init container, sidecar or host',
  fix: 'use at most 63 of a-z, 0-9 and "-"',
};

/** A number that makes no sense. */
export const NUMBER_ABSURD: RuleRecord = {
  code: 'NUMBER-ABSURD',
  severity: Severity.ERROR,
  means: 'a duration, an id or a number that makes no sense',
  fix: 'use the real value',
};

/** An exception from the restricted level without a reason. */
export const ALLOW_WITHOUT_REASON: RuleRecord = {
  code: 'ALLOW-WITHOUT-REASON',
  severity: Severity.ERROR,
  means: 'an exception from the restricted level, a port of the node, or a path of every node, without a reason',
  fix: 'add a reason',
};
