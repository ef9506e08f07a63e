import type { Folders } from './write-output';
import type { Files } from './written-list';

/** The same files, below the folder that is replaced as a whole. */
export function byFolder(files: Files): Folders {
  const clusters = new Map<string, Map<string, Buffer>>();
  for (const [path, content] of files) {
    const cut = path.indexOf('/');
    const folder = path.slice(0, cut);
    const inside = clusters.get(folder) ?? new Map<string, Buffer>();
    inside.set(path.slice(cut + 1), content);
    clusters.set(folder, inside);
  }
  return clusters;
}
