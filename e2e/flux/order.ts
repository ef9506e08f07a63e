import type { Of } from '../kinds';
import { sleep } from '../until';
import { type Flux, isApplied, isReady } from './flux';

interface Moment {
  readonly ready: readonly string[];
  readonly applied: readonly string[];
}

/** Watches from the start which Kustomizations are applied and Ready, to say afterwards whether the order was kept. */
export class Order {
  readonly moments: Moment[] = [];
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly flux: Flux) {}

  start(): void {
    this.loop = this.watch();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async watch(): Promise<void> {
    while (!this.stopped) {
      const all = await this.flux.list().catch(() => []);
      const names = (some: readonly Of<'Kustomization'>[]) => some.map((it) => it.metadata.name);
      this.moments.push({ ready: names(all.filter(isReady)), applied: names(all.filter(isApplied)) });
      await sleep(100);
    }
  }
}

/** Who was applied although something it depends on had never been Ready? */
export function outOfOrder(moments: readonly Moment[], dependencies: ReadonlyMap<string, readonly string[]>): string[] {
  const wasReady = new Set<string>();
  const problems = new Set<string>();
  for (const { ready, applied } of moments) {
    for (const name of ready) wasReady.add(name);
    for (const name of applied) {
      for (const other of dependencies.get(name) ?? []) if (!wasReady.has(other)) problems.add(`${name} was applied before ${other} was Ready`);
    }
  }
  return [...problems];
}
