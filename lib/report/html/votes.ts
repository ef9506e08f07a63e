import { listed } from '../../cluster/names';
import { FailureKind } from '../../failures/failure';
import { GoesOn } from '../../failures/quorum';
import type { ReportFailure } from '../failures';
import { nodesInWords } from '../groups';
import type { ReportVotes } from '../map';
import type { Report } from '../report';

/** Groups of votes that have the same voters and the same rule: the same becomes of all. */
export interface Electorate extends ReportVotes {
  readonly names: readonly string[];
}

export function electorates(votes: readonly ReportVotes[]): readonly Electorate[] {
  const alike = new Map<string, { readonly group: ReportVotes; readonly names: string[] }>();
  for (const group of votes) {
    const key = JSON.stringify({ ...group, name: undefined });
    const known = alike.get(key) ?? { group, names: [] };
    known.names.push(group.name);
    alike.set(key, known);
  }
  return [...alike.values()].map(({ group, names }) => ({ ...group, names }));
}

const SAYS: { readonly [goesOn in GoesOn]: string } = {
  [GoesOn.YES]: 'goes on',
  [GoesOn.PERHAPS]: 'may go on: that depends on where the copies are',
  [GoesOn.NO]: 'has no quorum',
};

/** `The data of drbd-replicated goes on, on side 2: load and prod.` Undefined for planned work. */
export function votesInWords({ names, rule, stops }: Electorate, failure: ReportFailure, { nodes }: Report): string | undefined {
  const { votes = [], parts = [], kind } = failure;
  const left = votes.find(({ group }) => names.includes(group));
  if (left === undefined) return undefined;
  const { goesOn, in: sides = [] } = left;
  const isBrain = stops === 'control plane';
  const who = isBrain ? `The control plane (${listed(names)})` : `The data of ${listed(names)}`;
  if (kind === FailureKind.POWER) return `${who} is off.`;
  if (kind === FailureKind.CONTROL_PLANE && isBrain) return `${who} is down: nothing is moved and nothing changes.`;
  const where =
    goesOn === GoesOn.NO || sides.length === parts.length
      ? ''
      : `, on ${sides.map((side) => `side ${side + 1} (${nodesInWords(parts[side] ?? [], nodes)})`).join(' or ')}`;
  const without = goesOn !== GoesOn.NO ? '' : isBrain ? ': nothing is moved and nothing changes' : ': its writes wait';
  const what = goesOn === GoesOn.NO && rule === 'one server' ? 'is down' : SAYS[goesOn];
  return `${who} ${what}${where}${without}.`;
}

/** Who votes, and by which rule. */
export function electorateInWords({ names, rule, stops, nodes: voters, tiebreakers = [], copies }: Electorate, { nodes }: Report): string {
  const what = stops === 'control plane' ? `control plane (${listed(names)})` : listed(names);
  if (rule === 'external') return `${what}: outside of these nodes`;
  const on = nodesInWords(voters, nodes);
  const held = copies === undefined ? on : `${copies} ${copies === 1 ? 'copy' : 'copies'} on ${on}`;
  const ties =
    tiebreakers.length === 0
      ? ''
      : `; ties are broken by ${nodesInWords(tiebreakers, nodes)}${copies !== undefined && copies < voters.length ? ' or a node without a copy' : ''}`;
  return `${what}: ${held}${ties}; ${RULES[rule] ?? rule}`;
}

const RULES: { readonly [rule: string]: string } = {
  majority: 'more than half must be there',
  drbd: 'more than half must be there, or half and the tiebreaker',
  'one server': 'one is enough',
};
