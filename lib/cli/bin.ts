#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { run } from './main';
import { withoutNoise } from './warnings';

withoutNoise();
run(process.argv.slice(2), {
  cwd: process.cwd(),
  // A terminal would wait for somebody to type JSON.
  stdin: async () => (process.stdin.isTTY ? '' : text(process.stdin)),
  out: (one) => process.stdout.write(one),
  err: (one) => process.stderr.write(one),
  // https://no-color.org
  colour: process.stdout.isTTY && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb',
  ...(process.stderr.isTTY ? { progress } : {}),
  ...(process.stdout.columns === undefined ? {} : { columns: process.stdout.columns }),
}).then(
  (exit) => {
    process.exitCode = exit;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 2;
  },
);

/** One line, which the next one replaces and the last one removes. */
function progress(done: number, all: number): void {
  process.stderr.write(done < all ? `\r${done} of ${all} changes tried` : '\r\u001b[K');
}
