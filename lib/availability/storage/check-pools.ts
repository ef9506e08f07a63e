import { type ClusterFacts, nodesWithRole } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { NodeRole } from '../../cluster/node';
import type { StorageClass } from '../../cluster/storage';
import { Size } from '../../cluster/units';
import { AccessMode, type Plan, type PlannedClaim } from '../model/plan';
import { classOf } from './claims';

interface Demand {
  readonly plan: Plan;
  readonly claim: PlannedClaim;
  readonly storageClass: StorageClass;
  readonly pool: string;
  readonly bytes: number;
  /** Full copies that lie on pools, over all pods. */
  readonly copies: number;
}

/** Whether the claims go into the pools that their copies lie on. */
export function checkPools(plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  const own = plans.flatMap((plan) => plan.claims.flatMap((claim) => demandOf(plan, claim, facts)));
  const demands = [...own, ...existing(plans, facts)];
  const unknown = plans.flatMap((plan) => plan.claims.flatMap((claim) => checkClass(plan, claim, facts)));
  const pools = new Set(demands.map((demand) => demand.pool));
  return [...unknown, ...[...pools].flatMap((pool) => checkPool(pool, demands, facts))];
}

function checkClass(plan: Plan, claim: PlannedClaim, facts: ClusterFacts): Finding[] {
  if (claim.owner !== undefined) return [];
  if (claim.storageClass !== undefined && classOf(facts, claim) !== undefined) return [];
  // STORAGE-NOT-SHARED says it.
  if (claim.storageClass === undefined && claim.accessMode === AccessMode.READ_WRITE_MANY) return [];
  const error = (code: string, given: string, allowed: string, fix: string): Finding[] => [
    { code, severity: Severity.ERROR, path: plan.ask.path, given, allowed, fix: fix },
  ];
  if (claim.storageClass === undefined)
    return error(
      'STORAGE-MISSING',
      `data at ${claim.volume.path}`,
      'but the cluster declares no storage for it',
      'Put a storage into cluster.storage before the app, or describe a class in storage.classes.',
    );
  return error(
    'STORAGE-CLASS-UNKNOWN',
    `the storage class ${claim.storageClass}`,
    'but the facts do not know it',
    'Declare it in storage.classes, or leave it out.',
  );
}

function demandOf(plan: Plan, claim: PlannedClaim, facts: ClusterFacts): Demand[] {
  // Whose it is has it counted.
  if (claim.owner !== undefined) return [];
  const storageClass = classOf(facts, claim);
  if (storageClass?.pool === undefined) return [];
  const pods = claim.perPod ? plan.replicas.value : 1;
  return [
    {
      plan,
      claim,
      storageClass,
      pool: storageClass.pool,
      bytes: (claim.volume.options.data?.size ?? claim.volume.options.claim?.size)?.bytes ?? 0,
      copies: storageClass.copies * pods,
    },
  ];
}

/** Claims that somebody else made, each once, as far as the apps say what they are. */
function existing(plans: readonly Plan[], facts: ClusterFacts): Demand[] {
  const seen = new Map<string, Demand[]>();
  for (const plan of plans) {
    for (const volume of plan.ask.props.volumes ?? []) {
      const { claimName, storageClass } = volume.options.claim ?? {};
      if (claimName === undefined) continue;
      const claim = { volume, name: claimName, perPod: false, accessMode: AccessMode.READ_WRITE_ONCE, storageClass, why: 'it exists' };
      seen.set(`${plan.ask.namespace ?? 'default'}/${claimName}`, demandOf(plan, claim, facts));
    }
  }
  return [...seen.values()].flat();
}

function checkPool(pool: string, all: readonly Demand[], facts: ClusterFacts): Finding[] {
  const demands = all.filter((demand) => demand.pool === pool);
  const sizes = nodesWithRole(facts, NodeRole.STORAGE).flatMap((node) =>
    node.pools.filter((one) => one.name === pool).map((one) => ({ node: node.name, bytes: one.size.bytes })),
  );
  const findings: Finding[] = [];
  const where = listed(sizes.map((one) => `${one.node} ${rounded(one.bytes)}`));
  for (const { plan, claim, storageClass, bytes } of demands) {
    const reachable = sizes.filter((one) => storageClass.nodes?.includes(one.node) !== false);
    if (reachable.length < storageClass.copies) continue;
    const limit = reachable.map((one) => one.bytes).sort((a, b) => b - a)[storageClass.copies - 1] ?? 0;
    if (bytes > limit) {
      findings.push({
        code: 'CLAIMS-BEYOND-POOL',
        severity: Severity.ERROR,
        path: plan.ask.path,
        given: `${rounded(bytes)} at ${claim.volume.path} in ${storageClass.copies} full copies`,
        allowed: `but the pool ${pool} has ${where}`,
        fix: 'Ask for less, or give the smaller nodes more.',
      });
    }
  }
  if (findings.length > 0) return findings;
  const say = (path: string, given: string) =>
    findings.push({
      code: 'CLAIMS-BEYOND-POOL',
      severity: Severity.ERROR,
      path: `${facts.name}/${path}`,
      given,
      allowed: `but the pool ${pool} has ${where}`,
      fix: 'Ask for less, or give the nodes more.',
    });
  for (const { node, bytes } of sizes) {
    const held = total(demands.map((demand) => heldOn(node, demand)));
    if (held > bytes) say(`nodes/${node}`, `${rounded(held)} of claims that must lie on ${node}`);
  }
  const inSum = total(demands.map((demand) => demand.bytes * demand.copies));
  if (findings.length === 0 && inSum > total(sizes.map((one) => one.bytes))) say('storage', `${rounded(inSum)} of claims, copies counted`);
  return findings;
}

/** What a node must hold of a demand: a pinned pod's local copy, or its share where every node has a copy. */
function heldOn(node: string, demand: Demand): number {
  const holders = demand.storageClass.nodes ?? [];
  const nodes = demand.plan.placement.value.nodes ?? [];
  if (demand.storageClass.nodeLocal && nodes.length === 1) return nodes[0] === node ? demand.bytes : 0;
  return holders.includes(node) && demand.copies >= holders.length ? (demand.bytes * demand.copies) / holders.length : 0;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function rounded(bytes: number): string {
  return Size.mib(Math.ceil(bytes / 1024 ** 2)).toString();
}
