import type { ClusterFactsProps } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import { listed } from '../../cluster/names';
import { FencingMethod, type NodeProps, NodeRole, type Pool } from '../../cluster/node';
import type { Units } from '../../delivery/run';
import type { Change } from './change';

/** What may be done to a node, or nothing. */
interface Wish {
  readonly kind: string;
  readonly title: (node: NodeProps) => string;
  readonly work: (node: NodeProps) => string;
  /** The node after it. Undefined where it is so already, or cannot be. */
  readonly change: (node: NodeProps) => NodeProps | undefined;
}

/** An agent that watches every 10 s needs less. */
const FENCED_WITHIN_SECONDS = 60;
/** These turn a machine off, so that somebody's agent can. */
const TURNS_OFF: readonly FencingMethod[] = [FencingMethod.IPMI, FencingMethod.AMT, FencingMethod.PDU, FencingMethod.CLOUD_API, FencingMethod.WATCHDOG];

/** Another role, fencing or zone for each node. */
export function nodeCandidates(facts: ClusterFactsProps, units: Units): readonly Change[] {
  const wishes: readonly Wish[] = [storage(facts), fencing(units), ingress(facts), witness(facts), worker(), zone(facts)].filter((one) => one !== undefined);
  return wishes.flatMap((wish) => {
    const changed = facts.nodes.flatMap((node) => {
      const after = wish.change(node);
      return after === undefined ? [] : [{ node, after }];
    });
    return distinct(changed).map(({ node, after, alike }) => ({
      id: `${wish.kind}:${node.name}`,
      title: wish.title(node),
      work: wish.work(node),
      alike,
      facts: { ...facts, nodes: facts.nodes.map((one) => (one === node ? after : one)) },
    }));
  });
}

/** Nodes that are the same but for their names are tried once. */
function distinct<T extends { readonly node: NodeProps }>(all: readonly T[]): readonly (T & { readonly alike: readonly string[] })[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = JSON.stringify({ ...one.node, name: undefined });
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ ...first, alike: others.map(({ node }) => node.name) }]));
}

function has(node: NodeProps, ...roles: readonly NodeRole[]): boolean {
  return roles.some((role) => node.roles.includes(role));
}

function given(node: NodeProps, role: NodeRole): NodeProps {
  return { ...node, roles: [...node.roles, role] };
}

/** With pools as the smallest that are there. */
function storage({ nodes }: ClusterFactsProps): Wish | undefined {
  const smallest = new Map<string, Pool>();
  for (const pool of nodes.filter((node) => has(node, NodeRole.STORAGE)).flatMap(({ pools = [] }) => pools)) {
    const known = smallest.get(pool.name);
    if (known === undefined || pool.size.bytes < known.size.bytes) smallest.set(pool.name, pool);
  }
  if (smallest.size === 0) return undefined;
  const missing = ({ pools = [] }: NodeProps) => [...smallest.values()].filter(({ name }) => pools.every((pool) => pool.name !== name));
  return {
    kind: 'storage',
    title: (node) => `${node.name} holds copies of the data${has(node, NodeRole.WITNESS) ? ', and is no witness any more' : ''}`,
    work: (node) => {
      const disks = missing(node).map(({ name, size }) => `${size} for the pool ${name}`);
      const role = has(node, NodeRole.WITNESS) ? 'the role storage in place of witness' : 'the role storage';
      return disks.length === 0 ? `${role} for ${node.name}` : `a disk in ${node.name} with ${listed(disks)}, and ${role}`;
    },
    change: (node) => {
      if (has(node, NodeRole.STORAGE)) return undefined;
      // One node has one vote: with a copy it needs no other.
      const roles = [...node.roles.filter((role) => role !== NodeRole.WITNESS), NodeRole.STORAGE];
      return { ...node, roles, pools: [...(node.pools ?? []), ...missing(node).map(({ devices: _, otherClaims: __, ...pool }) => pool)] };
    },
  };
}

function fencing({ seconds }: Units): Wish {
  const method = ({ fencing: how }: NodeProps) => (how !== undefined && TURNS_OFF.includes(how.method) ? how.method : FencingMethod.PDU);
  return {
    kind: 'fencing',
    title: ({ name }) => `an agent fences ${name} within ${FENCED_WITHIN_SECONDS} s`,
    work: (node) =>
      `${method(node) === node.fencing?.method ? '' : `a switchable socket or another way to turn ${node.name} off, and `}an agent that turns it off and then sets the out-of-service taint`,
    change: (node) =>
      node.fencing?.automatedWithin !== undefined ? undefined : { ...node, fencing: { method: method(node), automatedWithin: seconds(FENCED_WITHIN_SECONDS) } },
  };
}

function ingress({ nodes }: ClusterFactsProps): Wish | undefined {
  if (!nodes.some((node) => has(node, NodeRole.INGRESS))) return undefined;
  return {
    kind: 'ingress',
    title: ({ name }) => `${name} receives traffic, too`,
    work: ({ name }) => `the role ingress for ${name}, and a router or DNS that sends traffic there, too`,
    change: (node) => (has(node, NodeRole.INGRESS) ? undefined : given(node, NodeRole.INGRESS)),
  };
}

function witness({ nodes }: ClusterFactsProps): Wish | undefined {
  if (!nodes.some((node) => has(node, NodeRole.STORAGE))) return undefined;
  return {
    kind: 'witness',
    title: ({ name }) => `${name} votes on the data without holding it`,
    work: ({ name }) => `the role witness for ${name}, and a satellite of the storage there`,
    change: (node) => (has(node, NodeRole.STORAGE, NodeRole.WITNESS) ? undefined : given(node, NodeRole.WITNESS)),
  };
}

function worker(): Wish {
  return {
    kind: 'worker',
    title: ({ name }) => `${name} runs apps, too`,
    work: ({ name }) => `the role worker for ${name}: its taint goes, and apps share it with what it does now`,
    change: (node) => (has(node, NodeRole.WORKER, NodeRole.EDGE) ? undefined : given(node, NodeRole.WORKER)),
  };
}

/** A zone in several sites hides from Kubernetes that a site is gone. A provider sets the labels of its nodes itself. */
function zone({ nodes, controlPlane }: ClusterFactsProps): Wish {
  const zoneOf = (node: NodeProps) => node.zone ?? node.site;
  return {
    kind: 'zone',
    title: ({ name, site }) => `the zone of ${name} is its site, ${site}`,
    work: ({ name }) => `the label topology.kubernetes.io/zone of ${name}`,
    change: (node) => {
      const shared = nodes.some((other) => other.site !== node.site && zoneOf(other) === zoneOf(node));
      return shared && zoneOf(node) !== node.site && controlPlane.distribution !== Distribution.MANAGED ? { ...node, zone: node.site } : undefined;
    },
  };
}
