import type { Kind } from '../../kubernetes/kinds';

export const GATEWAY_API_KINDS: readonly Kind[] = [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', clusterScoped: true }];
