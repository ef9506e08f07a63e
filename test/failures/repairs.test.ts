import { Port } from '../../lib/availability/ask/network/port';
import { ServiceType } from '../../lib/availability/ask/network/service';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { ApiEndpointKind, Datastore, Distribution } from '../../lib/cluster/control-plane';
import { NodeRole } from '../../lib/cluster/node';
import { FateKind } from '../../lib/cluster/site';
import { Size } from '../../lib/cluster/units';
import { MoverTask } from '../../lib/failures/contribution';
import type { System } from '../../lib/kubernetes/system';
import { failuresOf } from '../../lib/report/failures';
import { control, controlPlane, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf } from './support';

const nodes = ['w1', 'w2', 'w3'].map((name) => worker(name, { roles: [NodeRole.WORKER], pools: [] }));
const given = facts({ nodes: [...nodes, control('c1')], storage: {} });

/** Steps after a failure, a line each. */
function steps(failure: string, cluster: ClusterFacts = given, plans: readonly Plan[] = [], systems: readonly System[] = systemsOf()): readonly string[] {
  const found = failuresOf(analysisOf(cluster, plans, systems), []).find(({ id }) => id === failure);
  return (found?.steps ?? []).map(({ text, command }) => (command === undefined ? text : `${text} ${command}`));
}

test('a person sees why cluster DNS does not answer, and lets another pod start', () => {
  expect(steps('dns:coredns')).toMatchInlineSnapshot(`
[
  "See where the pod of coredns is, and why it does not work. kubectl -n kube-system describe pods -l k8s-app=kube-dns",
  "If it hangs, or its node is dead, delete it: a new one starts at once. kubectl -n kube-system delete pods -l k8s-app=kube-dns --wait=false",
]
`);
});

test('what harms no app by itself is repaired, too: the LINSTOR controller', () => {
  expect(steps('mover:linstor-controller', facts())).toMatchInlineSnapshot(`
[
  "See where the pod of linstor-controller is, and why it does not work. kubectl -n piraeus-datastore describe pods -l app.kubernetes.io/component=linstor-controller",
  "If it hangs, or its node is dead, delete it: a new one starts at once. kubectl -n piraeus-datastore delete pods -l app.kubernetes.io/component=linstor-controller --wait=false",
]
`);
});

test('of a mover whose pods no system names, only its name is known', () => {
  const system: System = { name: 'Blocks', contribute: () => ({ movers: [{ name: 'blocks-manager', task: MoverTask.VOLUMES, nodes: ['w1'] }] }) };
  expect(steps('mover:blocks-manager', given, [], [system])).toMatchInlineSnapshot(`
[
  "Bring blocks-manager back.",
]
`);
});

test('the control plane is started where it runs, as its distribution does', () => {
  const of = (distribution: Distribution, servers: readonly string[]) => {
    const datastore = servers.length === 1 ? Datastore.SQLITE : Datastore.EMBEDDED_ETCD;
    const cluster = facts({
      nodes: [...nodes, ...servers.map((name) => control(name))],
      storage: {},
      controlPlane: controlPlane({ distribution, servers, datastore }),
    });
    return ['sqlite', 'etcd', 'control-plane'].flatMap((name) => steps(`control-plane:${name}`, cluster));
  };
  expect([
    of(Distribution.K3S, ['c1']),
    of(Distribution.KUBEADM, ['c1', 'c2', 'c3']),
    of(Distribution.OTHER, ['c1']),
    of(Distribution.MANAGED, []),
  ]).toMatchInlineSnapshot(`
[
  [
    "On c1, see why K3s does not serve. journalctl -u k3s --since=-15min",
    "Once that is out of the way, start it again there. Pods run on meanwhile. systemctl restart k3s",
  ],
  [
    "On each of c1, c2 and c3, see which parts of the control plane do not run. crictl ps -a && journalctl -u kubelet --since=-15min",
    "Once that is out of the way, let the kubelet start them again. Pods run on meanwhile. systemctl restart kubelet",
  ],
  [
    "Bring the control plane back on c1.",
  ],
  [
    "Its provider brings the control plane back: see what it says about the state of its service.",
  ],
]
`);
});

