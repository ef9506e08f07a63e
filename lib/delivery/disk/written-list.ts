import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../../cluster/fingerprint';

/** The list of what the last synthesis wrote into a folder: all other files are foreign. */
export const LIST = '.generated';

/** Files by their path below the folder. Bytes, not text: a string built from many parts keeps all of them in memory. */
export type Files = ReadonlyMap<string, Buffer>;

/** The fingerprints of the last set by path; empty where an older version of the library wrote the list. */
export type Written = ReadonlyMap<string, string>;

/** A line for each file, so that Git merges lists. */
export function listOf(files: Files): string {
  return `${[...files.keys()]
    .sort()
    .map((path) => `${fingerprint(files.get(path) as Buffer, 12)}  ${path}`)
    .join('\n')}\n`;
}

export function readList(folder: string): Written {
  const file = join(folder, LIST);
  return existsSync(file) ? parsed(readFileSync(file, 'utf8')) : new Map();
}

/** The paths in a list. */
export function pathsIn(list: string): ReadonlySet<string> {
  return new Set(parsed(list).keys());
}

function parsed(list: string): Written {
  return new Map(
    list
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => {
        const [, print = '', path = line] = /^([0-9a-f]{12}) {2}(.*)$/.exec(line) ?? [];
        return [path, print];
      }),
  );
}

/** Whether the bytes on disk are what was written, in the line endings of either system: Git changes them on Windows. */
export function isAsWritten(bytes: Buffer, print: string): boolean {
  return print === '' || fingerprint(bytes, 12) === print || fingerprint(withUnixLines(bytes), 12) === print;
}

export function isSameText(bytes: Buffer, content: Buffer): boolean {
  return bytes.equals(content) || withUnixLines(bytes).equals(content);
}

function withUnixLines(bytes: Buffer): Buffer {
  return bytes.includes('\r\n') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : bytes;
}
