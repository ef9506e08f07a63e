import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { catalogue } from '../../judges/catalogue';
import { IMAGES } from '../../lib/catalog/images';

const ROOT = resolve(__dirname, '../..');

/** It makes no app, but puts one behind a VPN, as transmissionVpn is. */
const HELPERS = ['behindVpn'];

test('the judges see every app of the catalogue', () => {
  const exports = [...readFileSync(join(ROOT, 'lib/index.ts'), 'utf8').matchAll(/^export \{ (.*) \} from '\.\/catalog\//gm)];
  const apps = exports.flatMap(([, names = '']) => names.split(', ')).filter((name) => /^[a-z]\w*\d?$/.test(name) && !HELPERS.includes(name));
  expect(apps.length).toBeGreaterThan(25);
  const program = readFileSync(join(ROOT, 'judges/catalogue.ts'), 'utf8');
  expect(apps.filter((name) => !program.includes(` ${name}(`))).toEqual([]);
});

test('all of them in one cluster have each image of the catalogue, and nothing is said against them', () => {
  const { files, findings } = catalogue('/nowhere').build();
  expect(findings).toEqual([]);
  const written = [...files.values()].join('\n');
  expect(Object.values(IMAGES).filter((image) => !written.includes(`image: ${image}`))).toEqual([]);
});
