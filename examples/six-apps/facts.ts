import { ApiEndpointKind, type ClusterFactsProps, Cpu, Datastore, Distribution, FencingMethod, NodeRole, PoolKind, Size } from 'cdk8s-availability';

const names = ['one', 'two', 'three'];

/** Three machines that do everything. */
export const facts: ClusterFactsProps = {
  nodes: names.map((name) => ({
    name,
    roles: [NodeRole.CONTROL, NodeRole.WORKER, NodeRole.STORAGE, NodeRole.INGRESS],
    site: 'home',
    cpu: Cpu.cores(8),
    memory: Size.gib(32),
    pools: [{ name: 'data', kind: PoolKind.LVM_THIN, size: Size.gib(500) }],
    devices: name === 'one' ? [{ name: 'zwave-stick', path: '/dev/serial/by-id/usb-0658_0200-if00', group: 20 }] : [],
    fencing: { method: FencingMethod.QUORUM_IO },
  })),
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: names,
    datastore: Datastore.EMBEDDED_ETCD,
    apiEndpoint: { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.168.1.10' },
  },
  policy: { operators: { clusterIssuer: 'letsencrypt', ingressClass: 'traefik' } },
};
