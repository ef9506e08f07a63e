import { command } from './command';

test('the help says what there is', async () => {
  const { exit, out } = await command(['--help']);
  expect(exit).toBe(0);
  expect(out).toMatchSnapshot();
});

test.each(['facts', 'check', 'explain', 'report', 'what-if', 'diff'])('the help of %s', async (name) => {
  const { exit, out } = await command([name, '--help']);
  expect(exit).toBe(0);
  expect(out).toMatchSnapshot();
});

test.each([
  [['facs']],
  [['facts', '--waht']],
  [['facts', 'more']],
  [['check']],
  [['check', 'apps']],
  [['check', 'apps', '--facts', 'facts.ts', '--format', 'xml']],
  [['explain']],
  [['report', '--format', 'sarif']],
  [['diff']],
  [[]],
])('%j is refused with status 2', async (args) => {
  const { exit, out, err } = await command(args);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toMatchSnapshot();
});
