import { checkReport } from '../../lib/cli/check/report';
import { asText } from '../../lib/cli/check/text';
import type { ClusterFactsProps } from '../../lib/cluster/cluster';
import { Distribution } from '../../lib/cluster/control-plane';
import { Architecture, FencingMethod, NodeRole, TaintEffect } from '../../lib/cluster/node';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { control, controlPlane, facts, type LabProps, worker } from '../support';
import { CONTAINER, checking, claim, type Fields, MOUNTED, QUICK, RESOURCES, workload } from './support';

const CLASSES = {
  classes: [
    { name: 'local', nodeLocal: true },
    { name: 'block', nodeLocal: false },
    { name: 'shared', nodeLocal: false, attachable: false, readWriteMany: true },
  ],
};
/** The same under another name, with labels of its own. */
function named(name: string, { spec, ...object }: Manifest): Manifest {
  const { template, ...rest } = spec as { readonly template: Fields };
  const labels = { app: name };
  const metadata = { ...object.metadata, name };
  return { ...object, metadata, spec: { ...rest, selector: { matchLabels: labels }, template: { ...template, metadata: { labels } } } } as Manifest;
}

const SPREAD = {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      nodeTaintsPolicy: 'Honor',
      labelSelector: { matchLabels: { app: 'wiki' } },
    },
  ],
};
const onHost = (type?: string) => ({ volumes: [{ name: 'data', hostPath: { path: '/srv/wiki', type } }] });
const ON_HOST = onHost();
const ROLLING = { strategy: { type: 'RollingUpdate' } };

const { report, said } = checking({ storage: CLASSES }, ['MANIFEST-WITHOUT-BUDGET']);

function codes(objects: readonly Manifest[], overrides: LabProps = {}): readonly string[] {
  return report(objects, overrides).findings.map(({ code }) => code);
}

