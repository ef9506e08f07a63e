import { join } from 'node:path';
import { type Group as Checks, mustSay } from '../checks';
import { write } from '../files';
import { CASES } from './cases/all';
import { type About, type Case, type Harmless, HOUR, type Phases, type Trouble, WARM } from './cases/case';
import { at, clock, EVERY, type Series } from './series';
import type { Rule, Subject } from './subjects';
import { type Firing, type Moment, type Test, testFile } from './test-file';
import type { Tools } from './tools';

const TEXTS = ['summary', 'promise', 'since', 'cause', 'command'];
/** An alert goes on for as long after its condition: a gap in what is known is no recovery. */
const KEPT = 180;

/** Every alert of every group: when it fires, to the second, with all labels and annotations, and when it does not. */
export async function checkAlerts(checks: Checks, tools: Tools, subject: Subject, work: string, seen: Set<string>): Promise<void> {
  const folder = join(work, 'alerts', subject.name);
  for (const group of subject.groups) {
    // Another cluster has the very same rules.
    const whole = JSON.stringify(group);
    if (seen.has(whole)) continue;
    seen.add(whole);
    await checks(`${group.name} fires and stays silent as it should`, 1200, async () => {
      const alerts = group.rules.filter((rule) => rule.alert !== undefined);
      const tests = alerts.flatMap((rule) => testsOf(subject, rule));
      const rules = write(join(folder, `${group.name}.yaml`), `{"groups":[${whole}]}`);
      await tools.must('promtool', 'test', 'rules', write(join(folder, `${group.name}.test.yaml`), testFile([rules], subject.name, tests)));
      return `${alerts.length} alerts, ${tests.length} tests`;
    });
  }
}

/** An alert that differs in one thing from what its case says is found out. */
export async function checkBrokenAlerts(checks: Checks, tools: Tools, subject: Subject, work: string): Promise<void> {
  const [group, rule] = subject.groups.flatMap((one) => one.rules.filter((it) => it.alert === 'NodeDown').map((it) => [one, it] as const))[0] ?? [];
  if (group === undefined || rule === undefined) throw new Error('no rule is there to break');
  const found = (what: string, broken: Rule, says: RegExp) =>
    checks(`${what} is found out`, 180, async () => {
      const file = write(
        join(work, 'broken', 'rules.yaml'),
        JSON.stringify({ groups: [{ ...group, rules: group.rules.map((it) => (it === rule ? broken : it)) }] }),
      );
      const tests = testFile([file], subject.name, testsOf(subject, rule));
      const { ok, text } = await tools.run('promtool', 'test', 'rules', write(join(work, 'broken', 'rules.test.yaml'), tests));
      if (ok) throw new Error('nothing was said');
      return mustSay([text], says);
    });
  await found('an alert that waits half a minute too long', { ...rule, for: '150s' }, /time: 12m/);
  await found('an alert that waits half a minute too little', { ...rule, for: '90s' }, /time: 11m30s/);
  await found('an alert that never fires', { ...rule, expr: `${rule.expr} and vector(0) == 1` }, /time: 12m/);
  await found('an alert with another label', { ...rule, labels: { ...rule.labels, zone: 'x' } }, /zone="x"/);
  await found(
    'an annotation that asks for nothing',
    { ...rule, annotations: { ...rule.annotations, since: '{{ query "none" | first | value }}' } },
    /<error expanding/,
  );
  await found('an alert that goes on for too long', { ...rule, keep_firing_for: '10m' }, /time: 20m30s/);
  await checks('an alert of which nothing is known is found out', 60, async () =>
    mustSay([thrown(() => testsOf(subject, { ...rule, alert: 'New' }))], /nothing is known of the alert New/),
  );
  await checks('another severity is found out', 60, async () =>
    mustSay([thrown(() => testsOf(subject, { ...rule, labels: { ...rule.labels, severity: 'critical' } }))], /is a critical, not a warning/),
  );
}

