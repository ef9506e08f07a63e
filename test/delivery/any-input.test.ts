import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { type Finding, FindingsError } from '../../lib';
import { JUNK, replaced, ways } from '../bad-input/junk';
import { fc, runs } from '../property';
import type { AnyAppProps } from '../support';
import { anyProgram, type Draw } from './any-program';

/** Small programs, of whose unusual apps every third has something in it that makes no sense. */
const DRAW: Draw = {
  steps: 3,
  isRich: false,
  spoil: (props, roll) => {
    if (roll(3) > 0) return props;
    const all = [...ways(props)].slice(1);
    return replaced(props, all[roll(all.length)] ?? [], JUNK[roll(JUNK.length)]) as AnyAppProps;
  },
  outdir: '/nowhere',
};

const seeds = fc.integer({ min: 0, max: 1_000_000 });

type Outcome = { readonly files: ReadonlyMap<string, Buffer>; readonly findings: readonly Finding[] };

/** What a program would write, or why not; another error than ours is a crash. */
function outcome(seed: number): Outcome {
  try {
    return anyProgram(seed, DRAW).build();
  } catch (error) {
    if (error instanceof FindingsError) return { files: new Map(), findings: error.findings };
    throw error;
  }
}

/** Files that many programs have are read once. */
const read = new Set<string>();

function readsBack(path: string, yaml: string): void {
  if (read.has(yaml)) return;
  read.add(yaml);
  const documents = parseAllDocuments(yaml, { version: '1.1' });
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings].map(({ message }) => `${path}: ${message}`))).toEqual([]);
  expect(documents.map((document) => document.toJS() as unknown)).toEqual(loadAll(yaml));
}

test('whatever a program says comes out as YAML that parsers of 1.1 and 1.2 read alike, or as findings with a code', () => {
  let written = 0;
  let refused = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const { files, findings } = outcome(seed);
      if (findings.length === 0) written += 1;
      else refused += 1;
      for (const { code, given, fix } of findings)
        expect([code, given.length > 0, fix.length > 0]).toEqual([expect.stringMatching(/^[A-Z0-9-]+$/), true, true]);
      if (findings.length > 0) return;
      for (const [path, bytes] of files) if (path.endsWith('.yaml')) readsBack(path, bytes.toString());
    }),
    runs(1000),
  );
  // Neither is rare.
  expect(Math.min(written, refused)).toBeGreaterThan((written + refused) / 10);
});

/** Writes a program, and says whether it was refused. */
function isRefused(seed: number, outdir: string): boolean {
  try {
    anyProgram(seed, { ...DRAW, outdir }).synth();
    return false;
  } catch (error) {
    if (error instanceof FindingsError) return true;
    throw error;
  }
}

/** The files of the cluster that every program has. */
const ofLab = (files: ReadonlyMap<string, Buffer>) => new Map([...files].filter(([path]) => path.startsWith('lab/') && !path.endsWith('/.generated')).sort());

function onDisk(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return ofLab(new Map(files.map(({ parentPath, name }) => [join(parentPath, name).slice(folder.length + 1), readFileSync(join(parentPath, name))])));
}

test('whatever a program says, its files are there as a whole, or those of the program before it', () => {
  fc.assert(
    fc.property(seeds, seeds, (one, other) => {
      const outdir = mkdtempSync(join(tmpdir(), 'any-input-'));
      try {
        isRefused(one, outdir);
        const before = onDisk(outdir);
        const { files, findings } = outcome(other);
        const refused = isRefused(other, outdir);
        // What is fine by itself may still take away what the first one wrote.
        if (findings.length > 0) expect(refused).toBe(true);
        expect(onDisk(outdir)).toEqual(refused ? before : ofLab(files));
      } finally {
        rmSync(outdir, { recursive: true, force: true });
      }
    }),
    runs(25),
  );
});