describe('a claim for one node', () => {
  test('on a node-local class it does not stop the next pod of a rollout, which lands on the same node: both write', () => {
    expect(said([workload(MOUNTED, ROLLING), claim('local', 'ReadWriteOnce')])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod with data on the node-local class local: pinned in truth, to the node where it first starts
  node dies  down until repair
  failures   until repair: site home, drain of w1, drain of w2, drain of w3, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      ROLLING-SHARED: a rolling update of one pod with the claim data, but the next pod starts beside the last one, and for a while both write.
             Use the strategy Recreate, so that the last pod ends first.
  warning    MANIFEST-PINNED-IN-TRUTH: one pod with data on the node-local class local, so it looks as if it could move, but it is down until its node is back.
             Use storage that other nodes reach, or ask for the node by name (nodeSelector kubernetes.io/hostname), so that everybody sees it.

1 workload: 1 error, 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('that is attached stops the next pod on another node', () => {
    expect(said([workload(MOUNTED, ROLLING), claim('block', 'ReadWriteOnce')])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  down until a person acts
  failures   until repair: site home and power everywhere
             2 s to 82 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      ROLLING-SHARED: a rolling update of one pod with the claim data, but the next pod starts beside the last one: on another node it waits until somebody deletes the last one, and on the same node both write.
             Use the strategy Recreate, so that the last pod ends first.
  warning    FLEXIBLE-STUCK-VOLUME: an attached volume on 3 nodes that no agent fences (w1, w2 and w3), and Kubernetes never detaches a volume from a dead node by itself: the app stays down until a person acts.
             If its storage frees volumes of dead nodes, say so in the facts (release of the class). Otherwise fence the nodes, or use storage that does.

1 workload: 1 error, 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
The facts do not say where the data of home/Deployment/wiki is: whether a failure loses it is not known.
"
`);
  });

  test('that is attached does not stop the next pod where there is one node only: both write', () => {
    const bound = workload({ ...MOUNTED, nodeSelector: { 'kubernetes.io/hostname': 'w1' } }, ROLLING);
    expect(said([bound, claim('block', 'ReadWriteOnce')])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod that asks for w1
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      ROLLING-SHARED: a rolling update of one pod with the claim data, but the next pod starts beside the last one, and for a while both write.
             Use the strategy Recreate, so that the last pod ends first.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
The facts do not say where the data of home/Deployment/wiki is: whether a failure loses it is not known.
"
`);
  });

  test('for one pod alone stops the next pod on any node', () => {
    const bound = workload({ ...MOUNTED, nodeSelector: { 'kubernetes.io/hostname': 'w1' } }, ROLLING);
    expect(said([bound, claim('block', 'ReadWriteOncePod')])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod that asks for w1
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      ROLLING-SHARED: a rolling update of one pod with the claim data, but the next pod starts beside the last one, and waits for what the last one has until somebody deletes that.
             Use the strategy Recreate, so that the last pod ends first.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
The facts do not say where the data of home/Deployment/wiki is: whether a failure loses it is not known.
"
`);
  });

  test.each([
    ['ReadWriteOnce', {}, true],
    ['ReadWriteOnce', { 'kubernetes.io/hostname': 'w1' }, false],
    ['ReadWriteOncePod', { 'kubernetes.io/hostname': 'w1' }, true],
  ])('as %s with two pods on nodes with %j: some wait for ever: %s', (mode, nodeSelector, waits) => {
    const two = workload({ ...MOUNTED, nodeSelector }, { replicas: 2 });
    expect(codes([two, claim('block', mode)]).includes('MANIFEST-ONE-CLAIM')).toBe(waits);
  });

  test('on a node-local class keeps two pods on its node', () => {
    expect(said([workload(MOUNTED, { replicas: 2 }), claim('local', 'ReadWriteOnce')])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      none: 2 pods with data on the node-local class local, which another node does not have
  node dies  down until repair
  failures   until repair: site home, drain of w1, drain of w2, drain of w3, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-TOGETHER: 2 pods with data on the node-local class local, which another node does not have, so the death of one node can take them all.
             Use storage with ReadWriteMany, or give each pod its own claim with a StatefulSet.

1 workload: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('a port of the node stops the next pod only where no other node has it free', () => {
    const pod = { containers: [{ ...CONTAINER, ports: [{ containerPort: 80, hostPort: 80 }] }] };
    expect(codes([workload(pod, ROLLING)])).toEqual([]);
    expect(codes([workload({ ...pod, nodeSelector: { 'kubernetes.io/hostname': 'w1' } }, ROLLING)])).toEqual(['ROLLING-SHARED']);
  });
});

describe('a claim that its storage frees from a dead node', () => {
  const storage = { classes: [{ name: 'freed', nodeLocal: false, release: { by: 'Longhorn', earliest: Duration.minutes(5), within: Duration.minutes(8) } }] };
  const whyOf = (tolerationSeconds: number | undefined) => {
    const tolerations = tolerationSeconds === undefined ? [] : QUICK.map((one) => ({ ...one, tolerationSeconds }));
    return report([workload({ ...MOUNTED, tolerations }), claim('freed', 'ReadWriteOnce')], { storage }).workloads[0]?.nodeDies?.why;
  };

  test('leaves later by what its pod stays there beyond the default of the cluster', () => {
    expect([30, undefined, 300, 3600].map(whyOf)).toMatchInlineSnapshot(`
[
  "volume freed by Longhorn 5 min to 8 min, attach 1 s to 15 s, start 1 s to 37 s",
  "volume freed by Longhorn 5 min to 8 min, attach 1 s to 15 s, start 1 s to 37 s",
  "volume freed by Longhorn 5 min to 8 min, attach 1 s to 15 s, start 1 s to 37 s",
  "toleration beyond the default 55 min, volume freed by Longhorn 5 min to 8 min, attach 1 s to 15 s, start 1 s to 37 s",
]
`);
  });
});

describe('a claim that is not among the objects', () => {
  const described = (more: { readonly storageClass: string; readonly readWriteMany?: boolean; readonly readWriteOncePod?: boolean }) => ({
    storage: { ...CLASSES, volumes: [{ name: 'pv-1', size: Size.gib(1), claim: { namespace: 'home', name: 'data' }, ...more }] },
  });

  test('is looked up in the facts, as the note about it advises', () => {
    expect(said([workload(MOUNTED)])).toContain('describe it in storage.volumes of the facts');
    expect(codes([workload(MOUNTED)], described({ storageClass: 'block' }))).toEqual(['FLEXIBLE-STUCK-VOLUME']);
    expect(codes([workload(MOUNTED)], described({ storageClass: 'local' }))).toEqual(['MANIFEST-PINNED-IN-TRUTH']);
    expect(codes([workload(MOUNTED)], described({ storageClass: 'elsewhere' }))).toContain('MANIFEST-CLAIM-UNKNOWN');
  });

  test('may be for many nodes, or for one pod: the facts say so', () => {
    const two = workload(MOUNTED, { replicas: 2 });
    expect(codes([two], described({ storageClass: 'block' }))).toContain('MANIFEST-ONE-CLAIM');
    expect(codes([two], described({ storageClass: 'shared', readWriteMany: true }))).not.toContain('MANIFEST-ONE-CLAIM');
    const bound = workload({ ...MOUNTED, nodeSelector: { 'kubernetes.io/hostname': 'w1' } }, { replicas: 2 });
    expect(codes([bound], described({ storageClass: 'block', readWriteOncePod: true }))).toContain('MANIFEST-ONE-CLAIM');
  });

  test('is not said to be for one node', () => {
    expect(codes([workload(MOUNTED, {}, 'DaemonSet')])).toEqual(['MANIFEST-CLAIM-UNKNOWN']);
    const other = named('other', workload(MOUNTED));
    expect(codes([workload(MOUNTED), other])).not.toContain('CLAIM-TWO-WRITERS');
  });
});

describe('two workloads with one claim', () => {
  const both = (pod: Fields = {}, other: Fields = {}) => [workload({ ...MOUNTED, ...pod }), named('backup', workload({ ...MOUNTED, ...other }))];
  const on = (node: string) => ({ nodeSelector: { 'kubernetes.io/hostname': node } });

  test('which one node has at a time: the second may wait for it', () => {
    expect(said([...both(on('w1'), on('w2')), claim('block', 'ReadWriteOnce')])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod that asks for w1
  node dies  down until repair
  failures   until repair: drain of w1

home/Deployment/backup
  class      SinglePodPinned: one pod that asks for w2
  node dies  down until repair
  failures   until repair: drain of w2
  error      CLAIM-TWO-WRITERS: the claim data, but home/Deployment/wiki mounts it, too, and one node has it at a time.
             Use storage with ReadWriteMany, run both in one pod, or give each its own claim.

all of them
  failures   until repair: site home, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns

2 workloads: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
The facts do not say where the data of home/Deployment/wiki and home/Deployment/backup is: whether a failure loses it is not known.
"
`);
  });

  const BESIDE = {
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'wiki' } } }],
      },
    },
  };
  test.each<[string, string, string, Fields, Fields, boolean]>([
    ['attached, anywhere', 'block', 'ReadWriteOnce', {}, {}, true],
    ['attached, on one node', 'block', 'ReadWriteOnce', on('w1'), on('w1'), false],
    ['attached, one beside the other', 'block', 'ReadWriteOnce', {}, BESIDE, false],
    ['for one pod, on one node', 'block', 'ReadWriteOncePod', on('w1'), on('w1'), true],
    ['local: both start where it is', 'local', 'ReadWriteOnce', {}, {}, false],
    ['for many', 'block', 'ReadWriteMany', {}, {}, false],
  ])('%s', (_what, storageClass, mode, pod, other, waits) => {
    expect(codes([...both(pod, other), claim(storageClass, mode)]).includes('CLAIM-TWO-WRITERS')).toBe(waits);
  });

  test('an agent on several nodes waits for one that one node has', () => {
    expect(codes([workload(MOUNTED, {}, 'DaemonSet'), claim('block', 'ReadWriteOnce')])).toContain('CLAIM-TWO-WRITERS');
    expect(codes([workload({ ...MOUNTED, ...on('w1') }, {}, 'DaemonSet'), claim('block', 'ReadWriteOnce')])).toEqual([]);
  });
});

