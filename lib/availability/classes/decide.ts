import { type ClusterFacts, frozenCopy } from '../../cluster/cluster';
import type { Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { checkAppShape } from '../ask/shape/app-shape';
import { type Ask, AvailabilityClass, OtherWorkload } from '../ask/workload';
import { type Plan, WorkloadKind } from '../model/plan';
import { Findings } from '../model/rule';
import { checkShared, isBound, propsTogether, together } from '../placement/colocation';
import { nodesThatFit } from '../placement/placement';
import { inWords, offerOf, roomOf, roomTogether } from '../placement/room';
import { checkReadWriteMany } from '../storage/claims';
import { checkApp } from './check-app';
import { decideFlexible } from './flexible';
import { decideHighlyAvailable } from './highly-available';
import { decideNodeAgent } from './node-agent';
import { decidePinned } from './pinned';
import { decideScheduledJob } from './scheduled-job';

/** A plan, and what stands against it. With an error among the findings the plan must not be rendered. */
export interface Decision {
  /** Undefined when too little was said to decide anything. */
  readonly plan: Plan | undefined;
  readonly findings: readonly Finding[];
}

const BY_CLASS = {
  [AvailabilityClass.SINGLE_POD_FLEXIBLE]: decideFlexible,
  [AvailabilityClass.SINGLE_POD_PINNED]: decidePinned,
  [AvailabilityClass.HIGHLY_AVAILABLE]: decideHighlyAvailable,
  [OtherWorkload.SCHEDULED_JOB]: decideScheduledJob,
  [OtherWorkload.NODE_AGENT]: decideNodeAgent,
};

/**
 * Decides everything that class and facts say of one app.
 *
 * @param facts undefined: what needs no facts is decided, and the plan names the checks that nobody made
 */
export function decide(given: Ask, facts: ClusterFacts | undefined): Decision {
  const misshapen = checkAppShape(given);
  // Of values that are not what their types say, other rules would crash, or say the same again.
  if (misshapen.length > 0) return { plan: undefined, findings: misshapen };
  const ask = given.colocated === undefined ? given : Object.freeze({ ...given, colocated: given.colocated.filter(isSound) });
  const findings = new Findings(ask.path);
  checkApp(ask, facts, findings);
  // Without these two there is nothing to decide about, and checkApp has said so.
  if (ask.props.resources === undefined || ask.props.image === undefined) {
    return { plan: undefined, findings: findings.list() };
  }
  checkShared(ask, facts, findings);
  const plan = BY_CLASS[ask.availabilityClass](ask, facts, findings);
  if (facts !== undefined) {
    checkReadWriteMany(facts, plan.claims, findings);
    checkFit(plan, facts, findings);
  }
  return { plan: Object.freeze({ ...frozenCopy({ ...plan, ask: undefined }), ask }), findings: findings.list() };
}

/** Decides about apps that share data of the first of them; an app that shares with nobody is a group of its own. */
export function decideGroup(asks: readonly Ask[], facts: ClusterFacts | undefined): readonly Decision[] {
  if (asks.length < 2) return asks.map((ask) => decide(ask, facts));
  return asks.map((ask) => decide(Object.freeze({ ...ask, colocated: asks }), facts));
}

/** Whether enough is said of an app to count with it. */
function isSound(ask: Ask): boolean {
  return checkAppShape(ask).length === 0 && ask.props.resources !== undefined && ask.props.image !== undefined;
}

/** A pod that is too big for every node of its role. Pinned apps are judged against their one node. */
function checkFit(plan: Plan, facts: ClusterFacts, findings: Findings): void {
  const { nodes, role } = plan.placement.value;
  if (nodes === undefined) return;
  const apart = findings.list().some((one) => one.code === 'SHARED-APART');
  if (!apart && nodes.length === 0 && facts.nodes.some((node) => role !== undefined && node.roles.includes(role))) {
    findings.error(
      'NODE-OUT-OF-REACH',
      `the role ${role}`,
      `but no node is left for the app (${plan.placement.why}; taints of its own keep a node free)`,
      'Give a node all of it, or ask for less.',
    );
  }
  if (isBound(plan.ask) || plan.workload.value === WorkloadKind.DAEMON_SET || nodes.length === 0) return;
  const all = propsTogether(plan.ask);
  if (nodesThatFit(facts, nodes, ...all).length > 0) return;
  const own = facts.nodes.filter((node) => nodes.includes(node.name));
  const asked = inWords(roomTogether(all), own.map(roomOf));
  const whose = all.length === 1 ? '' : ` for ${listed(together(plan.ask).map((one) => one.name))} together`;
  const offers = own.map((node) => `${node.name} ${offerOf(node)}`);
  findings.error('FIT-NO-NODE', `${asked}${whose}`, `but nodes have for pods: ${offers.join(', ')}`, 'Ask for less, or give a node more.');
}
