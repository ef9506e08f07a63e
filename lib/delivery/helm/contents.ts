import { AppConstruct } from '../../apps/app-construct';
import { mainFirst } from '../../availability/ask/resolved';
import type { Plan } from '../../availability/model/plan';
import type { Finding } from '../../cluster/finding';
import { fewOf } from '../../cluster/names';
import { found } from '../../cluster/rule';
import type { ChartContent, ClusterOutput, Unit } from '../output';
import type { ChartValue } from './chart-value';
import type { HelmChart } from './helm-chart';
import { HELM_CHART_CLASH, HELM_CHART_CONTENT, HELM_VALUE_INVALID } from './rules';

/** What is around charts: a cluster, or what is in none. */
export interface Around {
  readonly cluster: ClusterOutput | undefined;
  readonly units: readonly Unit[];
}

/** The charts of a cluster with all that is in them, and what is wrong with that. */
export function contentsOf(charts: readonly HelmChart[], around: Around, refuse: (finding: Finding) => void): readonly ChartContent[] {
  const sound = charts.filter(({ given }) => given !== undefined);
  const owners = new Map<string, HelmChart>();
  return sound.flatMap((chart) => {
    const { path } = chart.node;
    const owner = owners.get(chart.chartName);
    if (owner !== undefined) refuse(found(HELM_CHART_CLASH, path, twins(chart.chartName, owner)));
    owners.set(chart.chartName, chart);
    const content = contentOf(chart, around);
    const stray = chart.parts.filter((part) => !around.units.some((unit) => isWithin(unit.path, part.node.path)));
    for (const part of stray) refuse(found(HELM_CHART_CONTENT, path, outside(part.node.path, around.cluster)));
    if (chart.parts.length === 0) refuse(found(HELM_CHART_CONTENT, path, NOTHING));
    const apps = content.plans.map(({ ask }) => ask.path);
    for (const [app, values] of content.values)
      if (!apps.includes(app)) for (const { name } of values) refuse(found(HELM_VALUE_INVALID, path, elsewhere(name, app)));
    return [content];
  });
}

const NOTHING = { given: 'a chart of nothing', allowed: 'but a chart installs something', fix: 'Pass apps, folders or the cluster in of.' };

function twins(name: string, owner: HelmChart) {
  return {
    given: `a chart named ${name}`,
    allowed: `but ${owner.node.path} is one already, and both would be one folder`,
    fix: 'Give one of them another id, or set name.',
  };
}

function outside(part: string, cluster: ClusterOutput | undefined) {
  return {
    given: `${part === '' ? 'the app' : part} in a chart`,
    allowed: cluster === undefined ? 'but no object outside of clusters is in it' : `but no object of the cluster ${cluster.name} is in it`,
    fix: 'Pass apps, folders or the cluster that the chart is in.',
  };
}

function elsewhere(name: string, app: string) {
  return {
    given: `the value ${name} of ${app}`,
    allowed: 'but the chart has no such app',
    fix: 'Pass an app of the chart in of, or remove the value.',
  };
}

function isWithin(path: string, above: string): boolean {
  return above === '' || path === above || path.startsWith(`${above}/`);
}

function contentOf(chart: HelmChart, { cluster, units }: Around): ChartContent {
  const paths = chart.parts.map(({ node }) => node.path);
  const own = units.filter(({ path }) => paths.some((above) => isWithin(path, above)));
  const inIt = new Set(own.map(({ path }) => path));
  const apps = chart.parts.flatMap((part) => part.node.findAll().filter((one): one is AppConstruct => one instanceof AppConstruct && inIt.has(one.node.path)));
  const plans = [...new Set(apps)].flatMap(({ plan }) => (plan === undefined ? [] : [plan]));
  const needed = neededBy(own, plans);
  const { version = '', description, appVersion, package: isPackaged = false } = chart.given ?? {};
  return {
    name: chart.chartName,
    version,
    description: description ?? describe(plans, paths),
    appVersion: appVersion ?? (plans.length === 1 ? plans.flatMap(({ ask }) => mainFirst(ask))[0]?.image.tag : undefined),
    isPackaged,
    path: chart.node.path,
    cluster,
    units: units.filter((unit) => inIt.has(unit.path) || isNeeded(unit, needed)),
    plans,
    values: valuesOf(chart),
  };
}

function valuesOf({ given }: HelmChart): ReadonlyMap<string, readonly ChartValue[]> {
  const byApp = new Map<string, ChartValue[]>();
  for (const value of given?.values ?? []) byApp.set(value.of.node.path, [...(byApp.get(value.of.node.path) ?? []), value]);
  return byApp;
}

/** The namespaces of its objects, and the PriorityClasses of its pods. */
function neededBy(units: readonly Unit[], plans: readonly Plan[]): ReadonlySet<string> {
  const namespaces = units.flatMap((unit) => unit.identities().map(({ metadata }) => `Namespace ${metadata.namespace}`));
  return new Set([...namespaces, ...plans.map(({ priority }) => `PriorityClass ${priority.value}`)]);
}

function isNeeded(unit: Unit, needed: ReadonlySet<string>): boolean {
  return unit.identities().some(({ kind, metadata }) => needed.has(`${kind} ${metadata.name}`));
}

function describe(plans: readonly Plan[], paths: readonly string[]): string {
  const names = plans.map(({ ask }) => ask.name);
  return names.length === 0
    ? `What is in ${fewOf(paths)}.`
    : `${fewOf(names)}, with ${names.length === 1 ? 'its' : 'their'} availability ${names.length === 1 ? 'class' : 'classes'}.`;
}
