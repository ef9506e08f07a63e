import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import { type Finding, formatFinding } from '../cluster/finding';
import { found } from '../cluster/rule';
import { findCluster } from '../kubernetes/tree/context';
import { reportedBy } from '../kubernetes/tree/props';
import { Cluster } from './cluster';
import { CONSTRUCT_INVALID } from './rules';

/** The findings of constructs that are in no cluster, and validation errors of those from other libraries. */
export function findingsOf(construct: IConstruct): readonly Finding[] {
  if (construct instanceof Cluster) return [];
  if (construct instanceof AppConstruct) return findCluster(construct) === undefined ? construct.standing() : [];
  const ours = reportedBy(construct);
  const validated = construct.node.validate();
  if (validated.length === 0) return ours;
  const known = new Set(ours.map(formatFinding));
  const others = validated.filter((text) => !known.has(text));
  return [
    ...ours,
    ...others.map((given) =>
      found(CONSTRUCT_INVALID, construct.node.path, { given, allowed: 'and the construct refuses it', fix: 'See the documentation of the construct.' }),
    ),
  ];
}
