import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FindingsError } from '../../lib/cluster/finding';
import type { Change } from '../../lib/delivery/disk/change';
import { prepareSwap } from '../../lib/delivery/disk/folder-swap';
import { differences, summaryOf } from '../../lib/delivery/disk/summary';
import { compareOutput, writeOutput } from '../../lib/delivery/disk/write-output';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Texts = { readonly [path: string]: string };
const foldersOf = (texts: Texts) => new Map([['lab', new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]))]]);
const at = (...path: readonly string[]) => join(root, 'lab', ...path);
const lock = () => join(root, '.cdk8s-availability', 'lock');

function write(texts: Texts): Change {
  let said: Change | undefined;
  writeOutput(
    [root],
    foldersOf(texts),
    {
      announce: (_, changes) => {
        said = changes.get('lab');
      },
    },
    200,
  );
  if (said === undefined) throw new Error('nothing was announced');
  return said;
}

function message(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof FindingsError ? error.message.replaceAll(root, '<outdir>') : String(error);
  }
  return 'written';
}

function hold(holder: string): void {
  mkdirSync(dirname(lock()), { recursive: true });
  writeFileSync(lock(), holder);
}

describe('what a write says that it changes', () => {
  test('new, changed, removed and unchanged files', () => {
    write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n', 'c.yaml': 'c\n' });
    expect(write({ 'a.yaml': 'a\n', 'b.yaml': 'new\n', 'd.yaml': 'd\n' })).toMatchObject({
      added: ['d.yaml'],
      changed: ['b.yaml'],
      removed: ['c.yaml'],
      same: ['a.yaml'],
      byHand: [],
    });
  });

  test('those of them that somebody changed by hand', () => {
    write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n', 'c.yaml': 'c\n' });
    writeFileSync(at('b.yaml'), 'mine\n');
    writeFileSync(at('c.yaml'), 'mine, too\n');
    expect(write({ 'a.yaml': 'new\n', 'b.yaml': 'b\n' }).byHand).toEqual(['b.yaml', 'c.yaml']);
  });

  test('a file whose line endings Git changed was not changed by hand, and is not somebody else’s', () => {
    write({ 'a.yaml': 'a\nb\n' });
    for (const name of ['a.yaml', '.generated']) writeFileSync(at(name), readFileSync(at(name), 'utf8').replaceAll('\n', '\r\n'));
    expect(write({ 'a.yaml': 'a\nb\n' })).toMatchObject({ changed: ['a.yaml'], byHand: [] });
    rmSync(at('.generated'));
    writeFileSync(at('a.yaml'), 'a\r\nb\r\n');
    write({ 'a.yaml': 'a\nb\n' });
    expect(readFileSync(at('a.yaml'), 'utf8')).toBe('a\nb\n');
  });

  test('the list of an older version, which has no fingerprints, tells nobody’s hand', () => {
    mkdirSync(at());
    writeFileSync(at('a.yaml'), 'old\n');
    writeFileSync(at('b.yaml'), 'old\n');
    writeFileSync(at('.generated'), 'a.yaml\nb.yaml\n');
    expect(write({ 'a.yaml': 'new\n' })).toMatchObject({ changed: ['a.yaml'], removed: ['b.yaml'], byHand: [] });
  });

  test('each path, for whoever checks it', () => {
    write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' });
    const would = foldersOf({ 'a.yaml': 'new\n', 'c.yaml': 'c\n' });
    expect(differences(compareOutput(root, would))).toBe('changed: lab/a.yaml; missing: lab/c.yaml; no longer written: lab/b.yaml');
    expect(readFileSync(at('a.yaml'), 'utf8')).toBe('a\n');
    writeOutput([root], would);
    expect(differences(compareOutput(root, would))).toBe('');
  });

  test('a line for a folder', () => {
    const none = { added: [], changed: [], removed: [], same: ['a'], byHand: [], isListed: true };
    expect(summaryOf('dist', new Map([['charts', none]]), [])).toBe('dist/charts: 1 file, none changed\n');
    expect(summaryOf('dist', new Map([['charts', { ...none, added: ['b'], removed: ['c', 'd'], byHand: ['c'] }]]), [])).toBe(
      'dist/charts: files: 1 new, 2 removed, 1 unchanged\n  changed by hand, and replaced now: dist/charts/c\n',
    );
  });
});

