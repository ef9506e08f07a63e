import { join } from 'node:path';
import { type Group as Checks, mustSay } from '../../checks';
import { write } from '../../files';
import type { Subject } from '../subjects';
import { type Test, testFile } from '../test-file';
import type { Answer, Tools } from '../tools';
import { badDay, busyDay, quietDay } from './homelab';

/** What promtool says of a day; with what was expected and what fired, minute by minute. */
function play(tools: Tools, homelab: Subject, work: string, test: Test, rules: string = JSON.stringify({ groups: homelab.groups })): Promise<Answer> {
  const folder = join(work, 'days', test.name.replaceAll(' ', '-'));
  const file = write(join(folder, 'rules.yaml'), rules);
  return tools.run('promtool', 'test', 'rules', write(join(folder, 'test.yaml'), testFile([file], homelab.name, [test])));
}

/** Whole days of the homelab: at each minute exactly the alerts fire that are written down. */
export async function checkDays(checks: Checks, tools: Tools, homelab: Subject, work: string): Promise<void> {
  const day = (test: Test) =>
    checks(test.name, 1200, async () => {
      const { ok, text } = await play(tools, homelab, work, test);
      if (!ok) throw new Error(differences(text));
      return `${test.series.length} series, ${test.answers?.length} minutes`;
    });
  await Promise.all([day(quietDay(homelab)), day(busyDay(homelab))]);
  await day(badDay(homelab));
  await checks('a bad day of which one rule says nothing is found out', 1200, async () => {
    const silenced = JSON.stringify({ groups: homelab.groups }).replace(
      '"alert":"ApiServerDown","expr":"',
      '"alert":"ApiServerDown","expr":"vector(0) == 1 and ',
    );
    const { text } = await play(tools, homelab, work, { ...badDay(homelab), name: 'a bad day with a silent rule' }, silenced);
    return mustSay([differences(text)], /8h2m: lacks ApiServerDown/);
  });
}

/** The first minute of each difference, and how many follow. */
function differences(text: string): string {
  const minutes = [...text.matchAll(/time: (\S+),\s+exp: (.*)\n\s+got: (.*)/g)];
  if (minutes.length === 0) return text.slice(0, 3000);
  const found = new Map<string, { readonly first: string; last: string; count: number }>();
  const alerts = (part = ''): string[] => part.match(/ALERTS\{[^}]*\}|\{[^}]*\}/g) ?? [];
  const short = (alert: string) => `${/alertname="([^"]+)"/.exec(alert)?.[1]} ${alert.replace(/alert(name|state)="[^"]*",? ?/g, '')}`;
  for (const [, time = '', expected, got] of minutes) {
    const [wanted, seen] = [alerts(expected), alerts(got)];
    for (const what of [
      ...wanted.filter((it) => !seen.includes(it)).map((it) => `lacks ${short(it)}`),
      ...seen.filter((it) => !wanted.includes(it)).map((it) => `has ${short(it)}`),
    ]) {
      const known = found.get(what);
      if (known === undefined) found.set(what, { first: time, last: time, count: 1 });
      else Object.assign(known, { last: time, count: known.count + 1 });
    }
  }
  return [...found].map(([what, { first, last, count }]) => `${first}: ${what} (${count} minutes, the last at ${last})`).join('\n');
}
