import type { ClusterFacts, Node } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import type { Ask } from '../ask/workload';
import { checkDataLoss, finiteRto } from '../failure/objective';
import { NEVER } from '../model/interval';
import { type Decided, type Placement, type Plan, type PlannedClaim, WorkloadKind } from '../model/plan';
import type { Findings } from '../model/rule';
import { claimsOf, nodeOfOwner, ownerOf, propsTogether, sayApart } from '../placement/colocation';
import { hardwareName, hardwareOf, lacks } from '../placement/hardware';
import { deviceNames, nodesThatFit, nodesWithDevices, placeByRole, placeOnNode } from '../placement/placement';
import { inWords, offerOf, roomOf, roomTogether } from '../placement/room';
import { classOf } from '../storage/claims';
import { commonPlan, NO_RECOVERY, STOP_THEN_START } from './common';

/** One pod on one node: host down, pod down; never moved in vain. */
export function decidePinned(given: Ask, facts: ClusterFacts | undefined, findings: Findings): Plan {
  const ask = boundByOwner(given, facts, findings);
  const { props } = ask;
  const claims = claimsOf(ask, facts);
  const devices = deviceNames(props);
  if (ask.node === undefined && devices.length === 0 && ownerOf(ask) === undefined) {
    findings.error(
      'PINNED-WITHOUT-NODE',
      'neither a node nor a device',
      'but a pinned app is bound to one',
      'Name the node with a reason, add a Volume.device, or make the app a SinglePodFlexible.',
    );
  }
  if (ask.node !== undefined && ask.node.reason.trim() === '') {
    findings.error(
      'PINNED-WITHOUT-REASON',
      `the node ${ask.node.name} and no reason`,
      'but whoever drains it wants to know why nothing else will do',
      'Say what binds the app to it.',
    );
  }
  if (facts === undefined && devices.length > 0) {
    findings.error(
      'DEVICE-WITHOUT-CLUSTER',
      `the device ${listed(devices)}`,
      'but no cluster says which node has it, and where',
      "Put the app into a Cluster, or use Volume.hostPath with the device's path and name the node.",
    );
  }
  const placement = facts === undefined ? placeUnknown(ask) : place(ask, facts, findings, devices, claims);
  if (facts !== undefined) checkDataLoss(ask, facts, findings, claims);
  const rto = finiteRto(props);
  if (rto !== undefined) {
    findings.error(
      'OBJECTIVE-UNREACHABLE',
      `back within ${formatSeconds(rto)}`,
      `but the app is bound to ${listed(placement.value.nodes ?? ['its node'])}: it is down for as long as the repair takes`,
      'Leave the objective out, or free the app from its node and make it a SinglePodFlexible.',
    );
  }
  const repair = { name: 'repair of the node', time: NEVER };
  return {
    ...commonPlan(given, facts, claims),
    workload: { value: WorkloadKind.DEPLOYMENT, why: 'one pod whose name carries nothing' },
    replicas: { value: 1, why: 'the class: one pod on one node' },
    rollout: { value: STOP_THEN_START, why: 'Recreate, because two pods cannot hold one device or one volume' },
    placement,
    spread: { value: [], why: 'one pod has nothing to keep apart from itself' },
    apart: { value: false, why: 'it has no choice of node' },
    toleration: { value: Number.POSITIVE_INFINITY, why: 'no other node can run it, so moving it would be in vain' },
    budget: { value: undefined, why: 'a drain of its node stops it in any case, and must not be blocked' },
    recovery:
      facts === undefined ? NO_RECOVERY : { value: { terms: [repair], total: NEVER }, why: `down until ${listed(placement.value.nodes ?? [])} is back` },
  };
}

/** An app that shares data of a pinned one is bound to the node of that. */
export function boundByOwner(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): Ask {
  const node = nodeOfOwner(ask, facts);
  const owner = ownerOf(ask);
  if (node === undefined || owner === undefined) return ask;
  if (ask.node !== undefined && ask.node.name !== node.name) sayApart(owner, ask.node.name, node.name, findings);
  return { ...ask, node: ask.node ?? node };
}

