// npm run lines: how many lines each of six apps costs its user, without the catalogue. Comments and blank lines do not count.
const fs = require('node:fs');
const path = require('node:path');

const LIMIT = 79;
const text = fs.readFileSync(path.join(__dirname, '..', 'examples', 'six-apps', 'main.ts'), 'utf8');
const counts = new Map();
let current;
for (const line of text.split('\n')) {
  const mark = /^\/\/ (?:app: (\S+)|end)$/.exec(line);
  if (mark !== null) current = mark[1];
  else if (current !== undefined && line.trim() !== '' && !line.trim().startsWith('//')) counts.set(current, (counts.get(current) ?? 0) + 1);
}
const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
for (const [name, count] of counts) console.log(`${name}: ${count}`);
console.log(`${total <= LIMIT ? 'ok  ' : 'MISS'}  six apps: ${total} lines (at most ${LIMIT})`);
process.exitCode = total <= LIMIT ? 0 : 1;
