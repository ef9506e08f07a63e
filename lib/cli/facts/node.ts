import { isExtendedResource, isLabelKey, isLabelValue } from '../../cluster/names';
import { Architecture, HOSTNAME, NodeRole, roleLabel, roleTaints, type Taint, TaintEffect } from '../../cluster/node';
import { isMap, listIn, partAt } from '../../cluster/parts';
import { DEFAULT_MAX_PODS, EVICTION_THRESHOLD } from '../../cluster/resolve';
import { isOwnLabel } from '../../kubernetes/node-labels';
import { quantityOf } from '../../kubernetes/quantity';
import { textAt, textsAt } from '../../manifests/objects';
import { nameOf, type Shown } from './objects';

/** What `kubectl get node` says of a machine. */
export interface SeenNode {
  readonly name: string;
  readonly roles: readonly NodeRole[];
  /** Undefined: nothing labels it. */
  readonly region: string | undefined;
  readonly zone: string | undefined;
  /** Millicores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** What the kubelet keeps back: millicores and bytes. */
  readonly reserved: { readonly cpu: number; readonly memory: number };
  readonly disk: number | undefined;
  readonly maxPods: number | undefined;
  readonly architecture: string;
  readonly extendedResources: readonly (readonly [name: string, count: number])[];
  readonly labels: { readonly [key: string]: string };
  readonly taints: readonly Taint[];
  /** Taints that come and go with its state. */
  readonly passing: readonly string[];
  readonly address: string | undefined;
  /** The version of its kubelet, and its system: the distribution follows from them. */
  readonly kubelet: string;
  readonly osImage: string;
  readonly allLabels: { readonly [key: string]: string };
}

const CONTROL_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master', 'node-role.kubernetes.io/controlplane'];

export function seenNode(node: Shown): SeenNode {
  const labels = textsAt(node, 'metadata', 'labels');
  const all = listIn<unknown>(partAt(node, 'spec', 'taints')).filter(isMap);
  const roles = rolesOf(labels, all);
  const amount = (what: string, where: 'capacity' | 'allocatable') => quantityOf(partAt(node, 'status', where, what)) ?? 0;
  const [cpu, memory] = [amount('cpu', 'capacity'), amount('memory', 'capacity')];
  const pods = amount('pods', 'allocatable');
  const name = nameOf(node);
  const taints = all.flatMap(taintOf).filter((taint) => !follows(taint, roles));
  return {
    name,
    roles,
    region: labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'],
    zone: labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'],
    cpu: Math.round(cpu * 1000),
    memory,
    reserved: {
      cpu: Math.max(0, Math.ceil((cpu - amount('cpu', 'allocatable')) * 1000 - 1e-6)),
      memory: Math.max(0, memory - amount('memory', 'allocatable') - EVICTION_THRESHOLD.bytes),
    },
    disk: quantityOf(partAt(node, 'status', 'allocatable', 'ephemeral-storage')),
    maxPods: pods > 0 && pods !== DEFAULT_MAX_PODS ? pods : undefined,
    architecture: textAt(node, 'status', 'nodeInfo', 'architecture') ?? labels['kubernetes.io/arch'] ?? Architecture.AMD64,
    extendedResources: Object.entries(textsAt(node, 'status', 'allocatable'))
      .filter(([name, count]) => isExtendedResource(name) && Number(count) > 0)
      .map(([name, count]) => [name, Number(count)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
    labels: Object.fromEntries(
      Object.entries(labels).filter(([key, value]) => (isOwnLabel(key) || isOtherName(key, value, name)) && isLabelKey(key) && isLabelValue(value)),
    ),
    taints: taints.filter((one) => !isPassing(one.key)),
    passing: taints.filter((one) => isPassing(one.key)).map(({ key }) => key),
    address: addressOf(node),
    kubelet: textAt(node, 'status', 'nodeInfo', 'kubeletVersion') ?? '',
    osImage: textAt(node, 'status', 'nodeInfo', 'osImage') ?? '',
    allLabels: labels,
  };
}

/** A machine with another name than its node: what selects nodes by name goes by it. */
function isOtherName(key: string, value: string, name: string): boolean {
  return key === HOSTNAME && value !== name;
}

/** Roles that labels show: those of Kubernetes, and ours. A control node that nothing repels from runs apps, too, as with K3s. */
function rolesOf(labels: { readonly [key: string]: string }, taints: readonly { readonly [key: string]: unknown }[]): NodeRole[] {
  const ours = Object.values(NodeRole).filter((role) => labels[roleLabel(role)] !== undefined);
  if (ours.length > 0) return ours;
  if (!CONTROL_LABELS.some((label) => labels[label] !== undefined)) return [NodeRole.WORKER];
  const isClosed = taints.some(
    ({ key, effect }) => (CONTROL_LABELS.includes(`${key}`) || key === 'CriticalAddonsOnly') && effect !== TaintEffect.PREFER_NO_SCHEDULE,
  );
  return isClosed ? [NodeRole.CONTROL] : [NodeRole.CONTROL, NodeRole.WORKER];
}

function taintOf({ key, value, effect }: { readonly [key: string]: unknown }): Taint[] {
  const known = Object.values(TaintEffect).find((one) => one === effect);
  if (typeof key !== 'string' || known === undefined) return [];
  return [{ key, effect: known, ...(typeof value === 'string' && value !== '' ? { value } : {}) }];
}

/** The taints of a role come with the role. Clusters before Kubernetes 1.24 have the older key of the control plane. */
function follows({ key, effect }: Taint, roles: readonly NodeRole[]): boolean {
  const isOfControl = CONTROL_LABELS.includes(key) && effect === TaintEffect.NO_SCHEDULE && !roles.includes(NodeRole.WORKER);
  return isOfControl || roleTaints(roles).some((one) => one.key === key && one.effect === effect);
}

/** Taints of the state of a node: kubernetes.io, "Taint based Evictions"; those of cloud controllers and of the cluster autoscaler. */
function isPassing(key: string): boolean {
  return (
    key.startsWith('node.kubernetes.io/') ||
    key.startsWith('node.cloudprovider.kubernetes.io/') ||
    ['ToBeDeletedByClusterAutoscaler', 'DeletionCandidateOfClusterAutoscaler'].includes(key)
  );
}

function addressOf(node: Shown): string | undefined {
  const known = listIn<unknown>(partAt(node, 'status', 'addresses'));
  return textAt(
    known.find((one) => partAt(one, 'type') === 'InternalIP'),
    'address',
  );
}

/** Whether it runs Windows: the classes of this library are for Linux. */
export function isWindows(node: Shown): boolean {
  return (textAt(node, 'status', 'nodeInfo', 'operatingSystem') ?? textsAt(node, 'metadata', 'labels')['kubernetes.io/os']) === 'windows';
}
