import type { App } from '../../lib';
import { Cluster } from '../../lib';
import { formatInterval } from '../../lib/availability/model/interval';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { type Analysis, analyse, contributionsOf } from '../../lib/failures/analyse';
import type { FailureWish } from '../../lib/failures/enumerate';
import type { FailureOutcome } from '../../lib/failures/outcome';
import type { System } from '../../lib/kubernetes/system';

/** The clusters of a program, each with its analysis. */
export function analysesOf(app: App, wish?: FailureWish): readonly { readonly cluster: Cluster; readonly analysis: Analysis }[] {
  const clusters = app.node.children.filter((one): one is Cluster => one instanceof Cluster);
  return clusters.map((cluster) => ({ cluster, analysis: analysisOf(cluster.facts, cluster.plans, cluster.systems, wish) }));
}

export function analysisOf(facts: ClusterFacts, plans: readonly Plan[], systems: readonly System[] = [], wish?: FailureWish): Analysis {
  return analyse(facts, plans, contributionsOf(systems, facts, plans), wish);
}

/** What a failure does to an app. Both must be there. */
export function outcomeOf({ failures, apps, outcomes }: Analysis, failure: string, app: string): FailureOutcome {
  const outcome = outcomes[failures.findIndex(({ id }) => id === failure)]?.[apps.indexOf(app)];
  if (outcome === undefined) throw new Error(`no ${failure} or no ${app} among ${failures.map(({ id }) => id).join(', ')} and ${apps.join(', ')}`);
  return outcome;
}

/** `fails over in 22 s to 3 min 7 s; at best unaffected` */
export function inWords({ kind, atBest, rto, through, of }: FailureOutcome): string {
  const time = rto.max > 0 && Number.isFinite(rto.max) ? ` in ${formatInterval(rto)}` : '';
  return `${kind}${time}${of === undefined ? '' : `, because of ${through}, ${of}`}${atBest === kind ? '' : `; at best ${atBest}`}`;
}

/** One app under each failure of these kinds, a line each. */
export function under(analysis: Analysis, app: string, isAsked: (id: string) => boolean = () => true): string {
  return analysis.failures
    .filter(({ id }) => isAsked(id))
    .map(({ id }) => `${id}: ${inWords(outcomeOf(analysis, id, app))}`)
    .join('\n');
}
