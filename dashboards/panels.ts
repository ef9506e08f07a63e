import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import { VARIABLES } from './queries';

export const DATASOURCE: common.DataSourceRef = { type: 'prometheus', uid: `$\{${VARIABLES.datasource}}` };

/** A panel takes the whole width, or half of it. On a phone each takes the whole. */
export const WHOLE = 24;
export const HALF = 12;

/** From this value on it has this colour; below the first it is green. */
export type Steps = readonly { readonly from: number; readonly color: Color }[];
export type Color = 'green' | 'orange' | 'red' | 'text';

/** One is too many. */
export const NONE_WANTED: Steps = [{ from: 1, color: 'red' }];
/** One is worth a look by daylight. */
export const FEW_WANTED: Steps = [{ from: 1, color: 'orange' }];

/** Disk and memory: alerts come when 10 % are left. */
export const FILLING: Steps = [
  { from: 0.7, color: 'orange' },
  { from: 0.9, color: 'red' },
];

/** What all panels have. */
interface Common {
  readonly title: string;
  /** What it means, and what to do. */
  readonly description: string;
  readonly unit: string;
  /** What stands there when there is nothing to show. */
  readonly nothing: string;
  readonly span: number;
  readonly height: number;
}

interface Asked {
  readonly name: string;
  readonly expr: string;
}

/** What the builders of all kinds of panels share. */
interface AnyPanel extends Builder<dashboard.Panel> {
  title(title: string): this;
  description(description: string): this;
  datasource(datasource: common.DataSourceRef): this;
  span(width: number): this;
  height(height: number): this;
  unit(unit: string): this;
  noValue(noValue: string): this;
  withTarget(target: DataqueryBuilder): this;
}

function start<P extends AnyPanel>(panel: P, given: Common, targets: readonly DataqueryBuilder[]): P {
  targets.forEach((target, index) => {
    panel.withTarget(target.refId(String.fromCharCode('A'.charCodeAt(0) + index)).datasource(DATASOURCE));
  });
  return panel
    .title(given.title)
    .description(given.description)
    .datasource(DATASOURCE)
    .span(given.span)
    .height(given.height)
    .unit(given.unit)
    .noValue(given.nothing);
}

const now = ({ expr, name }: Asked) => new DataqueryBuilder().expr(expr).legendFormat(name).instant();
const overTime = ({ expr, name }: Asked) => new DataqueryBuilder().expr(expr).legendFormat(name).range();

function thresholds(steps: Steps, base: Color = 'green'): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps([{ value: null, color: base }, ...steps.map(({ from, color }) => ({ value: from, color: color as string }))]);
}

/** The default of each kind of panel, said aloud: defaults have changed between versions. */
const BY_VALUE = () => new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds);
const BY_SERIES = () => new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.PaletteClassic);

const LAST = () => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']);

/** Numbers side by side. */
export interface Numbers extends Common {
  /** Without steps a number has no colour: it is neither good nor bad. */
  readonly of: readonly (Asked & { readonly steps?: Steps; readonly link?: { readonly title: string; readonly url: string } })[];
}

export function numbers(given: Numbers): Builder<dashboard.Panel> {
  const panel = start(new Stat(), given, given.of.map(now))
    .reduceOptions(LAST())
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName)
    .colorScheme(BY_VALUE())
    .thresholds(thresholds([], 'text'));
  for (const { name, steps, link } of given.of) {
    const properties = [
      ...(steps === undefined ? [] : [{ id: 'thresholds', value: thresholds(steps).build() }]),
      ...(link === undefined ? [] : [{ id: 'links', value: [link] }]),
    ];
    if (properties.length > 0) panel.overrideByName(name, properties);
  }
  return panel;
}

/** One bar for each series, longest first. */
export interface Bars extends Common, Asked {
  readonly steps: Steps;
  /** What a full bar is. @default - the longest of them */
  readonly full?: number;
}

export function bars(given: Bars): Builder<dashboard.Panel> {
  const panel = start(new BarGauge(), given, [now({ ...given, expr: `sort_desc(${given.expr})` })])
    .reduceOptions(LAST())
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .valueMode(common.BarGaugeValueMode.Color)
    .namePlacement(common.BarGaugeNamePlacement.Top)
    .showUnfilled(true)
    .colorScheme(BY_VALUE())
    .min(0)
    .thresholds(thresholds(given.steps));
  return given.full === undefined ? panel : panel.max(given.full).decimals(0);
}

