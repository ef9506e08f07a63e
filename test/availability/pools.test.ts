import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { checkApps } from '../../lib/availability/fleet/rules';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { NodeRole, PoolKind } from '../../lib/cluster/node';
import { Size } from '../../lib/cluster/units';
import { type AnyAppProps, facts, factsOf, messages, planOf, worker } from '../support';

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
const flexible = (name: string, overrides: Partial<AnyAppProps>, given?: ClusterFacts) => planOf(SINGLE_POD_FLEXIBLE, { name, ...overrides }, given);
const pinned = (name: string, overrides: Partial<AnyAppProps>, given?: ClusterFacts) =>
  planOf(SINGLE_POD_PINNED, { name, node: { name: 'w1', reason: 'a test' }, ...overrides }, given);
const data = (gib: number, storageClass?: string) => ({
  volumes: [Volume.data('/data', { size: Size.gib(gib), ...(storageClass === undefined ? {} : { storageClass }) })],
});
const old = (gib: number, readWriteMany = false) => ({
  volumes: [Volume.claim('/old', { claimName: 'old', size: Size.gib(gib), storageClass: 'drbd-replicated', readWriteMany })],
});
const pool = (gib: number, name = 'nvme') => ({ name, kind: PoolKind.LVM_THIN, size: Size.gib(gib) });

function said(plans: readonly Plan[], given = facts()): string {
  return messages(checkApps(plans, given).filter(({ code }) => code === 'CLAIMS-BEYOND-POOL'));
}

describe('a claim', () => {
  test('that exists counts once in a namespace, whoever mounts it, and however many pods', () => {
    const inside = (namespace: string, name: string) => flexible(name, { namespace, ...old(60) });
    expect(said([inside('a', 'one'), inside('a', 'two')])).toBe('');
    expect(said([inside('a', 'one'), inside('b', 'two')])).toContain('120Gi of claims that must be on w1');
    expect(said([planOf(HIGHLY_AVAILABLE, { replicas: Replicas.of(3), ...old(60, true) })])).toBe('');
  });

  test('has room for as many copies as it has, on the biggest pools', () => {
    const given = factsOf([worker('w1', { pools: [pool(100)] }), worker('w2', { pools: [pool(300)] }), worker('w3', { pools: [pool(200)] })], {
      drbd: { pool: 'nvme', replicas: 2 },
    });
    expect(said([flexible('blog', data(200), given)], given)).toBe('');
    expect(said([flexible('blog', data(201), given)], given)).toBe(
      'CLAIMS-BEYOND-POOL  lab/worker/blog: 201Gi at /data in 2 full copies, but the pool nvme has w1 100Gi, w2 300Gi and w3 200Gi.\n                    Make the volume smaller, or the pools of the smaller nodes bigger.',
    );
  });

  test('of one copy is said to have one', () => {
    expect(said([pinned('blog', data(101))])).toContain('101Gi at /data in 1 full copy, but');
  });
});

describe('a pool', () => {
  const both = { pools: [pool(100), pool(100, 'hdd')] };

  test('holds only its own claims, and is not another of its node', () => {
    const given = factsOf(
      ['w1', 'w2', 'w3'].map((name) => worker(name, both)),
      { drbd: { pool: 'nvme', localPool: 'hdd' } },
    );
    expect(said([pinned('a', data(60), given), flexible('b', data(60), given)], given)).toBe('');
    expect(said([flexible('b', data(101), given)], given)).toContain('but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.');
  });

  test('is counted on the nodes that its classes reach, for each class on its own', () => {
    const nodes = [...['w1', 'w2', 'w3'].map((name) => worker(name)), worker('w4', { roles: [NodeRole.WORKER], pools: [pool(500)] })];
    const given = factsOf(nodes, { drbd: { pool: 'nvme' }, storage: { classes: [{ name: 'folder', nodeLocal: true, pool: 'nvme' }] } });
    expect(said([flexible('a', data(101), given)], given)).toContain('but the pool nvme has w1 100Gi, w2 100Gi and w3 100Gi.');
    const far = pinned('far', { node: { name: 'w4', reason: 'a test' }, ...data(300, 'folder') }, given);
    expect(said([far], given)).toBe('');
    expect(said([far, pinned('near', data(150, 'drbd-local'), given)], given)).toContain(
      'lab/worker/near: 150Gi at /data in 1 full copy, but the pool nvme has w1 100Gi, w2 100Gi, w3 100Gi and w4 500Gi.',
    );
  });
});

describe('data without storage', () => {
  const given = facts({ storage: {} });
  const codes = (...plans: Plan[]) => checkApps(plans, given).map(({ code, path }) => `${code} ${path}`);

  test('is said of the app that owns it', () => {
    expect(codes(flexible('blog', data(1), given))).toEqual(['STORAGE-MISSING lab/worker/blog']);
    const [plan] = [flexible('blog', data(1), given)];
    const shared = {
      ...plan,
      ask: { ...plan.ask, name: 'reader', path: 'lab/worker/reader' },
      claims: plan.claims.map((claim) => ({ ...claim, owner: 'blog' })),
    };
    expect(codes(plan, shared)).toEqual(['STORAGE-MISSING lab/worker/blog']);
  });

  test('that several nodes write is said by another rule', () => {
    const many = { volumes: [Volume.data('/data', { size: Size.gib(1), readWriteMany: true })] };
    expect(codes(flexible('blog', many, given))).toEqual([]);
  });
});

test('shared data takes its room once', () => {
  const owner = flexible('blog', data(60));
  const reader = {
    ...owner,
    ask: { ...owner.ask, name: 'reader', path: 'lab/worker/reader' },
    claims: owner.claims.map((claim) => ({ ...claim, owner: 'blog' })),
  };
  expect(said([owner, reader])).toBe('');
});