describe('the label of the control plane', () => {
  const KEY = 'node-role.kubernetes.io/control-plane';
  const nodes = [worker('w1'), worker('w2'), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WORKER] })];
  test.each([
    [Distribution.K3S, 'true', true],
    [Distribution.K3S, '', false],
    [Distribution.KUBEADM, '', true],
    [Distribution.KUBEADM, 'true', false],
    [Distribution.OTHER, '', true],
    [Distribution.OTHER, 'true', true],
    [Distribution.OTHER, 'yes', false],
  ])('of %s with the value "%s" is there: %s', (distribution, value, isThere) => {
    const given: Partial<ClusterFactsProps> = { nodes, controlPlane: controlPlane({ distribution }) };
    const selected = codes([workload({ nodeSelector: { [KEY]: value } })], given);
    const key = { key: KEY, operator: 'In', values: [value] };
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [key] }] } };
    const liked = codes([workload({ affinity: { nodeAffinity: required } })], given);
    expect([selected, liked].map((all) => all.includes('NODE-OUT-OF-REACH'))).toEqual([!isThere, !isThere]);
  });
});

describe('the nodes of a workload', () => {
  const classOf = (pod: Fields, overrides: LabProps = {}) => report([workload(pod)], overrides).workloads[0]?.availabilityClass;
  const drained = worker('w2', { taints: [{ key: 'example.org/slow', effect: TaintEffect.NO_SCHEDULE }] });
  const ONE_OPEN = { nodes: [worker('w1'), drained, control('c1')] };

  test('are asked for only by what not all nodes have: one that is left by taints alone binds nothing', () => {
    expect(classOf({ nodeSelector: { 'kubernetes.io/os': 'linux' } }, ONE_OPEN)).toBe('SinglePodFlexible');
    expect(classOf({ nodeSelector: { 'kubernetes.io/hostname': 'w1' } }, ONE_OPEN)).toBe('SinglePodPinned');
    expect(classOf({ nodeName: 'w1' }, ONE_OPEN)).toBe('SinglePodPinned');
  });

  test('named by nodeName need no tolerations of NoSchedule, but those of NoExecute', () => {
    const tainted = (effect: TaintEffect) => ({ nodes: [worker('w1', { taints: [{ key: 'example.org/slow', effect }] }), control('c1')] });
    expect(codes([workload({ nodeName: 'w1' })], tainted(TaintEffect.NO_SCHEDULE))).not.toContain('NODE-OUT-OF-REACH');
    expect(codes([workload({ nodeName: 'w1' })], tainted(TaintEffect.NO_EXECUTE))).toContain('NODE-OUT-OF-REACH');
  });

  test.each([
    ['node.kubernetes.io/instance-type', true],
    ['topology.ebs.csi.aws.com/zone', true],
    ['failure-domain.beta.kubernetes.io/zone', true],
    ['cloud.google.com/machine-family', true],
    ['extensions.talos.dev/i915', true],
    ['example.org/disk', false],
    ['cdk8s-availability/role-ingress', false],
    ['topology.kubernetes.io/zone', false],
  ])('with the label %s, which the facts do not have: left out of facts that were read from a cluster: %s', (key, isLeftOut) => {
    const found = codes([workload({ nodeSelector: { [key]: 'x' } })]);
    expect([found.includes('MANIFEST-LABEL-UNKNOWN'), found.includes('NODE-OUT-OF-REACH')]).toEqual([isLeftOut, !isLeftOut]);
  });

  test('are never left, if the first toleration that counts says so', () => {
    const [ready, unreachable] = QUICK;
    const tolerations = [ready, { ...unreachable, tolerationSeconds: undefined }, unreachable];
    expect(said([workload({ tolerations })])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod that tolerates a dead node for ever: pinned in truth, to the node where it is
  node dies  down until repair
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-PINNED-IN-TRUTH: one pod with a toleration of node.kubernetes.io/unreachable without tolerationSeconds, for ever, so it looks as if it could move, but it is down until its node is back.
             Give it, and that of not-ready, the effect NoExecute and tolerationSeconds: 30, or ask for the node by name (nodeSelector kubernetes.io/hostname), so that everybody sees it.

1 workload: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('are never left by a pod that tolerates any taint, and it is told what to write before that', () => {
    const { findings } = report([workload({ tolerations: [{ operator: 'Exists' }] })]);
    expect(findings.map(({ given, fix }) => `${given}: ${fix}`)).toMatchInlineSnapshot(`
[
  "one pod with a toleration of any taint, also of those of a dead node, for ever: Put tolerations of node.kubernetes.io/not-ready and unreachable, with the effect NoExecute and tolerationSeconds: 30, before it, or ask for the node by name (nodeSelector kubernetes.io/hostname), so that everybody sees it.",
]
`);
    expect(codes([workload({ tolerations: [...QUICK, { operator: 'Exists' }] })])).toEqual([]);
  });

  test.each([
    ['/', []],
    ['/etc/localtime', []],
    ['/run/dbus', []],
    ['/var/run/docker.sock', []],
    ['/dev', []],
    ['/hostdata/wiki', ['MANIFEST-DATA-ELSEWHERE']],
    ['/host/wiki', ['MANIFEST-DATA-ELSEWHERE']],
    ['/rootfs', ['MANIFEST-DATA-ELSEWHERE']],
    ['/system/data', ['MANIFEST-DATA-ELSEWHERE']],
    ['/processed', ['MANIFEST-DATA-ELSEWHERE']],
    ['/run/media/usb', ['MANIFEST-DATA-ELSEWHERE']],
    ['/runtime', ['MANIFEST-DATA-ELSEWHERE']],
    ['/dev/disk/by-id/usb-stick', ['MANIFEST-PINNED-IN-TRUTH']],
    ['/boots', ['MANIFEST-DATA-ELSEWHERE']],
  ])('have %s of the host alike, or not: %j', (path, expected) => {
    expect(codes([workload({ volumes: [{ name: 'data', hostPath: { path } }] })])).toEqual(expected);
  });

  test.each([
    ['pods on the one node that they ask for', workload({ ...ON_HOST, nodeSelector: { 'kubernetes.io/hostname': 'w1' } }), 'SinglePodPinned', []],
    ['an agent, which has its own data on each', workload(ON_HOST, {}, 'DaemonSet'), 'NodeAgent', []],
    ['a pod that finds no such folder elsewhere', workload(onHost('Directory')), 'SinglePodPinned', ['MANIFEST-PINNED-IN-TRUTH']],
    ['a pod that gets an empty folder elsewhere', workload(onHost('DirectoryOrCreate')), 'SinglePodFlexible', ['MANIFEST-DATA-ELSEWHERE']],
    ['pods on several nodes', workload({ ...ON_HOST, ...SPREAD }, { replicas: 2 }), 'HighlyAvailable', ['MANIFEST-DATA-ELSEWHERE']],
  ])('keep the data of a host path or leave it behind: %s', (_what, object, availabilityClass, expected) => {
    expect([report([object]).workloads[0]?.availabilityClass, codes([object])]).toEqual([availabilityClass, expected]);
  });
});

describe('one pod', () => {
  /** Only w1 has storage. */
  const bare = (name: string) => worker(name, { roles: [NodeRole.WORKER], pools: [] });
  const DISKS: LabProps = { nodes: [worker('w1'), bare('w2'), bare('w3'), control('c1')], drbd: { pool: 'nvme', replicas: 1 } };
  const data = claim('drbd-replicated', 'ReadWriteOnce');

  test('that only one node can run is told why: its storage', () => {
    expect(said([workload(MOUNTED), data], DISKS)).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  warning    FLEXIBLE-NOWHERE-TO-GO: one pod that moves when its node dies, but only w1 can run it (the YAML allows w1, w2 and w3; its data can only be mounted on w1).
             Let another node run it.

1 workload: 1 warning.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test('that no node can run never runs, and is told why: its storage, or what it asks for', () => {
    const elsewhere = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'NotIn', values: ['w1'] }] };
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [elsewhere] } };
    expect(said([workload({ ...MOUNTED, affinity: { nodeAffinity } }), data], DISKS)).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  nothing runs
  error      NODE-OUT-OF-REACH: what it asks of its nodes, but no node is left for it (the YAML allows w2 and w3; its data can only be mounted on w1).
             Let another node run it (node selector, affinity, tolerations), use storage or hardware that one of these has, or correct the facts.

1 workload: 1 error.
"
`);
    expect(said([workload({ nodeSelector: { 'example.org/disk': 'fast' } })])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  nothing runs
  error      NODE-OUT-OF-REACH: nodes with example.org/disk=fast, but no node is left for it (no node has what it asks for, or all that do have taints against it).
             Let another node run it (node selector, affinity, tolerations), use storage or hardware that one of these has, or correct the facts.

1 workload: 1 error.
"
`);
  });
});

