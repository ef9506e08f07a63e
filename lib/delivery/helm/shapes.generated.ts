// Made from the types by `npm run shapes`: change those, not this file.
import { ChartPer } from './chart-per';
import { anything, chosen, construct, flag, inline, instance, list, number, oneOf, optional, record, text } from '../../cluster/shape';

export const CHART_VALUE = record({
  of: construct,
  name: text,
  object: text,
  path: text,
  comment: text,
  oneOf: optional(list(anything)),
  min: optional(number),
  max: optional(number),
  pattern: optional(text),
});

export const FLUX_OCI_OPTIONS = record({ digest: optional(text), secretName: optional(text) });

export const ARGO_CD_OPTIONS = record({
  url: text,
  revision: optional(text),
  path: optional(text),
  namespace: optional(text),
  project: optional(text),
});

export const CHART_DELIVERY = instance('ChartDelivery', 'ChartDelivery.fluxOci(…)', {
  by: inline(chosen({ flux: optional(flag), oci: optional(FLUX_OCI_OPTIONS), argoCd: optional(ARGO_CD_OPTIONS) })),
  url: optional(text),
});

export const HELM_CHART_PROPS = record({
  of: list(construct),
  version: text,
  name: optional(text),
  description: optional(text),
  appVersion: optional(text),
  values: optional(list(CHART_VALUE)),
  deliver: optional(CHART_DELIVERY),
  package: optional(flag),
});

export const CHART_PER = oneOf('ChartPer', ChartPer);

export const HELM_CHARTS_PROPS = record({
  per: CHART_PER,
  version: text,
  values: optional(list(CHART_VALUE)),
  deliver: optional(CHART_DELIVERY),
  package: optional(flag),
});
