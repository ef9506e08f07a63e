import { named } from '../series';
import { API_UP, type CaseOf, gap, type Harmless, HOUR, KSM_UP, MINUTE, nodeUp, ofNode, type Phases, ready, type Trouble, WARM } from './case';

const SIZE = 100e9;

export const GAP_OF_KSM: Phases = [KSM_UP, 1, (second) => (second >= WARM && second < WARM + 2 * MINUTE ? 0 : 1)];

const nodeDown: CaseOf = ({ labels: { node = '' } }) => ({
  severity: 'warning',
  holds: 2 * MINUTE,
  fires: [
    {
      why: 'neither its kubelet nor its exporter answers',
      series: [
        [KSM_UP, 1, 1],
        [ready(node), 1, 0],
        [nodeUp(node), 1, 0],
      ],
    },
    {
      why: 'only the control plane hears nothing of it',
      series: [
        [KSM_UP, 1, 1],
        [ready(node), 1, 0],
        [nodeUp(node), 1, 1],
      ],
    },
    {
      why: 'its exporter does not answer, and neither does the control plane',
      series: [
        [API_UP, 1, 0],
        [KSM_UP, 1, 1],
        [ready(node), 1, 1],
        [nodeUp(node), 1, 0],
      ],
    },
    {
      why: 'the cluster does not know it any more',
      series: [
        [KSM_UP, 1, 1],
        [ready(node), 1, undefined],
        [nodeUp(node), 1, undefined],
      ],
    },
    {
      why: 'it went down together with kube-state-metrics',
      series: [
        [KSM_UP, 1, 0],
        [ready(node), 1, undefined],
        [nodeUp(node), 1, 0],
      ],
    },
    {
      why: 'kube-state-metrics restarts while it is down',
      series: [
        [KSM_UP, 1, gap(WARM + 30, 60, 1)],
        [ready(node), 1, gap(WARM + 30, 60, 0)],
        [nodeUp(node), 1, 0],
      ],
    },
  ],
  silent: [
    {
      why: 'only its exporter does not answer',
      series: [
        [API_UP, 1, 1],
        [KSM_UP, 1, 1],
        [ready(node), 1, 1],
        [nodeUp(node), 1, 0],
      ],
    },
    {
      why: 'kube-state-metrics is gone',
      series: [
        [KSM_UP, 1, 0],
        [ready(node), 1, undefined],
        [nodeUp(node), 1, 1],
      ],
    },
    {
      why: 'nothing is found of anything',
      series: [
        [KSM_UP, 1, undefined],
        [ready(node), 1, undefined],
        [nodeUp(node), 1, undefined],
      ],
    },
    {
      why: 'kube-state-metrics restarts, and knows nothing at first',
      series: [GAP_OF_KSM, [ready(node), 1, gap(WARM, 150, 1)], [nodeUp(node), 1, 1]],
    },
  ],
});

const satellite = (node: string, connected: boolean) =>
  named('linstor_node_state', {
    node,
    nodetype: 'SATELLITE',
    ...(connected ? { address: '10.0.0.1', port: '3366', encryption: 'PLAIN' } : {}),
    job: 'linstor',
    instance: 'linstor-controller.piraeus-datastore.svc:3370',
  });

const witnessLost: CaseOf = ({ labels: { node = '' } }) => ({
  severity: 'warning',
  holds: 5 * MINUTE,
  fires: [
    {
      why: 'its node is down',
      series: [
        [KSM_UP, 1, 1],
        [ready(node), 1, 0],
        [nodeUp(node), 1, 0],
        [satellite(node, true), 2, undefined],
        [satellite(node, false), undefined, 0, undefined],
      ],
    },
    // Its series changes then: address and port are those of the connection.
    {
      why: 'its satellite does not run',
      series: [
        [KSM_UP, 1, 1],
        [ready(node), 1, 1],
        [nodeUp(node), 1, 1],
        [satellite(node, true), 2, undefined],
        [satellite(node, false), undefined, 0, undefined],
      ],
    },
  ],
  silent: [
    {
      why: "LINSTOR's controller is gone: nothing is known of satellites",
      series: [
        [KSM_UP, 1, 1],
        [ready(node), 1, 1],
        [nodeUp(node), 1, 1],
        [satellite(node, true), 2, undefined],
      ],
    },
  ],
});

/** From a share at the beginning, so much less each hour. */
const shrinking = (share: number, each: number) => (second: number) => Math.round(SIZE * (share - (each * second) / HOUR));

