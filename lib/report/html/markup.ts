/** Markup that is safe to write. Whatever is none is text, and is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in markup. */
export type Part = Markup | string | number | readonly Part[];

const ESCAPES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Most texts have none of them. */
const SPECIAL = /[&<>"']/;

/** Markup in which every value is escaped, wherever it stands: attributes have double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = strings[0] ?? '';
  for (const [index, part] of parts.entries()) text += textOf(part) + (strings[index + 1] ?? '');
  return new Markup(text);
}

export const NOTHING = new Markup('');

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'number') return `${part}`;
  if (typeof part === 'string') return SPECIAL.test(part) ? part.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '') : part;
  let text = '';
  for (const one of part) text += textOf(one);
  return text;
}

/** Between each two of them. */
export function joined(parts: readonly Part[], between: Part): readonly Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
}

/** A table with a heading for each column and each row, in a box of its own that scrolls sideways. */
export function table(label: string, head: readonly Part[], rows: readonly (readonly Part[])[]): Markup {
  return html`<div class="scroll" role="group" aria-label="${label}" tabindex="0"><table>
<thead><tr>${head.map((one) => html`<th scope="col">${one}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first = '', ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((one) => html`<td>${one}</td>`)}</tr>
`,
  )}</tbody></table></div>
`;
}

/** What to type, ready to copy. */
export function commands(text: string, label = 'Commands'): Markup {
  return html`<pre tabindex="0" role="group" aria-label="${label}"><code>${text}</code></pre>`;
}

/** A text with code between backticks, as in Markdown. */
export function prose(text: string): Part {
  return text.includes('`') ? text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`)) : text;
}

/** A text that ends like a sentence. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
