import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { ApiEndpointKind, Datastore } from '../../lib/cluster/control-plane';
import { FencingMethod, NodeRole, TaintEffect } from '../../lib/cluster/node';
import { Duration, Size } from '../../lib/cluster/units';
import { type AnyAppProps, control, controlPlane, decisionOf, facts, factsOf, findingsOf, planOf, planWithoutFacts, worker } from '../support';

const FLEXIBLE = AvailabilityClass.SINGLE_POD_FLEXIBLE;
const DATA = Volume.data('/config', { size: Size.gib(1) });
const NFS = Volume.nfs('/media', { server: 'nas.lab.example', path: '/media' });
const CEPH = { storage: { classes: [{ name: 'ceph', nodeLocal: false }] } };

function plan(overrides: Partial<AnyAppProps> = {}, given = facts()) {
  return planOf(FLEXIBLE, overrides, given);
}

describe('a flexible app', () => {
  test('is a Deployment of one pod that stops before it starts', () => {
    const { workload, replicas, rollout, spread } = plan();
    expect(workload).toEqual({ value: 'Deployment', why: 'it creates the replacement at once; a StatefulSet waits until the stuck pod is gone' });
    expect(replicas).toEqual({ value: 1, why: 'the class: one pod; after a drain or a deletion the next starts while it still ends' });
    expect(rollout).toEqual({
      value: { recreate: true, maxSurge: 0, maxUnavailable: 1 },
      why: 'Recreate, because a new version never runs beside the old one',
    });
    expect(spread).toEqual({ value: [], why: 'there is only one pod' });
  });

  test('stops before it starts for the sake of its volume, when it has one', () => {
    expect(plan({ volumes: [DATA] }).rollout.why).toBe('Recreate, because blog-config is ReadWriteOnce');
  });

  test('has no budget, which would block drains', () => {
    expect(plan().budget).toEqual({ value: undefined, why: 'a budget on one pod blocks drains, and the fail-over of replicated volumes with them' });
  });

  test('keeps softly away from other flexible apps', () => {
    expect(plan().apart).toEqual({
      value: true,
      why: 'the flexible apps of a cluster prefer different nodes, so that one dead node moves few of them',
    });
  });

  test('has the priority that yields', () => {
    expect(plan().priority).toEqual({
      value: 'availability-single-pod-flexible',
      why: 'it can move to another node; it starts before all pods without a class, and preempts none',
    });
  });
});

