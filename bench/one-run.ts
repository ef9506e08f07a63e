// One measurement in a process of its own: synthesize COUNT apps, then write the same objects with the yaml package alone.
// Prints both times in milliseconds. `--only-synth` leaves the second out, for a profile.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { manyApps } from './many-apps';

const count = Number(process.argv[2]);
const work = mkdtempSync(join(tmpdir(), 'bench-'));
const milliseconds = (run: () => void): number => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

const out = join(work, 'out');
const synth = milliseconds(() => manyApps(count, out).synth());
let floor = 0;
if (!process.argv.includes('--only-synth')) {
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({
      file: join(work, 'floor', file.slice(out.length)),
      objects: parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as unknown),
    }));
  floor = milliseconds(() => {
    for (const { file, objects } of files) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n'));
    }
  });
}
rmSync(work, { recursive: true });
console.log(JSON.stringify({ count, synth, floor }));
