import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { renderYaml } from '../lib/kubernetes/yaml';
import { MISREAD, SURVIVING } from '../test/kubernetes/texts';
import { PYTHON } from './checkov';
import { run } from './programs';
import type { Line } from './verdict';

/** Every document of a file, as JSON. */
const READ = 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1], encoding="utf-8", newline="")))))';

function readsAs(file: string): unknown {
  const { output, ok } = run(PYTHON, ['-c', READ, file]);
  return ok ? JSON.parse(output) : `cannot be read: ${output.trim().split('\n').at(-1)}`;
}

/** Whether PyYAML reads every file of these folders as other parsers do, and every text that one of them may misread as itself. */
export function pyYaml(folders: readonly string[], work: string): Line[] {
  const texts = [...MISREAD, ...SURVIVING];
  const file = join(work, 'texts.yaml');
  writeFileSync(file, renderYaml([{ texts }]));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(folder, name)),
  );
  const differ = files.filter((name) => {
    const documents = parseAllDocuments(readFileSync(name, 'utf8'), { version: '1.1' });
    return !isDeepStrictEqual(
      readsAs(name),
      documents.map((one) => one.toJS()),
    );
  });
  writeFileSync(`${file}.bad`, 'texts: [=]\n');
  return [
    { ok: isDeepStrictEqual(readsAs(file), [{ texts }]), text: `PyYAML reads ${texts.length} texts that some parser misreads` },
    { ok: differ.length === 0, text: `PyYAML reads ${files.length} files as other parsers do${differ.length === 0 ? '' : `, but not ${differ.join(', ')}`}` },
    { ok: typeof readsAs(`${file}.bad`) === 'string', text: 'PyYAML says what it cannot read' },
  ];
}
