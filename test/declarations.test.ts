import { resolve } from 'node:path';
import * as ts from 'typescript';

const ROOT = resolve(__dirname, '..');

/** The declarations that users get, in memory. */
function declarations(): ReadonlyMap<string, string> {
  const config = ts.getParsedCommandLineOfConfigFile(
    resolve(ROOT, 'tsconfig.build.json'),
    { declaration: true, emitDeclarationOnly: true, noEmit: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
      },
    },
  );
  if (config === undefined) throw new Error('no tsconfig.build.json');
  const files = new Map<string, string>();
  ts.createProgram(config.fileNames, config.options).emit(undefined, (file, text) => files.set(resolve(file), text), undefined, true);
  return files;
}

test('the published types compile, though they leave out what is internal', () => {
  const files = declarations();
  const entry = [...files.keys()].find((file) => file.endsWith('build/lib/index.d.ts'));
  const options: ts.CompilerOptions = { strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, noEmit: true, types: ['node'] };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  // The folder itself may not be there.
  delete host.directoryExists;
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target);
  };
  const program = ts.createProgram([entry ?? ''], options, host);
  const wrong = [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return source === undefined ? [] : [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  expect(wrong.map(({ file, messageText }) => `${file?.fileName.replace(ROOT, '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)).toEqual([]);
  expect(program.getSourceFiles().length).toBeGreaterThan(100);
}, 60_000);
