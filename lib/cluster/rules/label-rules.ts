import { type FactsRule, onNodes } from '../facts-rule';
import { Severity } from '../finding';
import { labelRefused } from '../label';
import { duplicates } from '../names';
import { ZONE } from '../node';

/** Prefixes that the kubelet may not set on its own node (NodeRestriction admission). */
const FORBIDDEN_LABEL_PREFIXES = ['node-role.kubernetes.io/', 'node-restriction.kubernetes.io/'];
/** Keys below kubernetes.io and k8s.io that the kubelet sets on itself, and starts with (kubelet `--node-labels`). */
const KUBELET_LABELS = /^((node|kubelet|topology|failure-domain\.beta)\.kubernetes\.io\/|(beta\.)?kubernetes\.io\/(hostname|os|arch|instance-type)$)/;

const LABEL = onNodes({
  code: 'NODE-LABEL-INVALID',
  severity: Severity.ERROR,
  means: 'a label that Kubernetes refuses, or that a kubelet must not set on its own node',
  fix: 'correct it, or use your own prefix',
  *check({ labels, zone }) {
    for (const [key, value] of Object.entries(labels)) {
      yield* labelRefused('label', key, value);
      if (key === ZONE && value !== zone)
        yield { given: `the label ${key}=${value}`, allowed: `but the node is in the zone ${zone}`, fix: 'Set zone, and leave the label out.' };
      if (FORBIDDEN_LABEL_PREFIXES.some((prefix) => key.startsWith(prefix)) || isReserved(key))
        yield { given: `the label ${key}`, allowed: 'but the kubelet must not set labels with that prefix on its own node', fix: 'Use your own prefix.' };
    }
  },
});

function isReserved(key: string): boolean {
  return /(^|\.)(kubernetes|k8s)\.io\//.test(key) && !KUBELET_LABELS.test(key);
}

const TAINT = onNodes({
  code: 'NODE-TAINT-INVALID',
  severity: Severity.ERROR,
  means: 'a taint that Kubernetes refuses, or one that a node has twice',
  fix: 'correct it',
  *check({ taints }) {
    for (const { key, value = '' } of taints) yield* labelRefused('taint', key, value);
    for (const one of duplicates(taints.map(({ key, effect }) => `${key}:${effect}`)))
      yield { given: `two taints ${one}`, allowed: 'but a node has one of each key and effect', fix: 'Remove one of them.' };
  },
});

/** Rules about labels and taints of nodes. */
export const LABEL_RULES: readonly FactsRule[] = [LABEL, TAINT];
