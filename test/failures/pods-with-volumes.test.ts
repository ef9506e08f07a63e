import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { Duration, Size } from '../../lib/cluster/units';
import { control, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, outcomeOf, under } from './support';

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

test('each node names itself where data or hardware binds an app to it', () => {
  const given = facts();
  const analysis = analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { volumes: [Volume.hostPath('/srv')] }, given)]);
  expect(['w1', 'w2'].map((node) => outcomeOf(analysis, `node:${node}`, 'blog/blog').why)).toMatchInlineSnapshot(`
[
  "its data or its hardware is on w1: down until that is back",
  "its data or its hardware is on w2: down until that is back",
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
  "everything is off: it is back after the control plane with c1 (it needs 1 of 1); then 2 of w1, w2 and w3 for its pods",
  "everything is off: it is back after the control plane with c1 (it needs 1 of 1); then 2 of w1, w2 and w3 for db/db, which it needs; then one of w1, w2 and w3 for its pod",
]
`);
});
