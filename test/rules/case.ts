import type { AvailabilityClass } from '../../lib/availability/ask/workload';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { type Finding, FindingsError } from '../../lib/cluster/finding';
import type { FindingCode } from '../../lib/cluster/finding-codes.generated';
import { isOfShape } from '../../lib/cluster/shape';
import { type AnyAppProps, findingsOf, only } from '../support';

/** What a rule says, and a near miss of which it says nothing. */
export interface Case {
  readonly fires: () => readonly Finding[];
  readonly silent: () => readonly Finding[];
}

export type Cases = { readonly [code in FindingCode]?: Case };

/** An app, and the cluster that it is in if that is not the sound one. */
export type Given = readonly [props: Partial<AnyAppProps>, facts?: ClusterFacts];

/** One app of a class, wrong and right. */
export const ofClass =
  (availabilityClass: AvailabilityClass) =>
  (wrong: Given, right: Given): Case => ({
    fires: () => findingsOf(availabilityClass, ...wrong),
    silent: () => findingsOf(availabilityClass, ...right),
  });

/** The findings that something is refused with at once. */
export function thrown(act: () => void): () => readonly Finding[] {
  return () => {
    try {
      act();
    } catch (error) {
      if (error instanceof FindingsError) return error.findings;
      throw error;
    }
    return [];
  };
}

/** Every rule with its case: what it says as a whole, and that it is silent beside. */
export function play(cases: Cases): void {
  test.each(Object.entries(cases))('%s fires, and is silent where it has nothing to say', (code, { fires, silent }) => {
    expect(only(code, fires())).toMatchSnapshot();
    expect(fires().map((one) => one.code)).toContain(code);
    expect(only(code, silent())).toBe('');
    // Of what is misshapen nothing else is judged: that would be silence for another reason.
    expect(code.startsWith('SHAPE-') || !silent().some(isOfShape)).toBe(true);
  });
}
