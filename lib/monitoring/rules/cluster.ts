import type { IConstruct } from 'constructs';
import { Severity } from '../../cluster/finding';
import { formatSeconds } from '../../cluster/units';
import { IMAGES } from '../images';
import { onMonitoring } from './rule';

/** Prometheus asks, and evaluates, once in this time; what is shorter than both it may never see. */
const LOOKS = 2;

/** Both would want port 9100 of each node. */
const EXPORTER_TWICE = onMonitoring({
  code: 'MONITORING-EXPORTER-TWICE',
  severity: Severity.ERROR,
  means: 'a node exporter beside `Monitoring`, which brings one along',
  fix: 'take it away',
  *check({ path, plans }) {
    for (const { ask } of plans) {
      if (ask.main.image.repository !== IMAGES.nodeExporter.repository || ask.path.startsWith(`${path}/`)) continue;
      yield { path: ask.path, given: 'a node exporter', allowed: `but ${path} brings one along`, fix: 'Take this one away.' };
    }
  },
});

/** What is over before Prometheus has looked twice was never there. */
const OBJECTIVE_UNSEEN = onMonitoring({
  code: 'OBJECTIVE-UNSEEN',
  severity: Severity.WARNING,
  means: 'an app must be back before Prometheus has looked twice',
  fix: 'a shorter `scrapeInterval`, or accept it',
  *check({ plans, scrapeSeconds }) {
    const seen = LOOKS * scrapeSeconds;
    for (const { ask } of plans) {
      if (ask.rto === undefined || ask.rto >= seen) continue;
      yield {
        path: ask.path,
        given: `back within ${formatSeconds(ask.rto)}`,
        allowed: `but Prometheus asks each ${formatSeconds(scrapeSeconds)} and sees what lasts ${formatSeconds(seen)}`,
        fix: 'Let prometheus.scrapeInterval be shorter, ask for less, or accept it with a reason.',
      };
    }
  },
});

/** Who has the label already, in each program. */
const LABELS = new WeakMap<IConstruct, Map<string, string>>();

/** Two clusters under one label are one cluster to whoever gets the alerts of both. */
const LABEL_CLASH = onMonitoring({
  code: 'MONITORING-LABEL-CLASH',
  severity: Severity.ERROR,
  means: 'two clusters of one program have one label `cluster`',
  fix: 'another `clusterLabel`',
  *check({ path, root, clusterLabel }) {
    if (clusterLabel.trim() === '')
      yield { given: 'a blank clusterLabel', allowed: 'but it tells this cluster from others', fix: 'Leave it out for the name of the cluster.' };
    const labels = LABELS.get(root) ?? new Map<string, string>();
    LABELS.set(root, labels);
    const other = labels.get(clusterLabel);
    if (other === undefined) labels.set(clusterLabel, path);
    if (other === undefined || other === path) return;
    yield { given: `the label cluster="${clusterLabel}"`, allowed: `but ${other} has it`, fix: 'Give one of them another clusterLabel.' };
  },
});

/** What is wrong with monitoring beside the other apps and clusters. */
export const CLUSTER_RULES = [EXPORTER_TWICE, OBJECTIVE_UNSEEN, LABEL_CLASH];
