import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import { IMAGES } from '../../lib/catalog/images';
import { charts, written } from './program';

const ROOT = resolve(__dirname, '../..');
const {
  customManagers,
}: { readonly customManagers: readonly { readonly matchStrings: readonly string[]; readonly managerFilePatterns: readonly string[] }[] } = JSON.parse(
  readFileSync(join(ROOT, 'default.json'), 'utf8'),
);

/** As Renovate's regex manager does it: each pattern over the whole file. RE2 knows what these patterns have: scripts/check-renovate.js. */
function found(source: string): string[] {
  return customManagers
    .flatMap(({ matchStrings }) => matchStrings)
    .flatMap((pattern) => [...source.matchAll(new RegExp(pattern, 'g'))])
    .map(({ groups }) => named(groups?.depName, groups?.currentValue, groups?.currentDigest))
    .sort();
}

function named(repository = '', tag?: string, digest?: string): string {
  return `${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** The images and pinned charts that a program writes down, as the compiler sees them. */
function calls(source: string): string[] {
  const images: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.expression.getText() === 'Image') {
      const texts = node.arguments.map((one) => (ts.isStringLiteral(one) ? one.text : 'not a text'));
      images.push(node.expression.name.text === 'digest' ? named(texts[0], undefined, texts[1]) : named(...(texts as [string, string, string?])));
    }
    if (ts.isCallExpression(node) && /^ChartSource\.(oci|repository)$/.test(node.expression.getText())) {
      const [url, options] = node.arguments;
      const { chart, version, digest } = textsOf(options);
      images.push(named(chart ?? (url && ts.isStringLiteral(url) ? url.text.slice('oci://'.length) : 'not a text'), version, digest));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('program.ts', source, ts.ScriptTarget.ES2022, true));
  return images.sort();
}

function textsOf(options: ts.Expression | undefined): { readonly [key: string]: string | undefined } {
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return {};
  const texts = options.properties.flatMap((one) =>
    ts.isPropertyAssignment(one) && ts.isStringLiteral(one.initializer) ? [[one.name.getText(), one.initializer.text] as const] : [],
  );
  return Object.fromEntries(texts);
}

const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((page) => page.endsWith('.md'));
const BLOCKS = PAGES.flatMap((page) =>
  [...read(page).matchAll(/^ *```ts\b.*\n([\s\S]*?)^ *```$/gm)].map((match) => [`${page}:${match.index}`, match[1] ?? ''] as const),
).filter(([, source]) => /Image\.|ChartSource\./.test(source));

test('finds each image and each chart of a program once, over several lines and in both kinds of quotes', () => {
  expect(found(read('test/renovate/program.ts'))).toEqual([...written.map(String), ...charts].sort());
});

test('finds each image of the catalogue once', () => {
  expect(found(read('lib/catalog/images.ts'))).toEqual(Object.values(IMAGES).map(String).sort());
});

test.each(['main.ts', 'lib/monitoring/node-exporter.ts', 'scripts/check-package.js'])('finds what %s writes down', (file) => {
  const source = read(file);
  expect(found(source)).toEqual(file.endsWith('.js') ? ['docker.io/library/nginx:1.29.0', 'docker.io/library/nginx:1.29.0'] : calls(source));
});

test('finds the images of all programs in the documentation', () => {
  expect(BLOCKS.length).toBeGreaterThan(1);
  expect(BLOCKS.map(([where, source]) => [where, found(source)])).toEqual(BLOCKS.map(([where, source]) => [where, calls(source)]));
});

test('looks into TypeScript and JavaScript', () => {
  const patterns = new Set(customManagers.flatMap(({ managerFilePatterns }) => managerFilePatterns));
  expect([...patterns]).toEqual(['/\\.[cm]?[jt]sx?$/']);
  const [pattern = ''] = [...patterns].map((one) => one.slice(1, -1));
  expect(['main.ts', 'lib/images.mts', 'app.js', 'app.jsx', 'notes.md'].filter((file) => new RegExp(pattern).test(file))).toHaveLength(4);
});
