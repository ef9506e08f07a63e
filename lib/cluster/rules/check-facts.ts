import type { ClusterFacts } from '../cluster';
import { type FactsRule, judgeFacts } from '../facts-rule';
import type { Finding } from '../finding';
import type { SystemFacts } from '../system';
import { CLUSTER_DNS_RULES } from './cluster-dns-rules';
import { CONTROL_PLANE_RULES } from './control-plane-rules';
import { DEVICE_RULES } from './device-rules';
import { ETCD_RULES } from './etcd-rules';
import { FAILURE_RATE_RULES } from './failure-rate-rules';
import { LABEL_RULES } from './label-rules';
import { NODE_RULES } from './node-rules';
import { NODE_SIZE_RULES } from './node-size-rules';
import { POLICY_RULES } from './policy-rules';
import { SERVER_PLACE_RULES } from './server-place-rules';
import { SITE_RULES } from './site-rules';
import { STORAGE_RULES } from './storage-rules';
import { TIMING_RULES } from './timing-rules';

export const FACTS_RULES: readonly FactsRule[] = [
  ...NODE_RULES,
  ...NODE_SIZE_RULES,
  ...LABEL_RULES,
  ...DEVICE_RULES,
  ...SITE_RULES,
  ...CONTROL_PLANE_RULES,
  ...ETCD_RULES,
  ...SERVER_PLACE_RULES,
  ...TIMING_RULES,
  ...STORAGE_RULES,
  ...POLICY_RULES,
  ...CLUSTER_DNS_RULES,
  ...FAILURE_RATE_RULES,
];

/** Everything that is wrong with the facts and with the systems in use, judged as a whole. */
export function checkFacts(facts: ClusterFacts, systems: readonly SystemFacts[] = []): Finding[] {
  return [...judgeFacts(FACTS_RULES, facts), ...systems.flatMap((system) => system.check?.(facts) ?? [])];
}
