import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Report } from '../lib';
import type { Obj, Of } from './kinds';

export const DIST = resolve(__dirname, '..', 'dist');
const EXAMPLES = resolve(__dirname, '..', 'examples');

const OPERATED: readonly string[] = ['Alertmanager', 'Prometheus'];
const named = ({ metadata }: Obj) => `${metadata.namespace}/${metadata.name}`;

/** The folder that each program of examples/ writes. */
const examples = () => readdirSync(EXAMPLES).map((name) => join(EXAMPLES, name, 'dist'));

/** Objects of programs without a cluster: plain charts. */
export function plainObjects(): Obj[] {
  const files = examples().flatMap((root) => readdirSync(root).flatMap((name) => (name.endsWith('.yaml') ? [join(root, name)] : [])));
  return files.flatMap((file) => documents(readFileSync(file, 'utf8')));
}

/** The cluster that Flux is tried on. */
export const homelab = () => new Output(DIST, 'homelab');

export function documents(text: string): Obj[] {
  return parseAllDocuments(text).flatMap((it) => {
    if (it.errors.length > 0) throw it.errors[0];
    const obj = it.toJS() as Obj | null;
    return obj === null ? [] : [obj];
  });
}

/** What a synthesis wrote for one cluster, read as it lies there. */
export class Output {
  /** Every cluster that a program of this repository describes. */
  static all(): Output[] {
    return [DIST, ...examples()].flatMap((root) =>
      readdirSync(root, { withFileTypes: true }).flatMap((it) => (it.isDirectory() ? [new Output(root, it.name)] : [])),
    );
  }

  constructor(
    readonly root: string,
    readonly cluster: string,
  ) {}

  /** Apps whose pods an operator makes have none here: no operator is played. */
  report(): Report {
    const report = JSON.parse(this.text('report', 'report.json')) as Report;
    const operated = this.folders().flatMap((folder) => this.objects(folder).flatMap((it) => (OPERATED.includes(it.kind) ? [named(it)] : [])));
    return { ...report, apps: report.apps.filter((it) => !operated.includes(`${it.namespace}/${it.name}`)) };
  }

  /** The folders with a kustomization.yaml, in an order that Flux could take: what is depended on comes first. */
  folders(): string[] {
    const all = readdirSync(join(this.root, this.cluster), { withFileTypes: true }).filter((it) => it.isDirectory());
    const names = all.map((it) => it.name).filter((name) => readdirSync(join(this.root, this.cluster, name)).includes('kustomization.yaml'));
    const ordered = new Set<string>();
    const dependencies = new Map(
      (names.includes('flux') ? this.kustomizations() : []).map((it) => [
        basename(it.spec?.path ?? ''),
        (it.spec?.dependsOn ?? []).map(({ name }) => name.slice(this.cluster.length + 1)),
      ]),
    );
    const visit = (name: string, above: readonly string[]) => {
      if (above.includes(name)) throw new Error(`a loop of dependsOn: ${[...above, name].join(', ')}`);
      for (const other of dependencies.get(name) ?? []) visit(other, [...above, name]);
      ordered.add(name);
    };
    for (const name of names) visit(name, []);
    return [...ordered];
  }

  /** The names of the storage classes that it brings along. */
  storageClasses(): string[] {
    return this.folders().flatMap((folder) => this.objects(folder).flatMap((it) => (it.kind === 'StorageClass' ? [it.metadata.name] : [])));
  }

  /** Those that its facts say the cluster has already. */
  otherClasses(): string[] {
    const own = this.storageClasses();
    return this.report().storageClasses.flatMap(({ name }) => (own.includes(name) ? [] : [name]));
  }

  /** The Kustomizations that deliver the folders. */
  kustomizations(): Of<'Kustomization'>[] {
    return this.objects('flux').filter((it): it is Of<'Kustomization'> => it.kind === 'Kustomization');
  }

  /** The files that the folder's kustomization.yaml names. */
  resources(folder: string): string[] {
    const [kustomization] = documents(this.text(folder, 'kustomization.yaml'));
    return (kustomization as { resources?: string[] } | undefined)?.resources ?? [];
  }

  /** All files of a folder but its kustomization.yaml. */
  files(folder: string): string[] {
    return readdirSync(join(this.root, this.cluster, folder)).filter((it) => it !== 'kustomization.yaml');
  }

  /** The objects of a folder, namespaces first, as Flux and kustomize order them. */
  objects(folder: string): Obj[] {
    const all = this.resources(folder).flatMap((file) => documents(this.text(folder, file)));
    return [...all.filter((it) => it.kind === 'Namespace'), ...all.filter((it) => it.kind !== 'Namespace')];
  }

  private text(folder: string, file: string): string {
    return readFileSync(join(this.root, this.cluster, folder, file), 'utf8');
  }
}
