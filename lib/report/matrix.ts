import { OutcomeKind } from '../availability/model/outcome';
import { grouped } from '../cluster/grouped';
import type { ReportEffect, ReportFailure } from './failures';

/** Apps against failures, with equal rows and equal columns told once: it stays readable with many apps and nodes. */
export interface Matrix {
  /** Groups of apps that every failure treats alike, as `namespace/name`. */
  readonly rows: readonly (readonly string[])[];
  /** Groups of failures that do the same to every app. */
  readonly columns: readonly (readonly ReportFailure[])[];
  /** By row, then by column. Undefined: no pod of it is there. */
  readonly cells: readonly (readonly (ReportEffect | undefined)[])[];
  /** Failures that change nothing for any app: they are no columns. */
  readonly harmless: readonly ReportFailure[];
}

/** @param apps as `namespace/name`, in the order in which they are told */
export function matrixOf(failures: readonly ReportFailure[], apps: readonly string[]): Matrix {
  const effects = failures.map((failure) => new Map(failure.effects.flatMap((effect) => effect.apps.map((app) => [app, effect] as const))));
  const kinds = new Map(failures.map(({ id, kind }) => [id, kind]));
  const numbers = new Numbers();
  const harms = effects.map((some) => apps.some((app) => (some.get(app)?.kind ?? OutcomeKind.UNAFFECTED) !== OutcomeKind.UNAFFECTED));
  const columns = groups(
    failures.flatMap(({ kind, sameAs = '' }, number) => {
      if (harms[number] !== true) return [];
      // A failure of the same nodes stands beside the first one, whatever it is called.
      const key = [kinds.get(sameAs) ?? kind, ...apps.map((app) => numbers.of(effects[number]?.get(app)))];
      return [[key.join(' '), number] as const];
    }),
  );
  const rows = groups(apps.map((app) => [columns.map(([number = -1]) => numbers.of(effects[number]?.get(app))).join(' '), app] as const));
  return {
    rows,
    columns: columns.map((some) => some.flatMap((number) => failures[number] ?? [])),
    cells: rows.map(([app = '']) => columns.map(([number = -1]) => effects[number]?.get(app))),
    harmless: failures.filter((_, number) => harms[number] !== true),
  };
}

function groups<T>(entries: readonly (readonly [string, T])[]): readonly (readonly T[])[] {
  return [...grouped(entries).values()];
}

/** Equal effects have one number, whatever apps they are told of. */
class Numbers {
  private readonly byText = new Map<string, number>();
  private readonly byEffect = new Map<ReportEffect, number>();

  of(effect: ReportEffect | undefined): number {
    if (effect === undefined) return 0;
    const known = this.byEffect.get(effect);
    if (known !== undefined) return known;
    const text = JSON.stringify({ ...effect, apps: undefined });
    const number = this.byText.get(text) ?? this.byText.size + 1;
    this.byText.set(text, number);
    this.byEffect.set(effect, number);
    return number;
  }
}
