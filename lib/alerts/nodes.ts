import { AvailabilityClass } from '../availability/classes';
import { formatInterval } from '../availability/interval';
import type { Plan } from '../availability/plan';
import type { ClusterFacts, Node } from '../cluster/cluster';
import { NodeRole } from '../cluster/node';
import { JOB } from './jobs';
import { type Alert, AlertSeverity, few, hasRoom, type Recording, type RuleGroup, runsFull, series } from './rule';

/** 1 while the control plane hears of a node and its exporter answers. */
export const NODE_UP = 'node:up:min';

/** A reboot is over by then as a rule; apps with an objective have alerts of their own. */
const DOWN_SECONDS = 2 * 60;
const WITNESS_LOST_SECONDS = 5 * 60;
const SHORT_SECONDS = 15 * 60;
const SHARE_LEFT = 0.1;

/** LINSTOR: `linstor_node_state` 2 is ONLINE (linstor-server, Metrics). */
const ONLINE = 2;

/** Rules of one machine. */
export function nodeRules(node: Node, plans: readonly Plan[], facts: ClusterFacts, watchers: readonly string[]): RuleGroup {
  return {
    name: `node-${node.name}`,
    rules: [
      recording(node),
      down(node, plans),
      ...(node.roles.includes(NodeRole.WITNESS) && facts.storage.linstor !== undefined ? [witnessLost(node)] : []),
      ...(watchers.includes(node.name) ? [watcherAtRisk(node, watchers)] : [diskFilling(node), memoryShort(node)]),
    ],
  };
}

/** Both must speak for it. Of the two, one that cannot be asked about any node does not count against this one. */
function recording(node: Node): Recording {
  const known = `max(${series('kube_node_status_condition', { node: node.name, condition: 'Ready', status: 'true' })})`;
  const ready = `(${known} or 0 * max(${series('up', { job: JOB.KUBE_STATE_METRICS })} == 1) or vector(1))`;
  // Without a target nothing was ever found of the node, or discovery failed: the control plane's word is all there is.
  const answers = `(max(${series('up', { job: JOB.NODE_EXPORTER, node: node.name })}) or vector(1))`;
  return { record: NODE_UP, expr: `${ready} * ${answers}`, labels: { node: node.name } };
}

function up(node: Node): string {
  return series(NODE_UP, { node: node.name });
}

function down(node: Node, plans: readonly Plan[]): Alert {
  return {
    alert: 'NodeDown',
    expr: `${up(node)} == 0`,
    forSeconds: DOWN_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `The node ${node.name} (${node.roles.join(', ')}, ${node.site}) is down or cannot be reached.`,
    promise: consequences(node, plans),
    wellWhile: `${up(node)} == 1`,
    cause: 'The machine is off, hangs, or its network is gone; or its kubelet or its exporter does not run.',
    command: `kubectl describe node ${node.name}`,
  };
}

