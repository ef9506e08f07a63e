import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('what Node says of itself is not shown, and every other warning is', () => {
  const program = `
    require(${JSON.stringify(join(__dirname, '../../lib/cli/warnings.ts'))}).withoutNoise();
    process.emitWarning('Type Stripping is an experimental feature', 'ExperimentalWarning');
    process.emitWarning('module.register() is deprecated', 'DeprecationWarning', 'DEP0205');
    process.emitWarning('Failed to load the ES module: /home/facts.ts. Make sure to set "type": "module"');
    process.emitWarning('Module type of file:///home/facts.ts is not specified', { code: 'MODULE_TYPELESS_PACKAGE_JSON' });
    process.emitWarning('the disk in the attic is old');
  `;
  const { stderr, status } = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), '--eval', program], { encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stderr.split('\n')[0]).toMatch(/^\(node:\d+\) Warning: the disk in the attic is old$/);
  expect(stderr.match(/\(node:\d+\)/g)).toHaveLength(1);
});
