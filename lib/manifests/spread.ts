import { AvailabilityClass } from '../availability/ask/workload';
import type { Spread } from '../availability/model/plan';
import { labelOf } from '../availability/placement/asked';
import { HOSTNAME } from '../cluster/node';
import { isMap, partAt } from '../cluster/parts';
import { CLASS_LABEL } from '../kubernetes/labels';
import { type Alone, aloneFor, fewestPlaces } from './alone';
import type { Eligible } from './nodes';
import { listAt, mapsAt, numberAt, type PodTemplate, selectsPods, textAt } from './objects';
import { isHard, keyOf, type Skew, skewsOf } from './skew';

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
  /** What keeps two of its pods off one node, in words; undefined: nothing does. */
  readonly separates: string | undefined;
}

export function readSpread(pod: PodTemplate, replicas: number, eligible: Eligible): ReadSpread {
  const { spec, labels } = pod;
  const { nodes } = eligible;
  // A spread over all pods of the namespace says nothing of these alone.
  const isOwn = (selector: unknown) => isMap(selector) && Object.keys(selector).length > 0 && selectsPods(selector, labels);
  const constraints = mapsAt(spec, 'topologySpreadConstraints').filter((one) => isOwn(partAt(one, 'labelSelector')));
  const spread = constraints.map((one): Spread => {
    const minDomains = numberAt(one, 'minDomains');
    return {
      topologyKey: keyOf(one),
      hard: isHard(one),
      perRevision: listAt(one, 'matchLabelKeys').length > 0,
      ...(minDomains === undefined ? {} : { minDomains }),
    };
  });
  const preferred = mapsAt(spec, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution');
  const alone = aloneFor(pod);
  // A hard spread leaves out nodes without its label.
  const divides = (key: string) => key === HOSTNAME || new Set(nodes.flatMap((node) => labelOf(node, key) ?? [])).size > 1;
  // With a skew of n, the first n pods may be on one node.
  const separating = constraints.find((one) => isHard(one) && divides(keyOf(one)) && (numberAt(one, 'maxSkew') ?? 1) < replicas);
  const apartBy = fewestPlaces(alone, nodes)?.one.by;
  // A port adds nothing to a hard spread over nodes, nor to one pod.
  const isApart = replicas < 2 || spread.some(({ topologyKey, hard }) => hard && topologyKey === HOSTNAME);
  const added = alone.filter(({ isPort }) => !isPort || !isApart);
  return {
    alone,
    skews: skewsOf(spec, constraints, eligible),
    spread: [...spread, ...added.map(({ topologyKey }) => ({ topologyKey, hard: true, perRevision: false }))],
    apart: preferred.some(
      (one) =>
        textAt(one, 'podAffinityTerm', 'topologyKey') === HOSTNAME &&
        selectsPods(partAt(one, 'podAffinityTerm', 'labelSelector'), { [CLASS_LABEL]: AvailabilityClass.SINGLE_POD_FLEXIBLE }),
    ),
    countsDead: constraints.filter((one) => isHard(one) && textAt(one, 'nodeTaintsPolicy') !== 'Honor').map(keyOf),
    separates: separating !== undefined ? 'its topologySpreadConstraints' : apartBy,
  };
}
