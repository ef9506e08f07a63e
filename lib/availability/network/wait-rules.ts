import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { referenceText } from '../ask/reference/app';
import type { ResolvedApp } from '../ask/resolved';
import { type Dependency, dependenciesOf } from '../model/dependencies';
import type { Plan, PlannedDestination } from '../model/plan';
import { onFleet, type PlacedSaid } from '../model/rule';
import { shutOutside } from './outside';
import { isAmongPods } from './policy/clients';

/** A wait that would never end, because a network policy closes the way. */
const WAIT_SHUT_OUT = onFleet({
  code: 'WAIT-SHUT-OUT',
  severity: Severity.ERROR,
  means: 'an app that waits for another, which does not let it in, or which it may not connect to',
  fix: "add it to `allowFrom` of the other, or the other to the app's `allowTo`",
  concerns: waits,
  *check(plans, facts, others) {
    for (const { how, said, fix, isWhole } of shutOutside(plans, facts, others))
      if (how === 'waitsFor' && isWhole) yield { ...said, allowed: `${said.allowed}, so the wait never ends`, fix: `${fix}.` };
    for (const { plan, other, said } of needs(plans, facts, 'waitsFor')) {
      if (other.ask.network.onHostNetwork || plan.ask.network.onHostNetwork) continue;
      if (other.ask.network.ports.length === 0)
        yield { ...said, allowed: 'but that app has no ports, so nothing answers', fix: `Add its ports to network.ports of ${other.ask.name}.` };
      else if (includes(other.allowFrom.value, plan, other) === Includes.NO)
        yield { ...said, allowed: 'but that app does not let it in, so the wait never ends', fix: `Add it to allowFrom of ${other.ask.name}.` };
      if (includes(plan.allowTo.value, other, plan) === Includes.NO)
        yield { ...said, allowed: 'but it may not connect to that app, so the wait never ends', fix: 'Add the app to allowTo.' };
    }
  },
});

/** Likewise, where the way may be open, or where nobody said that the app connects at all. */
const NEED_SHUT_OUT = onFleet({
  code: 'NEED-SHUT-OUT',
  severity: Severity.WARNING,
  means: 'an app that needs another, which may not let it in, or which it may not be able to connect to',
  fix: "add it to `allowFrom` of the other, or the other to the app's `allowTo`, or accept it if it needs no connection",
  concerns: (app) => app.dependsOn.length > 0 || waits(app),
  *check(plans, facts, others) {
    for (const { how, said, fix, isWhole } of shutOutside(plans, facts, others))
      if (how === 'dependsOn' || !isWhole) yield { ...said, fix: `${fix}, or accept it if it does not connect.` };
    for (const one of needs(plans, facts, 'waitsFor')) yield* doubts(one, Includes.LAN);
    for (const one of needs(plans, facts, 'dependsOn')) yield* doubts(one, Includes.NO);
  },
});

/** Whether peers include the pods of an app. */
enum Includes {
  NO,
  /** Only if pods have addresses of the local network. */
  LAN,
  YES,
}

const LAN_PODS = 'pods have such addresses';

interface Need {
  readonly plan: Plan;
  readonly other: Plan;
  readonly said: Pick<PlacedSaid, 'path' | 'given'>;
}

function waits({ containers }: ResolvedApp): boolean {
  return containers.some(({ waitsFor }) => waitsFor.length > 0);
}

function* needs(plans: readonly Plan[], facts: ClusterFacts, how: Dependency['how']): Iterable<Need> {
  for (const [plan, needed] of dependenciesOf(plans, facts).edges)
    for (const { how: way, plan: other, wanted } of needed)
      if (way === how && other !== plan && other.schedule === undefined)
        yield { plan, other, said: { path: plan.ask.path, given: `${how} ${referenceText(wanted)}` } };
}

/** @param least what is said of waits is an error already if nothing includes them */
function* doubts({ plan, other, said }: Need, least: Includes): Iterable<PlacedSaid> {
  const isDoubtful = (one: Includes) => one !== Includes.YES && one >= least;
  // Policies do not hold for pods with the address of their node, and nothing asks an app without ports.
  if (other.ask.network.onHostNetwork || other.ask.network.ports.length === 0) return;
  if (plan.ask.network.onHostNetwork) {
    const { value } = other.allowFrom;
    if (value !== undefined && !value.some(({ cidr }) => cidr !== undefined))
      yield {
        ...said,
        allowed: 'but its pods have the addresses of their nodes, which no name in allowFrom of that app includes',
        fix: `Add a Client.cidr with the nodes to allowFrom of ${other.ask.name}, or accept it if your network plugin lets nodes in.`,
      };
    return;
  }
  const [into, outOf] = [includes(other.allowFrom.value, plan, other), includes(plan.allowTo.value, other, plan)];
  if (isDoubtful(into))
    yield {
      ...said,
      allowed: into === Includes.LAN ? 'but that app names only addresses of the local network, and pods have others' : 'but that app does not let it in',
      fix: `Add it to allowFrom of ${other.ask.name}, or accept it if ${into === Includes.LAN ? LAN_PODS : 'it does not connect'}.`,
    };
  if (isDoubtful(outOf))
    yield {
      ...said,
      allowed:
        outOf === Includes.LAN ? 'but it may only connect to addresses of the local network, and pods have others' : 'but it may not connect to that app',
      fix: `Add the app to allowTo, or accept it if ${outOf === Includes.LAN ? LAN_PODS : 'it does not connect'}.`,
    };
}

/**
 * Ranges of addresses may include pods: no fact says which addresses they have. Not those that leave out private ones, and hardly
 * 192.168.0.0/16: pods of K3s are in 10.42.0.0/16, those of the usual plugins in 10.0.0.0/8.
 */
function includes(peers: readonly PlannedDestination[] | undefined, app: Plan, owner: Plan): Includes {
  if (peers === undefined) return Includes.YES;
  const each = peers.map((peer) => {
    const { cidr, except, namespace = owner.ask.namespace, dns, anyone } = peer;
    if (dns === true || except !== undefined) return Includes.NO;
    if (anyone === true) return Includes.YES;
    if (cidr !== undefined) return cidr.startsWith('192.168.') ? Includes.LAN : Includes.YES;
    return namespace === app.ask.namespace && isAmongPods(peer, app.ask) ? Includes.YES : Includes.NO;
  });
  return each.reduce((most, one) => (one > most ? one : most), Includes.NO);
}

/** Whether what an app needs can answer it. */
export const WAIT_RULES = [WAIT_SHUT_OUT, NEED_SHUT_OUT];
