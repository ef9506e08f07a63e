import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { compilerError, reasonIn } from '../../lib/cli/program/reason';
import { Project } from './programs';

const BIN = resolve(__dirname, '../../lib/cli/bin.ts');
const project = new Project().write('cdk8s-availability/package.json', '{ "version": "0.0.0" }');
buildSync({ entryPoints: [BIN], outfile: join(project.cwd, 'command.js'), bundle: true, packages: 'external', platform: 'node' });
afterAll(() => project.remove());

/** What the command says of these files, in a process of its own: jest reads modules in its own way. */
function said(files: { readonly [name: string]: string }, args: readonly string[], command = ['--require', require.resolve('tsx/cjs'), BIN]): string {
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  const env = { ...process.env, NODE_PATH: project.cwd };
  return spawnSync(process.execPath, [...command, ...args], { cwd: project.cwd, env, encoding: 'utf8' }).stderr;
}

/** The same of facts, by a command that Node reads alone: tsx reads modules in its own way, too. */
function saidOf(facts: string, text = ''): string {
  const files = { [facts]: text, 'wiki.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: wiki }\n' };
  return said(files, ['check', 'wiki.yaml', '--facts', facts.split('/')[0] ?? ''], ['command.js']);
}

test('a program that does not compile: what the compiler says, with file and line', () => {
  expect(said({ 'main.ts': '// first\nsyntax error here(\n' }, ['explain', 'wiki'])).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  main.ts: a program that does not compile (main.ts:2: Expected ";" but found "error"), so it says nothing of a cluster.
                    Run it: npx tsx main.ts shows more.
"
`);
});

test('a program that throws: the command that a person types to run it', () => {
  expect(said({ 'throws.ts': "throw new Error('no network');\n" }, ['explain', 'wiki', '--app', 'throws.ts'])).toMatchInlineSnapshot(`
"PROGRAM-UNREADABLE  throws.ts: a program that does not run (Error: no network), so it says nothing of a cluster.
                    Run it: npx tsx throws.ts shows more.
"
`);
});

test.each([
  ['facts.ts', 'export const facts = { nodes: [ }\n'],
  ['module.mts', 'export const facts = { nodes: [ }\n'],
  ['plain.js', "'use strict';\nsyntax error here(\n"],
  ['module.mjs', '// first\nexport const facts = { nodes: [ }\n'],
])('facts in %s that do not compile: the same', (name, text) => {
  expect(saidOf(name, text)).toMatchSnapshot();
});

test('a folder is said to be one', () => {
  expect(saidOf('cluster/index.js')).toMatchInlineSnapshot(`
"FACTS-UNREADABLE  cluster: a folder, but facts are in one file.
                  Name that: --facts cluster/facts.ts.
"
`);
});

test.each([
  ['ts-node', "TSError: ⨯ Unable to compile TypeScript:\nmain.ts(2,8): error TS1005: ';' expected.\n"],
  ['ts-node, pretty', "TSError: ⨯ Unable to compile TypeScript:\nmain.ts:2:8 - error TS1005: ';' expected.\n"],
  [
    'Node that strips types',
    "main.ts:2\nsyntax error here(\n       ^^^^^\n\nSyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: ';' expected.\n    at parseTypeScript (node:internal/modules/typescript:68:40)\n",
  ],
])('what %s says is read', (_, text) => {
  expect(compilerError(text, project.write('main.ts', '').cwd)).toMatch(/^main\.ts:2: (TS1005: )?';' expected\.$/);
});

test.each([
  ['JSON', 'undefined:1\n{\n \n\nSyntaxError: Unexpected end of JSON input\n    at JSON.parse (<anonymous>)\n'],
  ['a pattern', "main.ts:1\nnew RegExp('(');\n^\n\nSyntaxError: Invalid regular expression: /(/: Unterminated group\n    at new RegExp (<anonymous>)\n"],
])('a program that parses %s with errors does compile', (_, text) => {
  expect(compilerError(text, project.write('main.ts', '').cwd)).toBeUndefined();
  expect(reasonIn(text, 1)).toMatch(/^SyntaxError: /);
});
