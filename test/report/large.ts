import {
  ApiEndpointKind,
  App,
  Cluster,
  type ClusterFactsProps,
  Cpu,
  Datastore,
  Distribution,
  Duration,
  HighlyAvailable,
  Image,
  NodeRole,
  Probe,
  SinglePodFlexible,
  SinglePodPinned,
  Size,
  Volume,
} from '../../lib';
import { RESOURCES } from '../support';

const SITES = ['berlin', 'hamburg', 'koeln', 'muenchen'];

/** 40 nodes in 4 sites, each linked with each other. */
const facts: ClusterFactsProps = {
  sites: SITES.map((name) => ({ name })),
  links: SITES.flatMap((from, index) => SITES.slice(index + 1).map((to) => ({ from, to, roundTrip: Duration.millis(8) }))),
  nodes: SITES.flatMap((site) =>
    Array.from({ length: 10 }, (_, index) => ({
      name: `${site}-${index}`,
      roles: index === 0 ? [NodeRole.CONTROL] : index === 1 ? [NodeRole.WORKER, NodeRole.INGRESS] : [NodeRole.WORKER],
      site,
      cpu: Cpu.cores(16),
      memory: Size.gib(64),
    })),
  ),
  controlPlane: {
    distribution: Distribution.K3S,
    version: '1.36.3',
    servers: SITES.slice(0, 3).map((site) => `${site}-0`),
    datastore: Datastore.EMBEDDED_ETCD,
    apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'api.example' },
  },
  storage: {
    classes: [
      { name: 'local', nodeLocal: true },
      { name: 'longhorn', nodeLocal: false, release: { by: 'Longhorn', within: Duration.minutes(2) } },
    ],
  },
};

/** 150 apps on 40 nodes, a third in each class: what has to stay readable, and small enough to commit. */
export function largeCluster(): Cluster {
  const cluster = new Cluster(new App({ outdir: '/nowhere' }), 'large', { facts });
  for (let index = 0; index < 50; index += 1) {
    const image = Image.of(`ghcr.io/example/app-${index}`, '1.2.3');
    const chart = cluster.workers;
    new SinglePodFlexible(chart, `flexible-${index}`, {
      namespace: `flexible-${index}`,
      image,
      resources: RESOURCES,
      volumes: index % 2 === 0 ? [Volume.data('/data', { size: Size.gib(1) })] : [],
    });
    new HighlyAvailable(chart, `many-${index}`, { namespace: `many-${index}`, image, resources: RESOURCES, health: { readiness: Probe.exec('true') } });
    new SinglePodPinned(chart, `pinned-${index}`, {
      namespace: `pinned-${index}`,
      image,
      resources: RESOURCES,
      node: { name: `${SITES[index % 4]}-${2 + (index % 8)}`, reason: 'its disk' },
      volumes: [Volume.data('/data', { size: Size.gib(1) })],
    });
  }
  return cluster;
}
