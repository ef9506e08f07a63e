import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EVERY_ALERT, MADE_UP } from '../../dashboards/every-alert';
import { CASES } from '../../e2e/alerts/cases/all';
import type { Subject } from '../../e2e/alerts/subjects';
import { type Alert, AlertSeverity, renderGroup } from '../../lib/alerts/rule';

const ROOT = join(__dirname, '..', '..');
const names = [...new Set(EVERY_ALERT.map(({ alert }) => alert))].sort();

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesBelow(path);
    return path.endsWith('.ts') ? [readFileSync(join(ROOT, path), 'utf8')] : [];
  });
}

test('the made-up cluster has every alert that the sources have', () => {
  const written = sourcesBelow('lib').flatMap((text) => [...text.matchAll(/^ +alert: (?:'(\w+)'|WATCHDOG),$/gm)].map(([, name = 'Watchdog']) => name));
  expect(names).toEqual([...new Set(written)].sort());
});

/** The table of docs/monitoring.md: what it says of the severity of each alert. */
const documented: ReadonlyMap<string, string> = new Map(
  [...readFileSync(join(ROOT, 'docs', 'monitoring.md'), 'utf8').matchAll(/^\| (`[A-Z]\w+`(?:, `\w+`)*) \| ([^|]+) \|/gm)].flatMap(
    ([, some = '', severity = '']) => [...some.matchAll(/\w+/g)].map(([name]) => [name, severity] as const),
  ),
);

test('each has a row in docs/monitoring.md, and each row is one', () => {
  expect([...documented.keys()].sort()).toEqual(names);
});

test.each(names)('%s is as severe as its row says', (name) => {
  const severities = new Set(EVERY_ALERT.filter(({ alert }) => alert === name).map(({ severity }) => `${severity}`));
  const said = new Set(documented.get(name)?.match(/\b(?:critical|warning|none)\b/g));
  // What an alert may be elsewhere its row says too.
  expect([...severities].filter((severity) => !said.has(severity))).toEqual([]);
  if (said.size === 1) expect(severities).toEqual(said);
});

test('each has a case in which it fires, and each case is about one', () => {
  expect(Object.keys(CASES).sort()).toEqual(names);
});

/** What its case in e2e/alerts asks of it. */
function caseOf(alert: Alert) {
  const plan = MADE_UP.plans.find(({ ask }) => ask.name === alert.labels.app);
  const [rule] = renderGroup({ kind: '', name: '', rules: [alert] }).rules;
  const subject = { name: 'made-up', facts: MADE_UP.facts, plans: MADE_UP.plans } as unknown as Subject;
  return CASES[alert.alert]?.({ subject, rule: rule as never, labels: alert.labels, plan });
}

test.each(names)('%s waits for as long, and is as severe, as its case says, which fires and stays silent', (name) => {
  for (const alert of EVERY_ALERT.filter((one) => one.alert === name)) {
    const { severity, holds, fires, silent, always } = caseOf(alert) ?? {};
    expect({ severity, holds }).toEqual({ severity: alert.severity, holds: alert.forSeconds });
    if (always !== true) expect([fires?.length, silent?.length]).not.toContain(0);
  }
});

test.each(names)('%s says what is wrong, what was promised, the cause, and what to type', (name) => {
  for (const { alert, summary, promise, cause, command } of EVERY_ALERT.filter((one) => one.alert === name))
    for (const text of [summary, promise, cause, command]) expect([alert, text]).toEqual([alert, expect.stringMatching(/\S/)]);
});

test('only the API, an app or its data is critical', () => {
  const critical = EVERY_ALERT.filter(({ severity }) => severity === AlertSeverity.CRITICAL).map(({ kind }) => kind);
  expect(new Set(critical)).toEqual(new Set(['control-plane', 'storage', 'app']));
});
