const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');

/** Writes a file; with --check fails instead where it is not that, and says which lines differ. */
function writeOrCheck(file, text, command) {
  if (!process.argv.includes('--check')) {
    fs.writeFileSync(file, text);
    return;
  }
  const changes = differences(fs.readFileSync(file, 'utf8'), text);
  if (changes.length === 0) return;
  console.log([`${path.relative(ROOT, file)} is not current: npm run ${command}`, ...changes].join('\n'));
  process.exitCode = 1;
}

/** Lines that only one of two texts has, and their order if they have the same. */
function differences(committed, current) {
  if (committed === current) return [];
  const [before, after] = [committed, current].map((text) => text.split('\n'));
  const [had, has] = [new Set(before), new Set(after)];
  const changes = [...before.filter((line) => !has.has(line)).map((line) => `- ${line}`), ...after.filter((line) => !had.has(line)).map((line) => `+ ${line}`)];
  return changes.length === 0 ? ['  the same lines, in another order or number'] : changes;
}

module.exports = { differences, writeOrCheck };
