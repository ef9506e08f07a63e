import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Api } from './api';
import type { Obj, Of } from './kinds';
import { isTrue } from './kinds';
import { Deadline, until } from './until';

export const CLUSTER = 'homelab';
export const DIST = resolve(__dirname, '..', 'dist');
const CRDS = join(__dirname, 'crds');

/** What the checks read of report.json. */
export interface Report {
  readonly nodes: readonly ReportedNode[];
  readonly apps: readonly ReportedApp[];
  readonly needs: readonly { readonly kind: string; readonly namespace: string; readonly name: string; readonly keys: readonly string[] }[];
}

export interface ReportedNode {
  readonly name: string;
  readonly roles: readonly string[];
  readonly cpu: string;
  readonly memory: string;
  readonly labels: Record<string, string>;
  readonly taints: readonly string[];
}

export interface ReportedApp {
  readonly name: string;
  readonly namespace: string;
  readonly availabilityClass: string;
  readonly nodes: readonly string[];
}

export function readReport(): Report {
  return JSON.parse(readFileSync(join(DIST, CLUSTER, 'report', 'report.json'), 'utf8')) as Report;
}

export function documents(text: string): Obj[] {
  return parseAllDocuments(text).flatMap((it) => {
    if (it.errors.length > 0) throw it.errors[0];
    const obj = it.toJS() as Obj | null;
    return obj === null ? [] : [obj];
  });
}

/** The folders with a kustomization.yaml, in an order that Flux could take: what is depended on comes first. */
export function folders(): string[] {
  const all = readdirSync(join(DIST, CLUSTER), { withFileTypes: true }).filter((it) => it.isDirectory());
  const names = all.map((it) => it.name).filter((name) => readdirSync(join(DIST, CLUSTER, name)).includes('kustomization.yaml'));
  const ordered = new Set<string>();
  const dependencies = new Map(
    kustomizations().map((it) => [basename(it.spec?.path ?? ''), (it.spec?.dependsOn ?? []).map(({ name }) => name.slice(CLUSTER.length + 1))]),
  );
  const visit = (name: string, above: readonly string[]) => {
    if (above.includes(name)) throw new Error(`a loop of dependsOn: ${[...above, name].join(', ')}`);
    for (const other of dependencies.get(name) ?? []) visit(other, [...above, name]);
    ordered.add(name);
  };
  for (const name of names) visit(name, []);
  return [...ordered];
}

/** The Kustomizations that deliver the folders. */
export function kustomizations(): Of<'Kustomization'>[] {
  return objects('flux').filter((it): it is Of<'Kustomization'> => it.kind === 'Kustomization');
}

/** The files that the folder's kustomization.yaml names. */
export function resources(folder: string): string[] {
  const [kustomization] = documents(readFileSync(join(DIST, CLUSTER, folder, 'kustomization.yaml'), 'utf8'));
  return (kustomization as { resources?: string[] } | undefined)?.resources ?? [];
}

/** All files of a folder but its kustomization.yaml. */
export function files(folder: string): string[] {
  return readdirSync(join(DIST, CLUSTER, folder)).filter((it) => it !== 'kustomization.yaml');
}

/** The objects of a folder, namespaces first, as Flux and kustomize order them. */
export function objects(folder: string): Obj[] {
  const all = resources(folder).flatMap((file) => documents(readFileSync(join(DIST, CLUSTER, folder, file), 'utf8')));
  return [...all.filter((it) => it.kind === 'Namespace'), ...all.filter((it) => it.kind !== 'Namespace')];
}

/** Applies the CRDs of crds/ whose file starts so, and waits until the server serves them. */
export async function loadCrds(api: Api, prefix: string): Promise<void> {
  const names = readdirSync(CRDS).filter((it) => it.startsWith(prefix));
  const crds = names.flatMap((file) => documents(readFileSync(join(CRDS, file), 'utf8')));
  if (crds.length === 0) throw new Error(`no CRDs in ${CRDS}/${prefix}*`);
  for (const crd of crds) await api.must(crd);
  await until('CRDs are established', Deadline.after(60), async () => {
    const seen = await Promise.all(crds.map((crd) => api.get('CustomResourceDefinition', undefined, crd.metadata.name)));
    return seen.every((it) => it !== undefined && isTrue(it, 'Established'));
  });
}
