const CACHE = 'node_modules/.cache/stryker';
const ROOMS = ['failure', 'placement', 'storage', 'classes'];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ROOMS.map((room) => `lib/availability/${room}/**/*.ts`),
  // Texts are messages and reasons: one that is empty decides nothing. What a text does decide is a name in an enum.
  mutator: { excludedMutations: ['StringLiteral'] },
  // What is computed when the library is loaded, such as the list of all rules, each with its record: test/rules plays them all.
  ignoreStatic: true,
  plugins: ['./scripts/mutate/runner.mjs'],
  testRunner: 'in-one-process',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A test can be slow where others work, too; a loop without an end is told by how often it runs.
  timeoutMS: 60_000,
  // Only what changed is judged again. Changes outside of these rooms are not seen: delete the folder then.
  incremental: true,
  incrementalFile: `${CACHE}/incremental.json`,
  tempDirName: `${CACHE}/sandbox`,
  ignorePatterns: ['dist', 'examples', 'build', 'judges', 'dashboards', 'bench', 'docs/reference', 'e2e'].map((folder) => `/${folder}`),
  // It would be rewritten by a compiler that npx does not have.
  tsconfigFile: 'none',
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { reportTests: false, skipFull: true },
  jsonReporter: { fileName: `${CACHE}/report.json` },
  thresholds: { high: 95, low: 85, break: 85 },
};
