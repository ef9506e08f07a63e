import { type Cluster, type ClusterFactsProps, Duration, FateKind, HighlyAvailable, SinglePodFlexible, SinglePodPinned, Size, Volume } from '../../../lib';
import { app, cluster, SHORT, worker } from '../cluster';
import type { Scene } from '../stage';

/** Single pods are settled here: it is in everything that fails. */
export const FIRST = 'n1';

const SOON = { rideOut: Duration.seconds(10) };
const DATA = Volume.data('/data', { size: Size.gib(1), storageClass: 'block' });
const MEDIA = Volume.nfs('/media', { server: 'nas.drill.example', path: '/media' });
const accept = (...codes: readonly NonNullable<ClusterFactsProps['accept']>[number]['code'][]) => codes.map((code) => ({ code, reason: 'the drill' }));

/** Site a with two zones, site b beside the control plane, and a power strip over both. Evictions are twice as fast as by default, so that a site is soon over. */
export const FACTS: ClusterFactsProps = cluster(
  [
    worker('n1', { site: 'a', zone: 'a1' }),
    worker('n2', { site: 'a', zone: 'a1' }),
    worker('n3', { site: 'a', zone: 'a2' }),
    worker('n4', { site: 'b' }),
    worker('n5', { site: 'b' }),
  ],
  { ...SHORT, nodeEvictionRate: 0.2 },
  {
    sites: [{ name: 'a', zones: ['a1', 'a2'] }, { name: 'b' }],
    links: [{ from: 'a', to: 'b', roundTrip: Duration.millis(2) }],
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['n1', 'n4'] }],
  },
  'b',
);

/** And the others on these: the nodes of site a. */
export const MANY_ON = ['n1', 'n2', 'n3'];

/** What each app is, for the rows. */
export const KINDS: { readonly [app: string]: string } = {
  light: 'one pod, no volume',
  nfs: 'one pod, a network volume that needs no attachment',
  data: 'one pod, an attached volume, no fencing',
  pinned: 'one pod, pinned',
  web: 'three pods',
  store: 'three pods with a volume each',
  base: 'one pod, the database of shop',
  shop: 'three pods that need base',
  cart: 'three pods that need data',
  gate: 'one pod, the way in of page',
  page: 'three pods behind gate',
  till: 'one pod that needs base',
};

/** One app of each kind. */
export const SINGLE = ['light', 'nfs', 'data', 'pinned', 'base', 'gate', 'till'];

function cast({ workers }: Cluster): void {
  new SinglePodFlexible(workers, 'light', app({ objective: SOON }));
  new SinglePodFlexible(workers, 'nfs', { ...app({ volumes: [MEDIA], objective: SOON }), accept: accept('FLEXIBLE-TWIN-WRITER') });
  const data = new SinglePodFlexible(workers, 'data', { ...app({ volumes: [DATA], objective: SOON }), accept: accept('FLEXIBLE-STUCK-VOLUME') });
  new SinglePodPinned(workers, 'pinned', { ...app(), node: { name: FIRST, reason: 'the drill' } });
  const base = new SinglePodFlexible(workers, 'base', app({ objective: SOON }));
  new SinglePodFlexible(workers, 'gate', {
    ...app({ objective: SOON }),
    args: ['--ingress-class=gate'],
    rbac: { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] },
    accept: accept('INGRESS-SINGLE-POD'),
  });
  new HighlyAvailable(workers, 'web', app({ objective: SOON }));
  new HighlyAvailable(workers, 'store', app({ volumes: [DATA], objective: SOON }));
  new HighlyAvailable(workers, 'shop', app({ dependsOn: [base], objective: SOON }));
  new HighlyAvailable(workers, 'cart', app({ dependsOn: [data], objective: SOON }));
  const { network, ...rest } = app({ objective: SOON });
  new HighlyAvailable(workers, 'page', { ...rest, network: { ...network, routes: [{ host: 'page.drill.example', ingressClass: 'gate' }] } });
}

/** Single pods on one node, the others on the nodes of site a: the worst places for what fails there. */
export const SCENE: Scene<void> = { facts: FACTS, first: [FIRST], manyOn: MANY_ON, apps: cast };
