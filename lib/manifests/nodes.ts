import { labelOf } from '../availability/placement/asked';
import type { ClusterFacts, Node } from '../cluster/cluster';
import { Distribution } from '../cluster/control-plane';
import { HOSTNAME, LABEL_PREFIX, NodeRole, type Taint, TaintEffect } from '../cluster/node';
import { partAt } from '../cluster/parts';
import { isOwnLabel } from '../kubernetes/node-labels';
import { listAt, mapsAt, numberAt, type PodTemplate, textAt, textsAt } from './objects';
import type { VolumeNodes } from './volume-nodes';

/** Which nodes a pod may use, as the scheduler sees it. */
export interface Eligible {
  readonly nodes: readonly Node[];
  /** The nodes that a spread counts which heeds these. */
  readonly counted: (policy: CountPolicy) => readonly Node[];
  /** Labels that it asks for. */
  readonly labels: readonly string[];
  /** What it asks of its nodes, in words, with the values that a selector wants. */
  readonly asks: readonly string[];
  /** The same, if no node has all of it. */
  readonly lacking: readonly string[];
  /** Labels that it asks for and that the facts do not have of any node, although a cluster may: they count as if every node had them. */
  readonly unknown: readonly string[];
  /** Whether it names its nodes, or asks for what not all nodes have, and no volume keeps it to fewer. */
  readonly isAsked: boolean;
  /** Whether a volume keeps it to fewer nodes than it asks for. */
  readonly isTied: boolean;
  /** Whether a node has a label with some value. Undefined: the facts say it of no node, although a cluster may. */
  readonly has: (node: Node, key: string) => boolean | undefined;
}

/** Whether a spread leaves out nodes with taints against its pods, and those that they do not ask for. */
export interface CountPolicy {
  readonly taints: boolean;
  readonly affinity: boolean;
}

type Term = { readonly [field: string]: unknown };

