import { VolumeTie } from '../availability/ask/volume/traits';
import { seldomOf } from '../availability/classes/freed-by-storage';
import { recovery } from '../availability/failure/recovery';
import { NEVER } from '../availability/model/interval';
import { WorkloadKind } from '../availability/model/plan';
import { VolumeRelease } from '../availability/model/release';
import { listed } from '../cluster/names';
import { dataLeft, noCopy } from './copies';
import { heldOn, immovable } from './elsewhere';
import { type FailureOutcome, harm, Place, withAtBest, worse } from './outcome';
import { ofStorage, releaseFrom, type Ways } from './release';
import { degraded, ELSEWHERE, losing, NOT_MADE_AGAIN, recovers, spared, unaffected, untilAction, untilRepair } from './say';
import { EVERYWHERE, evictedFrom, GONE, isSeen, type Scene } from './scene';
import { sourced } from './sources';
import { among, boundBy, type Counts, countsOf, once, type Subject } from './subject';

/** All writes. */
const ALL = losing(Number.POSITIVE_INFINITY);

/** What a failure does to an app with one pod, for those who reach it in one part of the network. */
export function onePod(subject: Subject, scene: Scene, view: number): FailureOutcome {
  const counts = countsOf(subject, scene);
  if (counts.dead === 0 && scene.parts === 1) return inView(subject, scene, view);
  const starts = counts.dead > 0 ? [ifMadeAgain(subject, scene, GONE, onDeadNode(subject, scene, view))] : [];
  for (let part = 0; part < scene.parts; part += 1) {
    if ((counts.in[part] ?? 0) === 0) continue;
    starts.push(part === view ? inView(subject, scene, view) : ifMadeAgain(subject, scene, part, outOfView(subject, scene, view, part, counts)));
  }
  const [first = ELSEWHERE, ...others] = starts;
  const worst = others.reduce(worse, first);
  const best = others.reduce((one, other) => (harm(other.kind) < harm(one.kind) ? other : one), first);
  return withAtBest(worst, best.kind);
}

/** A pod of its own is evicted like any other one, and that is its end. */
function ifMadeAgain({ plan }: Subject, scene: Scene, part: number, otherwise: FailureOutcome): FailureOutcome {
  const isEvicted = plan.toleration.value !== Number.POSITIVE_INFINITY && scene.controlPlane !== undefined && (part === GONE || !isSeen(scene, part));
  return plan.workload.value === WorkloadKind.POD && isEvicted ? untilAction(NOT_MADE_AGAIN) : otherwise;
}

/** Its node lives on, and so does the way to it: only its data may stand still. */
function inView(subject: Subject, scene: Scene, view: number): FailureOutcome {
  const { writable, votes } = dataLeft(subject, scene, view, view);
  if (writable === 'always') return spared(scene);
  return untilAction('its pod runs on, but its writes wait: too few votes on its data are left', [], { votes, rpoIfGone: subject.loss });
}

/** The pod runs on where nobody from here reaches it. */
function outOfView(subject: Subject, scene: Scene, view: number, part: number, counts: Counts): FailureOutcome {
  const { plan, question } = subject;
  const place = placeIn(scene, part);
  const runsOn = `its pod runs on at ${place}`;
  const isReached = plan.services.length > 0;
  const frozen = dataLeft(subject, scene, part, part).writable !== 'always';
  const waits = isReached ? `${runsOn}, out of reach until the network is back` : `${runsOn}, and its writes wait until the network is back`;
  const stays = isReached || frozen ? untilRepair(waits) : unaffected(runsOn);
  const { writable, votes } = dataLeft(subject, scene, part, view);
  if (frozen && writable !== 'always')
    return untilAction('neither side is sure to have enough votes on its data: its writes wait until the network is back', [], { votes });
  if (!movesTo(scene, view, frozen) || plan.toleration.value === Number.POSITIVE_INFINITY) return stays;
  if ((counts.in[view] ?? 0) - subject.leftOut < 1) return stays;
  const there = subject.nodes.filter((node) => scene.partOf[node] === part);
  if (question.tie === VolumeTie.ATTACHED && immovable(subject, scene, there, view) !== undefined) return stays;
  const ways = releaseFrom(subject, scene, there, true);
  const isHeld = question.tie === VolumeTie.ATTACHED || question.afterDeletion === true;
  if (question.tie === VolumeTie.LOCAL || (isHeld && ways.release === VolumeRelease.NOBODY)) return stays;
  if (question.tie === VolumeTie.ATTACHED && ways.release === VolumeRelease.STORAGE && !frozen) return stays;
  if (!isReached && !frozen) return degraded(`${runsOn}, and another one starts: two at once until the network is back`, 0, NEVER);
  const twins = frozen ? '; the first one cannot write any more' : `; the first one runs on at ${place}: two at once`;
  return moved(subject, scene, { from: there, view, ways }, twins);
}

