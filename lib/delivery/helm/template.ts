import type { Manifest } from '../../kubernetes/manifest';
import { renderYaml } from '../../kubernetes/yaml';

/** What stands at a mark, given the column at which its line begins. */
type Text = (column: number) => string;

/** Where a mark stands: in a text, after a key, or on a line of its own. */
enum Place {
  TEXT = 'text',
  /** A space less: it brings its own line break. */
  BLOCK = 'block',
  LINE = 'line',
}

/** Marks in objects, at whose places a template gets expressions. Everything else in it stays as it is. */
export class Marks {
  private readonly all: { readonly place: Place; readonly text: Text }[] = [];
  private readonly prefix: string;

  /** @param objects in which no mark may stand by accident */
  constructor(objects: readonly Manifest[]) {
    const text = JSON.stringify(objects);
    let prefix = 'HelmValue';
    while (text.includes(prefix)) prefix += 'X';
    this.prefix = prefix;
  }

  /** One value, as JSON: every type of value is YAML then, whatever is in it. */
  value(expression: string): string {
    return this.raw(`{{ toJson ${expression} }}`);
  }

  /** Something of the template in the middle of a line. */
  raw(text: string): string {
    return this.mark(Place.TEXT, () => text);
  }

  /** A map or a list below its key. */
  block(expression: string): string {
    return this.mark(Place.BLOCK, (column) => `{{- toYaml ${expression} | nindent ${column + 2} }}`);
  }

  /** More keys in a map, or more items of a list: what an expression yields, if it yields something. As a key, or as an item. */
  more(expression: string, shownAs = 'toYaml .'): string {
    return this.mark(Place.LINE, (column) => `${' '.repeat(column)}{{- with ${expression} }}{{ ${shownAs} | nindent ${column} }}{{ end }}`);
  }

  /** A line of the template. */
  line(text: string): string {
    return this.mark(Place.LINE, (column) => `${' '.repeat(column)}${text}`);
  }

  /** The objects as the text of a template. */
  render(objects: readonly Manifest[]): string {
    const here = new RegExp(`${this.prefix}(\\d+)_`);
    const lines = renderYaml(objects).split('\n');
    return lines
      .map((line) => {
        const found = here.exec(line);
        const mark = found === null ? undefined : this.all[Number(found[1])];
        if (found === null || mark === undefined) return escapeTemplate(line);
        const column = /^[ -]*/.exec(line)?.[0].length ?? 0;
        if (mark.place === Place.LINE) return mark.text(/^ */.exec(line)?.[0].length ?? 0);
        const before = escapeTemplate(line.slice(0, found.index));
        const text = mark.text(column);
        return `${mark.place === Place.BLOCK ? before.trimEnd() : before}${text}${escapeTemplate(line.slice(found.index + found[0].length))}`;
      })
      .join('\n');
  }

  private mark(place: Place, text: Text): string {
    this.all.push({ place, text });
    return `${this.prefix}${this.all.length - 1}_`;
  }
}

/** A text that a template prints as it is. Only `{{` begins something there. */
export function escapeTemplate(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/** A value in an expression: `$app.image.tag`, `(index $app.env "A-B")`. */
export function reference(path: readonly string[], from = '$app'): string {
  return path.reduce((above, key) => (/^[A-Za-z_]\w*$/.test(key) ? `${above}.${key}` : `(index ${above} ${goString(key)})`), from);
}

/** A map that may be missing, in an expression. */
export function mapAt(path: readonly string[]): string {
  return `(default dict ${reference(path)})`;
}

/** A text in an expression. */
export function goString(text: string): string {
  return JSON.stringify(text);
}
