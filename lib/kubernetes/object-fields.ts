import { closest } from '../cluster/closest';
import { pointerPart } from './json-pointer';
import { FIELDS_OF_TYPES, KINDS_WITH_FIELDS } from './object-fields.generated';

/** A field that Kubernetes does not have there: strict validation refuses it, and otherwise nothing happens. */
export interface UnknownField {
  /** As a JSON pointer. */
  readonly path: string;
  /** The field that was probably meant. */
  readonly meant: string | undefined;
}

/** The type below each field of a type; undefined: a value, or keys of anybody's own, such as labels. */
type Fields = ReadonlyMap<string, string | undefined>;

/** Made when the first object is looked at: most programs patch nothing. */
let known: { readonly kinds: ReadonlySet<string>; readonly types: ReadonlyMap<string, Fields> } | undefined;

function tables(): NonNullable<typeof known> {
  known ??= { kinds: new Set(KINDS_WITH_FIELDS.split('\n')), types: new Map(FIELDS_OF_TYPES.split('\n').map(typeIn)) };
  return known;
}

function typeIn(line: string): readonly [name: string, fields: Fields] {
  const [name = '', ...fields] = line.split(' ');
  return [
    name,
    new Map(
      fields.map((field) => {
        const [key = '', type] = field.split(':');
        return [key, type];
      }),
    ),
  ];
}

/** The unknown fields of an object of Kubernetes' own kinds. Of others nothing is known here. */
export function* unknownFields(object: { readonly apiVersion: string; readonly kind: string }): Iterable<UnknownField> {
  const { kinds, types } = tables();
  if (!kinds.has(`${object.apiVersion} ${object.kind}`)) return;
  yield* unknownIn(object, object.kind, '', types);
}

function* unknownIn(value: unknown, type: string, path: string, types: ReadonlyMap<string, Fields>): Iterable<UnknownField> {
  const fields = types.get(type);
  if (fields === undefined || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* unknownIn(item, type, `${path}/${index}`, types);
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    const at = `${path}/${pointerPart(key)}`;
    if (!fields.has(key)) yield { path: at, meant: closest(key, [...fields.keys()]) };
    else yield* unknownIn(part, fields.get(key) ?? '', at, types);
  }
}
