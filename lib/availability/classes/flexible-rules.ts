import type { ClusterFacts } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import type { StorageRelease } from '../../cluster/storage';
import type { ResolvedApp } from '../ask/resolved';
import { isData, isOfNode, VolumeTie } from '../ask/volume/traits';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import { AvailabilityClass } from '../ask/workload';
import { aloneInZone, zonalPaths } from '../failure/held';
import { AccessMode, type Plan, type PlannedClaim } from '../model/plan';
import { VolumeRelease } from '../model/release';
import { onAsk, onPlanInCluster, type Rules } from '../model/rule';
import { inGroup } from '../placement/group';
import { classOf, releaseOf, unsafeVolumes } from '../storage/claims';
import { copiesApart } from '../storage/copies';

function isFlexible({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE;
}

/** Kinds of volume that may be attached to one node at a time. */
const ATTACHABLE: readonly VolumeKind[] = [VolumeKind.DATA, VolumeKind.CLAIM, VolumeKind.SHARED, VolumeKind.CSI];

function keepsData(app: ResolvedApp): boolean {
  return isFlexible(app) && app.volumes.some(isData);
}

function mayBeStuck(app: ResolvedApp): boolean {
  return isFlexible(app) && app.volumes.some(({ kind }) => ATTACHABLE.includes(kind));
}

/** For data of another app, the findings of that app apply. */
function ownClaims({ claims }: Plan): readonly PlannedClaim[] {
  return claims.filter((claim) => claim.owner === undefined);
}

const HOST_PATH = onAsk({
  code: 'FLEXIBLE-HOST-PATH',
  severity: Severity.ERROR,
  means: 'a host path in a flexible app',
  fix: 'use `Volume.data` or `Volume.nfs`, set `onEveryNode` with a reason, or use a SinglePodPinned',
  *check(app) {
    if (!isFlexible(app)) return;
    for (const volume of app.volumes) {
      if (volume.kind !== VolumeKind.HOST_PATH || !isOfNode(volume)) continue;
      yield {
        given: `the host path ${volume.path}`,
        allowed: 'but a flexible app needs the same data on every node',
        fix: 'Use Volume.data or Volume.nfs, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned.',
      };
    }
  },
});

const DEVICE = onAsk({
  code: 'FLEXIBLE-DEVICE',
  severity: Severity.ERROR,
  means: 'a device in a flexible app',
  fix: 'use a SinglePodPinned, or reach the device over the network',
  *check(app) {
    if (!isFlexible(app)) return;
    for (const volume of app.volumes) {
      if (volume.kind !== VolumeKind.DEVICE) continue;
      yield {
        given: `the device ${volume.options.device}`,
        allowed: 'but a flexible app can run on every node of its role',
        fix: 'Make the app a SinglePodPinned, or reach the device over the network.',
      };
    }
  },
});

const LOCAL_STORAGE = onPlanInCluster({
  code: 'FLEXIBLE-LOCAL-STORAGE',
  severity: Severity.ERROR,
  means: 'data of a flexible app on a node-local storage class',
  fix: 'use a replicated class, or a SinglePodPinned',
  concerns: keepsData,
  *check(plan, facts) {
    if (!isFlexible(plan.ask)) return;
    for (const claim of ownClaims(plan)) {
      const storageClass = classOf(facts, claim);
      if (storageClass?.nodeLocal !== true) continue;
      yield {
        given: `${claim.volume.path} on the node-local class ${storageClass.name}`,
        allowed: 'but a flexible app must find its data on another node, and this would pin it to one',
        fix: 'Use a replicated class, or make the app a SinglePodPinned.',
      };
    }
  },
});

const NOWHERE_TO_GO = onPlanInCluster({
  code: 'FLEXIBLE-NOWHERE-TO-GO',
  severity: Severity.WARNING,
  means: 'a flexible app that fewer than two nodes can run',
  fix: 'give another node the role and the storage, or accept it',
  concerns: isFlexible,
  *check({ ask, fitting, placement }) {
    if (!isFlexible(ask) || fitting?.length !== 1) return;
    yield {
      given: 'one pod that moves when its node dies',
      allowed: `but only ${listed(fitting)} can run it (${placement.why})`,
      fix: 'Give another node the role and the storage, or accept it with a reason.',
    };
  },
});

/** Full copies that may all be on nodes where the app cannot run. */
const COPIES_ELSEWHERE = onPlanInCluster({
  code: 'FLEXIBLE-COPIES-ELSEWHERE',
  severity: Severity.WARNING,
  means: 'replicated data of which all copies but one may be on nodes that cannot run the app',
  fix: 'give those nodes the role, or remove `storage` from them',
  concerns: keepsData,
  *check(plan, facts) {
    if (!isFlexible(plan.ask)) return;
    for (const claim of ownClaims(plan)) {
      const { elsewhere } = copiesApart([claim], plan.fitting ?? [], facts) ?? {};
      if (elsewhere === undefined) continue;
      yield {
        given: `${claim.volume.path} in ${classOf(facts, claim)?.copies} full copies`,
        allowed: `but all but one may be on ${listed(elsewhere)}, where the app cannot run, so it cannot move`,
        fix: 'Give those nodes the role and the room that the app needs, remove the role storage from them, or accept it with a reason.',
      };
    }
  },
});

/** Each volume has its copies where it likes. */
const VOLUMES_APART = onPlanInCluster({
  code: 'FLEXIBLE-VOLUMES-APART',
  severity: Severity.WARNING,
  means: 'several replicated volumes whose copies may have only one node in common, so that the app cannot move',
  fix: 'keep the data on one volume, or a copy on every storage node, or accept it',
  concerns: keepsData,
  *check(plan, facts) {
    const { claims } = inGroup(plan.ask, facts);
    if (!isFlexible(plan.ask) || ownClaims(plan).length === 0) return;
    const apart = copiesApart(claims, plan.fitting ?? [], facts);
    if (apart === undefined || claims.some((claim) => copiesApart([claim], plan.fitting ?? [], facts) !== undefined)) return;
    yield {
      given: `replicated data at ${listed(apart.paths)}`,
      allowed: 'but each volume may have its copies on other nodes, so that no second node is sure to have all of them, and the app cannot move',
      fix: 'Keep the data on one volume, keep a copy on every storage node (replicas), or accept it with a reason.',
    };
  },
});

/** Data that stays in its zone lets a pod move only there. */
const ZONE_ALONE = onPlanInCluster({
  code: 'FLEXIBLE-ZONE-ALONE',
  severity: Severity.WARNING,
  means: 'data that stays in its zone, and a zone with only one node that can run the app',
  fix: 'add a node in that zone, use storage of several zones, or accept it',
  concerns: keepsData,
  *check(plan, facts) {
    if (!isFlexible(plan.ask) || plan.fitting?.length === 1 || ownClaims(plan).length === 0) return;
    const { claims } = inGroup(plan.ask, facts);
    const alone = aloneInZone(plan.fitting, claims, facts);
    if (alone.length === 0) return;
    yield {
      given: `${listed(zonalPaths(claims, facts))}, which stays in the zone of its first node`,
      allowed: `but in ${alone.length === 1 ? 'the zone' : 'the zones'} of ${listed(alone)} no other node can run it`,
      fix: 'Add a node to each of these zones, use storage that several zones reach, or accept it with a reason.',
    };
  },
});

/** Whether its volume stays attached to a dead node, and which storage could have moved it. */
function stuckOf({ ask, placement, volumeTie }: Plan, facts: ClusterFacts): { readonly mover: StorageRelease | undefined } | undefined {
  const { claims, volumes } = inGroup(ask, facts);
  const { release } = releaseOf(facts, claims, volumes, placement.value.nodes ?? []);
  if (volumeTie !== VolumeTie.ATTACHED || release !== VolumeRelease.NOBODY) return undefined;
  const [mover] = claims.flatMap((claim) => classOf(facts, claim)?.release ?? []);
  return { mover: unsafeVolumes(facts, claims, volumes).length > 0 ? mover : undefined };
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
    yield {
      given: `${listed(unsafeVolumes(facts, claims, volumes))} together with replicated data`,
      allowed: `and ${mover.by} does not move pods with such volumes: when the node dies, the app stays down until a person acts`,
      fix: `${mover.allowUnsafePods === undefined ? 'Remove' : `${mover.allowUnsafePods}, remove`} the volume, or accept it with a reason.`,
    };
  },
});

