import type { Plan } from '../../availability/model/plan';
import type { Finding } from '../../cluster/finding';
import type { Manifest } from '../../kubernetes/manifest';
import { renderConfigYaml, renderYaml } from '../../kubernetes/yaml';
import type { Files } from '../disk/written-list';
import type { ChartContent } from '../output';
import { appNames } from './app-names';
import { appTemplate } from './app-template';
import { HELPERS } from './helpers';
import { notesText } from './notes';
import type { ChartAbout } from './oci';
import { readmeText } from './readme';
import { isShared, SHARED } from './shared';
import { escapeTemplate } from './template';
import { unitFiles } from './unit-files';
import { Values } from './values';

/** The folder of charts, in that of their cluster. */
export const CHARTS = 'charts';

/** What Helm hands to a chart within a chart: values for all of them, and whether it is wanted, if its condition is named like this. */
const FROM_HELM = {
  enabled: { type: 'boolean', description: 'For a chart that has this one as a dependency, with condition: <name>.enabled.' },
  global: { type: ['object', 'null'] },
};

/** Values of the chart itself, and those of Helm. */
const RESERVED = ['create', ...Object.keys(FROM_HELM)];

/**
 * The files of a chart, by their paths in its folder.
 *
 * @param refuse a value that cannot be one
 */
export function chartFiles(chart: ChartContent, refuse: (finding: Finding) => void): Files {
  const values = new Values({ comment: '' });
  const keys = appNames(chart.plans, RESERVED);
  const plans = new Map(chart.plans.map((plan) => [plan.ask.path, plan]));
  const templates = chart.units.flatMap((unit) =>
    unitFiles(unit, chart.cluster, (objects) => {
      const plan = plans.get(unit.path);
      if (plan !== undefined) return templateOfApp(plan, objects, { chart, values, key: keys.get(unit.path) ?? plan.ask.name, refuse });
      return isShared(unit) ? templateOfShared(objects, values) : escapeTemplate(renderYaml(objects));
    }),
  );
  const texts: readonly (readonly [string, string])[] = [
    ['Chart.yaml', renderConfigYaml(chartYaml(chart))],
    ['README.md', readmeText(chart, { values, keys, hasCrds: templates.some(([path]) => path.startsWith('crds/')) })],
    ['values.schema.json', `${JSON.stringify(schemaOf(values), undefined, 2)}\n`],
    ['values.yaml', `# What may differ between installations. Everything else is a decision of the program that wrote this chart.\n${values.yaml()}`],
    ['templates/NOTES.txt', escapeTemplate(notesText(chart))],
    ['templates/_helpers.tpl', HELPERS],
    ...templates,
  ];
  return new Map([...texts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, text]) => [path, Buffer.from(text)]));
}

/** What Helm knows of a chart. */
export function chartYaml({ name, version, description, appVersion }: ChartContent): ChartAbout {
  return { apiVersion: 'v2', name, description, type: 'application', version, ...(appVersion === undefined ? {} : { appVersion }) };
}

function schemaOf(values: Values): object {
  const { properties, ...schema } = values.schema();
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...schema, properties: { ...(properties as object), ...FROM_HELM } };
}

interface Around {
  readonly chart: ChartContent;
  readonly values: Values;
  /** Its name in the values. */
  readonly key: string;
  readonly refuse: (finding: Finding) => void;
}

function templateOfApp(plan: Plan, objects: readonly Manifest[], { chart, values, key, refuse }: Around): string {
  const own = values.group([key], { comment: `${plan.ask.name}: ${plan.ask.availabilityClass}.` });
  return `{{- $app := index .Values ${JSON.stringify(key)} -}}\n${appTemplate(plan, objects, { own, chart, refuse })}`;
}

/** Each object only if the release is to make its kind. */
function templateOfShared(objects: readonly Manifest[], values: Values): string {
  values.group(['create'], { comment: 'What other releases may have made already: one release owns each.' });
  const guarded = objects.flatMap((object) => {
    const shared = SHARED[object.kind];
    if (shared === undefined) return [];
    const [name, comment] = shared;
    values.leaf(['create', name], { comment, value: true, schema: { type: 'boolean' } });
    return `{{ if .Values.create.${name} -}}\n${escapeTemplate(renderYaml([object]))}{{- end }}\n`;
  });
  return guarded.join('---\n');
}