function thrown(act: () => unknown): string {
  try {
    act();
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}

function about(subject: Subject, rule: Rule): About {
  const { severity: _, ...labels } = rule.labels ?? {};
  const plan = subject.plans.find((one) => one.ask.name === labels.app && (one.ask.namespace ?? 'default') === labels.namespace);
  return { subject, rule, labels, plan };
}

function testsOf(subject: Subject, rule: Rule): Test[] {
  const name = rule.alert ?? '';
  const caseOf = CASES[name];
  if (caseOf === undefined) throw new Error(`nothing is known of the alert ${name}: write down when it fires, and when not`);
  const one = caseOf(about(subject, rule));
  mustBeComplete(rule, one);
  if (one.always === true) return [always(rule)];
  return [
    ...one.fires.flatMap((trouble) => [fires(rule, one, trouble), ...(one.holds === 0 ? [] : [tooShort(rule, one, trouble)])]),
    ...one.silent.map((harmless) => silent(rule, one, harmless)),
  ];
}

function mustBeComplete(rule: Rule, { severity, fires, silent, always }: Case): void {
  if (rule.labels?.severity !== severity) throw new Error(`${rule.alert} is a ${rule.labels?.severity}, not a ${severity}`);
  if (always !== true && (fires.length === 0 || silent.length === 0))
    throw new Error(`${rule.alert} has no case in which it fires, or none in which it does not`);
  const lacking = TEXTS.filter((text) => (rule.annotations?.[text] ?? '').trim() === '');
  if (lacking.length > 0) throw new Error(`${rule.alert} does not say: ${lacking.join(', ')}`);
}

/** Annotations as they must read; what depends on labels or values stands in the case. */
function annotations(rule: Rule, texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(rule.annotations ?? {}).map(([name, text]) => {
      const expected = texts[name] ?? text;
      if (expected.includes('{{')) throw new Error(`${rule.alert}: its case does not say what becomes of ${name}: ${text}`);
      return [name, expected];
    }),
  );
}

function during(phases: readonly Phases[], from: number, to: number): Series[] {
  return phases.map(([name, well, wrong, after = well]) => ({ name, course: (second) => at(second < from ? well : second < to ? wrong : after, second) }));
}

function each(from: number, to: number, alert: string, firing: readonly Firing[]): Moment[] {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / EVERY)) }, (_, index) => ({ second: from + index * EVERY, alert, firing }));
}

/** Nothing until the condition has held for long enough, the alert until it has ended for long enough, then nothing. */
function fires(rule: Rule, { holds }: Case, { why, series, labels, texts, warm = WARM, onset = 0, since = warm - 60, lingers = 0 }: Trouble): Test {
  const alert = rule.alert ?? '';
  const first = warm + onset + Math.ceil(holds / EVERY) * EVERY;
  const end = first + 300;
  const last = end + lingers + KEPT;
  const firing = {
    labels: { ...rule.labels, ...labels },
    annotations: annotations(rule, { since: typeof since === 'number' ? clock(since) : since, ...texts }),
  };
  return {
    name: `${alert}: ${why}`,
    seconds: last + 120,
    series: during(series, warm, end),
    moments: [...each(warm === 0 ? 0 : warm - 300, first, alert, []), { second: first, alert, firing: [firing] }, ...each(last + EVERY, last + 120, alert, [])],
  };
}

/** One evaluation less than it must hold. */
function tooShort(rule: Rule, { holds }: Case, { why, series, warm = WARM, onset = 0, lingers = 0 }: Trouble): Test {
  const end = warm + onset + Math.ceil(holds / EVERY) * EVERY - lingers;
  const seconds = end + holds + 300;
  return { name: `${rule.alert}: ${why}, not long enough`, seconds, series: during(series, warm, end), moments: each(warm, seconds, rule.alert ?? '', []) };
}

function silent(rule: Rule, { holds }: Case, { why, series, warm = WARM, lasts = holds + HOUR / 2 }: Harmless): Test {
  const end = warm + lasts;
  return { name: `${rule.alert}: ${why}`, seconds: end + 300, series: during(series, warm, end), moments: each(warm, end + 300, rule.alert ?? '', []) };
}

function always(rule: Rule): Test {
  const alert = rule.alert ?? '';
  // It is well at all times, and said to be so since a moment ago.
  const moment = (second: number): Moment => ({
    second,
    alert,
    firing: [{ labels: { ...rule.labels }, annotations: annotations(rule, { since: clock(second) }) }],
  });
  return { name: `${alert}: always`, seconds: 600, series: [{ name: 'nothing', course: 0 }], moments: [0, 60, 600].map(moment) };
}
