import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import * as ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import * as library from '../lib';
import { FINDING_CODES } from '../lib/cluster/finding-codes.generated';
import type { Manifest } from '../lib/kubernetes/manifest';
import { refusedBySchema } from './crds';

const ROOT = resolve(__dirname, '..');
const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const CODE = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/;

/** A fenced block of a page. The first word after the fence is its language. */
interface Block {
  readonly page: string;
  readonly line: number;
  readonly words: readonly string[];
  readonly text: string;
  /** The block after it on the same page. */
  readonly next: Block | undefined;
}

/**
 * A TypeScript block as a file. What may stand behind `ts`:
 * - `NAME.ts`: other blocks import it as './NAME'
 * - `home`: a part of a program; what is around it is `AROUND`
 * - `refused`: synthesis refuses it with the message in the `text` block that follows
 */
interface Program {
  readonly block: Block;
  readonly file: string;
  /** One line, so that the lines of the block keep their numbers but for one. */
  readonly before: string;
  readonly source: string;
}

/** Around a block that is marked `home`: the cluster of the page about facts, with its storage, and all names. */
const AROUND = {
  before: [
    `import { ${Object.keys(library).sort().join(', ')} } from 'cdk8s-availability';`,
    `import { facts } from './facts';`,
    `const app = new App({ outdir: 'dist' });`,
    `const home = new Cluster(app, 'home', { facts });`,
    `new PiraeusOperator(home.operators, 'piraeus');`,
    `new DrbdStorage(home.storage, 'drbd', { pool: 'ssd', failOverUnsafePods: 'a second writer to the media share does no harm' });`,
    `const image = Image.of('docker.io/traefik/whoami', 'v1.11.0');`,
    `const resources = { cpu: Cpu.millis(50), memory: Size.mib(64), memoryLimit: Size.mib(128) };`,
  ].join(' '),
  after: 'app.synth();\n',
};

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

function blocksOf(page: string): Block[] {
  const text = read(page);
  let next: Block | undefined;
  return [...text.matchAll(/^ *```(\S.*)\n([\s\S]*?)^ *```$/gm)]
    .reverse()
    .map((match) => {
      next = { page, line: text.slice(0, match.index).split('\n').length, words: (match[1] ?? '').split(' '), text: match[2] ?? '', next };
      return next;
    })
    .reverse();
}

function programOf(block: Block): Program {
  const words = block.words.slice(1);
  const strange = words.filter((word) => !/^(home|refused|[a-z]+\.ts)$/.test(word));
  if (strange.length > 0) throw new Error(`${block.page}:${block.line}: nobody knows "${strange.join(' ')}"`);
  const part = words.includes('home');
  const before = part ? `${AROUND.before}\n` : '\n';
  return {
    block,
    file: words.find((word) => word.endsWith('.ts')) ?? `${block.page.replaceAll(/\W/g, '-')}-${block.line}.ts`,
    before,
    source: `${before}${block.text}${part ? AROUND.after : ''}`,
  };
}

const programs = PAGES.flatMap(blocksOf)
  .filter((block) => block.words[0] === 'ts')
  .map(programOf);
const named = programs.map((program) => [`${program.block.page}:${program.block.line}`, program] as const);

/** What the compiler says against any of the programs; all of them are one compilation. */
function compile(): string[] {
  const folder = join(ROOT, 'docs');
  const sources = new Map(programs.map((program) => [join(folder, program.file), program]));
  const options: ts.CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    paths: { 'cdk8s-availability': [join(ROOT, 'lib', 'index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file)?.source ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const program = sources.get(file);
    return program === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, program.source, version);
  };
  const compilation = ts.createProgram([...sources.keys()], options, host);
  return [...sources].flatMap(([file, { block, before }]) => {
    const source = compilation.getSourceFile(file);
    return [...compilation.getSyntacticDiagnostics(source), ...compilation.getSemanticDiagnostics(source)].flatMap((diagnostic) => {
      const start = diagnostic.start ?? 0;
      // Nobody uses all the names that stand around a part of a program.
      if (start < before.length && diagnostic.reportsUnnecessary !== undefined) return [];
      const line = block.line + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
      return [`${block.page}:${line}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`];
    });
  });
}

function compiled({ source }: Program): ts.TranspileOutput {
  return ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, sourceMap: true } });
}

