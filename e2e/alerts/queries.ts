import { join } from 'node:path';
import { kept, labelsOf, metricsIn } from '../../test/monitoring/metric-names';
import { type Group as Checks, mustSay, none } from '../checks';
import { write } from '../files';
import { busyDay } from './days/homelab';
import type { Subject } from './subjects';
import { testFile } from './test-file';
import type { Tools } from './tools';

/** Written by us, or by Prometheus itself: no exporter lists them. */
const OURS: Readonly<Record<string, readonly string[]>> = {
  up: ['job', 'instance', 'node', 'namespace', 'app', 'pod'],
  cluster_state_backup_timestamp_seconds: [],
  k3s_etcd_snapshot_created: [],
};

/** The query in a template, as Prometheus asks it. */
function askedIn(template: string): string[] {
  return [...template.matchAll(/query (?:\(printf )?"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll('\\"', '"'));
}

/** Each rule asks for metrics that the pinned exporters have, that our configuration keeps, by labels that they have. */
export async function checkNames(checks: Checks, subject: Subject): Promise<void> {
  await checks('rules ask for what exporters have', 60, async () => {
    const queries = subject.groups.flatMap((group) =>
      group.rules.flatMap((rule) => [rule.expr, ...askedIn(rule.annotations?.since ?? '')].map((query) => [rule.alert ?? rule.record ?? '', query] as const)),
    );
    const { wrong, seen } = unknown(subject, queries);
    none(wrong);
    return `${seen} metrics in ${queries.length} queries`;
  });
}

export async function checkBrokenNames(checks: Checks, subject: Subject): Promise<void> {
  const finds = (what: string, query: string, says: RegExp) =>
    checks(`${what} is found out`, 60, async () => mustSay(unknown(subject, [['broken', query]]).wrong, says));
  await finds('a metric that nobody has', 'max(kube_node_state{node="a"})', /kube_node_state is in no list/);
  await finds('a metric that is not kept', 'kube_secret_info == 1', /kube_secret_info is in no list/);
  await finds('a label that a metric does not have', 'drbd_device_quorum{resource="a"} == 0', /drbd_device_quorum has no label resource/);
}

function unknown(subject: Subject, queries: readonly (readonly [string, string])[]): { readonly wrong: readonly string[]; readonly seen: number } {
  const all = new Map([...kept(subject.facts), ...Object.entries(OURS)]);
  const recorded = new Map(
    subject.groups.flatMap((group) =>
      group.rules.flatMap((rule) => (rule.record === undefined ? [] : [[rule.record, Object.keys(rule.labels ?? {})] as const])),
    ),
  );
  const seen = new Set<string>();
  const wrong = queries.flatMap(([name, query]) =>
    metricsIn(query).flatMap(({ metric, labels }) => {
      seen.add(metric);
      const has = recorded.get(metric) ?? labelsOf(metric, all);
      if (has === undefined) return [`${name}: ${metric} is in no list`];
      return labels.filter((label) => !has.includes(label)).map((label) => `${name}: ${metric} has no label ${label}`);
    }),
  );
  return { wrong: [...new Set(wrong)], seen: seen.size };
}

/** What Grafana puts for its variables; a choice of several values is a pattern. */
const VARIABLES: Readonly<Record<string, string>> = { __rate_interval: '10m', __range: '6h', __range_s: '21600', __interval: '30s' };

function filledIn(query: string): string {
  return query.replace(/\$(?:\{(\w+)(?::\w+)?\}|([a-zA-Z_]\w*))/g, (_, one?: string, other?: string) => VARIABLES[one ?? other ?? ''] ?? '.*');
}

function exprs(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(exprs);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'expr' && typeof inner === 'string' ? [inner] : exprs(inner)));
}

/** Every query of every dashboard parses, and fails at no time of a day on which a lot happens. */
export async function checkDashboards(checks: Checks, tools: Tools, subject: Subject, work: string): Promise<void> {
  const folder = join(work, 'dashboards');
  for (const [path, content] of subject.dashboards)
    await checks(`${path.split('/').at(-1)}: its queries parse`, 180, async () => {
      const queries = queriesOf(content);
      if (queries.length === 0) throw new Error('it has no queries');
      await tools.must('promtool', 'check', 'rules', '--lint=none', write(join(folder, path, 'rules.yaml'), JSON.stringify({ groups: [panels(queries)] })));
      return `${queries.length} queries`;
    });
  const play = (queries: readonly string[]) => {
    const rules = write(join(folder, 'all.yaml'), JSON.stringify({ groups: [...subject.groups, panels(queries)] }));
    // By then nearly all of it has happened.
    const day = { ...busyDay(subject), seconds: 14 * 3600 + 300 };
    // promtool evaluates up to the last question.
    const test = { ...day, answers: [{ second: day.seconds, query: 'vector(1)', series: ['{}'] }] };
    return tools.run('promtool', 'test', 'rules', write(join(folder, 'test.yaml'), testFile([rules], subject.name, [test])));
  };
  await checks('queries of dashboards fail at no time of a busy day', 1200, async () => {
    const queries = [...new Set([...subject.dashboards.values()].flatMap(queriesOf))];
    const { ok, text } = await play(queries);
    if (!ok) throw new Error(text.slice(0, 3000));
    return `${queries.length} queries`;
  });
  await checks('a query with two series where it expects one is found out', 1200, async () =>
    mustSay([(await play(['kube_pod_info * on (namespace) kube_pod_status_ready'])).text], /many-to-many|duplicate series|many matching/),
  );
}

const queriesOf = (content: string) => [...new Set(exprs(JSON.parse(content)).map(filledIn))];

/** As rules, of which promtool tells what is wrong. */
const panels = (queries: readonly string[]) => ({
  name: 'panels',
  interval: '10m',
  rules: queries.map((expr, index) => ({ record: `panel:${index}`, expr })),
});
