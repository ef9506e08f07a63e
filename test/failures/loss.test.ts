import { Probe } from '../../lib/availability/ask/container/health';
import { Allow } from '../../lib/availability/ask/container/security';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import { Distribution } from '../../lib/cluster/control-plane';
import { Duration, Size } from '../../lib/cluster/units';
import { ReplicationProtocol } from '../../lib/systems/linstor/props';
import { control, controlPlane, facts, planOf, systemsOf, worker } from '../support';
import { analysisOf, inWords, outcomeOf } from './support';

const data = { volumes: [Volume.data('/db', { size: Size.gib(1) })] };

test('copies that are written later fail over, and lose the writes that were still on the way', () => {
  const drbd = { pool: 'nvme', protocol: ReplicationProtocol.A };
  const given = facts({ drbd });
  const outcome = outcomeOf(analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)], systemsOf({ drbd })), 'node:w1', 'blog/blog');
  expect(outcome.kind).toBe(OutcomeKind.DATA_LOST);
  expect(Number.isFinite(outcome.rto.max)).toBe(true);
  const { why, rpo, rpoSource } = outcome;
  expect({ words: inWords(outcome), why, rpo, rpoSource }).toMatchInlineSnapshot(`
{
  "rpo": {
    "max": Infinity,
    "min": 0,
  },
  "rpoSource": "storage class drbd-async: 3 full copies; a write does not wait for its peers: a fail-over loses the writes still in transit",
  "why": "fails over, and loses writes without a limit in time: quorum lost, pod moved, volume freed 20 s to 2 min 15 s, attach 1 s to 15 s, start 1 s to 37 s; rarely 2 min more, when the volume is attached to the dead node again",
  "words": "data lost in 22 s to 3 min 7 s; at best unaffected",
}
`);
});

test('a class that says how much it may lose is named with that', () => {
  const release = { by: 'its operator', step: 'operator', earliest: Duration.seconds(10), within: Duration.seconds(60) };
  const given = facts({ storage: { classes: [{ name: 'lagging', nodeLocal: false, dataLoss: Duration.seconds(5), release }] } });
  const { why, rpo, rpoSource } = outcomeOf(analysisOf(given, [planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, data, given)]), 'node:w1', 'blog/blog');
  expect({ why, rpo, rpoSource }).toMatchInlineSnapshot(`
{
  "rpo": {
    "max": 5,
    "min": 0,
  },
  "rpoSource": "storage class lagging: a class that the cluster has already",
  "why": "fails over, and loses up to 5 s of writes: volume freed by its operator 10 s to 60 s, attach 1 s to 15 s, start 1 s to 37 s",
}
`);
});

test('who needs an app serves again once its readiness probe has found that one, if the probe may ask for it', () => {
  const given = facts({ storage: {}, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
  const base = planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { name: 'base' }, given);
  const needing = (name: string, readiness: Probe) =>
    planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name, dependsOn: [{ name: 'base', namespace: 'base' }], health: { readiness } }, given);
  const asking = needing('asking', Probe.http('/ready').every(Duration.seconds(20)));
  const analysis = analysisOf(given, [base, asking, needing('opening', Probe.tcp())]);
  expect(['base', 'opening', 'asking'].map((name) => inWords(outcomeOf(analysis, 'node:w1', `${name}/${name}`)))).toMatchInlineSnapshot(`
[
  "fails over in 71 s to 2 min 7 s; at best unaffected",
  "fails over in 71 s to 2 min 7 s, because of an app that it needs, base/base; at best degraded",
  "fails over in 71 s to 2 min 29 s, because of an app that it needs, base/base; at best degraded",
]
`);
  expect(outcomeOf(analysis, 'node:w1', 'asking/asking').terms.at(-1)).toMatchInlineSnapshot(`
{
  "name": "readiness",
  "source": "periodSeconds of the readiness probe, which may ask for what the app needs; EndpointSlice and kube-proxy within 2 s",
  "time": {
    "max": 22,
    "min": 0,
  },
}
`);
});

test('who needs an app that loses writes is down as long, and loses none of its own', () => {
  const drbd = { pool: 'nvme', protocol: ReplicationProtocol.A };
  const given = facts({ drbd, controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) });
  const plans = [
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...data, name: 'database' }, given),
    planOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { dependsOn: [{ name: 'database', namespace: 'database' }] }, given),
  ];
  const outcome = outcomeOf(analysisOf(given, plans, systemsOf({ drbd })), 'node:w1', 'blog/blog');
  expect([inWords(outcome), outcome.rpo, outcome.rpoSource]).toMatchInlineSnapshot(`
[
  "fails over in 22 s to 3 min 7 s, because of an app that it needs, database/database; at best unaffected",
  {
    "max": 0,
    "min": 0,
  },
  undefined,
]
`);
});

describe('an app that needs the hardware of a node that never comes back', () => {
  const given = facts({ nodes: [worker('w1', { devices: [{ name: 'stick', path: '/dev/stick' }] }), worker('w2'), worker('w3'), control('c1')] });
  const lostWith = (...volumes: readonly Volume[]) => {
    const security = { allow: [Allow.devices('it talks to it')] };
    const plan = planOf(AvailabilityClass.SINGLE_POD_PINNED, { volumes: [Volume.device('stick'), ...volumes], security }, given);
    const { why, rpoIfGone } = outcomeOf(analysisOf(given, [plan], systemsOf()), 'node:w1', 'blog/blog');
    return [why, rpoIfGone.max];
  };

  test('loses nothing, if it has no data', () => {
    expect(lostWith()).toMatchInlineSnapshot(`
[
  "its hardware is on w1: down until that is back",
  0,
]
`);
  });

  test('loses no data of which a copy is elsewhere', () => {
    expect(lostWith(Volume.data('/db', { size: Size.gib(1), storageClass: 'drbd-replicated' }))).toMatchInlineSnapshot(`
[
  "its hardware is on w1: down until that is back",
  0,
]
`);
  });

  test('loses what only that node has', () => {
    expect(lostWith(Volume.data('/db', { size: Size.gib(1), storageClass: 'drbd-local' }))).toMatchInlineSnapshot(`
[
  "its data and its hardware are on w1: down until that is back",
  Infinity,
]
`);
    expect(lostWith(Volume.hostPath('/srv/db'))).toMatchInlineSnapshot(`
[
  "its data and its hardware are on w1: down until that is back",
  Infinity,
]
`);
  });
});
