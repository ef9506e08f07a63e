import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import type { Pool } from '../../cluster/node';
import type { PlacedSaid } from '../../cluster/rule';
import type { StorageClass } from '../../cluster/storage';
import { Size } from '../../cluster/units';
import type { ResolvedApp } from '../ask/resolved';
import { isClaimed } from '../ask/volume/traits';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { AccessMode, type Plan, type PlannedClaim, type PlannedEphemeral } from '../model/plan';
import { onFleet } from '../model/rule';
import { classOf } from './claims';

/** Claims whose storage no fact declares. */
function unheld(plans: readonly Plan[], facts: ClusterFacts): { readonly path: string; readonly claim: PlannedEphemeral & Partial<PlannedClaim> }[] {
  return plans.flatMap(({ ask: { path }, claims, ephemeral }) =>
    [...claims.filter((claim) => claim.owner === undefined), ...ephemeral]
      .filter((claim) => classOf(facts, claim) === undefined)
      .map((claim) => ({ path, claim })),
  );
}

const keepsAnywhere = ({ volumes }: ResolvedApp) =>
  volumes.some(
    ({ kind, options }) => (kind === VolumeKind.DATA || kind === VolumeKind.EPHEMERAL) && (options.data ?? options.ephemeral)?.storageClass === undefined,
  );

const STORAGE_MISSING = onFleet({
  code: 'STORAGE-MISSING',
  severity: Severity.ERROR,
  means: 'an app with data in a cluster that declares no storage for it',
  fix: 'add a storage before the app, or declare a class in `storage.classes`',
  concerns: keepsAnywhere,
  *check(plans, facts) {
    for (const { path, claim } of unheld(plans, facts)) {
      // STORAGE-NOT-SHARED reports data that several nodes write.
      if (claim.exists === true || claim.storageClass !== undefined || claim.accessMode === AccessMode.READ_WRITE_MANY) continue;
      yield {
        path,
        given: `data at ${claim.volume.path}`,
        allowed: 'but the cluster declares no storage for it',
        fix: 'Put a storage into cluster.storage before the app, or declare a class in storage.classes.',
      };
    }
  },
});

const CLASS_UNKNOWN = onFleet({
  code: 'STORAGE-CLASS-UNKNOWN',
  severity: Severity.ERROR,
  means: 'a storage class that the facts do not declare',
  fix: 'declare it in `storage.classes`',
  concerns: ({ volumes }) => volumes.some(({ options }) => (options.data ?? options.claim ?? options.ephemeral)?.storageClass !== undefined),
  *check(plans, facts) {
    for (const { path, claim } of unheld(plans, facts)) {
      if (claim.storageClass === undefined || claim.storageClass === '') continue;
      yield {
        path,
        given: `the storage class ${claim.storageClass}`,
        allowed: 'but the facts do not declare it',
        fix: 'Declare it in storage.classes, or leave it out.',
      };
    }
  },
});

/** Whether the claims fit into the pools of their copies. */
const BEYOND_POOL = onFleet({
  code: 'CLAIMS-BEYOND-POOL',
  severity: Severity.ERROR,
  means: 'claims that are bigger than the pool',
  fix: 'make the volumes smaller, or the pool bigger',
  concerns: ({ volumes }) => volumes.some((volume) => isClaimed(volume) || volume.kind === VolumeKind.EPHEMERAL),
  *check(plans, facts) {
    const demands = plans.flatMap((plan) => plan.claims.filter((claim) => claim.exists !== true).flatMap((claim) => demandOf(plan, claim, facts)));
    demands.push(...existing(plans, facts));
    for (const plan of plans) for (const one of plan.ephemeral) demands.push(...demandOf(plan, { ...one, perPod: true }, facts));
    for (const pool of new Set(demands.map((demand) => demand.pool))) yield* overPool(pool, demands, facts);
  },
});

