import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import type { AcceptedFinding, Finding } from '../cluster/finding';
import type { Analysis } from '../failures/analyse';
import type { Manifest } from '../kubernetes/manifest';
import { KubeObject, sortKeys } from '../kubernetes/tree/kube-object';
import type { FluxProps } from './flux';
import type { ChartDelivery } from './helm/chart-delivery';
import type { ChartValue } from './helm/chart-value';
import { readObject } from './readable';

/** The identity of an object in Kubernetes. */
export type Identity = KubeObject['identity'];

/** Objects written together: an app, or one object outside of apps. */
export interface Unit {
  /** The path of the folder: that of a chart which is in no other. */
  readonly folder: string;
  /** The name of its file in the folder, without `.yaml`. Charts in charts are folders in it. */
  readonly name: string;
  /** The path of the construct. */
  readonly path: string;
  identities(): readonly Identity[];
  /** Created again each time: keeping the objects of ten thousand apps would burden the garbage collector. */
  manifests(): readonly Manifest[];
}

/** A chart of a cluster that is in no other chart. */
export interface FolderOutput {
  /** Unique, as part of a name in Kubernetes. */
  readonly name: string;
  readonly path: string;
  /** The names of the folders that must be applied, and ready, before it. */
  readonly after: readonly string[];
}

/** A cluster after all decisions. */
export interface ClusterOutput {
  readonly name: string;
  /** Its folder, below the output folder. */
  readonly path: string;
  readonly facts: ClusterFacts;
  readonly plans: readonly Plan[];
  readonly accepted: readonly AcceptedFinding[];
  readonly notes: readonly Finding[];
  readonly folders: readonly FolderOutput[];
  readonly flux: FluxProps | undefined;
  /** What each failure does to each app. It is computed when it is first asked for. */
  readonly analysis: () => Analysis;
}

/** What a Helm chart is made of. */
export interface ChartContent {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly appVersion: string | undefined;
  /** Also as an archive and as an OCI layout. */
  readonly isPackaged: boolean;
  /** The path of its construct. */
  readonly path: string;
  /** The cluster that it was decided for. */
  readonly cluster: ClusterOutput | undefined;
  readonly units: readonly Unit[];
  /** Those that it was asked to have; the others come with them. */
  readonly own: readonly Unit[];
  readonly deliver: ChartDelivery | undefined;
  /** Those of the apps among the units. */
  readonly plans: readonly Plan[];
  /** Namespaces and PriorityClasses that it needs, and which other chart of its set has them. */
  readonly elsewhere: readonly { readonly identity: Identity; readonly chart: string }[];
  readonly values: readonly ChartValue[];
}

/** The input of a target: a decided and rendered cluster, or everything outside of clusters. */
export interface Output {
  readonly cluster: ClusterOutput | undefined;
  /** In the order of the tree. */
  readonly units: readonly Unit[];
  readonly charts: readonly ChartContent[];
}

/** The file of a unit, as the user sees it. */
export function pathOf({ folder, name }: Unit): string {
  return `${folder}/${name}.yaml`;
}

/** The paths of constructs by the files that hold their objects. */
export function constructsOf(outputs: readonly Output[]): ReadonlyMap<string, string> {
  return new Map(outputs.flatMap(({ units }) => units.map((unit) => [pathOf(unit), unit.path])));
}

/** The objects below a construct. A chart is a folder; within it an app is a file, and so is each object outside of apps. */
export function unitsBelow(root: IConstruct, isElsewhere: (construct: IConstruct) => boolean): readonly Unit[] {
  const units: Unit[] = [];
  const visit = (construct: IConstruct, charts: readonly IConstruct[]) => {
    if (isElsewhere(construct)) return;
    const here = Chart.isChart(construct) ? [...charts, construct] : charts;
    const isApp = construct instanceof AppConstruct;
    if (here.length > 0 && (isApp || ApiObject.isApiObject(construct))) {
      const objects = isApp ? (construct.node.findAll().filter(ApiObject.isApiObject) as ApiObject[]) : [construct as ApiObject];
      if (objects.length > 0) units.push(unitOf(here, construct, objects));
    }
    if (!isApp) for (const child of construct.node.children) visit(child, here);
  };
  visit(root, []);
  return units;
}

function unitOf(charts: readonly IConstruct[], construct: IConstruct, objects: readonly ApiObject[]): Unit {
  const paths = [...charts, construct].map((one) => one.node.path);
  const [folder = ''] = paths;
  return {
    folder,
    name: paths
      .slice(1)
      .map((path, index) => path.slice((paths[index] ?? '').length + 1).replaceAll('/', '.'))
      .join('/'),
    path: construct.node.path,
    identities: () => objects.flatMap((object) => (KubeObject.isKubeObject(object) ? [object.identity] : manifestsOf(object))),
    manifests: () => objects.flatMap((object) => (KubeObject.isKubeObject(object) ? [object.toJson()] : manifestsOf(object).map(inOrder))),
  };
}

/** Those of another library. What cannot be read is refused elsewhere. */
function manifestsOf(object: ApiObject): readonly Manifest[] {
  const read = readObject(object);
  return 'odd' in read ? [] : read.manifests;
}

/** Objects of other libraries keep their key order; ours are already sorted. */
function inOrder(manifest: Manifest): Manifest {
  const { apiVersion, kind, metadata, ...fields } = sortKeys(manifest) as Manifest;
  return { apiVersion, kind, metadata, ...fields };
}
