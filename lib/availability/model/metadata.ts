import { Severity } from '../../cluster/finding';
import { labelRefused } from '../../cluster/label';
import { isLabelKey } from '../../cluster/names';
import { LABEL_PREFIX } from '../../cluster/node';
import type { RuleRecord, Said } from '../../cluster/rule';

/** TotalAnnotationSizeLimitB in k8s.io/apimachinery/pkg/api/validation. */
const MOST_ANNOTATION_BYTES = 256 * 1024;

type Words = { readonly [key: string]: string };

/** A label or annotation that Kubernetes or the model cannot accept. */
export const LABEL_INVALID: RuleRecord = {
  code: 'LABEL-INVALID',
  severity: Severity.ERROR,
  means: 'a pod label or annotation that Kubernetes refuses, or a label with the prefix `app.kubernetes.io/`',
  fix: 'correct it, or use your own prefix',
};

/** Labels in addition to those that the library writes. */
export function* labelsInvalid(labels: Words): Iterable<Said> {
  for (const [key, value] of Object.entries(labels)) {
    yield* labelRefused('label', key, value);
    if (key.startsWith('app.kubernetes.io/') || key.startsWith(`${LABEL_PREFIX}/`))
      yield { given: `the label ${key}`, allowed: 'but selectors and the model rely on labels with that prefix', fix: 'Use your own prefix.' };
  }
}

/** Keys are compared without case, unlike those of labels (ValidateAnnotations in k8s.io/apimachinery/pkg/api/validation). */
export function* annotationsInvalid(annotations: Words): Iterable<Said> {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
    if (!isLabelKey(key.toLowerCase()))
      yield { given: `the annotation ${key}`, allowed: 'but Kubernetes accepts at most 63 letters, digits, "-", "_" and "."', fix: 'Correct the key.' };
  }
  if (bytes > MOST_ANNOTATION_BYTES)
    yield {
      given: `annotations of ${bytes} bytes`,
      allowed: `but an object has at most ${MOST_ANNOTATION_BYTES}`,
      fix: 'Put the text into a config file.',
    };
}
