import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes files below a folder. */
export function place(root: string, files: Iterable<readonly [path: string, content: string | Buffer]>): void {
  for (const [path, content] of files) write(join(root, path), content);
}

export function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}
