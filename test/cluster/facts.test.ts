import { frozenCopy, nodesWithRole, roundTripSeconds } from '../../lib/cluster/cluster';
import { minorOf, timingOf } from '../../lib/cluster/control-plane';
import { Architecture, FencingMethod, NodeRole, roleTaints, TaintEffect } from '../../lib/cluster/node';
import { resolveFacts } from '../../lib/cluster/resolve';
import { Cpu, Duration, Size } from '../../lib/cluster/units';
import { clusterProps, control, controlPlane, facts, factsOf, worker } from '../support';

/** One node, said as shortly as can be. */
function resolved(roles: readonly NodeRole[], overrides: Parameters<typeof worker>[1] = {}) {
  const [node] = resolveFacts('lab', {
    nodes: [{ name: 'n', roles, site: 'home', cpu: Cpu.cores(4), memory: Size.gib(8), ...overrides }],
    controlPlane: controlPlane(),
  }).nodes;
  if (node === undefined) throw new Error('no node');
  return node;
}

describe('a node that says little', () => {
  test('gets its site as its zone, AMD64, no pools and no fencing', () => {
    const node = resolved([NodeRole.WORKER]);
    expect(node.zone).toBe('home');
    expect(node.architecture).toBe(Architecture.AMD64);
    expect(node.pools).toEqual([]);
    expect(node.fencing).toEqual({ method: FencingMethod.NONE });
  });

  test('keeps 100m and 512Mi for itself, and 100Mi that the kubelet evicts at', () => {
    const { reserved, allocatable } = resolved([NodeRole.WORKER]);
    expect(`${reserved.cpu} ${reserved.memory}`).toBe('100m 512Mi');
    expect(`${allocatable.cpu} ${allocatable.memory}`).toBe('3900m 7580Mi');
  });

  test('keeps 500m and 2Gi for itself when it runs the control plane', () => {
    const { reserved, allocatable } = resolved([NodeRole.CONTROL, NodeRole.WORKER]);
    expect(`${reserved.cpu} ${reserved.memory}`).toBe('500m 2Gi');
    expect(`${allocatable.cpu} ${allocatable.memory}`).toBe('3500m 6044Mi');
  });

  test('takes 110 pods, and its own disk is not known', () => {
    const { pods, ephemeralStorage } = resolved([NodeRole.WORKER]).allocatable;
    expect([pods, ephemeralStorage]).toEqual([110, undefined]);
  });
});

describe('a node that says more', () => {
  test('is taken at its word for zone and reserve', () => {
    const node = resolved([NodeRole.WORKER], { zone: 'cellar', reserved: { cpu: Cpu.cores(1), memory: Size.gib(1) } });
    expect(node.zone).toBe('cellar');
    expect(`${node.allocatable.cpu} ${node.allocatable.memory}`).toBe('3 7068Mi');
    expect(node.labels['topology.kubernetes.io/zone']).toBe('cellar');
  });

  test('keeps its own labels and taints beside those that follow from its roles', () => {
    const own = { key: 'example.com/slow', effect: TaintEffect.PREFER_NO_SCHEDULE };
    const node = resolved([NodeRole.EDGE], { labels: { 'example.com/disk': 'hdd' }, taints: [own] });
    expect(node.labels).toEqual({ 'cdk8s-availability/role-edge': 'true', 'topology.kubernetes.io/zone': 'home', 'example.com/disk': 'hdd' });
    expect(node.taints).toEqual([{ key: 'cdk8s-availability/dedicated-edge', effect: 'NoSchedule' }, own]);
  });

  test('gets a region label when its site names one', () => {
    const given = facts({ sites: [{ name: 'home', region: 'europe' }] });
    expect(given.nodes[0]?.labels['topology.kubernetes.io/region']).toBe('europe');
    expect(facts().nodes[0]?.labels).not.toHaveProperty(['topology.kubernetes.io/region']);
  });
});

test('a node has one label for each of its roles', () => {
  expect(resolved([NodeRole.CONTROL, NodeRole.INGRESS, NodeRole.WITNESS]).labels).toEqual({
    'cdk8s-availability/role-control': 'true',
    'cdk8s-availability/role-ingress': 'true',
    'cdk8s-availability/role-witness': 'true',
    'topology.kubernetes.io/zone': 'home',
  });
});

describe('taints that follow from roles', () => {
  const keys = (...roles: NodeRole[]) => roleTaints(roles).map((taint) => `${taint.key}:${taint.effect}`);

  test('keep apps off a node of the control plane', () => {
    expect(keys(NodeRole.CONTROL)).toEqual(['node-role.kubernetes.io/control-plane:NoSchedule']);
  });
  test('are none on a worker, whatever else it is', () => {
    expect(keys(NodeRole.WORKER, NodeRole.CONTROL, NodeRole.MONITORING, NodeRole.EDGE)).toEqual([]);
  });
  test('dedicate nodes that only monitor or stand at the edge', () => {
    expect(keys(NodeRole.MONITORING)).toEqual(['cdk8s-availability/dedicated-monitoring:NoSchedule']);
    expect(keys(NodeRole.EDGE)).toEqual(['cdk8s-availability/dedicated-edge:NoSchedule']);
  });
  test('are none for ingress, storage and witness, which K3s and Piraeus must reach', () => {
    expect(keys(NodeRole.INGRESS, NodeRole.STORAGE, NodeRole.WITNESS)).toEqual([]);
  });
});

