import type { RuleRecord, Said } from '../../cluster/rule';
import type { Settled } from './settled';

/** A rule about what monitoring came to. */
export interface MonitoringRule extends RuleRecord {
  readonly check: (settled: Settled) => Iterable<Said>;
}

export function onMonitoring(rule: MonitoringRule): MonitoringRule {
  return rule;
}
