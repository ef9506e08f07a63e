import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import { type Finding, Severity } from '../cluster/finding';
import { KubeObject, sortKeys } from '../kubernetes/kube-object';
import type { Manifest } from '../kubernetes/plain';
import { isClusterScoped } from '../kubernetes/scope';
import { renderYaml } from '../kubernetes/yaml';
import type { Files } from './writer';

/** The files that Flux reads, by their path below the output folder, and what stands against writing them. */
export interface ObjectFiles {
  readonly files: Files;
  readonly findings: readonly Finding[];
}

/**
 * Objects whose loss costs data: Flux must not delete them when they are no longer generated, nor when somebody deletes the
 * Kustomization. With the operator's release go its CRDs, and in these LINSTOR keeps what it knows of every volume.
 */
const KEPT = new Set(['HelmRelease', 'LinstorCluster', 'LinstorSatelliteConfiguration', 'Namespace', 'OCIRepository', 'PersistentVolumeClaim']);

/**
 * Every object below a construct, one app or one object a file, in the order of the tree. Each file is turned into bytes at
 * once: ten thousand apps as objects would be garbage that the collector has to walk again and again.
 */
export function renderFiles(root: IConstruct): ObjectFiles {
  const files = new Map<string, Buffer>();
  const clashes = new ClashFinder();
  for (const { chart, unit, objects } of units(root)) {
    const folder = chart.node.path;
    const path = `${folder}/${unit.node.path.slice(folder.length + 1).replaceAll('/', '.')}.yaml`;
    const manifests = objects.map((object) => forFlux(inOrder(object)));
    for (const manifest of manifests) clashes.see(path, manifest);
    files.set(path, Buffer.from(renderYaml(manifests)));
  }
  return { files, findings: [...clashes.findings, ...sameButForCase([...files.keys()])] };
}

interface Unit {
  readonly chart: Chart;
  readonly unit: IConstruct;
  readonly objects: ApiObject[];
}

/** Walks the tree once. A chart is a folder; within it an app is a file, and so is each object outside of apps. */
function* units(construct: IConstruct, chart?: Chart): Generator<Unit> {
  const here = Chart.isChart(construct) ? (construct as Chart) : chart;
  if (here !== undefined && construct instanceof AppConstruct) {
    const objects = construct.node.findAll().filter(ApiObject.isApiObject) as ApiObject[];
    if (objects.length > 0) yield { chart: here, unit: construct, objects };
    return;
  }
  if (here !== undefined && ApiObject.isApiObject(construct)) yield { chart: here, unit: construct, objects: [construct as ApiObject] };
  for (const child of construct.node.children) yield* units(child, here);
}

/** Two files that some disks cannot tell apart. */
function sameButForCase(paths: readonly string[]): Finding[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const other = seen.get(path.toLowerCase());
    seen.set(path.toLowerCase(), path);
    if (other === undefined) return [];
    return [
      {
        code: 'FILE-CLASH',
        severity: Severity.ERROR,
        path,
        given: 'a file of that name',
        allowed: `but ${other} is the same to disks that do not tell capitals`,
        fix: 'Give one of the constructs another id.',
      },
    ];
  });
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
    // Its parameters cannot be changed; volumes that exist keep theirs.
    ...(object.kind === 'StorageClass' ? { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } : {}),
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

/** Finds objects that are one and the same to Kubernetes, although two constructs made them. */
class ClashFinder {
  readonly findings: Finding[] = [];
  private readonly owners = new Map<string, string>();

  see(path: string, { apiVersion, kind, metadata }: Manifest): void {
    const [cluster = ''] = path.split('/');
    const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
    const name = `${isClusterScoped(kind) ? '' : `${metadata.namespace ?? 'default'}/`}${metadata.name}`;
    const key = `${cluster} ${group} ${kind} ${name}`;
    const owner = this.owners.get(key);
    if (owner === undefined) {
      this.owners.set(key, path);
      return;
    }
    this.findings.push({
      code: 'OBJECT-CLASH',
      severity: Severity.ERROR,
      path,
      given: `a ${kind} ${name}`,
      allowed: `but ${owner} has it too, and the one that is applied last would win`,
      fix: 'Give one of them another name or namespace.',
    });
  }
}
