import { isOfNode } from '../availability/ask/volume/traits';
import { AvailabilityClass, OtherWorkload, type WorkloadClass } from '../availability/ask/workload';
import type { ClusterFacts, Node } from '../cluster/cluster';
import { listed } from '../cluster/names';
import { HOSTNAME } from '../cluster/node';
import { fewestPlaces, placeName } from './alone';
import { leftBehind } from './host-paths';
import { PodMaker } from './objects';
import { lowestCeiling } from './skew';
import type { ReadSpread } from './spread';
import type { ReadVolumes } from './volumes';

/** What decides the class of a workload. */
export interface Traits {
  readonly maker: PodMaker;
  readonly replicas: number;
  readonly eligible: readonly Node[];
  /** Whether it names its nodes. */
  readonly isAsked: boolean;
  /** Whether a volume says on which of them it is. */
  readonly isTied: boolean;
  readonly volumes: ReadVolumes;
  readonly spread: ReadSpread;
  /** Seconds; infinite: for ever. */
  readonly toleration: number;
  /** Whether that is because it tolerates any taint. */
  readonly toleratesAny: boolean;
}

/** What binds one pod to a node, or keeps it on a dead one, although nobody asks for a node. */
export interface Trap {
  readonly what: string;
  /** What would set it free. */
  readonly fix: string;
}

export interface Classified {
  readonly availabilityClass: WorkloadClass | undefined;
  readonly why: string;
  readonly trap?: Trap;
  /** What would keep its pods off one node. @default - they are, or there is one */
  readonly fix?: string;
  /** What it behaves like, at its worst, where it has no class. */
  readonly acting: WorkloadClass;
}

/** The class that a workload has in truth, whatever its makers meant. */
export function classify(traits: Traits, facts: ClusterFacts): Classified {
  const { maker, replicas } = traits;
  switch (maker) {
    case PodMaker.DAEMON_SET:
      return as(OtherWorkload.NODE_AGENT, 'a DaemonSet: one pod on each of its nodes');
    case PodMaker.JOB:
      if (replicas === 0) return none(OtherWorkload.ONE_OFF_JOB, 'suspended: nothing runs');
      return as(OtherWorkload.ONE_OFF_JOB, 'a Job: it runs to its end, once');
    case PodMaker.CRON_JOB:
      if (replicas === 0) return none(OtherWorkload.SCHEDULED_JOB, 'suspended: nothing runs');
      return as(OtherWorkload.SCHEDULED_JOB, 'a CronJob: it runs to its end, on a schedule');
    case PodMaker.POD:
      return none(FLEXIBLE, 'a Pod of its own: once it is gone, nothing makes it again');
    default:
      if (replicas === 0) return none(FLEXIBLE, 'scaled to zero: nothing runs');
      return replicas === 1 ? classifyOne(traits, facts) : classifySeveral(traits, facts);
  }
}