test('who does not reach the API looks where its address leads', () => {
  const of = (distribution: Distribution, kind: ApiEndpointKind) =>
    steps(
      'api:api.example',
      facts({ nodes: [...nodes, control('c1')], storage: {}, controlPlane: controlPlane({ distribution, apiEndpoint: { kind, address: 'api.example' } }) }),
    );
  expect([of(Distribution.K3S, ApiEndpointKind.ONE_SERVER), of(Distribution.KUBEADM, ApiEndpointKind.VIRTUAL_IP)]).toMatchInlineSnapshot(`
[
  [
    "See whether api.example leads to the API. A refusal (Forbidden) is an answer, too. kubectl --server=https://api.example:6443 get --raw=/readyz --request-timeout=5s",
    "If nothing answers, see which address api.example stands for, and bring back the server that has it.",
    "Until then, work on c1: kubectl needs no other address there. k3s kubectl get nodes",
  ],
  [
    "See whether api.example leads to the API. A refusal (Forbidden) is an answer, too. kubectl --server=https://api.example:6443 get --raw=/readyz --request-timeout=5s",
    "If nothing answers, see which address api.example stands for, and bring back what announces it on one of the servers.",
    "Until then, work on c1, and let kubectl ask that server itself. export KUBECONFIG=/etc/kubernetes/admin.conf && alias kubectl="kubectl --server=https://c1:6443"",
  ],
]
`);
});

const network = { ports: [Port.http(8080)], service: { type: ServiceType.LOAD_BALANCER } };
const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };

test('a way in that answers nobody is looked at, and the last change of it taken back', () => {
  const door = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'door', rbac, network }, given);
  expect(steps('entry:door/door', given, [door])).toMatchInlineSnapshot(`
[
  "See whether the pods of door/door run, and why not. kubectl -n door describe pods -l app.kubernetes.io/name=door",
  "See what they say. kubectl -n door logs -l app.kubernetes.io/name=door --tail=50",
  "If it broke with a change, take that back in Git.",
]
`);
});

test('an address that an app has from a load balancer is given back', () => {
  const blog = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network }, given);
  expect(steps('entry:blog/blog address', given, [blog])).toMatchInlineSnapshot(`
[
  "See which address its Service has, and what says why it has none. kubectl -n blog describe services -l app.kubernetes.io/name=blog",
  "Bring back what announces the blog/blog address: the load balancer.",
]
`);
});

test('while one of several nodes of a way in is dead, its address is taken out of DNS, and given back afterwards', () => {
  const blog = planOf(AvailabilityClass.SINGLE_POD_PINNED, { network, node: { name: 'w1', reason: 'a test' } }, given);
  const analysis = analysisOf(given, [blog]);
  const fix = analysis.explain(
    analysis.failures.findIndex(({ id }) => id === 'node:w2'),
    0,
  )?.fix;
  expect([fix, ...steps('node:w2', given, [blog])]).toMatchInlineSnapshot(`
[
  "Use one address that another node takes over, for example with MetalLB or kube-vip.",
  "Until w2 is back, take the address of w2 out of DNS and out of the router, so that nobody is sent there. kubectl get nodes -o wide",
  "Start w2. kubectl get nodes --watch",
  "Once w2 is back, put the address of w2 in again.",
]
`);
});

test('an app that moves, and is reached through a dead node for a while, has these steps, too', () => {
  const blog = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { network }, given);
  expect(steps('node:w1', given, [blog])).toHaveLength(3);
});

test('each placeholder of a command is explained in its step', () => {
  const data = { volumes: [Volume.data('/db', { size: Size.gib(1) })] };
  const sharedFates = [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2'] }];
  const cluster = facts({ nodes: [...['w1', 'w2', 'w3'].map((name) => worker(name)), control('c1')], drbd: { pool: 'nvme', replicas: 3 }, sharedFates });
  const etcd = facts({
    nodes: [...nodes, ...['c1', 'c2', 'c3'].map((name) => control(name))],
    storage: {},
    controlPlane: controlPlane({ servers: ['c1', 'c2', 'c3'], datastore: Datastore.EMBEDDED_ETCD }),
  });
  const all = [
    ...failuresOf(analysisOf(cluster, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, cluster)], systemsOf()), []),
    ...failuresOf(analysisOf(etcd, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, etcd)], systemsOf()), []),
  ].flatMap((failure) => failure.steps);
  const placeholders = all.flatMap(({ text, command = '' }) => (command.match(/<[^>]+>/g) ?? []).map((one) => ({ one, isExplained: text.includes(one) })));
  expect([...new Set(placeholders.map(({ one }) => one))].sort()).toEqual(['<node>', '<snapshot>', '<token>', '<volume>']);
  expect(placeholders.filter(({ isExplained }) => !isExplained)).toEqual([]);
});
