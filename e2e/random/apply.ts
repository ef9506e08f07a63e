import { type Answer, type Api, accepted, Unanswered } from '../api';
import { called, type Obj } from '../kinds';
import { sleep } from '../until';

/** How many programs are tried at the same time. */
const LANES = 8;

/** Asks again: connections break while this process is busy. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let left = 5; left > 0; left -= 1) {
    const answer = await ask().catch((error: unknown) => {
      if (!(error instanceof Unanswered)) throw error;
    });
    if (answer !== undefined && (answer.status > 0 || answer.message.startsWith('no matches'))) return answer;
    await sleep(500);
  }
  return ask();
}

/** Objects that one program has, and its name in messages. */
export interface Written {
  readonly what: string;
  readonly objects: readonly Obj[];
}

/**
 * Tries objects as Flux applies them, strictly and without keeping them. Namespaces have to be there, so each level of Pod Security has one,
 * which stands in for those of all programs.
 */
export class Trial {
  private readonly tried = new Set<string>();
  private readonly spaces = new Map<string, string>();

  constructor(private readonly api: Api) {}

  /** How many objects were tried, each once. */
  get count(): number {
    return this.tried.size;
  }

  /** What the server does not like, a line each; of a program only the first. */
  async refusals(programs: Iterable<Written>): Promise<string[]> {
    const problems: string[] = [];
    const left = programs[Symbol.iterator]();
    const lane = async () => {
      for (let next = left.next(); next.done !== true; next = left.next()) {
        const problem = await this.firstRefusal(next.value);
        if (problem !== undefined) problems.push(`${next.value.what}: ${problem}`);
        // Making programs keeps this process busy, and answers wait.
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return problems;
  }

  private async firstRefusal({ objects }: Written): Promise<string | undefined> {
    const labels = new Map(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
    for (const obj of objects) {
      const { namespace } = obj.metadata;
      const moved = namespace === undefined ? obj : { ...obj, metadata: { ...obj.metadata, namespace: await this.space(labels.get(namespace) ?? {}) } };
      const text = JSON.stringify(moved);
      if (this.tried.has(text)) continue;
      this.tried.add(text);
      const answer = await patiently(() => this.api.apply(moved, { dryRun: 'All' }));
      if (!accepted(answer)) return `${called(obj)} is refused: ${answer.message}`;
      const [warning] = answer.warnings;
      if (warning !== undefined) return `${called(obj)} is warned of: ${warning}`;
    }
    return undefined;
  }

  private async space(labels: Record<string, string>): Promise<string> {
    const levels = Object.entries(labels).filter(([key]) => key.startsWith('pod-security.kubernetes.io/'));
    const key = JSON.stringify(levels);
    const known = this.spaces.get(key);
    if (known !== undefined) return known;
    const name = `space-${this.spaces.size}`;
    this.spaces.set(key, name);
    await this.api.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: Object.fromEntries(levels) } });
    return name;
  }
}
