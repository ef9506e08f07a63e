import { type FactsRule, onFacts } from '../facts-rule';
import { Severity } from '../finding';
import { gatewayId } from '../gateway';
import { isDnsLabel, isDnsName, isLabelKey, isLabelValue } from '../names';
import { ROUTE_NEEDS_INGRESS } from './route-records';

const OPERATORS = onFacts({
  code: 'POLICY-NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a name or a label in `policy.operators` that Kubernetes refuses',
  fix: 'use its name in the cluster',
  *check({ policy: { operators = {} } }) {
    const path = 'policy/operators';
    const fix = 'Use its name in the cluster.';
    const { clusterIssuer, ingressClass, gateway, ingressNamespace, monitoringNamespace, prometheusOperator } = operators;
    const { name: gatewayName, listener } = gateway ?? {};
    for (const [key, name] of Object.entries({ clusterIssuer, ingressClass, 'gateway.name': gatewayName, 'gateway.listener': listener }))
      if (name !== undefined && !isDnsName(name)) yield { path, given: `${key}: "${name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix };
    for (const [key, name] of Object.entries({ ingressNamespace, monitoringNamespace, 'gateway.namespace': gateway?.namespace }))
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

const ONE_WAY_IN = onFacts({
  ...ROUTE_NEEDS_INGRESS,
  *check({ policy: { operators = {} } }) {
    const { ingressClass, gateway } = operators;
    if (ingressClass === undefined || gateway === undefined) return;
    yield {
      path: 'policy/operators',
      given: `the ingress class ${ingressClass} and the Gateway ${gatewayId(gateway)}`,
      allowed: 'but HTTP routes of a cluster are either Ingress objects or attach to a Gateway',
      fix: 'Leave one of the two out.',
    };
  },
});

/** Rules about the policy of a cluster. */
export const POLICY_RULES: readonly FactsRule[] = [OPERATORS, ONE_WAY_IN];
