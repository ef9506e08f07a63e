import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';

const ROOT = resolve(__dirname, '..');
const REPORTS = ['dist/homelab', ...['home', 'shop', 'six-apps', 'studio'].map((name) => `examples/${name}/dist/${name}`)];
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { [key: string]: unknown };

/** What the schema says against a report. */
function against(report: unknown): readonly string[] {
  const validate = new Ajv({ allErrors: true }).compile(read('report.schema.json'));
  return validate(report) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('report.schema.json follows from the types', () => {
  expect(() => execFileSync(process.execPath, [join(ROOT, 'scripts', 'report-schema.js'), '--check'], { stdio: 'pipe' })).not.toThrow();
}, 60_000);

test.each(REPORTS)('the report in %s is as the schema says', (folder) => {
  expect(against(read(`${folder}/report/report.json`))).toEqual([]);
});

test('a report with a time in words is refused', () => {
  const report = read('dist/homelab/report/report.json');
  const apps = (report.apps as readonly object[]).map((app) => ({ ...app, nodeCrash: 'back after 4 min' }));
  expect(against({ ...report, apps })).toContain('/apps/0/nodeCrash must be object');
});
