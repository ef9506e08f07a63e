/** The fence is longer than any in the text. */
export function fenced(text: string, language = 'text'): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, ticks) => Math.max(most, ticks.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** What people wrote, in one line without HTML. */
export function inline(text: string): string {
  return /[\n\r<]/.test(text) ? text.replaceAll(/[\n\r]+/g, ' ').replaceAll('<', '&lt;') : text;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => inline(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