describe('what the user has in the folder', () => {
  test('stays: empty folders, rights, and a repository', () => {
    write({ 'a.yaml': 'a\n', 'worker/b.yaml': 'b\n' });
    mkdirSync(at('empty', 'deep'), { recursive: true });
    mkdirSync(at('.git'));
    writeFileSync(at('.git', 'HEAD'), 'ref: refs/heads/main\n');
    chmodSync(at('a.yaml'), 0o640);
    chmodSync(at('worker'), 0o750);
    chmodSync(at(), 0o751);
    write({ 'a.yaml': 'new\n', 'worker/b.yaml': 'new\n' });
    expect(existsSync(at('empty', 'deep'))).toBe(true);
    expect(readFileSync(at('.git', 'HEAD'), 'utf8')).toBe('ref: refs/heads/main\n');
    expect([at('a.yaml'), at('worker'), at()].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(['640', '750', '751']);
  });

  test('stays, when it is saved while the new set takes its place', () => {
    write({ 'a.yaml': 'a\n' });
    writeFileSync(at('mine.txt'), 'first\n');
    const files = new Map([
      ['a.yaml', Buffer.from('new\n')],
      ['b.yaml', Buffer.from('ours\n')],
    ]);
    const swap = prepareSwap(at(), files);
    // An editor saves to a new file and renames it.
    rmSync(at('mine.txt'));
    writeFileSync(at('mine.txt'), 'second\n');
    writeFileSync(at('late.txt'), 'late\n');
    writeFileSync(at('b.yaml'), 'mine\n');
    for (const name of ['mine.txt', 'late.txt', 'b.yaml']) utimesSync(at(name), new Date(), new Date(Date.now() + 1000));
    swap.swap();
    swap.finish();
    expect(
      Object.fromEntries(
        readdirSync(at())
          .sort()
          .map((name) => [name, readFileSync(at(name), 'utf8')]),
      ),
    ).toMatchObject({
      'a.yaml': 'new\n',
      'b.yaml': 'ours\n',
      'b.yaml.saved': 'mine\n',
      'late.txt': 'late\n',
      'mine.txt': 'second\n',
    });
  });

  test('an unchanged file keeps its time', () => {
    write({ 'a.yaml': 'a\n', 'b.yaml': 'b\n' });
    const before = statSync(at('a.yaml'));
    write({ 'a.yaml': 'a\n', 'b.yaml': 'new\n' });
    expect(statSync(at('a.yaml')).mtimeMs).toBe(before.mtimeMs);
  });
});

describe('who writes', () => {
  test('waits for another one, and says who it is', () => {
    hold(`1 ${hostname()}`);
    expect(message(() => write({ 'a.yaml': 'a\n' }))).toBe(`Synthesis stopped, nothing was written: 1 finding.

OUTPUT-HELD  <outdir>/.cdk8s-availability/lock: process 1 on ${hostname()} writes here, but only one synthesis may write at a time.
             Wait until it has ended. If there is no such process, delete this file.
`);
    expect(existsSync(at())).toBe(false);
  });

  test('takes the place of one that is gone, of one from before the machine started, and of one elsewhere that is too old', () => {
    const old = (seconds: number) => utimesSync(lock(), new Date(), new Date(Date.now() - seconds * 1000));
    hold(`4194305 ${hostname()}`);
    expect(message(() => write({ 'a.yaml': 'a\n' }))).toBe('written');
    hold(`1 ${hostname()}`);
    old(10 * 365 * 86_400);
    expect(message(() => write({ 'a.yaml': 'b\n' }))).toBe('written');
    hold('17 elsewhere');
    expect(message(() => write({ 'a.yaml': 'c\n' }))).toContain('process 17 on elsewhere writes here');
    old(3600);
    expect(message(() => write({ 'a.yaml': 'd\n' }))).toBe('written');
    expect(readdirSync(root)).toEqual(['lab']);
  });
});

test('a system that does not let it write is told, with what to do', () => {
  writeFileSync(join(root, 'file'), '');
  expect(message(() => writeOutput([join(root, 'file')], foldersOf({ 'a.yaml': 'a\n' })))).toBe(`Synthesis stopped, nothing was written: 1 finding.

OUTPUT-UNWRITABLE  <outdir>/file/.cdk8s-availability: the system refuses mkdir (ENOTDIR), but synthesis must write there.
                   Something in the path is no folder: move it away, or choose another outdir.
`);
});
