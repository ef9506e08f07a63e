import type { Kind } from '../../kubernetes/kinds';

/** With a release of an operator go its CRDs, and with these all that is in them: both of what makes one stay. */
export const FLUX_KINDS: readonly Kind[] = [
  { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', kept: true },
  { group: 'source.toolkit.fluxcd.io', kind: 'OCIRepository', kept: true },
];
