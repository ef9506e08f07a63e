import {
  ApiEndpointKind,
  type ClusterFactsProps,
  Cpu,
  Datastore,
  Distribution,
  Duration,
  Image,
  type NodeProps,
  NodeRole,
  Port,
  Size,
  type TimingFlags,
  type WorkloadProps,
} from '../../lib';
import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { recovery } from '../../lib/availability/failure/recovery';
import { eviction, start } from '../../lib/availability/failure/timing';
import type { Interval } from '../../lib/availability/model/interval';
import { VolumeRelease } from '../../lib/availability/model/release';
import { type Timing, timingOf } from '../../lib/cluster/control-plane';
import { appAt, type Moment } from './timeline';

export const VERSION = '1.36.3';

/** Everything as Kubernetes has it by default. */
export const DEFAULTS: TimingFlags = {};

/** As tuned as one can go: the connection of a kubelet may hang for longer than this. Source: "Strategie: Hochverfügbarkeit in Kubernetes-Clustern" (docs/sources.md) asks for a minute. */
export const TUNED: TimingFlags = {
  nodeMonitorGracePeriod: Duration.seconds(20),
  nodeMonitorPeriod: Duration.seconds(2),
  nodeLeaseDuration: Duration.seconds(10),
};

/** Too short for any real cluster, so that a drill is over soon. The formulae are the same. */
export const SHORT: TimingFlags = {
  nodeMonitorGracePeriod: Duration.seconds(8),
  nodeMonitorPeriod: Duration.seconds(1),
  nodeLeaseDuration: Duration.seconds(8),
};

/** How long the played apps take to start, as they say it themselves. */
const USUAL_START = 5;
export const STARTS: Interval = start(USUAL_START);

export function worker(name: string, more: Partial<NodeProps> = {}): NodeProps {
  return { name, roles: [NodeRole.WORKER], site: 'home', cpu: Cpu.cores(4), memory: Size.gib(8), ...more };
}

/** Workers, and a machine `c` for the control plane that runs no apps. Volumes come from a store in the network. */
export function cluster(nodes: readonly NodeProps[], flags: TimingFlags, more: Partial<ClusterFactsProps> = {}, site = 'home'): ClusterFactsProps {
  return {
    nodes: [...nodes, { name: 'c', roles: [NodeRole.CONTROL], site, cpu: Cpu.cores(4), memory: Size.gib(8) }],
    controlPlane: {
      distribution: Distribution.KUBEADM,
      version: VERSION,
      servers: ['c'],
      datastore: Datastore.EMBEDDED_ETCD,
      apiEndpoint: { kind: ApiEndpointKind.ONE_SERVER, address: 'c.drill.example' },
      flags,
    },
    storage: { classes: [{ name: 'block', nodeLocal: false, attachable: true }] },
    ...more,
    accept: [
      { code: 'CONTROL-SINGLE-SERVER', reason: 'the drill is not about it' },
      ...(flags.nodeMonitorGracePeriod === undefined ? [] : [{ code: 'CONTROL-GRACE-SHORT' as const, reason: 'a drill is to be over soon' }]),
      ...(more.accept ?? []),
    ],
  };
}

/** An app that listens on one port and starts within some seconds. */
export function app(more: Partial<WorkloadProps> = {}): WorkloadProps {
  return {
    image: Image.of('registry.drill.example/app', '1.0.0'),
    resources: { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) },
    network: { ports: [Port.http(8080)] },
    health: { usualStart: Duration.seconds(USUAL_START) },
    ...more,
  };
}

/** The objective that leaves just this toleration, for an app without volumes that would ride out more. */
export function objectiveFor(tolerationSeconds: number, flags: TimingFlags) {
  const question = { timing: timingOf(VERSION, flags), tie: VolumeTie.NONE, release: VolumeRelease.NOBODY, fencedWithin: undefined };
  const { total } = recovery({ ...question, tolerationSeconds, usualStartSeconds: USUAL_START, leaderMayBeLost: false });
  return { rto: Duration.seconds(total.max), rideOut: Duration.seconds(tolerationSeconds) };
}

/** A time that is known to the second. */
export const exactly = (seconds: number): Interval => ({ min: seconds, max: seconds });

/** Whether so many pods of an app are reached. */
export const serving =
  (name: string, pods: number) =>
  (moment: Moment): boolean =>
    appAt(moment, name).serving >= pods;

/** Seconds from then to a moment, if it came. */
export const since = (from: number, moment: Moment | undefined): number | undefined => (moment === undefined ? undefined : moment.at - from);

/** How many of the dead nodes of a zone the model lets be evicted, now or ever. */
export const evictable = (timing: Timing, size: number, dead: number): number =>
  Array.from({ length: dead }, (_, index) => eviction(timing, size, dead, index + 1)).filter((it) => Number.isFinite(it.min)).length;

/** Nodes that got the taint for which pods are evicted. */
export const evictedNodes = (moments: readonly Moment[]): string[] => [
  ...new Set(moments.flatMap((it) => it.evicting.map((taint) => taint.split(' ')[0] ?? ''))),
];
