import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFiles, Volume } from '../../lib';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { configChecksums } from '../../lib/kubernetes/volumes';
import { planOf, refusalOf } from '../support';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}

/** What stands on the pod, so that a change makes a new one. */
function checksum(): string | undefined {
  const plan = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes: [Volume.config('/etc/app', configFiles(folder))] });
  return configChecksums(plan)['cdk8s-availability/checksum-etc-app'];
}

test('the files of a folder come in order, text as text and the rest as bytes', () => {
  write('b.conf', 'größe = 1\n');
  write('a.conf', '');
  write('logo.png', new Uint8Array([0x89, 0x50]));
  const { files, binaryFiles } = configFiles(folder);
  expect(Object.entries(files)).toEqual([
    ['a.conf', ''],
    ['b.conf', 'größe = 1\n'],
  ]);
  expect(Object.keys(binaryFiles ?? {})).toEqual(['logo.png']);
});

test('a change of a file, text or not, makes a new pod', () => {
  write('a.conf', '1');
  const first = checksum();
  expect(checksum()).toBe(first);
  write('a.conf', '2');
  const second = checksum();
  write('logo.png', new Uint8Array([0xff]));
  expect(new Set([first, second, checksum()]).size).toBe(3);
});

test('a folder in the folder is refused: its files would be lost', () => {
  mkdirSync(join(folder, 'conf.d'));
  expect(refusalOf(() => configFiles(folder)).replace(folder, '/config')).toMatchInlineSnapshot(`
    "Synthesis stopped, nothing was written: 1 finding.

    CONFIG-FOLDER  /config/conf.d: a folder, but a ConfigMap can only hold files.
                   Use a separate config volume for it.
    "
  `);
});
