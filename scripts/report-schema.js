// Writes report.schema.json, the schema of report.json, from the types of lib/report/.
// With --check it writes nothing, and fails where the file is not what it would write.
const fs = require('node:fs');
const path = require('node:path');
const { createGenerator } = require('ts-json-schema-generator');

const root = path.join(__dirname, '..');
const file = path.join(root, 'report.schema.json');

const generated = createGenerator({
  path: path.join(root, 'lib', 'report', 'report.ts'),
  tsconfig: path.join(root, 'tsconfig.json'),
  type: 'Report',
  topRef: false,
  skipTypeCheck: true,
}).createSchema('Report');
const { $schema, ...rest } = generated;
const text = `${JSON.stringify({ $schema, title: 'report.json of cdk8s-availability, version 1', ...rest }, undefined, 2)}\n`;

if (!process.argv.includes('--check')) fs.writeFileSync(file, text);
else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
  console.error('Not what the types say: report.schema.json. Run npm run report-schema, and commit.');
  process.exit(1);
}
