import { AvailabilityClass } from '../availability/ask/workload';
import { formatInterval } from '../availability/model/interval';
import { OutcomeKind } from '../availability/model/outcome';
import type { Plan } from '../availability/model/plan';
import type { Node } from '../cluster/cluster';
import { JOB } from './jobs';
import { type Alert, AlertSeverity, few, plain, type Recording, type RuleGroup, runsFull, series } from './rule';

/** 1 while a node is up, as far as is known. */
export const NODE_UP = 'node:up:min';

/** The number of disks of a node that are nearly full, or will be within a day. */
const FULL_DISKS = 'node:disks_full:count';

/** A reboot is usually over by then; apps with an objective have their own alerts. */
const DOWN_SECONDS = 2 * 60;
const SHORT_SECONDS = 15 * 60;
const SHARE_LEFT = 0.1;

/** Rules of one machine. @param plans of the apps that may run there @param contributed alerts of systems in use */
export function nodeRules(node: Node, plans: readonly Plan[], watchers: readonly string[], contributed: readonly Alert[]): RuleGroup {
  return {
    kind: 'node',
    name: `node/${node.name}`,
    rules: [
      recording(node),
      fullDisks(node),
      down(node, plans),
      ...contributed,
      ...(watchers.includes(node.name) ? [watcherAtRisk(node, watchers)] : [diskFilling(node), memoryShort(node)]),
    ],
  };
}

/**
 * What the control plane says about it; while the API is down, whether its exporter answers. A silent exporter alone proves
 * nothing: a firewall may block it, and another alert covers that.
 */
function recording(node: Node): Recording {
  const known = `max(${series('kube_node_status_condition', { node: node.name, condition: 'Ready', status: 'true' })})`;
  const ready = `(${known} or 0 * max(${series('up', { job: JOB.KUBE_STATE_METRICS })} == 1))`;
  const silent = `max(${series('up', { job: JOB.API_SERVER })}) == 0`;
  const answers = `max(${series('up', { job: JOB.NODE_EXPORTER, node: node.name })})`;
  return { record: NODE_UP, expr: `(${ready} unless on () (${silent})) or ${answers} or ${ready} or vector(1)`, labels: { node: node.name } };
}

export function nodeUp(node: Node): string {
  return series(NODE_UP, { node: node.name });
}

function down(node: Node, plans: readonly Plan[]): Alert {
  return {
    alert: 'NodeDown',
    expr: `${nodeUp(node)} == 0`,
    forSeconds: DOWN_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `The node ${node.name} (${node.roles.join(', ')}, ${plain(node.site)}) is down, or the control plane cannot reach it.`,
    promise: consequences(node, plans),
    wellWhile: `${nodeUp(node)} == 1`,
    cause: 'The machine is off or hangs, its network is down, or its kubelet is not running.',
    command: `kubectl describe node ${node.name}`,
  };
}

const CLASSES = new Set<string>(Object.values(AvailabilityClass));

/** What happens if it dies, according to the model. */
function consequences(node: Node, plans: readonly Plan[]): string {
  const apps = plans.filter(({ ask }) => CLASSES.has(ask.availabilityClass));
  const unlike = ({ outcome }: Plan) => outcome?.unless?.find((one) => one.node === node.name);
  const that = (kind: OutcomeKind) => apps.filter((plan) => plan.outcome?.kind === kind && unlike(plan) === undefined);
  const others = new Map<string, Plan[]>();
  for (const plan of apps) {
    const why = unlike(plan)?.why;
    if (why !== undefined) others.set(why, [...(others.get(why) ?? []), plan]);
  }
  const moving = that(OutcomeKind.FAILS_OVER);
  const stuck = that(OutcomeKind.DOWN_UNTIL_ACTION);
  const held = that(OutcomeKind.DOWN_UNTIL_REPAIR);
  const fewer = that(OutcomeKind.DEGRADED);
  const latest = moving.reduce<Plan | undefined>((worst, plan) => (worst === undefined || longest(plan) > longest(worst) ? plan : worst), undefined);
  const names = (some: readonly Plan[]) => few(some.map((plan) => plan.ask.name));
  const parts = [
    ...(latest?.outcome?.time === undefined ? [] : [`Back elsewhere after ${formatInterval(latest.outcome.time)}, if they ran here: ${names(moving)}.`]),
    ...(stuck.length === 0 ? [] : [`Down until a person acts, if they ran here: ${names(stuck)}.`]),
    ...(held.length === 0 ? [] : [`Down until the node is back: ${names(held)}.`]),
    ...[...others].map(([why, some]) => `On this node, ${plain(why)}: ${names(some)}.`),
    ...(fewer.length === 0 ? [] : [`Running with one pod fewer, if they ran here: ${names(fewer)}.`]),
  ];
  return parts.length === 0 ? 'No app depends on this node.' : parts.join(' ');
}

