import { Severity } from '../../cluster/finding';
import type { RuleRecord, Said } from '../../cluster/rule';
import type { ThirdPartyChartProps } from './props';
import { judgeValues } from './values-schema';

const CHART_VALUES: RuleRecord = {
  code: 'CHART-VALUES-INVALID',
  severity: Severity.ERROR,
  means: 'values that the `values.schema.json` of the chart refuses, so that Helm would, or a value that is undefined',
  fix: 'use what the message shows',
};

const CHART_VALUES_UNCHECKED: RuleRecord = {
  code: 'CHART-VALUES-UNCHECKED',
  severity: Severity.WARNING,
  means: 'values that cannot be checked against the schema of the chart: without `ajv`, with the files of another version, or a schema that `ajv` cannot read',
  fix: 'see the message, or leave `files` out: Helm checks them in the cluster',
};

export function* checkValues({ chart, values = {}, valuesFrom = [], files }: ThirdPartyChartProps): Iterable<readonly [RuleRecord, Said]> {
  for (const path of undefinedIn(values, []))
    yield [
      CHART_VALUES,
      {
        given: `nothing for ${path}`,
        allowed: 'but it would be left out, and the chart would take its own value',
        fix: 'Give it a value, or leave out the key.',
      },
    ];
  if (files === undefined) return;
  const { version = chart.version } = files;
  if (chart.version !== undefined && version !== chart.version) {
    const given = `the files of version ${version}`;
    yield [CHART_VALUES_UNCHECKED, { given, allowed: `but the release is ${chart.version}`, fix: 'Run helm pull --untar with that version again.' }];
    return;
  }
  const judged = judgeValues(values, files, valuesFrom.length === 0);
  if ('unchecked' in judged) yield [CHART_VALUES_UNCHECKED, judged.unchecked];
  else for (const said of judged.said) yield [CHART_VALUES, said];
}

/** Paths of parts that nobody gave a value. */
function* undefinedIn(value: unknown, path: readonly string[]): Iterable<string> {
  if (value === undefined && path.length > 0) yield path.join('.');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) yield* undefinedIn(part, [...path, key]);
}

export const CHART_VALUES_RULES: readonly RuleRecord[] = [CHART_VALUES, CHART_VALUES_UNCHECKED];
