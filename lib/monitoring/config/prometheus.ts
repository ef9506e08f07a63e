import type { Scrape } from '../../alerts/scrape';
import { alertmanagerSource } from '../scrapes';
import { scrapeConfig, serviceDiscovery } from './scrapes';

/** Where the files lie in its container. */
export const CONFIG_FOLDER = '/etc/prometheus/config';
const RULES_FOLDER = '/etc/prometheus/rules';
/** Prometheus fills it in from its environment. */
const POD_NAME = `$\{POD_NAME}`;

/** What the configuration follows from. */
export interface PrometheusConfig {
  readonly namespace: string;
  readonly clusterLabel: string;
  readonly scrapeSeconds: number;
  readonly retentionSeconds: number;
  /** What blocks and log may take, in bytes. */
  readonly retentionBytes: number;
  readonly highlyAvailable: boolean;
  readonly scrapes: readonly Scrape[];
  /** Rule files by name, in folders that each fit into a ConfigMap. */
  readonly rules: readonly { readonly [file: string]: string }[];
}

/** Where the rules of one ConfigMap lie, the first is 0. */
export function rulesFolder(index: number): string {
  return `${RULES_FOLDER}/${index + 1}`;
}

/** Prometheus replaces variables in it, `$name` too (config/config.go, Load). */
export function externalLabel(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** prometheus.yml as data. Fields: Prometheus 3.15, config/config.go. */
export function prometheusConfig(given: PrometheusConfig): unknown {
  const { scrapeSeconds, clusterLabel, highlyAvailable, namespace, retentionSeconds, retentionBytes } = given;
  const every = `${scrapeSeconds}s`;
  return {
    global: {
      scrape_interval: every,
      scrape_timeout: `${Math.min(10, scrapeSeconds)}s`,
      evaluation_interval: every,
      // Two that ask the same are told apart by their pods, and alerts of both are one.
      external_labels: { cluster: externalLabel(clusterLabel), ...(highlyAvailable ? { replica: POD_NAME } : {}) },
    },
    storage: { tsdb: { retention: { time: `${Math.round(retentionSeconds / 3600)}h`, size: `${Math.floor(retentionBytes / 1024 ** 2)}MB` } } },
    // A pattern may have a star in its last part only (config/config.go, patRulePath).
    rule_files: given.rules.map((_, index) => `${rulesFolder(index)}/*.yaml`),
    alerting: {
      ...(highlyAvailable ? { alert_relabel_configs: [{ action: 'labeldrop', regex: 'replica' }] } : {}),
      alertmanagers: [serviceDiscovery(alertmanagerSource({ namespace, highlyAvailable }))],
    },
    scrape_configs: given.scrapes.map(scrapeConfig),
  };
}
