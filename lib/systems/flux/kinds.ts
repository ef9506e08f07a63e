import type { Kind } from '../../kubernetes/kinds';

/** Deleting the release of an operator deletes its CRDs and all their objects, so both parts of a release are kept. */
export const FLUX_KINDS: readonly Kind[] = [
  { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease', kept: true },
  { group: 'source.toolkit.fluxcd.io', kind: 'OCIRepository', kept: true },
  { group: 'source.toolkit.fluxcd.io', kind: 'HelmRepository', kept: true },
];
