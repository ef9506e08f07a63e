import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Dashboard, Panel, RegexMap, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { EVERY_ALERT } from '../../dashboards/every-alert';
import { FOLDERS, generateDashboards } from '../../dashboards/generate';
import { dashboardQueries } from '../../dashboards/queries';
import type { Cluster } from '../../lib';
import { AVAILABLE, WANTED } from '../../lib/alerts/apps';
import { STATE_BACKUP_FILE_METRIC, STATE_BACKUP_K3S_METRIC } from '../../lib/alerts/control-plane';
import { NODE_UP } from '../../lib/alerts/nodes';
import { AlertSeverity } from '../../lib/alerts/rule';
import { dashboardsFor } from '../../lib/monitoring/dashboards';
import { DATASOURCE_UID } from '../../lib/monitoring/parts/grafana';
import { app } from '../../main';
import { facts, systemsOf } from '../support';
import { kept, labelsOf, metricsIn } from './metric-names';

const ROOT = join(__dirname, '..', '..');
const ALL = dashboardsFor(systemsOf());
const dashboards = Object.entries(ALL).map(([file, json]) => ({ file, json, dashboard: JSON.parse(json) as Dashboard }));

function isPanel(panel: Panel | RowPanel): panel is Panel {
  return panel.type !== 'row';
}

const panels = dashboards.flatMap(({ file, dashboard }) =>
  (dashboard.panels ?? []).filter(isPanel).map((panel) => ({ file, panel, title: panel.title ?? '' })),
);
const targets = panels.flatMap(({ file, title, panel }) => (panel.targets ?? []).map((target) => ({ file, title, target: target as unknown as Target })));

/** As Grafana writes it. */
const DATASOURCE_VARIABLE = `$\{datasource}`;

interface Target {
  readonly expr: string;
  readonly refId: string;
  readonly datasource: unknown;
}

test('the committed dashboards are those of their sources: run `npm run dashboards`', () => {
  const generated = generateDashboards();
  const committed = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((file) => `${folder}/${file}`));
  expect(committed.sort()).toEqual(Object.keys(generated).sort());
  for (const [file, json] of Object.entries(generated)) expect({ [file]: readFileSync(join(ROOT, file), 'utf8') }).toEqual({ [file]: json });
});

test('Grafana gets each of them, on one line, far below what a ConfigMap holds', () => {
  const generated = Object.fromEntries(Object.entries(generateDashboards()).map(([path, json]) => [basename(path), json]));
  expect(Object.keys(ALL)).toEqual(Object.keys(generated));
  for (const { file, json } of dashboards) expect(json).toBe(JSON.stringify(JSON.parse(generated[file] ?? '')));
  expect(dashboards.reduce((sum, { json }) => sum + json.length, 0)).toBeLessThan(160 * 1024);
});

test('only a cluster with LINSTOR gets the one about replicated volumes', () => {
  expect(Object.keys(dashboardsFor([]))).toEqual(Object.keys(ALL).filter((file) => file !== 'storage.json'));
});

test('people keep links to them: their addresses and titles do not change', () => {
  expect(dashboards.map(({ dashboard: { uid, title } }) => `${uid}: ${title}`)).toEqual([
    'availability-cluster: Cluster',
    'availability-highly-available: Apps: HighlyAvailable',
    'availability-single-pod-flexible: Apps: SinglePodFlexible',
    'availability-single-pod-pinned: Apps: SinglePodPinned',
    'availability-storage: Storage',
  ]);
});

test('each answers the four questions in their order, of the last six hours, and leads to the others', () => {
  for (const { dashboard } of dashboards) {
    expect((dashboard.panels ?? []).filter((panel) => !isPanel(panel)).map(({ title }) => title)).toEqual([
      'Is everything up?',
      'What is about to fail?',
      'What is slow?',
      'What changed?',
    ]);
    expect(dashboard).toMatchObject({
      time: { from: 'now-6h', to: 'now' },
      refresh: '1m',
      timezone: 'browser',
      schemaVersion: 42,
      tags: ['cdk8s-availability'],
    });
    expect(dashboard.links).toMatchObject([{ type: 'dashboards', tags: ['cdk8s-availability'], includeVars: true, keepTime: true }]);
    expect(dashboard.links?.[0]).not.toHaveProperty('placement');
  }
});

