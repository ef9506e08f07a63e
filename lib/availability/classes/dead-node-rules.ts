import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import type { StorageRelease } from '../../cluster/storage';
import type { ResolvedApp } from '../ask/resolved';
import { isClaimed, VolumeTie } from '../ask/volume/traits';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass } from '../ask/workload';
import { AccessMode, nodesOf, type Plan } from '../model/plan';
import { VolumeRelease } from '../model/release';
import { onPlanInCluster } from '../model/rule';
import { inGroup } from '../placement/group';
import { claimedTie, classOf, releaseOf, unsafeVolumes } from '../storage/claims';

export function isFlexible({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE;
}

export function keepsData(app: ResolvedApp): boolean {
  return isFlexible(app) && app.volumes.some(isClaimed);
}

/** Kinds of volume that may be attached to one node at a time. */
const ATTACHABLE: readonly VolumeKind[] = [VolumeKind.DATA, VolumeKind.CLAIM, VolumeKind.SHARED, VolumeKind.CSI];

function mayBeStuck(app: ResolvedApp): boolean {
  return isFlexible(app) && app.volumes.some(({ kind }) => ATTACHABLE.includes(kind));
}

/** A pod that a dead node keeps. */
interface Stuck {
  /** The storage that could have moved it. */
  readonly mover: StorageRelease | undefined;
  /** Data that nothing attaches, if the pod stays only because the claims are for one pod alone. */
  readonly kept: readonly string[];
}

/** Whether a dead node keeps its volume, and so the pod. */
function stuckOf(plan: Plan, facts: ClusterFacts): Stuck | undefined {
  const { ask, volumeTie } = plan;
  const { claims, volumes } = inGroup(ask, facts);
  const { release } = releaseOf(facts, claims, volumes, nodesOf(plan));
  if (volumeTie !== VolumeTie.ATTACHED || release !== VolumeRelease.NOBODY) return undefined;
  const [mover] = claims.flatMap((claim) => classOf(facts, claim)?.release ?? []);
  const kept = claims.filter((claim) => claim.accessMode === AccessMode.READ_WRITE_ONCE_POD && classOf(facts, claim)?.attachable === false);
  const others = claims.filter((claim) => !kept.includes(claim));
  return {
    mover: unsafeVolumes(facts, claims, volumes).length > 0 ? mover : undefined,
    kept: claimedTie(facts, others, volumes) === VolumeTie.ATTACHED ? [] : kept.map((claim) => claim.volume.path),
  };
}

const FAILOVER_EXEMPT = onPlanInCluster({
  code: 'FLEXIBLE-FAILOVER-EXEMPT',
  severity: Severity.WARNING,
  means: 'NFS or a similar volume in an app with replicated data, so that what frees the data does not move the pod',
  fix: 'set `failOverUnsafePods`, or accept it',
  concerns: mayBeStuck,
  *check(plan, facts) {
    const mover = isFlexible(plan.ask) ? stuckOf(plan, facts)?.mover : undefined;
    if (mover === undefined) return;
    const { claims, volumes } = inGroup(plan.ask, facts);
    const unsaid = claims.filter((claim) => claim.exists === true && classOf(facts, claim) === undefined).map(({ name }) => name);
    yield {
      given: `${listed(unsafeVolumes(facts, claims, volumes))} together with replicated data`,
      allowed: `and ${mover.by} does not move pods with such volumes: when the node dies, the app stays down until a person acts`,
      fix: `${unsaid.length === 0 ? '' : `If ${listed(unsaid)} ${unsaid.length === 1 ? 'is' : 'are'} replicated too, name the class at the volume: Volume.claim(…, { claimName: '…', storageClass: '…' }). `}${mover.allowUnsafePods === undefined ? 'Remove' : `${mover.allowUnsafePods}, remove`} the volume, or accept it with a reason.`,
    };
  },
});

const STUCK_VOLUME = onPlanInCluster({
  code: 'FLEXIBLE-STUCK-VOLUME',
  severity: Severity.WARNING,
  means: 'an attached volume, or a claim for one pod alone, that nothing takes from a dead node',
  fix: 'set `release` of the storage class if it frees volumes of dead nodes, fence with an agent, leave `readWriteOncePod` out if nothing is attached, or accept it',
  concerns: mayBeStuck,
  *check(plan, facts) {
    const stuck = isFlexible(plan.ask) ? stuckOf(plan, facts) : undefined;
    if (stuck === undefined || stuck.mover !== undefined) return;
    const unfenced = nodesNamed(facts, nodesOf(plan))
      .filter((node) => node.fencing.automatedWithin === undefined)
      .map((node) => node.name);
    const where = `on ${counted(unfenced.length, 'node')} that no agent fences (${listed(unfenced)})`;
    if (stuck.kept.length > 0)
      yield {
        given: `${listed(stuck.kept)} for one pod alone, ${where}`,
        allowed: 'and the pod of a dead node keeps such a claim although nothing is attached: the app stays down until a person acts',
        fix: 'Leave readWriteOncePod out if two pods do no harm for a while, fence the nodes, or accept it with a reason.',
      };
    else
      yield {
        given: `an attached volume ${where}`,
        allowed: 'and Kubernetes never detaches a volume from a dead node by itself: the app stays down until a person acts',
        fix: 'If its storage frees volumes of dead nodes, say so in release of the class, with the time that it takes. Otherwise fence the nodes, use storage that does, such as DRBD, or accept it with a reason.',
      };
  },
});

function isWrittenByAll({ kind, readOnly }: Volume): boolean {
  return !readOnly && (kind === VolumeKind.NFS || kind === VolumeKind.CSI);
}

/** Kubernetes cannot stop the pod on a node that is cut off. Only an attached volume or one with quorum stops the first writer. */
const TWIN_WRITER = onPlanInCluster({
  code: 'FLEXIBLE-TWIN-WRITER',
  severity: Severity.WARNING,
  means: 'two writers over the network: the old pod keeps writing next to the new one, on a node that is cut off, or during a drain until it ends',
  fix: 'keep data on replicated volumes if two writers would damage it, mount it read-only, or accept it',
  concerns: (app) => keepsData(app) || (isFlexible(app) && app.volumes.some((volume) => isWrittenByAll(volume) || volume.kind === VolumeKind.SHARED)),
  *check(plan, facts) {
    if (!isFlexible(plan.ask) || stuckOf(plan, facts) !== undefined) return;
    // Whoever lets the storage move such pods said why; the plan repeats it.
    if (inGroup(plan.ask, facts).claims.some((claim) => classOf(facts, claim)?.release?.unsafeReason !== undefined)) return;
    const shared = [
      ...plan.ask.volumes.filter(isWrittenByAll).map((volume) => volume.path),
      ...plan.claims
        .filter((claim) => claim.accessMode !== AccessMode.READ_WRITE_ONCE_POD && !claim.volume.readOnly)
        .filter((claim) => claim.accessMode === AccessMode.READ_WRITE_MANY || classOf(facts, claim)?.attachable === false)
        .map((claim) => claim.volume.path),
    ];
    if (shared.length === 0) return;
    yield {
      given: `${listed(shared)} over the network`,
      allowed: 'and while a node is cut off but alive, its pod keeps writing there next to its replacement',
      fix: 'Keep data on replicated volumes, such as those of DRBD, if two writers would damage it, mount it read-only, or accept it with the reason why they do no damage.',
    };
  },
});

/** Rules about what a dead node keeps of a flexible app, or a node that is cut off. */
export const DEAD_NODE_RULES = [FAILOVER_EXEMPT, STUCK_VOLUME, TWIN_WRITER];
