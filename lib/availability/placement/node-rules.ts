import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import type { ResolvedApp } from '../ask/resolved';
import { AvailabilityClass, OtherWorkload } from '../ask/workload';
import { WorkloadKind } from '../model/plan';
import { onAsk, onAskInCluster, onPlanInCluster, type Rules } from '../model/rule';
import { inGroup, isBound } from './group';
import { inWords, offerOf, podRoom, roomOf } from './room';
import { apartOf } from './shared-rules';

/** The role by which its nodes are found; undefined: all of them, or the one that it is bound to. */
function wantedRole(app: ResolvedApp, inCluster: boolean): NodeRole | undefined {
  if (inCluster && isBound(app)) return undefined;
  return app.role ?? (!inCluster || app.availabilityClass === OtherWorkload.NODE_AGENT ? undefined : NodeRole.WORKER);
}

const ROLE_WITHOUT_CLUSTER = onAsk({
  code: 'ROLE-WITHOUT-CLUSTER',
  severity: Severity.ERROR,
  means: '`placement.role` in a chart of your own',
  fix: 'put the app into a `Cluster`, or leave the role out',
  *check(app, facts) {
    const role = wantedRole(app, false);
    if (facts !== undefined || role === undefined) return;
    yield {
      given: `the role ${role}`,
      allowed: 'but no cluster says which nodes have it',
      fix: 'Put the app into a Cluster, or leave placement.role out.',
    };
  },
});

const ROLE_WITHOUT_NODE = onAskInCluster({
  code: 'ROLE-WITHOUT-NODE',
  severity: Severity.ERROR,
  means: 'no node has the role of the app',
  fix: 'give a node the role, or set `placement.role`',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED,
  *check(app, facts) {
    const role = wantedRole(app, true);
    if (role === undefined || facts.nodes.some((node) => node.roles.includes(role))) return;
    yield {
      given: `the role ${role}`,
      allowed: `but no node has it; nodes have ${listed([...new Set(facts.nodes.flatMap((node) => node.roles))])}`,
      fix: 'Give a node the role, or place the app elsewhere.',
    };
  },
});

/** Places that an app names. */
const PLACEMENT_UNKNOWN = onAsk({
  code: 'PLACEMENT-UNKNOWN',
  severity: Severity.ERROR,
  means: 'places that the cluster does not have, or of an app that is bound to one node',
  fix: 'name those that there are, or leave them out',
  *check(app, facts) {
    const { sites, nodes } = app.placement;
    if (sites === undefined && nodes === undefined) return;
    const said = [...(sites ?? []), ...(nodes ?? [])];
    if (said.length === 0) yield { given: 'an empty list of places', allowed: 'but it has to be somewhere', fix: 'Name some, or leave it out for all.' };
    else if (facts === undefined)
      yield { given: listed(said), allowed: 'but no cluster says what there is', fix: 'Put the app into a Cluster, or leave the places out.' };
    else if (isBound(app)) yield { given: listed(said), allowed: 'but the app is bound to one node already', fix: 'Leave the places out.' };
    else {
      const known = { site: facts.nodes.map((node) => node.site), node: facts.nodes.map((node) => node.name) };
      for (const [what, names, all] of [['site', sites ?? [], known.site] as const, ['node', nodes ?? [], known.node] as const])
        for (const name of names.filter((one) => !all.includes(one)))
          yield { given: `the ${what} ${name}`, allowed: `but ${what}s of the cluster are ${listed([...new Set(all)])}`, fix: 'Use one of them.' };
    }
  },
});

const OUT_OF_REACH = onPlanInCluster({
  code: 'NODE-OUT-OF-REACH',
  severity: Severity.ERROR,
  means: "no node of the app's role can mount its data, has its architecture and hardware, and is free of taints of its own",
  fix: 'give a node all of it',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED,
  *check(plan, facts) {
    const { nodes, role } = plan.placement.value;
    if (nodes === undefined || nodes.length > 0 || apartOf(plan, facts) !== undefined) return;
    if (role === undefined || !facts.nodes.some((node) => node.roles.includes(role))) return;
    yield {
      given: `the role ${role}`,
      allowed: `but no node is left for the app (${plan.placement.why}; taints of its own keep a node free)`,
      fix: 'Give a node all of it, or ask for less.',
    };
  },
});

/** A pod that is too big for every node that it may use; of an agent, for one of them. */
const FIT_NO_NODE = onPlanInCluster({
  code: 'FIT-NO-NODE',
  severity: Severity.ERROR,
  means: 'the app is too big for each of its nodes',
  fix: 'ask for less, or give a node more',
  *check({ ask, placement, fitting = [], workload }, facts) {
    const names = placement.value.nodes ?? [];
    const own = facts.nodes.filter((node) => names.includes(node.name));
    if (workload.value === WorkloadKind.DAEMON_SET) {
      const small = own.filter((node) => !fitting.includes(node.name));
      if (small.length === 0) return;
      yield {
        given: `${inWords(podRoom(ask), small.map(roomOf))} on each node`,
        allowed: `but nodes have for pods: ${small.map((node) => `${node.name} ${offerOf(node)}`).join(', ')}`,
        fix: 'Ask for less, or give them more.',
      };
      return;
    }
    const [first] = own;
    if (first === undefined || fitting.length > 0) return;
    const { room, names: group } = inGroup(ask, facts);
    const asked = inWords(room, own.map(roomOf));
    if (isBound(ask)) {
      yield { given: asked, allowed: `but ${first.name} has ${offerOf(first)} for pods`, fix: 'Ask for less, or give the node more.' };
      return;
    }
    const whose = group.length === 1 ? '' : ` for ${listed(group)} together`;
    const offers = own.map((node) => `${node.name} ${offerOf(node)}`);
    yield { given: `${asked}${whose}`, allowed: `but nodes have for pods: ${offers.join(', ')}`, fix: 'Ask for less, or give a node more.' };
  },
});

/** Nodes of several architectures, and nothing says for which the image is built: on some of them it would crash. */
const ARCHITECTURE_UNSAID = onPlanInCluster({
  code: 'ARCHITECTURE-UNSAID',
  severity: Severity.WARNING,
  means: 'the app may run on nodes of several architectures, and does not say for which it is built',
  fix: '`placement.architectures`',
  concerns: ({ availabilityClass }) => availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED,
  *check({ ask, placement }, facts) {
    if (isBound(ask) || ask.placement.architectures !== undefined) return;
    const names = placement.value.nodes ?? [];
    const architectures = [...new Set(facts.nodes.filter((node) => names.includes(node.name)).map((node) => node.architecture))].sort();
    if (architectures.length < 2) return;
    yield {
      given: `nodes with ${listed(architectures)}`,
      allowed: 'and nothing says for which of these the image is built: on the others it would not start',
      fix: 'Name them in placement.architectures, or accept it with a reason.',
    };
  },
});

/** What is wrong with the nodes that an app may use. */
export const NODE_RULES: Rules = {
  ask: [ROLE_WITHOUT_CLUSTER, ROLE_WITHOUT_NODE, PLACEMENT_UNKNOWN],
  plan: [OUT_OF_REACH, FIT_NO_NODE, ARCHITECTURE_UNSAID],
};
