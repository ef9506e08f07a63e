import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proceduresOf } from '../../lib/report/procedures';
import type { Report } from '../../lib/report/report';

/** The reports that are committed, of the homelab and of all examples. */
const ROOT = join(__dirname, '../..');
const FOLDERS = ['.', ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}`)].flatMap((program) => {
  const dist = join(ROOT, program, 'dist');
  return existsSync(dist) ? readdirSync(dist).flatMap((cluster) => (existsSync(join(dist, cluster, 'report')) ? [join(dist, cluster, 'report')] : [])) : [];
});

/** The anchors that GitHub gives the headings of a text: of equal ones, all but the first have a number. */
function anchorsOf(markdown: string): readonly string[] {
  const count = new Map<string, number>();
  return [...markdown.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const plain = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const number = count.get(plain) ?? 0;
    count.set(plain, number + 1);
    return number === 0 ? plain : `${plain}-${number}`;
  });
}

/** A text as people read it. */
const plain = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

test('there are reports to read', () => expect(FOLDERS.length).toBeGreaterThan(3));

describe.each(FOLDERS.map((folder) => [folder.slice(ROOT.length + 1), folder] as const))('%s', (_, folder) => {
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const report = JSON.parse(read('report.json')) as Report;
  const steps = report.failures.flatMap((failure) => failure.steps);

  test('each link in the page leads to a part of it', () => {
    const page = read('index.html');
    const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/ href="#([^"]*)"/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
  });

  test('each link in the Markdown leads to a heading', () => {
    const markdown = read('report.md');
    const anchors = anchorsOf(markdown);
    const links = [...markdown.matchAll(/\]\(#([^)]*)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
  });

  test('each app that waits for somebody has steps of its own with that failure, and not only other apps', () => {
    const waiting = report.failures.flatMap(({ id, effects, steps: those }) => {
      const helped = new Set(those.flatMap(({ apps }) => apps));
      const waits = effects.filter(({ kind, degraded }) => kind.startsWith('down until') || (degraded !== undefined && degraded.seconds === undefined));
      return waits.flatMap(({ apps }) => apps.map((app) => ({ at: `${id} ${app}`, isHelped: helped.has(app) })));
    });
    expect(waiting.length).toBeGreaterThan(3);
    expect(waiting.filter(({ isHelped }) => !isHelped).map(({ at }) => at)).toEqual([]);
  });

  test('each step is told, for one of the failures that have the same', () => {
    const [page, markdown] = [plain(read('index.html').replaceAll(/<[^>]*>/g, '')), plain(read('report.md'))];
    const missing = proceduresOf(report.failures).flatMap(({ failures }) => {
      const untold = failures.map((failure) => failure.steps.map(({ text }) => text).filter((text) => !page.includes(text) || !markdown.includes(text)));
      return untold.some((texts) => texts.length === 0) ? [] : (untold[0] ?? []);
    });
    expect(missing).toEqual([]);
  });

  test('each placeholder of a command is explained in its step', () => {
    const unexplained = steps.flatMap(({ text, command = '' }) => (command.match(/<[^>]+>/g) ?? []).filter((one) => !text.includes(one)));
    expect(unexplained).toEqual([]);
  });

  test('whatever is down until somebody acts, and each thing that stopped by itself, has steps, and the runbook has them', () => {
    const [page, markdown] = [read('index.html'), read('report.md')];
    const stopped = ['control-plane', 'api', 'entry', 'mover', 'dns'];
    const silent = report.failures.filter(
      (failure) => failure.steps.length === 0 && (stopped.includes(failure.kind) || failure.effects.some(({ kind }) => kind.startsWith('down until'))),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
    const told = steps.filter(({ command }) => command !== undefined && !command.startsWith('kubectl uncordon') && !command.startsWith('kubectl taint'));
    const inPage = plain(page);
    expect(told.filter(({ command = '' }) => !markdown.includes(command) || !inPage.includes(command)).map(({ command }) => command)).toEqual([]);
  });
});
