import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

test('the shapes are what the types say', () => {
  expect(execFileSync(process.execPath, [join(__dirname, '..', 'scripts', 'shapes.js'), '--check'], { encoding: 'utf8' })).toBe('');
}, 60_000);
