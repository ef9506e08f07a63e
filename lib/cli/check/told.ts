import { OtherWorkload } from '../../availability/ask/workload';
import { OutcomeKind } from '../../availability/model/outcome';
import { grouped } from '../../cluster/grouped';
import { FailureKind } from '../../failures/failure';
import { harm } from '../../failures/outcome';
import { effectInShort, failuresInShort } from '../../report/words';
import type { CheckedFailure } from './failures';
import type { CheckedWorkload, CheckReport } from './report';

/** What failures beside the death of a node do, as lines: `until repair: site home and shared fate shelf`, the worst first. */
export interface Told {
  /** Those that do the same to all workloads. */
  readonly ofAll: readonly string[];
  readonly ofOne: (path: string) => readonly string[];
}

type Effects = ReadonlyMap<string, CheckedFailure['effects'][number]>;

/** A failure, and its effect on each workload. */
type Felt = readonly [failure: CheckedFailure, effects: Effects];

export function toldOf({ failures, workloads, nodes }: CheckReport): Told {
  const served = workloads.filter(isServed).map(({ path }) => path);
  const [first] = served;
  const felt = failures
    .filter(({ kind, sameAs }) => kind !== FailureKind.NODE && sameAs === undefined)
    .map((failure): Felt => [failure, new Map(failure.effects.flatMap((effect) => effect.apps.map((path) => [path, effect] as const)))]);
  const isCommon = ([, effects]: Felt) => served.length > 1 && new Set(served.map((path) => effectInShort(effects.get(path)))).size === 1;
  const lines = (some: readonly Felt[], path: string | undefined) => (path === undefined ? [] : linesOf(some, path, nodes));
  const own = felt.filter((one) => !isCommon(one));
  return { ofAll: lines(felt.filter(isCommon), first), ofOne: (path) => lines(own, served.includes(path) ? path : undefined) };
}

/** What the death of its node does, as a line. */
export function nodeDies({ refused, inShort, why }: CheckedWorkload): string {
  return refused ? `${inShort}: ${why}` : `its node dies: ${inShort}`;
}

/** An agent goes and comes with its node, whatever takes that. */
export function isServed({ availabilityClass, nodeDies }: CheckedWorkload): boolean {
  return nodeDies !== undefined && availabilityClass !== OtherWorkload.NODE_AGENT;
}

function linesOf(felt: readonly Felt[], path: string, nodes: CheckReport['nodes']): readonly string[] {
  const told = felt.flatMap(([failure, effects]) => {
    const effect = effects.get(path);
    return effect === undefined || effect.kind === OutcomeKind.UNAFFECTED ? [] : [{ failure, effect }];
  });
  const alike = [...grouped(told.map((one) => [effectInShort(one.effect), one] as const))];
  const worst = (some: readonly (typeof told)[number][]) => Math.max(...some.map(({ effect }) => harm(effect.kind)));
  return alike
    .sort(([, one], [, other]) => worst(other) - worst(one))
    .map(([short, some]) => {
      const when = some.map(({ failure }) => failure);
      return `${short}: ${failuresInShort(when, nodes)}`;
    });
}
