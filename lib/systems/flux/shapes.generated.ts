// Made from the types by `npm run shapes`: change those, not this file.
import { CHART_CRDS, CHART_DRIFT, CHART_FILES, CHART_SOURCE } from '../../kubernetes/charts/shapes.generated';
import { DURATION, POD_SECURITY_LEVEL } from '../../cluster/shapes.generated';
import { ValuesFromKind } from './values-from';
import { anything, flag, inline, instance, list, mapOf, oneOf, optional, record, text, within } from '../../cluster/shape';

export const VALUES_FROM_KIND = oneOf('ValuesFromKind', ValuesFromKind);

export const VALUES_FROM_OPTIONS = record({ key: optional(text), path: optional(text), literal: optional(flag), optional: optional(flag) });

export const VALUES_FROM = instance('ValuesFrom', 'ValuesFrom.secret(…)', { kind: VALUES_FROM_KIND, name: text, options: inline(VALUES_FROM_OPTIONS) });

export const RELEASE_REFERENCE = record({ name: text, namespace: optional(text) });

export const THIRD_PARTY_CHART_PROPS = record({
  chart: CHART_SOURCE,
  namespace: text,
  name: optional(text),
  level: optional(POD_SECURITY_LEVEL),
  values: optional(mapOf(anything)),
  valuesFrom: optional(list(VALUES_FROM)),
  files: optional(CHART_FILES),
  dependsOn: optional(list(RELEASE_REFERENCE)),
  apiGroups: optional(list(text)),
  timeout: optional(within(DURATION, 1, 86400, true)),
  crds: optional(CHART_CRDS),
  drift: optional(CHART_DRIFT),
});
