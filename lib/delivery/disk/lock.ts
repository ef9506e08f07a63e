import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { threadId } from 'node:worker_threads';
import { FindingsError } from '../../cluster/finding';
import { found } from '../../cluster/rule';
import { OUTPUT_HELD } from '../rules';
import { errorCode } from './disk-error';

const PAUSE_MILLIS = 50;

/** A write takes seconds at most. So long after its lock was made, one on another machine or in another container, whose process cannot be seen, is dead. */
const ABANDONED_MILLIS = 10 * 60_000;

/**
 * Runs with the only right to write beside the work folders. It waits for another synthesis that writes there.
 *
 * @param waitMillis how long
 * @throws FindingsError OUTPUT-HELD when the other one does not end
 */
export function alone<T>(works: readonly string[], waitMillis: number, run: () => T): T {
  const [work, ...others] = [...new Set(works)].sort();
  if (work === undefined) return run();
  const made = take(work, waitMillis);
  try {
    return alone(others, waitMillis, run);
  } finally {
    release(work, made);
  }
}

/** The first folder that was made for it, if one was. */
function take(work: string, waitMillis: number): string | undefined {
  const lock = join(work, 'lock');
  const mine = `${process.pid} ${hostname()} ${threadId}`;
  let made: string | undefined;
  for (let waited = 0; ; waited += PAUSE_MILLIS) {
    made = makeFolder(work) ?? made;
    if (makes(lock, mine)) break;
    const other = read(lock);
    // One's own is left from a write that could not remove it.
    if (other !== undefined && (other === mine || isDead(lock, other))) {
      dislodge(lock, other);
      continue;
    }
    if (other !== undefined && waited >= waitMillis) throw new FindingsError([held(lock, other)]);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLIS);
  }
  writeFileSync(join(work, '.gitignore'), '*\n');
  return made;
}

/** Whether this process holds the lock now. */
function makes(lock: string, mine: string): boolean {
  try {
    writeFileSync(lock, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    // ENOENT: the other one has just removed the work folder.
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Node looks at a folder that is there already once more, and the other one may remove it in between. */
function makeFolder(work: string): string | undefined {
  try {
    return mkdirSync(work, { recursive: true });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return mkdirSync(work, { recursive: true });
  }
}

function read(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether nobody holds a lock any more. */
function isDead(lock: string, holder: string): boolean {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return false;
  const [pid, host] = holder.split(' ');
  if (host !== hostname()) return Date.now() - made > ABANDONED_MILLIS;
  // From before the machine was started: another process may have the number now.
  if (made < Date.now() - uptime() * 1000) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

/** Takes a dead lock away. If another process was faster and holds a new one, that comes back. */
function dislodge(lock: string, dead: string): void {
  const taken = `${lock}.${process.pid}`;
  try {
    renameSync(lock, taken);
    if (read(taken) === dead) rmSync(taken, { force: true });
    else renameSync(taken, lock);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Also the work folder, if nothing that is needed is in it, and those that were made for it and are empty. What cannot be removed, the next synthesis finds dead. */
function release(work: string, made: string | undefined): void {
  try {
    rmSync(join(work, '.gitignore'), { force: true });
    rmSync(join(work, 'lock'), { force: true });
    rmdirSync(work);
    for (let folder = resolve(work); made !== undefined && folder.length > made.length; rmdirSync(folder)) folder = dirname(folder);
  } catch {
    // Another synthesis waits here, or something is left for the next one to clear up.
  }
}

function held(lock: string, holder: string) {
  const [pid, host] = holder.split(' ');
  return found(OUTPUT_HELD, lock, {
    given: `process ${pid} on ${host} writes here`,
    allowed: 'but only one synthesis may write at a time',
    fix: 'Wait until it has ended. If there is no such process, delete this file.',
  });
}
