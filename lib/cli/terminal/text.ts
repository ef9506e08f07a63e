/** Before a line for a shell. */
export const COMMAND = '   ';

/**
 * Text in lines of at most so many characters, the later ones indented, those of an item of a list below its text, and of what
 * stands after a tab below that. A word that is longer stays whole, so that it can be copied; so does a command, which has `COMMAND` before it.
 */
export function wrapped(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    const item = paragraph.indexOf('\t') + 1 || (/^(\d+\. |- )/.exec(paragraph)?.[0].length ?? 0);
    const [first = '', ...words] = paragraph.replace('\t', ' ').split(' ');
    const isWhole = paragraph.startsWith(COMMAND);
    let line = `${lines.length === 0 ? '' : indent}${first}`;
    for (const word of words) {
      if (isWhole || visible(line) + 1 + visible(word) <= columns) line += ` ${word}`;
      else {
        lines.push(line);
        line = indent + ' '.repeat(item) + word;
      }
    }
    lines.push(line);
  }
  return lines.join('\n');
}

/** How many places it takes: colours take none. */
function visible(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how terminals mark colours
  return text.replaceAll(/\u001b\[\d+m/g, '').length;
}

/** `name   value`, with the lines of the value below each other. */
export function labelled(pairs: readonly (readonly [string, string])[], columns: number, indent = '  '): string {
  const wide = Math.max(0, ...pairs.map(([name]) => name.length)) + 2;
  const below = `\n${indent}${' '.repeat(wide)}`;
  return pairs.map(([name, value]) => `${indent}${name.padEnd(wide)}${wrapped(value, columns - below.length + 1).replaceAll('\n', below)}`).join('\n');
}
