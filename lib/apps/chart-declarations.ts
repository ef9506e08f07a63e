import type { Chart } from 'cdk8s';
import type { DeclaredApp } from '../kubernetes/tree/context';
import { Declarations } from '../kubernetes/tree/declarations';

/** Apps in charts of the user. */
const CHARTS = new WeakMap<Chart, Declarations<DeclaredApp>>();

/** Without a cluster, the apps of a chart are declared to each other. */
export function declarationsOf(chart: Chart): Declarations<DeclaredApp> {
  const known = CHARTS.get(chart) ?? new Declarations<DeclaredApp>(() => undefined);
  CHARTS.set(chart, known);
  return known;
}