describe('the place of a flexible app', () => {
  test('is any node of its role', () => {
    expect(plan().placement).toEqual({
      value: {
        role: 'worker',
        requirements: [{ key: 'cdk8s-availability/role-worker', values: ['true'] }],
        tolerates: [],
        nodes: ['w1', 'w2', 'w3'],
      },
      why: '3 nodes have the role worker',
    });
  });

  test('is any node of its role that reaches its storage', () => {
    const given = factsOf([worker('w1'), worker('w2'), worker('w3', { roles: [NodeRole.WORKER], pools: [] })]);
    expect(plan({ volumes: [DATA] }, given).placement).toEqual({
      value: {
        role: 'worker',
        requirements: [
          { key: 'cdk8s-availability/role-worker', values: ['true'] },
          { key: 'cdk8s-availability/role-storage', values: ['true'] },
        ],
        tolerates: [],
        nodes: ['w1', 'w2'],
      },
      why: '3 nodes have the role worker; its data can only be mounted on w1 and w2',
    });
  });

  test('leaves out nodes with taints of their own, and tolerates those of its role', () => {
    const taint = { key: 'example.com/slow', value: 'yes', effect: TaintEffect.NO_SCHEDULE };
    const soft = { key: 'example.com/loud', effect: TaintEffect.PREFER_NO_SCHEDULE };
    const given = factsOf([worker('w1', { taints: [taint] }), worker('w2', { taints: [soft] }), worker('w3')], { storage: {} });
    expect(plan({}, given).placement.value.nodes).toEqual(['w2', 'w3']);
    expect(plan({}, given).placement.value.tolerates).toEqual([]);
    expect(plan({ placement: { role: NodeRole.CONTROL } }, given).placement.value.tolerates).toEqual([
      { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
    ]);
  });
});

describe('the data of a flexible app', () => {
  test('is one claim on the replicated class', () => {
    expect(plan({ volumes: [DATA] }).claims).toEqual([
      {
        volume: DATA,
        name: 'blog-config',
        perPod: false,
        accessMode: 'ReadWriteOnce',
        storageClass: 'drbd-replicated',
        why: 'the data must be available where the pod moves when its node dies',
      },
    ]);
  });

  test('is on the class that it asks for by name', () => {
    const { claims } = plan({ volumes: [Volume.data('/db', { size: Size.gib(1), storageClass: 'ceph', name: 'Main DB' })] }, facts(CEPH));
    expect(claims.map(({ name, storageClass, why }) => `${name} on ${storageClass}: ${why}`)).toEqual(['blog-main-db on ceph: asked for by name']);
  });

  test('ties it to its node by the strongest of its volumes', () => {
    expect(plan().volumeTie).toBe(VolumeTie.NONE);
    expect(plan({ volumes: [Volume.scratch('/tmp', Size.mib(1))] }).volumeTie).toBe(VolumeTie.NONE);
    expect(plan({ volumes: [NFS] }).volumeTie).toBe(VolumeTie.UNATTACHED);
    expect(plan({ volumes: [NFS, DATA] }).volumeTie).toBe(VolumeTie.ATTACHED);
    expect(plan({ volumes: [Volume.claim('/data', { claimName: 'mine' })] }).volumeTie).toBe(VolumeTie.ATTACHED);
    expect(plan({ volumes: [DATA, Volume.hostPath('/srv')] }).volumeTie).toBe(VolumeTie.LOCAL);
  });
});

describe('the death of the node of a flexible app', () => {
  test('is waited for 30 s when there is no objective', () => {
    expect(plan().toleration).toEqual({ value: 30, why: 'long enough for a reboot, short enough for a dead node; no objective is set' });
    expect(plan().outcome?.time).toEqual({ min: 71, max: 127 });
    expect(plan().outcome?.why).toBe('detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 37 s');
  });

  test('is no longer waited for because the objective allows it', () => {
    const { toleration, outcome } = plan({ objective: { rto: Duration.minutes(5) } });
    expect(toleration).toEqual({
      value: 30,
      why: 'long enough for a reboot, short enough for a dead node: it fits within 5 min, everything else takes up to 97 s',
    });
    expect(outcome).toEqual(plan().outcome);
  });

  test('is waited for as long as it is to ride out', () => {
    const { toleration, outcome } = plan({ objective: { rto: Duration.minutes(5), rideOut: Duration.seconds(203) } });
    expect(toleration.value).toBe(203);
    expect(outcome?.time?.max).toBe(300);
    expect(plan({ objective: { rideOut: Duration.minutes(10) } }).toleration).toEqual({ value: 600, why: 'asked for, to ride out a reboot' });
  });

  test('is met by the high-availability controller when its data is on DRBD', () => {
    const { toleration, outcome } = plan({ volumes: [DATA], objective: { rto: Duration.minutes(5), rpo: Duration.seconds(0) } });
    expect(toleration).toEqual({ value: 30, why: 'the pod moves without it: 22 s to 3 min 7 s within 5 min' });
    expect(outcome?.time).toEqual({ min: 22, max: 187 });
    expect(outcome?.why).toBe(
      'quorum lost, pod moved, volume freed 20 s to 2 min 15 s, attach 1 s to 15 s, start 1 s to 37 s; rarely 2 min more, when the volume is attached to the dead node again, which the objective of 5 min does not cover',
    );
  });

  test('is met by the slowest agent that fences one of its nodes', () => {
    const fenced = (seconds: number) => ({ fencing: { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(seconds) } });
    const given = factsOf([worker('w1', fenced(60)), worker('w2', fenced(90))], CEPH);
    expect(plan({ volumes: [DATA] }, given).outcome?.why).toBe('fencing 40 s to 90 s, volume 0 s to 20 s, attach 1 s to 15 s, start 1 s to 37 s');
  });

  test('is never got over when one of its nodes is not fenced', () => {
    const fencing = { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(60) };
    const given = factsOf([worker('w1', { fencing }), worker('w2')], CEPH);
    expect(plan({ volumes: [DATA] }, given).outcome?.time?.max).toBe(Infinity);
  });

  test('is rarely longer with DRBD than an objective covers, and the plan says so', () => {
    const whyOf = (seconds: number) => plan({ volumes: [DATA], objective: { rto: Duration.seconds(seconds) } }).outcome?.why.split('; ')[1];
    const rarely = 'rarely 2 min more, when the volume is attached to the dead node again';
    expect(whyOf(187 + 119)).toBe(`${rarely}, which the objective of 5 min 6 s does not cover`);
    expect(whyOf(187 + 120)).toBe(rarely);
  });

  test('may leave two writers only where the controller of DRBD moves the pod, for the reason that the plan repeats', () => {
    const given = facts({ drbd: { pool: 'nvme', failOverUnsafePods: 'a second writer adds files' } });
    const saidOf = (volumes: Volume[]) => findingsOf(FLEXIBLE, { volumes }, given).map(({ code }) => code);
    const whyOf = (volumes: Volume[]) => plan({ volumes }, given).outcome?.why;
    expect(saidOf([NFS])).toEqual(['FLEXIBLE-TWIN-WRITER']);
    expect(saidOf([NFS, DATA])).toEqual([]);
    expect(whyOf([NFS, DATA])).toMatch(/; two pods at once may write to \/media, which is accepted: a second writer adds files$/);
    expect(whyOf([DATA])).not.toContain('accepted');
    expect(whyOf([NFS])).not.toContain('accepted');
  });

  test('takes longer when one of several servers may die with it', () => {
    const nodes = ['c1', 'c2', 'c3'].map((name) => control(name, { roles: [NodeRole.CONTROL, NodeRole.WORKER] }));
    const entry = { kind: ApiEndpointKind.VIRTUAL_IP, address: '192.0.2.10' };
    const plane = controlPlane({ servers: ['c1', 'c2', 'c3'], datastore: Datastore.EMBEDDED_ETCD, apiEndpoint: entry });
    expect(plan({}, facts({ nodes, storage: {}, controlPlane: plane })).outcome?.terms?.[0]).toEqual({ name: 'detection', time: { min: 40, max: 77 } });
  });

  test('is never got over on the only server, which alone could move it', () => {
    const given = facts({ nodes: [control('c1', { roles: [NodeRole.CONTROL, NodeRole.WORKER] }), worker('w1')], storage: {} });
    expect(plan({}, given).outcome?.unless?.map(({ node }) => node)).toEqual(['c1']);
    expect(plan().outcome?.unless).toBeUndefined();
  });

  test('is counted with the usual start of the app', () => {
    expect(plan({ health: { usualStart: Duration.minutes(2) } }).outcome?.time?.max).toBe(217);
  });
});

describe('a flexible app without a cluster', () => {
  const free = planWithoutFacts(FLEXIBLE, { volumes: [DATA], objective: { rto: Duration.minutes(5) } });

  test('may run anywhere, on the default class, and wants nothing that may not exist', () => {
    expect(free.placement).toEqual({
      value: { role: undefined, requirements: [], tolerates: [], nodes: undefined },
      why: 'without a cluster, any node is possible',
    });
    expect(free.claims.map(({ storageClass, why }) => [storageClass, why])).toEqual([
      [undefined, 'the default class of the cluster: the facts declare no other'],
    ]);
    expect(free.priority).toEqual({
      value: undefined,
      why: 'without a cluster the PriorityClass may not exist, and then the pod would not start: add PriorityClasses',
    });
    expect(free.apart.value).toBe(false);
  });

  test('is waited for 30 s, and no time is told', () => {
    expect(free.toleration).toEqual({ value: 30, why: 'long enough for a reboot, short enough for a dead node; without facts no objective can be computed' });
    expect(free.outcome).toBeUndefined();
  });

  test('names the checks that nobody made', () => {
    expect(free.unchecked).toEqual([
      'ARCHITECTURE-UNSAID',
      'CAPACITY-EXCEEDED',
      'CAPACITY-FRAGMENTED',
      'CAPACITY-ON-LOSS',
      'CLAIMS-BEYOND-POOL',
      'FIT-NO-NODE',
      'FLEXIBLE-COPIES-ELSEWHERE',
      'FLEXIBLE-FAILOVER-EXEMPT',
      'FLEXIBLE-LOCAL-STORAGE',
      'FLEXIBLE-NOWHERE-TO-GO',
      'FLEXIBLE-STUCK-VOLUME',
      'FLEXIBLE-TWIN-WRITER',
      'FLEXIBLE-VOLUMES-APART',
      'FLEXIBLE-ZONE-ALONE',
      'NAME-CLASH',
      'NODE-OUT-OF-REACH',
      'OBJECTIVE-ON-ONLY-SERVER',
      'OBJECTIVE-UNREACHABLE',
      'OBJECTIVE-WITHOUT-ROOM',
      'ROLE-WITHOUT-NODE',
      'STORAGE-MISSING',
    ]);
    expect(plan().unchecked).toEqual([]);
  });
});

test('nothing is decided of an app without an image, and nothing thrown', () => {
  const { plan: decided, findings } = decisionOf(FLEXIBLE, { image: undefined });
  expect(decided).toBeUndefined();
  expect(findings.map(({ code }) => code)).toEqual(['IMAGE-MISSING']);
});