describe('the facts of a cluster', () => {
  test('have one site for each that a node names, by name, when none is declared', () => {
    expect(factsOf([worker('a', { site: 'x' }), worker('b', { site: 'y' }), worker('c', { site: 'x' })]).sites).toEqual([
      { name: 'home' },
      { name: 'x' },
      { name: 'y' },
    ]);
  });

  test('have nothing where nothing was said', () => {
    const { links, sharedFates, storage, policy, accept } = resolveFacts('lab', { nodes: [], controlPlane: controlPlane() });
    expect({ links, sharedFates, policy, accept }).toEqual({ links: [], sharedFates: [], policy: {}, accept: [] });
    expect(storage).toEqual({ classes: [], defaultReplicated: undefined, defaultLocal: undefined, readWriteOncePod: false, volumes: [] });
  });

  test('leave what was given as it was, and do not freeze it', () => {
    const node = { ...worker('w1'), labels: { a: 'b' } };
    const props = clusterProps({ nodes: [node, control('c1')], storage: { classes: [] } });
    const before = JSON.stringify(props);
    const given = resolveFacts('lab', props);
    expect(JSON.stringify(props)).toBe(before);
    for (const mine of [props, props.nodes, node, node.roles, node.labels, node.pools, props.controlPlane, props.storage])
      expect(Object.isFrozen(mine)).toBe(false);
    node.labels.a = 'changed';
    expect(given.nodes.find(({ name }) => name === 'w1')?.labels.a).toBe('b');
  });

  test('are frozen all the way down', () => {
    const given = facts();
    const seen: unknown[] = [given];
    for (const value of seen) {
      expect(Object.isFrozen(value)).toBe(true);
      if (typeof value === 'object' && value !== null) seen.push(...Object.values(value).filter((part) => typeof part === 'object' && part !== null));
    }
    expect(seen.length).toBeGreaterThan(50);
  });

  test('are the same in whatever order nodes are written down', () => {
    const nodes = [worker('w1'), control('c1'), worker('w3'), worker('w2')];
    expect(facts({ nodes })).toEqual(facts({ nodes: [...nodes].reverse() }));
    expect(facts({ nodes }).nodes.map((node) => node.name)).toEqual(['c1', 'w1', 'w2', 'w3']);
  });

  test('find nodes by role, in the order of their names', () => {
    expect(nodesWithRole(facts(), NodeRole.STORAGE).map((node) => node.name)).toEqual(['w1', 'w2', 'w3']);
    expect(nodesWithRole(facts(), NodeRole.EDGE)).toEqual([]);
  });

  test('know the longest round trip of a pair of sites, in both directions', () => {
    const given = facts({
      links: [
        { from: 'x', to: 'y', roundTrip: Duration.millis(5) },
        { from: 'y', to: 'x', roundTrip: Duration.millis(25) },
      ],
    });
    expect(roundTripSeconds(given, 'x', 'y')).toBe(0.025);
    expect(roundTripSeconds(given, 'y', 'x')).toBe(0.025);
    expect(roundTripSeconds(given, 'x', 'x')).toBe(0);
    expect(roundTripSeconds(given, 'x', 'z')).toBeUndefined();
  });
});

test('a frozen copy shares no plain object with the original and keeps units', () => {
  const original = { list: [{ size: Size.gib(1) }] };
  const copy = frozenCopy(original);
  expect(copy).toEqual(original);
  expect(copy.list).not.toBe(original.list);
  expect(copy.list[0]).not.toBe(original.list[0]);
  expect(copy.list[0]?.size).toBe(original.list[0]?.size);
  expect(Object.isFrozen(original.list)).toBe(false);
});

describe('the timing of a control plane', () => {
  test.each([
    ['1.36.3', 50],
    ['v1.32.0', 50],
    ['1.32', 50],
    ['1.31.14', 40],
    ['1.28', 40],
    ['1.33.4+k3s1', 50],
    ['1.31.2-eks-1a2b3c', 40],
  ])('of Kubernetes %s has a grace period of %d s', (version, seconds) => {
    expect(timingOf(version).gracePeriod).toBe(seconds);
  });

  test("has Kubernetes' defaults where no flag is set", () => {
    expect(timingOf('1.36.3')).toEqual({
      gracePeriod: 50,
      monitorPeriod: 5,
      leaseInterval: 10,
      evictionRate: 0.1,
      secondaryEvictionRate: 0.01,
      unhealthyZoneThreshold: 0.55,
      largeClusterSize: 50,
      defaultToleration: 300,
      attachDetachSync: 60,
      forceDetach: true,
      leaderChange: 17,
    });
  });

  test('follows every flag that is set', () => {
    const timing = timingOf('1.31.0', {
      nodeMonitorGracePeriod: Duration.seconds(20),
      nodeMonitorPeriod: Duration.seconds(2),
      nodeLeaseDuration: Duration.seconds(16),
      nodeEvictionRate: 1,
      secondaryNodeEvictionRate: 0.5,
      unhealthyZoneThreshold: 0.8,
      largeClusterSizeThreshold: 10,
      defaultToleration: Duration.seconds(60),
      attachDetachReconcileSyncPeriod: Duration.seconds(5),
      disableForceDetachOnTimeout: true,
      leaderChange: Duration.seconds(9),
    });
    expect(timing).toEqual({
      gracePeriod: 20,
      monitorPeriod: 2,
      leaseInterval: 4,
      evictionRate: 1,
      secondaryEvictionRate: 0.5,
      unhealthyZoneThreshold: 0.8,
      largeClusterSize: 10,
      defaultToleration: 60,
      attachDetachSync: 5,
      forceDetach: false,
      leaderChange: 9,
    });
  });

  test.each([
    ['1.36.3', 36],
    ['v1.9', 9],
    ['1.36.3+k3s1', 36],
    ['2.0', undefined],
    ['latest', undefined],
    ['1.x', undefined],
    ['1.36.3.4', undefined],
  ])('reads the minor of %s as %s', (version, minor) => {
    expect(minorOf(version)).toBe(minor);
  });
});
