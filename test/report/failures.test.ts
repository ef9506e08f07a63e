import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../lib';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { badEnds, singlePoints } from '../../lib/report/front';
import { appInWords, nodesInWords, servedBy } from '../../lib/report/groups';
import { matrixOf } from '../../lib/report/matrix';
import { effectInShort, failureInWords } from '../../lib/report/words';

const ROOT = join(__dirname, '..', '..');
const REPORTS = ['dist/homelab', ...['home', 'shop', 'six-apps', 'studio'].map((name) => `examples/${name}/dist/${name}`)];
const read = (folder: string) => JSON.parse(readFileSync(join(ROOT, folder, 'report', 'report.json'), 'utf8')) as Report;
const homelab = read('dist/homelab');

describe.each(REPORTS)('the report in %s', (folder) => {
  const report = read(folder);

  test('tells each app once for each failure, and never one that is not there', () => {
    const known = new Set([...report.apps, ...(report.jobs ?? []), ...(report.agents ?? [])].map(({ namespace, name }) => `${namespace}/${name}`));
    for (const { id, effects } of report.failures) {
      const told = effects.flatMap(({ apps }) => apps);
      expect([id, told.length]).toEqual([id, new Set(told).size]);
      expect(told.filter((app) => !known.has(app))).toEqual([]);
    }
  });

  test('puts each failure and each app into the matrix once, with the effect that the failure has on it', () => {
    const apps = servedBy(report);
    const { rows, columns, cells, harmless } = matrixOf(report.failures, apps);
    expect(rows.flat().sort()).toEqual([...apps].sort());
    expect([...columns.flat(), ...harmless].map(({ id }) => id).sort()).toEqual(report.failures.map(({ id }) => id).sort());
    for (const [row, group] of rows.entries())
      for (const [column, some] of columns.entries())
        for (const app of group)
          for (const { effects } of some) expect(effectInShort(effects.find((effect) => effect.apps.includes(app)))).toBe(effectInShort(cells[row]?.[column]));
  });

  test('places no pod of an app that stays down by itself', () => {
    for (const { effects, moves } of report.failures)
      for (const { kind, apps, through } of effects)
        if ((kind === OutcomeKind.DOWN_UNTIL_REPAIR || kind === OutcomeKind.DOWN_UNTIL_ACTION) && through === undefined)
          expect(moves.filter(({ app }) => apps.includes(app))).toEqual([]);
  });

  test('has a time where an app comes back by itself, and none where it does not', () => {
    const jobs = new Set((report.jobs ?? []).map(({ namespace, name }) => `${namespace}/${name}`));
    for (const { effects } of report.failures)
      for (const { kind, downSeconds, apps } of effects) {
        if (kind === OutcomeKind.FAILS_OVER && !apps.every((app) => jobs.has(app))) expect(downSeconds).toBeDefined();
        if (kind === OutcomeKind.DOWN_UNTIL_ACTION || kind === OutcomeKind.DOWN_UNTIL_REPAIR) expect(downSeconds).toBeUndefined();
      }
  });
});

test('the homelab waits for a person only when its provider is gone, and loses the data of apps that have one copy of it', () => {
  const ends = badEnds(homelab.failures).map(({ kind, apps, failures }) => [kind, apps.map(appInWords).join(' '), failures.map(failureInWords).join(' ')]);
  expect(ends).toMatchInlineSnapshot(`
[
  [
    "down until a person acts",
    "home-assistant lidarr opencloud plex radarr sonarr",
    "site netcup",
  ],
  [
    "down until repair",
    "monitoring/alertmanager monitoring/prometheus",
    "node dash site netcup",
  ],
  [
    "down until repair",
    "handbrake zwave-js-ui",
    "node mirror",
  ],
]
`);
  expect(
    badEnds(homelab.failures)
      .slice(1)
      .every(({ why }) => why.endsWith('; all its data is lost if what failed never comes back')),
  ).toBe(true);
});

test('single points of failure are told by what they take down', () => {
  const points = singlePoints(homelab.failures, servedBy(homelab)).map(({ failure, down, interrupted }) => [failure.id, down.length, interrupted.length]);
  expect(points).toEqual([
    ['site:netcup', 13, 0],
    ['node:load', 10, 0],
    ['entry:traefik/traefik', 10, 0],
    ['node:dash', 4, 0],
    ['node:mirror', 2, 6],
    ['link:home+netcup', 2, 6],
  ]);
});

test('many nodes are told by what they have in common', () => {
  const node = (name: string, role: string, site: string) => ({ ...homelab.nodes[0], name, roles: [role], site, zone: site });
  const nodes = [
    ...['a', 'b', 'c', 'd', 'e'].map((name) => node(name, 'worker', 'home')),
    ...['f', 'g', 'h', 'i', 'j'].map((name) => node(name, 'storage', 'attic')),
  ];
  const inWords = (names: string) => nodesInWords(names.split(''), nodes as unknown as Report['nodes']);
  expect(['ab', 'abcde', 'abcdefghij', 'abcdef'].map(inWords)).toEqual([
    'a and b',
    'the 5 nodes with the role worker',
    'all 10 nodes',
    '6 nodes (a, b, c and 3 more)',
  ]);
});
