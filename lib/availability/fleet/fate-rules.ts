import type { ClusterFacts, Node } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { counted, fewOf } from '../../cluster/names';
import { REGION, ZONE } from '../../cluster/node';
import { fateInWords, type SharedFate } from '../../cluster/site';
import { VolumeTie } from '../ask/volume/traits';
import { isJob } from '../ask/workload';
import { eviction, ZoneState, zoneState } from '../failure/timing';
import { OutcomeKind } from '../model/outcome';
import type { Plan } from '../model/plan';
import { VolumeRelease } from '../model/release';
import { onFleet } from '../model/rule';
import { inGroup } from '../placement/group';
import { moves } from '../placement/moves';
import { releaseOf } from '../storage/claims';

/** More names than people read. */
const SHOWN = 10;

/** As Kubernetes tells zones apart when it evicts: by both labels (component-helpers, node/topology). */
function zoneKey({ labels }: Node): string {
  return `${labels[REGION] ?? ''} ${labels[ZONE] ?? ''}`;
}

/** A zone of which a fate takes so much that Kubernetes evicts nothing there. */
interface Stalled {
  readonly zone: string;
  readonly size: number;
  readonly dead: readonly string[];
}

function stalledBy(fate: SharedFate, { nodes, timing }: ClusterFacts): Stalled[] {
  return [...new Set(nodes.map(zoneKey))].flatMap((key) => {
    const all = nodes.filter((node) => zoneKey(node) === key);
    const dead = all.filter(({ name }) => fate.nodes.includes(name)).map(({ name }) => name);
    const isStalled =
      zoneState(timing, all.length, dead.length) === ZoneState.PARTIAL_DISRUPTION && eviction(timing, all.length, dead.length).max === Number.POSITIVE_INFINITY;
    return isStalled ? [{ zone: all[0]?.labels[ZONE] ?? '', size: all.length, dead }] : [];
  });
}

/** Without its majority the control plane moves nothing anyway, and other rules say so. */
function takesServers({ nodes }: SharedFate, { controlPlane: { servers } }: ClusterFacts): boolean {
  return 2 * servers.filter((name) => nodes.includes(name)).length > servers.length;
}

/** Whether it would move from these nodes if Kubernetes evicted it: to others, and not by its storage. */
function waitsFor({ dead }: Stalled, { nodes: taken }: SharedFate, plan: Plan, facts: ClusterFacts): boolean {
  const { ask, outcome, toleration, volumeTie, placement, fitting } = plan;
  const nodes = fitting ?? placement.value.nodes ?? [];
  if (!moves(plan) || isJob(ask) || outcome?.kind !== OutcomeKind.FAILS_OVER || !Number.isFinite(toleration.value)) return false;
  if (!nodes.some((name) => dead.includes(name)) || nodes.every((name) => taken.includes(name))) return false;
  const { claims, volumes } = inGroup(ask, facts);
  return volumeTie !== VolumeTie.ATTACHED || releaseOf(facts, claims, volumes, nodes).release !== VolumeRelease.STORAGE;
}

const STOPS_EVICTION = onFleet({
  code: 'FATE-STOPS-EVICTION',
  severity: Severity.WARNING,
  means: 'one thing, such as a power strip, whose failure takes so many nodes of a zone, but not all, that Kubernetes suspects itself and moves no pod',
  fix: 'make its nodes a zone of their own, or accept it',
  concerns: () => false,
  *check(plans, facts) {
    for (const fate of facts.sharedFates) {
      if (takesServers(fate, facts)) continue;
      for (const stalled of stalledBy(fate, facts)) {
        const waiting = plans.filter((plan) => waitsFor(stalled, fate, plan, facts)).map(({ ask }) => ask.name);
        if (waiting.length === 0) continue;
        yield {
          path: `${facts.name}/sharedFates/${fate.name}`,
          given: `${fateInWords(fate)} takes ${stalled.dead.length} of ${counted(stalled.size, 'node')} of the zone ${stalled.zone}`,
          allowed: `and with ${Math.round(facts.timing.unhealthyZoneThreshold * 100)} % of a zone gone, but not all of it, Kubernetes evicts nothing there: ${fewOf(waiting, SHOWN)} may stay down until the nodes are back`,
          fix: `Make ${fate.name} a zone of its own, in the facts and as the label topology.kubernetes.io/zone of its nodes, or accept it with a reason.`,
        };
      }
    }
  },
});

/** Rules about what several nodes lose at once. */
export const FATE_RULES = [STOPS_EVICTION];
