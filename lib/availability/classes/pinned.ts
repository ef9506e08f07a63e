import type { ClusterFacts, Node } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { HOSTNAME } from '../../cluster/node';
import type { ResolvedApp } from '../ask/resolved';
import type { PinnedNode } from '../ask/workload';
import { NEVER } from '../model/interval';
import { OutcomeKind } from '../model/outcome';
import { type Decided, type Placement, WorkloadKind } from '../model/plan';
import { claimsOf, fittingTogether, nodeOfOwner } from '../placement/group';
import { deviceNames, nodesWithDevices, placeAnywhere, placeOnNode } from '../placement/placement';
import { type ClassPlan, commonPlan, STOP_THEN_START } from './common';

/** One pod on one node: host down, pod down; it never moves. */
export function decidePinned(app: ResolvedApp, facts: ClusterFacts | undefined): ClassPlan {
  const placement = placeBound(app, facts);
  const terms = [{ name: 'repair of the node', time: NEVER }];
  const { nodes = [] } = placement.value;
  return {
    workload: { value: WorkloadKind.DEPLOYMENT, why: 'a single pod does not need a stable name' },
    replicas: { value: 1, why: 'the class: one pod on one node' },
    rollout: { value: STOP_THEN_START, why: 'Recreate, because two pods cannot hold one device or one volume' },
    placement,
    fitting: facts === undefined ? undefined : fittingTogether(app, facts, placement),
    spread: { value: [], why: 'there is only one pod' },
    apart: { value: false, why: 'it has no choice of node' },
    toleration: { value: Number.POSITIVE_INFINITY, why: 'no other node can run it, so moving it would not help' },
    budget: { value: undefined, why: 'a drain of its node stops it anyway, and must not be blocked' },
    outcome:
      facts === undefined
        ? undefined
        : { kind: OutcomeKind.DOWN_UNTIL_REPAIR, why: `down until ${nodes.length === 0 ? 'its node' : listed(nodes)} is back`, time: NEVER, terms },
    ...commonPlan(app, facts, claimsOf(app, facts)),
  };
}

/** The node that an app names, or that its shared data binds it to. */
export function boundNode(app: ResolvedApp, facts: ClusterFacts | undefined): PinnedNode | undefined {
  return app.node ?? nodeOfOwner(app, facts);
}

/** On the node that the app names, or that has the devices. If no node matches both, a finding says so, and any node does here. */
export function placeBound(app: ResolvedApp, facts: ClusterFacts | undefined): Decided<Placement> {
  const bound = boundNode(app, facts);
  const node = facts === undefined ? undefined : nodeFor(app, facts);
  if (node !== undefined) return placeOnNode(node, bound === undefined ? `it has ${listed(deviceNames(app))}` : bound.reason);
  const any = placeAnywhere(app);
  if (bound === undefined) return any;
  return {
    value: { ...any.value, requirements: [{ key: HOSTNAME, values: [bound.name] }] },
    why: `${bound.reason}; without a cluster the node cannot be looked up`,
  };
}

/** The only node that the app can run on. Undefined: there is none. */
export function nodeFor(app: ResolvedApp, facts: ClusterFacts): Node | undefined {
  const holders = nodesWithDevices(app, facts);
  const bound = boundNode(app, facts);
  if (bound === undefined) return deviceNames(app).length === 0 ? undefined : holders[0];
  return holders.find(({ name }) => name === bound.name);
}
