/** What a command reads and writes beside files. */
export interface Io {
  readonly cwd: string;
  /** All of standard input. */
  readonly stdin: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** How wide the terminal is. */
  readonly columns?: number;
}
