import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { isOfNode } from '../ask/volume/traits';
import { VolumeKind } from '../ask/volume/volume';
import { aloneInZone } from '../failure/held';
import type { Plan, PlannedClaim } from '../model/plan';
import { concerning, onAsk, onPlanInCluster, type Rules } from '../model/rule';
import { inGroup } from '../placement/group';
import { classOf } from '../storage/claims';
import { copiesApart } from '../storage/copies';
import { zonalPaths } from '../storage/zonal';
import { DEAD_NODE_RULES, isFlexible, keepsData } from './dead-node-rules';
import { ROLLING_SHARED, ROLLING_WITHOUT_PROBE } from './rolling-rules';

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

/** Rules about the promise of a flexible app. */
export const FLEXIBLE_RULES: Rules = {
  ask: [...concerning(isFlexible, [HOST_PATH, DEVICE]), ROLLING_SHARED, ROLLING_WITHOUT_PROBE],
  plan: [LOCAL_STORAGE, NOWHERE_TO_GO, COPIES_ELSEWHERE, VOLUMES_APART, ZONE_ALONE, ...DEAD_NODE_RULES],
};
