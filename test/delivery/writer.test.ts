import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FindingsError } from '../../lib/cluster/finding';
import { writeOutput } from '../../lib/delivery/disk/write-output';
import { fc, runs } from '../property';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'writer-'));
  folder = join(root, 'homelab');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Texts = { readonly [path: string]: string };
const write = (files: Texts) =>
  writeOutput([root], new Map([['homelab', new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]))]]));
const listing = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test('writes files at their paths, and a list of them', () => {
  write({ 'worker/a.yaml': 'a\n', 'report/report.md': '# r\n' });
  expect(listing()).toEqual(['.generated', 'report/report.md', 'worker/a.yaml']);
  expect(readFileSync(join(folder, '.generated'), 'utf8')).toBe('054df7e3c2b0  report/report.md\n87428fc52280  worker/a.yaml\n');
});

test('files that are no longer generated go, and so do their empty folders', () => {
  write({ 'worker/a.yaml': 'a\n', 'storage/b.yaml': 'b\n' });
  write({ 'worker/a.yaml': 'a\n' });
  expect(listing()).toEqual(['.generated', 'worker/a.yaml']);
  expect(readdirSync(folder).sort()).toEqual(['.generated', 'worker']);
});

test('files that it did not write stay', () => {
  write({ 'worker/a.yaml': 'a\n' });
  writeFileSync(join(folder, 'worker', 'by-hand.yaml'), 'mine\n');
  write({ 'control/c.yaml': 'c\n' });
  expect(listing()).toEqual(['.generated', 'control/c.yaml', 'worker/by-hand.yaml']);
  expect(readFileSync(join(folder, 'worker/by-hand.yaml'), 'utf8')).toBe('mine\n');
});

test('the same files are not written again, so that nobody who watches them wakes up', () => {
  write({ 'a.yaml': 'a\n' });
  const before = statSync(join(folder, 'a.yaml'));
  write({ 'a.yaml': 'a\n' });
  expect(statSync(join(folder, 'a.yaml')).ino).toBe(before.ino);
  expect(statSync(join(folder, 'a.yaml')).mtimeMs).toBe(before.mtimeMs);
});

test('a file by somebody else is not overwritten, and nothing else is written then', () => {
  write({ 'a.yaml': 'a\n' });
  writeFileSync(join(folder, 'b.yaml'), 'mine\n');
  const refused = (): string => {
    try {
      write({ 'a.yaml': 'new\n', 'b.yaml': 'ours\n' });
    } catch (error) {
      return error instanceof FindingsError ? error.message.replaceAll(folder, '<folder>') : String(error);
    }
    return 'written';
  };
  expect(refused()).toBe(`Synthesis stopped, nothing was written: 1 finding.

FILE-NOT-OURS  <folder>/b.yaml: a file that this program did not write, but synthesis would write a file at this path (.generated does not list this one).
               Move it away, or delete it.
`);
  expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('a\n');
});

test('a file by somebody else with the very same content is taken over', () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.yaml'), 'a\n');
  write({ 'a.yaml': 'a\n' });
  expect(listing()).toEqual(['.generated', 'a.yaml']);
});

test('what a kill between the two renames left is put back first', () => {
  write({ 'a.yaml': 'old\n' });
  mkdirSync(join(root, '.cdk8s-availability'));
  renameSync(folder, join(root, '.cdk8s-availability', 'homelab.old'));
  write({ 'a.yaml': 'old\n' });
  expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('old\n');
  expect(readdirSync(root)).toEqual(['homelab']);
});

test('what a kill while the new set was built left is thrown away', () => {
  write({ 'a.yaml': 'old\n' });
  mkdirSync(join(root, '.cdk8s-availability', 'homelab.new'), { recursive: true });
  writeFileSync(join(root, '.cdk8s-availability', 'homelab.new', 'half.yaml'), 'half');
  write({ 'a.yaml': 'new\n' });
  expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('new\n');
  expect(readdirSync(root)).toEqual(['homelab']);
});

test('whatever was written before, the folder then holds the new set and the files of others', () => {
  const path = fc.constantFrom('a.yaml', 'b.yaml', 'worker/c.yaml', 'worker/deep/d.yaml');
  const set = fc.dictionary(path, fc.string({ maxLength: 5 }), { minKeys: 1 });
  fc.assert(
    fc.property(fc.array(set, { minLength: 1, maxLength: 4 }), (sets) => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      writeFileSync(join(folder, 'mine.txt'), 'mine');
      for (const files of sets) write(files);
      const last = sets.at(-1) ?? {};
      expect(listing()).toEqual(['.generated', 'mine.txt', ...Object.keys(last)].sort());
      for (const [file, content] of Object.entries(last)) expect(readFileSync(join(folder, file), 'utf8')).toBe(content);
    }),
    runs(40),
  );
});

test('a .gitignore of the user stays, as do files in what a kill left while somebody restored the folder', () => {
  write({ 'a.yaml': 'a\n' });
  writeFileSync(join(folder, '.gitignore'), 'secret\n');
  write({ 'a.yaml': 'b\n' });
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('secret\n');
  writeFileSync(join(folder, 'mine.yaml'), 'mine\n');
  mkdirSync(join(root, '.cdk8s-availability'));
  renameSync(folder, join(root, '.cdk8s-availability', 'homelab.old'));
  mkdirSync(folder);
  write({ 'a.yaml': 'c\n' });
  expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).toBe('mine\n');
  expect(readdirSync(root)).toEqual(['homelab']);
});