/** Its pod died with its node. */
function onDeadNode(subject: Subject, scene: Scene, view: number): FailureOutcome {
  const { plan, question } = subject;
  const dead = among(subject, scene.dead);
  const names =
    question.tie === VolumeTie.LOCAL || plan.toleration.value === Number.POSITIVE_INFINITY ? dead.map((node) => scene.terrain.names[node] ?? '') : [];
  const { writable, alive, lost, votes } = dataLeft(subject, scene, GONE, view);
  const gone = { rpoIfGone: lost || subject.onNode.data ? ALL : subject.loss };
  if (question.tie === VolumeTie.LOCAL) return untilRepair(`${boundBy(subject)} on ${listed(names)}: down until that is back`, gone);
  if (plan.toleration.value === Number.POSITIVE_INFINITY) return untilRepair(`it is bound to ${listed(names)}: down until that is back`, gone);
  if (writable !== 'always' && !alive) return untilRepair(`${noCopy(writable)}: down until its nodes are back`, { rpoIfGone: ALL });
  // Whatever a person decides about its data, it also takes a node that can run it.
  if (dead.length === subject.nodes.length) return untilRepair('all its nodes are down: down until one of them is back', gone);
  if (writable !== 'always') {
    const stuck = immovable(subject, scene, dead, view);
    if (stuck !== undefined) return untilRepair(stuck, gone);
    const copy = lost ? 'a copy may be left' : 'a copy lives';
    return untilAction(`too few votes on its data are left: ${copy}, and nobody may write it until a person decides that`, [], { ...gone, votes });
  }
  const target = scene.controlPlane;
  if (target === undefined)
    return untilRepair('the control plane is down, so nothing is moved until it is back', { ...gone, votes: scene.terrain.controlVotes?.name });
  if (target !== EVERYWHERE && target !== view) return untilRepair('it moves only to where nobody reaches it from here, until the network is back', gone);
  const held = heldOn(subject, scene, dead, view);
  if (held !== undefined) return untilRepair(held, gone);
  return moved(subject, scene, { from: dead, view, ways: releaseFrom(subject, scene, dead, false) }, '', gone);
}

interface Move {
  readonly from: readonly number[];
  /** The part of the network where it starts again. */
  readonly view: number;
  readonly ways: Ways;
}

function moved(subject: Subject, scene: Scene, { from, view, ways }: Move, more: string, rest: Partial<FailureOutcome> = {}): FailureOutcome {
  const { plan, question, loss, lossSource } = subject;
  const evicted = evictedFrom(scene, from);
  // Of a cut that the control plane sees both sides of, room was worked out in the larger one.
  const place = scene.parts > 1 && scene.controlPlane === EVERYWHERE && view !== scene.largest ? Place.UNKNOWN : Place.PROVEN;
  const key = ['moved', place, ways.release, ways.fencedWithin, evicted.min, evicted.max, scene.leaderLost, more].join();
  return once(subject, key, () => {
    const { terms, total } = recovery({ ...question, ...ways, evicted, leaderMayBeLost: scene.leaderLost, tolerationSeconds: plan.toleration.value });
    const loses = question.tie === VolumeTie.ATTACHED && lossSource !== undefined;
    const lost = loses ? { rpo: loss, rpoSource: lossSource } : {};
    return recovers(sourced(terms, ofStorage(ways)), total, `${seldomOf({ rto: undefined }, ways)}${more}`, { ...rest, place, ...lost });
  });
}

/** Kubernetes moves what it cannot reach; a storage with quorum moves what the other side cannot write, where it sees both. */
function movesTo({ controlPlane }: Scene, view: number, frozen: boolean): boolean {
  return controlPlane === view || (controlPlane === EVERYWHERE && frozen);
}

/** The sites of a part, as people call it. */
function placeIn({ partOf, terrain }: Scene, part: number): string {
  const sites = terrain.facts.nodes.filter((_, node) => partOf[node] === part).map(({ site }) => site);
  return listed([...new Set(sites)]);
}
