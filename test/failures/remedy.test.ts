import { Allow } from '../../lib/availability/ask/container/security';
import { Port } from '../../lib/availability/ask/network/port';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, OtherWorkload, Replicas } from '../../lib/availability/ask/workload';
import { decide } from '../../lib/availability/decide';
import { nodesOf, type Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { type NodeProps, NodeRole } from '../../lib/cluster/node';
import { FateKind } from '../../lib/cluster/site';
import { Duration, Size } from '../../lib/cluster/units';
import { ratesOf } from '../../lib/failures/year';
import { failuresOf } from '../../lib/report/failures';
import { ask, control, controlPlane, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, outcomeOf } from './support';

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
  "If w1, w4 and w5 are not back at once: make sure that w1, w4 and w5 are off, because their pods may still write.",
  "Say so of w1, only while it is off. kubectl taint nodes w1 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  "Say so of w4, only while it is off. kubectl taint nodes w4 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  "Say so of w5, only while it is off. kubectl taint nodes w5 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
  "Once w1 is back, remove the taint. kubectl taint nodes w1 node.kubernetes.io/out-of-service-",
  "Once w4 is back, remove the taint. kubectl taint nodes w4 node.kubernetes.io/out-of-service-",
  "Once w5 is back, remove the taint. kubectl taint nodes w5 node.kubernetes.io/out-of-service-",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

test('where the data lost its quorum, a person brings its nodes back, or decides', () => {
  const given = strip(['w1', 'w2']);
  expect(advice(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)], 'fate:strip')).toMatchInlineSnapshot(`
[
  "Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker.",
  "Start w1 and w2. kubectl get nodes --watch",
  "If w1 and w2 never come back, make sure that they stay off, and see which volumes there are: those with the class drbd-replicated, by their name in the column VOLUME. kubectl get pvc -A",
  "Only then let the copies that are left go on without a quorum, for each of these, with its name in place of <volume>: writes that only they have are lost. kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum off",
  "Once all copies of such a <volume> are there again and in sync, give it its quorum back, or both sides of a cut may write. kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum majority",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

test('where no node is left that can run it, a copy that lives is of no use: nobody is told to switch off the quorum', () => {
  const given = facts({
    nodes: [worker('big'), worker('mid'), worker('wee', { roles: [NodeRole.CONTROL, NodeRole.STORAGE] })],
    controlPlane: controlPlane({ servers: ['wee'] }),
    drbd: { pool: 'nvme', replicas: 3 },
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['big', 'mid'] }],
  });
  const plan = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given);
  expect(nodesOf(plan)).toEqual(['big', 'mid']);
  const { kind, why, rpoIfGone } = outcomeOf(analysisOf(given, [plan], systemsOf()), 'fate:strip', 'blog/blog');
  expect([kind, why, rpoIfGone.max, ...advice(given, [plan], 'fate:strip')]).toMatchInlineSnapshot(`
[
  "down until repair",
  "all its nodes are down: down until one of them is back",
  0,
  "Let a node that this failure does not reach run it, too.",
  "Start big and mid. kubectl get nodes --watch",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

/** Two copies on nodes of which two die at once. */
function afterStrip(nodes: readonly NodeProps[], dead: readonly string[]) {
  const given = facts({ nodes: [...nodes, control('c1')], sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: [...dead] }] });
  const plan = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given);
  const { kind, why, rpoIfGone } = outcomeOf(analysisOf(given, [plan], systemsOf({ drbd: { pool: 'nvme', replicas: 2 } })), 'fate:strip', 'blog/blog');
  return [kind, why, rpoIfGone.max];
}

test('where both copies are surely on what failed none is left; where one may be elsewhere, all may be lost for good', () => {
  const third = stateless('w4');
  expect(afterStrip([worker('w1'), worker('w2'), third], ['w1', 'w2'])).toMatchInlineSnapshot(`
[
  "down until repair",
  "no copy of its data is left: down until its nodes are back",
  Infinity,
]
`);
  expect(afterStrip([worker('w1'), worker('w2'), worker('w3')], ['w1', 'w2'])).toMatchInlineSnapshot(`
[
  "down until a person acts",
  "too few votes on its data are left: a copy may be left, and nobody may write it until a person decides that",
  Infinity,
]
`);
});

