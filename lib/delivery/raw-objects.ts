import { ApiObject, type Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import type { Finding } from '../cluster/finding';
import { found } from '../cluster/rule';
import { groupOf } from '../kubernetes/kinds';
import type { Manifest } from '../kubernetes/manifest';
import { folderOf } from './folders';
import { readObject } from './readable';
import { OBJECT_UNREADABLE } from './rules';

/** An object outside of apps, as somebody put it into a chart, or an item of such a list. */
export interface RawObject {
  readonly manifest: Manifest;
  readonly path: string;
  readonly folder: Chart;
}

/** The objects of a cluster outside of apps, but for those that the cluster created itself. */
export function rawObjects(cluster: IConstruct, own: ReadonlySet<IConstruct>): readonly RawObject[] {
  return outsideOfApps(cluster).flatMap((object) => {
    const folder = own.has(object) ? undefined : folderOf(object, cluster);
    const read = folder === undefined ? undefined : readObject(object);
    if (folder === undefined || read === undefined || 'odd' in read) return [];
    return read.manifests.map((manifest) => ({ manifest, path: object.node.path, folder }));
  });
}

/** Objects that cannot be written: of these nothing else is known. */
export function unreadable(root: IConstruct, isElsewhere: (construct: IConstruct) => boolean = () => false): Finding[] {
  return outsideOfApps(root, isElsewhere).flatMap((object) => {
    const read = readObject(object);
    if (!('odd' in read)) return [];
    if (read.said !== undefined) return read.said;
    return [
      found(OBJECT_UNREADABLE, object.node.path, {
        given: read.odd,
        allowed: 'but an object of Kubernetes is JSON',
        fix: 'Write texts, finite numbers, true, false, lists and plain objects only.',
      }),
    ];
  });
}

function outsideOfApps(root: IConstruct, isElsewhere: (construct: IConstruct) => boolean = () => false): readonly ApiObject[] {
  const objects: ApiObject[] = [];
  const visit = (construct: IConstruct) => {
    if (construct instanceof AppConstruct || isElsewhere(construct)) return;
    if (ApiObject.isApiObject(construct)) objects.push(construct as ApiObject);
    for (const child of construct.node.children) visit(child);
  };
  visit(root);
  return objects;
}

/** A release of a chart, which Flux installs. */
export function isRelease({ apiVersion, kind }: Manifest): boolean {
  return kind === 'HelmRelease' && groupOf(apiVersion) === 'helm.toolkit.fluxcd.io';
}

/** The namespaces that must exist before an object is applied, or installed. */
export function namespacesOf({ manifest }: RawObject): readonly string[] {
  const { namespace } = manifest.metadata;
  const own = namespace === undefined ? [] : [namespace];
  if (!isRelease(manifest)) return own;
  // Source: the fields `targetNamespace` and `install.createNamespace` in the CRD HelmRelease.
  const { spec } = manifest as Manifest & {
    readonly spec?: { readonly targetNamespace?: string; readonly install?: { readonly createNamespace?: boolean } };
  };
  return spec?.targetNamespace === undefined || spec.install?.createNamespace === true ? own : [...own, spec.targetNamespace];
}

/** The namespaces that these objects are, each with the first that is it. */
export function namespacesIn(raw: readonly RawObject[]): ReadonlyMap<string, RawObject> {
  const named = raw.flatMap((one) =>
    one.manifest.kind === 'Namespace' && one.manifest.apiVersion === 'v1' ? [[one.manifest.metadata.name, one] as const] : [],
  );
  return new Map(named.reverse());
}
