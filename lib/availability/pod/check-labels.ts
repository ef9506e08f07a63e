import { isLabelKey, isLabelValue } from '../../cluster/names';
import { LABEL_PREFIX } from '../../cluster/node';
import type { Findings } from '../model/findings';

/** Labels beside those that the library writes. */
export function checkLabels(labels: { readonly [key: string]: string }, findings: Findings): void {
  for (const [key, value] of Object.entries(labels)) {
    if (!isLabelKey(key) || !isLabelValue(value))
      findings.error(
        'LABEL-INVALID',
        `the label ${key}=${value}`,
        'but Kubernetes takes at most 63 letters, digits, "-", "_" and "."',
        'Mend the key or the value.',
      );
    if (key.startsWith('app.kubernetes.io/') || key.startsWith(`${LABEL_PREFIX}/`))
      findings.error('LABEL-INVALID', `the label ${key}`, 'but selectors and the model stand on labels with that prefix', 'Use a prefix of your own.');
  }
}

export function checkAnnotations(annotations: { readonly [key: string]: string }, findings: Findings): void {
  for (const key of Object.keys(annotations)) {
    if (!isLabelKey(key))
      findings.error('LABEL-INVALID', `the annotation ${key}`, 'but Kubernetes takes at most 63 letters, digits, "-", "_" and "."', 'Mend the key.');
  }
}
