import type { RuleGroup } from '../alerts/rule';
import { renderGroup } from '../alerts/rule';
import { renderConfigYaml } from '../kubernetes/yaml';

/** A ConfigMap holds 1 MiB, names and all. */
const BYTES_IN_A_CONFIG_MAP = 800 * 1024;
/** `app-sonarr-sonarr` goes with all apps, up to so many that a file stays small. */
const GROUPS_IN_A_FILE = 200;

/** Groups by the kind of thing that they watch: `node`, `app`, `app-2`. */
export function ruleFiles(groups: readonly RuleGroup[]): ReadonlyMap<string, readonly RuleGroup[]> {
  const files = new Map<string, RuleGroup[]>();
  const seen = new Map<string, number>();
  for (const group of groups) {
    const kind = group.name.split('-')[0] ?? group.name;
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    const part = Math.floor(count / GROUPS_IN_A_FILE);
    const file = part === 0 ? kind : `${kind}-${part + 1}`;
    const some = files.get(file);
    if (some === undefined) files.set(file, [group]);
    else some.push(group);
  }
  return files;
}

/** The files as text, in as many folders as ConfigMaps are needed. */
export function ruleFolders(groups: readonly RuleGroup[]): { readonly [file: string]: string }[] {
  const folders: { [file: string]: string }[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const [name, some] of ruleFiles(groups)) {
    const content = renderConfigYaml({ groups: some.map(renderGroup) });
    if (size + content.length > BYTES_IN_A_CONFIG_MAP) {
      folders.push({});
      size = 0;
    }
    size += content.length;
    (folders.at(-1) as { [file: string]: string })[`${name}.yaml`] = content;
  }
  return folders;
}
