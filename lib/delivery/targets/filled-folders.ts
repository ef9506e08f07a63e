import type { FolderOutput, Output, Unit } from '../output';

/** A folder with objects. */
interface FilledFolder extends FolderOutput {
  readonly units: readonly Unit[];
  /** Whether other folders come after it. */
  readonly isAwaited: boolean;
}

/** The folders with objects, in their order. For an empty one, which Flux does not know, stands in what it comes after. */
export function filledFolders({ cluster, units }: Output): readonly FilledFolder[] {
  const folders = cluster?.folders ?? [];
  const byPath = new Map<string, Unit[]>();
  for (const unit of units) {
    const inFolder = byPath.get(unit.folder);
    if (inFolder === undefined) byPath.set(unit.folder, [unit]);
    else inFolder.push(unit);
  }
  const byName = new Map(folders.map((one) => [one.name, one]));
  const isFilled = (name: string) => byPath.has(byName.get(name)?.path ?? '');
  const filled = folders.flatMap((folder) => {
    const own = byPath.get(folder.path);
    if (own === undefined) return [];
    const after = new Set(folder.after);
    for (const other of after) if (!isFilled(other)) for (const next of byName.get(other)?.after ?? []) after.add(next);
    return [{ ...folder, units: own, after: [...after].filter(isFilled) }];
  });
  const awaited = new Set(filled.flatMap(({ after }) => after));
  return filled.map((folder) => ({ ...folder, isAwaited: awaited.has(folder.name) }));
}
