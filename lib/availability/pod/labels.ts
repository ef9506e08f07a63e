import { Severity } from '../../cluster/finding';
import { isLabelKey, isLabelValue } from '../../cluster/names';
import { LABEL_PREFIX } from '../../cluster/node';
import type { RuleRecord } from '../../cluster/rule';
import { AvailabilityClass } from '../ask/workload';
import { onAsk, onAskInCluster, type Said } from '../model/rule';

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

export const ANNOTATION_AGAINST_CLASS = onAskInCluster({
  code: 'ANNOTATION-AGAINST-CLASS',
  severity: Severity.ERROR,
  means: 'an annotation that turns fail-over off, on an app that must be able to move',
  fix: 'remove it, or make the app a SinglePodPinned',
  concerns: ({ podAnnotations }) => Object.keys(podAnnotations).length > 0,
  *check({ podAnnotations, availabilityClass }, { storage }) {
    if (availabilityClass === AvailabilityClass.SINGLE_POD_PINNED) return;
    for (const annotation of new Set(storage.classes.flatMap(({ release }) => release?.exemptAnnotation ?? [])))
      if (podAnnotations[annotation] !== undefined)
        yield {
          given: `the annotation ${annotation}`,
          allowed: 'but then nothing moves the pod, and its class promises that it moves',
          fix: 'Remove it, or make the app a SinglePodPinned.',
        };
  },
});

/** What is wrong with labels and annotations of an app. */
export const LABEL_RULES = [LABELS_INVALID, ANNOTATION_AGAINST_CLASS];
