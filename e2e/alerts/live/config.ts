import { parse, stringify } from 'yaml';
import { ALERTMANAGER_FILE, PROMETHEUS_FILE, type Rule, type Subject } from '../subjects';

/** Time runs so many times as fast: what is asked each 30 s is asked each second, and what must hold for 5 min holds for 10 s. */
export const FASTER = 30;

interface ScrapeConfig {
  readonly job_name: string;
  [field: string]: unknown;
}

interface PrometheusFile {
  global: { scrape_interval: string; scrape_timeout: string; evaluation_interval: string; external_labels: Record<string, string> };
  rule_files: string[];
  alerting: { alertmanagers: unknown[] };
  scrape_configs: ScrapeConfig[];
}

interface Route {
  group_wait?: string;
  group_interval?: string;
  repeat_interval?: string;
  routes?: Route[];
}

/** The ports of loopback that take the place of addresses in the cluster. */
export interface Ports {
  readonly prometheus: number;
  readonly alertmanager: number;
  readonly nodeExporter: number;
  readonly standIn: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

function faster(duration: string): string {
  const seconds = [...duration.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 1), 0);
  return `${Math.max(1, Math.round((seconds * 1000) / FASTER))}ms`;
}

/** Our prometheus.yml: addresses are on loopback, nothing is discovered and nobody proves who he is; jobs, labels and rules are ours. */
export function prometheusFile(subject: Subject, ports: Ports, root: string, realNode: string): string {
  const file = parse(subject.prometheus.get(PROMETHEUS_FILE) ?? '') as PrometheusFile;
  file.global = { ...file.global, scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  file.rule_files = file.rule_files.map((pattern) => root + pattern);
  file.alerting.alertmanagers = [{ static_configs: [{ targets: [`127.0.0.1:${ports.alertmanager}`] }] }];
  file.scrape_configs = file.scrape_configs.flatMap((job) => {
    const targets = targetsOf(job.job_name, subject, ports, realNode);
    if (targets === undefined) return [];
    const { kubernetes_sd_configs, dns_sd_configs, relabel_configs, authorization, tls_config, scheme, metrics_path, scrape_interval, ...kept } = job;
    return [{ ...kept, static_configs: targets }];
  });
  return stringify(file);
}

interface Target {
  readonly targets: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** Undefined: nothing of the kind is played. */
function targetsOf(job: string, subject: Subject, ports: Ports, realNode: string): readonly Target[] | undefined {
  const played = (instance: string, labels: Readonly<Record<string, string>> = {}): Target => ({
    targets: [`127.0.0.1:${ports.standIn}`],
    labels: { instance, __metrics_path__: `/exporter/${job}/${instance}`, ...labels },
  });
  const nodes = subject.facts.nodes.map((node) => node.name);
  switch (job) {
    case 'prometheus':
      return [{ targets: [`127.0.0.1:${ports.prometheus}`] }];
    case 'alertmanager':
      return [{ targets: [`127.0.0.1:${ports.alertmanager}`] }];
    case 'node-exporter':
      return nodes.map((node) => (node === realNode ? { targets: [`127.0.0.1:${ports.nodeExporter}`], labels: { node } } : played(node, { node })));
    case 'kubelet':
    case 'kubelet-resources':
      return nodes.map((node) => played(node, { node }));
    case 'drbd':
      return ['mirror', 'prod', 'load'].map((node) => played(`${node}:9942`, { node }));
    case 'kube-state-metrics':
      return [played('kube-state-metrics.monitoring.svc:8080')];
    case 'linstor':
      return [played('linstor-controller.piraeus-datastore.svc:3370')];
    case 'kubernetes-api':
      return [played('kubernetes.default.svc:443')];
    default:
      return undefined;
  }
}

/** Our rules, with times that run faster; expressions and texts are as they are. */
export function fasterRules(content: string): string {
  const file = parse(content) as { groups: { name: string; rules: Rule[] }[] };
  const rules = (some: readonly Rule[]) =>
    some.map((rule) => ({
      ...rule,
      ...(rule.for === undefined ? {} : { for: faster(rule.for) }),
      ...(rule.keep_firing_for === undefined ? {} : { keep_firing_for: faster(rule.keep_firing_for) }),
    }));
  return stringify({ groups: file.groups.map((group) => ({ ...group, rules: rules(group.rules) })) }, { lineWidth: 0 });
}

/** Our alertmanager.yml: people live on loopback, and times run faster. */
export function alertmanagerFile(subject: Subject, ports: Ports, root: string): string {
  const text = (subject.alertmanager.get(ALERTMANAGER_FILE) ?? '')
    .replaceAll('/etc/alertmanager/', `${root}/etc/alertmanager/`)
    .replaceAll('https://ntfy.home.example', `http://127.0.0.1:${ports.standIn}/ntfy`);
  const file = parse(text) as { route: Route };
  const hurried = (route: Route): Route => ({
    ...route,
    ...(route.group_wait === undefined ? {} : { group_wait: faster(route.group_wait) }),
    ...(route.group_interval === undefined ? {} : { group_interval: faster(route.group_interval) }),
    ...(route.repeat_interval === undefined ? {} : { repeat_interval: faster(route.repeat_interval) }),
    ...(route.routes === undefined ? {} : { routes: route.routes.map(hurried) }),
  });
  return stringify({ ...file, route: hurried(file.route) }, { lineWidth: 0 });
}
