import type { Exit } from '../../lib/cli/exit';
import { run } from '../../lib/cli/main';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly exit: Exit;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as the terminal does. */
export async function command(
  args: readonly string[],
  { stdin = '', cwd = '/nowhere' }: { readonly stdin?: string; readonly cwd?: string } = {},
): Promise<Ran> {
  let [out, err] = ['', ''];
  const exit = await run(args, {
    cwd,
    stdin: async () => stdin,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { exit, out, err };
}
