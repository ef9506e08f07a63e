import { join } from 'node:path';
import type { Processes } from '../processes';
import { sleep } from '../until';
import { type Drill, Play, type Row } from './drill';

/** Drills at the same time: they mostly wait, but more than these on two cores would make each other late. */
const AT_ONCE = 3;
/** How long a drill whose stage is struck may take to notice; one whose stage is still being set ends when that is over. */
const LEAVES_MS = 120_000;
const PIN = 'kubernetes-1.36';

export interface Result {
  readonly drill: Drill;
  readonly rows: readonly Row[];
  /** Why it could not be played to its end. */
  readonly failure: string | undefined;
  /** As `missedSeconds` of the play. */
  readonly missedSeconds?: number;
}

/** Plays drills, some at a time, and says each row when its drill is over. */
export async function playAll(processes: Processes, drills: readonly Drill[], work: string, say: (line: string) => void): Promise<Result[]> {
  // The longest first, so that none of them is left alone at the end.
  const open = [...drills].sort((one, other) => other.seconds - one.seconds);
  const results: Result[] = [];
  const player = async () => {
    for (let drill = open.shift(); drill !== undefined; drill = open.shift()) {
      const result = await playTwice(processes, drill, join(work, drill.name), say);
      results.push(result);
      for (const line of lines(result)) say(line);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, player));
  return drills.flatMap((drill) => results.find((it) => it.drill === drill) ?? []);
}

/**
 * Once more where the controller missed its first look at a dead node, which it rarely does: everything of the play is later
 * by that. What is later for another reason fails at once, and what is so again fails.
 */
async function playTwice(processes: Processes, drill: Drill, logs: string, say: (line: string) => void): Promise<Result> {
  const first = await playOne(processes, drill, logs);
  if (first.missedSeconds === undefined || first.rows.every((it) => it.wrong === undefined)) return first;
  for (const line of lines(first)) say(line.replace(/^FAIL {2}/, 'late  '));
  say(`again ${drill.name}: the controller missed its first look at a dead node, and evicted ${first.missedSeconds} s later`);
  return playOne(processes, drill, `${logs}-again`);
}

async function playOne(processes: Processes, drill: Drill, logs: string): Promise<Result> {
  const play = new Play(processes, PIN, logs);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${drill.seconds} s`)), drill.seconds * 1000);
  });
  const playing = drill.play(play);
  try {
    await Promise.race([playing, late]);
    return { drill, rows: [...play.rows], failure: undefined, missedSeconds: play.missedSeconds };
  } catch (error) {
    const rows = [...play.rows];
    // It must not go on beside the next one: without its stage every wait of it ends.
    await play.abandon();
    await Promise.race([playing.catch(() => {}), sleep(LEAVES_MS)]);
    return { drill, rows, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
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
