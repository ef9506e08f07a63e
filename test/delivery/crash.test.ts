import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FindingsError } from '../../lib/cluster/finding';
import { writeOutput } from '../../lib/delivery/disk/write-output';

const real = { ...fs };
let root: string;
beforeEach(() => {
  root = real.mkdtempSync(join(tmpdir(), 'crash-'));
});
afterEach(() => real.rmSync(root, { recursive: true, force: true }));

type Texts = { readonly [path: string]: string };
const SAME: Texts = { 'worker/same.yaml': 'same\n' };
/** A file becomes a folder, and a folder a file. */
const OLD: Texts = {
  ...SAME,
  'worker/changes.yaml': 'old\n',
  'worker/goes.yaml': 'goes\n',
  'gone/gone.yaml': 'gone\n',
  file: 'file\n',
  'folder/a.yaml': 'a\n',
};
const NEW: Texts = { ...SAME, 'worker/changes.yaml': 'new\n', 'fresh/comes.yaml': 'comes\n', 'file/deep/a.yaml': 'a\n', folder: 'folder\n' };
const MINE: Texts = { 'worker/mine.yaml': 'mine\n', '.gitignore': 'secret\n', 'own/deep/note.md': 'mine, too\n' };
const FOLDERS = ['lab', 'shop'];

const write = (texts: Texts) => {
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
  writeOutput([root], new Map(FOLDERS.map((name) => [name, files])), {}, 100);
};

/** The old set of both folders, which may lie elsewhere, and files of the user in them. */
function lay(elsewhere = root): void {
  real.rmSync(root, { recursive: true, force: true });
  if (elsewhere !== root) {
    real.mkdirSync(elsewhere, { recursive: true });
    for (const name of FOLDERS) real.symlinkSync(join(elsewhere, name), join(root, name));
  }
  write(OLD);
  for (const name of FOLDERS) {
    for (const [path, text] of Object.entries(MINE)) {
      real.mkdirSync(join(root, name, path, '..'), { recursive: true });
      real.writeFileSync(join(root, name, path), text);
    }
    real.mkdirSync(join(root, name, 'empty'));
  }
}

/** What is in a folder, without the list. */
function contents(folder: string): Texts {
  if (!real.existsSync(folder)) return {};
  const entries = real.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== '.generated');
  return Object.fromEntries(
    entries.map((entry) => join(entry.parentPath, entry.name)).map((file) => [file.slice(folder.length + 1), real.readFileSync(file, 'utf8')]),
  );
}

const sorted = (texts: Texts) => Object.entries(texts).sort().join('\n');
const STATES = { old: sorted({ ...OLD, ...MINE }), new: sorted({ ...NEW, ...MINE }) };
const state = (name: string) => Object.entries(STATES).find(([, texts]) => texts === sorted(contents(join(root, name))))?.[0] ?? 'mixed';

/** Removes a folder as the system does, file by file, in the order that does the most harm: the list of files first. */
function removeStepwise(path: string): void {
  if (fs.lstatSync(path).isDirectory()) {
    for (const name of fs.readdirSync(path).sort()) removeStepwise(join(path, name));
    fs.rmdirSync(path);
  } else fs.unlinkSync(path);
}

const WATCHED = [
  'chmodSync',
  'copyFileSync',
  'linkSync',
  'mkdirSync',
  'readdirSync',
  'readFileSync',
  'renameSync',
  'rmdirSync',
  'symlinkSync',
  'unlinkSync',
  'writeFileSync',
] as const;

