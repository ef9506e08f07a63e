import { AvailabilityClass, NodeRole, OtherWorkload, type Plan } from '../../../lib';
import { HOUR, ksm, nodeUp, ofNode } from '../cases/case';
import { type Course, named, type Series, START } from '../series';
import type { Subject } from '../subjects';

/** Where the pods of each app are, when not on the first node that the plan allows. */
export type Places = Readonly<Record<string, string>>;

const LINSTOR = { job: 'linstor', instance: 'linstor-controller.piraeus-datastore.svc:3370' };
const PROMETHEUS = { job: 'prometheus', instance: 'localhost:9090' };
const ALERTMANAGER = { job: 'alertmanager', instance: 'alertmanager.monitoring.svc:9093' };
const GIB = 1024 ** 3;

/** Goes up and down by that share, once in so many hours. */
const breathing = (middle: number, share: number, hours: number) => (second: number) =>
  Math.round((middle * (1 + share * Math.sin((second / HOUR / hours) * 2 * Math.PI))) / 1e6) * 1e6;

/** Everything that the exporters of a cluster say that alerts ask for, while nothing happens. */
export function healthy(subject: Subject, places: Places): Series[] {
  const all: Series[] = [];
  const has = (name: string, course: Course) => all.push({ name, course });
  itself(has, subject);
  for (const { name } of subject.facts.nodes) node(has, name);
  for (const plan of subject.plans) {
    workload(has, plan);
    for (let pod = 0; pod < plan.replicas.value; pod += 1)
      podOf(has, plan, pod, places[plan.ask.name] ?? plan.placement.value.nodes?.[pod % plan.placement.value.nodes.length] ?? '');
    for (const claim of plan.claims) volume(has, subject, plan, claim.name, claim.storageClass ?? '');
  }
  if (subject.facts.storage.classes.some((one) => one.madeBy === 'LINSTOR')) linstor(has, subject);
  return all;
}

type Has = (name: string, course: Course) => void;

function itself(has: Has, subject: Subject): void {
  for (const target of [
    PROMETHEUS,
    ALERTMANAGER,
    { job: 'kube-state-metrics', instance: 'kube-state-metrics.monitoring.svc:8080' },
    { job: 'kubernetes-api', instance: 'kubernetes.default.svc:443' },
  ])
    has(named('up', target), 1);
  for (const { name } of subject.groups)
    has(named('prometheus_rule_evaluation_failures_total', { rule_group: `/etc/prometheus/rules/1/some.yaml;${name}`, ...PROMETHEUS }), 0);
  has(named('prometheus_config_last_reload_successful', PROMETHEUS), 1);
  has(named('prometheus_notifications_dropped_total', PROMETHEUS), 0);
  for (const reason of ['clientError', 'serverError', 'other'])
    has(named('alertmanager_notifications_failed_total', { integration: 'webhook', reason, ...ALERTMANAGER }), 0);
}

function node(has: Has, name: string): void {
  has(nodeUp(name), 1);
  for (const job of ['kubelet', 'kubelet-resources']) has(named('up', { job, instance: name, node: name }), 1);
  for (const status of ['true', 'false', 'unknown'])
    has(ksm('kube_node_status_condition', { node: name, condition: 'Ready', status }), status === 'true' ? 1 : 0);
  has(ksm('kube_node_info', { node: name, kubelet_version: 'v1.36.3' }), 1);
  const root = { device: '/dev/vda1', fstype: 'ext4', mountpoint: '/' };
  has(ofNode('node_filesystem_size_bytes', name, root), 60e9);
  // Logs of a day; a cleaner takes them away at night.
  has(ofNode('node_filesystem_avail_bytes', name, root), (second) => Math.round(17e9 - (second % (24 * HOUR)) * 2e4));
  has(ofNode('node_memory_MemTotal_bytes', name), 8 * GIB);
  has(ofNode('node_memory_MemAvailable_bytes', name), breathing(2 * GIB, 0.4, 6));
}

function workload(has: Has, { ask, workload: kind, replicas }: Plan): void {
  const namespace = ask.namespace ?? 'default';
  const { name } = ask;
  switch (ask.availabilityClass) {
    case OtherWorkload.NODE_AGENT:
      has(ksm('kube_daemonset_status_desired_number_scheduled', { namespace, daemonset: name }), replicas.value);
      has(ksm('kube_daemonset_status_number_available', { namespace, daemonset: name }), replicas.value);
      return;
    case OtherWorkload.ONE_OFF_JOB:
      has(ksm('kube_job_failed', { namespace, job_name: name, condition: 'true' }), 0);
      return;
    case OtherWorkload.SCHEDULED_JOB:
      has(ksm('kube_cronjob_next_schedule_time', { namespace, cronjob: name }), START + 48 * HOUR);
      return;
    case AvailabilityClass.HIGHLY_AVAILABLE:
    case AvailabilityClass.SINGLE_POD_FLEXIBLE:
    case AvailabilityClass.SINGLE_POD_PINNED:
      has(ksm(`kube_${kind.value.toLowerCase()}_status_replicas_available`, { namespace, [kind.value.toLowerCase()]: name }), replicas.value);
  }
}

