import { type AllContributions, type DataSet, type VoteGroup, VoteStops } from './contribution';
import { copiesLeft } from './copies';
import type { Failure } from './failure';
import { EVERYWHERE, GONE, type Scene, sceneOf } from './scene';
import { numbersOf, type Terrain } from './terrain';

/** Whether votes go on. */
export enum GoesOn {
  YES = 'yes',
  /** In some of the ways in which copies may lie. */
  PERHAPS = 'perhaps',
  NO = 'no',
}

/** What is left of a vote group after a failure. */
export interface QuorumLeft {
  readonly group: string;
  readonly goesOn: GoesOn;
  /** The parts of the network in which it does, or may: numbers of `parts` of the failure. Left out if the network is whole. */
  readonly in?: readonly number[];
}

/** Which votes go on after a failure, and on which side. */
export function quorumAfter(failure: Failure, terrain: Terrain): readonly QuorumLeft[] {
  const scene = sceneOf(failure, terrain);
  const { votes, data } = terrain.contributions;
  return votes.map((group) => {
    const byPart = group.stops === VoteStops.CONTROL_PLANE ? ofControlPlane(scene) : ofData(group, data, scene);
    return {
      group: group.name,
      goesOn: together(byPart),
      ...(scene.parts === 1 ? {} : { in: byPart.flatMap((one, part) => (one === GoesOn.NO ? [] : [part])) }),
    };
  });
}

function ofControlPlane({ controlPlane, parts }: Scene): readonly GoesOn[] {
  return Array.from({ length: parts }, (_, part) => (controlPlane === EVERYWHERE || controlPlane === part ? GoesOn.YES : GoesOn.NO));
}

/** A pod that uses the data may have been in any part with a copy, or on a dead node. */
function ofData(group: VoteGroup, data: AllContributions['data'], scene: Scene): readonly GoesOn[] {
  const { partOf, parts, terrain } = scene;
  const set: DataSet = data.find(({ votes }) => votes === group.name) ?? { storageClass: group.name, holders: [], copies: group.copies ?? group.voters.length };
  const holders = numbersOf(
    terrain,
    group.voters.flatMap(({ node, diskful = true }) => (diskful ? [node] : [])),
  );
  const starts = [...new Set(holders.map((node) => partOf[node] ?? GONE))];
  return Array.from({ length: parts }, (_, part) => {
    const left = starts.map((start) => copiesLeft(set, group, scene, start, part).writable);
    if (left.length === 0 || left.every((one) => one === 'never')) return GoesOn.NO;
    return left.every((one) => one === 'always') ? GoesOn.YES : GoesOn.PERHAPS;
  });
}

function together(parts: readonly GoesOn[]): GoesOn {
  if (parts.includes(GoesOn.YES)) return GoesOn.YES;
  return parts.includes(GoesOn.PERHAPS) ? GoesOn.PERHAPS : GoesOn.NO;
}