const { SINGLE_POD_FLEXIBLE: FLEXIBLE, SINGLE_POD_PINNED: PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;

function as(availabilityClass: WorkloadClass, why: string, trap?: Trap): Classified {
  return { availabilityClass, acting: availabilityClass, why, ...(trap === undefined ? {} : { trap }) };
}

function none(acting: WorkloadClass, why: string, fix?: string): Classified {
  return { availabilityClass: undefined, acting, why, ...(fix === undefined ? {} : { fix }) };
}

/** What keeps them apart for good (gathering.ts): over two nodes, all would gather on one while the other is away; and in a rollout, beside old ones. */
function spreadOver({ maker, replicas, eligible: { length: nodes } }: Traits): string {
  const fields = [
    'whenUnsatisfiable: DoNotSchedule',
    'nodeTaintsPolicy: Honor',
    ...(nodes === 2 ? ['minDomains: 2'] : []),
    ...(maker === PodMaker.DEPLOYMENT && replicas >= nodes ? ['matchLabelKeys: [pod-template-hash]'] : []),
  ];
  return `a topologySpreadConstraint on kubernetes.io/hostname with ${listed(fields)}`;
}

const ASK_FOR_NODE = 'or ask for the node by name (nodeSelector kubernetes.io/hostname), so that everybody sees it';
/** Of several tolerations, the first one that matches a taint counts; tolerationSeconds is for NoExecute only. Source: k8s.io/api/core/v1. */
const ANY_TAINT: Trap = {
  what: 'a toleration of any taint, also of those of a dead node, for ever',
  fix: `Put tolerations of node.kubernetes.io/not-ready and unreachable, with the effect NoExecute and tolerationSeconds: 30, before it, ${ASK_FOR_NODE}.`,
};
const ONE_TAINT: Trap = {
  what: 'a toleration of node.kubernetes.io/unreachable without tolerationSeconds, for ever',
  fix: `Give it, and that of not-ready, the effect NoExecute and tolerationSeconds: 30, ${ASK_FOR_NODE}.`,
};

const SHARE = 'Use storage with ReadWriteMany, or give each pod its own claim with a StatefulSet.';

function classifyOne(traits: Traits, facts: ClusterFacts): Classified {
  const local = localVolumes(traits, facts);
  const only = onlyNode(traits);
  if (only !== undefined) return as(PINNED, `one pod that asks for ${only.name}`);
  const [first] = traits.eligible;
  const where = traits.isTied && first !== undefined && traits.eligible.length === 1 ? first.name : 'the node where it first starts';
  if (local.length > 0)
    return as(PINNED, `one pod with ${listed(local)}: pinned in truth, to ${where}`, {
      what: listed(local),
      fix: `Use storage that other nodes reach, ${ASK_FOR_NODE}.`,
    });
  if (traits.toleration === Number.POSITIVE_INFINITY)
    return as(PINNED, 'one pod that tolerates a dead node for ever: pinned in truth, to the node where it is', traits.toleratesAny ? ANY_TAINT : ONE_TAINT);
  const left = leftBehind(traits.volumes.volumes);
  return as(FLEXIBLE, `one pod that may run on another node${left.length === 0 ? '' : `, without its data in ${listed(left)}`}`);
}

function classifySeveral(traits: Traits, facts: ClusterFacts): Classified {
  const { replicas, volumes, spread } = traits;
  const only = onlyNode(traits);
  if (only !== undefined) return none(PINNED, `${replicas} pods that all ask for ${only.name}`, `Ask for several nodes, with ${spreadOver(traits)}.`);
  // The data of each pod may well stay on its node.
  const local = localVolumes(traits, facts, true);
  if (local.length > 0) return none(PINNED, `${replicas} pods with ${listed(local)}, which another node does not have`, SHARE);
  if (volumes.single.length > 0)
    return none(FLEXIBLE, `${replicas} pods that share ${listed(volumes.single.map(({ name }) => name))}, which one node has at a time`, SHARE);
  if (volumes.absent.length > 0)
    return none(
      FLEXIBLE,
      `${replicas} pods that share ${listed(volumes.absent)}: it is not among these objects, so nobody knows whether several nodes may have it`,
      'Pass its object, too, or describe it in storage.volumes of the facts.',
    );
  // What of each pod is on its node waits there for it.
  const acting = localVolumes(traits, facts).length > 0 ? PINNED : FLEXIBLE;
  const [together] = spread.together;
  if (together !== undefined)
    return none(
      acting,
      `${replicas} pods that their required podAffinity keeps together ${together === HOSTNAME ? 'on' : 'in'} one ${placeName({ topologyKey: together })}: all are where it fails`,
      `Leave that out, and add ${spreadOver(traits)}.`,
    );
  const fewest = fewestPlaces(spread.alone, traits.eligible);
  if (fewest?.places.length === 1)
    return none(acting, `${replicas} pods of which one starts: each needs a ${placeName(fewest.one)} of its own (${fewest.one.by}), and there is one`);
  const ceiling = lowestCeiling(spread.skews, traits.eligible);
  if (ceiling?.pods === 1)
    return none(
      acting,
      `${replicas} pods of which one starts: its topologySpreadConstraints let one into the only ${placeName(ceiling.skew)} that takes any, and no more`,
    );
  if (spread.separates === undefined)
    return none(acting, `${replicas} pods that nothing keeps on different nodes: all may be on the one that dies`, `Add ${spreadOver(traits)}.`);
  return as(HIGHLY_AVAILABLE, `${replicas} pods, kept on different nodes by ${spread.separates}`);
}

/** The node that it asks for, if it asks, and only one has what it asks for. */
export function onlyNode({ eligible, isAsked }: Pick<Traits, 'eligible' | 'isAsked'>): Node | undefined {
  return isAsked && eligible.length === 1 ? eligible[0] : undefined;
}

/** What of its volumes is on one node only, in words. */
function localVolumes({ volumes: { volumes } }: Traits, facts: ClusterFacts, isShared = false): readonly string[] {
  return volumes.flatMap((volume) => {
    const { data, claim, hostPath } = volume.options;
    if (hostPath !== undefined) return isOfNode(volume) ? [`the host path ${hostPath.hostPath ?? volume.path}`] : [];
    const name = data?.claimName ?? claim?.claimName;
    const storageClass = data?.storageClass ?? claim?.storageClass;
    const local = facts.storage.classes.find((one) => one.name === storageClass)?.nodeLocal === true;
    return local && (name !== undefined || !isShared) ? [`${name ?? volume.name} on the node-local class ${storageClass}`] : [];
  });
}
