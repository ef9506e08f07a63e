import type { ClusterFacts } from '../../cluster/cluster';
import { nodesWithRole } from '../../cluster/cluster';
import { counted, listed } from '../../cluster/names';
import { HOSTNAME, hostnameOf, roleLabel } from '../../cluster/node';
import type { ResolvedApp } from '../ask/resolved';
import { NEVER } from '../model/interval';
import { OutcomeKind } from '../model/outcome';
import { type Decided, type NodeRequirement, type Placement, WorkloadKind } from '../model/plan';
import { askedPlaces, toleratedTaints } from '../placement/asked';
import { claimsOf } from '../placement/group';
import { deviceNames, nodesWithDevices, nodesWithRoom } from '../placement/placement';
import { podRoom } from '../placement/room';
import { type ClassPlan, commonPlan } from './common';

const DEFAULT_MAX_UNAVAILABLE = 1;

/** A pod on every node, or on every node of a role. */
export function decideNodeAgent(app: ResolvedApp, facts: ClusterFacts | undefined): ClassPlan {
  const placement = place(app, facts);
  const nodes = placement.value.nodes ?? [];
  return {
    workload: { value: WorkloadKind.DAEMON_SET, why: 'a pod on each of its nodes, including nodes that join later' },
    replicas: { value: Math.max(1, nodes.length), why: 'one on each of its nodes' },
    rollout: {
      value: { recreate: false, maxSurge: 0, maxUnavailable: app.maxUnavailable ?? DEFAULT_MAX_UNAVAILABLE },
      why: app.maxUnavailable === undefined ? 'node by node, so that a broken version stops at the first' : 'asked for',
    },
    placement,
    fitting: facts === undefined ? undefined : nodesWithRoom(facts, nodes, podRoom(app)),
    spread: { value: [], why: 'there is exactly one on each node anyway' },
    apart: { value: false, why: 'it has no choice of node' },
    // The DaemonSet controller adds these tolerations itself (pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations).
    toleration: { value: Number.POSITIVE_INFINITY, why: 'it belongs to its node' },
    budget: { value: undefined, why: 'drains do not evict the pods of a DaemonSet' },
    outcome:
      facts === undefined
        ? undefined
        : {
            kind: OutcomeKind.DOWN_UNTIL_REPAIR,
            why: 'it goes down and comes back with its node; the other nodes keep theirs',
            time: NEVER,
            terms: [{ name: 'repair of the node', time: NEVER }],
          },
    ...commonPlan(
      app,
      facts,
      claimsOf(app, facts).filter((claim) => claim.exists === true || claim.owner !== undefined),
    ),
  };
}

function place(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<Placement> {
  const { architectures, sites, nodes: named, nodeLabels = {} } = app.placement;
  const devices = deviceNames(app);
  const everyNode = app.role === undefined && devices.length === 0 && sites === undefined && named === undefined && Object.keys(nodeLabels).length === 0;
  const requirements: NodeRequirement[] = [
    ...(app.role === undefined ? [] : [{ key: roleLabel(app.role), values: ['true'] }]),
    ...(architectures === undefined ? [] : [{ key: 'kubernetes.io/arch', values: architectures }]),
  ];
  const value = { role: app.role, requirements, tolerates: [], toleratesAll: everyNode };
  if (facts === undefined)
    return { value: { ...value, nodes: undefined }, why: everyNode ? 'every node, including those that other pods avoid' : 'the nodes with the label' };
  const asked = askedPlaces(app, facts);
  const holders = nodesWithDevices(app, facts);
  const marks = [...(app.role === undefined ? [] : [`the role ${app.role}`]), ...devices];
  const nodes = (app.role === undefined ? facts.nodes : nodesWithRole(facts, app.role)).filter(
    (node) => asked.fits(node) && (devices.length === 0 || holders.includes(node)) && (architectures?.includes(node.architecture) ?? true),
  );
  return {
    value: {
      ...value,
      requirements: [...requirements, ...asked.requirements, ...(devices.length === 0 ? [] : [{ key: HOSTNAME, values: nodes.map(hostnameOf) }])],
      tolerates: everyNode ? [] : toleratedTaints(nodes),
      nodes: nodes.map((node) => node.name),
    },
    why: everyNode
      ? 'every node, including those that other pods avoid'
      : [`${counted(nodes.length, 'node')}${marks.length === 0 ? '' : ` with ${listed(marks)}`}`, ...asked.why].join('; '),
  };
}
