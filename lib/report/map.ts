import type { ClusterFacts } from '../cluster/cluster';
import { type AllContributions, VoteStops } from '../failures/contribution';
import { type Failure, FailureKind } from '../failures/failure';
import { type QuorumLeft, quorumAfter } from '../failures/quorum';
import { type Terrain, terrainOf } from '../failures/terrain';

/** The path between two sites. */
export interface ReportLink {
  readonly from: string;
  readonly to: string;
  readonly roundTripSeconds: number;
}

/** Nodes that fail together. */
export interface ReportFate {
  readonly name: string;
  readonly kind: string;
  readonly nodes: readonly string[];
}

/** Nodes that vote on one thing. */
export interface ReportVotes {
  readonly name: string;
  /** How votes decide: `majority`, `drbd`, `one server`, `external`. */
  readonly rule: string;
  /** What stands still without a quorum: `control plane`, `writes`. */
  readonly stops: string;
  /** The nodes that may hold what is voted on. */
  readonly nodes: readonly string[];
  /** Nodes without a copy that may break ties. Left out if there are none. */
  readonly tiebreakers?: readonly string[];
  /** How many of the nodes hold it, if nobody knows which. Left out if all do. */
  readonly copies?: number;
}

/** Where things are: what the picture of the cluster shows. */
export interface ReportMap {
  readonly distribution: string;
  readonly links: readonly ReportLink[];
  readonly sharedFates: readonly ReportFate[];
  readonly votes: readonly ReportVotes[];
}

export function mapOf(facts: ClusterFacts, { votes }: AllContributions): ReportMap {
  return {
    distribution: facts.controlPlane.distribution,
    links: facts.links.map(({ from, to, roundTrip }) => ({ from, to, roundTripSeconds: roundTrip.seconds })),
    sharedFates: facts.sharedFates.map(({ name, kind, nodes }) => ({ name, kind, nodes })),
    votes: votes.map(({ name, rule, stops, voters, copies, tiebreaker = false }) => {
      const ties = tiebreaker ? voters.filter(({ diskful = true }) => !diskful).map(({ node }) => node) : [];
      return {
        name,
        rule,
        stops,
        nodes: voters.filter(({ diskful = true }) => diskful).map(({ node }) => node),
        ...(ties.length === 0 ? {} : { tiebreakers: ties }),
        ...(copies === undefined ? {} : { copies }),
      };
    }),
  };
}

/** What of the map a failure touches beside its nodes. */
export interface ReportTouched {
  /** Which votes go on. Left out for planned work: one node at a time keeps every quorum. */
  readonly votes?: readonly QuorumLeft[];
  /** The nodes on which something stops that is no node. */
  readonly stopsOn?: readonly string[];
}

/** What each failure touches, in the order of the failures. */
export function touchedBy(failures: readonly Failure[], facts: ClusterFacts, contributions: AllContributions): readonly ReportTouched[] {
  const terrain = terrainOf(facts, contributions);
  return failures.map((failure) => ({ ...votesAfter(failure, terrain), ...stoppedOn(failure, contributions) }));
}

function votesAfter(failure: Failure, terrain: Terrain): Pick<ReportTouched, 'votes'> {
  return failure.kind === FailureKind.DRAIN || failure.kind === FailureKind.UPGRADE ? {} : { votes: quorumAfter(failure, terrain) };
}

function stoppedOn({ kind, stops }: Failure, { entries, movers, votes }: AllContributions): Pick<ReportTouched, 'stopsOn'> {
  if (stops === undefined) return {};
  const nodes =
    kind === FailureKind.CONTROL_PLANE
      ? votes.find((group) => group.stops === VoteStops.CONTROL_PLANE && group.name === stops)?.voters.map(({ node }) => node)
      : [...entries, ...movers].find(({ name }) => name === stops)?.nodes;
  return nodes === undefined || nodes.length === 0 ? {} : { stopsOn: nodes };
}
