/** Goes through items, and may show how far it is. */
export type Count = <T>(what: string, items: readonly T[]) => Iterable<T>;

/** Shows nothing. */
export const uncounted: Count = (_what, items) => items;

/** Work that is over before that shows no bar. */
const WAIT_MILLIS = 1000;
/** Often enough to look alive, and rare enough to cost nothing. */
const REDRAW_MILLIS = 100;
const WIDTH = 24;
/** Back to the start of the line, and clear it. */
const CLEAR = '\r\u001b[K';

/** Where people see a bar; a pipe or a file is none. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * A bar with a count for work that takes long, on one line of a terminal that is empty again afterwards.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function countedOn(terminal: Terminal, now: () => number = () => performance.now()): Count {
  if (terminal.isTTY !== true) return uncounted;
  const start = now();
  return function* counted(what, items) {
    let drawn: number | undefined;
    try {
      for (const [index, item] of items.entries()) {
        const time = now();
        if (time - start >= WAIT_MILLIS && (drawn === undefined || time - drawn >= REDRAW_MILLIS)) {
          drawn = time;
          const full = Math.floor((WIDTH * index) / items.length);
          terminal.write(`${CLEAR}[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] ${index} of ${items.length} ${what}`);
        }
        yield item;
      }
    } finally {
      if (drawn !== undefined) terminal.write(CLEAR);
    }
  };
}