test('a folder where a file is to be written, and a file where a folder is, are in the way', () => {
  mkdirSync(join(folder, 'a.yaml'), { recursive: true });
  writeFileSync(join(folder, 'worker'), 'mine');
  const codes = (): string[] => {
    try {
      write({ 'a.yaml': 'a\n', 'worker/b.yaml': 'b\n' });
    } catch (error) {
      return error instanceof FindingsError ? error.findings.map((finding) => `${finding.code} ${finding.path.slice(folder.length)}`) : [String(error)];
    }
    return [];
  };
  expect(codes()).toEqual(['FILE-NOT-OURS /a.yaml', 'FILE-NOT-OURS /worker']);
});

test('a file becomes a folder, and a folder a file, as often as the program wants', () => {
  const sets: readonly Texts[] = [
    { apps: 'a\n', 'more/deep/b.yaml': 'b\n' },
    { 'apps/deep/c.yaml': 'c\n', more: 'd\n' },
  ];
  for (const files of [...sets, ...sets]) {
    write(files);
    expect(listing()).toEqual(['.generated', ...Object.keys(files)]);
  }
});

test('a folder that lies elsewhere stays there', () => {
  mkdirSync(join(root, 'elsewhere'));
  symlinkSync(join(root, 'elsewhere'), folder);
  write({ 'a.yaml': 'a\n' });
  expect(lstatSync(folder).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(root, 'elsewhere', 'a.yaml'), 'utf8')).toBe('a\n');
});

test.each([true, false])('what a kill between the two renames left of a folder that lies elsewhere is put back there (a relative link: %s)', (isRelative) => {
  const elsewhere = join(root, 'elsewhere');
  mkdirSync(elsewhere);
  // A link to a link, to nothing yet.
  symlinkSync(isRelative ? 'link' : join(root, 'link'), folder);
  symlinkSync(isRelative ? 'elsewhere/home' : join(elsewhere, 'home'), join(root, 'link'));
  write({ 'a.yaml': 'old\n' });
  writeFileSync(join(folder, 'notes.md'), 'mine');
  mkdirSync(join(elsewhere, '.cdk8s-availability'));
  renameSync(join(elsewhere, 'home'), join(elsewhere, '.cdk8s-availability', 'home.old'));
  write({ 'a.yaml': 'new\n' });
  expect(listing()).toEqual(['.generated', 'a.yaml', 'notes.md']);
  expect(lstatSync(folder).isSymbolicLink()).toBe(true);
  expect(readdirSync(elsewhere)).toEqual(['home']);
});

test('a link that leads to itself is said to be unusable', () => {
  symlinkSync(folder, folder);
  expect(() => write({ 'a.yaml': 'a\n' })).toThrow('OUTPUT-UNWRITABLE');
});

/** A kill left the old set beside the new one; the user saved these files in the old one, and has those in the new one. */
function savedInOld(set: Texts, old: Texts, now: Texts = {}): Texts {
  write(set);
  const lay = (below: string, texts: Texts) => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(join(below, path, '..'), { recursive: true });
      writeFileSync(join(below, path), text);
      // Restored from a backup.
      utimesSync(join(below, path), 1, 1);
    }
  };
  lay(join(root, '.cdk8s-availability', 'homelab.old'), old);
  lay(folder, now);
  write({ ...set, 'next.yaml': 'next\n' });
  expect(readdirSync(root)).toEqual(['homelab']);
  return Object.fromEntries(
    listing()
      .filter((path) => !['.generated', 'next.yaml'].includes(path))
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

test('what the user saved in the old set replaces nothing, whatever is there and whichever is older', () => {
  const set = { 'a.yaml': 'a\n', 'apps/blog.yaml': 'blog\n' };
  expect(savedInOld(set, { 'notes.md': 'mine' })).toEqual({ ...set, 'notes.md': 'mine' });
  expect(savedInOld(set, { 'notes.md': 'mine' }, { 'notes.md': 'mine' })).toEqual({ ...set, 'notes.md': 'mine' });
  expect(savedInOld(set, { 'notes.md': 'new' }, { 'notes.md': 'restored' })).toEqual({ ...set, 'notes.md': 'restored', 'notes.md.saved': 'new' });
  rmSync(folder, { recursive: true });
  expect(savedInOld(set, { 'a.yaml': 'mine' }, { 'a.yaml.saved': 'one', 'a.yaml.saved.1': 'two' })).toEqual({
    ...set,
    'a.yaml.saved': 'one',
    'a.yaml.saved.1': 'two',
    'a.yaml.saved.2': 'mine',
  });
  rmSync(folder, { recursive: true });
  expect(savedInOld(set, { apps: 'mine' })).toEqual({ ...set, 'apps.saved': 'mine' });
  rmSync(folder, { recursive: true });
  expect(savedInOld(set, { 'a.yaml/deep/notes.md': 'mine' })).toEqual({ ...set, 'a.yaml.saved/deep/notes.md': 'mine' });
});

test('a link of the user that both sets have is there once', () => {
  write({ 'a.yaml': 'a\n' });
  const old = join(root, '.cdk8s-availability', 'homelab.old');
  mkdirSync(old, { recursive: true });
  for (const below of [old, folder]) symlinkSync('a.yaml', join(below, 'link.yaml'));
  write({ 'a.yaml': 'b\n' });
  expect(readdirSync(folder).sort()).toEqual(['.generated', 'a.yaml', 'link.yaml']);
});
