import type { AppsReport } from '../availability/report/report';
import type { PlacedSaid, RuleRecord } from '../cluster/rule';
import type { Manifest } from '../kubernetes/manifest';

/** An object, and the file that it is in: `home/worker/wiki.yaml`. */
export interface Placed {
  readonly object: Manifest;
  readonly file: string;
}

/** Objects by what Kubernetes knows them by. Those whose text is the same before and after are left out. */
export type Objects = ReadonlyMap<string, Placed>;

/** What rules read of a report. One that an older version wrote may lack any part. */
export type LastReport = Partial<Pick<AppsReport, 'apps' | 'nodes' | 'storageClasses'>>;

/** A file with objects that somebody else applies now: a Kustomization, or the release of a chart. */
export interface Handover {
  /** The folder whose Kustomization it is: `home/worker`. */
  readonly folder: string;
  /** `home/worker/wiki.yaml` */
  readonly file: string;
  /** The chart whose release had it. Undefined: the Kustomization had it. */
  readonly from: string | undefined;
  /** Who has it now, like `from`. Undefined: it is no longer written. */
  readonly to: { readonly chart: string | undefined } | undefined;
}

/** The output of a cluster before and after a change. */
export interface Pair {
  /** The folder of the cluster, below the output folder. */
  readonly cluster: string;
  readonly before: Objects;
  readonly after: Objects;
  /** Undefined: there is none, or it is the same. */
  readonly reports: { readonly before: LastReport; readonly after: LastReport } | undefined;
  /** Whether Flux applies the output: it deletes what is gone, other than kubectl. */
  readonly hasFlux: boolean;
  /** The output folder, seen from the root of the Git repository in which the last output was found; empty is the root. @default - it is in none */
  readonly root?: string | undefined;
  /** The charts of the program, before or after: a release in the cluster may install them. */
  readonly charts: ReadonlySet<string>;
  readonly handed: readonly Handover[];
  /** Every object of a kind after the change, also those that are the same. */
  all(kind: string): readonly Manifest[];
}

export interface ChangeSaid extends PlacedSaid {
  /** What changes, as a whole, where the message names a part of it: an acceptance is of this and nothing else. @default - what the message says */
  readonly print?: string;
  /** What the program has of it: a file that it writes, or the path of a construct. @default - the file of the object at the path, or that construct */
  readonly where?: string;
}

/** A change that is dangerous, as a rule about the output before and after it. */
export interface ChangeRule extends RuleRecord {
  readonly check: (pair: Pair) => Iterable<ChangeSaid>;
}

/** `PersistentVolumeClaim/wiki/wiki-data`: not the version of its API, which may change. */
export function keyOf({ apiVersion, kind, metadata: { name, namespace } }: Manifest): string {
  return `${groupOfKind(apiVersion)}${kind}/${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Kubernetes' own kinds have names of their own; others get their group. */
function groupOfKind(apiVersion: string): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return group.includes('.') && !group.endsWith('.k8s.io') ? `${group}/` : '';
}

/** Where a finding about an object is. */
export function placeOf({ cluster }: Pair, object: Manifest): string {
  return `${cluster}/${keyOf(object)}`;
}

/** The objects of some kinds that are there before and after, but not the same. */
export function* changed(pair: Pair, kinds: ReadonlySet<string>): Generator<readonly [before: Placed, after: Placed]> {
  for (const [key, before] of pair.before) {
    const after = kinds.has(before.object.kind) ? pair.after.get(key) : undefined;
    if (after !== undefined) yield [before, after];
  }
}

/** The objects of some kinds that are there before only. */
export function* gone(pair: Pair, kinds: ReadonlySet<string>): Generator<Placed> {
  for (const [key, before] of pair.before) if (kinds.has(before.object.kind) && !pair.after.has(key)) yield before;
}
