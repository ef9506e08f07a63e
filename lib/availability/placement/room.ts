import type { ClusterFacts, Node } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { Cpu, Size } from '../../cluster/units';
import type { ResolvedApp, ResolvedResources } from '../ask/resolved';
import { requestInSum } from './hardware';

/** What the scheduler counts for every pod and every node: millicores, bytes and pods. */
export interface Room {
  readonly cpu: number;
  readonly memory: number;
  /** The disk of the node. Infinite if the facts do not say. */
  readonly disk: number;
  readonly pods: number;
}

export const RESOURCES: readonly (keyof Room)[] = ['memory', 'cpu', 'disk', 'pods'];
export const NOTHING: Room = { cpu: 0, memory: 0, disk: 0, pods: 0 };

/** What one node has for pods. */
export function roomOf({ allocatable }: Node): Room {
  const { cpu, memory, ephemeralStorage, pods } = allocatable;
  return { cpu: cpu.millis, memory: memory.bytes, disk: ephemeralStorage?.bytes ?? Number.POSITIVE_INFINITY, pods };
}

/** What each node has for pods, by name. */
export function roomsOf({ nodes }: ClusterFacts): ReadonlyMap<string, Room> {
  return new Map(nodes.map((node) => [node.name, roomOf(node)]));
}

/** What one node has for pods, in words. */
export function offerOf({ allocatable: { cpu, memory, ephemeralStorage } }: Node): string {
  return `${cpu} and ${memory}${ephemeralStorage === undefined ? '' : ` and ${ephemeralStorage} of disk`}`;
}

/** What the scheduler reserves for one pod of an app. */
export function podRoom(app: ResolvedApp): Room {
  const sum = (amountOf: (resources: ResolvedResources) => number) => requestInSum(app, amountOf);
  return { cpu: sum((one) => one.cpu.millis), memory: sum((one) => one.memory.bytes), disk: sum((one) => one.ephemeralStorage.bytes), pods: 1 };
}

/** What the scheduler reserves for one pod of each of these apps. */
export function roomTogether(apps: readonly ResolvedApp[]): Room {
  return apps.map(podRoom).reduce(plus, NOTHING);
}

export function plus(one: Room, other: Room): Room {
  return { cpu: one.cpu + other.cpu, memory: one.memory + other.memory, disk: one.disk + other.disk, pods: one.pods + other.pods };
}

export function minus(one: Room, other: Room): Room {
  return plus(one, times(other, -1));
}

export function times({ cpu, memory, disk, pods }: Room, count: number): Room {
  return { cpu: cpu * count, memory: memory * count, disk: disk * count, pods: pods * count };
}

/** Whether there is as much of everything. */
export function holds(room: Room, asked: Room): boolean {
  return lacking(room, asked).length === 0;
}

/** The resources with too little room. */
export function lacking(room: Room, asked: Room): (keyof Room)[] {
  return RESOURCES.filter((what) => asked[what] > room[what]);
}

/** As part of a sentence: `2700m cores`, `8Gi of memory`. */
export function amountOf(what: keyof Room, amount: number): string {
  return `${figure(what, amount)}${{ cpu: ' cores', memory: ' of memory', disk: ' of disk', pods: amount === 1 ? ' pod' : ' pods' }[what]}`;
}

/** Only the figure: `8Gi`. */
export function figure(what: keyof Room, amount: number): string {
  if (what === 'pods') return `${amount}`;
  return (what === 'cpu' ? Cpu.millis(amount) : Size.mib(Math.round(amount / 1024 ** 2))).toString();
}

/** The requests of a pod, for the resources that the facts of these nodes declare. */
export function inWords(asked: Room, offers: readonly Room[], more: readonly string[] = []): string {
  const known = (['cpu', 'memory', 'disk'] as const).filter((what) => offers.some((room) => Number.isFinite(room[what])));
  return listed([...known.map((what) => amountOf(what, asked[what])), ...more]);
}
