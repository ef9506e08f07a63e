import { VolumeTie } from '../availability/ask/volume/traits';
import { tiedToNodes } from '../availability/classes/drain';
import { seldomOf } from '../availability/classes/freed-by-storage';
import { recovery } from '../availability/failure/recovery';
import { detection } from '../availability/failure/timing';
import { interval, NEVER, NOTHING, sum } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { VolumeRelease } from '../availability/model/release';
import { mostOn, servingPods } from '../availability/placement/shares';
import { grouped } from '../cluster/grouped';
import { counted } from '../cluster/names';
import { copiesLeft, dataLeft } from './copies';
import { heldOn } from './elsewhere';
import { type FailureOutcome, Place, withAtBest } from './outcome';
import { ofStorage, releaseFrom, type Ways } from './release';
import { degraded, losing, recovers, spared, untilAction, untilRepair } from './say';
import { evictedFrom, GONE, isSeen, type Scene, silentIn } from './scene';
import { sourced } from './sources';
import { among, countsOf, mostOf, once, type Subject } from './subject';

/** EndpointSlice and kube-proxy, whose minSyncPeriod is 1 s. */
const ENDPOINTS = interval(0, 2);

/** Pods of an app that are left after a failure, in the worst case, and how many it needs. */
interface Left {
  readonly pods: number;
  readonly rest: number;
  readonly needed: number;
  /** Nodes that are left. */
  readonly here: number;
  /** The control plane takes lost pods out of the Service, and starts others. */
  readonly seen: boolean;
}

/** What a failure does to an app with several pods, for those who reach it in one part of the network. */
export function manyPods(subject: Subject, scene: Scene, view: number): FailureOutcome {
  const { nodes, inOneZone, held, spreads } = subject;
  const here = countsOf(subject, scene).in[view] ?? 0;
  const differs = keepNames(subject) || spreads.some(({ placeOf }) => placeOf !== undefined);
  if (inOneZone || held.length > 0 || differs) return someLeft(subject, scene, view, here);
  // All else that the outcome depends on.
  const away = among(subject, silentIn(scene));
  const evicted = away.length === 0 ? NOTHING : evictedFrom(scene, away);
  const seen = isSeen(scene, view);
  const emptyHere = subject.empty.some((node) => scene.partOf[node] === view);
  const key = [nodes.length - here, emptyHere, scene.dead.length > 0, seen, scene.leaderLost, evicted.min, evicted.max].join();
  return once(subject, key, () => someLeft(subject, scene, view, here));
}

/** What frees such pods, and the claim of each, differs from node to node. */
function keepNames({ claims, question }: Subject): boolean {
  return question.afterDeletion === true || claims.some(({ perPod }) => perPod);
}

function someLeft(subject: Subject, scene: Scene, view: number, here: number): FailureOutcome {
  const { plan, nodes, held } = subject;
  const away = nodes.filter((node) => scene.partOf[node] !== view);
  const frozen = here === 0 ? undefined : held.map(({ set, votes }) => copiesLeft(set, votes, scene, view, view)).find(({ writable }) => writable !== 'always');
  if (frozen !== undefined) return untilAction('its pods run on, but their writes wait: too few votes on their data are left', [], { votes: frozen.votes });
  if (away.length === 0) return spared(scene);
  if (here === 0)
    return untilRepair(
      nodes.length === 1 ? 'all its pods are on one node: down until that node is back' : 'all its nodes are out of reach: down until they are back',
      isAllGone(subject, scene, view) ? { rpoIfGone: losing(Number.POSITIVE_INFINITY) } : {},
    );
  const pods = plan.replicas.value;
  const inZone = restInZone(subject, scene, view);
  const left: Left = {
    pods,
    rest: inZone ?? pods - mostOf(subject, away, scene.terrain),
    needed: servingPods(pods, plan.ask.majority),
    here,
    seen: isSeen(scene, view),
  };
  const most = inZone ?? Math.min(pods, mostOn(here, pods, nodes.length));
  const atBest = most === pods ? OutcomeKind.UNAFFECTED : OutcomeKind.DEGRADED;
  if (left.rest >= left.needed) return { ...fewer(left, scene), atBest };
  const stuck = inZone !== undefined || keepNames(subject);
  const worst = stuck ? stay(subject, scene, view, left) : startElsewhere(subject, scene, view, left);
  return most >= left.needed ? withAtBest(worst, atBest) : worst;
}

/** Whether no node that is left may have a copy of what its pods have written. */
function isAllGone(subject: Subject, scene: Scene, view: number): boolean {
  const { nodes, claims } = subject;
  if (among(subject, scene.dead).length < nodes.length) return false;
  return tiedToNodes(claims, scene.terrain.facts) || dataLeft(subject, scene, GONE, view).lost;
}

function fewer({ pods, rest, seen }: Left, scene: Scene): FailureOutcome {
  const noticed = seen ? sum(detection(scene.terrain.facts.timing, scene.leaderLost), ENDPOINTS) : NEVER;
  const why = `at least ${rest} of ${counted(pods, 'pod')} ${rest === 1 ? 'keeps' : 'keep'} serving${seen ? '' : '; nothing takes the others out of the Service until the control plane is back'}`;
  return degraded(why, (pods - rest) / pods, noticed);
}

