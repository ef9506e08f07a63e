import type { IConstruct } from 'constructs';
import type { Finding } from '../../cluster/finding';
import { formatSeconds } from '../../cluster/units';
import { IMAGES } from '../images';
import { error, warning } from './say';
import type { Settled } from './settled';

/** Prometheus asks, and evaluates, once in this time; what is shorter than both it may never see. */
const LOOKS = 2;

/** Both would want port 9100 of each node. */
export function checkExporters({ path, plans }: Settled): Finding[] {
  const others = plans.filter(({ ask }) => ask.props.image.repository === IMAGES.nodeExporter.repository && !ask.path.startsWith(`${path}/`));
  return others.map(({ ask }) => error('MONITORING-EXPORTER-TWICE', ask.path, 'a node exporter', `but ${path} brings one along`, 'Take this one away.'));
}

/** What is over before Prometheus has looked twice was never there. */
export function checkObjectives({ plans, scrapeSeconds }: Settled): Finding[] {
  const seen = LOOKS * scrapeSeconds;
  return plans.flatMap((plan) => {
    const rto = plan.ask.rto;
    if (rto === undefined || rto >= seen) return [];
    return [
      warning(
        'OBJECTIVE-UNSEEN',
        plan.ask.path,
        `back within ${formatSeconds(rto)}`,
        `but Prometheus asks each ${formatSeconds(scrapeSeconds)} and sees what lasts ${formatSeconds(seen)}`,
        'Let prometheus.scrapeInterval be shorter, ask for less, or accept it with a reason.',
      ),
    ];
  });
}

/** Who has the label already, in each program. */
const LABELS = new WeakMap<IConstruct, Map<string, string>>();

/** Two clusters under one label are one cluster to whoever gets the alerts of both. */
export function checkLabel({ path, root, clusterLabel }: Settled): Finding[] {
  const labels = LABELS.get(root) ?? new Map<string, string>();
  LABELS.set(root, labels);
  const other = labels.get(clusterLabel);
  if (other === undefined) labels.set(clusterLabel, path);
  if (other === undefined || other === path) return [];
  return [error('MONITORING-LABEL-CLASH', path, `the label cluster="${clusterLabel}"`, `but ${other} has it`, 'Give one of them another clusterLabel.')];
}
