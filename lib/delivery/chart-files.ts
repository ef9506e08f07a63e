import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Tags } from 'yaml';
import { refuse, refuseMisshapen } from '../cluster/refuse';
import { found } from '../cluster/rule';
import { text } from '../cluster/shape';
import { isPlain } from '../cluster/shape-rules';
import type { ChartFiles } from '../kubernetes/charts/chart-files';
import { CHART_FILES } from './rules';

/**
 * What a chart says of its values, for `files` of a `ThirdPartyChart`: read now, from what `helm pull --untar` left. Commit these files.
 *
 * @param folder of the chart, relative to the working directory of the program
 */
export function chartFiles(folder: string): ChartFiles {
  refuseMisshapen('chartFiles', text, folder);
  const schema = read(folder, 'values.schema.json');
  const { version } = read(folder, 'Chart.yaml');
  // Charts in it have values of their own, which it may require.
  const isAlone = statSync(join(folder, 'charts'), { throwIfNoEntry: false })?.isDirectory() !== true || readdirSync(join(folder, 'charts')).length === 0;
  const defaults = isAlone && statSync(join(folder, 'values.yaml'), { throwIfNoEntry: false }) !== undefined ? read(folder, 'values.yaml') : undefined;
  return { schema, ...(defaults === undefined ? {} : { defaults }), ...(typeof version === 'string' ? { version } : {}) };
}

function read(folder: string, name: string): { readonly [key: string]: unknown } {
  const path = join(folder, name);
  const refused = (given: string) =>
    refuse([
      found(CHART_FILES, resolve(path), {
        given,
        allowed: 'but this file of the chart is read now, relative to the working directory',
        fix: "Use join(__dirname, '…') with the folder that helm pull --untar made, or leave files out if the chart has no such file.",
      }),
    ]);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return refused('no file');
  // Loaded when it is needed: it is a tenth of what a synthesis loads.
  const { parse } = require('yaml') as typeof import('yaml');
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'), { version: '1.1', customTags: asHelm });
  } catch {
    return refused('a file that is neither YAML nor JSON');
  }
  if (content === null) return {};
  return typeof content === 'object' && isPlain(content) ? (content as { readonly [key: string]: unknown }) : refused('a file without an object');
}

/** YAML 1.1, but dates and times of day are texts. Source: go-yaml, which Helm uses, resolve.go. */
function asHelm(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || !(tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME')));
}