/** Calls `before` with the number of each call to the file system, and its name. */
function watched(before: (call: number, name: string, path: string) => void, run: () => void): void {
  let calls = 0;
  const spies = WATCHED.map((name) => {
    const original = real[name] as (...given: unknown[]) => unknown;
    return jest.spyOn(fs, name).mockImplementation(((...given: unknown[]) => {
      calls += 1;
      before(calls, name, String(given[0]));
      return original(...given);
    }) as never);
  });
  spies.push(
    jest.spyOn(fs, 'rmSync').mockImplementation(((path: string) => {
      if (fs.existsSync(path)) removeStepwise(path);
    }) as never) as never,
  );
  try {
    run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

class Killed extends Error {}

/** Nothing reaches the disk from this call on, as after SIGKILL. Whether there was such a call. */
function killedAt(victim: number): boolean {
  let reached = false;
  try {
    watched(
      (call, name, path) => {
        if (call < victim) return;
        // A write is not atomic: half of it may be on the disk.
        if (call === victim && name === 'writeFileSync' && !path.endsWith('lock')) real.writeFileSync(path, 'ha');
        reached = true;
        throw new Killed();
      },
      () => write(NEW),
    );
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
  return reached;
}

/** The process that held the lock is gone. */
function bury(home = root): void {
  const lock = join(home, '.cdk8s-availability', 'lock');
  if (real.existsSync(lock)) real.writeFileSync(lock, real.readFileSync(lock, 'utf8').replace(/^\d+/, '4194305'));
}

const SYSTEM_ERRORS = ['ENOSPC', 'EACCES'];

function refuses(code: string, name: string, path: string): never {
  throw Object.assign(new Error(`${code}: refused, ${name} '${path}'`), { code, syscall: name.replace('Sync', ''), path });
}

test.each([
  ['', ''],
  [' that lies elsewhere', 'elsewhere'],
])(
  'killed at any call, each folder%s is the old one or the new one as a whole, or away for a moment; the next run leaves the new ones and nothing else',
  (_, elsewhere) => {
    const home = join(root, elsewhere);
    let victim = 1;
    for (; ; victim += 1) {
      lay(home);
      if (!killedAt(victim)) break;
      const states = FOLDERS.map((name) => (real.existsSync(join(root, name)) ? state(name) : 'away'));
      expect({ victim, states: states.filter((one) => one === 'mixed') }).toEqual({ victim, states: [] });
      bury(home);
      write(NEW);
      expect({ victim, states: FOLDERS.map(state) }).toEqual({ victim, states: ['new', 'new'] });
      expect({ victim, left: real.readdirSync(home) }).toEqual({ victim, left: FOLDERS });
      for (const name of FOLDERS) expect(real.existsSync(join(root, name, 'empty'))).toBe(true);
    }
    expect(victim).toBeGreaterThan(100);
  },
);

test('killed at any call, a run of the old program brings the old set back', () => {
  for (let victim = 1; ; victim += 1) {
    lay();
    if (!killedAt(victim)) break;
    bury();
    write(OLD);
    expect({ victim, states: FOLDERS.map(state) }).toEqual({ victim, states: ['old', 'old'] });
  }
});

test.each(SYSTEM_ERRORS)('refused at any call with %s, it says where and leaves the old set, or is done; the next run heals the rest', (code) => {
  let told = 0;
  for (let victim = 1; ; victim += 1) {
    lay();
    let reached = false;
    let error: unknown;
    try {
      watched(
        (call, name, path) => {
          if (call !== victim) return;
          reached = true;
          refuses(code, name, path);
        },
        () => write(NEW),
      );
    } catch (thrown) {
      error = thrown;
    }
    if (!reached) break;
    if (error === undefined) expect({ victim, states: FOLDERS.map(state) }).toEqual({ victim, states: ['new', 'new'] });
    else {
      told += 1;
      expect(error).toBeInstanceOf(FindingsError);
      expect((error as FindingsError).findings.map((finding) => finding.code)).toEqual(['OUTPUT-UNWRITABLE']);
      expect({ victim, states: FOLDERS.map(state) }).toEqual({ victim, states: ['old', 'old'] });
    }
    write(NEW);
    expect({ victim, states: FOLDERS.map(state), left: real.readdirSync(root) }).toEqual({ victim, states: ['new', 'new'], left: FOLDERS });
  }
  expect(told).toBeGreaterThan(50);
});
