import {
  type Cluster,
  Duration,
  FateKind,
  HighlyAvailable,
  LoadBalancer,
  MoverTask,
  NodeAgent,
  NodeRole,
  Port,
  Replicas,
  SinglePodFlexible,
  Size,
  traefik,
  Volume,
} from '../../lib';
import { lab } from '../lab';
import { appProps, control, type LabProps, worker } from '../support';
import { outcomeOf } from './support';

const APP = appProps({ namespace: 'apps', network: { ports: [Port.http(8080)] } });

function analysed(overrides: LabProps, declare: (cluster: Cluster) => void) {
  const cluster = lab(overrides);
  declare(cluster);
  return cluster.analysis;
}

const link = (from: string, to: string) => ({ from, to, roundTrip: Duration.millis(10) });

test.each([undefined, LoadBalancer.METALLB])('a way in does not hide that names are not found (%s)', (loadBalancer) => {
  const atDoor = (name: string) => worker(name, { roles: [NodeRole.WORKER, NodeRole.INGRESS] });
  const policy = { operators: { ingressNamespace: 'traefik', ...(loadBalancer === undefined ? {} : { loadBalancer }) } };
  const analysis = analysed({ nodes: [atDoor('w1'), atDoor('w2'), atDoor('w3'), control('c1')], storage: {}, policy }, ({ workers, control: servers }) => {
    new HighlyAvailable(workers, 'db', APP);
    new HighlyAvailable(workers, 'web', {
      ...APP,
      dependsOn: [{ name: 'db', namespace: 'apps' }],
      network: { ...APP.network, routes: [{ host: 'web.lab.example' }] },
    });
    new HighlyAvailable(servers, 'traefik', { ...traefik({}), namespace: 'traefik', placement: { role: NodeRole.INGRESS } });
  });
  expect(outcomeOf(analysis, 'node:w1', 'apps/web').why).toContain('it finds nothing by name');
});

test('who is interrupted while names are never found again stays down', () => {
  const analysis = analysed({ storage: {} }, (cluster) => {
    cluster.use({ name: 'a test', contribute: () => ({ movers: [{ name: 'coredns', task: MoverTask.NAMES, nodes: ['w1'] }] }) });
    new HighlyAvailable(cluster.workers, 'db', APP);
    new SinglePodFlexible(cluster.workers, 'web', { ...APP, dependsOn: [{ name: 'db', namespace: 'apps' }] });
  });
  const { kind, atBest, why } = outcomeOf(analysis, 'node:w1', 'apps/web');
  expect([kind, atBest, why]).toMatchInlineSnapshot(`
[
  "down until repair",
  "unaffected",
  "detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s; then, if the one pod of coredns was there, it finds nothing by name until its node is back",
]
`);
});

test('data of several pods may be lost where all its copies may lie on the nodes that are gone, as that of one', () => {
  const sharedFates = [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2'] }];
  const volumes = [Volume.data('/data', { size: Size.gib(1), storageClass: 'drbd-replicated' })];
  const analysis = analysed({ sharedFates, drbd: { pool: 'nvme', replicas: 2 } }, ({ workers }) => {
    new HighlyAvailable(workers, 'many', { ...APP, volumes, replicas: Replicas.two('a test'), placement: { nodes: ['w1', 'w2'] } });
    new SinglePodFlexible(workers, 'one', { ...APP, volumes, placement: { nodes: ['w1', 'w2'] } });
  });
  const lost = ['apps/many', 'apps/one'].map((app) => outcomeOf(analysis, 'fate:strip', app).rpoIfGone.max);
  expect(lost).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});

test('an agent has a pod on each node: not all of them are at one site', () => {
  const at = (name: string, site: string) => worker(name, { site, roles: [NodeRole.WORKER], pools: [] });
  const nodes = [at('w1', 'a'), at('w2', 'a'), at('w3', 'b'), at('w4', 'b'), control('c1', { site: 'c' })];
  const sites = ['a', 'b', 'c'].map((name) => ({ name }));
  const analysis = analysed({ nodes, sites, links: [link('a', 'b'), link('b', 'c'), link('a', 'c')], storage: {} }, ({ workers }) => {
    new NodeAgent(workers, 'agent', APP);
    new SinglePodFlexible(workers, 'web', { ...APP, dependsOn: [{ name: 'agent', namespace: 'apps' }] });
  });
  expect(outcomeOf(analysis, 'link:a+b', 'apps/web').kind).toBe('degraded');
});
