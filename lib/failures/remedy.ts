import { AvailabilityClass, OtherWorkload } from '../availability/ask/workload';
import { DETECTION, EVICTION, START, TOLERATION } from '../availability/failure/recovery';
import { isDown, OutcomeKind } from '../availability/model/outcome';
import { nodesOf } from '../availability/model/plan';
import { rolloutRestart } from '../availability/model/rollout-restart';
import { inGroup } from '../availability/placement/group';
import { classOf, unsafeVolumes } from '../availability/storage/claims';
import type { ClusterFacts } from '../cluster/cluster';
import { Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { formatSeconds } from '../cluster/units';
import { ADDRESSES_OF_NODES, addressSteps } from './addresses';
import { addressElsewhere, awayWithAddress, onAnotherServer } from './another-server';
import { controlPlaneSteps, repairOf } from './cluster-state';
import type { AllContributions } from './contribution';
import { type Failure, FailureKind, isPlanned } from './failure';
import { NAMES } from './names';
import { dominating, type FailureOutcome, harm, isPartlyUntilRepair, Phase, Place, type Step, step, Through } from './outcome';
import { comeback, returnInWords } from './power';
import { repairsOf } from './repairs';
import type { Subject } from './subject';
import type { Terrain } from './terrain';
import { isOfAddress } from './without-api';

/** HTTP2_READ_IDLE_TIMEOUT_SECONDS 30 and HTTP2_PING_TIMEOUT_SECONDS 15 of clients of Kubernetes (kubernetes/kubernetes pull request 126287). */
const HTTP2_SECONDS = 45;

/** The cheapest change after which the failure does less to the app. Undefined: nothing cheap is known, or nothing is wrong. */
export function fixOf(outcome: FailureOutcome, subject: Subject, failure: Failure, terrain: Terrain, isHeadless: boolean): string | undefined {
  const own = fixOfWorst(outcome, subject, failure, terrain, isHeadless);
  const { through, wayInDown } = outcome;
  // By itself it would be back, and nobody would reach it.
  return own === undefined || through === Through.ENTRY || wayInDown === undefined || failure.dead.length === 0 ? own : `${own} ${fixOfWayIn(wayInDown)}`;
}

function fixOfWayIn(name: string, place = 'a node that this failure does not reach'): string {
  return `Let ${name}, the way in, run on ${place}, too.`;
}

function fixOfWorst(outcome: FailureOutcome, subject: Subject, failure: Failure, terrain: Terrain, isHeadless: boolean): string | undefined {
  const { facts, controlVotes } = terrain;
  const { kind, through, of, terms, place, votes } = outcome;
  if (kind === OutcomeKind.DEGRADED && outcome.degraded?.addresses !== undefined)
    return failure.kind === FailureKind.LINK
      ? 'Give the two sites a second path.'
      : 'Use one address that another node takes over, for example with MetalLB or kube-vip.';
  if (harm(kind) < harm(OutcomeKind.FAILS_OVER) || isBroken(failure)) return undefined;
  const worst = dominating(terms);
  if (worst?.name === NAMES) return 'Run one more pod of cluster DNS, on another node, and say so in the facts (clusterDns).';
  if (isOfAddress(outcome, subject, failure, terrain)) return 'Put a virtual IP or a load balancer in front of the servers.';
  if (failure.kind === FailureKind.API) return undefined;
  if (through === Through.ENTRY) return isDown(kind) ? fixOfWayIn(of ?? '', isPlanned(failure) ? 'another node' : undefined) : undefined;
  if (through === Through.NEEDED) return `Make ${of} survive it, because this app needs it.`;
  if (failure.between !== undefined && isDown(kind)) return 'Keep it, what it needs and its way in at one site, or give the two sites a second path.';
  if (isBound(subject)) return undefined;
  if (place === Place.IMPOSSIBLE) return 'Request less, or give another node more room.';
  if (place === Place.UNKNOWN) return 'Perhaps request less, or give another node more room: nobody knows whether there is enough.';
  if (failure.kind === FailureKind.NAMES) return `Run a second pod of ${failure.name}, on another node.`;
  const endless = terms.filter(({ time }) => time.max === Number.POSITIVE_INFINITY);
  switch (kind) {
    case OutcomeKind.DOWN_UNTIL_REPAIR:
      if (votes !== undefined && votes === controlVotes?.name)
        return 'Run three servers in places that do not fail together, so that the control plane goes on.';
      return subject.nodes.length < 2 ? unbound(subject) : outOfReach(subject, failure);
    case OutcomeKind.DOWN_UNTIL_ACTION:
      if (votes !== undefined)
        return `Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker${isHeadless ? '. The control plane has to go on there, too: with most of its servers' : ''}.`;
      // Evictions stopped, and nothing else is missing.
      return endless.length > 0 && endless.every(({ name }) => name === EVICTION || name === subject.question.freedBy?.step)
        ? 'Spread the nodes over more zones, or over one: where a zone is gone as a whole, Kubernetes goes on evicting.'
        : (allowed(subject, facts) ?? 'Fence its nodes with an agent, or use storage that frees the volumes of dead nodes.');
    case OutcomeKind.DATA_LOST:
      return 'Use a storage class that waits for its copies.';
    default:
      break;
  }
  if (worst?.name === TOLERATION) return `Lower its toleration: set objective.rto, or objective.rideOut below ${formatSeconds(worst.time.max)}.`;
  if (worst?.name === START) return 'Make it start faster: that is the longest part.';
  // Whoever manages the control plane sets its flags.
  const isLowest = facts.controlPlane.distribution === Distribution.MANAGED || facts.timing.gracePeriod <= HTTP2_SECONDS + 1;
  if (worst?.name === DETECTION && !isLowest)
    return `Lower node-monitor-grace-period to ${HTTP2_SECONDS + 1} s: it must stay above the two time-outs of HTTP/2.`;
  return undefined;
}

/** What lets its storage move it, where only its other volumes are in the way. Undefined: that is not it. */
function allowed({ plan: { ask } }: Subject, facts: ClusterFacts): string | undefined {
  const { claims, volumes } = inGroup(ask, facts);
  const release = claims.flatMap((claim) => classOf(facts, claim)?.release ?? []).find(({ unsafePods }) => !unsafePods);
  const unsafe = release === undefined ? [] : unsafeVolumes(facts, claims, volumes);
  if (release?.allowUnsafePods === undefined || unsafe.length === 0) return undefined;
  return `${release.allowUnsafePods}, or remove ${listed(unsafe)}: ${release.by} moves no pods with such volumes.`;
}

/** Without power nothing runs, and what is broken is not helped by a second one. */
function isBroken({ kind }: Failure): boolean {
  return kind === FailureKind.ENTRY || kind === FailureKind.CONTROL_PLANE || kind === FailureKind.POWER;
}

/** An agent belongs to its node, and so does an app with a device. */
function isBound({ workload, plan }: Subject): boolean {
  return workload === OtherWorkload.NODE_AGENT || plan.devices.length > 0;
}

/** For an app that only one node can run. */
function unbound({ workload, plan: { ask } }: Subject): string {
  return workload === AvailabilityClass.SINGLE_POD_PINNED || ask.role === undefined
    ? 'Unbind it from its node, if its hardware and its data allow that.'
    : `Give another node the role ${ask.role}, and the room and the storage that it needs.`;
}

/** What has to be where the failure does not reach: a node, and a copy unless one may be there already. */
function outOfReach({ plan, held }: Subject, { dead }: Failure): string {
  const isNodeEnough =
    nodesOf(plan).every((node) => dead.includes(node)) && held.every(({ set: { holders } }) => holders?.every((node) => dead.includes(node)) !== true);
  return isNodeEnough
    ? 'Let a node that this failure does not reach run it, too.'
    : 'Put a copy of its data, and a node that can run it, where this failure does not reach.';
}

const LOOK: Step = {
  text: 'See which pods still wait: kubectl describe says for what.',
  command: 'kubectl get pods -A --field-selector=status.phase=Pending',
  phase: Phase.LOOK,
};

/** What a person has to do, in order. Empty: nothing. @param isHeadless whether the failure took the control plane, too */
export function stepsOf(outcome: FailureOutcome, { workload }: Subject, failure: Failure, terrain: Terrain, isHeadless: boolean): readonly Step[] {
  const isDownFor = harm(outcome.kind) >= harm(OutcomeKind.DOWN_UNTIL_REPAIR);
  if (!isDownFor && !isPartlyUntilRepair(outcome)) return [];
  if (failure.kind === FailureKind.POWER) return comingBack(terrain.contributions);
  const { addresses } = outcome.degraded ?? {};
  const lookUp = isHeadless || awayWithAddress(failure, terrain.facts).length > 0 ? undefined : ADDRESSES_OF_NODES;
  const divert = (until: string) => (addresses === undefined ? [] : addressSteps(addresses, until, lookUp));
  if (failure.kind === FailureKind.LINK) return [...divert(`the link ${failure.name} is back`), step(`Bring the link ${failure.name} back.`), LOOK];
  if (failure.kind === FailureKind.DRAIN)
    return [...divert(`${failure.name} takes pods again`), step(`Let ${failure.name} take pods again.`, `kubectl uncordon ${failure.name}`)];
  if (failure.kind === FailureKind.UPGRADE) return upgradeSteps(addresses);
  const { dead } = failure;
  if (dead.length === 0) return repairsOf(failure, terrain);
  const repair = repairOf(dead);
  const diverted = divert(`${listed(addresses ?? [])} ${addresses?.length === 1 ? 'is' : 'are'} back`);
  if (!isDownFor) return [...diverted, repair];
  if (outcome.kind !== OutcomeKind.DOWN_UNTIL_ACTION) return workload === OtherWorkload.NODE_AGENT ? [repair] : [...diverted, repair, LOOK];
  if (outcome.madeRoomFor !== undefined) return [repair, ...outcome.madeRoomFor.map(movedBack), LOOK];
  return outcome.votes === undefined ? [...released(dead), LOOK] : [repair, ...overridden(outcome.votes, failure, terrain, isHeadless), LOOK];
}

/** A way in without a node that is left. */
export function wayInSteps(name: string, { plan }: Subject, { dead, kind }: Failure): readonly Step[] {
  if (kind === FailureKind.POWER || !nodesOf(plan).every((node) => dead.includes(node))) return [];
  const text = `If ${listed(dead)} never ${dead.length === 1 ? 'comes' : 'come'} back, let ${name}, the way in, run on another node: change the program, and apply it. Nobody reaches the apps behind it before.`;
  return [step(text, undefined, Phase.OVERRIDE)];
}

/** A node that is ready has its pods back, and not yet the writes that its copies missed. */
function upgradeSteps(addresses: readonly string[] = []): readonly Step[] {
  const some = addresses.length > 0;
  return [
    ...(some
      ? [
          step(
            `Before the turn of each of ${listed(addresses)}, take its address out of DNS and out of the router, and wait until clients have forgotten it: the TTL of the record.`,
            ADDRESSES_OF_NODES,
            Phase.DIVERT,
          ),
        ]
      : []),
    step('One node after the other, with its name in place of <node>: let its pods leave.', 'kubectl drain <node> --ignore-daemonsets --delete-emptydir-data'),
    step('Once those that found another node are ready there, upgrade <node>, restart it, and let it take pods again.', 'kubectl uncordon <node>'),
    ...(some ? [step(`Once one of ${listed(addresses)} takes pods again, put its address in again.`)] : []),
    step('Go on with the next one once all pods are ready and all copies of replicated data are in sync again.', 'kubectl get pods -A -o wide --watch'),
  ];
}

/** What the cluster asks of a person, whatever the apps need. @param isHeadless whether the failure took the control plane, too */
export function clusterSteps(failure: Failure, terrain: Terrain, isHeadless: boolean): readonly Step[] {
  if (failure.kind === FailureKind.UPGRADE) return upgradeSteps();
  const elsewhere = onAnotherServer(failure, terrain.facts, isHeadless);
  return [
    ...elsewhere,
    ...(elsewhere.length === 0 || failure.dead.length === 0 ? [] : [repairOf(failure.dead)]),
    ...repairsOf(failure, terrain),
    ...controlPlaneSteps(failure, terrain.facts, isHeadless),
    ...addressElsewhere(failure, terrain.facts),
  ];
}

/** Its pods are made again, and find the node that is back empty. In order: deleted by their label, all of them would be down at once. */
function movedBack(app: string): Step {
  const [namespace = '', name = ''] = app.split('/');
  const command = rolloutRestart(namespace, `deployment,statefulset -l app.kubernetes.io/name=${name}`);
  return step(`Once that is back, restart ${app} pod by pod, so that its pods may go there and make room.`, command, Phase.CLEAN_UP);
}

/** Everything was off. */
function comingBack(contributions: AllContributions): readonly Step[] {
  const order = comeback(contributions).map((one) => `${one.what}: ${returnInWords(one)}`);
  return [...order.map((text, index) => step(`${index === 0 ? 'First' : 'Then'} ${text}.`)), LOOK];
}

/** Kubernetes takes volumes from dead nodes only if a person says that they are off. */
function released(dead: readonly string[]): readonly Step[] {
  const [are, their] = dead.length === 1 ? ['is', 'its'] : ['are', 'their'];
  return [
    step(
      `If ${listed(dead)} ${are} not back at once: make sure that ${listed(dead)} ${are} off, because ${their} pods may still write.`,
      undefined,
      Phase.SECURE,
    ),
    ...dead.map((node) =>
      step(`Say so of ${node}, only while it is off.`, `kubectl taint nodes ${node} ${OUT_OF_SERVICE}=nodeshutdown:NoExecute`, Phase.RELEASE),
    ),
    ...dead.map((node) => step(`Once ${node} is back, remove the taint.`, `kubectl taint nodes ${node} ${OUT_OF_SERVICE}-`, Phase.CLEAN_UP)),
  ];
}

const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Copies go on without a quorum. Whoever keeps their state, and moves pods to them, needs the API. */
function overridden(name: string, failure: Failure, { contributions: { votes, data }, facts }: Terrain, isHeadless: boolean): readonly Step[] {
  const { override, afterOverride } = votes.find((one) => one.name === name) ?? {};
  const classes = data.filter((set) => set.votes === name).map(({ storageClass }) => storageClass);
  const only = 'Only then let the copies that are left go on without a quorum, for each';
  const [come, they] = failure.dead.length === 1 ? ['comes', 'it stays'] : ['come', 'they stay'];
  const stayOff = `If ${listed(failure.dead)} never ${come} back, make sure that ${they} off`;
  return [
    ...controlPlaneSteps(failure, facts, isHeadless),
    ...(override === undefined
      ? [step(`${stayOff}. ${only} volume of ${name}: writes that only they have are lost.`, undefined, Phase.OVERRIDE)]
      : [
          step(
            `${stayOff}, and see which volumes there are: those with the class ${listed(classes)}, by their name in the column VOLUME.`,
            'kubectl get pvc -A',
            Phase.OVERRIDE,
          ),
          step(`${only} of these, with its name in place of <volume>: writes that only they have are lost.`, override, Phase.OVERRIDE),
        ]),
    ...(afterOverride === undefined
      ? []
      : [
          step(
            'Once all copies of such a <volume> are there again and in sync, give it its quorum back, or both sides of a cut may write.',
            afterOverride,
            Phase.CLEAN_UP,
          ),
        ]),
  ];
}
