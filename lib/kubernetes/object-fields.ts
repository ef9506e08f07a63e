import { closest } from '../cluster/closest';
import { HIGHEST_INT32, listed } from '../cluster/names';
import { isMap } from '../cluster/parts';
import { pointerPart } from './json-pointer';
import { FIELDS_OF_TYPES, KINDS_WITH_FIELDS } from './object-fields.generated';

/** What the schema of Kubernetes does not allow. */
export interface Misfit {
  /** As a JSON pointer. */
  readonly path: string;
  /** A field that Kubernetes does not have there: strict validation refuses it, and otherwise nothing happens. Which one was probably meant. */
  readonly unknown?: { readonly meant: string | undefined };
  /** A value of another type, or of no enum. */
  readonly wrong?: { readonly given: string; readonly must: string; readonly isText: boolean; readonly isEnum: boolean };
}

/** The type of each field of a type, in the words of FIELDS_OF_TYPES. */
type Fields = ReadonlyMap<string, string>;

/** Made when the first object is looked at: most programs patch nothing. */
let known: { readonly kinds: ReadonlySet<string>; readonly types: ReadonlyMap<string, Fields> } | undefined;

function tables(): NonNullable<typeof known> {
  known ??= { kinds: new Set(KINDS_WITH_FIELDS.split(',')), types: new Map(FIELDS_OF_TYPES.split('\n').map(typeIn)) };
  return known;
}

function typeIn(line: string): readonly [name: string, fields: Fields] {
  const [name = '', ...fields] = line.split(' ');
  return [
    name,
    new Map(
      fields.map((field) => {
        const [key = '', type = 'string'] = field.split(':');
        return [key, type];
      }),
    ),
  ];
}

/** The unknown fields and wrong values of an object of Kubernetes' own kinds. Of others nothing is known here. */
export function* misfitsOf(object: { readonly apiVersion: string; readonly kind: string }): Iterable<Misfit> {
  const { kinds, types } = tables();
  if (kinds.has(`${object.apiVersion} ${object.kind}`)) yield* misfitsIn(object, object.kind, '', types);
}

function* misfitsIn(value: unknown, type: string, path: string, types: ReadonlyMap<string, Fields>): Iterable<Misfit> {
  if (value === undefined || type === 'any') return;
  const fields = types.get(type);
  if (type.endsWith('[]')) {
    if (!Array.isArray(value)) yield wrong(path, value, 'a list');
    else for (const [index, item] of value.entries()) yield* misfitsBelow(item, type.slice(0, -2), `${path}/${index}`, types);
  } else if (fields === undefined && !type.endsWith('{}')) {
    const must = SCALARS[type] ?? enumOf(type.split('|'));
    if (!must.allows(value)) yield wrong(path, value, must.name, type.includes('|'));
  } else if (!isMap(value)) yield wrong(path, value, 'an object');
  else
    for (const [key, part] of Object.entries(value)) {
      const at = `${path}/${pointerPart(key)}`;
      const of = fields?.get(key);
      if (fields === undefined) yield* misfitsBelow(part, type.slice(0, -2), at, types);
      else if (of === undefined) yield { path: at, unknown: { meant: closest(key, [...fields.keys()]) } };
      // A field that is null is not there.
      else if (part !== null) yield* misfitsIn(part, of, at, types);
    }
}

/** Items of lists and maps cannot be left out. */
function* misfitsBelow(value: unknown, type: string, path: string, types: ReadonlyMap<string, Fields>): Iterable<Misfit> {
  if (value === undefined) yield wrong(path, value, 'there');
  else yield* misfitsIn(value, type, path, types);
}

interface Scalar {
  readonly name: string;
  allows(value: unknown): boolean;
}

/** How Kubernetes writes quantities: k8s.io/apimachinery/pkg/api/resource. */
const QUANTITY = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const isInt32 = (value: unknown) => Number.isInteger(value) && Math.abs(Number(value)) <= HIGHEST_INT32;

const SCALARS: { readonly [type: string]: Scalar } = {
  string: { name: 'a string', allows: (value) => typeof value === 'string' },
  boolean: { name: 'true or false', allows: (value) => typeof value === 'boolean' },
  int32: { name: 'a whole number of 32 bits', allows: isInt32 },
  int64: { name: 'a whole number', allows: Number.isSafeInteger },
  number: { name: 'a number', allows: Number.isFinite },
  quantity: {
    name: 'a quantity, such as 500m or 1Gi',
    allows: (value) => Number.isFinite(value) || (typeof value === 'string' && QUANTITY.test(value.trim())),
  },
  'int-or-string': { name: 'a whole number or a string', allows: (value) => typeof value === 'string' || isInt32(value) },
};

/** An empty text is a default. */
function enumOf(values: readonly string[]): Scalar {
  return { name: `one of ${listed(values)}`, allows: (value) => value === '' || values.some((one) => one === value) };
}

function wrong(path: string, value: unknown, must: string, isEnum = false): Misfit {
  const isPlain = typeof value === 'number' || typeof value === 'boolean' || value === null;
  const given = typeof value === 'string' ? 'a string' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `no value`;
  const shown = isEnum && typeof value === 'string' ? `"${value.slice(0, 40)}"` : given;
  return { path, wrong: { given: isPlain ? String(value) : shown, must, isText: isPlain && must === SCALARS.string?.name, isEnum } };
}