/** The nodes that a pod may use: its nodeName, selector, required affinity, tolerations and volumes. What else it needs of them is counted elsewhere. */
export function eligibleNodes({ spec }: PodTemplate, { nodes, controlPlane: { distribution } }: ClusterFacts, volumes: readonly VolumeNodes[] = []): Eligible {
  const nodeName = textAt(spec, 'nodeName');
  const selector = Object.entries(textsAt(spec, 'nodeSelector'));
  const required = partAt(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  const terms = mapsAt({ required }, 'required');
  const liked = terms.flatMap(keysOf);
  const labels = [...new Set([...selector.map(([key]) => key), ...liked])];
  const valuesOf: ValuesOf = (node, key) => labelValues(node, key, distribution);
  const isUnknown = (key: string) => isUnsaid(key) && nodes.every((node) => valuesOf(node, key).length === 0);
  const unknown = labels.filter(isUnknown);
  const has = (node: Node) =>
    (nodeName === undefined || node.name === nodeName) &&
    selector.every(([key, value]) => unknown.includes(key) || valuesOf(node, key).includes(value)) &&
    (required === undefined || terms.some((term) => holdsTerm(term, node, unknown, valuesOf)));
  // The scheduler is not asked where a pod names its node; the kubelet still refuses, and evicts, by NoExecute.
  const repels = (taint: Taint) => (nodeName === undefined || taint.effect === TaintEffect.NO_EXECUTE) && !isTolerated(taint, spec);
  const asked = nodes.filter(has);
  const isOpen = (node: Node) => !repelling(node).some(repels);
  const open = asked.filter(isOpen);
  const tied = open.filter((node) => volumes.every((one) => one.terms.some((term) => holdsTerm(term, node, keysOf(term).filter(isUnknown), valuesOf))));
  const isApart = open.length > 0 && tied.length === 0;
  const isTied = tied.length < open.length;
  const asks = [...new Set([...selector.map(([key, value]) => `${key}=${value}`), ...liked, ...(isTied ? volumes.map(({ name }) => name) : [])])];
  return {
    nodes: tied,
    // Whether a node without a place for them has a label of which nobody knows is not known either.
    counted: ({ taints, affinity }) => (affinity ? asked : nodes).filter((node) => isOpen(node) || (!taints && (!affinity || unknown.length === 0))),
    labels,
    asks,
    lacking: asked.length > 0 && !isApart ? [] : asks,
    unknown,
    isAsked: !isTied && (nodeName !== undefined || labels.includes(HOSTNAME) || asked.length < nodes.length),
    isTied,
    has: (node, key) => (isUnknown(key) ? undefined : valuesOf(node, key).length > 0),
  };
}

/** The same without the nodes that something else refuses. @param what it asks of them, in words */
export function narrowed(eligible: Eligible, what: readonly string[], fits: (node: Node) => boolean): Eligible {
  const nodes = eligible.nodes.filter(fits);
  if (nodes.length === eligible.nodes.length) return eligible;
  const asks = [...new Set([...eligible.asks, ...what])];
  return { ...eligible, nodes, asks, lacking: nodes.length === 0 ? asks : eligible.lacking };
}

function keysOf(term: Term): readonly string[] {
  return mapsAt(term, 'matchExpressions').flatMap((one) => textAt(one, 'key') ?? []);
}

/** What kubelets, clouds and discovery set, and facts leave out. Labels that people set are in the facts. */
function isUnsaid(key: string): boolean {
  const isKnown = key === HOSTNAME || key.startsWith(`${LABEL_PREFIX}/`) || CONTROL_LABEL.test(key) || /^topology\.kubernetes\.io\/(zone|region)$/.test(key);
  return !isKnown && !isOwnLabel(key);
}

/** The label with the architecture of a node, and its old name. */
const ARCHITECTURES = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'];

export function isOfArchitecture(label: string): boolean {
  return ARCHITECTURES.includes(label);
}

const CONTROL_LABEL = /^node-role\.kubernetes\.io\/(control-plane|master)$/;

type ValuesOf = (node: Node, key: string) => readonly string[];

/**
 * The values that a label of a node may have, also of one that follows from other facts. Sources for that of the control plane: kubeadm
 * (constants.LabelNodeRoleControlPlane, with ""), K3s (ControlPlaneRoleLabelKey in pkg/server, with "true"); others have either.
 */
function labelValues(node: Node, key: string, distribution: Distribution): readonly string[] {
  if (key === 'kubernetes.io/os' || key === 'beta.kubernetes.io/os') return ['linux'];
  if (key === ARCHITECTURES[1]) return [node.architecture];
  const said = labelOf(node, key);
  if (said !== undefined) return [said];
  if (!CONTROL_LABEL.test(key) || !node.roles.includes(NodeRole.CONTROL)) return [];
  return distribution === Distribution.K3S ? ['true'] : distribution === Distribution.OTHER ? ['', 'true'] : [''];
}

/** An empty term matches no node; its parts must all hold. Source: k8s.io/component-helpers/scheduling/corev1/nodeaffinity. */
function holdsTerm(term: Term, node: Node, unknown: readonly string[], valuesOf: ValuesOf): boolean {
  const expressions = mapsAt(term, 'matchExpressions');
  const named = mapsAt(term, 'matchFields');
  if (expressions.length === 0 && named.length === 0) return false;
  return (
    expressions.every((one) => unknown.includes(textAt(one, 'key') ?? '') || holds(one, valuesOf(node, textAt(one, 'key') ?? ''))) &&
    named.every((one) => holds(one, [node.name]))
  );
}

/** @param own its values: one, none, or each that it may have */
function holds(term: Term, own: readonly string[]): boolean {
  const values = listAt(term, 'values');
  switch (textAt(term, 'operator')) {
    case 'In':
      return own.some((value) => values.includes(value));
    case 'NotIn':
      return own.length === 0 || own.some((value) => !values.includes(value));
    case 'Exists':
      return own.length > 0;
    case 'DoesNotExist':
      return own.length === 0;
    case 'Gt':
      return own.some((value) => Number(value) > Number(values[0]));
    case 'Lt':
      return own.some((value) => Number(value) < Number(values[0]));
    default:
      return false;
  }
}

function repelling(node: Node): readonly Taint[] {
  return node.taints.filter(({ effect }) => effect !== TaintEffect.PREFER_NO_SCHEDULE);
}

function isTolerated(taint: Taint, spec: PodTemplate['spec']): boolean {
  return mapsAt(spec, 'tolerations').some((one) => tolerates(one, taint));
}

/** Source: k8s.io/api/core/v1, Toleration.ToleratesTaint. */
function tolerates(toleration: Term, { key, value = '', effect }: Pick<Taint, 'key' | 'value'> & { readonly effect: string }): boolean {
  const [ownEffect = '', ownKey = ''] = [textAt(toleration, 'effect'), textAt(toleration, 'key')];
  if (ownEffect !== '' && ownEffect !== effect) return false;
  if (ownKey !== '' && ownKey !== key) return false;
  const operator = textAt(toleration, 'operator') ?? 'Equal';
  return operator === 'Exists' || (ownKey !== '' && (textAt(toleration, 'value') ?? '') === value);
}

/**
 * How long a pod stays on a dead node, in seconds; undefined: it says nothing, and the API server adds its default. Sources: the admission
 * plugin DefaultTolerationSeconds, and GetMatchingTolerations: of several, the first one counts.
 */
export function tolerationOf(pod: PodTemplate): number | undefined {
  const own = tolerationOfDead(pod);
  return own && Math.max(0, numberAt(own, 'tolerationSeconds') ?? Number.POSITIVE_INFINITY);
}

/** Whether the toleration that keeps a pod on a dead node names no taint: it tolerates others, too. */
export function toleratesAny(pod: PodTemplate): boolean {
  return (textAt(tolerationOfDead(pod), 'key') ?? '') === '';
}

/** Whether a pod may start on a node that a drain has cordoned. Source: kubernetes, pkg/scheduler/framework/plugins/nodeunschedulable. */
export function toleratesCordon({ spec }: PodTemplate): boolean {
  return mapsAt(spec, 'tolerations').some((one) => tolerates(one, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }));
}

function tolerationOfDead({ spec }: PodTemplate): Term | undefined {
  const taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
  return mapsAt(spec, 'tolerations').find((one) => tolerates(one, taint));
}

/** The taints of a dead node that a pod says nothing of. */
export function untolerated({ spec }: PodTemplate): readonly string[] {
  const taints = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];
  return taints.filter((key) => !mapsAt(spec, 'tolerations').some((one) => tolerates(one, { key, effect: 'NoExecute' })));
}

/** The same facts for one workload: it may run on these nodes, and on no others. */
export function withOnly(facts: ClusterFacts, eligible: readonly Node[]): ClusterFacts {
  const names = new Set(eligible.map(({ name }) => name));
  const nodes = facts.nodes.map((node) => {
    const others = node.roles.filter((role) => role !== NodeRole.WORKER);
    return names.has(node.name) ? { ...node, roles: [...others, NodeRole.WORKER], taints: [] } : { ...node, roles: others };
  });
  return { ...facts, nodes };
}

/** The same facts without the other nodes: an agent runs on all there are. */
export function withNone(facts: ClusterFacts, eligible: readonly Node[]): ClusterFacts {
  return { ...facts, nodes: eligible.map((node) => ({ ...node, taints: [] })) };
}