describe('one pod for one node', () => {
  test('which cannot mount its data never starts', () => {
    const nodes = [worker('w1'), worker('w2', { roles: [NodeRole.WORKER], pools: [] }), control('c1')];
    const bound = workload({ ...MOUNTED, nodeSelector: { 'kubernetes.io/hostname': 'w2' } });
    expect(said([bound, claim('drbd-replicated', 'ReadWriteOnce')], { nodes, drbd: { pool: 'nvme', replicas: 1 } })).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodPinned: one pod that asks for w2
  node dies  down until repair
  failures   until repair: site home, drain of w2, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  error      PINNED-STORAGE-ELSEWHERE: /data on drbd-replicated, but w2 cannot mount it, only w1.
             Ask for a node that can mount it, or use storage that this node has.

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });
});

describe('resources', () => {
  const { resources: _own, ...bare } = CONTAINER;
  const containers = [bare, { ...bare, name: 'sidecar' }];
  const initContainers = [{ ...bare, name: 'init', readinessProbe: undefined }];

  test('of a pod as a whole count for all its containers', () => {
    expect(codes([workload({ containers, initContainers, resources: RESOURCES })])).toEqual([]);
    expect(codes([workload({ containers, resources: { limits: { cpu: '1', memory: '64Mi' } } })])).toEqual([]);
    expect(codes([workload({ containers, resources: { requests: RESOURCES.requests } })])).toEqual(['RESOURCES-WITHOUT-LIMIT']);
  });

  test('of a pod as a whole are what the scheduler looks for, whatever its containers request', () => {
    const big = { ...RESOURCES, requests: { cpu: '9', memory: '32Mi' } };
    expect(codes([workload({ resources: big })])).toEqual(['FIT-NO-NODE']);
    expect(codes([workload({ containers: [{ ...CONTAINER, resources: big }], resources: RESOURCES })])).toEqual([]);
  });

  test('of a container count where the pod says nothing of them', () => {
    const limits = { ...RESOURCES, limits: { cpu: '9', memory: '64Mi' } };
    expect(codes([workload({ resources: { limits: limits.limits } })])).toEqual([]);
    expect(codes([workload({ containers: [{ ...CONTAINER, resources: { limits: limits.limits } }] })])).toEqual(['FIT-NO-NODE']);
    expect(codes([workload({ containers })])).toEqual(['RESOURCES-MISSING', 'RESOURCES-WITHOUT-LIMIT']);
  });
});

