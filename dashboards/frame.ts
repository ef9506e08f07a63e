import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { NODE_UP } from '../lib/alerts/nodes';
import { DATASOURCE_UID } from '../lib/monitoring/parts/grafana';
import { DATASOURCE } from './panels';
import { of, VARIABLES } from './queries';

/** By which the dashboards find each other. */
const TAG = 'cdk8s-availability';

/** What every dashboard answers, in this order. */
export interface Answers {
  readonly up: readonly Builder<dashboard.Panel>[];
  readonly failing: readonly Builder<dashboard.Panel>[];
  readonly slow: readonly Builder<dashboard.Panel>[];
  readonly changed: readonly Builder<dashboard.Panel>[];
}

const QUESTIONS: readonly (readonly [keyof Answers, string])[] = [
  ['up', 'Is everything up?'],
  ['failing', 'What is about to fail?'],
  ['slow', 'What is slow?'],
  ['changed', 'What changed?'],
];

export interface Frame {
  /** Never changes: Grafana, and links that people keep, know a dashboard by it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly answers: Answers;
}

export function frame({ uid, title, description, answers }: Frame): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .readonly()
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .withVariable(
      new dashboard.DatasourceVariableBuilder(VARIABLES.datasource)
        .label('Prometheus')
        .type('prometheus')
        .current({ text: 'Prometheus', value: DATASOURCE_UID }),
    )
    .withVariable(everything(VARIABLES.cluster, 'Cluster', `label_values(up, cluster)`))
    .withVariable(everything(VARIABLES.node, 'Node', `label_values(${of(NODE_UP)}, node)`).multi(true))
    .link(
      new dashboard.DashboardLinkBuilder('Other dashboards')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags([TAG])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  for (const [question, text] of QUESTIONS) {
    builder.withRow(new dashboard.RowBuilder(text));
    for (const panel of answers[question]) builder.withPanel(panel);
  }
  const built = builder.build();
  return {
    ...built,
    // The builder knows only one place for links, a menu that people do not look into.
    links: (built.links ?? []).map(({ placement: _, ...link }) => link),
    annotations: { list: [] },
    // It leaves panels without ids.
    panels: (built.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })),
  };
}

/** A choice among what there is, at first all of it: also where nothing has the label, as `cluster` inside of one Prometheus. */
function everything(name: string, label: string, query: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.NaturalAsc)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all' });
}

/** The address of a dashboard, with what is looked at there. */
export function linkTo(uid: string): string {
  return `/d/${uid}?$\{__url_time_range}&$\{${VARIABLES.datasource}:queryparam}&$\{${VARIABLES.cluster}:queryparam}`;
}