export function placeUnknown(ask: Ask): Decided<Placement> {
  const any = placeByRole(undefined, ask.role, []);
  if (ask.node === undefined) return any;
  return {
    value: { ...any.value, requirements: [{ key: 'kubernetes.io/hostname', values: [ask.node.name] }] },
    why: `${ask.node.reason}; no cluster is given to look the node up in`,
  };
}

/** The node that is named, or that has the devices. */
export function place(ask: Ask, facts: ClusterFacts, findings: Findings, devices: readonly string[], claims: readonly PlannedClaim[]): Decided<Placement> {
  const declared = new Set(facts.nodes.flatMap((node) => (node.devices ?? []).map((device) => device.name)));
  for (const name of devices.filter((device) => !declared.has(device))) {
    findings.error(
      'PINNED-DEVICE-UNKNOWN',
      `the device ${name}`,
      `but devices are ${listed([...declared])}`,
      'Declare it on the node that has it, or use one of them.',
    );
  }
  if (devices.some((device) => !declared.has(device))) return placeUnknown(ask);
  const holders = nodesWithDevices(facts, ask.props);
  if (devices.length > 0 && holders.length === 0) {
    findings.error('PINNED-DEVICES-APART', `the devices ${listed(devices)}`, 'but no node has all of them', 'Plug them into one node, or split the app.');
    return placeUnknown(ask);
  }
  const node = chooseNode(ask, facts, findings, devices, holders);
  if (node === undefined) return placeUnknown(ask);
  for (const claim of claims) {
    const nodes = classOf(facts, claim)?.nodes;
    if (nodes !== undefined && !nodes.includes(node.name)) {
      findings.error(
        'PINNED-STORAGE-ELSEWHERE',
        `${claim.volume.path} on ${claim.storageClass}`,
        `but ${node.name} cannot mount it, only ${listed(nodes)}`,
        'Use another storage class, or give the node the pool.',
      );
    }
  }
  const missing = lacks(node, hardwareOf(ask.props));
  if (missing.length > 0) {
    const elsewhere = facts.nodes.filter((other) => lacks(other, missing).length === 0).map((other) => other.name);
    findings.error(
      'PINNED-HARDWARE-ELSEWHERE',
      `the node ${node.name} for ${listed(missing.map(hardwareName))}`,
      `but its facts have not as much; those of ${listed(elsewhere)} have`,
      'Add it to extendedResources or deviceClasses of the node, or name another node.',
    );
  }
  const architectures = ask.props.placement?.architectures;
  if (architectures !== undefined && !architectures.includes(node.architecture)) {
    findings.error(
      'PINNED-ARCHITECTURE',
      `an image for ${listed(architectures)}`,
      `but ${node.name} has ${node.architecture}`,
      'Use another image, or another node.',
    );
  }
  const why = ask.node === undefined ? `it has ${listed(devices)}` : ask.node.reason;
  if (nodesThatFit(facts, [node.name], ...propsTogether(ask)).length === 0) {
    findings.error(
      'FIT-NO-NODE',
      inWords(roomTogether(propsTogether(ask)), [roomOf(node)]),
      `but ${node.name} has ${offerOf(node)} for pods`,
      'Ask for less, or give the node more.',
    );
  }
  return placeOnNode(node, why);
}

function chooseNode(ask: Ask, facts: ClusterFacts, findings: Findings, devices: readonly string[], holders: readonly Node[]): Node | undefined {
  if (ask.node === undefined) return devices.length === 0 ? undefined : holders[0];
  const named = facts.nodes.find((node) => node.name === ask.node?.name);
  if (named === undefined) {
    findings.error('PINNED-NODE-UNKNOWN', `the node ${ask.node.name}`, `but nodes are ${listed(facts.nodes.map((node) => node.name))}`, 'Use one of them.');
  } else if (devices.length > 0 && !holders.includes(named)) {
    findings.error(
      'PINNED-DEVICE-ELSEWHERE',
      `the node ${named.name} with ${listed(devices)}`,
      `but ${listed(holders.map((node) => node.name))} has it`,
      'Leave the node out: the device tells it.',
    );
    return undefined;
  }
  return named;
}
