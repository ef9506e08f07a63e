// `node -r ./scripts/one-file.js main.ts` runs a TypeScript program with all its sources as one file: loading hundreds takes longer than
// what the program does. What esbuild made is kept in node_modules/.cache until a source changes, and so is what V8 compiled of it.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire, SourceMap, wrap } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const { withClassNames } = require('./class-names');

const cache = path.join(__dirname, '..', 'node_modules', '.cache', 'one-file');

/** What tells that a file has not changed. */
function state(file) {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  return found && `${found.size} ${found.mtimeMs}`;
}

/** The list of sources is the first line. */
function keptIn(file) {
  if (!fs.existsSync(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8');
  const end = text.indexOf('\n');
  const sources = Object.entries(JSON.parse(text.slice(0, end)));
  return sources.every(([source, before]) => state(source) === before) ? text.slice(end + 1) : undefined;
}

function made(program, file) {
  const { metafile, outputFiles } = require('esbuild').buildSync({
    entryPoints: [program],
    bundle: true,
    // They look for files beside their own.
    packages: 'external',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // Code that V8 kept can't load modules that way.
    supported: { 'dynamic-import': false },
    // Findings name the lines of the program.
    sourcemap: 'external',
    sourcesContent: false,
    outdir: path.dirname(program),
    absWorkingDir: process.cwd(),
    metafile: true,
    write: false,
  });
  // What esbuild makes of a source depends on its options, too.
  const sources = [__filename, 'tsconfig.json', ...Object.keys(metafile.inputs)].map((source) => path.resolve(source));
  const [map, { text: bundled }] = outputFiles;
  // No line gets another number.
  const text = withClassNames(bundled);
  fs.mkdirSync(cache, { recursive: true });
  fs.writeFileSync(`${file}.map`, map.text);
  writeWhole(file, `${JSON.stringify(Object.fromEntries(sources.map((source) => [source, state(source)])))}\n${text}`);
  return text;
}

/** Another process never reads half of it. */
function writeWhole(file, content) {
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, content);
  fs.renameSync(unfinished, file);
}

/** Runs the code. V8 keeps what it compiled once the program has run, so that the next run compiles nothing. It knows its own version, but of the code only the length. */
function run(code, module, program, file) {
  const kept = `${file}.v8`;
  const digest = createHash('sha256').update(code).digest();
  const compiled = fs.existsSync(kept) ? fs.readFileSync(kept) : Buffer.alloc(0);
  const script = new vm.Script(wrap(code), {
    filename: program,
    // The wrapper is on the first line.
    columnOffset: -wrap('').indexOf('\n'),
    ...(compiled.subarray(0, digest.length).equals(digest) && { cachedData: compiled.subarray(digest.length) }),
  });
  if (script.cachedDataRejected !== false) process.on('exit', () => writeWhole(kept, Buffer.concat([digest, script.createCachedData()])));
  script.runInThisContext()(module.exports, createRequire(program), module, program, path.dirname(program));
}

/** Stacks name the sources. Node.js could do so too, but it reads the map even if no stack is read: a tenth of the time of the homelab. */
function nameSources(program, file) {
  let map;
  const place = (frame) => {
    if (frame.getFileName() !== program) return String(frame);
    map ??= new SourceMap(JSON.parse(fs.readFileSync(`${file}.map`, 'utf8')));
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    if (originalSource === undefined) return String(frame);
    const source = path.resolve(path.dirname(program), originalSource);
    return String(frame).replace(`${program}:${line}:${column}`, `${source}:${originalLine + 1}:${originalColumn + 1}`);
  };
  Error.prepareStackTrace = (error, frames) => [error, ...frames.map((frame) => `    at ${place(frame)}`)].join('\n');
}

require.extensions['.ts'] = (module, program) => {
  const file = path.join(cache, createHash('sha256').update(program).digest('hex').slice(0, 16));
  const code = keptIn(file) ?? made(program, file);
  nameSources(program, file);
  run(code, module, program, file);
};
