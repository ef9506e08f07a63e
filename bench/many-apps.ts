import type * as Library from '../lib';

/** A cluster of many apps, a stateless site and an app with data by turns, one of which waits, on nodes that are big enough for all of them. */
export function manyApps(library: typeof Library, count: number, nodes: number, outdir: string): Library.App {
  const { ApiEndpointKind, App, Cluster, Cpu, Datastore, Distribution, DrbdStorage, HighlyAvailable, Image, NodeRole, PoolKind, Port, Probe } = library;
  const { SinglePodFlexible, Size, Volume } = library;
  const app = new App({ outdir });
  const node = (index: number) => ({
    name: `n${index + 1}`,
    roles: [NodeRole.WORKER, NodeRole.STORAGE],
    site: 'here',
    zone: ['a', 'b', 'c'][index % 3] as string,
    cpu: Cpu.cores(1000),
    memory: Size.tib(20),
    maxPods: 10 * count,
    pools: [{ name: 'nvme', kind: PoolKind.LVM_THIN, size: Size.tib(900) }],
  });
  const cluster = new Cluster(app, 'many', {
    facts: {
      sites: [{ name: 'here', zones: ['a', 'b', 'c'] }],
      nodes: Array.from({ length: nodes }, (_, index) => node(index)),
      controlPlane: {
        distribution: Distribution.MANAGED,
        version: '1.36.3',
        servers: [],
        datastore: Datastore.EXTERNAL,
        apiEndpoint: { kind: ApiEndpointKind.LOAD_BALANCER, address: 'api.example' },
      },
      policy: { operators: { clusterIssuer: 'letsencrypt', ingressClass: 'traefik' } },
    },
  });
  new DrbdStorage(cluster.storage, 'drbd', { pool: 'nvme' });
  const image = Image.of('docker.io/library/nginx', '1.29.0');
  const resources = { cpu: Cpu.millis(10), memory: Size.mib(64), memoryLimit: Size.mib(128) };
  for (let index = 0; index < count; index += 1) {
    const network = { ports: [Port.http(8080)], routes: [{ host: `app${index}.example` }] };
    // A check that only runs where something waits is measured, too.
    const waiting = index === 0 && count > 1 ? { initContainers: [{ name: 'wait', waitsFor: [{ name: 'data1' }] }] } : {};
    if (index % 2 === 0) new HighlyAvailable(cluster.workers, `site${index}`, { image, resources, network, ...waiting });
    else {
      new SinglePodFlexible(cluster.workers, `data${index}`, {
        image,
        resources,
        network,
        health: { readiness: Probe.http('/ping') },
        volumes: [Volume.data('/config', { size: Size.gib(5) }), Volume.scratch('/tmp', Size.mib(64))],
      });
    }
  }
  return app;
}
