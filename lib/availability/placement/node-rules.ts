import { type ClusterFacts, type Node, nodesNamed } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import type { ResolvedApp } from '../ask/resolved';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { WorkloadKind } from '../model/plan';
import { onAsk, onAskInCluster, onPlanInCluster, type Rules } from '../model/rule';
import { askedPlaces, isRepelledBy } from './asked';
import { inGroup, isBound } from './group';
import { hardwareOf, lacks } from './hardware';
import { PLACEMENT_UNKNOWN } from './place-rules';
import { inWords, offerOf, podRoom, roomOf } from './room';
import { apartOf } from './shared-rules';

/** The role that selects its nodes. Undefined: all nodes, or the node that it is bound to. */
function wantedRole(app: ResolvedApp, inCluster: boolean): NodeRole | undefined {
  if (inCluster && isBound(app)) return undefined;
  return app.role ?? (!inCluster || app.availabilityClass === OtherWorkload.NODE_AGENT ? undefined : NodeRole.WORKER);
}

const ROLE_WITHOUT_CLUSTER = onAsk({
  code: 'ROLE-WITHOUT-CLUSTER',
  severity: Severity.ERROR,
  means: '`placement.role` outside a `Cluster`',
  fix: 'put the app into a `Cluster`, or leave the role out',
  *check(app, facts) {
    const role = wantedRole(app, false);
    if (facts !== undefined || role === undefined) return;
    yield {
      given: `the role ${role}`,
      allowed: 'but without a Cluster no facts say which nodes have it',
      fix: 'Put the app into a Cluster, or leave placement.role out.',
    };
  },
});

const ROLE_WITHOUT_NODE = onAskInCluster({
  code: 'ROLE-WITHOUT-NODE',
  severity: Severity.ERROR,
  means: 'a role that no node has',
  fix: 'give a node the role, or set `placement.role`',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED,
  *check(app, facts) {
    const role = wantedRole(app, true);
    if (role === undefined || facts.nodes.some((node) => node.roles.includes(role))) return;
    yield {
      given: `the role ${role}`,
      allowed: `but no node has it; the roles of nodes are ${listed([...new Set(facts.nodes.flatMap((node) => node.roles))])}`,
      fix: 'Give a node the role, or place the app elsewhere.',
    };
  },
});

/** Nodes that have all that an app asks for, but a taint that it does not tolerate. Agents tolerate any. */
function taintedFor(app: ResolvedApp, role: NodeRole, facts: ClusterFacts): string[] {
  if (app.availabilityClass === OtherWorkload.NODE_AGENT) return [];
  const { fits } = askedPlaces(app, facts);
  const has = (node: Node) => node.roles.includes(role) && fits(node) && lacks(node, hardwareOf(app)).length === 0;
  return facts.nodes.filter((node) => isRepelledBy(node, app) && has(node)).map((node) => node.name);
}

const OUT_OF_REACH = onPlanInCluster({
  code: 'NODE-OUT-OF-REACH',
  severity: Severity.ERROR,
  means: 'no node with the role that can mount the data, has the architecture, labels and hardware, and no taint against the app',
  fix: 'give a node all of these, or set `placement.tolerates`',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED,
  *check(plan, facts) {
    const { nodes, role } = plan.placement.value;
    if (nodes === undefined || nodes.length > 0 || apartOf(plan, facts) !== undefined) return;
    if (role === undefined || !facts.nodes.some((node) => node.roles.includes(role))) return;
    const tainted = taintedFor(plan.ask, role, facts);
    yield {
      given: `the role ${role}`,
      allowed: `but no node is left for the app (${[plan.placement.why, ...(tainted.length === 0 ? [] : [`taints keep it off ${listed(tainted)}`])].join('; ')})`,
      fix:
        tainted.length === 0
          ? 'Give a node all of these, or ask for less.'
          : 'Tolerate the taints with placement.tolerates, give another node all of these, or ask for less.',
    };
  },
});

/** A pod that is too big for every node that it may use, or an agent that is too big for one of its nodes. */
const FIT_NO_NODE = onPlanInCluster({
  code: 'FIT-NO-NODE',
  severity: Severity.ERROR,
  means: 'an app that is too big for each of its nodes',
  fix: 'request less, or make a node bigger',
  *check({ ask, placement, fitting = [], workload }, facts) {
    const names = placement.value.nodes ?? [];
    const own = nodesNamed(facts, names);
    if (workload.value === WorkloadKind.DAEMON_SET) {
      const small = own.filter((node) => !fitting.includes(node.name));
      if (small.length === 0) return;
      yield {
        given: `${inWords(podRoom(ask), small.map(roomOf))} on each node`,
        allowed: `but the nodes have this for pods: ${small.map((node) => `${node.name} ${offerOf(node)}`).join(', ')}`,
        fix: 'Request less, or make the nodes bigger.',
      };
      return;
    }
    const [first] = own;
    if (first === undefined || fitting.length > 0) return;
    const { room, names: group } = inGroup(ask, facts);
    const asked = inWords(room, own.map(roomOf));
    if (isBound(ask)) {
      yield { given: asked, allowed: `but ${first.name} has ${offerOf(first)} for pods`, fix: 'Request less, or make the node bigger.' };
      return;
    }
    const whose = group.length === 1 ? '' : ` for ${listed(group)} together`;
    const offers = own.map((node) => `${node.name} ${offerOf(node)}`);
    yield { given: `${asked}${whose}`, allowed: `but the nodes have this for pods: ${offers.join(', ')}`, fix: 'Request less, or make a node bigger.' };
  },
});

/** Nodes of several architectures, and an image that may crash on some of them. */
const ARCHITECTURE_UNSAID = onPlanInCluster({
  code: 'ARCHITECTURE-UNSAID',
  severity: Severity.WARNING,
  means: 'an app that may run on nodes of several architectures, without `placement.architectures`',
  fix: 'set `placement.architectures`',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED,
  *check({ ask, placement }, facts) {
    if (isBound(ask) || ask.placement.architectures !== undefined) return;
    const names = placement.value.nodes ?? [];
    const architectures = [...new Set(nodesNamed(facts, names).map((node) => node.architecture))].sort();
    if (architectures.length < 2) return;
    yield {
      given: `nodes with ${listed(architectures)}`,
      allowed: 'and the app does not say which of these its image supports: on the others it would not start',
      fix: 'Set placement.architectures, or accept it with a reason.',
    };
  },
});

/** Rules about the nodes that an app may use. */
export const NODE_RULES: Rules = {
  ask: [ROLE_WITHOUT_CLUSTER, ROLE_WITHOUT_NODE, PLACEMENT_UNKNOWN],
  plan: [OUT_OF_REACH, FIT_NO_NODE, ARCHITECTURE_UNSAID],
};
