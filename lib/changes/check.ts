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
  /** The file of the output, or the construct, that it is about. The program may have it no longer. */
  readonly where: string;
}

/** What is dangerous about a change of a cluster's output. */
export function checkChanges(pair: Pair): readonly DangerousChange[] {
  return CHANGE_RULES.flatMap((rule) =>
    [...rule.check(pair)].map((said) => dangerous(found(rule, said.path, said), said.where ?? fileOf(pair, said.path) ?? said.path, said.print)),
  );
}

/** The file that an object is in, or was in if it is gone: its app may still write it. */
function fileOf({ cluster, before, after }: Pair, path: string): string | undefined {
  const key = path.slice(cluster.length + 1);
  return (after.get(key) ?? before.get(key))?.file;
}

/** With the line that accepts it. */
export function dangerous(finding: Finding, where: string, print = finding.given): DangerousChange {
  const { code, path } = finding;
  const change = `${path}#${fingerprint(`${code}\n${path}\n${print}`, 8)}`;
  const fix = `${finding.fix}\nTo accept this change, and no other: acceptChanges: [{ code: '${code}', change: '${change}', reason: '…' }] in the App.`;
  return { finding: { ...finding, fix }, change, where };
}
