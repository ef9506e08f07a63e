// npm run drills: failures are played, and what the model says of them is compared with what happens. See README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes } from '../processes';
import { buildMissing } from '../programs';
import { drills } from './all';
import { playAll } from './play-all';
import { writeTable } from './table';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const [...names] = process.argv.slice(2);
  const processes = new Processes();
  const unknown = names.filter((it) => it !== 'quick' && !drills.some((drill) => drill.name === it));
  if (unknown.length > 0) throw new Error(`no drill is called ${unknown.join(', ')}; there are quick, ${drills.map((it) => it.name).join(', ')}`);
  await buildMissing(processes, say, ['etcd', 'kubernetes-1.36']);
  const work = mkdtempSync(join(tmpdir(), 'cdk8s-availability-drills-'));
  const clean = () => rmSync(work, { recursive: true, force: true });
  const forget = processes.atExit(clean);
  const chosen = names.length === 0 ? drills : drills.filter((it) => names.includes(it.name) || (names.includes('quick') && it.quick));
  const results = await playAll(processes, chosen, work, say);
  const rows = results.flatMap((it) => it.rows);
  const failed = rows.filter((it) => it.wrong !== undefined).length + results.filter((it) => it.failure !== undefined).length;
  forget();
  // A page that says what was seen must not say it of a run that failed.
  if (!names.includes('quick') && failed === 0) writeTable(drills, results, new Date().toISOString().slice(0, 10));
  if (failed === 0) clean();
  else say(`what was seen, and logs of the programs: ${work}`);
  say(`${rows.length} rows, ${rows.filter((it) => it.isOutcome === true).length} of them what a failure does to an app`);
  say(`${rows.length - rows.filter((it) => it.wrong !== undefined).length} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
