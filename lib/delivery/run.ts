import type { ClusterFactsProps } from '../cluster/cluster';
import type { Finding } from '../cluster/finding';
import { Duration } from '../cluster/units';
import type { Report } from '../report/report';

/** What a run of the program led to: findings, or the reports of its clusters and where they would be written. */
export type RunResult = { readonly findings: readonly Finding[] } | { readonly outdir: string; readonly clusters: readonly RunCluster[] };

export interface RunCluster {
  /** Its folder below the output folder. */
  readonly path: string;
  readonly report: Report;
}

/** Makes units as the program's copy of the package has them. */
export interface Units {
  readonly seconds: (amount: number) => Duration;
}

/**
 * A command that runs the program to ask it something: then `synth()` checks as always, hands over its reports, and writes nothing. The command
 * may be of another copy of the package than the program, so only plain data and these functions pass between them.
 */
export interface Run {
  /** The facts of a cluster as the command wants them. */
  readonly facts: (cluster: string, given: ClusterFactsProps, units: Units) => ClusterFactsProps;
  readonly done: (result: RunResult) => void;
}

/** Where such a command leaves itself. */
export const RUN = Symbol.for('cdk8s-availability.run');

export function asked(): Run | undefined {
  return (globalThis as { readonly [RUN]?: Run })[RUN];
}

export function factsAsAsked(cluster: string, given: ClusterFactsProps): ClusterFactsProps {
  return asked()?.facts(cluster, given, { seconds: Duration.seconds }) ?? given;
}
