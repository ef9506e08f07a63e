import { ApiObject, type Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import { groupOf } from '../kubernetes/kinds';
import type { Manifest } from '../kubernetes/manifest';
import { folderOf } from './folders';

/** An object outside of apps, as somebody put it into a chart. */
export interface RawObject {
  readonly object: ApiObject;
  readonly path: string;
  readonly folder: Chart;
}

/** The objects of a cluster outside of apps, but for those that the cluster created itself. */
export function rawObjects(cluster: IConstruct, own: ReadonlySet<IConstruct>): readonly RawObject[] {
  const raw: RawObject[] = [];
  const visit = (construct: IConstruct) => {
    if (construct instanceof AppConstruct) return;
    const folder = ApiObject.isApiObject(construct) && !own.has(construct) ? folderOf(construct, cluster) : undefined;
    if (folder !== undefined) raw.push({ object: construct as ApiObject, path: construct.node.path, folder });
    for (const child of construct.node.children) visit(child);
  };
  visit(cluster);
  return raw;
}

/** The namespaces that must exist before an object is applied, or installed. */
export function namespacesOf({ object }: RawObject): readonly string[] {
  const { namespace } = object.metadata;
  const own = namespace === undefined ? [] : [namespace];
  if (object.kind !== 'HelmRelease' || groupOf(object.apiVersion) !== 'helm.toolkit.fluxcd.io') return own;
  // Source: the fields `targetNamespace` and `install.createNamespace` in the CRD HelmRelease.
  const { spec } = object.toJson() as Manifest & {
    readonly spec?: { readonly targetNamespace?: string; readonly install?: { readonly createNamespace?: boolean } };
  };
  return spec?.targetNamespace === undefined || spec.install?.createNamespace === true ? own : [...own, spec.targetNamespace];
}

/** The namespaces that these objects are, each with the first that is it. */
export function namespacesIn(raw: readonly RawObject[]): ReadonlyMap<string, RawObject> {
  const named = raw.flatMap((one) => (one.object.kind === 'Namespace' && one.object.apiVersion === 'v1' ? [[one.object.name, one] as const] : []));
  return new Map(named.reverse());
}
