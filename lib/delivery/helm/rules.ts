import { Severity } from '../../cluster/finding';
import type { RuleRecord } from '../../cluster/rule';

/** What Helm refuses of a chart. */
export const HELM_CHART_INVALID: RuleRecord = {
  code: 'HELM-CHART-INVALID',
  severity: Severity.ERROR,
  means: 'a chart with a name or a version that Helm or a registry refuses',
  fix: 'see the message',
};

/** One of the two would be lost. */
export const HELM_CHART_CLASH: RuleRecord = {
  code: 'HELM-CHART-CLASH',
  severity: Severity.ERROR,
  means: 'two charts with one name in one cluster',
  fix: 'give one of them another name',
};

/** A chart belongs to one cluster. */
export const HELM_CHART_CONTENT: RuleRecord = {
  code: 'HELM-CHART-CONTENT',
  severity: Severity.ERROR,
  means: 'a chart of nothing, or of something that is not in its cluster',
  fix: 'pass apps, folders or the cluster that the chart is in',
};

/** What nobody could set, or what nobody may. */
export const HELM_VALUE_INVALID: RuleRecord = {
  code: 'HELM-VALUE-INVALID',
  severity: Severity.ERROR,
  means: 'a value of a chart at a place that does not exist or is a value already, or whose default or limits the chart or Kubernetes refuses',
  fix: 'see the message',
};

/** Whoever installs the chart would break the promise. */
export const HELM_VALUE_DECIDED: RuleRecord = {
  code: 'HELM-VALUE-DECIDED',
  severity: Severity.ERROR,
  means: 'a value of a chart at a place that the class, the facts or the props decide',
  fix: 'see the message',
};

/** Nothing would install it, or in the wrong order. */
export const HELM_DELIVERY_INVALID: RuleRecord = {
  code: 'HELM-DELIVERY-INVALID',
  severity: Severity.ERROR,
  means: 'a chart that Flux or Argo CD cannot install as `deliver` says: without Flux, of several folders, from an address that is none',
  fix: 'see the message',
};

/** Two releases would take it from each other. */
export const HELM_DELIVERED_TWICE: RuleRecord = {
  code: 'HELM-DELIVERED-TWICE',
  severity: Severity.ERROR,
  means: 'an app or object that two charts deliver',
  fix: 'remove `deliver` from one of the charts',
};

/** They would be installed into one. */
export const HELM_FORMAT_CLUSTERS: RuleRecord = {
  code: 'HELM-FORMAT-CLUSTERS',
  severity: Severity.ERROR,
  means: '`cdk8s synth --format helm` for several clusters, which would all be installed into one',
  fix: 'use `HelmChart` or `HelmCharts` in each cluster',
};

export const HELM_RULES: readonly RuleRecord[] = [
  HELM_DELIVERY_INVALID,
  HELM_DELIVERED_TWICE,
  HELM_CHART_INVALID,
  HELM_CHART_CLASH,
  HELM_CHART_CONTENT,
  HELM_VALUE_INVALID,
  HELM_VALUE_DECIDED,
  HELM_FORMAT_CLUSTERS,
];
