import type { ClusterFacts, Node } from '../../cluster/cluster';
import { hostnamesOf, nodesNamed, nodesWithRole } from '../../cluster/cluster';
import { counted, listed } from '../../cluster/names';
import { HOSTNAME, hostnameOf, NodeRole, roleLabel } from '../../cluster/node';
import type { ResolvedApp } from '../ask/resolved';
import { isDevice } from '../ask/volume/traits';
import type { Decided, NodeRequirement, Placement, PlannedClaim } from '../model/plan';
import { decideEphemeral } from '../storage/ephemeral';
import { askedPlaces, isRepelledBy, toleratedTaints, toleratedText } from './asked';
import { hardwareName, hardwareOf, lacks } from './hardware';
import { holds, type Room, roomOf } from './room';

/** The nodes that an app may use: those of its role that can reach its storage and that have no taint against it. */
export function placeByRole(app: ResolvedApp, facts: ClusterFacts | undefined, claims: readonly PlannedClaim[]): Decided<Placement> {
  const { architectures, tolerates = [] } = app.placement;
  if (facts === undefined) return placeAnywhere(app);
  const wanted = app.role ?? NodeRole.WORKER;
  const requirements: NodeRequirement[] = [{ key: roleLabel(wanted), values: ['true'] }];
  // A taint of its own repels all pods except those pinned to the node, and those that tolerate it.
  let nodes = nodesWithRole(facts, wanted).filter((node) => !isRepelledBy(node, app));
  const reasons = [roleReason(nodes.length, wanted)];
  if (tolerates.length > 0) reasons.push(`it tolerates ${listed(tolerates.map(toleratedText))}`);
  if (architectures !== undefined) {
    nodes = nodes.filter((node) => architectures.includes(node.architecture));
    requirements.push({ key: 'kubernetes.io/arch', values: architectures });
    reasons.push(`its image is built for ${listed(architectures)}`);
  }
  const asked = askedPlaces(app, facts);
  if (asked.why.length > 0) {
    nodes = nodes.filter(asked.fits);
    requirements.push(...asked.requirements);
    reasons.push(...asked.why);
  }
  // The scheduler itself finds the nodes that have it: no requirement is needed.
  const hardware = hardwareOf(app);
  if (hardware.length > 0) {
    nodes = nodes.filter((node) => lacks(node, hardware).length === 0);
    reasons.push(`those with ${listed(hardware.map(hardwareName))}: ${listed(nodes.map((node) => node.name))}`);
  }
  const holders = holdersOf(facts, [...claims, ...decideEphemeral(app, facts)]);
  if (holders !== undefined) {
    const held = new Set(holders);
    nodes = nodes.filter((node) => held.has(node.name));
    const diskful = nodesWithRole(facts, NodeRole.STORAGE).map((node) => node.name);
    requirements.push(
      diskful.join() === holders.join() ? { key: roleLabel(NodeRole.STORAGE), values: ['true'] } : { key: HOSTNAME, values: hostnamesOf(facts, holders) },
    );
    reasons.push(`its data can only be mounted on ${listed(holders)}`);
  }
  return {
    value: { role: wanted, requirements, tolerates: toleratedTaints(nodes, tolerates), nodes: nodes.map((node) => node.name) },
    why: reasons.join('; '),
  };
}

/** The first reason of a placement by role. */
export function roleReason(nodes: number, role: NodeRole): string {
  return `${counted(nodes, 'node')} ${nodes === 1 ? 'has' : 'have'} the role ${role}`;
}

export function placeAnywhere({ role }: ResolvedApp): Decided<Placement> {
  return { value: { role, requirements: [], tolerates: [], nodes: undefined }, why: 'without a cluster, any node is possible' };
}

/** One node, by its name. */
export function placeOnNode(node: Node, why: string): Decided<Placement> {
  return {
    value: {
      role: undefined,
      requirements: [{ key: HOSTNAME, values: [hostnameOf(node)] }],
      tolerates: toleratedTaints([node]),
      nodes: [node.name],
    },
    why,
  };
}

/** Nodes that can mount all of the claims; undefined when none of them says. */
function holdersOf(facts: ClusterFacts, claims: readonly Pick<PlannedClaim, 'storageClass'>[]): readonly string[] | undefined {
  let holders: readonly string[] | undefined;
  for (const claim of claims) {
    const nodes = facts.storage.classes.find((one) => one.name === claim.storageClass)?.nodes;
    if (nodes === undefined || nodes === holders) continue;
    const some = new Set(nodes);
    holders = holders === undefined ? nodes : holders.filter((name) => some.has(name));
  }
  return holders;
}

/** The nodes with all the devices that an app asks for. */
export function nodesWithDevices(app: ResolvedApp, facts: ClusterFacts): readonly Node[] {
  const wanted = deviceNames(app);
  return facts.nodes.filter((node) => wanted.every((name) => (node.devices ?? []).some((device) => device.name === name)));
}

/** The devices that an app asks for by name. */
export function deviceNames({ volumes }: ResolvedApp): string[] {
  return volumes.flatMap((volume) => (isDevice(volume) ? [volume.options.device ?? ''] : []));
}

/** The nodes with that much room when they are empty. */
export function nodesWithRoom(facts: ClusterFacts, names: readonly string[], room: Room): string[] {
  return nodesNamed(facts, names)
    .filter((node) => holds(roomOf(node), room))
    .map((node) => node.name);
}