function podOf(has: Has, { ask }: Plan, index: number, onNode: string): void {
  const namespace = ask.namespace ?? 'default';
  const agent = ask.availabilityClass === OtherWorkload.NODE_AGENT;
  const pod = agent ? `${ask.name}-on-${onNode}` : `${ask.name}-7c9f8d6b5-abcd${index}`;
  const maker = agent
    ? { created_by_kind: 'DaemonSet', created_by_name: ask.name }
    : { created_by_kind: 'ReplicaSet', created_by_name: `${ask.name}-7c9f8d6b5` };
  has(ksm('kube_pod_info', { namespace, pod, uid: pod, node: onNode, ...maker }), 1);
  has(ksm('kube_pod_status_ready', { namespace, pod, uid: pod, condition: 'true' }), 1);
  has(ksm('kube_pod_container_status_restarts_total', { namespace, pod, uid: pod, container: ask.name }), 1);
}

/** The name that DRBD knows a claim by. */
export const volumeName = (claim: string) => `pvc-${claim}`;

const storageNodes = (subject: Subject, role: NodeRole) => subject.facts.nodes.filter((it) => it.roles.includes(role)).map((it) => it.name);

/** Whether a claim has copies on several nodes. */
export const isReplicated = (storageClass: string) => storageClass === 'drbd-replicated';

function volume(has: Has, subject: Subject, plan: Plan, claim: string, storageClass: string): void {
  const [home = ''] = plan.placement.value.nodes ?? [];
  const of = { namespace: plan.ask.namespace ?? 'default', persistentvolumeclaim: claim };
  has(named('kubelet_volume_stats_capacity_bytes', { ...of, job: 'kubelet', instance: home, node: home }), 10e9);
  has(named('kubelet_volume_stats_available_bytes', { ...of, job: 'kubelet', instance: home, node: home }), (second) => Math.round(4e9 - second * 5e3));
  if (!storageClass.startsWith('drbd-')) return;
  const copies = isReplicated(storageClass) ? storageNodes(subject, NodeRole.STORAGE) : [home];
  const witnesses = isReplicated(storageClass) ? storageNodes(subject, NodeRole.WITNESS) : [];
  const all = [...copies, ...witnesses];
  for (const name of all) {
    const from = { name: volumeName(claim), volume: '0', minor: '1000', job: 'drbd', instance: `${name}:9942`, node: name };
    has(named('drbd_device_quorum', from), 1);
    for (const state of ['UpToDate', 'Inconsistent', 'Diskless'])
      has(named('drbd_device_state', { ...from, drbd_device_state: state }), state === (copies.includes(name) ? 'UpToDate' : 'Diskless') ? 1 : 0);
    for (const peer of all.filter((it) => it !== name))
      has(named('drbd_connection_state', { ...from, conn_name: peer, drbd_connection_state: 'Connected' }), 1);
  }
}

function linstor(has: Has, subject: Subject): void {
  has(named('up', LINSTOR), 1);
  for (const name of [...storageNodes(subject, NodeRole.STORAGE), ...storageNodes(subject, NodeRole.WITNESS)]) {
    has(named('up', { job: 'drbd', instance: `${name}:9942`, node: name }), 1);
    has(named('linstor_node_state', { node: name, nodetype: 'SATELLITE', address: '10.0.0.1', port: '3366', encryption: 'PLAIN', ...LINSTOR }), 2);
    for (const [pool, driver, total] of [
      ['nvme', 'LVM_THIN', 2e11],
      ['DfltDisklessStorPool', 'DISKLESS', 0],
    ] as const) {
      has(named('linstor_storage_pool_capacity_total_bytes', { storage_pool: pool, node: name, driver, backing_pool: '', ...LINSTOR }), total);
      has(named('linstor_storage_pool_capacity_free_bytes', { storage_pool: pool, node: name, driver, backing_pool: '', ...LINSTOR }), total / 2);
    }
  }
  has(
    ofNode('cluster_state_backup_timestamp_seconds', subject.facts.controlPlane.servers[0] ?? ''),
    // Each night at three.
    (second) => START + (second < 3 * HOUR ? -21 * HOUR : 3 * HOUR),
  );
}
