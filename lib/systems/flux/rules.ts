import { Severity } from '../../cluster/finding';
import { isDigest, isDnsLabel, isDnsName, listed } from '../../cluster/names';
import type { RuleRecord, Said } from '../../cluster/rule';
import { hasLogin, isUrl } from '../../cluster/url';
import { type ChartSource, ChartSourceKind } from '../../kubernetes/charts/chart-source';
import { LONGEST_RELEASE_NAME } from '../../kubernetes/charts/release';
import type { ReleaseReference, ThirdPartyChartProps } from './props';

export const CHART_SOURCE: RuleRecord = {
  code: 'CHART-SOURCE-INVALID',
  severity: Severity.ERROR,
  means: 'a chart with an address, a name, a path, a digest or a commit that Flux refuses, or with a login in the address',
  fix: 'see the message',
};

export const CHART_VERSION: RuleRecord = {
  code: 'CHART-VERSION-MOVES',
  severity: Severity.ERROR,
  means: 'a chart whose version is a range, or not a whole one: what Git says tells not what runs',
  fix: 'write one whole version, like `6.9.2`',
};

/** Source: the patterns of `url` in the CRDs of the three kinds. */
const SCHEMES: { readonly [kind in ChartSourceKind]: readonly string[] } = {
  [ChartSourceKind.OCI]: ['oci'],
  // Flux takes oci there, too, but in maintenance only. Source: Flux documentation, HelmRepository, type.
  [ChartSourceKind.REPOSITORY]: ['https', 'http'],
  [ChartSourceKind.GIT]: ['https', 'http', 'ssh'],
};

const MAKERS: { readonly [scheme: string]: string } = { oci: 'ChartSource.oci', ssh: 'ChartSource.git' };

export function* checkSource(chart: ChartSource): Iterable<readonly [RuleRecord, Said]> {
  for (const said of sourceInvalid(chart)) yield [CHART_SOURCE, said];
  if (chart.version !== undefined && !isWholeVersion(chart.version)) {
    const given = `the version "${chart.version}"`;
    yield [CHART_VERSION, { given, allowed: 'but that may be another chart tomorrow', fix: 'Write one whole version, like 6.9.2.' }];
  }
}

function isWholeVersion(version: string): boolean {
  return /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/.test(version);
}

function* sourceInvalid({ kind, url, options: { oci, repository, git } }: ChartSource): Iterable<Said> {
  const [, scheme = ''] = /^([a-z]+):\/\//.exec(url) ?? [];
  const schemes = SCHEMES[kind].map((one) => `${one}://`);
  if (hasLogin(url)) {
    yield { given: 'a login in the address', allowed: 'but this value would end up in Git', fix: 'Put it into a Secret, and name that in secretName.' };
  } else if (!SCHEMES[kind].includes(scheme)) {
    const other = MAKERS[scheme];
    const fix = other === undefined ? `Write it as ${schemes[0]}….` : `Use ${other}.`;
    yield { given: `the address "${url}"`, allowed: `but Flux takes ${listed(schemes)} for this source`, fix };
  } else if (!isUrl(url)) {
    const allowed = 'but an address has a host, perhaps a number as the port, and a path without blanks';
    yield { given: `the address "${url}"`, allowed, fix: 'Write it as its vendor does.' };
  } else if (kind === ChartSourceKind.OCI && !/^oci:\/\/[^/]+\/([^/:@]+\/)*[^/:@]+$/.test(url)) {
    const allowed = 'but Flux takes the name of the chart there, without tag and digest';
    yield { given: `the address "${url}"`, allowed, fix: 'Write it like oci://ghcr.io/stefanprodan/charts/podinfo, and tag and digest as version and digest.' };
  }
  const { secretName } = oci ?? repository ?? git ?? {};
  if (secretName !== undefined && !isDnsName(secretName))
    yield { given: `the Secret "${secretName}"`, allowed: 'but Kubernetes accepts a-z, 0-9, "-" and "."', fix: 'Use its name in the cluster.' };
  if (oci?.digest !== undefined && !isDigest(oci.digest))
    yield { given: `the digest "${oci.digest}"`, allowed: 'but a digest is sha256: and 64 hexadecimal digits', fix: 'Copy the whole digest.' };
  if (repository !== undefined && !/^[A-Za-z0-9._-]+$/.test(repository.chart))
    yield {
      given: `the chart "${repository.chart}"`,
      allowed: 'but its name has letters, digits, "-", "_" and "."',
      fix: 'Use its name in the repository, without that of the repository.',
    };
  if (git === undefined) return;
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(git.commit))
    yield {
      given: `the commit "${git.commit}"`,
      allowed: 'but Flux takes all 40 digits of it, and a branch or a tag may move',
      fix: 'Use what git rev-parse prints.',
    };
  if (git.path === '' || git.path.startsWith('/') || /[\\\p{Cc}]/u.test(git.path) || git.path.split('/').includes('..'))
    yield { given: `the path "${git.path}"`, allowed: 'but it is a folder of the repository, without ".."', fix: 'Write it from the root of the repository.' };
}

export const CHART_RELEASE: RuleRecord = {
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
