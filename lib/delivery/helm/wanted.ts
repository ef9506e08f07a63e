import type { Plan } from '../../availability/model/plan';
import { fewOf } from '../../cluster/names';
import { folderName } from '../folders';
import type { ClusterOutput, Unit } from '../output';
import { appNames } from './app-names';
import { ChartPer } from './chart-per';
import type { HelmChart, HelmChartProps } from './helm-chart';
import type { HelmCharts, HelmChartsProps } from './helm-charts';
import { isShared } from './shared';

/** What is around charts: a cluster, or what is in none. */
export interface Around {
  readonly cluster: ClusterOutput | undefined;
  readonly units: readonly Unit[];
  /** Of all apps. */
  readonly plans: readonly Plan[];
}

/** A chart, and what it is asked to have. */
export interface Wanted extends Omit<HelmChartProps, 'of' | 'name'> {
  readonly name: string;
  readonly units: readonly Unit[];
  /** Whether namespaces and PriorityClasses come with it. Otherwise another chart of the set has them. */
  readonly isAlone: boolean;
  /** What it has, in words, if it has no app. */
  readonly what: string;
}

/** The chart of what belongs to no app. */
const SHARED = 'shared';

/** Both have nothing if their props are refused. */
export function wantedOf(chart: HelmChart, { units }: Around): readonly Wanted[] {
  if (chart.given === undefined) return [];
  const paths = chart.parts.map(({ node }) => node.path);
  const own = units.filter(({ path }) => paths.some((above) => isWithin(path, above)));
  return [{ ...chart.given, name: chart.chartName, units: own, isAlone: true, what: fewOf(paths) }];
}

/** The charts of a set: each object is in one of them. */
export function wantedOfSet({ given }: HelmCharts, around: Around): readonly Wanted[] {
  if (given === undefined) return [];
  const charts = given.per === ChartPer.APP ? perApp(around) : perFolder(around);
  return charts.map((one) => ({ ...given, ...one, isAlone: false, deliver: deliveryOf(given, one), values: valuesIn(given, one.units) }));
}

type Part = Pick<Wanted, 'name' | 'units' | 'what'>;

function perApp({ units, plans }: Around): readonly Part[] {
  const names = appNames(plans, [SHARED]);
  const apps = units.flatMap((unit) => {
    const name = names.get(unit.path);
    return name === undefined ? [] : [{ name, units: [unit], what: unit.path }];
  });
  const rest = units.filter(({ path }) => !names.has(path));
  return rest.length === 0
    ? apps
    : [{ name: SHARED, units: rest, what: 'the namespaces, the PriorityClasses and everything else that belongs to no app' }, ...apps];
}

function perFolder({ cluster, units }: Around): readonly Part[] {
  const folders = [...new Set(units.map(({ folder }) => folder))];
  return folders.map((folder) => ({
    name: folderName(cluster === undefined ? folder : folder.slice(cluster.path.length + 1)),
    units: units.filter((unit) => unit.folder === folder),
    what: folder,
  }));
}

/** What belongs to no app is in several folders, and what others need stays with its folder. */
function deliveryOf({ per, deliver }: HelmChartsProps, { name, units }: Part) {
  const stays = per === ChartPer.APP ? name === SHARED : units.every(isShared);
  return stays ? undefined : deliver?.ofChart(name);
}

function valuesIn({ values = [] }: HelmChartsProps, units: readonly Unit[]) {
  return values.filter(({ of }) => units.some(({ path }) => path === of.node.path));
}

export function isWithin(path: string, above: string): boolean {
  return above === '' || path === above || path.startsWith(`${above}/`);
}
