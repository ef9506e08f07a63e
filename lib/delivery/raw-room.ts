import { mostPods } from '../availability/model/autoscale';
import type { Plan } from '../availability/model/plan';
import { reserved } from '../availability/placement/hardware';
import { amountOf, lacking, NOTHING, plus, podRoom, type Room, roomOf, times } from '../availability/placement/room';
import type { ClusterFacts } from '../cluster/cluster';
import { type Finding, Severity } from '../cluster/finding';
import { counted } from '../cluster/names';
import { listIn } from '../cluster/parts';
import { found, type RuleRecord } from '../cluster/rule';
import { groupOf } from '../kubernetes/kinds';
import { quantityOf } from '../kubernetes/quantity';
import type { RawObject } from './raw-objects';
import { podsOf } from './raw-pods';

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
  const loads = raw.flatMap((one) => loadOf(one, facts));
  if (loads.length === 0 || facts.nodes.length === 0) return [];
  const rooms = facts.nodes.map(roomOf);
  const tooBig = loads.flatMap(({ path, pod }) => {
    const [what] = lacking(rooms.reduce(most), pod);
    if (what === undefined) return [];
    return [say(path, `${amountOf(what, pod[what])} for one pod`, 'but no node has that much', 'Request less, or accept it with a reason.')];
  });
  if (tooBig.length > 0) return tooBig;
  const offered = rooms.reduce(plus);
  const running = loads.filter(({ pods }) => pods > 0);
  const asked = running.map(({ pod, pods }) => times(pod, pods)).reduce(plus, NOTHING);
  const others = plans.map((plan) => times(podRoom(plan.ask), mostPods(plan))).reduce(plus, NOTHING);
  const [what] = lacking(offered, plus(asked, others));
  if (what === undefined || lacking(offered, others).includes(what)) return [];
  const given = `${amountOf(what, asked[what])} requested by ${counted(running.length, 'workload')} outside of apps, and ${amountOf(what, others[what])} by apps`;
  return [
    say(running[0]?.path ?? '', given, `but all nodes together have ${amountOf(what, offered[what])}`, 'Request less, add nodes, or accept it with a reason.'),
  ];
}

function say(path: string, given: string, allowed: string, fix: string): Finding {
  return found(RAW_BEYOND_NODES, path, { given, allowed, fix });
}

function most(one: Room, other: Room): Room {
  const max = (what: keyof Room) => Math.max(one[what], other[what]);
  return { cpu: max('cpu'), memory: max('memory'), disk: max('disk'), pods: max('pods') };
}

interface Resources {
  readonly requests?: Quantities | null;
  readonly limits?: Quantities | null;
}
interface Quantities {
  readonly cpu?: unknown;
  readonly memory?: unknown;
}
interface PodSpec {
  readonly resources?: Resources | null;
  readonly containers?: unknown;
  readonly initContainers?: unknown;
  readonly nodeSelector?: object | null;
  readonly affinity?: object | null;
}
interface Container {
  readonly restartPolicy?: unknown;
  readonly resources?: Resources | null;
}
interface WorkloadSpec {
  readonly replicas?: unknown;
}

/** Kinds by group, with the pods that they have at any time, at the least. Those of jobs come and go. */
const PODS: { readonly [kind: string]: (spec: WorkloadSpec, pod: PodSpec, facts: ClusterFacts) => number } = {
  'apps/Deployment': ({ replicas }) => count(replicas),
  'apps/StatefulSet': ({ replicas }) => count(replicas),
  'apps/ReplicaSet': ({ replicas }) => count(replicas),
  '/ReplicationController': ({ replicas }) => count(replicas),
  '/Pod': () => 1,
  'apps/DaemonSet': (_, { nodeSelector, affinity }, { nodes }) => (nodeSelector || affinity ? 0 : nodes.filter(({ taints }) => taints.length === 0).length),
  'batch/Job': () => 0,
  'batch/CronJob': () => 0,
};

function count(replicas: unknown): number {
  return typeof replicas === 'number' && replicas >= 0 ? replicas : 1;
}

function loadOf({ manifest, path }: RawObject, facts: ClusterFacts): Load[] {
  const pods = PODS[`${groupOf(manifest.apiVersion)}/${manifest.kind}`];
  if (pods === undefined) return [];
  const { spec } = manifest as { readonly spec?: WorkloadSpec | null };
  const pod = podsOf<PodSpec>(manifest).spec ?? {};
  return [{ path, pod: { ...roomOfPod(pod), disk: 0, pods: 1 }, pods: pods(spec ?? {}, pod, facts) }];
}

/** As `podRoom` counts them. Without a request, Kubernetes takes the limit. What cannot be read counts as nothing. */
function roomOfPod({ resources, containers, initContainers }: PodSpec): Pick<Room, 'cpu' | 'memory'> {
  const amount = (given: Resources | null | undefined, what: keyof Quantities) => quantityOf(given?.requests?.[what] ?? given?.limits?.[what]);
  const started = [
    ...listIn<Container>(initContainers).map((one) => ({ ...one, ends: one.restartPolicy !== 'Always' })),
    ...listIn<Container>(containers).map((one) => ({ ...one, ends: false })),
  ];
  // Since Kubernetes 1.34 a pod may say for itself what its containers request together.
  const sum = (what: keyof Quantities) =>
    amount(resources, what) ??
    reserved(
      started,
      ({ ends }) => ends,
      (one) => amount(one.resources, what) ?? 0,
    );
  // Kubernetes rounds up; sums of fractions are not exact.
  const whole = (value: number) => Math.ceil(Number(value.toFixed(6)));
  return { cpu: whole(sum('cpu') * 1000), memory: whole(sum('memory')) };
}
