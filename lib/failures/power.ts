import { VolumeTie } from '../availability/ask/volume/traits';
import { AvailabilityClass } from '../availability/ask/workload';
import { servingPods } from '../availability/placement/shares';
import { listed } from '../cluster/names';
import { type AllContributions, type VoteGroup, VoteRule, VoteStops } from './contribution';
import type { FailureOutcome } from './outcome';
import { untilRepair } from './say';
import type { Subject } from './subject';
import type { Terrain } from './terrain';
import { hasQuorum } from './votes';

/** Something that must be back before others, after a loss of power everywhere. */
export interface Return {
  readonly what: string;
  /** How many of these nodes. */
  readonly nodes: readonly string[];
  readonly count: number;
  readonly why: string;
}

/** In which order things come back when everything was off: the control plane, data, ways in. */
export function comeback({ votes, entries }: AllContributions): readonly Return[] {
  const group = (one: VoteGroup, what: string): Return => {
    const nodes = one.voters.filter(({ diskful = true }) => diskful).map(({ node }) => node);
    const copies = one.copies ?? nodes.length;
    // The fewest that have a quorum again after all lost it.
    const enough = (here: number) => hasQuorum(one.rule, { here, all: copies, tiebreakersHere: 0, tiebreakers: 0, had: false });
    let needed = 0;
    while (needed < copies && !enough(needed)) needed += 1;
    // Which of the nodes have the copies nobody knows: all but the copies that may be missing.
    const count = nodes.length - copies + needed;
    const why =
      copies === 1
        ? 'it is the only one'
        : one.rule === VoteRule.DRBD
          ? `a quorum that was lost needs ${needed} of ${copies} copies: a tiebreaker restores none`
          : `it needs ${needed} of ${copies}`;
    return { what, nodes, count, why };
  };
  return [
    ...votes.filter((one) => one.stops === VoteStops.CONTROL_PLANE && one.rule !== VoteRule.EXTERNAL).map((one) => group(one, 'the control plane')),
    ...votes.filter((one) => one.stops === VoteStops.WRITES).map((one) => group(one, `the data of ${one.name}`)),
    ...entries.map(({ name, nodes }) => ({ what: `the way in ${name}`, nodes, count: Math.min(1, nodes.length), why: 'apps are reached through it' })),
  ];
}

/** `load; mirror and prod; 1 of a, b and c` */
export function returnInWords({ nodes, count, why }: Return): string {
  return `${count >= nodes.length ? listed(nodes) : `${count} of ${listed(nodes)}`} (${why})`;
}

/** What comes back by itself once the power is there again, and after what. */
export function withoutPower(subject: Subject, needed: readonly Subject[], { contributions, names }: Terrain): FailureOutcome {
  const groups = new Set([...needed, subject].flatMap(({ held }) => held.flatMap(({ votes }) => votes?.name ?? [])));
  const firsts = comeback({
    ...contributions,
    votes: contributions.votes.filter(({ name, stops }) => stops === VoteStops.CONTROL_PLANE || groups.has(name)),
    entries: contributions.entries.filter(({ serves }) => serves.includes(subject.id)),
  });
  const parts = [
    ...firsts.map((one) => `${one.what} with ${returnInWords(one)}`),
    ...needed.map((one) => `${placeOf(one, names)} for ${one.id}, which it needs`),
    `${placeOf(subject, names)} for its ${podsThatServe(subject) === 1 ? 'pod' : 'pods'}`,
  ];
  return untilRepair(`everything is off: it is back after ${parts.join('; then ')}`);
}

/** Nodes that must be back for its pods. Those with data on their node, or of which each node takes one, need one each. */
function placeOf(subject: Subject, names: readonly string[]): string {
  const own = subject.nodes.map((node) => names[node] ?? '');
  const { plan, question, claims } = subject;
  const isOneEach =
    claims.some(({ perPod }) => perPod) || question.tie === VolumeTie.LOCAL || plan.spread.value.some(({ minDomains }) => minDomains !== undefined);
  const count = isOneEach ? Math.min(own.length, podsThatServe(subject)) : 1;
  return own.length <= count ? listed(own) : `${count === 1 ? 'one' : count} of ${listed(own)}`;
}

function podsThatServe({ workload, plan }: Subject): number {
  return workload === AvailabilityClass.HIGHLY_AVAILABLE ? servingPods(plan.replicas.value, plan.ask.majority) : 1;
}
