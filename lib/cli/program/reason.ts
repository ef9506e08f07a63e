import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Said } from '../../cluster/rule';
import { howToLoad } from './find';

/** What compilers print, with a file, a line and a message: esbuild (of tsx), TypeScript (of ts-node), and Node, whose own code then is on top of the stack. */
const OF_COMPILERS: readonly RegExp[] = [
  /^(?<file>.+?):(?<line>\d+):\d+: ERROR: (?<message>.+)$/m,
  /^(?<file>.+?)(?::(?<line>\d+):\d+ -|\((?<row>\d+),\d+\):) error (?<message>TS\d+: .+)$/m,
  /^(?<file>.+):(?<line>\d+)\n(?:.*\n)*?SyntaxError(?: \[\w+\])?: (?<message>.+)\n +at .*node:internal/m,
];

/** Why a program does not run, and what to do. @param text all that it printed, or its error @param reason its first line @param otherwise what to do if nothing better is known */
export function whyNot(text: string, reason: string, cwd: string, otherwise: string): Pick<Said, 'given' | 'fix'> {
  const howTo = howToLoad(reason);
  const wrong = howTo === undefined ? compilerError(text, cwd) : undefined;
  return {
    given: wrong === undefined ? `a program that does not run (${reason})` : `a program that does not compile (${wrong})`,
    fix: howTo ?? otherwise,
  };
}

/** `main.ts:3: Expected ";" but found "error"`. Undefined: no compiler says so. */
export function compilerError(text: string, cwd: string): string | undefined {
  for (const pattern of OF_COMPILERS) {
    const { file = '', line, row, message = '' } = pattern.exec(text)?.groups ?? {};
    const path = fileNamed(resolve(cwd, file.startsWith('file://') ? fileURLToPath(file) : file));
    // Text that a program parses itself has no file.
    if (file === '' || path === undefined) continue;
    const near = relative(cwd, path);
    return `${near.startsWith('..') ? path : near}:${line ?? row}: ${message.slice(0, 300)}`;
  }
  return undefined;
}

/** tsx has esbuild call main.mts main.ts. */
function fileNamed(path: string): string | undefined {
  return ['.', '.m', '.c'].map((dot) => path.replace(/\.(?=[jt]s$)/, dot)).find((one) => existsSync(one));
}

/** Warnings of Node, and of npm about its own options. */
const NOISE = /^\(node:\d+\)|^\(Use `node --trace-|^npm (warn|notice)/i;

/** The first line that names an error, with the next one if it goes on there; else the first that says something. */
export function reasonIn(errors: string, code: number): string {
  const lines = errors.split('\n').flatMap((line) => (line.trim() === '' || NOISE.test(line) ? [] : [line.trim()]));
  const at = Math.max(
    0,
    // Before an error Node may show where it throws it: triggerUncaughtException(.
    lines.findIndex((line) => /^\w*(Error|Exception)\b(?!\()/.test(line)),
  );
  return firstOf(lines.slice(at)) ?? `it ends with status ${code}`;
}

/** The first line, with the next one if it goes on there. */
export function firstOf([first, next = '']: readonly string[]): string | undefined {
  return (first?.endsWith(':') ? `${first} ${next}` : first)?.slice(0, 300);
}
