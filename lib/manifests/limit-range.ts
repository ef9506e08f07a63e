import { isMap, partAt } from '../cluster/parts';
import { type Inventory, mapsAt, type PodTemplate, textAt } from './objects';

type Amounts = { readonly [resource: string]: unknown };

/**
 * The pod with what the LimitRanges of its namespace give containers that say nothing themselves. Sources: kubernetes, the admission plugin
 * LimitRanger, and SetDefaults_LimitRangeItem in pkg/apis/core/v1.
 */
export function withUsualResources(pod: PodTemplate, namespace: string | undefined, inventory: Inventory): PodTemplate {
  const items = inventory
    .of('/LimitRange')
    .filter(({ metadata }) => metadata.namespace === namespace)
    .flatMap((range) => mapsAt(range, 'spec', 'limits'))
    .filter((item) => textAt(item, 'type') === 'Container');
  if (items.length === 0) return pod;
  const limits = Object.assign({}, ...items.map((item) => ({ ...amounts(item, 'max'), ...amounts(item, 'default') }))) as Amounts;
  const requests = Object.assign({}, ...items.map((item) => ({ ...amounts(item, 'min'), ...limits, ...amounts(item, 'defaultRequest') }))) as Amounts;
  const usual = (container: Amounts) => {
    const own = amounts(container, 'resources');
    const ownLimits = amounts(own, 'limits');
    // Kubernetes takes the limit for a request that is missing before it looks for a LimitRange.
    return {
      ...container,
      resources: { ...own, limits: { ...limits, ...ownLimits }, requests: { ...requests, ...ownLimits, ...amounts(own, 'requests') } },
    };
  };
  const all = (key: string) => mapsAt(pod.spec, key).map(usual);
  return { ...pod, spec: { ...pod.spec, containers: all('containers'), initContainers: all('initContainers') } };
}

function amounts(value: unknown, key: string): Amounts {
  const part = partAt(value, key);
  return isMap(part) ? part : {};
}
