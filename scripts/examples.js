// npm run examples: synthesizes each program of examples/ in its own folder, as its user would.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, '..', 'examples');
for (const name of fs.readdirSync(folder)) {
  execFileSync(process.execPath, ['-r', 'tsx/cjs', 'main.ts'], { cwd: path.join(folder, name), stdio: 'inherit' });
  console.log(`examples/${name}/dist`);
}
