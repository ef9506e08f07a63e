import type { IConstruct } from 'constructs';
import { Severity } from '../../cluster/finding';
import { formatSeconds } from '../../cluster/units';
import { IMAGES } from '../images';
import { onMonitoring } from './rule';

/** Prometheus scrapes, and evaluates rules, once in this time; it may miss anything shorter than both. */
const LOOKS = 2;

/** Both would need port 9100 on each node. */
const EXPORTER_TWICE = onMonitoring({
  code: 'MONITORING-EXPORTER-TWICE',
  severity: Severity.ERROR,
  means: 'a node exporter beside `Monitoring`, which includes one',
  fix: 'remove it',
  *check({ path, plans }) {
    for (const { ask } of plans) {
      if (ask.main.image.repository !== IMAGES.nodeExporter.repository || ask.path.startsWith(`${path}/`)) continue;
      yield { path: ask.path, given: 'a node exporter', allowed: `but ${path} includes one`, fix: 'Remove this one.' };
    }
  },
});

/** Prometheus never sees what is over before its second scrape. */
const OBJECTIVE_UNSEEN = onMonitoring({
  code: 'OBJECTIVE-UNSEEN',
  severity: Severity.WARNING,
  means: 'an app must be back before Prometheus has scraped twice',
  fix: 'shorten `scrapeInterval`, or accept it',
  *check({ plans, scrapeSeconds }) {
    const seen = LOOKS * scrapeSeconds;
    for (const { ask } of plans) {
      if (ask.rto === undefined || ask.rto >= seen) continue;
      yield {
        path: ask.path,
        given: `back within ${formatSeconds(ask.rto)}`,
        allowed: `but Prometheus scrapes every ${formatSeconds(scrapeSeconds)} and only sees what lasts ${formatSeconds(seen)}`,
        fix: 'Shorten prometheus.scrapeInterval, relax the objective, or accept this with a reason.',
      };
    }
  },
});

/** Which cluster already has the label, in each program. */
const LABELS = new WeakMap<IConstruct, Map<string, string>>();

/** Alerts of two clusters with one label cannot be told apart. */
const LABEL_CLASH = onMonitoring({
  code: 'MONITORING-LABEL-CLASH',
  severity: Severity.ERROR,
  means: 'two clusters of one program share the label `cluster`',
  fix: 'another `clusterLabel`',
  *check({ path, root, clusterLabel }) {
    if (clusterLabel.trim() === '')
      yield { given: 'a blank clusterLabel', allowed: 'but alerts need it to name the cluster', fix: "Omit it to use the cluster's name." };
    const labels = LABELS.get(root) ?? new Map<string, string>();
    LABELS.set(root, labels);
    const other = labels.get(clusterLabel);
    if (other === undefined) labels.set(clusterLabel, path);
    if (other === undefined || other === path) return;
    yield { given: `the label cluster="${clusterLabel}"`, allowed: `but ${other} has the same`, fix: 'Give one of them another clusterLabel.' };
  },
});

/** Conflicts between monitoring and other apps or clusters. */
export const CLUSTER_RULES = [EXPORTER_TWICE, OBJECTIVE_UNSEEN, LABEL_CLASH];