test('each can be asked of any Prometheus and any cluster, of ours when nothing is chosen', () => {
  for (const { dashboard, json } of dashboards) {
    const [datasource, cluster, node] = dashboard.templating?.list ?? [];
    expect(datasource).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus', current: { value: DATASOURCE_UID } });
    expect(cluster).toMatchObject({ name: 'cluster', includeAll: true, allValue: '.*', current: { value: '$__all' } });
    expect(node).toMatchObject({ name: 'node', includeAll: true, multi: true, allValue: '.*', current: { value: '$__all' } });
    // Inputs that Grafana asks for when somebody imports it by hand; nobody does here.
    expect(json).not.toContain(`$\{DS_`);
    expect(json).not.toContain('__inputs');
  }
  for (const { target } of targets) for (const selector of target.expr.match(/\{[^}]*\}/g) ?? []) expect(selector).toMatch(/^\{cluster=~"\$cluster"[,}]/);
});

test('every panel says what it shows, of which data, in which unit, and what it means that there is nothing', () => {
  for (const { panel, title } of panels) {
    expect(title).toMatch(/\S/);
    expect({ title, means: panel.description }).toEqual({ title, means: expect.stringMatching(/\S/) });
    expect(panel.datasource).toEqual({ type: 'prometheus', uid: DATASOURCE_VARIABLE });
    expect({ title, unit: panel.fieldConfig?.defaults.unit }).toEqual({ title, unit: expect.stringMatching(/./) });
    expect({ title, nothing: panel.fieldConfig?.defaults.noValue }).toEqual({ title, nothing: expect.stringMatching(/./) });
  }
  for (const { target } of targets) expect(target.datasource).toEqual({ type: 'prometheus', uid: DATASOURCE_VARIABLE });
});

test('panels have ids and targets have letters, each its own', () => {
  for (const { dashboard } of dashboards) {
    const all = dashboard.panels ?? [];
    expect(all.map(({ id }) => id)).toEqual(all.map((_, index) => index + 1));
    for (const panel of all.filter(isPanel)) {
      const letters = (panel.targets ?? []).map((target) => (target as unknown as Target).refId);
      expect(letters).toEqual([...'ABCDEFGH'].slice(0, letters.length));
    }
  }
});

test('panels fill the width, so that none stands below the row of another question', () => {
  for (const { dashboard } of dashboards) {
    const all = dashboard.panels ?? [];
    for (const [index, { gridPos }] of all.entries()) {
      const next = all[index + 1]?.gridPos;
      if (gridPos === undefined || next === undefined || next.y === gridPos.y) continue;
      expect(gridPos.x + gridPos.w).toBe(24);
    }
    expect(all.filter(isPanel).every(({ gridPos }) => gridPos !== undefined && gridPos.w >= 12)).toBe(true);
  }
});

const RECORDED: ReadonlyMap<string, readonly string[]> = new Map([
  [AVAILABLE, ['namespace', 'app', 'availability_class']],
  [WANTED, ['namespace', 'app', 'availability_class']],
  [NODE_UP, ['node']],
]);
/** What Prometheus writes itself, and what is written for the alert about backups. */
const BESIDE: ReadonlyMap<string, readonly string[]> = new Map([
  ['up', ['job', 'node', 'app', 'namespace']],
  ['scrape_duration_seconds', ['job', 'node', 'app', 'namespace']],
  ['ALERTS', ['alertname', 'alertstate', 'severity', 'availability_class', 'app', 'namespace', 'node']],
  ['ALERTS_FOR_STATE', ['alertname', 'severity', 'availability_class', 'app', 'namespace', 'node']],
  [STATE_BACKUP_FILE_METRIC, ['node']],
  [STATE_BACKUP_K3S_METRIC, ['node', 'snapshot']],
]);

