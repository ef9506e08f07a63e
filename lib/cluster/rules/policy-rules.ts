import { Severity } from '../finding';
import { isDnsLabel, isDnsName, isLabelKey, isLabelValue } from '../names';
import { type FactsRule, onFacts } from '../rule';

const OPERATORS = onFacts({
  code: 'POLICY-NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a name or a label in `policy.operators` that Kubernetes refuses',
  fix: 'use its name in the cluster',
  *check({ policy: { operators = {} } }) {
    const path = 'policy/operators';
    const fix = 'Use its name in the cluster.';
    const { clusterIssuer, ingressClass, ingressNamespace, monitoringNamespace, prometheusOperator } = operators;
    for (const [key, name] of Object.entries({ clusterIssuer, ingressClass }))
      if (name !== undefined && !isDnsName(name)) yield { path, given: `${key}: "${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix };
    for (const [key, name] of Object.entries({ ingressNamespace, monitoringNamespace }))
      if (name !== undefined && !isDnsLabel(name))
        yield { path, given: `${key}: "${name}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix };
    for (const [key, value] of Object.entries(prometheusOperator?.labels ?? {}))
      if (!isLabelKey(key) || !isLabelValue(value))
        yield {
          path: `${path}/prometheusOperator`,
          given: `the label ${key}=${value}`,
          allowed: 'but Kubernetes accepts at most 63 letters, digits, "-", "_" and "."',
          fix: 'Correct the key or the value.',
        };
  },
});

/** Rules about the policy of a cluster. */
export const POLICY_RULES: readonly FactsRule[] = [OPERATORS];
