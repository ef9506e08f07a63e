import type { RuleGroup } from '../alerts/rule';
import { renderGroup } from '../alerts/rule';
import { renderConfigYaml } from '../kubernetes/yaml';

/** A ConfigMap holds 1 MiB, names and all; the Prometheus operator takes rules of 512 KiB (pkg/operator/rules.go). */
const BYTES_IN_A_FOLDER = 800 * 1024;
const BYTES_IN_A_FILE = 256 * 1024;

interface RuleFile {
  readonly groups: unknown[];
  bytes: number;
}

/** Groups as Prometheus reads them, by the kind of thing that they watch: `node`, `app`, `app-2`. */
export function ruleFiles(groups: readonly RuleGroup[]): ReadonlyMap<string, readonly unknown[]> {
  const files = new Map<string, RuleFile>();
  const parts = new Map<string, number>();
  for (const group of groups) {
    const rendered = renderGroup(group);
    const bytes = Buffer.byteLength(renderConfigYaml([rendered]));
    const part = parts.get(group.kind) ?? 1;
    const current = files.get(nameOf(group.kind, part));
    if (current !== undefined && current.bytes + bytes <= BYTES_IN_A_FILE) {
      current.groups.push(rendered);
      current.bytes += bytes;
      continue;
    }
    const next = current === undefined ? part : part + 1;
    parts.set(group.kind, next);
    files.set(nameOf(group.kind, next), { groups: [rendered], bytes });
  }
  return new Map([...files].map(([name, file]) => [name, file.groups]));
}

function nameOf(kind: string, part: number): string {
  return part === 1 ? kind : `${kind}-${part}`;
}

/** The files as text, in as many folders as ConfigMaps are needed; those of the user's own come last. */
export function ruleFolders(groups: readonly RuleGroup[], own: { readonly [file: string]: string } = {}): { readonly [file: string]: string }[] {
  const folders: { [file: string]: string }[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [name, some] of ruleFiles(groups)) {
    const content = renderConfigYaml({ groups: some });
    const size = Buffer.byteLength(content);
    if (bytes + size > BYTES_IN_A_FOLDER) {
      folders.push({});
      bytes = 0;
    }
    bytes += size;
    (folders.at(-1) as { [file: string]: string })[`${name}.yaml`] = content;
  }
  return Object.keys(own).length === 0 ? folders : [...folders, { ...own }];
}

/** The groups of a rule file; undefined: it is none. */
export function groupsIn(text: string): readonly unknown[] | undefined {
  // Loaded when it is needed: it is a tenth of what a synthesis loads.
  const { parse } = require('yaml') as typeof import('yaml');
  try {
    const { groups } = (parse(text) ?? {}) as { readonly groups?: unknown };
    return Array.isArray(groups) ? groups : undefined;
  } catch {
    return undefined;
  }
}
