/** What a command reads and writes beside files. */
export interface Io {
  readonly cwd: string;
  /** All of standard input. */
  readonly stdin: () => Promise<string>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** How wide the terminal is. */
  readonly columns?: number;
  /** Whether it shows colours. @default false */
  readonly colour?: boolean;
  /** Says how far a long command is. @default - nobody watches */
  readonly progress?: (done: number, all: number) => void;
}
