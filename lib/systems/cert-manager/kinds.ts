import type { Kind } from '../../kubernetes/kinds';

/** Certificates and issuers live in namespaces; this one serves all of them. */
export const CERT_MANAGER_KINDS: readonly Kind[] = [{ group: 'cert-manager.io', kind: 'ClusterIssuer', clusterScoped: true }];
