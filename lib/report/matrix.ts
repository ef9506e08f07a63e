import { OutcomeKind } from '../availability/model/outcome';
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
  const numbers = new Numbers();
  const columns = grouped(
    failures.flatMap((_, number) => (isHarmful(failures[number]) ? [number] : [])),
    (number) => [kindOf(failures, number), ...apps.map((app) => numbers.of(effects[number]?.get(app)))].join(' '),
  );
  const rows = grouped(apps, (app) => columns.map(([number = -1]) => numbers.of(effects[number]?.get(app))).join(' '));
  return {
    rows,
    columns: columns.map((some) => some.flatMap((number) => failures[number] ?? [])),
    cells: rows.map(([app = '']) => columns.map(([number = -1]) => effects[number]?.get(app))),
    harmless: failures.filter((failure) => !isHarmful(failure)),
  };
}

/** A failure of the same nodes stands beside the first one, whatever it is called. */
function kindOf(failures: readonly ReportFailure[], number: number): string {
  const failure = failures[number];
  return failures.find(({ id }) => id === failure?.sameAs)?.kind ?? failure?.kind ?? '';
}

function isHarmful(failure: ReportFailure | undefined): boolean {
  return failure?.effects.some(({ kind }) => kind !== OutcomeKind.UNAFFECTED) === true;
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

function grouped<T>(all: readonly T[], key: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group === undefined) groups.set(key(one), [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
