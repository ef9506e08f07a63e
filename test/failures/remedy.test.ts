import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { NodeRole } from '../../lib/cluster/node';
import { FateKind } from '../../lib/cluster/site';
import { Size } from '../../lib/cluster/units';
import { control, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf } from './support';

const stateless = (name: string) => worker(name, { roles: [NodeRole.WORKER], pools: [] });
const data = { volumes: [Volume.data('/db', { size: Size.gib(1) })] };

/** Fix and steps, a line each. */
function advice(given: ClusterFacts, plans: readonly Plan[], failure: string, app = 'blog/blog'): readonly string[] {
  const analysis = analysisOf(given, plans, systemsOf());
  const { fix = 'no fix', steps = [] } =
    analysis.explain(
      analysis.failures.findIndex(({ id }) => id === failure),
      analysis.apps.indexOf(app),
    ) ?? {};
  return [fix, ...steps.map(({ text, command }) => (command === undefined ? text : `${text} ${command}`))];
}

/** Three copies in a zone of five, of which three nodes may die at once. */
const strip = (nodes: readonly string[]) =>
  facts({
    sites: [{ name: 'home', zones: ['home', 'a'] }],
    nodes: [...['w1', 'w2', 'w3'].map((name) => worker(name)), stateless('w4'), stateless('w5'), control('c1', { zone: 'a' })],
    drbd: { pool: 'nvme', replicas: 3 },
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: [...nodes] }],
  });

test('where the data has its quorum and evictions stop, nobody is told to switch off the quorum', () => {
  const given = strip(['w1', 'w4', 'w5']);
  expect(advice(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)], 'fate:strip')).toMatchInlineSnapshot(`
[
  "Spread the nodes over more zones, or over one: where a zone is gone as a whole, Kubernetes goes on evicting.",
  "Make sure that w1, w4 and w5 are off: their pods may still write.",
  "Say so of w1. kubectl taint nodes w1 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  "Say so of w4. kubectl taint nodes w4 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  "Say so of w5. kubectl taint nodes w5 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  "Once w1 is back, remove the taint. kubectl taint nodes w1 node.kubernetes.io/out-of-service-",
  "Once w4 is back, remove the taint. kubectl taint nodes w4 node.kubernetes.io/out-of-service-",
  "Once w5 is back, remove the taint. kubectl taint nodes w5 node.kubernetes.io/out-of-service-",
  "See which pods still wait, and for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

test('where the data lost its quorum, a person brings its nodes back, or decides', () => {
  const given = strip(['w1', 'w2']);
  expect(advice(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)], 'fate:strip')).toMatchInlineSnapshot(`
[
  "Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker.",
  "Start w1 and w2. kubectl get nodes --watch",
  "If they never come back, make sure that they stay off. Only then let the copies that are left go on without a quorum, for each volume of drbd-replicated: writes that only they have are lost. kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum off",
  "See which pods still wait, and for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

test('an app that needs another one has the steps of that one', () => {
  const given = strip(['w1', 'w2']);
  const database = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...data, name: 'database' }, given);
  const blog = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { dependsOn: [{ name: 'database', namespace: 'database' }] }, given);
  expect(advice(given, [database, blog], 'fate:strip')).toMatchInlineSnapshot(`
[
  "Make database/database survive it, because this app needs it.",
  "Follow the steps of database/database.",
]
`);
});

test('without its only server of the control plane it wants more servers', () => {
  const given = facts({ nodes: [worker('w1', { roles: [NodeRole.WORKER, NodeRole.CONTROL] }), stateless('w2')], storage: {} });
  expect(
    advice({ ...given, controlPlane: { ...given.controlPlane, servers: ['w1'] } }, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, {}, given)], 'node:w1'),
  ).toMatchInlineSnapshot(`
[
  "Run three servers in places that do not fail together, so that the control plane goes on.",
  "Start w1. kubectl get nodes --watch",
  "See which pods still wait, and for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});
