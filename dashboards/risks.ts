import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { AvailabilityClass } from '../lib/availability/ask/workload';
import { bars, FILLING, HALF, list, mapping } from './panels';
import { available, memoryAsked, OF_NODE, of, podsOf, shareUsed } from './queries';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;

/** What the class itself depends on, beside what every app does. */
export function risks(availabilityClass: AvailabilityClass): Builder<Panel>[] {
  switch (availabilityClass) {
    case SINGLE_POD_FLEXIBLE:
      return [roomToMove()];
    case SINGLE_POD_PINNED:
      return [theirNodes()];
    case HIGHLY_AVAILABLE:
      return [spare()];
  }
}

function roomToMove(): Builder<Panel> {
  return bars({
    title: 'Room for failover',
    description: 'Memory of each node that no pod requests. An app that requests more than any remaining node has stays Pending.',
    unit: 'bytes',
    nothing: 'kube-state-metrics does not answer',
    span: HALF,
    height: 8,
    name: '{{node}} {{cluster}}',
    expr: `max by (cluster, node) (${of('kube_node_status_allocatable', OF_NODE, 'resource="memory"')}) - ${memoryAsked()}`,
    steps: [],
  });
}

function theirNodes(): Builder<Panel> {
  const theirs = `and on (cluster, node) ${podsOf(SINGLE_POD_PINNED)}`;
  const root = (metric: string) => of(metric, OF_NODE, 'mountpoint="/"');
  return bars({
    title: 'Disks of their nodes, used',
    description: 'Below 10 % free, the kubelet evicts pods, and these can run nowhere else.',
    unit: 'percentunit',
    nothing: 'No pod of this class, or no node exporter answers',
    span: HALF,
    height: 8,
    name: '{{node}} {{cluster}}',
    expr: `max by (cluster, node) (${shareUsed(root('node_filesystem_avail_bytes'), root('node_filesystem_size_bytes'))}) ${theirs}`,
    steps: FILLING,
    full: 1,
  });
}

function spare(): Builder<Panel> {
  const nodes = `count by (cluster, namespace, app) (count by (cluster, namespace, app, node) (${podsOf(HIGHLY_AVAILABLE)}))`;
  const budget = `label_replace(${of('kube_poddisruptionbudget_status_pod_disruptions_allowed')}, "app", "$1", "poddisruptionbudget", "(.+)")`;
  return list({
    title: 'Redundancy',
    description: 'If all pods are on one node, its death takes them all. Without a pod to spare, drains wait. Some apps were accepted like this.',
    nothing: 'none',
    span: HALF,
    height: 8,
    exprs: [nodes, `max by (cluster, namespace, app) (${budget} and on (cluster, namespace, app) ${available(HIGHLY_AVAILABLE)})`],
    columns: [
      { from: 'app', title: 'App' },
      { from: 'Value #A', title: 'Nodes', mappings: [mapping({ 1: { text: '1', color: 'orange' } })], width: 80 },
      { from: 'Value #B', title: 'To spare', mappings: [mapping({ 0: { text: '0', color: 'orange' } })], width: 90 },
      { from: 'namespace', title: 'Namespace' },
      { from: 'cluster', title: 'Cluster' },
    ],
    sortBy: { column: 'Nodes' },
  });
}
