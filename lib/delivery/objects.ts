import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import { type Finding, Severity } from '../cluster/finding';
import { KubeObject, sortKeys } from '../kubernetes/kube-object';
import type { Manifest } from '../kubernetes/plain';
import { isClusterScoped } from '../kubernetes/scope';

/** One file that Flux reads. */
export interface ObjectFile {
  /** Below the output folder: `homelab/worker`. */
  readonly folder: string;
  readonly name: string;
  readonly objects: readonly Manifest[];
}

/** Objects whose loss costs data: Flux must not delete them when they are no longer generated. */
const KEPT = new Set(['Namespace', 'PersistentVolumeClaim']);

/** Every object below a construct, one app or one object a file, in the order of the tree. */
export function collectFiles(root: IConstruct): ObjectFile[] {
  const files = new Map<string, { folder: string; name: string; objects: Manifest[] }>();
  visit(root, undefined, undefined, (chart, unit, object) => {
    const folder = chart.node.path;
    const name = `${unit.node.path.slice(folder.length + 1).replaceAll('/', '.')}.yaml`;
    const key = `${folder}/${name}`.toLowerCase();
    const file = files.get(key) ?? { folder, name, objects: [] };
    file.objects.push(forFlux(inOrder(object)));
    files.set(key, file);
  });
  return [...files.values()];
}

/** Walks the tree once. A chart is a folder; within it an app is a file, and so is each object outside of apps. */
function visit(
  construct: IConstruct,
  chart: Chart | undefined,
  app: IConstruct | undefined,
  found: (chart: Chart, unit: IConstruct, object: ApiObject) => void,
): void {
  const here = Chart.isChart(construct) ? (construct as Chart) : chart;
  const unit = construct instanceof AppConstruct ? construct : app;
  if (here !== undefined && ApiObject.isApiObject(construct)) found(here, unit ?? construct, construct as ApiObject);
  for (const child of construct.node.children) visit(child, here, unit, found);
}

/** Objects of other libraries come in the order of their writers; ours are in order already. */
function inOrder(object: ApiObject): Manifest {
  if (KubeObject.isKubeObject(object)) return object.toJson();
  const { apiVersion, kind, metadata, ...fields } = sortKeys(object.toJson()) as Manifest;
  return { apiVersion, kind, metadata, ...fields };
}

/** What Flux must not do to an object, in annotations that it reads. */
function forFlux(object: Manifest): Manifest {
  const annotations = {
    ...object.metadata.annotations,
    ...(KEPT.has(object.kind) ? { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } : {}),
    // Scripts, rules and dashboards have variables of their own.
    ...(holdsVariable(object) ? { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' } : {}),
  };
  if (Object.keys(annotations).length === 0) return object;
  return { ...object, metadata: sortKeys({ ...object.metadata, annotations }) as Manifest['metadata'] };
}

function holdsVariable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${');
  if (Array.isArray(value)) return value.some(holdsVariable);
  return typeof value === 'object' && value !== null && Object.entries(value).some(([key, part]) => key.includes('${') || holdsVariable(part));
}

/** Objects that are one and the same to Kubernetes, although two constructs made them. */
export function checkObjects(files: readonly ObjectFile[]): Finding[] {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { folder, name, objects } of files) {
    const [cluster = ''] = folder.split('/');
    for (const { apiVersion, kind, metadata } of objects) {
      const where = isClusterScoped(kind) ? '' : `${metadata.namespace ?? 'default'}/`;
      const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
      const key = `${cluster} ${group} ${kind} ${where}${metadata.name}`;
      const file = `${folder}/${name}`;
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, file);
        continue;
      }
      findings.push({
        code: 'OBJECT-CLASH',
        severity: Severity.ERROR,
        path: file,
        given: `a ${kind} ${where}${metadata.name}`,
        allowed: `but ${owner} has it too, and the one that is applied last would win`,
        mend: 'Give one of them another name or namespace.',
      });
    }
  }
  return findings;
}
