import type { Plan } from '../../../lib';
import type { Course } from '../series';
import { named } from '../series';
import type { Rule, Subject } from '../subjects';

/** One alert of one cluster. */
export interface About {
  readonly subject: Subject;
  readonly rule: Rule;
  /** The labels that the rule gives: its app, its node. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of the app that it is about, if it is about one. */
  readonly plan: Plan | undefined;
}

/** While all is well, while it is not, and afterwards, if that differs from before. Seconds count from the beginning of the test. */
export type Phases = readonly [name: string, well: Course, wrong: Course, after?: Course];

/** Something that goes wrong. */
export interface Trouble {
  readonly why: string;
  readonly series: readonly Phases[];
  /** Of the alert, beside those that the rule gives. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations that depend on labels or values. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Seconds during which all is well first. @default 600 */
  readonly warm?: number;
  /** Seconds until the condition holds. @default 0 */
  readonly onset?: number;
  /** What the annotation `since` says, in seconds from the beginning, or as it stands. @default - the minute before the trouble */
  readonly since?: number | string;
  /** Seconds after the trouble during which the condition still holds. @default 0 */
  readonly lingers?: number;
}

/** Something that must not be told of. It lasts half an hour longer than the alert waits. */
export interface Harmless {
  readonly why: string;
  readonly series: readonly Phases[];
  readonly warm?: number;
  readonly lasts?: number;
}

/** What an alert is to do. */
export interface Case {
  readonly severity: 'critical' | 'warning' | 'none';
  /** Seconds that the condition must hold. */
  readonly holds: number;
  /** It fires without any series, and never stops. */
  readonly always?: boolean;
  readonly fires: readonly Trouble[];
  readonly silent: readonly Harmless[];
}

export type CaseOf = (about: About) => Case;

/** The seconds at which a test begins to go wrong, unless it says otherwise. */
export const WARM = 600;
export const MINUTE = 60;
export const HOUR = 3600;

const KSM = { job: 'kube-state-metrics', instance: 'kube-state-metrics.monitoring.svc:8080' };

/** A series of kube-state-metrics. */
export const ksm = (metric: string, labels: Readonly<Record<string, string>>) => named(metric, { ...labels, ...KSM });
export const KSM_UP = named('up', KSM);
export const API_UP = named('up', { job: 'kubernetes-api', instance: 'kubernetes.default.svc:443' });

export const nodeUp = (node: string) => named('up', { job: 'node-exporter', instance: node, node });
export const ofNode = (metric: string, node: string, labels: Readonly<Record<string, string>> = {}) =>
  named(metric, { ...labels, job: 'node-exporter', instance: node, node });
export const ready = (node: string) => ksm('kube_node_status_condition', { node, condition: 'Ready', status: 'true' });

/** Without samples for so many seconds from there on. */
export const gap = (from: number, seconds: number, otherwise: number) => (second: number) =>
  second >= from && second < from + seconds ? undefined : otherwise;