/** The disk of a node, or a volume: it is told of in the same way. */
export function fills(available: string, size: string): { readonly fires: readonly Trouble[]; readonly silent: readonly Harmless[] } {
  const total: Phases = [size, SIZE, SIZE];
  return {
    fires: [
      { why: 'a twentieth is left', series: [total, [available, SIZE / 2, SIZE / 20]] },
      // It crosses 30 % after seven hours, and would be empty 15 hours later.
      {
        why: 'it is full within a day, though there is room yet',
        warm: 7 * HOUR,
        onset: 30,
        since: 7 * HOUR,
        series: [total, [available, shrinking(0.44, 0.02), shrinking(0.44, 0.02), SIZE / 2]],
      },
    ],
    silent: [
      { why: 'more than a tenth is left', series: [total, [available, SIZE / 2, 0.11 * SIZE]] },
      { why: 'it fills, but for days to come', warm: 9 * HOUR, series: [total, [available, shrinking(0.29, 0.005), shrinking(0.29, 0.005)]] },
      { why: 'one big image is pulled', warm: 7 * HOUR, lasts: 8 * HOUR, series: [total, [available, 0.28 * SIZE, 0.16 * SIZE]] },
      {
        why: 'nothing is known of the time before, and an image is pulled',
        warm: 30,
        lasts: 2 * HOUR,
        series: [total, [available, 0.29 * SIZE, (second) => Math.round(SIZE * Math.max(0.2, 0.29 - second / 10_000))]],
      },
    ],
  };
}

function disk(node: string) {
  const root = { device: '/dev/vda1', fstype: 'ext4', mountpoint: '/' };
  return fills(ofNode('node_filesystem_avail_bytes', node, root), ofNode('node_filesystem_size_bytes', node, root));
}

const diskFilling: CaseOf = ({ labels: { node = '' } }) => ({ severity: 'warning', holds: 15 * MINUTE, ...disk(node) });

function memory(node: string, left: number): Phases[] {
  return [
    [ofNode('node_memory_MemTotal_bytes', node), 8e9, 8e9],
    [ofNode('node_memory_MemAvailable_bytes', node), 4e9, left * 8e9],
  ];
}

/** The cache of ZFS, and how much of the memory it has above its minimum. */
function zfs(node: string, above: number): Phases[] {
  const least = 0.1 * 8e9;
  return [
    [ofNode('node_zfs_arc_size', node), least, least + above * 8e9],
    [ofNode('node_zfs_arc_c_min', node), least, least],
  ];
}

const memoryShort: CaseOf = ({ labels: { node = '' } }) => ({
  severity: 'warning',
  holds: 15 * MINUTE,
  fires: [
    { why: 'a twentieth is left', series: memory(node, 0.05) },
    { why: 'the cache of ZFS cannot give enough', series: [...memory(node, 0.05), ...zfs(node, 0.03)] },
    { why: 'the cache of ZFS is below its minimum', series: [...memory(node, 0.09), ...zfs(node, -0.03)] },
  ],
  silent: [
    { why: 'more than a tenth is left', series: memory(node, 0.11) },
    { why: 'the cache of ZFS has the rest', series: [...memory(node, 0.05), ...zfs(node, 0.5)] },
  ],
});

const watcherAtRisk: CaseOf = ({ labels: { node = '' } }) => {
  const root = { device: '/dev/vda1', fstype: 'ext4', mountpoint: '/' };
  const state = (isReady: number, left: number): Phases[] => [[KSM_UP, 1, 1], [ready(node), 1, isReady], [nodeUp(node), 1, 1], ...memory(node, left)];
  const roomy: Phases[] = [
    [ofNode('node_filesystem_avail_bytes', node, root), SIZE / 2, SIZE / 2],
    [ofNode('node_filesystem_size_bytes', node, root), SIZE, SIZE],
  ];
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [
      { why: 'its memory is nearly full', series: [...state(1, 0.05), ...roomy] },
      { why: 'its kubelet does not run', series: [...state(0, 0.5), ...roomy] },
      ...disk(node).fires.map((one) => ({ ...one, series: [...state(1, 0.5), ...one.series] })),
    ],
    silent: disk(node).silent.map((one) => ({ ...one, series: [...state(1, 0.5), ...one.series] })),
  };
};

export const NODE_CASES: Readonly<Record<string, CaseOf>> = {
  NodeDown: nodeDown,
  WitnessLost: witnessLost,
  NodeDiskFilling: diskFilling,
  NodeMemoryShort: memoryShort,
  MonitoringNodeAtRisk: watcherAtRisk,
};
