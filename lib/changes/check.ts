import type { Finding } from '../cluster/finding';
import { fingerprint } from '../cluster/fingerprint';
import { found } from '../cluster/rule';
import type { Pair } from './model';
import { CHANGE_RULES } from './rules';

/** A dangerous change, and what accepts this one and no other. */
export interface DangerousChange {
  readonly finding: Finding;
  /** `home/PersistentVolumeClaim/wiki/wiki-data#1f0c52ab`: the object, and a fingerprint of what changes. */
  readonly change: string;
}

/** What is dangerous about a change of a cluster's output. */
export function checkChanges(pair: Pair): readonly DangerousChange[] {
  return CHANGE_RULES.flatMap((rule) => [...rule.check(pair)].map((said) => dangerous(found(rule, said.path, said), said.print)));
}

/** With the line that accepts it. */
export function dangerous(finding: Finding, print = finding.given): DangerousChange {
  const { code, path } = finding;
  const change = `${path}#${fingerprint(`${code}\n${path}\n${print}`, 8)}`;
  const fix = `${finding.fix}\nTo accept this change, and no other: acceptChanges: [{ code: '${code}', change: '${change}', reason: '…' }] in the App.`;
  return { finding: { ...finding, fix }, change };
}
