import type { Kind } from '../../kubernetes/kinds';

/** Certificates and issuers are namespaced; this kind is cluster-wide. */
export const CERT_MANAGER_KINDS: readonly Kind[] = [{ group: 'cert-manager.io', kind: 'ClusterIssuer', clusterScoped: true }];
