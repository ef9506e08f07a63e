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

export const HELM_RULES: readonly RuleRecord[] = [HELM_CHART_INVALID, HELM_CHART_CLASH, HELM_CHART_CONTENT];
