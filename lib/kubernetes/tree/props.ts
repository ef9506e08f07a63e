import type { Construct, IConstruct } from 'constructs';
import { type Finding, formatFinding } from '../../cluster/finding';
import { checkShape, type Shape } from '../../cluster/shape';
import { type ClusterContext, findCluster } from './context';
import { withLines } from './line';

/** The findings of constructs without a cluster. */
const REPORTED = new WeakMap<IConstruct, Finding[]>();

/** Reports the findings of a construct to its cluster. Without a cluster, whoever writes it asks the construct. */
export function report(construct: Construct, findings: readonly Finding[]): void {
  const cluster = findCluster(construct);
  if (cluster !== undefined) {
    cluster.contribute({ findings });
    return;
  }
  const lined = withLines(construct, findings);
  REPORTED.set(construct, [...reportedBy(construct), ...lined]);
  construct.node.addValidation({ validate: () => lined.map(formatFinding) });
}

/** What a construct without a cluster reported. cdk8s gets the same as text. */
export function reportedBy(construct: IConstruct): readonly Finding[] {
  return REPORTED.get(construct) ?? [];
}

/** Whether the props of a construct match their type. Reports those that do not. */
export function haveShape(construct: Construct, shape: Shape, props: unknown): boolean {
  const findings = checkShape(shape, props, construct.node.path);
  report(construct, findings);
  return findings.length === 0;
}

/** Likewise for the props of a system. The cluster checks nothing else then, because the facts are not whole. */
export function haveSystemShape(construct: Construct, cluster: ClusterContext, shape: Shape, props: unknown): boolean {
  const findings = checkShape(shape, props, construct.node.path);
  if (findings.length > 0) cluster.misshapen(findings);
  return findings.length === 0;
}
