import type { Construct } from 'constructs';
import { type Finding, formatFinding } from '../../cluster/finding';
import { checkShape, type Shape } from '../../cluster/shape';
import { findCluster } from './context';

/** Reports the findings of a construct to its cluster. Without a cluster, cdk8s asks the construct. */
export function report(construct: Construct, findings: readonly Finding[]): void {
  const cluster = findCluster(construct);
  if (cluster === undefined) construct.node.addValidation({ validate: () => findings.map(formatFinding) });
  else cluster.contribute({ findings });
}

/** Whether the props of a construct match their type. Reports those that do not. */
export function haveShape(construct: Construct, shape: Shape, props: unknown): boolean {
  const findings = checkShape(shape, props, construct.node.path);
  report(construct, findings);
  return findings.length === 0;
}