/** Runs a program as `main.ts` of the working directory. */
function load(program: Program): unknown {
  const { outputText } = compiled(program);
  const module = { exports: {} };
  const resolved = (wanted: string): unknown => {
    if (wanted === 'cdk8s-availability') return library;
    const other = programs.find(({ file }) => `./${file}` === `${wanted}.ts`);
    return other === undefined ? require(wanted) : load(other);
  };
  new Function('require', 'module', 'exports', `${outputText}\n//# sourceURL=${join(process.cwd(), 'main.ts')}`)(resolved, module, module.exports);
  return module.exports;
}

/** What a program was refused with, with the lines of its block. */
function refusalOf(program: Program, error: unknown): string {
  const map = new SourceMap(JSON.parse(compiled(program).sourceMapText ?? ''));
  return String(error instanceof Error ? error.message : error).replaceAll(/ at main\.ts:(\d+):(\d+)$/gm, (_at, line, column) => {
    // `new Function` puts two lines before what it runs.
    const { originalLine, originalColumn } = map.findEntry(line - 3, column - 1) as { readonly originalLine: number; readonly originalColumn: number };
    return ` at main.ts:${originalLine}:${originalColumn + 1}`;
  });
}

/** Runs a program in a folder of its own, with the files of its page (```yaml NAME.yaml): what it refused with, and how many files it wrote. */
function run(program: Program): { readonly refusal: string | undefined; readonly files: number } {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const beside = blocksOf(program.block.page).filter(({ words }) => words[0] === 'yaml' && words[1] !== undefined);
  for (const { words, text } of beside) writeFileSync(join(folder, words[1] ?? ''), text);
  const here = process.cwd();
  let refusal: string | undefined;
  process.chdir(folder);
  try {
    load(program);
  } catch (error) {
    refusal = refusalOf(program, error);
  } finally {
    process.chdir(here);
  }
  const files = readdirSync(folder, { recursive: true }).length - beside.length;
  rmSync(folder, { recursive: true });
  return { refusal, files };
}

describe('programs in the documentation', () => {
  // The cdk8s CLI sets it; then programs would write there too.
  delete process.env.CDK8S_OUTDIR;

  test('compile with strict settings', () => {
    expect(programs.length).toBeGreaterThan(8);
    expect(compile()).toEqual([]);
  }, 60_000);

  test.each(named)('%s does what its page says', (_where, program) => {
    const { words, next } = program.block;
    const { refusal, files } = run(program);
    if (words.includes('refused')) {
      expect(next?.words).toEqual(['text']);
      expect(refusal?.trim()).toBe(next?.text.trim());
      expect(files).toBe(0);
    } else {
      expect(refusal).toBeUndefined();
      expect(files > 0).toBe(program.source.includes('new App('));
    }
  });
});

test('no page names a maker or a value that the library has not, as in tables, which nobody compiles', () => {
  const api = new Map(Object.entries(library).map(([name, value]) => [name, Object(value) as object]));
  const named = PAGES.flatMap((page) =>
    [...read(page).matchAll(/\b([A-Z]\w+)\.(\w+)/g)].map(([name, owner = '', member = '']) => ({ page, name, owner, member })),
  );
  const known = named.filter(({ owner }) => api.has(owner));
  expect(known.length).toBeGreaterThan(100);
  expect(known.filter(({ owner, member }) => !(member in (api.get(owner) ?? {}))).map(({ page, name }) => `${page}: ${name}`)).toEqual([]);
});

