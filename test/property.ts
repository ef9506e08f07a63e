import fc from 'fast-check';

/**
 * Properties try the same cases each time, so that a failure is of the change at hand. `SEED=4711` tries others, and
 * `RUNS=20` so many times more of them.
 */
const { SEED = '20261129', RUNS = '1' } = process.env;
fc.configureGlobal({ seed: Number(SEED) });

/** How many cases to try. */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: count * Number(RUNS) };
}

export { fc };
