// Node loads it before the program of a user, which a command runs to ask it something. What the program answers goes to the command.
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import type { FindingsError } from '../../cluster/finding';
import { RUN, type Run } from '../../delivery/run';
import { candidatesOf } from '../what-if/candidates';
import { type Answer, ASKS, type Asks } from './asks';

let isDone = false;

function runFor({ change, candidates, answers }: Asks): Run {
  const answer = (one: Answer) => appendFileSync(answers, `${JSON.stringify(one)}\n`);
  return {
    done(result) {
      isDone = true;
      delete process.env[ASKS];
      answer({ result });
    },
    facts(cluster, given, units) {
      // This is the program: processes that it starts are not asked.
      delete process.env[ASKS];
      const isMeant = change?.cluster === cluster;
      const all = candidates || isMeant ? candidatesOf(given, units) : [];
      if (candidates) answer({ cluster, candidates: all.map(({ id, title, work, alike }) => ({ id, title, work, alike })) });
      return (isMeant ? all.find(({ id }) => id === change.id)?.facts : undefined) ?? given;
    },
  };
}

/** Some findings are thrown before `synth()`, where a unit or a construct is made. */
function onCrash({ done }: Run, error: unknown): void {
  if (!isDone && error instanceof Error && error.name === 'FindingsError') done({ findings: (error as FindingsError).findings.map((one) => ({ ...one })) });
}

// What loads TypeScript has threads of its own, which load this, too; and so does each Node between a shell and the program.
if (isMainThread && process.env[ASKS] !== undefined) {
  const run = runFor(JSON.parse(process.env[ASKS]) as Asks);
  Object.defineProperty(globalThis, RUN, { value: run });
  process.on('uncaughtExceptionMonitor', (error) => onCrash(run, error));
}
