// Node loads it before the program of a user, which a command runs to ask it something. What the program answers goes to the command.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { FindingsError } from '../../cluster/finding';
import { RUN, type Run, type RunResult } from '../../delivery/run';
import { candidatesOf } from '../what-if/candidates';
import { ANSWERS, type Answer, ASKS, type Asks } from './asks';

function answer(one: Answer): void {
  writeSync(ANSWERS, `${JSON.stringify(one)}\n`);
}

let isDone = false;

function done(result: RunResult): void {
  isDone = true;
  answer({ result });
}

function runFor({ change, candidates }: Asks): Run {
  return {
    done,
    facts(cluster, given, units) {
      const isMeant = change?.cluster === cluster;
      const all = candidates || isMeant ? candidatesOf(given, units) : [];
      if (candidates) answer({ cluster, candidates: all.map(({ id, title, work, alike }) => ({ id, title, work, alike })) });
      return (isMeant ? all.find(({ id }) => id === change.id)?.facts : undefined) ?? given;
    },
  };
}

/** Some findings are thrown before `synth()`, where a unit or a construct is made. */
function onCrash(error: unknown): void {
  if (!isDone && error instanceof Error && error.name === 'FindingsError') done({ findings: (error as FindingsError).findings.map((one) => ({ ...one })) });
}

// What loads TypeScript has threads of its own, which load this, too.
if (isMainThread && process.env[ASKS] !== undefined) {
  const asks = JSON.parse(process.env[ASKS]) as Asks;
  // Not for the processes that the program starts.
  delete process.env[ASKS];
  Object.defineProperty(globalThis, RUN, { value: runFor(asks) });
  process.on('uncaughtExceptionMonitor', onCrash);
}
