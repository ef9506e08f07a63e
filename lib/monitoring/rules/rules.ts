import { judge } from '../../availability/model/rule';
import type { Finding } from '../../cluster/finding';
import { PLACE_RULES } from '../place';
import { CLUSTER_RULES } from './cluster';
import { NOTES } from './notes';
import { PROPS_RULES } from './props';
import { RECEIVER_RULES } from './receivers';
import { ROOM_RULES } from './room';
import type { MonitoringRule } from './rule';
import type { Settled } from './settled';

export const MONITORING_RULES: readonly MonitoringRule[] = [...PROPS_RULES, ...RECEIVER_RULES, ...ROOM_RULES, ...CLUSTER_RULES, ...NOTES];

/** Every record of monitoring, those of its place too, without which there is nothing else to judge. */
export const MONITORING_RECORDS = [...PLACE_RULES, ...MONITORING_RULES];

/** What is wrong with monitoring as a whole. */
export function checkMonitoring(settled: Settled): Finding[] {
  return judge(MONITORING_RULES, settled, settled.path, settled.facts);
}