describe('a disruption budget', () => {
  const budget = (selector: unknown) =>
    ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'all', namespace: 'home' }, spec: { minAvailable: 1, selector } }) as Manifest;

  test('with an empty selector counts every pod of its namespace, and none without a selector', () => {
    expect(codes([workload(), budget({})])).toEqual(['MANIFEST-BUDGET-BLOCKS']);
    expect(codes([workload(), budget(undefined)])).toEqual([]);
  });
});

describe('an empty selector', () => {
  const two = (pod: Fields) => report([workload(pod, { replicas: 2 })]).workloads[0]?.availabilityClass;
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: {} };

  test('of a podAntiAffinity keeps every pod away, also its own; a spread over all pods keeps none apart', () => {
    expect(two({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } })).toBe('HighlyAvailable');
    expect(two({ topologySpreadConstraints: [{ ...term, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }] })).toBeUndefined();
  });
});

describe('what KEDA scales to zero', () => {
  test('is judged as it is when it runs', () => {
    const scaled = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: { name: 'wiki', namespace: 'home' },
      spec: { scaleTargetRef: { name: 'wiki' } },
    };
    expect(said([workload(), scaled as Manifest])).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 71 s to 2 min 7 s
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns

1 workload: nothing found.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });
});

describe('the same object twice', () => {
  test('counts once, and is an error: which of them holds is not said', () => {
    const at = (file: string) => ({ object: workload(), at: `${file}:1` });
    expect(
      asText(checkReport([at('base.yaml'), at('more/wiki.yaml')], { facts: facts({ storage: CLASSES }), systems: [], findings: [] }, [], new Set())),
    ).toMatchInlineSnapshot(`
"home/Deployment/wiki  base.yaml:1
  class      SinglePodFlexible: one pod that may run on another node
  node dies  back after 71 s to 2 min 7 s
  failures   until repair: site home and power everywhere
             1 s to 37 s: drain of w1, drain of w2, drain of w3 and upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  error      MANIFEST-TWICE: the same object at more/wiki.yaml:1, but base.yaml:1 has it already, and which of the two holds is not said.
             Remove one of the two. Of a base and its overlays, pass what they render to: kustomize build … | npx cdk8s-availability check - --facts facts.ts

1 workload: 1 error.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });
});

describe('what the facts accept', () => {
  test('is accepted of workloads, too, but for errors', () => {
    const { readinessProbe: _asked, ...container } = CONTAINER;
    const app = workload({ ...SPREAD, containers: [container] }, { replicas: 2 });
    const blocking = { minAvailable: 2, selector: { matchLabels: { app: 'wiki' } } };
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'wiki', namespace: 'home' }, spec: blocking } as Manifest;
    const accept = [
      { code: 'HA-WITHOUT-PROBE' as const, reason: 'it has no port' },
      { code: 'MANIFEST-BUDGET-BLOCKS' as const, reason: 'not for an error' },
    ];
    expect([codes([app, budget]), codes([app, budget], { accept })]).toEqual([['MANIFEST-BUDGET-BLOCKS', 'HA-WITHOUT-PROBE'], ['MANIFEST-BUDGET-BLOCKS']]);
  });
});

describe('architectures', () => {
  const nodes = [worker('w1'), worker('w2', { architecture: Architecture.ARM64 }), control('c1')];
  const liking = (key: string, values: readonly string[]) => ({
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values }] }] } },
    },
  });

  test('are said by whoever selects nodes by them', () => {
    expect(codes([workload()], { nodes })).toEqual(['ARCHITECTURE-UNSAID']);
    expect(codes([workload(liking('kubernetes.io/arch', ['amd64', 'arm64']))], { nodes })).toEqual([]);
    expect(codes([workload(liking('kubernetes.io/os', ['linux']))], { nodes })).toEqual(['ARCHITECTURE-UNSAID']);
  });
});

describe('an autoscaler', () => {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'wiki' };
  const scaler = (metrics: readonly Fields[]) =>
    ({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'wiki', namespace: 'home' },
      spec: { scaleTargetRef: target, minReplicas: 2, maxReplicas: 3, metrics },
    }) as Manifest;
  const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };
  const kubeadm = { controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) };

  test('of CPU needs metrics-server, which K3s has', () => {
    expect(codes([workload(SPREAD), scaler([CPU])])).not.toContain('AUTOSCALE-WITHOUT-METRICS');
    const { findings } = report([workload(SPREAD), scaler([CPU])], kubeadm);
    expect(
      findings.filter(({ code }) => code === 'AUTOSCALE-WITHOUT-METRICS').map(({ given, allowed, fix }) => `${given}, ${allowed}. ${fix}`),
    ).toMatchInlineSnapshot(`
[
  "up to 3 pods under load, but the facts name no metrics-server, and without one no pod is ever added. Install metrics-server, and say so in the facts (policy.operators.metricsServer).",
]
`);
  });

  test('of something else needs others', () => {
    const queue = { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '9' } } };
    expect(codes([workload(SPREAD), scaler([queue])], kubeadm)).not.toContain('AUTOSCALE-WITHOUT-METRICS');
  });
});

describe('several pods', () => {
  const GPU = { 'amd.com/gpu': 2 };
  const graphics = (name: string) => worker(name, { extendedResources: GPU, labels: { 'example.org/gpu': 'yes' } });
  const SHARED = { ...RESOURCES, limits: { ...RESOURCES.limits, 'amd.com/gpu': 1 } };

  test('are spread over the nodes that they ask for: others do not count', () => {
    const pod = { ...SPREAD, nodeSelector: { 'example.org/gpu': 'yes' }, containers: [{ ...CONTAINER, resources: SHARED }] };
    const nodes = [graphics('w1'), graphics('w2'), graphics('w4'), worker('w3'), control('c1')];
    expect(codes([workload(pod, { replicas: 4 })], { nodes })).toEqual([]);
  });

  test('without a probe, and on one node: both in the words of YAML', () => {
    const { readinessProbe: _asked, ...container } = CONTAINER;
    const big = { ...container, resources: { requests: { cpu: '3', memory: '32Mi' }, limits: { memory: '64Mi' } } };
    const nodes = [worker('w1', { cpu: Cpu.cores(8) }), worker('w2', { cpu: Cpu.cores(2) }), control('c1')];
    expect(said([workload({ ...SPREAD, containers: [big] }, { replicas: 2 })], { nodes })).toMatchInlineSnapshot(`
"home/Deployment/wiki
  class      HighlyAvailable: 2 pods, kept on different nodes by its topologySpreadConstraints
  node dies  down until repair
  failures   until repair: site home, drain of w1, upgrade of all nodes and power everywhere
             degraded until repaired: cluster DNS coredns
  warning    MANIFEST-SPREAD-GATHERS: a hard spread of 2 pods over 2 places, which leaves out a place that is away, so all pods may come to be in one place, where they stay, and its death takes them all.
             Write minDomains: 2 in it, or let more nodes run them.
  warning    HA-WITHOUT-PROBE: no readiness probe, and without one a version that starts but does not work replaces all working pods.
             Add a readinessProbe.
  warning    HA-ONE-NODE: 2 replicas, but only w1 has room for one (the YAML allows w1 and w2), so the app goes down with that node.
             Let more nodes run it.

1 workload: 3 warnings.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
  });

  test.each<[string, Fields, Fields, readonly Manifest[], RegExp]>([
    ['that nothing spreads', {}, {}, [], /^Add a topologySpreadConstraint on /],
    ['that ask for one node', { nodeSelector: { 'kubernetes.io/hostname': 'w1' } }, {}, [], /^Ask for several nodes, with a topologySpreadConstraint on /],
    ['with data on one node', MOUNTED, {}, [claim('local', 'ReadWriteOnce')], /^Use storage with ReadWriteMany/],
    ['with a claim that is not there', MOUNTED, {}, [], /^Pass its object, too/],
  ])('%s are told what would keep them apart', (_what, pod, spec, beside, fix) => {
    const { findings } = report([workload(pod, { replicas: 2, ...spec }), ...beside]);
    expect(findings.find(({ code }) => code === 'MANIFEST-TOGETHER')?.fix).toMatch(fix);
  });
});

test('a node whose machine has another name is selected by that one, and named by the name of its pods', () => {
  const nodes = [control('c1'), worker('w1', { labels: { 'kubernetes.io/hostname': 'ip-10-0-0-1' } }), worker('w2')];
  const on = (name: string, pod: Fields = {}) => report([workload({ nodeSelector: { 'kubernetes.io/hostname': name }, ...pod })], { nodes }).workloads[0];
  expect(on('ip-10-0-0-1')?.why).toBe('one pod that asks for w1');
  expect(on('w1')?.nodes).toEqual([]);
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['w1'] }] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } };
  expect(on('ip-10-0-0-1', { affinity })?.nodes).toEqual(['w1']);
});

