import type { Finding } from '../../cluster/finding';
import { isDnsLabel, listed } from '../../cluster/names';
import { found } from '../../cluster/rule';
import { hasLogin, isInRepository, outsideRepository } from '../../cluster/url';
import { ChartSource } from '../../kubernetes/charts/chart-source';
import { sourceInvalid } from '../../kubernetes/charts/check-source';
import type { ChartContent, ClusterOutput } from '../output';
import { deliveredUnits } from '../targets/chart-releases';
import { HELM_DELIVERED_TWICE, HELM_DELIVERY_INVALID } from './rules';

/** What stands against how charts are installed. */
export function checkDeliveries(charts: readonly ChartContent[], cluster: ClusterOutput | undefined): readonly Finding[] {
  const owners = new Map<string, ChartContent>();
  const judged = new Set<string>();
  return charts.flatMap((chart) => {
    if (chart.deliver === undefined) return [];
    const units = deliveredUnits(chart);
    const twice = units.flatMap(({ path }) => {
      const owner = owners.get(path);
      owners.set(path, chart);
      if (owner === undefined) return [];
      const given = `deliver for ${path}`;
      return [
        found(HELM_DELIVERED_TWICE, chart.path, { given, allowed: `but ${owner.path} delivers it already`, fix: 'Remove deliver from one of the charts.' }),
      ];
    });
    // Charts of a set are delivered alike.
    if (judged.has(chart.path)) return twice;
    judged.add(chart.path);
    const folders = [...new Set(units.map(({ folder }) => folder))];
    return [...[...invalid(chart, folders, cluster)].map((said) => found(HELM_DELIVERY_INVALID, chart.path, said)), ...twice];
  });
}

function* invalid({ deliver, version }: ChartContent, folders: readonly string[], cluster: ClusterOutput | undefined) {
  const { by: { flux, oci, argoCd } = {}, url = '' } = deliver ?? {};
  if (cluster === undefined)
    yield { given: 'deliver of a chart outside of clusters', allowed: 'but only clusters have folders that are delivered', fix: 'Put both into a cluster.' };
  else if ((flux !== undefined || oci !== undefined) && cluster.flux === undefined)
    yield { given: 'deliver by Flux', allowed: `but the cluster ${cluster.name} has no flux`, fix: 'Set flux of the cluster.' };
  if (folders.length > 1)
    yield {
      given: `deliver for ${listed(folders)}`,
      allowed: 'but folders are delivered one after the other, and one release would be at once',
      fix: 'Make a chart for each of them.',
    };
  if (folders.length === 0) yield { given: 'deliver', allowed: 'but namespaces and PriorityClasses stay with their folder', fix: 'Remove it.' };
  if (oci !== undefined) yield* sourceInvalid(ChartSource.oci(url, { version, ...oci }));
  if (argoCd === undefined) return;
  if (hasLogin(argoCd.url)) yield { given: 'a login in url', allowed: 'but this value would end up in Git', fix: 'Let Argo CD have it as a repository.' };
  if (argoCd.path !== undefined && !isInRepository(argoCd.path)) yield outsideRepository(argoCd.path);
  if (argoCd.namespace !== undefined && !isDnsLabel(argoCd.namespace))
    yield { given: `the namespace "${argoCd.namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Use that of Argo CD.' };
}
