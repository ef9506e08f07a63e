import { grouped } from '../cluster/grouped';
import type { ReportFailure } from './failures';

/** What to do after one of some failures: the steps are those of the first. */
export interface Procedure {
  readonly failures: readonly [ReportFailure, ...ReportFailure[]];
  /** Nodes of the first. For the others, their own names are written in place of these. Empty: all have the same. */
  readonly inPlaceOf: readonly string[];
}

/** Failures with the same steps, but for the names of their nodes. */
export function proceduresOf(some: readonly ReportFailure[]): readonly Procedure[] {
  return [...grouped(some.map((failure) => [withoutNodes(failure), failure] as const)).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ failures: [first, ...others] as const, inPlaceOf: first.steps.length > 0 && others.some((other) => !sameNodes(first, other)) ? first.nodes : [] }],
  );
}

function withoutNodes({ nodes, steps }: ReportFailure): string {
  // The longest first: `shop-1` is a part of `shop-10`.
  const names = [...nodes].sort((one, other) => other.length - one.length);
  return JSON.stringify([
    nodes.length,
    ...steps.map(({ text, command = '' }) => names.reduce((said, node) => said.replaceAll(node, '…'), `${text}\n${command}`)),
  ]);
}

/** Whether what is told of the first, its nodes and its moves, is an example for the others. */
export function isExample([first, ...others]: readonly ReportFailure[]): boolean {
  return first !== undefined && others.some((other) => !sameNodes(first, other));
}

function sameNodes(one: ReportFailure, other: ReportFailure): boolean {
  return String(one.nodes) === String(other.nodes);
}