describe('the death of the node of a StatefulSet', () => {
  const inShort = (object: Manifest, overrides: LabProps = {}) => report([object], overrides).workloads.map((one) => one.inShort);
  const withClaims = (storageClassName: string, fields: Fields = {}) => {
    const spec = { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    return workload({}, { replicas: 2, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }], ...fields }, 'StatefulSet');
  };
  const onPort = { containers: [{ ...CONTAINER, ports: [{ containerPort: 8080, hostPort: 80 }] }] };
  const only = { nodes: [control('c1'), worker('w1')] };

  test('that alone can run it is repaired, and its pods are back: nobody need delete one', () => {
    expect([1, 2].map((replicas) => inShort(workload(onPort, { replicas }, 'StatefulSet'), only))).toEqual([['down until repair'], ['down until repair']]);
    expect(inShort(workload({}, {}, 'StatefulSet'), only)).toEqual(['down until repair']);
  });

  test('that has the data of each of its pods is repaired, too: on another one they would wait for it', () => {
    expect(inShort(withClaims('local'))).toEqual(['down until repair']);
  });

  test('beside others that could run its pods takes a person, who deletes the pod', () => {
    expect(inShort(withClaims('block'))).toEqual(['down until a person acts']);
    expect(inShort(workload({}, {}, 'StatefulSet'))).toEqual(['down until a person acts']);
  });
});

