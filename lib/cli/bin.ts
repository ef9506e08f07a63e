#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { run } from './main';

run(process.argv.slice(2), {
  cwd: process.cwd(),
  // A terminal would wait for somebody to type JSON.
  stdin: async () => (process.stdin.isTTY ? '' : text(process.stdin)),
  out: (one) => process.stdout.write(one),
  err: (one) => process.stderr.write(one),
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
