import { formatInterval } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { shareInWords } from '../availability/report/crash';
import { counted, fewOf, listed } from '../cluster/names';
import { formatSeconds } from '../cluster/units';
import { FailureKind } from '../failures/failure';
import { isBack, Place } from '../failures/outcome';
import type { ReportEffect, ReportFailure } from './failures';
import { type NamedNode, nodesInWords } from './groups';

/** A failure as a heading: `node load`, `link home–netcup`, `upgrade of all nodes`. */
export function failureInWords({ kind, name }: Pick<ReportFailure, 'kind' | 'name'>): string {
  switch (kind) {
    case FailureKind.UPGRADE:
      return `upgrade of ${name}`;
    case FailureKind.POWER:
      return 'power everywhere';
    case FailureKind.DRAIN:
      return `drain of ${name}`;
    default:
      return `${WHAT[kind]} ${name}`;
  }
}

/** `node`, `shared fate` */
export function kindInWords(kind: FailureKind): string {
  return WHAT[kind];
}

/** Failures that do the same, in a sentence. Many nodes are told as a group. */
export function failuresInWords(some: readonly Told[], nodes: readonly NamedNode[]): string {
  return inWords(some, nodes, (alike) => alike.map(failureInWords));
}

/** The same in a line: many of any kind are a group, of which a few are named. */
export function failuresInShort(some: readonly Told[], nodes: readonly NamedNode[]): string {
  return inWords(some, nodes, (alike, kind) => [`one of ${counted(alike.length, WHAT[kind])} (${fewOf(alike.map(({ name }) => name))})`]);
}

type Told = Pick<ReportFailure, 'kind' | 'name'>;

/** @param many of a kind that takes no single node */
function inWords(some: readonly Told[], nodes: readonly NamedNode[], many: (alike: readonly Told[], kind: FailureKind) => readonly string[]): string {
  const kinds = [...new Set(some.map(({ kind }) => kind))];
  return listed(
    kinds.flatMap((kind) => {
      const alike = some.filter((failure) => failure.kind === kind);
      const names = alike.map(({ name }) => name);
      if (alike.length <= FEW) return alike.map(failureInWords);
      if (kind !== FailureKind.NODE && kind !== FailureKind.DRAIN) return many(alike, kind);
      const isAny = names.length === nodes.length;
      const those = isAny ? 'any node' : `any of ${nodesInWords(names, nodes)}`;
      return [kind === FailureKind.DRAIN ? `drain of ${those}` : isAny ? those : `node: ${those}`];
    }),
  );
}

/** More failures of one kind are a group. */
const FEW = 3;

const WHAT: { readonly [kind in FailureKind]: string } = {
  [FailureKind.NODE]: 'node',
  [FailureKind.ZONE]: 'zone',
  [FailureKind.SITE]: 'site',
  [FailureKind.FATE]: 'shared fate',
  [FailureKind.LINK]: 'link',
  [FailureKind.CONTROL_PLANE]: 'control plane',
  [FailureKind.API]: 'API address',
  [FailureKind.ENTRY]: 'way in',
  [FailureKind.MOVER]: 'storage controller',
  [FailureKind.NAMES]: 'cluster DNS',
  [FailureKind.PAIR]: 'nodes',
  [FailureKind.DRAIN]: 'drain',
  [FailureKind.UPGRADE]: 'upgrade',
  [FailureKind.POWER]: 'power',
};

/** What an effect is, for a cell of a table: `22 s to 3 min 7 s`, `until repair`, `half the requests`. */
export function effectInShort(effect: Omit<ReportEffect, 'fix'> | undefined): string {
  if (effect === undefined) return '–';
  const { kind, downSeconds, lostSeconds, degraded, place } = effect;
  const down = downSeconds === undefined ? '' : formatInterval(downSeconds);
  switch (kind) {
    case OutcomeKind.UNAFFECTED:
      return '–';
    case OutcomeKind.DEGRADED:
      return degradedInShort(degraded);
    case OutcomeKind.FAILS_OVER:
      // Of a job nobody waits for: the next run is elsewhere.
      return down === '' ? kind : `${down}${place === Place.LIKELY || place === Place.UNKNOWN ? ', if it finds a place' : ''}${thenInWords(effect)}`;
    case OutcomeKind.DOWN_UNTIL_REPAIR:
      return place === Place.UNKNOWN ? 'perhaps until repair' : 'until repair';
    case OutcomeKind.DOWN_UNTIL_ACTION:
      return place === Place.UNKNOWN ? 'perhaps a person must act' : 'a person must act';
    case OutcomeKind.DATA_LOST:
      return `${[`loses ${lostSeconds === undefined ? 'data' : `up to ${formatSeconds(lostSeconds.max)}`}`, down].filter((part) => part !== '').join(', ')}${thenInWords(effect)}`;
  }
}

/** What is left to repair once it is back. */
function thenInWords({ kind, degraded }: ReportEffect): string {
  return isBack(kind) && degraded !== undefined ? `, then ${degradedInShort(degraded)}` : '';
}

/** Whatever is not known is left out: never more than what was computed. */
function degradedInShort(degraded: ReportEffect['degraded']): string {
  if (degraded === undefined) return 'degraded';
  const { share = 0, seconds, first } = degraded;
  const before = first === undefined ? '' : `${shareInWords(first.share)} for ${formatInterval(first.seconds)}, then `;
  const time = seconds === undefined ? ' until repaired' : seconds.max === 0 ? '' : ` for ${formatInterval(seconds)}`;
  return `${before}${share === 0 ? 'degraded' : shareInWords(share)}${time}`;
}

/** The same as a whole: what it is, because of whom, and what it is at best. */
export function effectInWords(effect: ReportEffect): string {
  const { kind, atBest, through, of, downSeconds, lostSeconds, lostIfGoneSeconds: gone } = effect;
  const time = downSeconds === undefined ? '' : ` in ${formatInterval(downSeconds)}`;
  const lost = kind === OutcomeKind.DATA_LOST && lostSeconds !== undefined ? `, up to ${formatSeconds(lostSeconds.max)} of writes` : '';
  const because = through === undefined ? '' : `, because of ${through}${of === undefined ? '' : `, ${of}`}`;
  const what =
    kind !== OutcomeKind.DEGRADED
      ? kind
      : (effect.degraded?.share ?? 0) === 0
        ? degradedInShort(effect.degraded)
        : `${kind}: ${degradedInShort(effect.degraded)}`;
  return `${what}${lost}${time}${thenInWords(effect)}${because}${atBest === undefined ? '' : `; at best ${atBest}`}${gone === undefined ? '' : `; ${lostForGoodInWords(gone)}`}`;
}

/** What is lost if what failed stays away, in the worst place. */
export function lostForGoodInWords({ max }: NonNullable<ReportEffect['lostIfGoneSeconds']>): string {
  const lost = max === undefined ? 'all its data is lost' : `up to ${formatSeconds(max)} of writes are lost`;
  return `${lost} if what failed never comes back`;
}