test('every metric is one that an exporter has and our Prometheus keeps, with the labels that it is chosen by', () => {
  const all = new Map([...kept((app.node.findChild('homelab') as Cluster).facts), ...RECORDED, ...BESIDE]);
  const unknown = dashboards.flatMap(({ file, json }) =>
    dashboardQueries(json)
      .flatMap(metricsIn)
      .flatMap(({ metric, labels }) => {
        const known = labelsOf(metric, all);
        if (known === undefined) return [`${file}: ${metric}`];
        return labels.filter((label) => label !== 'cluster' && !known.includes(label)).map((label) => `${file}: ${metric}{${label}}`);
      }),
  );
  expect(unknown).toEqual([]);
  // Nothing of a query was overlooked.
  expect(dashboards.flatMap(({ json }) => dashboardQueries(json)).filter((expr) => metricsIn(expr).length === 0 || expr.includes('$__'))).toEqual([]);
});

test('a metric that is not kept, or has no such label, would be found', () => {
  const all = kept(facts());
  expect(labelsOf('kube_pod_labels', all)).toBeUndefined();
  expect(labelsOf('container_network_receive_bytes_total', all)).toBeUndefined();
  expect(labelsOf('kube_node_info', all)).not.toContain('pod');
  expect(metricsIn('sum by (node) (rate(a_total{x=~"b{c}",y!="d"}[5m] @ end())) / on (z) group_left (w) b:c:max > bool 1e3 or vector(0)')).toEqual([
    { metric: 'a_total', labels: ['x', 'y'] },
    { metric: 'b:c:max', labels: [] },
  ]);
});

/** What Grafana makes of the text that the query puts together (packages/grafana-data, valueMappings.ts). */
function shown(alert: string, labels: { readonly [label: string]: string }): string | undefined {
  const table = panels.find(({ file, title }) => file === 'cluster.json' && title === 'Firing alerts')?.panel;
  const column = table?.fieldConfig?.overrides.find(({ matcher }) => matcher.options === 'What to do');
  const mappings = column?.properties.find(({ id }) => id === 'mappings')?.value as readonly RegexMap[];
  const query = targets.find((one) => one.file === 'cluster.json' && one.title === 'Firing alerts')?.target.expr ?? '';
  const about = [...(/"todo", "\|", ([^)]+)\)/.exec(query)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, label = '']) => label);
  const text = about.map((label) => (label === 'alertname' ? alert : (labels[label] ?? ''))).join('|');
  const found = mappings.map(({ options }) => ({ options, regex: new RegExp(`^${options.pattern}$`) })).filter(({ regex }) => regex.test(text));
  expect(found).toHaveLength(1);
  return found.map(({ options, regex }) => text.replace(regex, options.result.text ?? ''))[0];
}

test('what to do is the command of the alert itself, where it follows from its labels', () => {
  const some = EVERY_ALERT.filter(({ labels, severity }) => Object.keys(labels).length > 0 && severity !== AlertSeverity.NONE);
  for (const { alert, labels, command, commandAnywhere } of some) expect([alert, shown(alert, labels)]).toEqual([alert, commandAnywhere ?? command]);
  expect(some.length).toBeGreaterThan(20);
  expect(shown('VolumeFilling', { namespace: 'paperless', persistentvolumeclaim: 'paperless-media' })).toBe('kubectl -n paperless get pvc paperless-media');
  expect(shown('HighlyAvailableOnOneNode', { namespace: 'blog', app: 'site' })).toBe(
    'kubectl -n blog rollout restart deployment,statefulset -l app.kubernetes.io/name=site --field-manager=flux-client-side-apply',
  );
});
