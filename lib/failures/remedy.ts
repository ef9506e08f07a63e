import { DETECTION, EVICTION, START, TOLERATION } from '../availability/failure/recovery';
import { OutcomeKind } from '../availability/model/outcome';
import { Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { formatSeconds } from '../cluster/units';
import { type Failure, FailureKind } from './failure';
import { dominating, type FailureOutcome, harm, Place, type Step, Through } from './outcome';
import type { Subject } from './subject';
import type { Terrain } from './terrain';

/** Above this, the period of the attach-detach controller is the longest part of a fail-over that something cheap shortens. */
const QUICK_SYNC_SECONDS = 10;

/** The cheapest change after which the failure does less to the app. Undefined: nothing cheap is known, or nothing is wrong. */
export function fixOf(outcome: FailureOutcome, subject: Subject, { facts, controlVotes }: Terrain): string | undefined {
  const { kind, through, of, terms, place, votes } = outcome;
  if (harm(kind) < harm(OutcomeKind.FAILS_OVER)) return undefined;
  if (through === Through.ENTRY) return `Give another node the role of ${of}, the way in, and let it run a pod there.`;
  if (through === Through.NEEDED) return `Make ${of} survive it, because this app needs it.`;
  if (place === Place.IMPOSSIBLE || place === Place.UNKNOWN) return 'Request less, or give another node more room.';
  const worst = dominating(terms);
  const endless = terms.filter(({ time }) => time.max === Number.POSITIVE_INFINITY);
  switch (kind) {
    case OutcomeKind.DOWN_UNTIL_REPAIR:
      if (votes !== undefined && votes === controlVotes?.name)
        return 'Run three servers in places that do not fail together, so that the control plane goes on.';
      return subject.nodes.length < 2
        ? 'Unbind it from its node, if its hardware and its data allow that.'
        : 'Put a copy of its data, and a node that can run it, where this failure does not reach.';
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

/** What a person has to do, in order. Empty: nothing. */
export function stepsOf(outcome: FailureOutcome, subject: Subject, failure: Failure): readonly Step[] {
  if (harm(outcome.kind) < harm(OutcomeKind.DOWN_UNTIL_REPAIR)) return [];
  if (outcome.through === Through.NEEDED) return [{ text: `Follow the steps of ${outcome.of}.` }];
  const { namespace = 'default', name } = subject.plan.ask;
  const look: Step = { text: `See what ${name} waits for.`, command: `kubectl -n ${namespace} describe pods` };
  if (failure.kind === FailureKind.LINK) return [{ text: `Bring the link ${failure.name} back.` }, look];
  if (failure.kind === FailureKind.DRAIN) return [{ text: `Let ${failure.name} take pods again.`, command: `kubectl uncordon ${failure.name}` }];
  const { dead } = failure;
  const repair: readonly Step[] =
    dead.length === 0 ? [{ text: `Bring ${failure.name} back.` }] : [{ text: `Start ${listed(dead)}.`, command: 'kubectl get nodes --watch' }];
  if (outcome.kind !== OutcomeKind.DOWN_UNTIL_ACTION) return [...repair, look];
  if (outcome.votes !== undefined)
    return [
      ...repair,
      {
        text: `If they never come back, make sure that they stay off. Only then switch off the quorum of ${outcome.votes} on the node with a copy: writes that only they have are lost.`,
      },
      look,
    ];
  return [
    { text: `Make sure that ${listed(dead)} ${dead.length === 1 ? 'is off: its' : 'are off: their'} pods may still write.` },
    ...dead.map((node) => ({ text: `Say so of ${node}.`, command: `kubectl taint nodes ${node} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute` })),
    ...dead.map((node) => ({ text: `Once ${node} is back, remove the taint.`, command: `kubectl taint nodes ${node} node.kubernetes.io/out-of-service-` })),
    look,
  ];
}
