import { isJobClass, OtherWorkload } from '../availability/ask/workload';
import { tiedToNodes } from '../availability/classes/drain';
import { NEVER } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import { nodesOf, WorkloadKind } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { evictsWithoutAddress } from './api-address';
import { both, type Chain } from './chain';
import { type Failure, FailureKind } from './failure';
import { dominating, type FailureOutcome, failing, isBack, Place, Through } from './outcome';
import { restarted } from './restart';
import { NOT_MADE_AGAIN, unaffected, untilAction, untilRepair } from './say';
import type { Scene } from './scene';
import type { Subject } from './subject';
import type { Terrain } from './terrain';

/** What waits for the address of the API. */
export const ADDRESS = 'address of the API';

const NOBODY = 'people and pipelines do not reach the API';
const UNHEARD = 'nodes that know only this address count as NotReady';

/** Nodes may know only the one address; with kubeadm since 1.33 those of the control plane ask their own server (KEP-4471), so that not all nodes are silent. */
export function withoutApi(subject: Subject, chain: Chain, { terrain: { facts } }: Scene): FailureOutcome {
  if (facts.controlPlane.distribution === Distribution.K3S) return unaffected(`it runs on: the nodes know each server; ${NOBODY}`);
  return unheard(subject, chain, facts, '');
}

/** The same beside what a failure does by itself, if it takes the server that has the address: then no node is left on which something starts. */
export function withoutServerOfApi(own: FailureOutcome, subject: Subject, chain: Chain, { unaddressed, controlPlane, terrain }: Scene): FailureOutcome {
  if (unaddressed.length === 0) return own;
  const { facts, names, addressed } = terrain;
  const gone = unaddressed.map((node) => names[node] ?? '');
  const has = `${gone.length === 1 ? '' : 'one of '}${listed(gone)} ${addressed.length === 1 ? 'has' : 'may have'} the address of the API: `;
  const first = controlPlane === undefined ? `${has}once the control plane is back without it, ` : has;
  const api = unheard(subject, chain, facts, first);
  const whole = both(isBack(own.kind) ? notMoved(own, first) : unended(own), api);
  return whole.place === Place.PROVEN ? { ...whole, place: Place.LIKELY } : whole;
}

/** The same while all nodes are restarted in turn: nodes that know no other address do not wait for the server that has it. */
export function whileServerRestarts(own: FailureOutcome, subject: Subject, chain: Chain, { terrain: { addressed, facts, names } }: Scene): FailureOutcome {
  if (addressed.length === 0 || facts.controlPlane.distribution === Distribution.K3S) return own;
  const who = `${listed(addressed.map((node) => names[node] ?? ''))}, ${addressed.length === 1 ? 'which' : 'of which one'} has the address of the API,`;
  return both(own, unheard(subject, chain, facts, `while ${who} restarts for longer than ${facts.timing.gracePeriod} s: `));
}

/** Nodes that are not heard of hear of nothing, too: they go on sending requests to pods that are gone. */
function unended(own: FailureOutcome): FailureOutcome {
  if (failing(own) === 0) return own;
  return { ...own, why: `${own.why}, and requests to the others fail until the address is back`, degraded: { ...own.degraded, time: NEVER } };
}

/** What would start elsewhere, starts when the nodes are heard of again. */
function notMoved({ rpo, rpoSource, rpoIfGone, place, atBest }: FailureOutcome, first: string): FailureOutcome {
  return { ...untilAddress(`${first}${UNHEARD}, and what has to move starts on none of them`), rpo, rpoSource, rpoIfGone, place, atBest };
}

function untilAddress(why: string): FailureOutcome {
  const terms = [{ name: ADDRESS, time: NEVER, source: 'how long a repair takes is not among the facts' }];
  return { ...untilRepair(why), terms, atBest: OutcomeKind.UNAFFECTED };
}

function unheard(subject: Subject, { entries }: Chain, facts: ClusterFacts, first: string): FailureOutcome {
  const why = `${UNHEARD}, and their pods leave the Services; ${NOBODY}`;
  if (isJobClass(subject.workload)) return untilAddress(`${first}${UNHEARD}, and no run starts on them; ${NOBODY}`);
  if (entries.length > 0) return untilAddress(`${first}${why}: a way in that asks the API itself finds no pod`);
  return afterEvictions(subject, facts, `it runs on; ${first}${why}`) ?? unaffected(`it runs on; ${first}${why}`);
}

/**
 * While some nodes are heard of, those that are not are evicted. Their pods run on until they hear of that, and then end at once (seen on
 * Kubernetes 1.36.3).
 */
function afterEvictions(subject: Subject, facts: ClusterFacts, first: string): FailureOutcome | undefined {
  const { plan, workload } = subject;
  const seconds = plan.toleration.value;
  if (!evictsWithoutAddress(facts) || seconds === Number.POSITIVE_INFINITY || workload === OtherWorkload.NODE_AGENT) return undefined;
  const isMadeAgain = plan.workload.value !== WorkloadKind.POD;
  const after = isMadeAgain ? restarted(subject) : untilAction(NOT_MADE_AGAIN);
  const evicted = `if that lasts longer than its toleration of ${seconds} s it is evicted${isMadeAgain ? ', and starts anew when the address is back' : ''}`;
  // The node with its data may have filled up meanwhile.
  const place = isMadeAgain && tiedToNodes(subject.claims, facts) ? Place.LIKELY : after.place;
  return { ...after, place, atBest: OutcomeKind.UNAFFECTED, why: `${first}; ${evicted}: ${after.why}` };
}

/** Whether it is harmed because the server that has the address of the API is away: it waits for that, or has nothing where it was. */
export function isOfAddress(
  { kind: becomes, terms, through }: FailureOutcome,
  { plan }: Subject,
  { kind, dead }: Failure,
  { addressed, names }: Terrain,
): boolean {
  if (kind === FailureKind.API) return addressed.length > 0;
  if (dominating(terms)?.name === ADDRESS) return true;
  return (
    becomes === OutcomeKind.FAILS_OVER &&
    through === Through.ITSELF &&
    addressed.some((server) => dead.includes(names[server] ?? '')) &&
    !nodesOf(plan).some((node) => dead.includes(node))
  );
}
