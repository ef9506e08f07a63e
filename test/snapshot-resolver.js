// Snapshots lie in __snapshots__ at the top, where a reader looks for them.
const path = require('node:path');
const root = path.join(__dirname, '..');

module.exports = {
  resolveSnapshotPath: (testPath, extension) => path.join(root, '__snapshots__', path.relative(__dirname, testPath) + extension),
  resolveTestPath: (snapshotPath, extension) => path.join(__dirname, path.relative(path.join(root, '__snapshots__'), snapshotPath).slice(0, -extension.length)),
  testPathForConsistencyCheck: path.join(__dirname, 'some.test.ts'),
};
