import { Severity } from '../../cluster/finding';
import { referenceText } from '../ask/reference/app';
import { dependenciesOf } from '../model/dependencies';
import type { Plan, PlannedDestination } from '../model/plan';
import { onFleet } from '../model/rule';

/** A wait that would never end, because a network policy closes the way. */
const WAIT_SHUT_OUT = onFleet({
  code: 'WAIT-SHUT-OUT',
  severity: Severity.ERROR,
  means: 'an app that waits for another, which does not let it in, or which it may not connect to',
  fix: "add it to `allowFrom` of the other, or the other to the app's `allowTo`",
  concerns: ({ containers }) => containers.some(({ waitsFor }) => waitsFor.length > 0),
  *check(plans, facts) {
    for (const [plan, needed] of dependenciesOf(plans, facts).edges) {
      for (const { how, plan: other, wanted } of needed) {
        // Policies do not hold for pods with the address of their node.
        if (how !== 'waitsFor' || other === plan || plan.ask.network.onHostNetwork || other.ask.network.onHostNetwork) continue;
        const said = { path: plan.ask.path, given: `waitsFor ${referenceText(wanted)}` };
        if (other.ask.network.ports.length === 0)
          yield { ...said, allowed: 'but that app has no ports, so nothing answers', fix: `Add its ports to network.ports of ${other.ask.name}.` };
        else if (!names(other.allowFrom.value, plan, other))
          yield { ...said, allowed: 'but that app does not let it in, so the wait never ends', fix: `Add it to allowFrom of ${other.ask.name}.` };
        if (!names(plan.allowTo.value, other, plan))
          yield { ...said, allowed: 'but it may not connect to that app, so the wait never ends', fix: 'Add the app to allowTo.' };
      }
    }
  },
});

/** Whether peers include the pods of an app. Ranges of addresses may: nobody knows the addresses of pods here. */
function names(peers: readonly PlannedDestination[] | undefined, app: Plan, owner: Plan): boolean {
  if (peers === undefined) return true;
  return peers.some(({ cidr, namespace = owner.ask.namespace, app: name, dns }) => {
    if (dns === true) return false;
    return cidr !== undefined || (namespace === app.ask.namespace && (name === undefined || name === app.ask.name));
  });
}

/** Whether what an app waits for can answer it. */
export const WAIT_RULES = [WAIT_SHUT_OUT];