test('pods with a volume each on the disks of their nodes lose all data with all of these, and get new volumes, each by its name', () => {
  const given = facts({
    nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1')],
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2', 'w3'] }],
    storage: { classes: [{ name: 'local', nodeLocal: true }] },
  });
  const volumes = [Volume.data('/db', { size: Size.gib(1), storageClass: 'local' })];
  const plan = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { volumes, replicas: Replicas.of(3) }, given);
  expect(advice(given, [plan], 'fate:strip').slice(3)).toMatchInlineSnapshot(`
[
  "If w1, w2 and w3 never come back and no copy is left, let each app that has no node any more run on another one: change the program, and apply it.",
  "If w1, w2 and w3 never come back and no copy is left, delete the claims of blog/blog and its pods, so that it gets new volumes. kubectl -n blog delete pvc db-blog-0 db-blog-1 db-blog-2 --wait=false && kubectl -n blog delete pod -l app.kubernetes.io/name=blog --force",
  "Then apply again what is in Git, as Flux does by itself, and restore the backups into the new volumes: what they lack is lost. kubectl get pvc -A --watch",
]
`);
  expect(advice(given, [plan], 'node:w1').join()).not.toContain('delete pvc');
});

test('an app whose data is lost for good gets new volumes, and its backup', () => {
  const given = facts();
  const claims = { volumes: [Volume.data('/db', { size: Size.gib(1) }), Volume.data('/log', { size: Size.gib(1) })] };
  const pinned = planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...claims, node: { name: 'w1', reason: 'a test' } }, given);
  expect(advice(given, [pinned], 'node:w1')).toMatchInlineSnapshot(`
[
  "Unbind it from its node, if its hardware and its data allow that.",
  "Start w1. kubectl get nodes --watch",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
  "If w1 never comes back and no copy is left, let each app that has no node any more run on another one: change the program, and apply it.",
  "If w1 never comes back and no copy is left, delete the claims of blog/blog and its pods, so that it gets new volumes. kubectl -n blog delete pvc blog-db blog-log --wait=false && kubectl -n blog delete pod -l app.kubernetes.io/name=blog --force",
  "Then apply again what is in Git, as Flux does by itself, and restore the backups into the new volumes: what they lack is lost. kubectl get pvc -A --watch",
]
`);
  const two = facts({
    nodes: [worker('w1'), worker('w2'), worker('w3'), control('c1')],
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['w1', 'w2', 'w3'] }],
  });
  expect(advice(two, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, claims, two)], 'fate:strip')).toMatchInlineSnapshot(`
[
  "Put a copy of its data, and a node that can run it, where this failure does not reach.",
  "Start w1, w2 and w3. kubectl get nodes --watch",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
  "If w1, w2 and w3 never come back and no copy is left, let each app that has no node any more run on another one: change the program, and apply it.",
  "If w1, w2 and w3 never come back and no copy is left, delete the claims of blog/blog and its pods, so that it gets new volumes. kubectl -n blog delete pvc blog-db blog-log --wait=false && kubectl -n blog delete pod -l app.kubernetes.io/name=blog --force",
  "Then apply again what is in Git, as Flux does by itself, and restore the backups into the new volumes: what they lack is lost. kubectl get pvc -A --watch",
]
`);
  expect(advice(two, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, claims, two)], 'node:w1').join()).not.toContain('delete pvc');
  const replicated = { volumes: [Volume.data('/db', { size: Size.gib(1), storageClass: 'drbd-replicated' }), Volume.data('/log', { size: Size.gib(1) })] };
  const both = planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...replicated, node: { name: 'w1', reason: 'a test' } }, given);
  expect(advice(given, [both], 'node:w1').filter((text) => text.includes('delete pvc'))).toMatchInlineSnapshot(`
[
  "If w1 never comes back and no copy is left, delete the claims of blog/blog and its pods, so that it gets new volumes. kubectl -n blog delete pvc blog-log --wait=false && kubectl -n blog delete pod -l app.kubernetes.io/name=blog --force",
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
  "Start w1 and w2. kubectl get nodes --watch",
  "If w1 and w2 never come back, make sure that they stay off, and see which volumes there are: those with the class drbd-replicated, by their name in the column VOLUME. kubectl get pvc -A",
  "Only then let the copies that are left go on without a quorum, for each of these, with its name in place of <volume>: writes that only they have are lost. kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum off",
  "Once all copies of such a <volume> are there again and in sync, give it its quorum back, or both sides of a cut may write. kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum majority",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
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
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

test('a node is never started between the word that it is off and its end, whatever two apps need', () => {
  const given = facts({ storage: { classes: [{ name: 'block', nodeLocal: false }] } });
  const moved = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes: [Volume.data('/db', { size: Size.gib(1), storageClass: 'block' })] }, given);
  const bound = planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: 'zig', node: { name: 'w1', reason: 'it is the quiet one' } }, given);
  const failures = failuresOf(analysisOf(given, [moved, bound]), []);
  expect(failures.find(({ id }) => id === 'node:w1')?.steps.map(({ text }) => text)).toMatchInlineSnapshot(`
[
  "If w1 is not back at once: make sure that w1 is off, because its pods may still write.",
  "Say so of w1, only while it is off.",
  "Start w1.",
  "Once w1 is back, remove the taint.",
  "See which pods still wait: kubectl describe says for what.",
]
`);
});

test('where the control plane is gone with the data, it comes back first', () => {
  const given = facts({
    nodes: [worker('w1'), worker('w2'), worker('w3', { site: 'attic' }), control('c1')],
    links: [{ from: 'attic', to: 'home', roundTrip: Duration.millis(2) }],
  });
  expect(advice(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)], 'site:home')).toMatchInlineSnapshot(`
[
  "Put one more vote on its data where this failure does not reach: a third copy, or the tiebreaker. The control plane has to go on there, too: with most of its servers.",
  "Start c1, w1 and w2. kubectl get nodes --watch",
  "If c1 never comes back: make sure that it stays off, and bring the control plane back, because nothing moves, heals or changes before. Set up a new server of the same name, with /var/lib/rancher/k3s/server/db and /var/lib/rancher/k3s/server/token from the backup. The facts describe no backup: without one, set up a new cluster, and let Flux apply what is in Git.",
  "If c1, w1 and w2 never come back, make sure that they stay off, and see which volumes there are: those with the class drbd-replicated, by their name in the column VOLUME. kubectl get pvc -A",
  "Only then let the copies that are left go on without a quorum, for each of these, with its name in place of <volume>: writes that only they have are lost. kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum off",
  "Once all copies of such a <volume> are there again and in sync, give it its quorum back, or both sides of a cut may write. kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum majority",
  "See which pods still wait: kubectl describe says for what. kubectl get pods -A --field-selector=status.phase=Pending",
]
`);
});

test('an app with a device has no cheap fix', () => {
  const given = facts({ nodes: [worker('w1', { devices: [{ name: 'stick', path: '/dev/stick' }] }), worker('w2'), control('c1')] });
  const props = { volumes: [Volume.device('stick')], security: { allow: [Allow.devices('it talks to it')] } };
  expect(advice(given, [planOf(AvailabilityClass.SINGLE_POD_PINNED, props, given)], 'node:w1')[0]).toBe('no fix');
});

test('an app with a device that is down with its way in has the fix of that', () => {
  const given = facts({
    nodes: [worker('w1', { devices: [{ name: 'stick', path: '/dev/stick' }] }), worker('w2', { roles: [NodeRole.WORKER, NodeRole.INGRESS] }), control('c1')],
  });
  const rbac = { clusterRules: [{ apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] }] };
  const door = planOf(
    AvailabilityClass.SINGLE_POD_PINNED,
    { name: 'door', rbac, node: { name: 'w2', reason: 'a test' }, network: { ports: [Port.http(8000)] } },
    given,
  );
  const props = { volumes: [Volume.device('stick')], security: { allow: [Allow.devices('it talks to it')] } };
  const network = { ports: [Port.http(8080)], routes: [{ host: 'blog.lab.example' }] };
  const blog = planOf(AvailabilityClass.SINGLE_POD_PINNED, { ...props, network }, given);
  expect(advice(given, [door, blog], 'node:w2')[0]).toBe('Let door/door, the way in, run on a node that this failure does not reach, too.');
});

test('a job has no run while the control plane is down', () => {
  const given = facts();
  const { props, ...asked } = ask(AvailabilityClass.SINGLE_POD_FLEXIBLE);
  const schedule = { schedule: '@daily' };
  const { plan } = decide({ ...asked, availabilityClass: OtherWorkload.SCHEDULED_JOB, schedule, props: { ...props, ...schedule } }, given);
  const analysis = analysisOf(given, plan === undefined ? [] : [plan], systemsOf());
  expect(outcomeOf(analysis, 'control-plane:sqlite', 'blog/blog').why).toBe('the control plane is down: no run until it is back');
});

test('a rate of the facts is not told as one of the literature, and completes that of its kind', () => {
  const given = facts();
  const failures = analysisOf(given, [], systemsOf()).failures;
  const own = { node: { repairMinutes: 90 }, 'node:w1': { perYear: 3 }, site: { perYear: 1, repairMinutes: 30 } };
  const rates = ratesOf(failures, own);
  const of = (id: string) => rates[failures.findIndex((one) => one.id === id)];
  expect(of('node:w1')).toEqual({ perYear: 3, repairMinutes: 90, source: 'the facts' });
  expect(of('node:w2')?.source).toMatch(/^the repair: the facts; the rest: J. Dean/);
  expect(of('site:home')).toEqual({ perYear: 1, repairMinutes: 30, source: 'the facts' });
});
