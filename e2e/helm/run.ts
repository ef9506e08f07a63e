// npm run helm [3|4] [program]: what helm 3 and helm 4 make of the charts of every program. See ../README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Checks, type Group, none } from '../checks';
import { Processes } from '../processes';
import { buildMissing, HELM_PINS } from '../programs';
import { CLI_PROGRAMS, cliChart } from './cli';
import { differences, plainObjects } from './equal';
import { Helm } from './helm';
import { checkNulls } from './nulls';
import { type Charted, charted, VERSION } from './programs';
import { checkRegistry, Registry } from './registry';
import { checkUmbrella } from './umbrella';
import { checkValues } from './values';

const [only, program] = process.argv.slice(2);
const HELMS = HELM_PINS.filter((pin) => pin.startsWith('helm') && (only === undefined || pin.endsWith(only)));

const say = (line: string) => process.stdout.write(`${line}\n`);

/** With its default values each chart gives what the plain YAML has, and helm has nothing against it. */
async function checkCharts(check: Group, helm: Helm, { name, files, charts }: Charted): Promise<void> {
  const plain = plainObjects(files);
  for (const [index, chart] of charts.entries()) {
    await check(`${name} ${basename(chart)}: the same objects`, 60, async () => {
      const objects = helm.objects(chart);
      none(differences(plain, objects, index === 0));
      return `${objects.length} objects`;
    });
    await check(`${name} ${basename(chart)}: lint --strict`, 60, async () => {
      const { ok, output, error } = helm.run('lint', '--strict', '--quiet', chart);
      return none(ok ? [] : [output, error]);
    });
  }
}

/** The archive of a chart is that chart. */
async function checkArchive(check: Group, helm: Helm, { name, files, charts: [chart] }: Charted): Promise<void> {
  await check(`${name}: the archive gives the same objects`, 60, async () => {
    const objects = helm.objects(`${chart}-${VERSION}.tgz`);
    return none(differences(plainObjects(files), objects, true));
  });
}

/** The cdk8s CLI makes a chart of the same objects. */
async function checkCli(check: Group, helm: Helm, { name, files }: Charted, chart: string): Promise<void> {
  await check(`${name}: cdk8s synth --format helm gives the same objects, and lint --strict finds nothing`, 60, async () => {
    const { ok, output, error } = helm.run('lint', '--strict', '--quiet', chart);
    return none([...differences(plainObjects(files), helm.objects(chart), true), ...(ok ? [] : [output, error])]);
  });
}

/** That a difference would be seen. */
async function checkCanFail(check: Group, helm: Helm, { files, charts }: Charted): Promise<void> {
  const objects = helm.objects(charts[0] ?? '');
  const plain = plainObjects(files);
  await check('an object that is missing, and one that differs, are seen', 60, async () => {
    const [first, second, ...rest] = objects;
    if (first === undefined || second === undefined) throw new Error('there are no objects');
    const found = differences(plain, [{ ...second, apiVersion: 'v0' }, ...rest], true);
    return none(found.length === 2 ? [] : [`seen: ${found.join('; ')}`]);
  });
}

async function main(): Promise<number> {
  const processes = new Processes();
  await buildMissing(processes, say, HELM_PINS);
  const work = mkdtempSync(join(tmpdir(), 'cdk8s-availability-helm-'));
  processes.atExit(() => rmSync(work, { recursive: true, force: true }));
  const checks = new Checks(say);
  const all = charted(work).filter(({ name }) => program === undefined || name === program);
  const cliCharts = all.flatMap((one) => {
    const source = CLI_PROGRAMS.get(one.name);
    return source === undefined ? [] : [[one, cliChart(work, one.name, source)] as const];
  });
  const registry = await Registry.start(processes, work);
  for (const pin of HELMS) {
    const helm = new Helm(pin, work);
    for (const one of all) {
      await checkCharts(checks.group(helm.name), helm, one);
      await checkArchive(checks.group(helm.name), helm, one);
      await checkNulls(checks.group(helm.name), helm, one);
    }
    for (const [one, chart] of cliCharts) await checkCli(checks.group(helm.name), helm, one, chart);
    for (const one of all.filter(({ name }) => name === 'homelab')) {
      await checkCanFail(checks.group(helm.name), helm, one);
      await checkValues(checks.group(helm.name), helm, one);
      await checkUmbrella(checks.group(helm.name), helm, one);
      await checkRegistry(checks.group(helm.name), helm, one, registry, work);
    }
  }
  await registry.stop();
  say(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed === 0 && checks.passed > 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
