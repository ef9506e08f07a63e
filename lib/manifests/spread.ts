import { AvailabilityClass } from '../availability/ask/workload';
import type { Spread } from '../availability/model/plan';
import { labelOf } from '../availability/placement/asked';
import type { Node } from '../cluster/cluster';
import { HOSTNAME } from '../cluster/node';
import { isMap, partAt } from '../cluster/parts';
import { CLASS_LABEL } from '../kubernetes/labels';
import { listAt, mapsAt, numberAt, type PodTemplate, selectsPods, textAt } from './objects';

/** How a pod keeps away from others of its kind. */
export interface ReadSpread {
  readonly spread: readonly Spread[];
  /** Whether its pods prefer nodes without other flexible apps. */
  readonly apart: boolean;
  /** Keys of hard spreads that count dead nodes as empty ones: `nodeTaintsPolicy` is not Honor. */
  readonly countsDead: readonly string[];
  /** Whether a node with one of its pods never takes a second one, and whether that also holds for the pods of two versions of it. */
  readonly alone: { readonly inVersion: boolean; readonly everywhere: boolean };
  /** What keeps two of its pods off one node, in words; undefined: nothing does. */
  readonly separates: string | undefined;
}

export function readSpread({ spec, labels }: PodTemplate, replicas: number, nodes: readonly Node[]): ReadSpread {
  // A spread over all pods of the namespace says nothing of these alone.
  const isOwn = (selector: unknown) => isMap(selector) && Object.keys(selector).length > 0 && selectsPods(selector, labels);
  const constraints = mapsAt(spec, 'topologySpreadConstraints').filter((one) => isOwn(partAt(one, 'labelSelector')));
  const isHard = (one: unknown) => textAt(one, 'whenUnsatisfiable') !== 'ScheduleAnyway';
  const spread = constraints.map((one): Spread => {
    const minDomains = numberAt(one, 'minDomains');
    return {
      topologyKey: textAt(one, 'topologyKey') ?? '',
      hard: isHard(one),
      perRevision: listAt(one, 'matchLabelKeys').length > 0,
      ...(minDomains === undefined ? {} : { minDomains }),
    };
  });
  const anti = mapsAt(spec, 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution').filter((one) =>
    selectsPods(partAt(one, 'labelSelector'), labels),
  );
  const preferred = mapsAt(spec, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution');
  const divides = (key: string) => key === HOSTNAME || new Set(nodes.map((node) => labelOf(node, key))).size > 1;
  // With a skew of n, the first n pods may be on one node.
  const separating = constraints.find((one) => isHard(one) && divides(textAt(one, 'topologyKey') ?? '') && (numberAt(one, 'maxSkew') ?? 1) < replicas);
  const apartBy = anti.find((one) => divides(textAt(one, 'topologyKey') ?? ''));
  const onNodes = anti.filter((one) => textAt(one, 'topologyKey') === HOSTNAME);
  return {
    alone: { inVersion: onNodes.length > 0, everywhere: onNodes.some((one) => listAt(one, 'matchLabelKeys').length === 0) },
    spread: [...spread, ...anti.map((one) => ({ topologyKey: textAt(one, 'topologyKey') ?? '', hard: true, perRevision: false }))],
    apart: preferred.some(
      (one) =>
        textAt(one, 'podAffinityTerm', 'topologyKey') === HOSTNAME &&
        selectsPods(partAt(one, 'podAffinityTerm', 'labelSelector'), { [CLASS_LABEL]: AvailabilityClass.SINGLE_POD_FLEXIBLE }),
    ),
    countsDead: constraints.filter((one) => isHard(one) && textAt(one, 'nodeTaintsPolicy') !== 'Honor').map((one) => textAt(one, 'topologyKey') ?? ''),
    separates: separating !== undefined ? 'its topologySpreadConstraints' : apartBy !== undefined ? 'its podAntiAffinity' : undefined,
  };
}