/** What the model says that its death does. */
function consequences(node: Node, plans: readonly Plan[]): string {
  const here = plans.filter((plan) => plan.placement.value.nodes?.includes(node.name) === true);
  const of = (wanted: AvailabilityClass) => here.filter((plan) => plan.ask.availabilityClass === wanted);
  const flexible = of(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  const moving = flexible.filter((plan) => Number.isFinite(plan.recovery.value?.total.max ?? Number.POSITIVE_INFINITY));
  const stuck = flexible.filter((plan) => !moving.includes(plan));
  const latest = moving.reduce<Plan | undefined>(
    (worst, plan) => ((plan.recovery.value?.total.max ?? 0) > (worst?.recovery.value?.total.max ?? -1) ? plan : worst),
    undefined,
  );
  const alone = (plan: Plan) => (plan.placement.value.nodes ?? []).length === 1;
  const held = [...of(AvailabilityClass.SINGLE_POD_PINNED), ...of(AvailabilityClass.HIGHLY_AVAILABLE).filter(alone)];
  const names = (some: readonly Plan[]) => few(some.map((plan) => plan.ask.name));
  const parts = [
    ...(moving.length === 0 || latest?.recovery.value === undefined
      ? []
      : [`Back elsewhere after ${formatInterval(latest.recovery.value.total)}, if it ran there: ${names(moving)}.`]),
    ...(stuck.length === 0 ? [] : [`Down until a person acts, if it ran there: ${names(stuck)}.`]),
    ...(held.length === 0 ? [] : [`Down until it is back: ${names(held)}.`]),
  ];
  return parts.length === 0 ? 'No app depends on it.' : parts.join(' ');
}

function witnessLost(node: Node): Alert {
  const satellite = series('linstor_node_state', { node: node.name });
  return {
    alert: 'WitnessLost',
    expr: `${up(node)} == 0 or on () max(${satellite}) != ${ONLINE}`,
    forSeconds: WITNESS_LOST_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `The witness ${node.name} no longer votes on volumes.`,
    promise: 'Data stays writable when one storage node dies: without the witness, the death of one takes the quorum from volumes with two copies.',
    wellWhile: `${up(node)} == 1 and on () max(${satellite}) == ${ONLINE}`,
    cause: 'The node is down, its LINSTOR satellite does not run, or the storage nodes cannot reach it.',
    command: `kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor node list`,
  };
}

function disk(node: Node): readonly [available: string, size: string, least: number] {
  const root = { node: node.name, mountpoint: '/' };
  return [series('node_filesystem_avail_bytes', root), series('node_filesystem_size_bytes', root), SHARE_LEFT];
}

function memoryShare(node: Node): string {
  return `${series('node_memory_MemAvailable_bytes', { node: node.name })} / ${series('node_memory_MemTotal_bytes', { node: node.name })}`;
}

function short(node: Node): string {
  return `${memoryShare(node)} < ${SHARE_LEFT}`;
}

function enoughMemory(node: Node): string {
  return `${memoryShare(node)} >= ${SHARE_LEFT}`;
}

function diskFilling(node: Node): Alert {
  return {
    alert: 'NodeDiskFilling',
    expr: `max(${runsFull(...disk(node))}) >= 0`,
    forSeconds: SHORT_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `The disk of ${node.name} is full, or will be within a day.`,
    promise: 'None yet: below 10 % the kubelet evicts pods and removes images.',
    wellWhile: hasRoom(...disk(node)),
    cause: 'Images, logs or volumes of the node grow.',
    command: `kubectl debug node/${node.name} -it --image=busybox -- df -h /host`,
  };
}

function memoryShort(node: Node): Alert {
  return {
    alert: 'NodeMemoryShort',
    expr: `max(${short(node)}) >= 0`,
    forSeconds: SHORT_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `${node.name} has less than 10 % of its memory left.`,
    promise: 'None yet: the kubelet evicts pods, and the kernel kills what asks for more.',
    wellWhile: enoughMemory(node),
    cause: 'Apps use more than they ask for, or something beside Kubernetes runs there.',
    command: `kubectl top pods -A --sort-by=memory --field-selector spec.nodeName=${node.name}`,
  };
}

/** The node that watches all others: before it dies it can still tell of itself; that it is dead only the dead man's switch tells. */
function watcherAtRisk(node: Node, watchers: readonly string[]): Alert {
  const notReady = `${series('kube_node_status_condition', { node: node.name, condition: 'Ready', status: 'true' })} == 0`;
  return {
    alert: 'MonitoringNodeAtRisk',
    expr: `max(${runsFull(...disk(node))} or ${short(node)} or ${notReady}) >= 0`,
    forSeconds: SHORT_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `${node.name}, where monitoring lives, runs out of disk or memory, or is not ready.`,
    promise:
      watchers.length > 1
        ? 'Failures are told of: the other monitoring nodes still do.'
        : 'Failures are told of: when this node dies, only the dead-man receiver notices.',
    wellWhile: `(${hasRoom(...disk(node))}) and on (node) (${enoughMemory(node)}) and on () (${up(node)} == 1)`,
    cause: 'Its disk or memory is nearly full, or its kubelet does not run.',
    command: `kubectl describe node ${node.name}`,
  };
}
