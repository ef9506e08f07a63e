/** How to write for a terminal. */
export interface Style {
  readonly columns: number;
  /** Text that stands out. */
  readonly bold: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly middling: (text: string) => string;
  readonly good: (text: string) => string;
}

/** Where nobody says how wide it is: a pipe, a file. */
const COLUMNS = 100;

export function styleFor({ columns = COLUMNS, colour = false }: { readonly columns?: number; readonly colour?: boolean }): Style {
  const coloured = (code: number) => (text: string) => (colour && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { columns, bold: coloured(1), bad: coloured(31), middling: coloured(33), good: coloured(32) };
}
