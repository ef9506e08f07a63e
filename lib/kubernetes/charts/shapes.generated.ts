// Made from the types by `npm run shapes`: change those, not this file.
import { ChartCrds, ChartDrift } from './release';
import { ChartSourceKind } from './chart-source';
import { anything, chosen, inline, instance, mapOf, oneOf, optional, record, text } from '../../cluster/shape';

export const CHART_SOURCE_KIND = oneOf('ChartSourceKind', ChartSourceKind);

export const OCI_CHART_OPTIONS = record({ version: text, digest: optional(text), secretName: optional(text) });

export const REPOSITORY_CHART_OPTIONS = record({ chart: text, version: text, secretName: optional(text) });

export const GIT_CHART_OPTIONS = record({ path: text, commit: text, secretName: optional(text) });

export const CHART_SOURCE = instance('ChartSource', 'ChartSource.oci(…)', {
  kind: CHART_SOURCE_KIND,
  url: text,
  options: inline(chosen({
    oci: optional(OCI_CHART_OPTIONS),
    repository: optional(REPOSITORY_CHART_OPTIONS),
    git: optional(GIT_CHART_OPTIONS),
  })),
});

export const CHART_FILES = record({ schema: mapOf(anything), defaults: optional(mapOf(anything)), version: optional(text) });

export const CHART_CRDS = oneOf('ChartCrds', ChartCrds);

export const CHART_DRIFT = oneOf('ChartDrift', ChartDrift);
