import { type FactsRule, onFacts } from '../facts-rule';
import { Severity } from '../finding';

const REPLICAS = onFacts({
  code: 'CLUSTER-DNS-REPLICAS',
  severity: Severity.ERROR,
  means: '`clusterDns` without a pod, or with a part of one',
  fix: 'use the number of its pods',
  *check({ clusterDns }) {
    if (clusterDns === undefined || (Number.isInteger(clusterDns.replicas) && clusterDns.replicas >= 1)) return;
    yield {
      path: 'clusterDns',
      given: `${clusterDns.replicas} replicas`,
      allowed: 'but without a pod nobody finds a name, and pods are whole',
      fix: 'Use the number of its pods, or leave clusterDns out.',
    };
  },
});

export const CLUSTER_DNS_RULES: readonly FactsRule[] = [REPLICAS];
