import {
  Allow,
  App,
  Cluster,
  DrbdStorage,
  Duration,
  EnvValue,
  type HighlyAvailableProps,
  Image,
  NodeRole,
  Patch,
  Port,
  Probe,
  ReplicationProtocol,
  SinglePod,
  type SinglePodPinnedProps,
  Size,
  Tls,
  Volume,
} from '../../lib';
import { appProps, clusterProps, controlPlane } from '../support';
import { JUNK, replaced, ways } from './junk';

const APP: SinglePodPinnedProps = appProps({
  name: 'blog',
  args: ['--quiet'],
  env: { A: EnvValue.of('b') },
  network: { ports: [Port.http(80)], service: { annotations: { a: 'b' } }, routes: [{ host: 'blog.example', paths: ['/'], tls: Tls.none() }] },
  volumes: [Volume.scratch('/tmp', Size.gib(1))],
  health: { readiness: Probe.http('/'), startsWithin: Duration.minutes(1) },
  security: { user: 1, allow: [Allow.hostNetwork('a reason')] },
  initContainers: [{ name: 'init', image: Image.of('ghcr.io/example/init', '1'), command: ['true'], env: { A: EnvValue.of('b') } }],
  rbac: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  placement: { role: NodeRole.WORKER },
  podLabels: { a: 'b' },
  dependsOn: [{ name: 'blog' }],
  objective: { rto: Duration.minutes(30) },
  accept: [{ code: 'FLEXIBLE-STUCK-VOLUME', reason: 'a reason' }],
  patches: [Patch.add('Deployment', '/metadata/annotations', {}, 'a reason')],
  node: { name: 'w1', reason: 'a reason' },
});

const CLUSTER = {
  facts: clusterProps({
    controlPlane: controlPlane({ flags: { nodeEvictionRate: 1, leaderChange: Duration.seconds(9) } }),
    links: [{ from: 'home', to: 'attic', roundTrip: Duration.millis(1) }],
    sites: [{ name: 'home', zones: ['cellar'] }],
    policy: { images: { registries: ['ghcr.io'] }, operators: { clusterIssuer: 'ca' } },
  }),
  flux: { url: 'https://git.example/lab', branch: 'main' },
};

const DRBD = { pool: 'nvme', replicas: 2, protocol: ReplicationProtocol.C, acceptSlowWrites: 'a reason', kernelModulePreinstalled: true };

function build(cluster: unknown, app: unknown, drbd: unknown = DRBD): void {
  const program = new App();
  const lab = new Cluster(program, 'lab', cluster as typeof CLUSTER);
  new DrbdStorage(lab.storage, 'drbd', drbd as typeof DRBD);
  new SinglePod(lab.workers, 'blog', app as HighlyAvailableProps);
  program.build();
}

test('junk in place of any part of the facts ends in findings, never in a crash', () => {
  for (const way of ways(CLUSTER)) for (const junk of JUNK) expect(() => build(replaced(CLUSTER, way, junk), APP)).not.toThrow();
});

test('junk in place of any part of what LINSTOR is told ends in findings, never in a crash', () => {
  for (const way of ways(DRBD)) for (const junk of JUNK) expect(() => build(CLUSTER, APP, replaced(DRBD, way, junk))).not.toThrow();
});

test('junk in place of any part of an app ends in findings, never in a crash', () => {
  for (const way of ways(APP)) for (const junk of JUNK) expect(() => build(CLUSTER, replaced(APP, way, junk))).not.toThrow();
});
