import { OutcomeKind } from '../availability/model/outcome';
import { grouped } from '../cluster/grouped';
import { listed } from '../cluster/names';
import type { Cell } from '../report/compare';
import type { ReportEffect } from '../report/failures';
import { appsInWords } from '../report/groups';
import { effectInShort, failureInWords, lostForGoodInWords } from '../report/words';

/** What one failure does to one app, before and after a change. */
export interface CellChange {
  readonly app: string;
  readonly failure: string;
  /** `node load` */
  readonly when: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

export function changeOf({ app, failure, before, after }: Cell): CellChange {
  return {
    app,
    failure: failure.id,
    when: failureInWords(failure),
    before: inWords(before, after),
    after: inWords(after, before),
    why: after?.why ?? 'none of its pods is there',
  };
}

/** With what is lost for good, unless that is the same before and after. */
function inWords(effect: ReportEffect | undefined, other: ReportEffect | undefined): string {
  const [gone, othersGone] = [effect?.lostIfGoneSeconds, other?.lostIfGoneSeconds];
  const isUnaffected = effect === undefined || effect.kind === OutcomeKind.UNAFFECTED;
  const short = isUnaffected ? 'unaffected' : effectInShort(effect);
  if (gone !== undefined)
    return gone.max === othersGone?.max && othersGone !== undefined ? short : `${short}, ${isUnaffected ? 'but' : 'and'} ${lostForGoodInWords(gone)}`;
  return isUnaffected || othersGone === undefined ? short : `${short}, and nothing is lost for good`;
}

/** `node load and zone home: until repair → unaffected, for sonarr and radarr`, each change once. */
export function changesInWords(changes: readonly CellChange[]): readonly string[] {
  const ofFailures = grouped(changes.map((one) => [[one.failure, one.before, one.after].join('\n'), one] as const));
  const alike = grouped([...ofFailures.values()].map((some) => [[some[0]?.before, some[0]?.after, ...some.map(({ app }) => app)].join('\n'), some] as const));
  return [...alike.values()].flatMap((some) => {
    const [one] = some[0] ?? [];
    if (one === undefined) return [];
    const when = listed(some.flatMap(([first]) => first?.when ?? []));
    return [`${when}: ${one.before} → ${one.after}, for ${appsInWords(some[0]?.map(({ app }) => app) ?? [])}`];
  });
}
