import { isDeepStrictEqual } from 'node:util';
import { renderConfigYaml } from '../../kubernetes/yaml';

/** A part of a JSON schema, of draft 7: helm 3 and 4 read it, and so do editors. */
export interface Schema {
  readonly [key: string]: unknown;
}

/** One value of a chart. */
interface Leaf {
  readonly comment: string;
  readonly value: unknown;
  readonly schema: Schema;
}

/** What a group of values is for, and what holds for all of them together. */
interface About {
  readonly comment: string;
  readonly rules?: Schema;
}

/** The values of a chart, or of one app in it: their defaults, what they mean, and what the schema lets pass. */
export class Values {
  private readonly fields = new Map<string, Leaf | Values>();
  private about: About;

  constructor(about: About) {
    this.about = about;
  }

  /** Undefined where there is no such value. */
  has(path: readonly string[]): boolean {
    const [key = '', ...rest] = path;
    const field = this.fields.get(key);
    return field instanceof Values && rest.length > 0 ? field.has(rest) : field !== undefined;
  }

  get isEmpty(): boolean {
    return this.fields.size === 0;
  }

  leaf(path: readonly string[], leaf: Leaf): void {
    const [key = '', ...rest] = path;
    if (rest.length === 0) this.fields.set(key, leaf);
    else this.group([key]).leaf(rest, leaf);
  }

  /** The group at a path, made if it is new. */
  group(path: readonly string[], about?: About): Values {
    const [key, ...rest] = path;
    if (key === undefined) {
      if (about !== undefined) this.about = about;
      return this;
    }
    const known = this.fields.get(key);
    const group = known instanceof Values ? known : new Values({ comment: '' });
    this.fields.set(key, group);
    return group.group(rest, about);
  }

  /** As `values.yaml`, with a comment at each value. */
  yaml(indent = ''): string {
    return [...this.fields]
      .map(([key, field]) => {
        const comment = field instanceof Values ? field.about.comment : field.comment;
        const lines = comment === '' ? '' : `${indent}# ${comment}\n`;
        if (field instanceof Values) return `${lines}${indent}${renderConfigYaml({ [key]: {} }).replace(' {}\n', '\n')}${field.yaml(`${indent}  `)}`;
        return lines + renderConfigYaml({ [key]: field.value }).replaceAll(/^(?=.)/gm, indent);
      })
      .join('');
  }

  /** As `values.schema.json`: no other key passes, and none may be missing, because Helm takes a key away whose value is null. */
  schema(): Schema {
    const properties = [...this.fields].map(([key, field]) => {
      if (field instanceof Values) return [key, { description: field.about.comment, ...field.schema() }] as const;
      return [key, { description: field.comment, ...field.schema, ...(isFree(field) ? { type: ['object', 'null'] } : {}) }] as const;
    });
    const required = [...this.fields].filter(([, field]) => field instanceof Values || !isFree(field)).map(([key]) => key);
    return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false, ...this.about.rules };
  }

  /** Every value with its path. */
  list(above: readonly string[] = []): readonly { readonly path: readonly string[]; readonly leaf: Leaf }[] {
    return [...this.fields].flatMap(([key, field]) => (field instanceof Values ? field.list([...above, key]) : [{ path: [...above, key], leaf: field }]));
  }
}

/** Whether nothing is there at first: a key with nothing below it says the same. */
function isFree({ value }: Leaf): boolean {
  return isDeepStrictEqual(value, {});
}

/**
 * A rule that says why: helm prints of a schema only what it compares with. What breaks the rule is compared with the reason,
 * which nothing equals: `value must be 'at most 1: …'`.
 */
export function because(rule: Schema, reason: string): Schema {
  return { if: rule, else: { const: reason } };
}

/** Several rules at once. */
export function all(...rules: readonly Schema[]): Schema {
  const keys = rules.flatMap((rule) => Object.keys(rule));
  return new Set(keys).size === keys.length ? Object.assign({}, ...rules) : { allOf: rules };
}

export const TEXT: Schema = { type: 'string' };

/** Texts by keys that look alike. */
export function texts(key: string, reason: string, text: Schema = TEXT): Schema {
  return { type: 'object', patternProperties: { [key]: text }, additionalProperties: { const: `another key: ${reason}` } };
}
