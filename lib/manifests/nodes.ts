import { labelOf } from '../availability/placement/asked';
import type { ClusterFacts, Node } from '../cluster/cluster';
import { HOSTNAME, NodeRole, type Taint, TaintEffect } from '../cluster/node';
import { partAt } from '../cluster/parts';
import { listAt, mapsAt, type PodTemplate, textAt, textsAt } from './objects';

/** Which nodes a pod may use, as the scheduler sees it. */
export interface Eligible {
  readonly nodes: readonly Node[];
  /** Labels that it asks for and that the facts do not have of any node, although a cluster may: they count as if every node had them. */
  readonly unknown: readonly string[];
  /** Whether it names what its nodes are. */
  readonly isAsked: boolean;
}

type Term = { readonly [field: string]: unknown };

/** The nodes that a pod may use: its nodeName, selector, required affinity and tolerations. What it needs of them is counted elsewhere. */
export function eligibleNodes({ spec }: PodTemplate, { nodes }: ClusterFacts): Eligible {
  const nodeName = textAt(spec, 'nodeName');
  const selector = Object.entries(textsAt(spec, 'nodeSelector'));
  const required = partAt(spec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  const terms = mapsAt({ required }, 'required');
  const keys = [...selector.map(([key]) => key), ...terms.flatMap((term) => mapsAt(term, 'matchExpressions').flatMap((one) => textAt(one, 'key') ?? []))];
  const unknown = [...new Set(keys)].filter((key) => isUnsaid(key) && nodes.every((node) => labelValue(node, key) === undefined));
  const fits = (node: Node) =>
    (nodeName === undefined || node.name === nodeName) &&
    selector.every(([key, value]) => unknown.includes(key) || labelValue(node, key) === value) &&
    (required === undefined || terms.some((term) => holdsTerm(term, node, unknown))) &&
    // The scheduler is not asked where a pod names its node; NoExecute still is.
    (nodeName !== undefined || repelling(node).every((taint) => isTolerated(taint, spec)));
  return { nodes: nodes.filter(fits), unknown, isAsked: nodeName !== undefined || keys.length > 0 || required !== undefined };
}

/** What kubelets, clouds and discovery set, and facts leave out. Labels that people set are in the facts. */
function isUnsaid(key: string): boolean {
  return /(^|\.)(kubernetes|k8s)\.io\//.test(key) && key !== HOSTNAME && !/^topology\.kubernetes\.io\/(zone|region)$/.test(key);
}

/** A label of a node, also one that follows from other facts. */
function labelValue(node: Node, key: string): string | undefined {
  if (key === 'kubernetes.io/os' || key === 'beta.kubernetes.io/os') return 'linux';
  if (key === 'beta.kubernetes.io/arch') return node.architecture;
  if (/^node-role\.kubernetes\.io\/(control-plane|master)$/.test(key)) return node.roles.includes(NodeRole.CONTROL) ? (node.labels[key] ?? 'true') : undefined;
  return labelOf(node, key);
}

/** An empty term matches no node; its parts must all hold. Source: k8s.io/component-helpers/scheduling/corev1/nodeaffinity. */
function holdsTerm(term: Term, node: Node, unknown: readonly string[]): boolean {
  const expressions = mapsAt(term, 'matchExpressions');
  const named = mapsAt(term, 'matchFields');
  if (expressions.length === 0 && named.length === 0) return false;
  return (
    expressions.every((one) => unknown.includes(textAt(one, 'key') ?? '') || holds(one, labelValue(node, textAt(one, 'key') ?? ''))) &&
    named.every((one) => holds(one, node.name))
  );
}

function holds(term: Term, value: string | undefined): boolean {
  const values = listAt(term, 'values');
  switch (textAt(term, 'operator')) {
    case 'In':
      // `node-role.kubernetes.io/control-plane` is 'true' or '', by distribution.
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
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
 * plugin DefaultTolerationSeconds, and getMinTolerationTime of the taint eviction controller.
 */
export function tolerationOf({ spec }: PodTemplate): number | undefined {
  const taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
  const own = mapsAt(spec, 'tolerations').filter((one) => tolerates(one, taint));
  if (own.length === 0) return undefined;
  const seconds = own.map((one) => partAt(one, 'tolerationSeconds')).filter((one) => typeof one === 'number');
  return seconds.length === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.min(...seconds));
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
