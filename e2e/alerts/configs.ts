import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Group, mustSay, none } from '../checks';
import { place, write } from '../files';
import { ALERTMANAGER_FILE, PROMETHEUS_FILE, RULES, type Subject } from './subjects';
import type { Tools } from './tools';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Every absolute path of a configuration, moved below a folder that stands for the root of the container. */
function moved(content: string, root: string): string {
  return content
    .replaceAll('/etc/prometheus/', `${root}/etc/prometheus/`)
    .replaceAll('/etc/alertmanager/', `${root}/etc/alertmanager/`)
    .replaceAll(ACCOUNT, root + ACCOUNT);
}

const below = (files: ReadonlyMap<string, string>, root: string) => new Map([...files].map(([path, content]) => [path, moved(content, root)]));

/** What Kubernetes mounts beside the ConfigMaps: only that it is there matters. */
function mounts(root: string): void {
  for (const file of ['token', 'ca.crt']) write(join(root, ACCOUNT, file), 'x');
  for (const file of ['ca.crt', 'tls.crt', 'tls.key']) write(join(root, '/etc/prometheus/exporter-tls', file), 'x');
}

/** Both programs accept what is written for them, and send each severity where it belongs. */
export async function checkConfigs(group: Group, tools: Tools, subject: Subject, work: string): Promise<void> {
  const root = join(work, subject.name);
  mkdirSync(root, { recursive: true });
  mounts(root);
  place(root, below(subject.prometheus, root));
  place(root, below(subject.alertmanager, root));
  const rules = [...subject.prometheus.keys()].filter((path) => path.startsWith(RULES)).map((path) => join(root, path));
  await group('promtool accepts the rules', 60, async () => {
    const said = await tools.must('promtool', 'check', 'rules', '--lint=all', '--lint-fatal', ...rules);
    return `${[...said.matchAll(/SUCCESS: (\d+) rules found/g)].reduce((sum, it) => sum + Number(it[1]), 0)} rules`;
  });
  // Otherwise an operator writes it.
  if (!subject.prometheus.has(PROMETHEUS_FILE)) return;
  await group('promtool accepts prometheus.yml and what it refers to', 60, async () => {
    const said = await tools.must('promtool', 'check', 'config', '--lint=all', '--lint-fatal', join(root, PROMETHEUS_FILE));
    // It must have found the rule files by our glob, each of them.
    const found = /SUCCESS: (\d+) rule files found/.exec(said)?.[1] ?? 'no';
    if (Number(found) !== rules.length) throw new Error(`${found} rule files found by rule_files, ${rules.length} written`);
    return `${found} rule files`;
  });
  await group('amtool accepts alertmanager.yml and its templates', 60, async () => {
    const said = await tools.must('amtool', 'check-config', join(root, ALERTMANAGER_FILE));
    return /\d+ templates/.exec(said)?.[0];
  });
  const heartbeat = [...subject.alertmanager.values()].some((content) => content.includes('name: heartbeat'));
  await group('routes', 60, () => checkRoutes(tools, join(root, ALERTMANAGER_FILE), heartbeat));
}

/** Labels of an alert, and who gets it. */
const ROUTES: readonly (readonly [readonly string[], string])[] = [
  [['alertname=SinglePodDown', 'severity=critical', 'namespace=sonarr', 'app=sonarr'], 'critical'],
  [['alertname=ApiServerDown', 'severity=critical'], 'critical'],
  [['alertname=NodeDown', 'severity=warning', 'node=mirror'], 'warnings'],
  [['alertname=TargetDown', 'severity=warning', 'job=kubelet'], 'warnings'],
  [['alertname=SomethingElse', 'severity=none'], 'nobody'],
  [['alertname=OfSomebodyElse'], 'warnings'],
];

async function checkRoutes(tools: Tools, file: string, heartbeat: boolean): Promise<string> {
  const wanted = [...ROUTES, [['alertname=Watchdog', 'severity=none'], heartbeat ? 'heartbeat' : 'nobody'] as const];
  const wrong: string[] = [];
  for (const [labels, receiver] of wanted) {
    const { ok, text } = await tools.run('amtool', 'config', 'routes', 'test', `--config.file=${file}`, `--verify.receivers=${receiver}`, ...labels);
    if (!ok) wrong.push(`${labels.join(' ')} goes to ${text.trim().split('\n')[0]} instead of ${receiver}`);
  }
  none(wrong);
  return `${wanted.length} kinds of alerts`;
}

/** The tools refuse what is wrong: otherwise that they accept ours says nothing. */
export async function checkBroken(group: Group, tools: Tools, subject: Subject, work: string): Promise<void> {
  const root = join(work, 'broken');
  mounts(root);
  const broken = (path: string, files: ReadonlyMap<string, string>, from: string, to: string) => {
    const content = files.get(path) ?? '';
    if (!content.includes(from)) throw new Error(`${path} has no "${from}" to break`);
    return write(join(root, path), moved(content.replace(from, to), root));
  };
  const refuses = (name: string, says: RegExp, ask: () => Promise<{ readonly ok: boolean; readonly text: string }>) =>
    group(`${name} is refused`, 60, async () => {
      const { ok, text } = await ask();
      if (ok) throw new Error('it was accepted');
      return mustSay([text], says);
    });
  place(root, below(subject.prometheus, root));
  await refuses('an unknown field in prometheus.yml', /field honour_labels not found/, () =>
    tools.run('promtool', 'check', 'config', broken(PROMETHEUS_FILE, subject.prometheus, 'honor_labels:', 'honour_labels:')),
  );
  const [rules = ''] = [...subject.prometheus.keys()].filter((path) => path.startsWith(RULES));
  await refuses('a rule that does not parse', /could not parse expression/, () =>
    tools.run('promtool', 'check', 'rules', broken(rules, subject.prometheus, 'expr: ', 'expr: max((( ')),
  );
  await refuses('an annotation that does not parse', /template|unexpected/, () =>
    tools.run('promtool', 'check', 'rules', broken(rules, subject.prometheus, '{{ with query', '{{ with wuery')),
  );
  await refuses('a receiver that is not there', /undefined receiver "pagers" used in route/, () =>
    tools.run('amtool', 'check-config', broken(ALERTMANAGER_FILE, subject.alertmanager, 'receiver: critical', 'receiver: pagers')),
  );
  await refuses('a warning that wakes people', /warnings/, () => {
    place(root, below(subject.alertmanager, root));
    return tools.run('amtool', 'config', 'routes', 'test', `--config.file=${join(root, ALERTMANAGER_FILE)}`, '--verify.receivers=critical', 'severity=warning');
  });
}
