import { Severity } from '../../cluster/finding';
import { AvailabilityClass } from '../ask/workload';
import { annotationsInvalid, LABEL_INVALID, labelsInvalid } from '../model/metadata';
import { onAsk, onAskInCluster } from '../model/rule';
import { askedServices } from '../network/services/services';

const LABELS_INVALID = onAsk({
  ...LABEL_INVALID,
  *check({ podLabels, labels, podAnnotations, annotations, network }) {
    yield* labelsInvalid(podLabels);
    yield* labelsInvalid(labels);
    yield* annotationsInvalid(podAnnotations);
    yield* annotationsInvalid(annotations);
    for (const [, service] of askedServices(network)) {
      if (service.labels !== undefined) yield* labelsInvalid(service.labels);
      if (service.annotations !== undefined) yield* annotationsInvalid(service.annotations);
    }
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
