import { Severity } from '../../cluster/finding';
import { isLabelKey, isLabelValue } from '../../cluster/names';
import { LABEL_PREFIX } from '../../cluster/node';
import type { RuleRecord } from '../../cluster/rule';
import { AvailabilityClass } from '../ask/workload';
import { onAsk, type Said } from '../model/rule';

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
    if (!isLabelKey(key) || !isLabelValue(value))
      yield {
        given: `the label ${key}=${value}`,
        allowed: 'but Kubernetes accepts at most 63 letters, digits, "-", "_" and "."',
        fix: 'Correct the key or the value.',
      };
    if (key.startsWith('app.kubernetes.io/') || key.startsWith(`${LABEL_PREFIX}/`))
      yield { given: `the label ${key}`, allowed: 'but selectors and the model rely on labels with that prefix', fix: 'Use your own prefix.' };
  }
}

export function* annotationsInvalid(annotations: Words): Iterable<Said> {
  for (const key of Object.keys(annotations)) {
    if (!isLabelKey(key))
      yield { given: `the annotation ${key}`, allowed: 'but Kubernetes accepts at most 63 letters, digits, "-", "_" and "."', fix: 'Correct the key.' };
  }
}

const LABELS_INVALID = onAsk({
  ...LABEL_INVALID,
  *check({ podLabels, labels, podAnnotations, annotations }) {
    yield* labelsInvalid(podLabels);
    yield* labelsInvalid(labels);
    yield* annotationsInvalid(podAnnotations);
    yield* annotationsInvalid(annotations);
  },
});

/** The annotation that makes the high-availability controller of LINSTOR ignore a pod. */
const IGNORED = 'drbd.linbit.com/ignore-fail-over';

const ANNOTATION_AGAINST_CLASS = onAsk({
  code: 'ANNOTATION-AGAINST-CLASS',
  severity: Severity.ERROR,
  means: 'an annotation that turns fail-over off, on an app that must be able to move',
  fix: 'remove it, or make the app a SinglePodPinned',
  *check({ podAnnotations, availabilityClass }) {
    if (podAnnotations[IGNORED] === undefined || availabilityClass === AvailabilityClass.SINGLE_POD_PINNED) return;
    yield {
      given: `the annotation ${IGNORED}`,
      allowed: 'but then nothing moves the pod, and its class promises that it moves',
      fix: 'Remove it, or make the app a SinglePodPinned.',
    };
  },
});

/** What is wrong with labels and annotations of an app. */
export const LABEL_RULES = [LABELS_INVALID, ANNOTATION_AGAINST_CLASS];
