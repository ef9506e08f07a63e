import { Unanswered } from './api';

/** When a wait is over. A clock and not an AbortSignal: Node 20 forgets a time-out that only AbortSignal.any() knows. */
export class Deadline {
  private constructor(private readonly at: number) {}

  static after(seconds: number): Deadline {
    return new Deadline(Date.now() + seconds * 1000);
  }

  /** A shorter one within this. */
  within(seconds: number): Deadline {
    return new Deadline(Math.min(this.at, Date.now() + seconds * 1000));
  }

  get passed(): boolean {
    return Date.now() >= this.at;
  }
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A server that is busy or away has not said no. */
async function heard(ask: () => Promise<boolean | string> | boolean | string): Promise<boolean | string> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Unanswered) return error.message;
    throw error;
  }
}

/** Asks until the answer is true. When time is up, it says what it waited for, and the last answer that was not true. */
export async function until(what: string, deadline: Deadline, ask: () => Promise<boolean | string> | boolean | string): Promise<void> {
  for (;;) {
    const answer = await heard(ask);
    if (answer === true) return;
    if (deadline.passed) throw new Error(`not in time: ${what}${answer === false ? '' : `\n${answer}`}`);
    await sleep(200);
  }
}
