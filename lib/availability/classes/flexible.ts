import type { ClusterFacts } from '../../cluster/cluster';
import { counted, listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { type Volume, VolumeKind } from '../ask/volume/volume';
import type { Ask } from '../ask/workload';
import { checkDataLoss, finiteRto, leaderMayBeOn, onlyServerAmong } from '../failure/objective';
import { DEFAULT_TOLERATION, type RecoveryQuestion, recovery, solveToleration, type Toleration } from '../failure/recovery';
import { VolumeRelease, VolumeTie } from '../failure/timing';
import { formatInterval } from '../model/interval';
import { AccessMode, type Plan, WorkloadKind } from '../model/plan';
import type { Findings } from '../model/rule';
import { checkCommonNode, claimsOf, claimsTogether, placeTogether, propsTogether, together, volumesTogether } from '../placement/colocation';
import { checkArchitecture, nodesThatFit } from '../placement/placement';
import { classOf, isOfNode, releaseOf, unsafeVolumes } from '../storage/claims';
import { commonPlan, NO_RECOVERY, STOP_THEN_START, usualStart } from './common';

/** One pod, never two, that moves to another node when its node dies. */
export function decideFlexible(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): Plan {
  const { props } = ask;
  const claims = claimsOf(ask, facts);
  // Of another app's data that app says what is wrong with it.
  const own = claims.filter((claim) => claim.owner === undefined);
  const common = commonPlan(ask, facts, claims);
  const placement = placeTogether(ask, facts);
  checkFreedom(ask, facts, findings, own);
  const once = claims.filter((claim) => claim.accessMode === AccessMode.READ_WRITE_ONCE);
  const plan = {
    ...common,
    workload: { value: WorkloadKind.DEPLOYMENT, why: 'its successor is made at once, where a StatefulSet waits until the stuck pod is gone' },
    replicas: { value: 1, why: 'the class: one pod, never two' },
    rollout: {
      value: STOP_THEN_START,
      why:
        once.length > 0
          ? `Recreate, because ${listed(once.map((claim) => claim.name))} ${once.length === 1 ? 'is' : 'are'} ReadWriteOnce`
          : 'Recreate, because there are never two pods',
    },
    placement,
    spread: { value: [], why: 'one pod has nothing to keep apart from itself' },
    apart: { value: facts !== undefined, why: 'the flexible apps of a cluster spread softly over its nodes, so that one death moves few of them' },
    budget: { value: undefined, why: 'a budget on one pod blocks drains, and the fail-over of DRBD volumes with them' },
  };
  if (facts === undefined) {
    return {
      ...plan,
      toleration: { value: DEFAULT_TOLERATION, why: 'long enough for a reboot, short enough for a death; no facts to solve the objective with' },
      recovery: NO_RECOVERY,
    };
  }
  const nodes = placement.value.nodes ?? [];
  checkCommonNode(ask, facts, placement, findings);
  const fitting = nodesThatFit(facts, nodes, ...propsTogether(ask));
  if (fitting.length === 1) {
    findings.warning(
      'FLEXIBLE-NOWHERE-TO-GO',
      'one pod that moves when its node dies',
      `but only ${listed(fitting)} can run it (${placement.why})`,
      'Give another node the role and the storage, or accept it with a reason.',
    );
  }
  checkArchitecture(ask, facts, nodes, findings);
  if (nodes.length > 0) checkCopies(facts, findings, own, nodes);
  const { release, fencedWithin } = releaseOf(facts, claimsTogether(ask, facts), volumesTogether(ask), nodes);
  const question = {
    timing: facts.timing,
    tie: common.volumeTie,
    release,
    fencedWithin,
    usualStartSeconds: usualStart(props),
    leaderMayBeLost: leaderMayBeOn(facts, nodes),
    together: common.colocation.value?.mutual ?? false,
  };
  if (common.volumeTie === VolumeTie.ATTACHED && release === VolumeRelease.NOBODY) sayStuck(facts, findings, ask, nodes);
  else checkTwin(ask, facts, findings, claims);
  const rto = finiteRto(props);
  const toleration =
    rto === undefined
      ? { seconds: DEFAULT_TOLERATION, why: 'long enough for a reboot, short enough for a death; no objective is set' }
      : solveToleration(question, rto);
  if (toleration.seconds === undefined) {
    findings.error(
      'OBJECTIVE-UNREACHABLE',
      `back within ${formatSeconds(rto ?? 0)}`,
      `but ${toleration.why}`,
      `Ask for less, or mend what makes the ${toleration.breaking?.name} take so long.`,
    );
  }
  checkDataLoss(ask, facts, findings, claims);
  const shortest = shortestToleration(ask, question, toleration);
  const seconds = shortest.seconds ?? 0;
  const stuckOn = onlyServerAmong(facts, nodes);
  if (stuckOn !== undefined && rto !== undefined) {
    findings.warning(
      'OBJECTIVE-ON-ONLY-SERVER',
      `back within ${formatSeconds(rto)}`,
      `but it may run on ${stuckOn}, the only server: when that node dies, nothing is moved until it is back`,
      'Take the role away from that node, run three servers, or accept it with a reason.',
    );
  }
  const outcome = { ...recovery({ ...question, tolerationSeconds: seconds }), ...(stuckOn === undefined ? {} : { stuckOn }) };
  return {
    ...plan,
    toleration: { value: seconds, why: shortest.why },
    recovery: {
      value: outcome,
      why: `${outcome.terms.map((term) => `${term.name} ${formatInterval(term.time)}`).join(', ')}${release === VolumeRelease.HA_CONTROLLER ? '; seldom 2 min more, when the volume is attached to the dead node once again' : ''}`,
    },
  };
}

/** Apps that share data leave a dead node together: as soon as the one of them that has the least time. */
function shortestToleration(ask: Ask, question: Omit<RecoveryQuestion, 'tolerationSeconds'>, own: Toleration): Toleration {
  const asked = together(ask).flatMap((one) => {
    const rto = finiteRto(one.props);
    if (rto === undefined) return [];
    const solved = one.name === ask.name ? own : solveToleration({ ...question, usualStartSeconds: usualStart(one.props) }, rto);
    return [{ ...solved, of: one.name }];
  });
  const [first] = asked.sort((one, other) => (one.seconds ?? 0) - (other.seconds ?? 0) || Number(other.of === ask.name) - Number(one.of === ask.name));
  if (first === undefined || first.of === ask.name) return own;
  return { ...first, why: `as ${first.of} needs it, with which it moves: ${first.why}` };
}

/** What would tie a flexible app to one node. */
function checkFreedom(ask: Ask, facts: ClusterFacts | undefined, findings: Findings, claims: Plan['claims']): void {
  for (const volume of ask.props.volumes ?? []) {
    if (volume.kind === VolumeKind.HOST_PATH && isOfNode(volume)) {
      findings.error(
        'FLEXIBLE-HOST-PATH',
        `the host path ${volume.path}`,
        'but a flexible app finds the same on every node',
        'Use Volume.data or Volume.nfs, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned.',
      );
    }
    if (volume.kind === VolumeKind.DEVICE) {
      findings.error(
        'FLEXIBLE-DEVICE',
        `the device ${volume.options.device}`,
        'but a flexible app can run on every node of its role',
        'Make the app a SinglePodPinned, or reach the device over the network.',
      );
    }
  }
  for (const claim of facts === undefined ? [] : claims) {
    const storageClass = facts === undefined ? undefined : classOf(facts, claim);
    if (storageClass?.nodeLocal === true) {
      findings.error(
        'FLEXIBLE-LOCAL-STORAGE',
        `${claim.volume.path} on the node-local class ${storageClass.name}`,
        'but a flexible app must find its data on another node: it would be pinned in truth',
        'Use a replicated class, or make the app a SinglePodPinned.',
      );
    }
  }
}

/** Kubernetes cannot keep a cut-off node from running its pod: only a volume that is attached, or DRBD, stops the first writer. */
function checkTwin(ask: Ask, facts: ClusterFacts, findings: Findings, claims: Plan['claims']): void {
  if (facts.storage.linstor?.failOverUnsafePods !== undefined) return;
  const shared = [
    ...(ask.props.volumes ?? []).filter(isWrittenByAll).map((volume) => volume.path),
    ...claims
      .filter((claim) => claim.accessMode === AccessMode.READ_WRITE_MANY || classOf(facts, claim)?.attachable === false)
      .map((claim) => claim.volume.path),
  ];
  if (shared.length === 0) return;
  findings.warning(
    'FLEXIBLE-TWIN-WRITER',
    `${listed(shared)} over the network`,
    'and while a node is cut off but alive, its pod goes on writing there beside the one that takes its place',
    'Keep on DRBD what two writers would harm, mount it read-only, or accept it with the reason why they do no harm.',
  );
}

function isWrittenByAll({ kind, readOnly, options }: Volume): boolean {
  return !readOnly && (kind === VolumeKind.NFS || kind === VolumeKind.CSI || options.claim?.readWriteMany === true);
}

/** Full copies that may all lie where the app cannot run. */
function checkCopies(facts: ClusterFacts, findings: Findings, claims: Plan['claims'], nodes: readonly string[]): void {
  for (const claim of claims) {
    const storageClass = classOf(facts, claim);
    const copies = storageClass?.linstor?.replicas ?? 1;
    const elsewhere = (storageClass?.nodes ?? []).filter((node) => !nodes.includes(node));
    if (copies > 1 && elsewhere.length >= copies - 1) {
      findings.warning(
        'FLEXIBLE-COPIES-ELSEWHERE',
        `${claim.volume.path} in ${copies} full copies`,
        `but all but one may lie on ${listed(elsewhere)}, where the app cannot run: then it cannot move`,
        'Give those nodes the role of the app, take the role storage from them, or accept it with a reason.',
      );
    }
  }
}

function sayStuck(facts: ClusterFacts, findings: Findings, ask: Ask, nodes: readonly string[]): void {
  const claims = claimsTogether(ask, facts);
  const moved = claims.some((claim) => classOf(facts, claim)?.movesPods === true);
  if (moved) {
    findings.warning(
      'FLEXIBLE-FAILOVER-EXEMPT',
      `${listed(unsafeVolumes(facts, claims, volumesTogether(ask)))} beside replicated data`,
      'and the high-availability controller leaves pods with such volumes alone: when the node dies, the app stays down until a person acts',
      'Say in storage.linstor.failOverUnsafePods why two pods at once do no harm, take the volume away, or accept it with a reason.',
    );
    return;
  }
  const unfenced = facts.nodes.filter((node) => nodes.includes(node.name) && node.fencing.automatedWithin === undefined).map((node) => node.name);
  findings.warning(
    'FLEXIBLE-STUCK-VOLUME',
    `an attached volume on ${counted(unfenced.length, 'node')} that no agent fences (${listed(unfenced)})`,
    'and Kubernetes never takes a volume from a dead node by itself: the app stays down until a person acts',
    'Use DRBD with its high-availability controller, fence the nodes, or accept it with a reason.',
  );
}
