import { mainFirst } from '../../availability/ask/resolved';
import type { Plan } from '../../availability/model/plan';
import type { Finding } from '../../cluster/finding';
import { fewOf } from '../../cluster/names';
import { found, type RuleRecord, type Said } from '../../cluster/rule';
import { isRefusedByWindows, WINDOWS_REFUSES } from '../check-objects';
import type { ChartContent, Unit } from '../output';
import { FILE_NAME } from '../rules';
import type { ChartValue } from './chart-value';
import { checkDeliveries } from './check-delivery';
import { HelmChart } from './helm-chart';
import type { HelmCharts } from './helm-charts';
import { invalidName } from './invalid';
import { HELM_CHART_CLASH, HELM_CHART_CONTENT, HELM_CHART_INVALID, HELM_VALUE_INVALID } from './rules';
import { SHARED } from './shared';
import { type Around, isWithin, type Wanted, wantedOf, wantedOfSet } from './wanted';

/** The charts of a cluster with all that is in them, and what is wrong with that. */
export function contentsOf(charts: readonly (HelmChart | HelmCharts)[], around: Around, refuse: (finding: Finding) => void): readonly ChartContent[] {
  const owners = new Map<string, string>();
  const known = knownOf(around);
  const contents = charts.flatMap((chart) => {
    if (chart.given === undefined) return [];
    const { path } = chart.node;
    const wanted = chart instanceof HelmChart ? wantedOf(chart, around) : wantedOfSet(chart, around);
    const chartOf = new Map(wanted.flatMap(({ name, units }) => units.map((unit) => [unit, name] as const)));
    const say = (rule: RuleRecord, said: Said) => refuse(found(rule, path, said));
    for (const said of strays(chart, around)) say(HELM_CHART_CONTENT, said);
    if (wanted.length === 0) say(HELM_CHART_CONTENT, { ...NOTHING, fix: 'Declare something beside it.' });
    const apps = new Set([...chartOf.keys()].flatMap(({ path: of }) => (known.plans.has(of) ? [of] : [])));
    for (const value of chart.given.values ?? []) if (!apps.has(value.of.node.path)) say(HELM_VALUE_INVALID, elsewhere(value));
    for (const { name } of wanted) {
      const owner = owners.get(name);
      const rename = chart instanceof HelmChart ? 'Give it another id, or set name.' : 'Give the app or the folder another name.';
      if (owner !== undefined) say(HELM_CHART_CLASH, twins(name, owner, rename));
      owners.set(name, path);
      if (isRefusedByWindows(name)) say(FILE_NAME, { given: `a chart named ${name}`, allowed: WINDOWS_REFUSES, fix: rename });
      if (!(chart instanceof HelmChart)) for (const said of invalidName(name, 'Give the app or the folder a shorter name.')) say(HELM_CHART_INVALID, said);
    }
    return wanted.map((one) => contentOf(one, path, known, (unit) => chartOf.get(unit) ?? ''));
  });
  for (const finding of checkDeliveries(contents, around.cluster)) refuse(finding);
  return contents;
}

const NOTHING = { given: 'a chart of nothing', allowed: 'but a chart installs something', fix: 'Pass apps, folders or the cluster in of.' };

function twins(name: string, owner: string, fix: string): Said {
  return { given: `a chart named ${name}`, allowed: `but ${owner} has one already, and both would be one folder`, fix };
}

function elsewhere({ name, of }: ChartValue) {
  return {
    given: `the value ${name} of ${of.node.path}`,
    allowed: 'but the chart has no such app',
    fix: 'Pass an app of the chart in of, or remove the value.',
  };
}

/** What a chart is asked to have, and what is not there. */
function* strays(chart: HelmChart | HelmCharts, { units, cluster }: Around): Iterable<Said> {
  if (!(chart instanceof HelmChart)) return;
  if (chart.parts.length === 0) yield NOTHING;
  for (const { node } of chart.parts)
    if (!units.some((unit) => isWithin(unit.path, node.path)))
      yield {
        given: `${node.path === '' ? 'the app' : node.path} in a chart`,
        allowed: cluster === undefined ? 'but no object outside of clusters is in it' : `but no object of the cluster ${cluster.name} is in it`,
        fix: 'Pass apps, folders or the cluster that the chart is in.',
      };
}

/** What all charts look up. */
interface Known {
  readonly cluster: Around['cluster'];
  /** By the paths of their apps. */
  readonly plans: ReadonlyMap<string, Plan>;
  /** The place of each unit in the tree. */
  readonly places: ReadonlyMap<Unit, number>;
  /** The units that have a namespace or a PriorityClass, by `kind name`. */
  readonly bringers: ReadonlyMap<string, readonly Unit[]>;
}

function knownOf({ cluster, units, plans }: Around): Known {
  const bringers = new Map<string, Unit[]>();
  for (const unit of units)
    for (const { kind, metadata } of unit.identities()) {
      if (SHARED[kind] === undefined) continue;
      const key = `${kind} ${metadata.name}`;
      bringers.set(key, [...(bringers.get(key) ?? []), unit]);
    }
  return {
    cluster,
    plans: new Map(plans.map((plan) => [plan.ask.path, plan])),
    places: new Map(units.map((unit, place) => [unit, place])),
    bringers,
  };
}

function contentOf(wanted: Wanted, path: string, { cluster, plans: all, places, bringers }: Known, chartOf: (unit: Unit) => string): ChartContent {
  const { name, version, description, appVersion, values = [], package: isPackaged = false, units: own, isAlone, deliver } = wanted;
  const plans = own.flatMap((unit) => all.get(unit.path) ?? []);
  const inOrder = (units: Iterable<Unit>) => [...new Set(units)].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  const has = new Set(own);
  const needed = inOrder([...neededBy(own, plans)].flatMap((key) => bringers.get(key) ?? [])).filter((unit) => !has.has(unit));
  return {
    name,
    version,
    description: description ?? describe(plans, wanted.what),
    appVersion: appVersion ?? (plans.length === 1 ? plans.flatMap(({ ask }) => mainFirst(ask))[0]?.image.tag : undefined),
    isPackaged,
    path,
    cluster,
    units: isAlone ? inOrder([...own, ...needed]) : own,
    elsewhere: isAlone ? [] : needed.flatMap((unit) => unit.identities().map((identity) => ({ identity, chart: chartOf(unit) }))),
    own,
    deliver,
    plans,
    values,
  };
}

/** The namespaces of its objects, and the PriorityClasses of its pods. */
function neededBy(units: readonly Unit[], plans: readonly Plan[]): ReadonlySet<string> {
  const namespaces = units.flatMap((unit) => unit.identities().map(({ metadata }) => `Namespace ${metadata.namespace}`));
  return new Set([...namespaces, ...plans.map(({ priority }) => `PriorityClass ${priority.value}`)]);
}

function describe(plans: readonly Plan[], what: string): string {
  const names = plans.map(({ ask }) => ask.name);
  return names.length === 0
    ? `What is in ${what}.`
    : `${fewOf(names)}, with ${names.length === 1 ? 'its' : 'their'} availability ${names.length === 1 ? 'class' : 'classes'}.`;
}
