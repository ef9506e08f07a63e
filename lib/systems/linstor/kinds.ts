import type { Kind } from '../../kubernetes/kinds';

const GROUP = 'piraeus.io';

/** LINSTOR stores its state about every volume in its CRDs. Source: the CRDs of the pinned operator. */
export const LINSTOR_KINDS: readonly Kind[] = [
  {
    group: GROUP,
    kind: 'LinstorCluster',
    clusterScoped: true,
    kept: true,
    // The operator writes Applied, Available and Configured, not Ready.
    ready: "has(status.conditions) && status.conditions.exists(e, e.type == 'Available' && e.status == 'True')",
  },
  { group: GROUP, kind: 'LinstorSatelliteConfiguration', clusterScoped: true, kept: true },
  { group: GROUP, kind: 'LinstorNodeConnection', clusterScoped: true },
  { group: GROUP, kind: 'LinstorSatellite', clusterScoped: true },
];