const STUCK_VOLUME = onPlanInCluster({
  code: 'FLEXIBLE-STUCK-VOLUME',
  severity: Severity.WARNING,
  means: 'an attached volume that nothing detaches from a dead node',
  fix: 'set `release` of the storage class if it frees volumes of dead nodes, fence with an agent, or accept it',
  concerns: mayBeStuck,
  *check(plan, facts) {
    const stuck = isFlexible(plan.ask) ? stuckOf(plan, facts) : undefined;
    if (stuck === undefined || stuck.mover !== undefined) return;
    const nodes = plan.placement.value.nodes ?? [];
    const unfenced = facts.nodes.filter((node) => nodes.includes(node.name) && node.fencing.automatedWithin === undefined).map((node) => node.name);
    yield {
      given: `an attached volume on ${counted(unfenced.length, 'node')} that no agent fences (${listed(unfenced)})`,
      allowed: 'and Kubernetes never detaches a volume from a dead node by itself: the app stays down until a person acts',
      fix: 'If its storage frees volumes of dead nodes, say so in release of the class, with the time that it takes. Otherwise fence the nodes, use storage that does, such as DRBD, or accept it with a reason.',
    };
  },
});

function isWrittenByAll({ kind, readOnly, options }: Volume): boolean {
  return !readOnly && (kind === VolumeKind.NFS || kind === VolumeKind.CSI || options.claim?.readWriteMany === true);
}

/** Kubernetes cannot stop the pod on a node that is cut off. Only an attached volume or one with quorum stops the first writer. */
const TWIN_WRITER = onPlanInCluster({
  code: 'FLEXIBLE-TWIN-WRITER',
  severity: Severity.WARNING,
  means: 'two writers over the network: the old pod keeps writing next to the new one, on a node that is cut off, or during a drain until it ends',
  fix: 'keep data on replicated volumes if two writers would damage it, mount it read-only, or accept it',
  concerns: (app) => keepsData(app) || (isFlexible(app) && app.volumes.some(isWrittenByAll)),
  *check(plan, facts) {
    if (!isFlexible(plan.ask) || stuckOf(plan, facts) !== undefined) return;
    if (facts.storage.classes.some(({ release }) => release?.unsafePods === true)) return;
    const shared = [
      ...plan.ask.volumes.filter(isWrittenByAll).map((volume) => volume.path),
      ...plan.claims
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

/** Rules about the promise of a flexible app. */
export const FLEXIBLE_RULES: Rules = {
  ask: [HOST_PATH, DEVICE],
  plan: [LOCAL_STORAGE, NOWHERE_TO_GO, COPIES_ELSEWHERE, VOLUMES_APART, ZONE_ALONE, FAILOVER_EXEMPT, STUCK_VOLUME, TWIN_WRITER],
};
