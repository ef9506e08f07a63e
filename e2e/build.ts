// npm run programs: builds every program that a check on real components needs, and that is not there yet.
import { Processes } from './processes';
import { ALL_PINS, buildMissing } from './programs';

buildMissing(new Processes(), (line) => process.stdout.write(`${line}\n`), ALL_PINS).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
