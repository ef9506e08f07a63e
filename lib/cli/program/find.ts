import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { isMap } from '../../cluster/parts';
import { stop } from '../command-error';
import { PROGRAM_UNREADABLE } from '../rules';

/** A program, and how it is run. */
export interface Program {
  /** As its user names it: `main.ts`, or what cdk8s.yaml says. */
  readonly name: string;
  /** What a person types to run it. */
  readonly shown: string;
  /** What Node is started with. Left out: a shell runs `shown`. */
  readonly args?: readonly string[];
  /** Where the cdk8s CLI would have it write. Left out without cdk8s.yaml. */
  readonly output?: string;
}

/** The program that `app:` in cdk8s.yaml runs, else main.ts or main.js. @param name what the user named in its place */
export function findProgram(name: string | undefined, cwd: string): Program {
  const { app, output } = configIn(cwd);
  const written = output === undefined ? {} : { output };
  const said = app === undefined ? undefined : commandIn(app);
  if (name === undefined && app !== undefined && said === undefined) return { name: 'cdk8s.yaml', shown: app, ...written };
  const file = name ?? said?.file ?? ['main.ts', 'main.js', 'main.mts', 'main.mjs'].find((one) => existsSync(join(cwd, one)));
  if (file === undefined)
    return stop(PROGRAM_UNREADABLE, 'cdk8s.yaml', {
      given: 'no program',
      allowed: 'but neither cdk8s.yaml names one nor is there a main.ts or main.js',
      fix: 'Name it: --app main.ts.',
    });
  if (!existsSync(resolve(cwd, file)))
    return stop(PROGRAM_UNREADABLE, file, {
      given: 'a path at which nothing is',
      allowed: 'but this command runs the program',
      fix: name === undefined ? 'Correct app in cdk8s.yaml, or name the program: --app main.ts.' : 'Correct the path.',
    });
  const isSaid = said !== undefined && resolve(cwd, said.file) === resolve(cwd, file);
  const { options: own, words } = isSaid ? said : { options: [], words: [] };
  const loader = isSaid && loads(own) ? NODE_ALONE : loaderOf(file, isSaid ? said.runner : 'node', cwd);
  const after = [...own, file, ...words];
  return { name: file, shown: [...loader.typed, ...after].join(' '), args: [...loader.options, ...after], ...written };
}

function configIn(cwd: string): { readonly app?: string; readonly output?: string } {
  const path = join(cwd, 'cdk8s.yaml');
  if (!existsSync(path)) return {};
  const read = parseDocument(readFileSync(path, 'utf8'));
  const [wrong] = read.errors;
  if (wrong !== undefined)
    return stop(PROGRAM_UNREADABLE, 'cdk8s.yaml', {
      given: `text that is no YAML (${wrong.message.split('\n')[0] ?? ''})`,
      allowed: 'so it names no program',
      fix: 'Correct it.',
    });
  const config: unknown = read.toJS();
  const { app, output } = isMap(config) ? config : {};
  // The default of the cdk8s CLI.
  return { output: typeof output === 'string' ? output : 'dist', ...(typeof app === 'string' ? { app } : {}) };
}

interface Said {
  readonly runner: string;
  readonly options: readonly string[];
  readonly file: string;
  readonly words: readonly string[];
}

/** Options that have their value in the next word. */
const WITH_VALUE = ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--env-file'];

/** What only a shell understands, and checks of types, which change nothing. */
const OF_SHELL = /[$`|&;<>*?~(){}[\]\\#\n]/;
const CHECK_OF_TYPES = /^(?:npx\s+)?tsc\s+--noEmit\s*&&/;

/** What a command line like `npx tsc --noEmit && npx tsx main.ts` runs. Undefined: a shell must run it, as cdk8s-cli does with each. */
function commandIn(line: string): Said | undefined {
  const command = line.trim().replace(CHECK_OF_TYPES, '').trim();
  if (OF_SHELL.test(command) || /["'][^"']*\s[^"']*["']/.test(command)) return undefined;
  const words = command.split(/\s+/).map((word) => word.replaceAll(/^["']|["']$/g, ''));
  if (words[0] === 'npx') {
    words.shift();
    while (words[0]?.startsWith('-')) words.shift();
  }
  const runner = words.shift() ?? '';
  if (!['node', 'tsx', 'ts-node'].includes(runner)) return undefined;
  const options: string[] = [];
  while (words[0]?.startsWith('-')) {
    const option = words.shift() ?? '';
    options.push(option, ...(WITH_VALUE.includes(option) ? words.splice(0, 1) : []));
  }
  const file = words.shift();
  return file === undefined ? undefined : { runner, options, file, words };
}

function loads(options: readonly string[]): boolean {
  return options.some((option) =>
    ['-r', '--require', '--import', '--loader', '--experimental-loader'].some((one) => option === one || option.startsWith(`${one}=`)),
  );
}

/** What runs a program: options of Node, and what a person types before those of the program. */
interface Loader {
  readonly options: readonly string[];
  readonly typed: readonly string[];
}

const NODE_ALONE: Loader = { options: [], typed: ['node'] };

/** What lets Node read TypeScript: what the program uses itself, else tsx, else nothing but Node. */
function loaderOf(file: string, runner: string, cwd: string): Loader {
  if (!/\.[cm]?ts$/.test(extname(file))) return NODE_ALONE;
  const tsNode = runner === 'ts-node' ? resolved('ts-node/register', [resolve(cwd, file), join(cwd, 'package.json')]) : undefined;
  if (tsNode !== undefined) return { options: ['--require', tsNode], typed: ['npx', 'ts-node'] };
  const tsx = resolved('tsx', [resolve(cwd, file), join(cwd, 'package.json')]);
  if (tsx !== undefined) return { options: ['--import', pathToFileURL(tsx).href], typed: ['npx', 'tsx'] };
  // Node 22.18 and newer strips types itself.
  if ((process.features as { readonly typescript?: unknown }).typescript) return NODE_ALONE;
  return stop(PROGRAM_UNREADABLE, file, {
    given: `TypeScript, which Node ${process.versions.node} does not read itself`,
    allowed: 'and the project does not have tsx',
    fix: 'Install it (npm install --save-dev tsx), or use Node 22.18 or newer.',
  });
}

/** What to do where Node itself, without tsx, reads TypeScript in another way than the compiler. Undefined: that is not what is wrong. */
export function howToLoad(reason: string): string | undefined {
  const [, absent = ''] = /Cannot find module '(.*?)' imported from/.exec(reason) ?? [];
  if (!reason.includes('Cannot use import statement outside a module') && !existsSync(`${absent}.ts`)) return undefined;
  return 'Install tsx (npm install --save-dev tsx), which reads TypeScript as the compiler does. Node itself wants "type": "module" in package.json, and imports with the ending of their file.';
}

function resolved(name: string, from: readonly string[]): string | undefined {
  for (const file of from) {
    try {
      return createRequire(file).resolve(name);
    } catch {
      // Not there: the next one.
    }
  }
  return undefined;
}
