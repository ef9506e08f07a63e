import { type Finding, FindingsError } from '../cluster/finding';
import type { Output } from './output';
import type { Run } from './run';
import { reportIn } from './targets/report';

/** Gives a command what it asks for, in place of writing. Changes are not judged: no step from the last output is taken. */
export function handOver(
  { done }: Run,
  { findings, outputs }: { readonly findings: readonly Finding[]; readonly outputs: readonly Output[] },
  outdir: string,
): void {
  if (findings.length === 0) {
    done({ outdir, clusters: outputs.flatMap((one) => (one.cluster === undefined ? [] : [{ path: one.cluster.path, report: reportIn(one, one.cluster) }])) });
    return;
  }
  // `at` is read when somebody asks for it, which JSON does not.
  done({ findings: findings.map((one) => ({ ...one })) });
  throw new FindingsError(findings);
}
