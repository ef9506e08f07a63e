import { grouped } from '../cluster/grouped';
import { isMap, listIn, partAt } from '../cluster/parts';
import { groupOf } from '../kubernetes/kinds';
import { type LabelSelector, selects } from '../kubernetes/label-selector';
import type { Manifest } from '../kubernetes/manifest';
import { podTemplateOf } from '../kubernetes/pod-template';

/** An object, and where somebody wrote it. */
export interface Placed {
  readonly object: Manifest;
  /** `apps/wiki.yaml:12`; undefined: nobody knows. */
  readonly at: string | undefined;
}

/** A namespace that is no text is none. */
export function withSoundNamespace(placed: Placed): Placed {
  const { namespace, ...metadata } = placed.object.metadata;
  if (namespace === undefined || (typeof namespace === 'string' && namespace !== '')) return placed;
  return { ...placed, object: { ...placed.object, metadata } };
}

/** `media/Deployment/sonarr`. */
export function pathOf({ metadata: { namespace, name }, kind }: Manifest): string {
  return [namespace, kind, name].filter((part) => part !== undefined).join('/');
}

/** Kinds that make pods, by group and kind. Source: the kinds of Kubernetes. */
export enum PodMaker {
  DEPLOYMENT = 'apps/Deployment',
  STATEFUL_SET = 'apps/StatefulSet',
  DAEMON_SET = 'apps/DaemonSet',
  REPLICA_SET = 'apps/ReplicaSet',
  REPLICATION_CONTROLLER = '/ReplicationController',
  POD = '/Pod',
  JOB = 'batch/Job',
  CRON_JOB = 'batch/CronJob',
}

export function podMakerOf({ apiVersion, kind }: Manifest): PodMaker | undefined {
  return Object.values(PodMaker).find((one) => one === `${groupOf(apiVersion)}/${kind}`);
}

/** Objects of a kind, and those beside a workload. */
export class Inventory {
  private readonly byKind: ReadonlyMap<string, readonly Manifest[]>;

  constructor(placed: readonly Placed[]) {
    this.byKind = grouped(placed.map(({ object }) => [`${groupOf(object.apiVersion)}/${object.kind}`, object]));
  }

  /** @param kind by group and kind: `policy/PodDisruptionBudget` */
  of(kind: string): readonly Manifest[] {
    return this.byKind.get(kind) ?? [];
  }

  named(kind: string, name: string, namespace?: string): Manifest | undefined {
    return this.of(kind).find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  }
}

/** The template of the pods of a workload. */
export interface PodTemplate {
  /** Undefined: nobody says. */
  readonly namespace: string | undefined;
  readonly labels: { readonly [key: string]: string };
  /** Nothing has checked its fields. */
  readonly spec: { readonly [field: string]: unknown };
}

export function podOf(object: Manifest): PodTemplate {
  const template = object.kind === 'Pod' ? object : podTemplateOf(object);
  const spec = partAt(template, 'spec');
  return { namespace: object.metadata.namespace, labels: textsAt(template, 'metadata', 'labels'), spec: isMap(spec) ? spec : {} };
}

/** Whether a selector that somebody wrote selects these pods: an empty one selects all, and none selects nothing. */
export function selectsPods(selector: unknown, labels: { readonly [key: string]: string }): boolean {
  return isMap(selector) && selects(selector as LabelSelector, labels);
}

/** The label that Kubernetes gives each namespace. Source: the well-known labels of Kubernetes. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Whether a term of an affinity is surely also about the pods of this template itself: of its namespace, nobody knows another label.
 * Source: PodAffinityTerm of k8s.io/api/core/v1.
 */
export function countsOwn(term: unknown, { namespace = '', labels }: PodTemplate): boolean {
  const [names, selector] = [listAt(term, 'namespaces'), partAt(term, 'namespaceSelector')];
  const keys = [...Object.keys(textsAt(selector, 'matchLabels')), ...mapsAt(selector, 'matchExpressions').map((one) => textAt(one, 'key'))];
  const isSelected = keys.every((key) => key === NAMESPACE_NAME) && selectsPods(selector, { [NAMESPACE_NAME]: namespace });
  const isOwnNamespace = (names.length === 0 && !isMap(selector)) || names.includes(namespace) || isSelected;
  // Those of the same value of a label are left out.
  return isOwnNamespace && listAt(term, 'mismatchLabelKeys').length === 0 && selectsPods(partAt(term, 'labelSelector'), labels);
}

export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const part = partAt(value, ...keys);
  return typeof part === 'string' ? part : undefined;
}

export function numberAt(value: unknown, ...keys: readonly string[]): number | undefined {
  const part = partAt(value, ...keys);
  return typeof part === 'number' ? part : undefined;
}

/** Objects in the list at these keys. */
export function mapsAt(value: unknown, ...keys: readonly string[]): readonly { readonly [field: string]: unknown }[] {
  return listIn<unknown>(partAt(value, ...keys)).filter(isMap);
}

export function textsAt(value: unknown, ...keys: readonly string[]): { readonly [key: string]: string } {
  const part = partAt(value, ...keys);
  return isMap(part) ? Object.fromEntries(Object.entries(part).map(([key, one]) => [key, `${one}`])) : {};
}

/** Texts in the list at these keys. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  return listIn<unknown>(partAt(value, ...keys)).filter((one) => typeof one === 'string');
}
