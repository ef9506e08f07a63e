import { Severity } from '../../cluster/finding';
import { isDnsLabel, isDnsName } from '../../cluster/names';
import type { RuleRecord, Said } from '../../cluster/rule';
import type { ChartSource } from '../../kubernetes/charts/chart-source';
import { sourceInvalid } from '../../kubernetes/charts/check-source';
import { LONGEST_RELEASE_NAME } from '../../kubernetes/charts/release';
import type { ReleaseReference, ThirdPartyChartProps } from './props';

export const CHART_SOURCE: RuleRecord = {
  code: 'CHART-SOURCE-INVALID',
  severity: Severity.ERROR,
  means: 'a chart with an address, a name, a path, a digest or a commit that Flux refuses, or with a login in the address',
  fix: 'see the message',
};

const CHART_VERSION: RuleRecord = {
  code: 'CHART-VERSION-MOVES',
  severity: Severity.ERROR,
  means: 'a chart whose version is a range, or not a whole one: what Git says tells not what runs',
  fix: 'write one whole version, like `6.9.2`',
};

/** What takes an address of another scheme. */
const MAKERS: { readonly [scheme: string]: string } = { oci: 'ChartSource.oci', ssh: 'ChartSource.git' };

export function* checkSource(chart: ChartSource): Iterable<readonly [RuleRecord, Said]> {
  for (const said of sourceInvalid(chart, MAKERS)) yield [CHART_SOURCE, said];
  if (chart.version !== undefined && !isWholeVersion(chart.version)) {
    const given = `the version "${chart.version}"`;
    yield [CHART_VERSION, { given, allowed: 'but that may be another chart tomorrow', fix: 'Write one whole version, like 6.9.2.' }];
  }
}

function isWholeVersion(version: string): boolean {
  return /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.test(version);
}

const CHART_RELEASE: RuleRecord = {
  code: 'CHART-RELEASE-INVALID',
  severity: Severity.ERROR,
  means: 'a release with a name, a namespace, an API group or a reference that Helm or Flux refuses, or that depends on one in another cluster',
  fix: 'see the message',
};

/** @param elsewhere what it depends on in other clusters */
export function* checkRelease(
  release: Required<ReleaseReference>,
  props: ThirdPartyChartProps,
  elsewhere: readonly ReleaseReference[],
): Iterable<readonly [RuleRecord, Said]> {
  for (const said of releaseInvalid(release, props, elsewhere)) yield [CHART_RELEASE, said];
}

function* releaseInvalid(
  { name, namespace }: Required<ReleaseReference>,
  { valuesFrom = [], apiGroups = [] }: ThirdPartyChartProps,
  elsewhere: readonly ReleaseReference[],
): Iterable<Said> {
  const inCluster = 'Use its name in the cluster.';
  if (!isDnsName(name))
    yield { given: `the release "${name}"`, allowed: 'but Helm accepts a-z, 0-9, "-" and "."', fix: 'Set name, or give the construct another id.' };
  else if (name.length > LONGEST_RELEASE_NAME)
    yield {
      given: `the release "${name}" with ${name.length} characters`,
      allowed: `but Helm accepts at most ${LONGEST_RELEASE_NAME}`,
      fix: 'Set a shorter name.',
    };
  if (!isDnsLabel(namespace)) yield { given: `the namespace "${namespace}"`, allowed: 'but Kubernetes accepts at most 63 of a-z, 0-9 and "-"', fix: inCluster };
  for (const group of apiGroups)
    if (!isDnsName(group) || !group.includes('.'))
      yield { given: `the API group "${group}"`, allowed: 'but groups of others are DNS names', fix: 'Write it without the version, like cert-manager.io.' };
  for (const one of valuesFrom) {
    const { key = '', path = 'x' } = one.options;
    if (!isDnsName(one.name)) yield { given: `values from "${one.name}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: inCluster };
    // The patterns of the CRD HelmRelease.
    if (!/^[-._a-zA-Z0-9]{0,253}$/.test(key))
      yield {
        given: `the key "${key}" of ${one.name}`,
        allowed: 'but keys have letters, digits, "-", "_" and "."',
        fix: 'Use the one that it has in the cluster.',
      };
    if (path.length > 250 || !/^([a-zA-Z0-9_\-.\\/]|\[[0-9]{1,5}\])+$/.test(path))
      yield {
        given: `the path "${path}" for a value of ${one.name}`,
        allowed: 'but Flux takes at most 250 letters, digits and -_.\\/, and numbers in brackets',
        fix: 'Write it as helm --set does, like redis.password.',
      };
  }
  for (const one of elsewhere)
    yield {
      given: `dependsOn ${one.name}`,
      allowed: 'but that is in another cluster, and Flux would wait for it for ever',
      fix: 'Remove it, or put both into one cluster.',
    };
}

export const CHART_RULES: readonly RuleRecord[] = [CHART_SOURCE, CHART_VERSION, CHART_RELEASE];
