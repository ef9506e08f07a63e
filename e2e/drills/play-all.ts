import { join } from 'node:path';
import type { Processes } from '../processes';
import { Deadline } from '../until';
import { type Drill, Play, type Row } from './drill';

/** Drills at the same time: they mostly wait, but more than these on two cores would make each other late. */
const AT_ONCE = 3;
const PIN = 'kubernetes-1.36';

export interface Result {
  readonly drill: Drill;
  readonly rows: readonly Row[];
  /** Why it could not be played to its end. */
  readonly failure: string | undefined;
}

/** Plays drills, some at a time, and says each row when its drill is over. */
export async function playAll(processes: Processes, drills: readonly Drill[], work: string, say: (line: string) => void): Promise<Result[]> {
  // The longest first, so that none of them is left alone at the end.
  const open = [...drills].sort((one, other) => other.seconds - one.seconds);
  const results: Result[] = [];
  const player = async () => {
    for (let drill = open.shift(); drill !== undefined; drill = open.shift()) {
      const result = await playOne(processes, drill, join(work, drill.name));
      results.push(result);
      for (const line of lines(result)) say(line);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
  return drills.flatMap((drill) => results.find((it) => it.drill === drill) ?? []);
}

async function playOne(processes: Processes, drill: Drill, logs: string): Promise<Result> {
  const play = new Play(processes, PIN, logs, Deadline.after(drill.seconds));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${drill.seconds} s`)), drill.seconds * 1000);
  });
  try {
    await Promise.race([drill.play(play), late]);
    return { drill, rows: play.rows, failure: undefined };
  } catch (error) {
    return { drill, rows: play.rows, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

function lines({ drill, rows, failure }: Result): string[] {
  const said = rows.map((row) =>
    row.wrong === undefined ? `ok    ${drill.name}: ${row.what}: ${row.seen} (${row.predicted})` : `FAIL  ${drill.name}: ${row.what}: ${row.wrong}`,
  );
  return failure === undefined ? said : [...said, `FAIL  ${drill.name}: ${failure}`];
}
