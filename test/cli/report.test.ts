import { run } from '../../lib/cli/main';
import type { Report } from '../../lib/report/report';
import { programOf, projectWith, WIKI } from './programs';

const project = projectWith();

/** In a terminal. */
async function shown(columns: number, colour: boolean): Promise<string> {
  let out = '';
  await run(['report'], { cwd: project.cwd, stdin: async () => '', out: (text) => (out += text), err: () => undefined, columns, colour });
  return out;
}

test('what matters first, and a table where it is wide enough', async () => {
  expect(await shown(140, false)).toMatchSnapshot();
});

test('a block for each failure where it is narrow', async () => {
  const out = await shown(40, false);
  expect(out).toMatchSnapshot();
  expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
});

test('colours in a terminal that shows them alone', async () => {
  const plain = await shown(140, false);
  const coloured = await shown(140, true);
  expect(coloured).toContain('\u001b[31m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how terminals mark colours
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('for a pull request', async () => {
  const { exit, out } = await project.run('report', '--format', 'markdown');
  expect(exit).toBe(0);
  expect(out).toMatchSnapshot();
});

test('as data, which is report.json', async () => {
  const { out } = await project.run('report', '--format', 'json');
  const report = JSON.parse(out) as Report;
  expect([report.cluster, report.years.flatMap(({ apps }) => apps)]).toEqual(['home', ['radio/radio', 'wiki/wiki']]);
});

test('of two clusters both, or one of them; as data one must be named', async () => {
  project.write('two.js', programOf(`${WIKI}\nconst away = new Cluster(app, 'away', { facts });\n${WIKI.replace('home.workers', 'away.workers')}`));
  const both = await project.run('report', '--app', 'two.js');
  expect(both.out.match(/^\w+: what a person must know$/gm)).toEqual(['home: what a person must know', 'away: what a person must know']);
  const one = await project.run('report', '--app', 'two.js', '--cluster', 'away');
  expect(one.out.match(/^\w+: what a person must know$/gm)).toEqual(['away: what a person must know']);
  const { exit, err } = await project.run('report', '--app', 'two.js', '--format', 'json');
  expect(exit).toBe(2);
  expect(err).toMatchInlineSnapshot(`
"CLUSTER-UNKNOWN  the program: 2 clusters, but this is said of one.
                 Name it: --cluster home; there are home and away.
"
`);
});
