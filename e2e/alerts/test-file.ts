import { stringify } from 'yaml';
import { EVERY, type Series, START, written } from './series';

/** An alert that fires. */
export interface Firing {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What must fire under one name at that second. */
export interface Moment {
  readonly second: number;
  readonly alert: string;
  readonly firing: readonly Firing[];
}

/** What a query must answer at that second: series by their labels, each with 1. */
export interface Answered {
  readonly second: number;
  readonly query: string;
  readonly series: readonly string[];
}

export interface Test {
  readonly name: string;
  readonly seconds: number;
  readonly series: readonly Series[];
  readonly moments?: readonly Moment[];
  readonly answers?: readonly Answered[];
}

/** A test file of promtool. */
export function testFile(ruleFiles: readonly string[], cluster: string, tests: readonly Test[]): string {
  return stringify(
    {
      rule_files: ruleFiles,
      evaluation_interval: `${EVERY}s`,
      tests: tests.map((test) => ({
        name: test.name,
        interval: `${EVERY}s`,
        start_timestamp: START,
        external_labels: { cluster },
        input_series: test.series.map((series) => ({ series: series.name, values: written(series, test.seconds) })),
        alert_rule_test: (test.moments ?? []).map(({ second, alert, firing }) => ({
          eval_time: `${second}s`,
          alertname: alert,
          exp_alerts: firing.map(({ labels, annotations }) => ({ exp_labels: labels, exp_annotations: annotations })),
        })),
        promql_expr_test: (test.answers ?? []).map(({ second, query, series }) => ({
          expr: query,
          eval_time: `${second}s`,
          exp_samples: series.map((labels) => ({ labels, value: 1 })),
        })),
      })),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
