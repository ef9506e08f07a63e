import type { Finding } from '../../cluster/finding';
import { isDigest, isDnsLabel, isDnsName, listed } from '../../cluster/names';
import { found } from '../../cluster/rule';
import { hasLogin, isUrl } from '../../cluster/url';
import type { ChartContent, ClusterOutput } from '../output';
import { deliveredUnits } from '../targets/chart-releases';
import { HELM_DELIVERED_TWICE, HELM_DELIVERY_INVALID } from './rules';

/** What stands against how charts are installed. */
export function checkDeliveries(charts: readonly ChartContent[], cluster: ClusterOutput | undefined): readonly Finding[] {
  const owners = new Map<string, ChartContent>();
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
    const folders = [...new Set(units.map(({ folder }) => folder))];
    return [...[...invalid(chart, folders, cluster)].map((said) => found(HELM_DELIVERY_INVALID, chart.path, said)), ...twice];
  });
}

function* invalid({ deliver }: ChartContent, folders: readonly string[], cluster: ClusterOutput | undefined) {
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
  const { digest, secretName } = oci ?? {};
  if (oci !== undefined && (hasLogin(url) || !isUrl(url) || !/^oci:\/\/[^/]+\/([^/:@]+\/)*[^/:@]+$/.test(url)))
    yield {
      given: hasLogin(url) ? 'a login in the address of the chart' : `the address "${url}"`,
      allowed: 'but Flux takes the name of the chart there, without login, tag and digest',
      fix: 'Write it like oci://registry.example/charts/tv.',
    };
  if (digest !== undefined && !isDigest(digest))
    yield { given: `the digest "${digest}"`, allowed: 'but a digest is sha256: and 64 hexadecimal digits', fix: 'Copy the whole digest.' };
  if (secretName !== undefined && !isDnsName(secretName))
    yield { given: `the Secret "${secretName}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: 'Use its name in the cluster.' };
  if (argoCd === undefined) return;
  if (hasLogin(argoCd.url)) yield { given: 'a login in url', allowed: 'but this value would end up in Git', fix: 'Let Argo CD have it as a repository.' };
  if (argoCd.path?.split('/').includes('..') === true || argoCd.path?.startsWith('/') === true)
    yield { given: `the path "${argoCd.path}"`, allowed: 'but it is a folder of the repository', fix: 'Write it from the root of the repository.' };
  if (argoCd.namespace !== undefined && !isDnsLabel(argoCd.namespace))
    yield { given: `the namespace "${argoCd.namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: 'Use that of Argo CD.' };
}
