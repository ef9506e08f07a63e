import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConfigOptions } from '../availability/ask/volume/volume-options';
import { refuse, refuseMisshapen } from '../cluster/refuse';
import { found } from '../cluster/rule';
import { text } from '../cluster/shape';
import { CONFIG_FOLDER } from './rules';

/**
 * The files of a folder, for `Volume.config`: read now, and in order. Files that are not text are kept as bytes.
 * A ConfigMap has no folders, so a folder in it is refused.
 *
 * @param folder relative to the working directory of the program
 */
export function configFiles(folder: string): ConfigOptions {
  const files: { [name: string]: string } = {};
  const binaryFiles: { [name: string]: Uint8Array } = {};
  refuseMisshapen('configFiles', text, folder);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    refuse([
      found(CONFIG_FOLDER, resolve(folder), {
        given: 'not a folder',
        allowed: 'but its files are read now, relative to the working directory',
        fix: "Use join(__dirname, '…').",
      }),
    ]);
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true)
      refuse([found(CONFIG_FOLDER, path, { given: 'a folder', allowed: 'but a ConfigMap can only hold files', fix: 'Use a separate config volume for it.' })]);
    if (stat?.isFile() !== true)
      refuse([found(CONFIG_FOLDER, path, { given: 'no file', allowed: 'but a ConfigMap can only hold files', fix: 'Take it out of the folder.' })]);
    const content = readFileSync(path);
    const text = content.toString('utf8');
    if (Buffer.from(text, 'utf8').equals(content) && !text.includes('\0')) files[entry.name] = text;
    else binaryFiles[entry.name] = content;
  }
  return Object.keys(binaryFiles).length === 0 ? { files } : { files, binaryFiles };
}
