// Writes build/, which is what the package holds: declarations file by file, and the code in few files, which load on first use.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { withClassNames } = require('./class-names');
const { withFirstSpread } = require('./first-spread');
const ts = require('typescript');

const root = path.join(__dirname, '..');
const lib = path.join(root, 'lib');
const build = path.join(root, 'build');
const out = path.join(build, 'lib');

/** What is run or loaded by its path: the command, what it loads into programs, and the plugin of cdk8s-cli. */
const OWN = ['cli/bin', 'cli/program/preload', 'cli/validation'];

/** Folders of lib/ whose code loads when a program first uses a name from them. Nearly every program needs the others. */
const APART = ['catalog', 'monitoring'];

/** The public names that exist at run time, by the file that holds them; and what the library does first. */
function publicNames() {
  const source = ts.createSourceFile('index.ts', fs.readFileSync(path.join(lib, 'index.ts'), 'utf8'), ts.ScriptTarget.Latest);
  const groups = new Map();
  const first = [];
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && statement.importClause === undefined) first.push(`import '${statement.moduleSpecifier.text}';`);
    else if (!ts.isExportDeclaration(statement) || !ts.isNamedExports(statement.exportClause))
      throw new Error(`lib/index.ts does more than export names: ${statement.getText(source)}`);
    else if (!statement.isTypeOnly) {
      const from = statement.moduleSpecifier.text;
      const folder = from.split('/')[1];
      const group = APART.includes(folder) ? folder : 'apps';
      const names = statement.exportClause.elements
        .filter((one) => !one.isTypeOnly)
        .map((one) => ({ name: one.name.text, from: `export { ${one.getText(source)} } from '${from}';` }));
      groups.set(group, [...(groups.get(group) ?? []), ...names]);
    }
  }
  return { groups, first };
}

/** Each group of names is one entry: what several of them need is in files that they share, so that it exists once. */
async function bundle({ groups, first }) {
  const { outputFiles } = await esbuild.build({
    entryPoints: {
      ...Object.fromEntries([...groups.keys()].map((group) => [group, group])),
      ...Object.fromEntries(OWN.map((own) => [own, path.join(lib, `${own}.ts`)])),
    },
    plugins: [
      {
        name: 'groups',
        setup(setup) {
          setup.onResolve({ filter: /.*/ }, ({ kind, path: group }) =>
            kind === 'entry-point' && groups.has(group) ? { path: group, namespace: 'group' } : undefined,
          );
          setup.onLoad({ filter: /.*/, namespace: 'group' }, ({ path: group }) => ({
            contents: [...first, ...groups.get(group).map(({ from }) => from)].join('\n'),
            loader: 'ts',
            resolveDir: lib,
          }));
        },
      },
    ],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    chunkNames: 'shared-[hash]',
    outdir: out,
    write: false,
    logLevel: 'warning',
  });
  for (const { path: file, text } of outputFiles) {
    const named = withFirstSpread(withClassNames(text));
    // Blanks are a tenth of the package.
    const { code } = esbuild.transformSync(named, { format: 'cjs', platform: 'node', target: 'node20', minifyWhitespace: true, lineLimit: 160 });
    fs.writeFileSync(file, code);
  }
}

/** What programs require. The last line is never run: it names the exports for programs that import them as an ES module. */
function index({ groups }) {
  const getters = [...groups].flatMap(([group, names]) =>
    names.map(({ name }) => `  ${name}: { enumerable: true, get: () => require('./${group}.js').${name} },\n`),
  );
  const names = [...groups.values()].flat().map(({ name }) => name);
  return `'use strict';\nObject.defineProperties(exports, {\n  __esModule: { value: true },\n${getters.join('')}});\n0 && (module.exports = { ${names.join(', ')} });\n`;
}

async function main() {
  fs.rmSync(build, { recursive: true, force: true });
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.build.json', '--emitDeclarationOnly'], {
    cwd: root,
    stdio: 'inherit',
  });
  const names = publicNames();
  await bundle(names);
  fs.writeFileSync(path.join(out, 'index.js'), index(names));
}

main();
