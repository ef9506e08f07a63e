// npm run alerts: what the program writes for Prometheus and Alertmanager, tried with the real ones. See ../README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checks } from '../checks';
import { Processes } from '../processes';
import { ALERT_PINS, buildMissing } from '../programs';
import { checkBroken, checkConfigs } from './configs';
import { checkDays } from './days/check';
import { checkAlerts, checkBrokenAlerts } from './fire';
import { checkLive } from './live/check';
import { checkBrokenNames, checkDashboards, checkNames } from './queries';
import { subjects } from './subjects';
import { Tools } from './tools';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(parts: readonly string[]): Promise<number> {
  const processes = new Processes();
  const wanted = (part: string) => parts.length === 0 || parts.includes(part);
  await buildMissing(processes, say, ALERT_PINS);
  const work = mkdtempSync(join(tmpdir(), 'alerts-'));
  const clean = () => rmSync(work, { recursive: true, force: true });
  const forget = processes.atExit(clean);
  const checks = new Checks(say);
  const tools = new Tools(processes);
  try {
    const all = subjects();
    const [homelab] = all;
    if (homelab === undefined) throw new Error('there is nothing to check');
    const configs = async () => {
      if (!wanted('configs')) return;
      for (const subject of all) await checkConfigs(checks.group(subject.name), tools, subject, work);
      await checkBroken(checks.group('broken'), tools, homelab, work);
    };
    const queries = async () => {
      if (!wanted('queries')) return;
      for (const subject of all) await checkNames(checks.group(subject.name), subject);
      await checkBrokenNames(checks.group('broken'), homelab);
      await checkDashboards(checks.group('homelab'), tools, homelab, work);
    };
    const alerts = async () => {
      if (!wanted('alerts')) return;
      const seen = new Set<string>();
      const open = [...all];
      const next = async () => {
        for (let subject = open.shift(); subject !== undefined; subject = open.shift())
          await checkAlerts(checks.group(subject.name), tools, subject, work, seen);
      };
      await Promise.all([next(), next()]);
      await checkBrokenAlerts(checks.group('broken'), tools, homelab, work);
    };
    const days = async () => {
      if (wanted('days')) await checkDays(checks.group('homelab'), tools, homelab, work);
    };
    // It mostly waits, so that it goes beside the tools, which step back for it.
    const live = async () => {
      if (wanted('live')) await checkLive(checks.group('live'), processes, homelab, work);
    };
    await Promise.all([live(), queries().then(days), configs().then(alerts)]);
  } catch (error) {
    checks.failed += 1;
    say(`FAIL  the run itself: ${error instanceof Error ? error.stack : String(error)}`);
  }
  forget();
  if (checks.failed === 0) clean();
  else say(`files of the run: ${work}`);
  say(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed === 0 && checks.passed > 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
