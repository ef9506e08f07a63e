import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { stop } from '../command-error';
import type { Io } from '../io';
import { MANIFEST_UNREADABLE } from '../rules';

/** A text with the name by which messages call it. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

const READ = /\.(ya?ml|json)$/i;

/** What there is to read. */
export interface Texts {
  readonly files: readonly TextFile[];
  /** Folders of Helm charts: their templates are no YAML, and their values no objects. */
  readonly charts: readonly string[];
}

/** What messages call standard input, if nobody says what it is. */
export const STANDARD_INPUT = 'standard input';

/** The files of a folder, of one file, or standard input (`-`). */
export async function textsOf(target: string, io: Io, stdinName = STANDARD_INPUT): Promise<Texts> {
  if (target === '-') return { files: [{ name: stdinName, text: await io.stdin() }], charts: [] };
  const path = resolve(io.cwd, target);
  if (!existsSync(path))
    stop(MANIFEST_UNREADABLE, target, {
      given: 'a path at which nothing is',
      allowed: 'but check reads a folder, a file, or - for standard input',
      fix: 'Correct the path.',
    });
  const { files, charts } = statSync(path).isDirectory() ? below(path) : { files: [path], charts: [] };
  if (files.length === 0 && charts.length === 0)
    stop(MANIFEST_UNREADABLE, target, {
      given: 'a folder without YAML or JSON',
      allowed: 'but check reads objects of Kubernetes',
      fix: 'Name the folder that has them.',
    });
  const nameOf = (file: string) => relative(io.cwd, file).replaceAll('\\', '/') || '.';
  return { files: files.map((file) => ({ name: nameOf(file), text: readFileSync(file, 'utf8') })), charts: charts.map(nameOf) };
}

interface Below {
  readonly files: readonly string[];
  readonly charts: readonly string[];
}

/** In the order of their names, so that the same folder gives the same text. */
function below(folder: string): Below {
  if (existsSync(join(folder, 'Chart.yaml'))) return { files: [], charts: [folder] };
  const all = readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((entry): Below => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') || entry.name === 'node_modules' ? { files: [], charts: [] } : below(path);
      return { files: entry.isFile() && READ.test(entry.name) ? [path] : [], charts: [] };
    });
  return { files: all.flatMap(({ files }) => files), charts: all.flatMap(({ charts }) => charts) };
}
