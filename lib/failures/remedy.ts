import { AvailabilityClass, OtherWorkload } from '../availability/ask/workload';
import { DETECTION, EVICTION, START, TOLERATION } from '../availability/failure/recovery';
import { OutcomeKind } from '../availability/model/outcome';
import { Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { formatSeconds } from '../cluster/units';
import type { AllContributions, VoteGroup } from './contribution';
import { type Failure, FailureKind } from './failure';
import { dominating, type FailureOutcome, harm, Place, type Step, Through } from './outcome';
import { comeback, returnInWords } from './power';
import type { Subject } from './subject';
import type { Terrain } from './terrain';

/** Above this, the period of the attach-detach controller is the longest part of a fail-over that something cheap shortens. */
const QUICK_SYNC_SECONDS = 10;

/** The cheapest change after which the failure does less to the app. Undefined: nothing cheap is known, or nothing is wrong. */
export function fixOf(outcome: FailureOutcome, subject: Subject, failure: Failure, { facts, controlVotes }: Terrain): string | undefined {
  const { kind, through, of, terms, place, votes } = outcome;
  if (harm(kind) < harm(OutcomeKind.FAILS_OVER) || isBeyondCure(subject, failure)) return undefined;
  if (through === Through.ENTRY) return `Give another node the role of ${of}, the way in, and let it run a pod there.`;
  if (through === Through.NEEDED) return `Make ${of} survive it, because this app needs it.`;
  if (place === Place.IMPOSSIBLE || place === Place.UNKNOWN) return 'Request less, or give another node more room.';
  const worst = dominating(terms);
  const endless = terms.filter(({ time }) => time.max === Number.POSITIVE_INFINITY);
  switch (kind) {
    case OutcomeKind.DOWN_UNTIL_REPAIR:
      if (votes !== undefined && votes === controlVotes?.name)
        return 'Run three servers in places that do not fail together, so that the control plane goes on.';
      return subject.nodes.length < 2 ? unbound(subject) : 'Put a copy of its data, and a node that can run it, where this failure does not reach.';
    case OutcomeKind.DOWN_UNTIL_ACTION:
      if (votes !== undefined) return 'Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker.';
      // Evictions stopped, and nothing else is missing.
      return endless.length > 0 && endless.every(({ name }) => name === EVICTION || name === subject.question.freedBy?.step)
        ? 'Spread the nodes over more zones, or over one: where a zone is gone as a whole, Kubernetes goes on evicting.'
        : 'Fence its nodes with an agent, or use storage that frees the volumes of dead nodes.';
    case OutcomeKind.DATA_LOST:
      return 'Use a storage class that waits for its copies.';
    default:
      break;
  }
  if (worst?.name === TOLERATION) return `Lower its toleration: set objective.rto, or objective.rideOut below ${formatSeconds(worst.time.max)}.`;
  if (worst?.name === START) return 'Make it start faster: that is the longest part.';
  if (worst?.name === DETECTION) return 'Lower node-monitor-grace-period, with the two time-outs of HTTP/2 that it must exceed.';
  if (subject.question.freedBy !== undefined && facts.timing.attachDetachSync > QUICK_SYNC_SECONDS)
    return `Set attach-detach-reconcile-sync-period=5s${facts.controlPlane.distribution === Distribution.K3S ? ' in kube-controller-manager-arg of K3s' : ''}: a volume then stays up to ${formatSeconds(facts.timing.attachDetachSync - 5)} shorter on a dead node.`;
  return undefined;
}

/** An agent belongs to its node, without power nothing runs, and a way in that is broken is not helped by a second one. */
function isBeyondCure({ workload }: Subject, { kind }: Failure): boolean {
  return workload === OtherWorkload.NODE_AGENT || kind === FailureKind.POWER || kind === FailureKind.ENTRY;
}

/** For an app that only one node can run. */
function unbound({ workload, plan: { ask } }: Subject): string {
  return workload === AvailabilityClass.SINGLE_POD_PINNED || ask.role === undefined
    ? 'Unbind it from its node, if its hardware and its data allow that.'
    : `Give another node the role ${ask.role}, and the room and the storage that it needs.`;
}

const LOOK: Step = { text: 'See which pods still wait, and for what.', command: 'kubectl get pods -A --field-selector=status.phase=Pending' };

function commandOf(votes: VoteGroup | undefined): Pick<Step, 'command'> {
  return votes?.override === undefined ? {} : { command: votes.override };
}

/** Everything was off. */
function comingBack(contributions: AllContributions): readonly Step[] {
  const order = comeback(contributions).map((one) => `${one.what}: ${returnInWords(one)}`);
  return [...order.map((text, index) => ({ text: `${index === 0 ? 'First' : 'Then'} ${text}.` })), LOOK];
}

/** What a person has to do, in order. Empty: nothing. */
export function stepsOf(outcome: FailureOutcome, { workload }: Subject, failure: Failure, { contributions }: Terrain): readonly Step[] {
  if (harm(outcome.kind) < harm(OutcomeKind.DOWN_UNTIL_REPAIR)) return [];
  if (outcome.through === Through.NEEDED) return [{ text: `Follow the steps of ${outcome.of}.` }];
  if (failure.kind === FailureKind.POWER) return comingBack(contributions);
  if (failure.kind === FailureKind.LINK) return [{ text: `Bring the link ${failure.name} back.` }, LOOK];
  if (failure.kind === FailureKind.DRAIN) return [{ text: `Let ${failure.name} take pods again.`, command: `kubectl uncordon ${failure.name}` }];
  if (failure.kind === FailureKind.UPGRADE)
    return [{ text: 'Upgrade one node after the other, and go on once the pods of the last one are ready.', command: 'kubectl get pods -A -o wide --watch' }];
  const { dead } = failure;
  const repair: readonly Step[] =
    dead.length === 0 ? [{ text: `Bring ${failure.name} back.` }] : [{ text: `Start ${listed(dead)}.`, command: 'kubectl get nodes --watch' }];
  if (outcome.kind !== OutcomeKind.DOWN_UNTIL_ACTION) return workload === OtherWorkload.NODE_AGENT ? repair : [...repair, LOOK];
  if (outcome.votes !== undefined)
    return [
      ...repair,
      {
        text: `If they never come back, make sure that they stay off. Only then let the copies that are left go on without a quorum, for each volume of ${outcome.votes}: writes that only they have are lost.`,
        ...commandOf(contributions.votes.find(({ name }) => name === outcome.votes)),
      },
      LOOK,
    ];
  return [
    { text: `Make sure that ${listed(dead)} ${dead.length === 1 ? 'is off: its' : 'are off: their'} pods may still write.` },
    ...dead.map((node) => ({ text: `Say so of ${node}.`, command: `kubectl taint nodes ${node} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute` })),
    ...dead.map((node) => ({ text: `Once ${node} is back, remove the taint.`, command: `kubectl taint nodes ${node} node.kubernetes.io/out-of-service-` })),
    LOOK,
  ];
}
