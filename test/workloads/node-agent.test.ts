import { Chart, Testing } from 'cdk8s';
import { type Cluster, NodeAgent, type NodeAgentProps, NodeRole, OutcomeKind, SinglePodFlexible, TaintEffect } from '../../lib';
import { Allow } from '../../lib/availability/ask/container/security';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { Cpu, Size } from '../../lib/cluster/units';
import { lab } from '../lab';
import { appProps, control, messages, worker } from '../support';

function agent(cluster: Cluster, overrides: Partial<NodeAgentProps> = {}): NodeAgent {
  return new NodeAgent(cluster.monitoring, 'logs', { ...appProps(), ...overrides });
}

interface DaemonSetSpec {
  readonly updateStrategy: object;
  readonly template: {
    readonly spec: { readonly tolerations: object[]; readonly priorityClassName?: string; readonly affinity?: object; readonly hostNetwork?: boolean };
  };
}

function specOf(one: NodeAgent): DaemonSetSpec {
  return (one.object('DaemonSet').toJson() as { spec: DaemonSetSpec }).spec;
}

function said(overrides: Partial<NodeAgentProps>, cluster = lab()): string {
  agent(cluster, overrides);
  return messages(cluster.verdict().open);
}

const memory = (size: Size) => ({ resources: { cpu: Cpu.millis(10), memory: size, memoryLimit: size } });

test('an agent is on every node, whatever keeps others off, whatever folder it stands in', () => {
  const cluster = lab({ nodes: [worker('w1'), worker('w2', { taints: [{ key: 'mine', effect: TaintEffect.NO_EXECUTE }] }), worker('w3'), control('c1')] });
  const one = agent(cluster);
  expect(messages(cluster.verdict().open)).toBe('');
  const { template, updateStrategy } = specOf(one);
  expect([template.spec.tolerations, template.spec.affinity, template.spec.priorityClassName]).toEqual([
    [{ operator: 'Exists' }],
    undefined,
    'availability-single-pod-pinned',
  ]);
  expect(updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } });
  expect(one.plan?.placement.value.nodes).toEqual(['c1', 'w1', 'w2', 'w3']);
  expect(one.plan).toMatchObject({
    placement: { value: { toleratesAll: true, tolerates: [] }, why: 'every node, including those that other pods avoid' },
    replicas: { value: 4, why: 'one on each of its nodes' },
    rollout: { value: { recreate: false, maxSurge: 0, maxUnavailable: 1 }, why: 'node by node, so that a broken version stops at the first' },
  });
  expect(agent(lab(), { maxUnavailable: 2 }).plan?.rollout).toEqual({ value: { recreate: false, maxSurge: 0, maxUnavailable: 2 }, why: 'asked for' });
  expect(one.objects.map(({ kind }) => kind)).toEqual(['DaemonSet', 'NetworkPolicy']);
});

