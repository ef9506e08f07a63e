// npm run mutate [-- <folder or file> ...]: changes the decisions one by one (Stryker), and lists the changes that no test notices.
// Not a dependency: it and its own are 65 MB, which nobody else needs. The newest that runs on Node 20.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const STRYKER = '@stryker-mutator/core@9.6.1';
const ROOT = path.join(__dirname, '..', '..');

const given = process.argv.slice(2).map((one) => (fs.statSync(path.join(ROOT, one)).isDirectory() ? path.posix.join(one, '**/*.ts') : one));
const parts = given.length === 0 ? [] : ['--mutate', given.join()];
os.setPriority(10);
const { status } = spawnSync('npx', ['--yes', '--package', STRYKER, 'stryker', 'run', 'scripts/mutate/stryker.config.mjs', ...parts], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
