import type { ClusterFacts, Node } from '../../cluster/cluster';
import { nodesWithRole } from '../../cluster/cluster';
import { counted, listed } from '../../cluster/names';
import { roleLabel } from '../../cluster/node';
import { VolumeKind } from '../ask/volume/volume';
import type { Ask } from '../ask/workload';
import { NEVER } from '../model/interval';
import { type Decided, type NodeRequirement, type Placement, type Plan, WorkloadKind } from '../model/plan';
import type { Findings } from '../model/rule';
import { askedPlaces, checkArchitecture, deviceNames, nodesThatFit, nodesWithDevices, toleratedTaints } from '../placement/placement';
import { inWords, offerOf, podRoom, roomOf } from '../placement/room';
import { commonPlan, NO_RECOVERY } from './common';

const DEFAULT_MAX_UNAVAILABLE = 1;

/** A pod on every node, or on every node of a role. */
export function decideNodeAgent(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): Plan {
  const maxUnavailable = ask.maxUnavailable ?? DEFAULT_MAX_UNAVAILABLE;
  if (!(Number.isInteger(maxUnavailable) && maxUnavailable >= 1))
    findings.error('NUMBER-ABSURD', `maxUnavailable: ${maxUnavailable}`, 'but a rollout takes at least one node at a time', 'Leave it out for 1.');
  if (ask.critical !== undefined && ask.critical.reason.trim() === '')
    findings.error(
      'AGENT-CRITICAL-WITHOUT-REASON',
      'critical without a reason',
      'but it drives apps away where memory is short',
      'Say why a node is of no use without it.',
    );
  checkVolumes(ask, findings);
  const placement = place(ask, facts, findings);
  const nodes = placement.value.nodes ?? [];
  if (facts !== undefined) {
    checkArchitecture(ask, facts, nodes, findings);
    checkRoom(ask, facts, nodes, findings);
  }
  return {
    ...commonPlan(ask, facts, []),
    workload: { value: WorkloadKind.DAEMON_SET, why: 'a pod on each of its nodes, on those that come later too' },
    replicas: { value: Math.max(1, nodes.length), why: 'one on each of its nodes' },
    rollout: {
      value: { recreate: false, maxSurge: 0, maxUnavailable },
      why: ask.maxUnavailable === undefined ? 'node by node: a version that does not start stops at the first' : 'asked for',
    },
    placement,
    spread: { value: [], why: 'there is one on each node in any case' },
    apart: { value: false, why: 'it has no choice of node' },
    // The DaemonSet controller adds these tolerations itself (pkg/controller/daemon/util, AddOrUpdateDaemonPodTolerations).
    toleration: { value: Number.POSITIVE_INFINITY, why: 'it belongs to its node' },
    budget: { value: undefined, why: 'drains leave the pods of a DaemonSet where they are' },
    recovery:
      facts === undefined
        ? NO_RECOVERY
        : {
            value: { terms: [{ name: 'repair of the node', time: NEVER }], total: NEVER },
            why: 'it is gone with its node and back with it; on the others it goes on',
          },
  };
}

function place(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): Decided<Placement> {
  const { architectures } = ask.props.placement ?? {};
  const devices = deviceNames(ask.props);
  const { sites, nodes: named } = ask.props.placement ?? {};
  const everyNode = ask.role === undefined && devices.length === 0 && sites === undefined && named === undefined;
  const requirements: NodeRequirement[] = [
    ...(ask.role === undefined ? [] : [{ key: roleLabel(ask.role), values: ['true'] }]),
    ...(architectures === undefined ? [] : [{ key: 'kubernetes.io/arch', values: architectures }]),
  ];
  const value = { role: ask.role, requirements, tolerates: [], toleratesAll: everyNode };
  if (facts === undefined) {
    if (devices.length > 0)
      findings.error(
        'DEVICE-WITHOUT-CLUSTER',
        `the device ${listed(devices)}`,
        'but no cluster says which node has it, and where',
        'Put the agent into a Cluster.',
      );
    return { value: { ...value, nodes: undefined }, why: everyNode ? 'every node, whatever keeps others off' : 'the nodes with the label' };
  }
  const asked = askedPlaces(facts, ask.props);
  const holders = nodesWithDevices(facts, ask.props);
  if (devices.length > 0 && holders.length === 0)
    findings.error('PINNED-DEVICE-UNKNOWN', `the device ${listed(devices)}`, 'but no node has it', 'Declare it on the node that has it.');
  const marks = [...(ask.role === undefined ? [] : [`the role ${ask.role}`]), ...devices];
  const nodes = (ask.role === undefined ? facts.nodes : nodesWithRole(facts, ask.role)).filter(
    (node) => asked.fits(node) && (devices.length === 0 || holders.includes(node)) && (architectures?.includes(node.architecture) ?? true),
  );
  return {
    value: {
      ...value,
      requirements: [
        ...requirements,
        ...asked.requirements,
        ...(devices.length === 0 ? [] : [{ key: 'kubernetes.io/hostname', values: nodes.map((node) => node.name) }]),
      ],
      tolerates: everyNode ? [] : toleratedTaints(nodes),
      nodes: nodes.map((node) => node.name),
    },
    why: everyNode
      ? 'every node, whatever keeps others off'
      : [`${counted(nodes.length, 'node')}${marks.length === 0 ? '' : ` with ${listed(marks)}`}`, ...asked.why].join('; '),
  };
}

/** What one claim cannot be: on every node at once. */
function checkVolumes(ask: Ask, findings: Findings): void {
  for (const volume of ask.props.volumes ?? []) {
    if (volume.kind === VolumeKind.DATA)
      findings.error(
        'AGENT-DATA',
        `data at ${volume.path}`,
        'but there is a pod on every node, and one claim',
        "Use Volume.hostPath for the node's own, or Volume.nfs for what they share.",
      );
    if (volume.kind === VolumeKind.CLAIM && volume.options.claim?.readWriteMany !== true)
      findings.error(
        'CLAIM-TWO-WRITERS',
        `the claim ${volume.options.claim?.claimName} under a pod on each node`,
        'but ReadWriteOnce is for one',
        'Say readWriteMany if it is, or use Volume.nfs.',
      );
  }
}

function checkRoom(ask: Ask, facts: ClusterFacts, names: readonly string[], findings: Findings): void {
  const fitting = nodesThatFit(facts, names, ask.props);
  const small: Node[] = facts.nodes.filter(({ name }) => names.includes(name) && !fitting.includes(name));
  if (small.length === 0) return;
  findings.error(
    'FIT-NO-NODE',
    `${inWords(podRoom(ask.props), small.map(roomOf))} on each node`,
    `but nodes have for pods: ${small.map((node) => `${node.name} ${offerOf(node)}`).join(', ')}`,
    'Ask for less, or give them more.',
  );
}
