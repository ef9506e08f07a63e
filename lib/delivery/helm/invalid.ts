import { isDnsLabel } from '../../cluster/names';
import type { Said } from '../../cluster/rule';
import { LONGEST_RELEASE_NAME } from '../../kubernetes/charts/release';

/** Source: semver.org, its suggested regular expression. Helm's pushing is as strict. */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(\+[\da-zA-Z-]+(\.[\da-zA-Z-]+)*)?$/;
/** A tag of a registry has at most 128 characters. Source: the OCI distribution specification. */
const LONGEST_VERSION = 128;

/** A release is often named after its chart. */
export function* invalidName(name: string, fix: string): Iterable<Said> {
  if (!isDnsLabel(name) || name.length > LONGEST_RELEASE_NAME)
    yield {
      given: `the chart name "${name}"`,
      allowed: `but names of charts and releases have at most ${LONGEST_RELEASE_NAME} of a-z, 0-9 and "-"`,
      fix,
    };
}

export function* invalidVersion(version: string): Iterable<Said> {
  if (!SEMVER.test(version) || version.length > LONGEST_VERSION)
    yield {
      given: `the chart version "${version}"`,
      allowed: 'but Helm and registries accept three numbers, perhaps followed by - or + and words, like 1.2.3 or 1.2.3-rc.1',
      fix: `${version.startsWith('v') && SEMVER.test(version.slice(1)) ? `Write it as ${version.slice(1)}` : 'Use a version of SemVer 2'}.`,
    };
}
