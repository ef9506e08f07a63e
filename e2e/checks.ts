import { Deadline } from './until';

/** What a check does; it throws what is wrong, and may return what it saw. */
export type Body = (deadline: Deadline) => Promise<string | undefined>;

/** Runs checks one after the other, a line for each, and counts. */
export class Checks {
  passed = 0;
  failed = 0;

  constructor(private readonly say: (line: string) => void) {}

  /** A group of checks whose names start alike. */
  group(prefix: string): Group {
    return (name, seconds, body) => this.check(`${prefix} ${name}`, seconds, body);
  }

  private async check(name: string, seconds: number, body: Body): Promise<boolean> {
    const start = Date.now();
    const took = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
    try {
      const saw = await limited(seconds, body);
      this.passed += 1;
      this.say(`ok    ${name} (${saw === undefined ? '' : `${saw}; `}${took()})`);
      return true;
    } catch (error) {
      this.failed += 1;
      const lines = (error instanceof Error ? error.message : String(error)).split('\n');
      this.say(`FAIL  ${name} (${took()})\n${lines.map((line) => `        ${line}`).join('\n')}`);
      return false;
    }
  }
}

export type Group = (name: string, seconds: number, body: Body) => Promise<boolean>;

/** The deadline tells the body that time is up, so that it can say what it waited for; some seconds later it is left behind. */
async function limited(seconds: number, body: Body): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${seconds} s`)), (seconds + 5) * 1000);
  });
  try {
    return await Promise.race([body(Deadline.after(seconds)), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Throws all problems at once. */
export function none(problems: readonly string[]): undefined {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** The proof of a proof: one of the problems has to be this one. */
export function mustSay(problems: readonly string[], expected: RegExp): string {
  const said = problems.find((it) => expected.test(it));
  if (said === undefined) throw new Error(`nothing says ${expected}; said was: ${problems.join(' | ') || 'nothing'}`);
  return `"${expected.exec(said)?.[0]}"`;
}
