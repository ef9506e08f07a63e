import { join } from 'node:path';
import { type Change, changeOf } from './change';
import { told } from './disk-error';
import { prepareSwap, recover, type Swap } from './folder-swap';
import { removeAll } from './foreign';
import { alone } from './lock';
import { pathsOf } from './paths';
import { type Files, listOf, readList } from './written-list';

/** So long a synthesis waits for another one that writes. */
const WAIT_MILLIS = 30_000;

/** The files of each folder below an output folder. */
export type Folders = ReadonlyMap<string, Files>;

/** Who looks on while it writes. */
export interface Onlooker {
  /** Looks at what is there before anything is built, and may throw: no other synthesis writes meanwhile. @default - nobody */
  readonly judge?: () => void;
  /** Is told what changes before it does, for each output folder. @default - nobody */
  readonly announce?: (outdir: string, changes: ReadonlyMap<string, Change>) => void;
}

/**
 * Writes all folders, or none: all new sets are built before the first takes its place.
 *
 * @throws FindingsError when a foreign file is in the way, another synthesis writes and does not end, or the system refuses
 */
export function writeOutput(outdirs: readonly string[], folders: Folders, { judge, announce }: Onlooker = {}, waitMillis = WAIT_MILLIS): void {
  const targets = outdirs.flatMap((outdir) => [...folders].map(([name, files]) => ({ outdir, name, files, paths: pathsOf(join(outdir, name)) })));
  told(outdirs.join(', '), () =>
    alone(
      targets.map(({ paths }) => paths.work),
      waitMillis,
      () => {
        for (const { paths } of targets) recover(paths);
        judge?.();
        const swaps = orNothing(
          targets.map(({ paths }) => paths.fresh),
          () => targets.map(({ outdir, name, files }) => prepareSwap(join(outdir, name), files)),
        );
        for (const outdir of outdirs) {
          announce?.(outdir, new Map(targets.flatMap((target, index) => (target.outdir === outdir ? [[target.name, (swaps[index] as Swap).change]] : []))));
        }
        swapAll(swaps);
      },
    ),
  );
}

/** What a write would change. */
export function compareOutput(outdir: string, folders: Folders): ReadonlyMap<string, Change> {
  return told(
    outdir,
    () => new Map([...folders].map(([name, files]) => [name, changeOf(join(outdir, name), files, readList(join(outdir, name)), listOf(files))])),
  );
}

function orNothing<T>(leftovers: readonly string[], run: () => T): T {
  try {
    return run();
  } catch (error) {
    attempt(() => leftovers.forEach(removeAll));
    throw error;
  }
}

function swapAll(swaps: readonly Swap[]): void {
  const done: Swap[] = [];
  try {
    for (const swap of swaps) {
      swap.swap();
      done.push(swap);
    }
  } catch (error) {
    for (const swap of done.reverse()) attempt(swap.undo);
    throw error;
  }
  for (const swap of swaps) attempt(swap.finish);
}

/** What fails here leaves something over that the next synthesis repairs or removes. */
function attempt(run: () => void): void {
  try {
    run();
  } catch {
    // See above.
  }
}