function longest(plan: Plan): number {
  return plan.outcome?.time?.max ?? Number.POSITIVE_INFINITY;
}

/** File systems that hold no data themselves, or are read-only. */
const NO_DISKS = 'autofs|erofs|iso9660|overlay|ramfs|squashfs|tmpfs|fuse.*|nfs.*|cifs';

/** How many disks of a node run full, including those with its own data. */
function fullDisks(node: Node): Recording {
  const which = `{node="${node.name}",fstype!~"${NO_DISKS}"}`;
  const full = runsFull(`node_filesystem_avail_bytes${which}`, `node_filesystem_size_bytes${which}`, SHARE_LEFT);
  const writable = `((${full}) unless on (device, mountpoint) ${series('node_filesystem_readonly', { node: node.name })} == 1)`;
  return { record: FULL_DISKS, expr: `count(${writable}) or vector(0)`, labels: { node: node.name } };
}

function full(node: Node): string {
  return series(FULL_DISKS, { node: node.name });
}

/**
 * What is available, as a share. The cache of ZFS gives way down to its minimum, but the kernel does not count that as available;
 * nodes without ZFS have no such series (node_exporter, collector/zfs_linux.go; OpenZFS, arcstats).
 */
function memoryShare(node: Node): string {
  const of = (metric: string) => series(metric, { node: node.name });
  const available = of('node_memory_MemAvailable_bytes');
  const cache = `clamp_min(${of('node_zfs_arc_size')} - ${of('node_zfs_arc_c_min')}, 0)`;
  return `(${available} + ${cache} or ${available}) / ${of('node_memory_MemTotal_bytes')}`;
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
    expr: `${full(node)} > 0`,
    forSeconds: SHORT_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `A disk of ${node.name} is nearly full, or will be within a day.`,
    promise: 'Not broken yet: as it fills up, the kubelet first removes images, then evicts pods (below 10 % free, on K3s 5 %).',
    wellWhile: `${full(node)} == 0`,
    cause: 'Images, logs or volumes on the node grow.',
    command: `ssh ${node.name} df -h`,
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
    promise: 'Not broken yet: next, the kubelet evicts pods and the kernel kills processes.',
    wellWhile: enoughMemory(node),
    cause: 'Apps use more than they request, or something outside Kubernetes runs on the node.',
    command: `kubectl get pods -A -o wide --field-selector spec.nodeName=${node.name}; kubectl top pods -A --sort-by=memory`,
  };
}

/** The node that watches all others. It can report its own problems until it dies; then only the dead man's switch can. */
function watcherAtRisk(node: Node, watchers: readonly string[]): Alert {
  const notReady = `${series('kube_node_status_condition', { node: node.name, condition: 'Ready', status: 'true' })} == 0`;
  return {
    alert: 'MonitoringNodeAtRisk',
    expr: `max(${full(node)} > 0 or ${short(node)} or ${notReady}) >= 0`,
    forSeconds: SHORT_SECONDS,
    severity: AlertSeverity.WARNING,
    labels: { node: node.name },
    summary: `${node.name}, which runs monitoring, is short of disk or memory, or is not ready.`,
    promise:
      watchers.length > 1
        ? 'At risk: failures raise alerts. The other monitoring nodes still raise them.'
        : "At risk: failures raise alerts. If this node dies, only the dead man's switch notices.",
    wellWhile: `${full(node)} == 0 and on () (${enoughMemory(node)}) and on () (${nodeUp(node)} == 1)`,
    cause: 'Its disk or memory is nearly full, or its kubelet is not running.',
    command: `kubectl describe node ${node.name}`,
  };
}