test('an agent of a role is on the nodes of that role, and tolerates what keeps others off these', () => {
  const cluster = lab({ nodes: [worker('w1'), worker('w2', { taints: [{ key: 'mine', effect: TaintEffect.NO_SCHEDULE }] }), worker('w3'), control('c1')] });
  const one = agent(cluster, { placement: { role: NodeRole.STORAGE } });
  expect(messages(cluster.verdict().open)).toBe('');
  expect(one.plan?.placement.value.nodes).toEqual(['w1', 'w2', 'w3']);
  expect(specOf(one).template.spec.tolerations).toEqual([
    { key: 'mine', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  ]);
});

test('an agent with a device is where the device is', () => {
  const cluster = lab({
    nodes: [worker('w1', { devices: [{ name: 'gpu', path: '/dev/dri', isDirectory: true, group: 44 }] }), worker('w2'), worker('w3'), control('c1')],
  });
  const one = agent(cluster, { volumes: [Volume.device('gpu')], security: { allow: [Allow.privileged('it reads the counters')] } });
  expect(messages(cluster.verdict().open)).toBe('');
  expect(one.plan?.placement).toMatchObject({
    value: { nodes: ['w1'], toleratesAll: false, requirements: [{ key: 'kubernetes.io/hostname', values: ['w1'] }] },
    why: '1 node with gpu',
  });
});

test('an agent goes down with its node, and comes back with it', () => {
  const { outcome, toleration } = agent(lab()).plan ?? {};
  expect(outcome).toEqual({
    kind: OutcomeKind.DOWN_UNTIL_REPAIR,
    why: 'it goes down and comes back with its node; the other nodes keep theirs',
    time: { min: Infinity, max: Infinity },
    terms: [{ name: 'repair of the node', time: { min: Infinity, max: Infinity } }],
  });
  expect(toleration).toEqual({ value: Infinity, why: 'it belongs to its node' });
});

test('an agent without a cluster is on every node, or on those that it asks for, however many there are', () => {
  const alone = (props: Partial<NodeAgentProps> = {}) => new NodeAgent(new Chart(Testing.app(), 'mine'), 'logs', { ...appProps(), ...props }).plan;
  expect(alone()).toMatchObject({
    placement: { value: { nodes: undefined, toleratesAll: true }, why: 'every node, including those that other pods avoid' },
    replicas: { value: 1 },
    outcome: undefined,
  });
  const device = { volumes: [Volume.device('gpu')], security: { allow: [Allow.privileged('it reads the counters')] } };
  for (const some of [device, { placement: { sites: ['home'] } }, { placement: { nodes: ['w1'] } }, { placement: { nodeLabels: { disk: 'fast' } } }])
    expect(alone(some)?.placement).toMatchObject({ value: { toleratesAll: false }, why: 'the nodes with the label' });
});

test('an agent mounts a claim that many nodes may use, and has none of its own', () => {
  const cluster = lab();
  const volumes = [Volume.claim('/media', { claimName: 'media' }), Volume.data('/data', { size: Size.gib(1) })];
  expect(agent(cluster, { volumes }).plan?.claims.map(({ name }) => name)).toEqual(['media']);
});

test('an agent that a node cannot do without has the priority of Kubernetes itself', () => {
  expect(specOf(agent(lab(), { critical: { reason: 'without it there is no network' } })).template.spec.priorityClassName).toBe('system-node-critical');
});

test('host paths and the network of the node have the usual ways out', () => {
  const cluster = lab();
  const one = agent(cluster, {
    volumes: [Volume.hostPath('/var/log', { readOnly: true })],
    security: { allow: [Allow.hostNetwork('it answers on each node')] },
  });
  expect(messages(cluster.verdict().open)).toBe('');
  expect(specOf(one).template.spec.hostNetwork).toBe(true);
  expect(one.plan?.securityLevel.value).toBe('privileged');
});

test('an agent takes room on each of its nodes', () => {
  const cluster = lab();
  agent(cluster, { ...memory(Size.gib(7)), placement: { role: NodeRole.WORKER } });
  new SinglePodFlexible(cluster.workers, 'blog', appProps(memory(Size.gib(1))));
  expect(messages(cluster.verdict().open)).toMatchInlineSnapshot(`
    "CAPACITY-FRAGMENTED  lab/nodes/w1,w2,w3: 10m cores and 1Gi of memory on one node for blog, but pods that start earlier may leave less on each of w1, w2 and w3, and Kubernetes does not move them.
                         Request less, make a node bigger, or accept it with a reason: in total everything fits.

    CAPACITY-ON-LOSS  lab/nodes/w1: apps that move when w1 dies, but w2 and w3 then lack 200Mi of memory for all of them, so some stay down.
                      Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.

    CAPACITY-ON-LOSS  lab/nodes/w2: apps that move when w2 dies, but w1 and w3 then lack 200Mi of memory for all of them, so some stay down.
                      Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first.

    CAPACITY-ON-LOSS  lab/nodes/w3: apps that move when w3 dies, but w1 and w2 then lack 200Mi of memory for all of them, so some stay down.
                      Request less, make the other nodes bigger, or accept it with a reason. Priorities decide which apps start first."
  `);
});

describe('refused', () => {
  test('an agent that is too big for one of its nodes', () => {
    expect(said(memory(Size.gib(7)))).toMatchInlineSnapshot(`
      "FIT-NO-NODE  lab/monitoring/logs: 10m cores and 7Gi of memory on each node, but the nodes have this for pods: c1 3500m and 6044Mi.
                   Request less, or make the nodes bigger."
    `);
  });

  test('a device that no node has', () => {
    expect(said({ volumes: [Volume.device('gpu')], security: { allow: [Allow.privileged('it reads the counters')] } })).toContain(
      'lab/monitoring/logs: the device gpu, but no node has it.',
    );
  });

  test('data of its own, and claims that are for one pod', () => {
    expect(said({ volumes: [Volume.data('/data', { size: Size.gib(1) })] })).toMatchInlineSnapshot(`
      "AGENT-DATA  lab/monitoring/logs: data at /data, but an agent has a pod on every node, and only one claim.
                  Use Volume.hostPath for data of each node, or Volume.nfs for shared data."
    `);
    expect(said({ volumes: [Volume.claim('/data', { claimName: 'mine' })] })).toMatchInlineSnapshot(`
      "CLAIM-TWO-WRITERS  lab/monitoring/logs: the claim mine for a pod on each node, but ReadWriteOnce allows only one node.
                         Set readWriteMany if several nodes may mount the claim, or use Volume.nfs."
    `);
  });

  test('a rollout of more at a time than the field can hold', () => {
    expect(said({ maxUnavailable: 2 ** 31 })).toMatchInlineSnapshot(`
      "NUMBER-ABSURD  lab/monitoring/logs: maxUnavailable: 2147483648, but the field ends at 2147483647.
                     Use the number of nodes at most."
    `);
    expect(said({ maxUnavailable: 2 ** 31 - 1 })).toBe('');
  });

  test('priority without a reason, and a rollout of nothing at a time', () => {
    expect(said({ critical: { reason: ' ' }, maxUnavailable: 0 })).toMatchInlineSnapshot(`
      "NUMBER-ABSURD  lab/monitoring/logs: maxUnavailable: 0, but a rollout updates at least one node at a time.
                     Leave it out for 1.

      AGENT-CRITICAL-WITHOUT-REASON  lab/monitoring/logs: critical without a reason, but it evicts apps when a node runs short.
                                     Say why a node is useless without it."
    `);
  });

  test('a role without a cluster', () => {
    const chart = new Chart(Testing.app(), 'mine');
    new NodeAgent(chart, 'logs', { ...appProps(), placement: { role: NodeRole.STORAGE } });
    expect(() => Testing.synth(chart)).toThrow('ROLE-WITHOUT-CLUSTER');
  });
});

test('in a chart of the user an agent needs no facts', () => {
  const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine' });
  new NodeAgent(chart, 'logs', appProps());
  expect((Testing.synth(chart) as { kind: string }[]).map(({ kind }) => kind)).toEqual(['DaemonSet', 'NetworkPolicy']);
});

test('an agent with a volume that one of its nodes cannot mount is refused', () => {
  const cluster = () => lab({ nodes: [worker('w1'), worker('w2'), worker('w3'), worker('w4', { roles: [NodeRole.WORKER], pools: [] }), control('c1')] });
  const volumes = [Volume.ephemeral('/cache', { size: Size.gib(1), storageClass: 'drbd-local' })];
  expect(said({ volumes, placement: { role: NodeRole.WORKER } }, cluster())).toMatchInlineSnapshot(`
    "AGENT-STORAGE-ELSEWHERE  lab/monitoring/logs: /cache on drbd-local, but w4 cannot mount it, and an agent has a pod there, too.
                             Use another storage class, or choose the nodes that have it."
  `);
  expect(said({ volumes, placement: { nodes: ['w1', 'w2'] } }, cluster())).toBe('');
});
