import { closest } from '../../cluster/closest';
import { fewOf, listed } from '../../cluster/names';
import { isMap } from '../../cluster/parts';
import type { Said } from '../../cluster/rule';
import { isSecretEntry } from '../../cluster/secrets';
import type { ChartFiles } from '../../kubernetes/charts/chart-files';
import { pointerKeys } from '../../kubernetes/json-pointer';

interface Values {
  readonly [key: string]: unknown;
}

/** What ajv says of one place. */
interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: { readonly [name: string]: unknown };
  readonly data: unknown;
  readonly parentSchema?: { readonly properties?: object };
}

interface Validate {
  (values: unknown): boolean;
  readonly errors?: readonly Violation[] | null;
}

/** Only who hands over a schema needs it, so it is no dependency of this library. */
interface AjvModule {
  readonly default: new (options: object) => { compile(schema: object): Validate };
}

/** Helm takes schemas without `$schema` for those of 2020-12. Source: jsonschema v6, which Helm uses, `defaultDraft`. */
function moduleFor({ $schema }: ChartFiles['schema']): string {
  if (/2019-09/.test(`${$schema}`)) return 'ajv/dist/2019';
  return /draft-0/.test(`${$schema}`) ? 'ajv' : 'ajv/dist/2020';
}

/**
 * What the schema of a chart says against values, as Helm asks it: with the values of the chart beneath.
 *
 * @param isAll whether these are all values that somebody gives
 */
export function judgeValues(
  values: Values,
  { schema, defaults }: ChartFiles,
  isAll: boolean,
): { readonly said: readonly Said[] } | { readonly unchecked: Said } {
  const name = moduleFor(schema);
  let ajv: AjvModule;
  try {
    ajv = require(name) as AjvModule;
    // Older versions export something else.
    if (typeof ajv.default !== 'function') throw new TypeError(name);
  } catch {
    const allowed = 'but ajv 8, which checks values against it, is not installed';
    return { unchecked: { given: 'a schema of the chart', allowed, fix: 'Run npm install --save-dev ajv@8, or leave files out.' } };
  }
  const { $schema: _version, ...rules } = (isAll && defaults !== undefined ? schema : loosened(schema)) as Values;
  try {
    const validate = new ajv.default({ allErrors: true, verbose: true, strict: false, validateFormats: false, logger: false }).compile(rules);
    if (validate(merged(defaults ?? {}, values))) return { said: [] };
    return { said: told(validate.errors ?? []).map(inWords) };
  } catch (error) {
    const allowed = `but ajv cannot read it: ${error instanceof Error ? error.message : error}`;
    return { unchecked: { given: 'a schema of the chart', allowed, fix: 'Leave files out: Helm checks the values in the cluster.' } };
  }
}

/** As Helm does: objects are merged, everything else replaces, and null removes. */
function merged(defaults: Values, values: Values): Values {
  const all: { [key: string]: unknown } = { ...defaults };
  for (const [key, value] of Object.entries(values)) {
    const before = defaults[key];
    if (value === null || value === undefined) delete all[key];
    else all[key] = isMap(value) ? merged(isMap(before) ? before : {}, value) : value;
  }
  return all;
}

/** What more values could not undo: of the keywords that look into objects, these only refuse what is there. */
const KEPT = new Set(['additionalProperties', 'allOf', 'anyOf', 'enum', 'items', 'patternProperties', 'prefixItems', 'properties', 'propertyNames', 'type']);
const OF_VALUES = new Set([
  'exclusiveMaximum',
  'exclusiveMinimum',
  'maxItems',
  'maxLength',
  'maximum',
  'minItems',
  'minLength',
  'minimum',
  'multipleOf',
  'pattern',
]);
const ABOUT = new Set(['$anchor', '$defs', '$id', '$ref', '$schema', 'definitions']);
/** Of these, the keys are names and not keywords. */
const NAMED = new Set(['$defs', 'definitions', 'patternProperties', 'properties']);

/** A schema for values of which some are not known. */
function loosened(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(loosened);
  if (!isMap(schema)) return schema;
  const kept = Object.entries(schema).filter(([key]) => KEPT.has(key) || OF_VALUES.has(key) || ABOUT.has(key));
  return Object.fromEntries(
    kept.map(([key, part]) => {
      if (key === 'enum') return [key, part];
      return [key, NAMED.has(key) && isMap(part) ? Object.fromEntries(Object.entries(part).map(([name, one]) => [name, loosened(one)])) : loosened(part)];
    }),
  );
}

const isChoice = ({ keyword }: Violation) => keyword === 'anyOf' || keyword === 'oneOf';

/** Without what only one of several alternatives says. */
function told(all: readonly Violation[]): readonly (Violation & { readonly ways?: readonly string[] })[] {
  const covers = (choice: Violation, one: Violation) => choice !== one && `${one.instancePath}/`.startsWith(`${choice.instancePath}/`);
  return all
    .filter((one, index) => one.keyword !== 'if' && !all.some((choice, at) => isChoice(choice) && covers(choice, one) && (at > index || !isChoice(one))))
    .map((one) => {
      const ways = all.filter((other) => isChoice(one) && covers(one, other) && !isChoice(other) && other.instancePath === one.instancePath);
      return ways.length === 0 ? one : { ...one, ways: [...new Set(ways.map(({ message }) => `${message}`))] };
    });
}

function inWords({ instancePath, keyword, message, params, data, parentSchema, ways }: Violation & { readonly ways?: readonly string[] }): Said {
  const keys = pointerKeys(instancePath);
  const below = (key: unknown) => [...keys, key].join('.');
  const given = `${shown(`${keys.at(-1) ?? ''}`, data)} for ${keys.length === 0 ? 'the values' : keys.join('.')}`;
  const fix = 'Correct it, or see values.yaml of the chart.';
  if (keyword === 'required') return { given: `no value for ${below(params.missingProperty)}`, allowed: 'but the chart requires one', fix: 'Add it.' };
  if (keyword === 'additionalProperties') {
    const known = Object.keys(parentSchema?.properties ?? {});
    const meant = closest(`${params.additionalProperty}`, known);
    return {
      given: `a value for ${below(params.additionalProperty)}`,
      allowed: `but the chart knows ${known.length === 0 ? 'no such value' : `only ${fewOf(known, 8)} there`}`,
      fix: meant === undefined ? 'Remove it, or use one of them.' : `Did you mean ${meant}?`,
    };
  }
  if (keyword === 'enum') return { given, allowed: `but the chart allows ${listed((params.allowedValues as unknown[]).map(String))}`, fix: 'Use one of them.' };
  const what = ways === undefined ? `${message}` : ways.join(' or ');
  return { given, allowed: `but the schema of the chart says that it ${what}`, fix };
}

/** A text that may be a secret is not repeated. */
function shown(key: string, value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMap(value)) return 'an object';
  if (typeof value !== 'string') return `${value}`;
  return value.length > 40 || isSecretEntry(key, value) ? 'a string' : `"${value}"`;
}
