import { dirname, isAbsolute, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Finding } from '../../cluster/finding';

/** Where constructs were created, as errors that are never thrown. */
const CREATED = new WeakMap<IConstruct, Error>();

/** The folder of this library, once a finding needed it. */
let library: string | undefined;

/** Enough for our own frames, those of a library around ours, and the first one of the program. */
const FRAMES = 8;

/** Remembers the line of the program that creates a construct: constructors call it before anything else can go wrong. */
export function rememberLine(construct: Construct): void {
  CREATED.set(construct, here());
}

/** V8 makes the text of a stack when somebody reads it, and source maps are not read before: until then a stack is cheap. */
function here(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const error = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}

/**
 * Findings with the lines of the constructs that they are about.
 *
 * @param scope the construct that they are about if their path leads to none in it: facts are part of their cluster
 * @param constructOf the path of the construct, where a finding has another one
 */
export function withLines(scope: IConstruct, findings: readonly Finding[], constructOf = (path: string) => path): readonly Finding[] {
  return findings.map((finding) => {
    if ('at' in finding) return finding;
    return {
      ...finding,
      get at() {
        const construct = innermost(scope.node.root, constructOf(finding.path));
        return lineOf(construct.node.scopes.includes(scope) ? construct : scope);
      },
    };
  });
}

/** The last construct on a path. */
function innermost(root: IConstruct, path: string): IConstruct {
  let construct = root;
  for (const id of path.slice(root.node.id === '' ? 0 : root.node.id.length + 1).split('/')) {
    const child = construct.node.tryFindChild(id);
    if (!Construct.isConstruct(child)) return construct;
    construct = child;
  }
  return construct;
}

/**
 * Where the program creates a construct: `main.ts:12:1`, seen from the working directory. What our constructs create has their line. Of what others
 * put into a chart, nothing is known.
 */
export function lineOf(construct: IConstruct): string | undefined {
  for (const one of [...construct.node.scopes].reverse()) {
    if (one !== construct && (Chart.isChart(construct) || Chart.isChart(one))) return undefined;
    const line = lineIn(CREATED.get(one));
    if (line !== undefined) return line;
  }
  return undefined;
}

function lineIn(error: Error | undefined): string | undefined {
  library ??= folderOfLibrary();
  if (library === undefined) return undefined;
  const ours = `${library}${sep}`;
  const frame = framesOf(error).find(({ file }) => !file.startsWith(ours) && !file.split(sep).includes('node_modules'));
  return frame && `${relative(process.cwd(), frame.file).split(sep).join('/')}:${frame.position}`;
}

/** As stacks name it: with source maps, where its sources are. */
function folderOfLibrary(): string | undefined {
  const [own] = framesOf(here());
  return own && dirname(dirname(dirname(own.file)));
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
