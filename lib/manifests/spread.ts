import { AvailabilityClass } from '../availability/ask/workload';
import type { Spread } from '../availability/model/spread';
import { labelOf } from '../availability/placement/asked';
import { EACH_ONE } from '../availability/placement/hard-spreads';
import { HOSTNAME } from '../cluster/node';
import { isMap, partAt } from '../cluster/parts';
import { CLASS_LABEL } from '../kubernetes/labels';
import { type Alone, aloneFor, fewestPlaces } from './alone';
import { type Eligible, narrowed } from './nodes';
import { listAt, mapsAt, numberAt, type PodTemplate, selectsPods, textAt } from './objects';
import { isHard, keyOf, maxSkewOf, type Skew, skewsOf } from './skew';
import { keysOfAffinity, keysTogether } from './together';

/** How a pod keeps away from others of its kind. */
export interface ReadSpread {
  readonly spread: readonly Spread[];
  /** Whether its pods prefer nodes without other flexible apps. */
  readonly apart: boolean;
  /** Keys of hard spreads that count dead nodes as empty ones: `nodeTaintsPolicy` is not Honor. */
  readonly countsDead: readonly string[];
  /** What takes one of its pods, and never a second one. */
  readonly alone: readonly Alone[];
  /** What lets no place have many more of its pods than another. */
  readonly skews: readonly Skew[];
  /** Labels of nodes of which all its pods have one value, because each asks to be where another one is. */
  readonly together: readonly string[];
  /** What keeps two of its pods off one node, in words; undefined: nothing does. */
  readonly separates: string | undefined;
}

/** Labels that differ for each workload. */
const REVISIONS = ['pod-template-hash', 'controller-revision-hash'];

/** A hard spread and a required podAffinity leave out nodes without their labels (skew.ts names the source). Of what names its node, nobody asks the scheduler. */
export function onSpreadNodes(pod: PodTemplate, eligible: Eligible): Eligible {
  if (textAt(pod.spec, 'nodeName') !== undefined) return eligible;
  const { nodes, has } = eligible;
  const keys = [...mapsAt(pod.spec, 'topologySpreadConstraints').filter(isHard).map(keyOf), ...keysOfAffinity(pod)];
  const unknown = keys.filter((key) => nodes.some((node) => has(node, key) === undefined));
  const lacking = keys.filter((key) => nodes.some((node) => has(node, key) === false));
  const left = narrowed(eligible, lacking, (node) => lacking.every((key) => has(node, key)));
  return { ...left, unknown: [...new Set([...left.unknown, ...unknown])] };
}

/** @param others labels of the pods of other workloads beside it */
export function readSpread(pod: PodTemplate, replicas: number, eligible: Eligible, others: readonly PodTemplate['labels'][]): ReadSpread {
  const { spec, labels } = pod;
  const { nodes } = eligible;
  // A spread that counts pods of others, too, says nothing of these alone; those of another revision are never of others.
  const isOwn = (selector: unknown, isOfRevision: boolean) =>
    isMap(selector) && Object.keys(selector).length > 0 && selectsPods(selector, labels) && (isOfRevision || !others.some((one) => selectsPods(selector, one)));
  const constraints = mapsAt(spec, 'topologySpreadConstraints').filter((one) =>
    isOwn(
      partAt(one, 'labelSelector'),
      listAt(one, 'matchLabelKeys').some((key) => REVISIONS.includes(key)),
    ),
  );
  const countsDead = constraints.filter((one) => isHard(one) && textAt(one, 'nodeTaintsPolicy') !== 'Honor').map(keyOf);
  const spread = constraints.map((one): Spread => {
    const [minDomains, maxSkew] = [numberAt(one, 'minDomains'), maxSkewOf(one)];
    return {
      topologyKey: keyOf(one),
      hard: isHard(one),
      perRevision: listAt(one, 'matchLabelKeys').length > 0,
      ...(minDomains === undefined ? {} : { minDomains }),
      ...(maxSkew === 1 ? {} : { maxSkew }),
      ...(countsDead.includes(keyOf(one)) ? { countsDead: true } : {}),
    };
  });
  const preferred = mapsAt(spec, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution');
  const alone = aloneFor(pod);
  // A hard spread leaves out nodes without its label.
  const divides = (key: string) => key === HOSTNAME || new Set(nodes.flatMap((node) => labelOf(node, key) ?? [])).size > 1;
  // With a skew of n, the first n pods may be on one node.
  const separating = constraints.find((one) => isHard(one) && divides(keyOf(one)) && maxSkewOf(one) < replicas);
  const apartBy = fewestPlaces(alone, nodes)?.one.by;
  // A port adds nothing to a hard spread over nodes, nor to one pod.
  const isApart = replicas < 2 || spread.some(({ topologyKey, hard }) => hard && topologyKey === HOSTNAME);
  // A node without the label takes any number.
  const added = alone.filter(({ topologyKey, isPort }) => (!isPort || !isApart) && nodes.every((node) => labelOf(node, topologyKey) !== undefined));
  return {
    alone,
    skews: skewsOf(spec, constraints, eligible),
    spread: [...spread, ...added.map(({ topologyKey }) => ({ topologyKey, hard: true, perRevision: false, minDomains: EACH_ONE }))],
    apart: preferred.some(
      (one) =>
        textAt(one, 'podAffinityTerm', 'topologyKey') === HOSTNAME &&
        selectsPods(partAt(one, 'podAffinityTerm', 'labelSelector'), { [CLASS_LABEL]: AvailabilityClass.SINGLE_POD_FLEXIBLE }),
    ),
    countsDead,
    together: keysTogether(pod, nodes),
    separates: separating !== undefined ? 'its topologySpreadConstraints' : apartBy,
  };
}