function servesWith({ pods, rest, needed }: Left): string {
  return `it serves only while ${needed} of its ${counted(pods, 'pod')} run, and ${rest === 0 ? 'none' : rest} may be left`;
}

/** Of its nodes each takes one pod at most, and too few are left. */
function hasTooFewNodes({ plan, empty }: Subject, { partOf }: Scene, view: number, { here, needed }: Left): boolean {
  if (here >= needed) return false;
  return plan.spread.value.some(({ minDomains = 0 }) => minDomains > here) || empty.some((node) => partOf[node] === view);
}

/** Their pods keep their names and their data until what frees their volumes deletes them, or a person: then others start (seen on Kubernetes 1.36.3). */
function stay(subject: Subject, scene: Scene, view: number, left: Left): FailureOutcome {
  const serves = servesWith(left);
  const lost = among(subject, silentIn(scene));
  const isCut = scene.cut.length > 0;
  const ways = releaseFrom(subject, scene, lost, isCut);
  const mayMove = left.seen && !hasTooFewNodes(subject, scene, view, left) && isFree(subject, scene, view, lost, ways);
  if (mayMove && ways.release !== VolumeRelease.NOBODY)
    return startAgain(subject, scene, serves, lost, { tie: subject.claims.length > 0 ? VolumeTie.ATTACHED : VolumeTie.NONE, ...ways, afterItsPods: true });
  return mayMove && !isCut
    ? untilAction(`${serves}: down until their nodes are back, or a person says that they are off`)
    : untilRepair(`${serves}: down until their nodes are back`);
}

/** Whether other nodes may have the data of pods that are lost. */
function isFree(subject: Subject, scene: Scene, view: number, lost: readonly number[], { release }: Ways): boolean {
  const { claims, held, inOneZone, zonal } = subject;
  if (inOneZone || zonal || tiedToNodes(claims, scene.terrain.facts)) return false;
  if (lost.length === 0 || heldOn(subject, scene, lost, view) !== undefined) return false;
  const from = [...new Set(lost.map((node) => scene.partOf[node] ?? GONE))];
  const isWritable = (start: number, target: number) => held.every(({ set, votes }) => copiesLeft(set, votes, scene, start, target).writable === 'always');
  // A storage takes a volume only from a node on which it lost its quorum.
  const leaves = (part: number) => part === GONE || release !== VolumeRelease.STORAGE || !isWritable(part, part);
  return from.every((part) => isWritable(part, view) && leaves(part));
}

function startElsewhere(subject: Subject, scene: Scene, view: number, left: Left): FailureOutcome {
  const { here, seen } = left;
  const serves = servesWith(left);
  if (!seen)
    return untilRepair(`${serves}; the control plane is down, so nothing starts elsewhere until it is back`, { votes: scene.terrain.controlVotes?.name });
  if (hasTooFewNodes(subject, scene, view, left))
    return untilRepair(`${serves}, and ${here === 1 ? 'the one node that is left' : `each of the ${here} nodes that are left`} takes one at most`);
  const lost = among(subject, silentIn(scene));
  if (lost.length === 0) return untilRepair(`${serves}; the control plane sees both sides, so nothing starts elsewhere`);
  return startAgain(subject, scene, serves, lost, { tie: VolumeTie.NONE, release: VolumeRelease.NOBODY, freedBy: undefined, fencedWithin: undefined });
}

/** What keeps lost pods on their nodes, and for how long. */
type Kept = Ways & Pick<Subject['question'], 'tie' | 'afterItsPods'>;

/** Pods that were lost start on other nodes. */
function startAgain({ plan, question, loss, lossSource }: Subject, scene: Scene, serves: string, lost: readonly number[], kept: Kept): FailureOutcome {
  const { terms, total } = recovery({
    ...question,
    ...kept,
    tolerationSeconds: plan.toleration.value,
    leaderMayBeLost: scene.leaderLost,
    evicted: evictedFrom(scene, lost),
  });
  const loses = kept.tie === VolumeTie.ATTACHED && lossSource !== undefined ? { rpo: loss, rpoSource: lossSource } : {};
  return recovers(sourced(terms, ofStorage(kept)), total, `; ${serves}, and lost ones start elsewhere${seldomOf({ rto: undefined }, kept)}`, {
    place: Place.PROVEN,
    ...loses,
  });
}

/** Of pods that share data which stays in one zone, the fewest that are left there. Undefined: they share none. */
function restInZone({ plan, nodes, inOneZone }: Subject, { partOf, terrain: { placeOf } }: Scene, view: number): number | undefined {
  if (!inOneZone) return undefined;
  const isOut = (node: number) => partOf[node] !== view;
  const zones = [...grouped(nodes.map((node) => [placeOf[node], node] as const)).values()].filter((zone) => zone.some(isOut));
  // In a zone each node gets one pod at most.
  return Math.min(...zones.map((zone) => Math.max(0, Math.min(plan.replicas.value, zone.length) - zone.filter(isOut).length)));
}