describe('pods of a StatefulSet in order', () => {
  const three = (fields: Fields = {}, pod: Fields = {}) => workload({ ...SPREAD, ...pod }, { replicas: 3, ...fields }, 'StatefulSet');

  test('wait for the one on a dead node', () => {
    expect(said([three()])).toMatchInlineSnapshot(`
"home/StatefulSet/wiki
  class      HighlyAvailable: 3 pods, kept on different nodes by its topologySpreadConstraints
  node dies  keeps running
  failures   until repair: site home and power everywhere
             1 s to 67 s: upgrade of all nodes
             degraded until repaired: cluster DNS coredns
  note       MANIFEST-IN-ORDER: pods that start in order (podManagementPolicy: OrderedReady, the default), but while the pod of a dead node is not ready again, no pod with a higher number that is lost or evicted starts again, and no rollout goes on.
             If the app does not need the order, write podManagementPolicy: Parallel. Kubernetes cannot change it: first kubectl delete statefulset --cascade=orphan, which keeps the pods.

1 workload: 1 note.
Ways in, and what workloads need of each other, are not counted: YAML does not say all of it.
"
`);
    expect(codes([three({ podManagementPolicy: 'Parallel' })])).not.toContain('MANIFEST-IN-ORDER');
  });

  test('do not where that one starts again on a node that is left, because something deletes it', () => {
    const fencing = { method: FencingMethod.PDU, automatedWithin: Duration.seconds(60) };
    const nodes = (count: number) => [control('c1'), ...Array.from({ length: count }, (_, index) => worker(`w${index}`, { fencing }))];
    expect(codes([three()], { nodes: nodes(4) })).not.toContain('MANIFEST-IN-ORDER');
    expect(codes([three()], { nodes: nodes(3) })).toContain('MANIFEST-IN-ORDER');
  });
});

test.each([
  ['neither', [], 'no tolerations of node.kubernetes.io/not-ready and unreachable'],
  ['only not-ready', ['not-ready'], 'no toleration of node.kubernetes.io/unreachable'],
])('a pod that tolerates %s of the taints of a dead node: what is missing is named', (_, keys, given) => {
  const tolerations = keys.map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }));
  const { findings } = checking({}).report([workload({ tolerations })]);
  expect(findings.filter(({ code }) => code === 'MANIFEST-WAITS-LONG').map((one) => one.given)).toEqual([given]);
});