describe('finding codes', () => {
  test('docs/findings.md and the type of all codes are what the rules say', () => {
    expect(execFileSync(process.execPath, ['-r', 'tsx/cjs', 'scripts/findings.ts', '--check'], { encoding: 'utf8', cwd: ROOT })).toBe('');
  }, 60_000);

  test('each has one row in docs/findings.md, and each row is in a table', () => {
    const lines = read('docs/findings.md').split('\n');
    const rows = lines.flatMap((line, index) => (/^\| `[A-Z]/.test(line) ? [index] : []));
    expect(rows.filter((index) => !lines[index - 1]?.startsWith('| ')).map((index) => lines[index])).toEqual([]);
    expect(rows.map((index) => /`([A-Z0-9-]+)`/.exec(lines[index] ?? '')?.[1]).sort()).toEqual([...FINDING_CODES].sort());
  });

  test('no page names a code that does not exist', () => {
    const codes = new Set<string>(FINDING_CODES);
    const mentioned = PAGES.flatMap((page) => [...read(page).matchAll(/\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\b/g)].map((match) => [page, match[0]] as const));
    expect(mentioned.filter(([, code]) => CODE.test(code) && !codes.has(code))).toEqual([]);
  });
});

test('docs/cluster-facts.md has a row for each timing flag', () => {
  const flags = /interface TimingFlags \{([\s\S]*?)\n\}/.exec(read('lib/cluster/control-plane.ts'))?.[1] ?? '';
  const names = [...flags.matchAll(/readonly (\w+)\?:/g)].map((match) => match[1]);
  expect(names.length).toBeGreaterThan(5);
  expect([...read('docs/cluster-facts.md').matchAll(/^\| `(\w+)` \| `/gm)].map((match) => match[1])).toEqual(names);
});

/** The objects that a program writes, by kind and name. */
function objectsOf(program: Program | undefined): Map<string, Manifest> {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const here = process.cwd();
  process.chdir(folder);
  if (program !== undefined) load(program);
  process.chdir(here);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  const objects = files.flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => document.toJS() as Manifest));
  rmSync(folder, { recursive: true });
  return new Map(objects.map((object) => [`${object.kind}/${object.metadata?.name}`, object]));
}

test('docs/argo-cd.md writes an Application, as its CRD wants it, for each folder', () => {
  const objects = objectsOf(programs.find((program) => program.block.page === 'docs/argo-cd.md'));
  const applications = [...objects.values()].filter(({ kind }) => kind === 'Application');
  expect(applications.map(({ metadata }) => metadata.name)).toEqual(['home-argo', 'home-control', 'home-priorities', 'home-worker']);
  expect(refusedBySchema(applications)).toEqual([]);
  expect(refusedBySchema(applications.map((one) => ({ ...one, spec: { ...(one as { spec?: object }).spec, wait: true } })))).not.toEqual([]);
});

describe('docs/workloads.md says what each becomes in YAML', () => {
  const block = programs.find((program) => program.block.page === 'docs/workloads.md');
  let objects = new Map<string, Manifest>();

  beforeAll(() => {
    objects = objectsOf(block);
  });

  const rows = [...read('docs/workloads.md').matchAll(/^\| `(\w+\/[\w-]+)` \| `(\/\S+)` \| `(.+)` \|$/gm)].map(
    (match) => match.slice(1) as [string, string, string],
  );

  test('in many rows', () => expect(rows.length).toBeGreaterThan(15));

  test.each(rows)('%s %s %s', (object, pointer, value) => {
    const keys = pointer.slice(1).split('/');
    const found = keys.reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/')], objects.get(object));
    expect(found).toEqual(JSON.parse(value));
  });
});

/** As GitHub makes it from a heading. */
function anchorsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  );
}

test.each(PAGES)('%s links to what exists', (page) => {
  const text = read(page).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? match[2] ?? '');
  const broken = links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});
