import type { SystemAlerts } from '../alerts/system';
import { refuseMisshapen } from '../cluster/refuse';
import { anything, callable, flag, list, mapOf, optional, record, type Shape, text } from '../cluster/shape';
import type { SystemFacts } from '../cluster/system';
import type { SystemContributions } from '../failures/contribution';
import type { Kind } from './kinds';

/**
 * Everything that a system adds to a cluster, as one record: `cluster.use(record)`. All parts except the name are
 * optional, and nothing else in the library knows the system.
 */
export interface System extends SystemFacts, SystemAlerts, SystemContributions {
  /** The kinds of its objects with special properties. */
  readonly kinds?: readonly Kind[];
}

const KIND: { readonly [key in keyof Required<Kind>]: Shape } = {
  group: text,
  kind: text,
  clusterScoped: optional(flag),
  kept: optional(flag),
  immutable: optional(flag),
  ready: optional(text),
};

const PARTS: { readonly [key in keyof Required<System>]: Shape } = {
  name: text,
  storageClasses: optional(callable),
  takenPorts: optional(callable),
  gateways: optional(callable),
  deviceResource: optional(callable),
  check: optional(callable),
  notes: optional(callable),
  alerts: optional(callable),
  scrapes: optional(list(mapOf(anything))),
  dashboards: optional(mapOf(text)),
  nodeAlerts: optional(callable),
  contribute: optional(callable),
  kinds: optional(list(record(KIND))),
};

const SYSTEM = record(PARTS);

/** @throws if it does not match its type: programs write systems themselves, too */
export function checkSystem(system: unknown): void {
  refuseMisshapen('cluster.use', SYSTEM, system);
}
