import { isDigest, isDnsName, listed } from '../../cluster/names';
import type { Said } from '../../cluster/rule';
import { hasLogin, isInRepository, isUrl, outsideRepository } from '../../cluster/url';
import { type ChartSource, ChartSourceKind } from './chart-source';

/** Source: the patterns of `url` in the CRDs of the three kinds. */
const SCHEMES: { readonly [kind in ChartSourceKind]: readonly string[] } = {
  [ChartSourceKind.OCI]: ['oci'],
  // Flux takes oci there, too, but in maintenance only. Source: Flux documentation, HelmRepository, type.
  [ChartSourceKind.REPOSITORY]: ['https', 'http'],
  [ChartSourceKind.GIT]: ['https', 'http', 'ssh'],
};

/** @param makers what takes an address of another scheme */
export function* sourceInvalid(
  { kind, url, options: { oci, repository, git } }: ChartSource,
  makers: { readonly [scheme: string]: string } = {},
): Iterable<Said> {
  const [, scheme = ''] = /^([a-z]+):\/\//.exec(url) ?? [];
  const schemes = SCHEMES[kind].map((one) => `${one}://`);
  if (hasLogin(url)) {
    yield { given: 'a login in the address', allowed: 'but this value would end up in Git', fix: 'Put it into a Secret, and name that in secretName.' };
  } else if (!SCHEMES[kind].includes(scheme)) {
    const other = makers[scheme];
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
  if (!isInRepository(git.path) || git.path === '') yield outsideRepository(git.path);
}
