import { dirname, isAbsolute, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this library, once a line was asked for. */
let library: string | undefined;

/** Enough for our own frames, those of a library around ours, and the first one of the program. */
const FRAMES = 8;

/** The stack at this moment. V8 makes its text when somebody reads it, and source maps are not read before: until then it is cheap. */
export function stackHere(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const error = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

/** The line of the program on a stack: `main.ts:12:1`, seen from the working directory. */
export function programLine(stack: Error | undefined): string | undefined {
  library ??= folderOfLibrary();
  if (library === undefined) return undefined;
  const ours = `${library}${sep}`;
  const frame = framesOf(stack).find(({ file }) => !file.startsWith(ours) && !file.split(sep).includes('node_modules'));
  return frame && `${relative(process.cwd(), frame.file).split(sep).join('/')}:${frame.position}`;
}

/** As stacks name it: with source maps, where its sources are. */
function folderOfLibrary(): string | undefined {
  const [own] = framesOf(stackHere());
  return own && dirname(dirname(own.file));
}

interface Frame {
  readonly file: string;
  /** `12:1` */
  readonly position: string;
}

/** The frames that are in files. A program can make anything of a stack, by `Error.prepareStackTrace`. */
function framesOf(error: Error | undefined): readonly Frame[] {
  const stack: unknown = error?.stack;
  if (typeof stack !== 'string') return [];
  return stack.split('\n').flatMap((line) => {
    // `at new Thing (file:1:2)`, or `at file:1:2` at the top of a module
    const [, named, bare = ''] = /^\s*at (?:.*? \((.*)\)$|(?:async )?(.*))/.exec(line) ?? [];
    const [, place = '', position = ''] = /^(.*):(\d+:\d+)$/.exec(named ?? bare) ?? [];
    const file = place.startsWith('file:') ? fileURLToPath(place) : normalize(place);
    return isAbsolute(file) ? [{ file, position }] : [];
  });
}
