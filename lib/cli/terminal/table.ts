import Table from 'cli-table3';

/** A column may be that narrow; one of sentences needs more to be read. */
const LEAST = 9;
const LEAST_OF_SENTENCES = 30;
const SENTENCE = 60;
const SHORT = 20;
const BETWEEN = 2;

export interface TableCell {
  readonly text: string;
  readonly colour?: (text: string) => string;
}

/** Rows below a head, wrapped to a width. Undefined if the width is too small to be read. */
export function tableIn(columns: number, head: readonly string[], rows: readonly (readonly TableCell[])[]): string | undefined {
  const texts = head.map((name, column) => [name, ...rows.map((row) => row[column]?.text ?? '')]);
  const natural = texts.map((some) => longest(some));
  // No column gets narrower than its longest word, because names are copied; and what is short stays in one line.
  const least = texts.map((some, column) => {
    const wanted = Math.max(
      LEAST,
      longest(some.flatMap((text) => (text.length <= SHORT ? text : text.split(' ')))),
      (natural[column] ?? 0) > SENTENCE ? LEAST_OF_SENTENCES : 0,
    );
    return Math.min(natural[column] ?? 0, wanted);
  });
  const widths = fitted(natural, least, columns - BETWEEN * (head.length - 1));
  if (widths === undefined) return undefined;
  const table = new Table({
    head: [...head],
    colWidths: [...widths],
    wordWrap: true,
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      right: '',
      'right-mid': '',
      mid: '─',
      'mid-mid': '─'.repeat(BETWEEN),
      middle: ' '.repeat(BETWEEN),
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => row.map(({ text, colour }) => (colour === undefined ? text : colour(text)))));
  const lines = table.toString().split('\n');
  // Lines between rows of one line each are of no use, but for the one below the head.
  const isFlat = lines.length === 2 * rows.length + 1;
  return lines
    .filter((line, index) => !isFlat || index < 2 || !line.startsWith('─'))
    .map((line) => line.trimEnd())
    .join('\n');
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

/** The widest columns give way first. */
function fitted(natural: readonly number[], least: readonly number[], columns: number): readonly number[] | undefined {
  if (least.reduce((sum, width) => sum + width, 0) > columns) return undefined;
  const widths = [...natural];
  while (widths.reduce((sum, width) => sum + width, 0) > columns) {
    const spare = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}
