import type { Plan } from '../availability/model/plan';
import { amountOf, lacking, NOTHING, plus, podRoom, type Room, roomOf, times } from '../availability/placement/room';
import type { ClusterFacts } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import { counted } from '../cluster/names';
import { found, type RuleRecord } from '../cluster/rule';
import type { RawObject } from './raw-objects';

export const RAW_BEYOND_NODES: RuleRecord = {
  code: 'RAW-BEYOND-NODES',
  severity: Severity.WARNING,
  means: 'a workload outside of apps that is bigger than every node, or with which the nodes do not have enough for all apps',
  fix: 'request less, add nodes, or accept it',
};

/** What a workload outside of apps requests, as far as it can be read. */
interface Load {
  readonly path: string;
  readonly pod: Room;
  readonly pods: number;
}

/** Whether workloads outside of apps leave enough for the apps. Where they run is not known: this only proves that they cannot fit. */
export function checkRawRoom(raw: readonly RawObject[], plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  const loads = raw.flatMap((one) => loadOf(one, facts.nodes.length));
  if (loads.length === 0 || facts.nodes.length === 0) return [];
  const rooms = facts.nodes.map(roomOf);
  const tooBig = loads.flatMap(({ path, pod }) => {
    const [what] = lacking(rooms.reduce(most), pod);
    if (what === undefined) return [];
    return [say(path, `${amountOf(what, pod[what])} for one pod`, 'but no node has that much', 'Request less, or accept it with a reason.')];
  });
  if (tooBig.length > 0) return tooBig;
  const offered = rooms.reduce(plus);
  const asked = loads.map(({ pod, pods }) => times(pod, pods)).reduce(plus, NOTHING);
  const others = plans.map((plan) => times(podRoom(plan.ask), plan.replicas.value)).reduce(plus, NOTHING);
  const [what] = lacking(offered, plus(asked, others));
  if (what === undefined || lacking(offered, others).includes(what)) return [];
  const given = `${amountOf(what, asked[what])} requested by ${counted(loads.length, 'workload')} outside of apps, and ${amountOf(what, others[what])} by apps`;
  return [
    say(loads[0]?.path ?? '', given, `but all nodes together have ${amountOf(what, offered[what])}`, 'Request less, add nodes, or accept it with a reason.'),
  ];
}

function say(path: string, given: string, allowed: string, fix: string): Finding {
  return found(RAW_BEYOND_NODES, path, { given, allowed, fix });
}

function most(one: Room, other: Room): Room {
  const max = (what: keyof Room) => Math.max(one[what], other[what]);
  return { cpu: max('cpu'), memory: max('memory'), disk: max('disk'), pods: max('pods') };
}

interface Quantities {
  readonly cpu?: unknown;
  readonly memory?: unknown;
}
interface PodSpec {
  readonly containers?: readonly { readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities } }[];
}

/** The kinds whose pods run all the time, and how many there are. */
const PODS: { readonly [kind: string]: (replicas: unknown, nodes: number) => number } = {
  Deployment: count,
  StatefulSet: count,
  ReplicaSet: count,
  DaemonSet: (_, nodes) => nodes,
};

function count(replicas: unknown): number {
  return typeof replicas === 'number' && replicas >= 0 ? replicas : 1;
}

function loadOf({ object, path }: RawObject, nodes: number): Load[] {
  const pods = object.apiVersion === 'apps/v1' ? PODS[object.kind] : undefined;
  if (pods === undefined) return [];
  const { spec } = object.toJson() as { readonly spec?: { readonly replicas?: unknown; readonly template?: { readonly spec?: PodSpec } } };
  const containers = spec?.template?.spec?.containers;
  if (!Array.isArray(containers)) return [];
  // Without a request, Kubernetes takes the limit.
  const sum = (what: keyof Quantities) =>
    containers.reduce((total, { resources }) => total + amount(resources?.requests?.[what] ?? resources?.limits?.[what]), 0);
  return [{ path, pod: { cpu: sum('cpu') * 1000, memory: sum('memory'), disk: 0, pods: 1 }, pods: pods(spec?.replicas, nodes) }];
}

/** Source: k8s.io/apimachinery/pkg/api/resource, Quantity. */
const SUFFIXES: { readonly [suffix: string]: number } = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** What cannot be read counts as nothing. */
function amount(quantity: unknown): number {
  const [, number, suffix = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(`${quantity ?? ''}`) ?? [];
  return Number(number ?? 0) * (SUFFIXES[suffix] ?? 0);
}