/** Rules about storage for all apps together. */
export const POOL_RULES = [STORAGE_MISSING, CLASS_UNKNOWN, BEYOND_POOL];

interface Demand {
  readonly plan: Plan;
  readonly claim: PlannedEphemeral;
  readonly storageClass: StorageClass;
  readonly pool: string;
  readonly bytes: number;
  /** Full copies on pools, over all pods. */
  readonly copies: number;
}

type Claimed = PlannedEphemeral & Pick<PlannedClaim, 'perPod' | 'owner'>;

function demandOf(plan: Plan, claim: Claimed, facts: ClusterFacts): Demand[] {
  // The owner counts it.
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
      bytes: sizeOf(claim.volume)?.bytes ?? 0,
      copies: storageClass.copies * pods,
    },
  ];
}

function sizeOf({ options: { data, claim, ephemeral } }: Volume): Size | undefined {
  return (data ?? claim ?? ephemeral)?.size;
}

/** Existing claims, each once, as far as the apps declare them. */
function existing(plans: readonly Plan[], facts: ClusterFacts): Demand[] {
  const seen = new Map<string, Demand[]>();
  for (const plan of plans) {
    for (const claim of plan.claims) if (claim.exists === true) seen.set(`${plan.ask.namespace ?? 'default'}/${claim.name}`, demandOf(plan, claim, facts));
  }
  return [...seen.values()].flat();
}

function overPool(pool: string, all: readonly Demand[], facts: ClusterFacts): PlacedSaid[] {
  const demands = all.filter((demand) => demand.pool === pool);
  const reach = demands.some(({ storageClass }) => storageClass.nodes === undefined)
    ? undefined
    : new Set(demands.flatMap(({ storageClass }) => storageClass.nodes));
  const sizes = facts.nodes
    .filter(({ name }) => reach?.has(name) !== false)
    .flatMap((node) => node.pools.filter((one) => one.name === pool).map((one) => ({ node: node.name, bytes: roomIn(one) })));
  const allowed = `but the pool ${pool} has ${listed(sizes.map((one) => `${one.node} ${rounded(one.bytes)}`))}`;
  const tooBig: PlacedSaid[] = [];
  for (const { plan, claim, storageClass, bytes } of demands) {
    const reachable = sizes.filter((one) => storageClass.nodes?.includes(one.node) !== false);
    if (reachable.length < storageClass.copies) continue;
    const limit = reachable.map((one) => one.bytes).sort((a, b) => b - a)[storageClass.copies - 1] ?? 0;
    if (bytes <= limit) continue;
    const given = `${rounded(bytes)} at ${claim.volume.path} in ${storageClass.copies} full ${storageClass.copies === 1 ? 'copy' : 'copies'}`;
    tooBig.push({ path: plan.ask.path, given, allowed, fix: 'Make the volume smaller, or the pools of the smaller nodes bigger.' });
  }
  if (tooBig.length > 0) return tooBig;
  const fix = 'Make the volumes smaller, or the pools bigger.';
  const onNodes = sizes.flatMap(({ node, bytes }) => {
    const held = total(demands.map((demand) => heldOn(node, demand)));
    return held <= bytes ? [] : [{ path: `${facts.name}/nodes/${node}`, given: `${rounded(held)} of claims that must be on ${node}`, allowed, fix }];
  });
  const inSum = total(demands.map((demand) => demand.bytes * demand.copies));
  if (onNodes.length > 0 || inSum <= total(sizes.map((one) => one.bytes))) return onNodes;
  return [{ path: `${facts.name}/storage`, given: `${rounded(inSum)} of claims, including copies`, allowed, fix }];
}

/** What claims of this program may take of a pool. */
function roomIn({ size, otherClaims, overcommit = 1 }: Pool): number {
  return Math.max(0, size.bytes * overcommit - (otherClaims?.bytes ?? 0));
}

/** How much of a demand a node must hold: the local copy of a pinned pod, or its share if every node has a copy. */
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
