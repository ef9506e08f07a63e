/** A piece of the program to write: an expression, a list, or an object. */
export type Code = string | readonly Code[] | Fields;

export interface Fields {
  readonly fields: readonly Field[];
}

/** A line of an object, with what is said above it. Without a value it is only a comment. */
export interface Field {
  readonly key?: string;
  readonly value?: Code;
  readonly about?: readonly string[];
}

const WIDTH = 140;

/** A text as a literal of TypeScript. */
export function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}

/** A map of texts, sorted. */
export function textMap(values: { readonly [key: string]: string }): Fields {
  return fields(
    Object.entries(values)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, value]) => ({ key, value: literal(value) })),
  );
}

export function fields(all: readonly (Field | undefined)[]): Fields {
  return { fields: all.filter((one) => one !== undefined) };
}

/** The program text, without an end. */
export function written(code: Code, indent = ''): string {
  if (typeof code === 'string') return code;
  const deeper = `${indent}  `;
  if (isList(code)) {
    if (code.length === 0) return '[]';
    const short = onOneLine(code);
    if (short !== undefined && indent.length + short.length < WIDTH) return short;
    return `[\n${code.map((one) => `${deeper}${written(one, deeper)},\n`).join('')}${indent}]`;
  }
  if (code.fields.length === 0) return '{}';
  const short = onOneLine(code);
  if (short !== undefined && short.length < 90) return short;
  return `{\n${code.fields.map((field) => line(field, deeper)).join('')}${indent}}`;
}

function line({ key, value, about = [] }: Field, indent: string): string {
  const comments = about.map((one) => `${indent}// ${one}\n`).join('');
  return key === undefined || value === undefined ? comments : `${comments}${indent}${keyOf(key)}: ${written(value, indent)},\n`;
}

function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key);
}

/** Undefined: it has comments, which need lines of their own. */
function onOneLine(code: Code): string | undefined {
  if (typeof code === 'string') return code;
  if (isList(code)) {
    const parts = code.map(onOneLine);
    return parts.includes(undefined) || parts.join().length > WIDTH ? undefined : `[${parts.join(', ')}]`;
  }
  const parts = code.fields.map(({ key, value, about }) => {
    const inner = value === undefined || about !== undefined || typeof value !== 'string' ? undefined : value;
    return key === undefined || inner === undefined ? undefined : `${keyOf(key)}: ${inner}`;
  });
  return parts.includes(undefined) ? undefined : `{ ${parts.join(', ')} }`;
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}
