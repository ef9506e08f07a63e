import { AVAILABLE, WANTED } from '../lib/alerts/apps';
import type { AvailabilityClass } from '../lib/availability/ask/workload';

/** What the variables of the dashboards are called. */
export const VARIABLES = { datasource: 'datasource', cluster: 'cluster', node: 'node' } as const;

/**
 * The label `cluster` is put on series when they leave a Prometheus, so inside of it no series has it, and behind one
 * question for many clusters all of them have. `=~".*"`, which stands for all clusters, is true of both.
 */
const OF_CLUSTER = 'cluster=~"$cluster"';
/** For series that are of one node. */
export const OF_NODE = 'node=~"$node"';

/** A selector: the series of a metric in the clusters that are looked at. */
export function of(metric: string, ...matchers: readonly string[]): string {
  return `${metric}{${[OF_CLUSTER, ...matchers].join(',')}}`;
}

/** How many there are of what an expression has: none is a number as well. */
export function count(expr: string): string {
  return `count(${expr}) or vector(0)`;
}

/** Pods that serve, by app: at a moment, which may be the end of the time that is looked at (`@ end()`). */
export function available(availabilityClass: AvailabilityClass | undefined, at = ''): string {
  return `${of(AVAILABLE, ...ofClass(availabilityClass))}${at}`;
}

export function wanted(availabilityClass: AvailabilityClass): string {
  return of(WANTED, ...ofClass(availabilityClass));
}

export function ofClass(availabilityClass: AvailabilityClass | undefined): string[] {
  return availabilityClass === undefined ? [] : [`availability_class="${availabilityClass}"`];
}

/** Whose a pod is, by the name of what made it: a StatefulSet is called as its app, a ReplicaSet has a hash behind that. */
function owned(at: string): string {
  const pods = `label_join(${of('kube_pod_info', OF_NODE)}${at}, "owner", "/", "created_by_kind", "created_by_name")`;
  return `label_replace(label_replace(${pods}, "app", "$1", "owner", "StatefulSet/(.+)"), "app", "$1", "owner", "ReplicaSet/(.+)-[^-]+")`;
}

/** 1 for each pod of the apps of a class, with its app and its node. */
export function podsOf(availabilityClass: AvailabilityClass, at = ''): string {
  return `(max by (cluster, namespace, pod, node, app) (${owned(at)}) and on (cluster, namespace, app) ${available(availabilityClass, at)})`;
}

/** What is known by pod, with the pod's app and node. */
export function byPod(expr: string, availabilityClass: AvailabilityClass, at = ''): string {
  return `${expr} * on (cluster, namespace, pod) group_left (node, app) ${podsOf(availabilityClass, at)}`;
}

/** Volumes of LINSTOR are called as Kubernetes' volumes: people know them by claim. */
export function byClaim(expr: string): string {
  const claims = `max by (cluster, name, namespace, persistentvolumeclaim) (label_replace(${of('kube_persistentvolumeclaim_info')}, "name", "$1", "volumename", "(.+)"))`;
  const named = `label_join((${expr}) * on (cluster, name) group_left (namespace, persistentvolumeclaim) ${claims}, "volume", "/", "namespace", "persistentvolumeclaim")`;
  // What belongs to no claim is shown by its own name.
  return `(${named} or on (cluster, name) label_replace(${expr}, "volume", "$1", "name", "(.+)"))`;
}

/** How often the specs of apps were changed: of a class, or of whatever there is. */
export function changes(availabilityClass: AvailabilityClass | undefined): string {
  const changed = (kind: string) => `label_replace(changes(${of(`kube_${kind}_status_observed_generation`)}[$__range]), "app", "$1", "${kind}", "(.+)")`;
  const all = `sum by (cluster, namespace, app) (${changed('deployment')} or ${changed('statefulset')}) > 0`;
  return availabilityClass === undefined ? all : `${all} and on (cluster, namespace, app) ${available(availabilityClass)}`;
}

/** Memory that pods have asked for, by node. A pod that has ended keeps none. */
export function memoryAsked(): string {
  const alive = `${of('kube_pod_status_phase', 'phase=~"Pending|Running"')} == 1`;
  return `sum by (cluster, node) (${of('kube_pod_container_resource_requests', OF_NODE, 'resource="memory"')} and on (cluster, namespace, pod) (${alive}))`;
}

/** What is used of what there is. */
export function shareUsed(free: string, total: string): string {
  return `1 - ${free} / (${total} > 0)`;
}

/** What is available of the memory of nodes; the cache of ZFS gives way down to its minimum. */
export function memoryFree(): string {
  const available = of('node_memory_MemAvailable_bytes', OF_NODE);
  return `(${available} + clamp_min(${of('node_zfs_arc_size', OF_NODE)} - ${of('node_zfs_arc_c_min', OF_NODE)}, 0) or ${available})`;
}

interface Queries {
  readonly panels?: readonly { readonly targets?: readonly { readonly expr?: string }[] }[];
  readonly templating?: { readonly list?: readonly { readonly query?: unknown }[] };
}

/** What Grafana puts in for its own variables, by example: what stands first is put in first. */
const EXAMPLES: readonly (readonly [string, string])[] = [
  ['$__rate_interval', '5m'],
  ['$__range_s', '21600'],
  ['$__range', '6h'],
  ['$cluster', '.*'],
  ['$node', '.*'],
];

/** Every query of a dashboard, of its panels and of its variables, as Prometheus gets to see them. */
export function dashboardQueries(json: string): string[] {
  const { panels = [], templating } = JSON.parse(json) as Queries;
  const asked = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => (expr === undefined ? [] : [expr])));
  const listed = (templating?.list ?? []).flatMap(({ query }) => {
    const series = typeof query === 'string' ? /^label_values\((.+), *\w+\)$/.exec(query)?.[1] : undefined;
    return series === undefined ? [] : [series];
  });
  return [...listed, ...asked].map((expr) => EXAMPLES.reduce((text, [variable, value]) => text.replaceAll(variable, value), expr));
}
