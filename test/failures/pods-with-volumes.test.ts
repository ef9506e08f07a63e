import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { formatInterval } from '../../lib/availability/model/interval';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { FencingMethod, NodeRole } from '../../lib/cluster/node';
import { Duration, Size } from '../../lib/cluster/units';
import type { System } from '../../lib/kubernetes/system';
import { control, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf, under } from './support';

test('pods with a volume each are moved once a person says that their nodes are off, unless the volumes are on these nodes', () => {
  const nodes = ['a', 'b'].flatMap((site) => [1, 2, 3].map((number) => worker(`${site}${number}`, { site })));
  const on = (nodeLocal: boolean) => {
    const given = facts({
      nodes: [...nodes, control('c1', { site: 'b' })],
      links: [{ from: 'a', to: 'b', roundTrip: Duration.millis(2) }],
      storage: { classes: [{ name: 'block', nodeLocal }] },
    });
    const volumes = [Volume.data('/data', { size: Size.gib(1), storageClass: 'block' })];
    return under(analysisOf(given, [planOf(AvailabilityClass.HIGHLY_AVAILABLE, { volumes }, given)]), 'blog/blog', (id) => /^(site:a|link:)/.test(id));
  };
  expect([on(false), on(true)]).toMatchInlineSnapshot(`
[
  "site:a: down until a person acts; at best unaffected
link:a+b: down until repair; at best unaffected",
  "site:a: down until repair; at best unaffected
link:a+b: down until repair; at best unaffected",
]
`);
});

describe('a majority with a volume each, of which one node may take too many', () => {
  const member = (volumes: readonly Volume[] = []) => ({
    majority: true,
    replicas: Replicas.of(3),
    volumes: [Volume.data('/db', { size: Size.gib(1) }), ...volumes],
  });
  const nodes = [worker('w1'), worker('w2'), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS] })];
  const crash = (given: ClusterFacts, systems: readonly System[], volumes?: readonly Volume[]) => {
    const plan = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { placement: { role: NodeRole.WORKER }, ...member(volumes) }, given);
    const analysis = analysisOf(given, [plan], systems);
    const failure = analysis.failures.findIndex(({ id }) => id === 'node:w1');
    const { why } = outcomeOf(analysis, 'node:w1', 'blog/blog');
    const { kind, time, why: planned } = plan.outcome ?? {};
    const ofPlan = `${kind}${time === undefined ? '' : ` in ${formatInterval(time)}`}: ${planned}`;
    return { words: inWords(outcomeOf(analysis, 'node:w1', 'blog/blog')), why, fix: analysis.explain(failure, 0)?.fix, plan: ofPlan };
  };
  const drbd = { pool: 'nvme' };

  test('is back once the storage has deleted the pods of the dead node, and freed their volumes', () => {
    const given = facts({ nodes, drbd });
    const storage = { ...given.storage, defaultLocal: 'drbd-replicated' };
    expect(crash({ ...given, storage }, systemsOf({ drbd }))).toMatchInlineSnapshot(`
{
  "fix": undefined,
  "plan": "fails over in 42 s to 3 min 7 s: it serves only while 2 of its 3 pods run, and none may be left, and lost ones start elsewhere: quorum lost, pod moved, volume freed 40 s to 2 min 15 s, attach 1 s to 15 s, start 1 s to 37 s; rarely 2 min more, when the volume is attached to the dead node again",
  "why": "quorum lost, pod moved, volume freed 40 s to 2 min 15 s, attach 1 s to 15 s, start 1 s to 37 s; it serves only while 2 of its 3 pods run, and none may be left, and lost ones start elsewhere; rarely 2 min more, when the volume is attached to the dead node again",
  "words": "fails over in 42 s to 3 min 7 s; at best degraded",
}
`);
  });

  test('is back once an agent has fenced the node', () => {
    const fenced = nodes.map((node) => ({ ...node, fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(60) } }));
    const given = facts({ nodes: fenced, storage: { classes: [{ name: 'block', nodeLocal: false }] } });
    expect(crash(given, [])).toMatchInlineSnapshot(`
{
  "fix": undefined,
  "plan": "fails over in 42 s to 2 min 12 s: it serves only while 2 of its 3 pods run, and none may be left, and lost ones start elsewhere: fencing 40 s to 60 s, volume 0 s to 20 s, attach 1 s to 15 s, start 1 s to 37 s",
  "why": "fencing 40 s to 60 s, volume 0 s to 20 s, attach 1 s to 15 s, start 1 s to 37 s; it serves only while 2 of its 3 pods run, and none may be left, and lost ones start elsewhere",
  "words": "fails over in 42 s to 2 min 12 s; at best degraded",
}
`);
  });

  test('stays down if the storage moves no pods with such volumes', () => {
    const given = facts({ nodes, drbd });
    const storage = { ...given.storage, defaultLocal: 'drbd-replicated' };
    expect(crash({ ...given, storage }, systemsOf({ drbd }), [Volume.nfs('/media', { server: 'nas.lab.example', path: '/media' })])).toMatchInlineSnapshot(`
{
  "fix": "Set failOverUnsafePods of DrbdStorage with the reason why two pods at once do no harm, or remove /media: the high-availability controller of DRBD moves no pods with such volumes.",
  "plan": "down until a person acts: it serves only while 2 of its 3 pods run, and none may be left: down until that node is back, or a person says that it is off",
  "why": "it serves only while 2 of its 3 pods run, and none may be left: down until their nodes are back, or a person says that they are off",
  "words": "down until a person acts; at best degraded",
}
`);
  });
});

test('each node names itself where data or hardware binds an app to it', () => {
  const given = facts();
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes: [Volume.hostPath('/srv')] }, given)]);
  expect(['w1', 'w2'].map((node) => outcomeOf(analysis, `node:${node}`, 'blog/blog').why)).toMatchInlineSnapshot(`
[
  "its data is on w1: down until that is back",
  "its data is on w2: down until that is back",
]
`);
});

test('without power an app also waits for what it needs, and a majority for its nodes', () => {
  const given = facts({ nodes: ['w1', 'w2', 'w3'].map((name) => worker(name)).concat(control('c1')) });
  const db = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'db', majority: true, volumes: [Volume.data('/db', { size: Size.gib(1) })] }, given);
  const web = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'web', dependsOn: [{ name: 'db', namespace: 'db' }] }, given);
  const analysis = analysisOf(given, [db, web], systemsOf());
  expect(['db/db', 'web/web'].map((app) => outcomeOf(analysis, 'power:all nodes', app).why)).toMatchInlineSnapshot(`
[
  "everything is off: it is back after the control plane with c1 (it is the only one); then 2 of w1, w2 and w3 for its pods",
  "everything is off: it is back after the control plane with c1 (it is the only one); then 2 of w1, w2 and w3 for db/db, which it needs; then one of w1, w2 and w3 for its pod",
]
`);
});