/** Lines over time. */
export interface Lines extends Common {
  readonly of: readonly Asked[];
  /** Drawn as lines across. @default - none */
  readonly steps?: Steps;
  readonly max?: number;
}

export function lines(given: Lines): Builder<dashboard.Panel> {
  const panel = start(new TimeSeries(), given, given.of.map(overTime))
    .min(0)
    .colorScheme(BY_SERIES())
    .lineWidth(1)
    .fillOpacity(5)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .calcs(['lastNotNull']),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending));
  if (given.max !== undefined) panel.max(given.max);
  if (given.steps === undefined) return panel.thresholds(thresholds([]));
  return panel.thresholds(thresholds(given.steps)).thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
}

/** What the numbers of a state are called, and how they look. */
export type States = { readonly [value: number]: { readonly text: string; readonly color: Color } };

export function mapping(states: { readonly [value: string]: { readonly text: string; readonly color: Color } }): dashboard.ValueMapping {
  return { type: dashboard.MappingType.ValueToText, options: states };
}

/** One band for each series, whose colour is its state. It must not be empty: Grafana would write "No data" whatever we say. */
export interface Bands extends Common, Asked {
  readonly states: States;
}

export function bands(given: Bands): Builder<dashboard.Panel> {
  return start(new StateTimeline(), given, [overTime(given)])
    .mappings([mapping(given.states)])
    .colorScheme(BY_VALUE())
    .mergeValues(true)
    .showValue(common.VisibilityMode.Never)
    .rowHeight(0.8)
    .lineWidth(0)
    .fillOpacity(80)
    .thresholds(thresholds([]))
    .legend(new common.VizLegendOptionsBuilder().showLegend(true).displayMode(common.LegendDisplayMode.List).placement(common.LegendPlacement.Bottom));
}

/** A column, from a label, or from `Value`, the number itself. Others are not shown. */
export interface Column {
  readonly from: string;
  readonly title: string;
  readonly unit?: string;
  readonly mappings?: readonly dashboard.ValueMapping[];
  readonly width?: number;
}

export interface List extends Omit<Common, 'unit'> {
  /** With several, what they say of the same labels goes into one line; their numbers are `Value #A`, `Value #B`. */
  readonly exprs: readonly string[];
  readonly columns: readonly Column[];
  readonly sortBy: { readonly column: string; readonly desc?: boolean };
}

export function list(given: List): Builder<dashboard.Panel> {
  const targets = given.exprs.map((expr) => new DataqueryBuilder().expr(expr).instant().format(PromQueryFormat.Table));
  const panel = start(new Table(), { ...given, unit: 'none' }, targets)
    .cellHeight(common.TableCellHeight.Sm)
    .sortBy([new common.TableSortByFieldStateBuilder().displayName(given.sortBy.column).desc(given.sortBy.desc === true)]);
  if (given.exprs.length > 1) panel.withTransformation({ id: 'merge', options: {} });
  panel.withTransformation({
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries(
        ['Time', ...numbersOf(given).filter((name) => !given.columns.some(({ from }) => from === name))].map((name) => [name, true]),
      ),
      indexByName: Object.fromEntries(given.columns.map(({ from }, index) => [from, index])),
      renameByName: Object.fromEntries(given.columns.map(({ from, title }) => [from, title])),
    },
  });
  for (const column of given.columns) {
    const properties = looks(column);
    if (properties.length > 0) panel.overrideByName(column.title, properties);
  }
  return panel;
}

function numbersOf({ exprs }: List): string[] {
  return exprs.length === 1 ? ['Value'] : exprs.map((_, index) => `Value #${String.fromCharCode('A'.charCodeAt(0) + index)}`);
}

function looks({ unit, mappings, width }: Column): dashboard.DynamicConfigValue[] {
  const coloured = mappings?.some((one) => JSON.stringify(one).includes('"color"')) === true;
  return [
    ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
    ...(mappings === undefined ? [] : [{ id: 'mappings', value: mappings }]),
    ...(coloured ? [{ id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
    ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
  ];
}
