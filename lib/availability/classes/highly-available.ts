import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { counted, listed } from '../../cluster/names';
import { Protocol } from '../ask/network/network';
import { VolumeKind } from '../ask/volume/volume';
import type { Ask } from '../ask/workload';
import { AvailabilityClass } from '../ask/workload';
import { finiteRto, leaderMayBeOn, onlyServerAmong } from '../failure/objective';
import { DEFAULT_TOLERATION } from '../failure/recovery';
import { detection } from '../failure/timing';
import { formatInterval, interval, sum } from '../model/interval';
import { type Decided, type Placement, type Plan, type PlannedBudget, type Rollout, type Spread, WorkloadKind } from '../model/plan';
import type { Findings } from '../model/rule';
import { onHostNetwork, portsOfNode } from '../network/services';
import { hardwareOf } from '../placement/hardware';
import { checkArchitecture, nodesThatFit, placeByRole } from '../placement/placement';
import { decideClaims, isOfNode } from '../storage/claims';
import { commonPlan, NO_RECOVERY } from './common';

const DEFAULT_REPLICAS = 3;
const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';

/** A StatefulSet replaces one pod after the other, and never makes one more. */
const ONE_BY_ONE: Decided<Rollout> = { value: { recreate: false, maxSurge: 0, maxUnavailable: 1 }, why: 'a StatefulSet replaces one pod after the other' };

const WITHIN_HARDWARE: Decided<Rollout> = {
  value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
  why: 'a pod more would want hardware that may all be taken, so one old pod goes first',
};

/** Seen on a real control plane: with any budget the drain of the only node never ends, for the first pod finds no other place. */
const NO_BUDGET: Decided<PlannedBudget | undefined> = { value: undefined, why: 'a drain of its only node stops it in any case, and must not be blocked' };

/** Always several pods: no single node takes the app down. */
export function decideHighlyAvailable(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): Plan {
  const { props } = ask;
  const claims = decideClaims(facts, AvailabilityClass.HIGHLY_AVAILABLE, ask.name, props);
  const placement = placeByRole(facts, ask.role, claims, props);
  const replicas = ask.replicas?.count ?? DEFAULT_REPLICAS;
  checkReplicas(ask, findings, replicas);
  checkVolumes(ask, findings);
  const fitting = facts === undefined ? undefined : nodesThatFit(facts, placement.value.nodes ?? [], props);
  const hard = fitting !== undefined && fitting.length >= replicas;
  if (fitting !== undefined) checkSpread(findings, replicas, fitting, placement.value);
  const onNode = onHostNetwork(ask) || portsOfNode(ask).length > 0;
  if (fitting !== undefined && !hard && onNode) {
    findings.error(
      'HOST-PORT-CLASH',
      `${replicas} pods on ${onHostNetwork(ask) ? 'the network' : 'ports'} of ${counted(fitting.length, 'node')}`,
      'but a port of a node is one',
      'Use the pod network, or as many nodes as pods.',
    );
  }
  if (fitting?.length === 1 && finiteRto(props) !== undefined) {
    findings.error(
      'OBJECTIVE-UNREACHABLE',
      `back within ${props.objective?.rto}`,
      `but all pods are on ${fitting[0]}: they are down for as long as its repair takes`,
      'Give another node the role, or leave the objective out.',
    );
  }
  const asked = decideBudget(ask, findings, replicas);
  const budget = fitting?.length === 1 ? NO_BUDGET : asked;
  const perPod = claims.some((claim) => claim.perPod);
  const rollout = perPod ? ONE_BY_ONE : hardwareOf(props).length > 0 ? WITHIN_HARDWARE : decideRollout(replicas, hard, fitting, onNode);
  const detected = facts === undefined ? undefined : detection(facts.timing, leaderMayBeOn(facts, placement.value.nodes ?? []));
  const stuckOn = facts === undefined ? undefined : onlyServerAmong(facts, placement.value.nodes ?? []);
  checkProbe(ask, findings);
  if (facts !== undefined) checkArchitecture(ask, facts, placement.value.nodes ?? [], findings);
  return {
    ...commonPlan(ask, facts, claims),
    workload: perPod
      ? { value: WorkloadKind.STATEFUL_SET, why: 'it replicates its own data, one volume for each pod' }
      : { value: WorkloadKind.DEPLOYMENT, why: 'its pods are all alike' },
    replicas: { value: replicas, why: ask.replicas?.reason ?? (ask.replicas === undefined ? 'the class: one may die while another is drained' : 'asked for') },
    rollout,
    placement,
    spread: decideSpread(facts, hard, placement.value.nodes ?? []),
    apart: { value: false, why: 'its own pods keep apart from each other instead' },
    toleration: { value: DEFAULT_TOLERATION, why: 'the others serve meanwhile; long enough for a reboot' },
    budget,
    recovery:
      detected === undefined
        ? NO_RECOVERY
        : hard || (fitting?.length ?? 0) > 1
          ? {
              value: { terms: [], total: interval(0, 0), ...(stuckOn === undefined ? {} : { stuckOn }) },
              why: `the other pods go on; for ${formatInterval(sum(detected, interval(0, 2)))} a share of new connections still goes to the dead one`,
            }
          : { value: undefined, why: 'all its pods are on one node: down until that node is back' },
  };
}

function checkReplicas(ask: Ask, findings: Findings, replicas: number): void {
  const ceiling = ask.props.maxReplicas;
  if (ceiling !== undefined && ceiling < 2) {
    findings.error('HA-MAX-REPLICAS', `maxReplicas: ${ceiling}`, 'but a highly available app runs at least two pods', 'Make it a SinglePodFlexible.');
  } else if (ceiling !== undefined && replicas > ceiling) {
    findings.error(
      'HA-MAX-REPLICAS',
      `${replicas} replicas`,
      `but the app bears at most ${ceiling}`,
      ceiling === 2 ? 'Use Replicas.two(reason).' : `Use Replicas.of(${ceiling}).`,
    );
  }
  const reason = ask.replicas?.reason;
  if (!Number.isInteger(replicas) || replicas < 2) {
    findings.error(
      'HA-TOO-FEW-REPLICAS',
      counted(replicas, 'replica'),
      'but the class keeps two when one is gone',
      'Leave replicas out for 3, or make the app a SinglePodFlexible.',
    );
  } else if (replicas === 2 && (reason === undefined || reason.trim() === '')) {
    findings.error(
      'HA-TOO-FEW-REPLICAS',
      '2 replicas and no reason',
      'but with two, a drain during a failure stops the app',
      'Use Replicas.two with a reason, or three.',
    );
  }
}

/** Without a probe a pod counts as ready at once, and a broken version takes the place of every good one. */
function checkProbe(ask: Ask, findings: Findings): void {
  const { health, network } = ask.props;
  if (health?.readiness !== undefined || (network?.ports ?? []).some((port) => port.protocol === Protocol.TCP)) return;
  findings.warning(
    'HA-WITHOUT-PROBE',
    'neither a TCP port nor health.readiness',
    'and then a version that does not work replaces all pods of one that does',
    'Add health.readiness, or accept it with a reason.',
  );
}

function checkVolumes(ask: Ask, findings: Findings): void {
  for (const volume of ask.props.volumes ?? []) {
    if (isOfNode(volume)) {
      findings.error(
        'HA-BOUND-TO-NODE',
        `${volume.options.device ?? volume.path} of a node`,
        'but the pods of a highly available app run on several nodes',
        volume.kind === VolumeKind.DEVICE
          ? 'Take it away, or make the app a SinglePodPinned.'
          : 'Take it away, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned.',
      );
    }
    if (volume.kind === VolumeKind.CLAIM && volume.options.claim?.readWriteMany !== true && !volume.readOnly) {
      findings.error(
        'CLAIM-TWO-WRITERS',
        `the claim ${volume.options.claim?.claimName} under several pods`,
        'but ReadWriteOnce is for one',
        'Say readWriteMany if it is, use Volume.data for a volume of each pod, or make the app a SinglePodFlexible.',
      );
    }
  }
}

function checkSpread(findings: Findings, replicas: number, fitting: readonly string[], { role, nodes }: Placement): void {
  if (fitting.length === 0 || replicas <= fitting.length) return;
  if (fitting.length === 1) {
    findings.warning(
      'HA-ONE-NODE',
      `${replicas} replicas`,
      `but only ${fitting[0]} has the role ${role}${nodes?.length === 1 ? '' : ' and room for one'}: that node takes the app down`,
      'Give another node the role, or accept it with a reason.',
    );
    return;
  }
  findings.error(
    'HA-SPREAD-UNSATISFIABLE',
    `${replicas} replicas on distinct nodes`,
    `but only ${counted(fitting.length, 'node')} have the role ${role}${fitting.length === nodes?.length ? '' : ' and room for one'} (${fitting.join(', ')})`,
    `Use ${fitting.length === 2 ? 'Replicas.two(reason)' : `Replicas.of(${fitting.length})`}, or give another node the role.`,
  );
}

function decideBudget(ask: Ask, findings: Findings, replicas: number): Decided<PlannedBudget | undefined> {
  const { budget } = ask;
  if (budget === undefined) return { value: { maxUnavailable: 1 }, why: 'one drain at a time, and never two pods' };
  const room = budget.minAvailable === undefined ? (budget.maxUnavailable ?? 0) : replicas - budget.minAvailable;
  if (!Number.isInteger(room)) {
    findings.error('HA-BUDGET-BLOCKS-DRAINS', 'a budget of a part of a pod', 'but pods go one by one', 'Leave budget out, or use a whole number.');
  } else if (room < 1) {
    findings.error(
      'HA-BUDGET-BLOCKS-DRAINS',
      budget.minAvailable === undefined ? `maxUnavailable: ${budget.maxUnavailable}` : `minAvailable: ${budget.minAvailable} of ${replicas}`,
      'but then no node with one of the pods can ever be drained',
      `Leave budget out, or use Budget.minAvailable(${Math.max(1, replicas - 1)}).`,
    );
  } else if (room >= replicas) {
    findings.error(
      'HA-BUDGET-KEEPS-NOTHING',
      `room for ${room} of ${replicas} pods to go`,
      'but the class always keeps one',
      `Leave budget out, or use Budget.minAvailable(${Math.max(1, replicas - 1)}).`,
    );
  }
  return {
    value: budget.minAvailable === undefined ? { maxUnavailable: budget.maxUnavailable ?? 1 } : { minAvailable: budget.minAvailable },
    why: 'asked for',
  };
}

function decideRollout(replicas: number, hard: boolean, fitting: readonly string[] | undefined, alone: boolean): Decided<Rollout> {
  const roomForOneMore = (!hard && !alone) || (fitting?.length ?? 0) > replicas;
  if (roomForOneMore) return { value: { recreate: false, maxSurge: 1, maxUnavailable: 0 }, why: 'a new pod first, then an old one goes: never fewer than all' };
  return {
    value: { recreate: false, maxSurge: 0, maxUnavailable: 1 },
    why: `${replicas} pods on ${counted(fitting?.length ?? 0, 'node')}, one each: a pod more has no place, so one old pod goes first`,
  };
}

function decideSpread(facts: ClusterFacts | undefined, hard: boolean, nodes: readonly string[]): Decided<Spread[]> {
  if (facts === undefined) {
    return {
      value: [{ topologyKey: HOSTNAME, hard: false, perRevision: false }],
      why: 'softly over the nodes: without facts nobody knows whether there are enough',
    };
  }
  const eligible = facts.nodes.filter((node) => nodes.includes(node.name));
  // matchLabelKeys: on by default since Kubernetes 1.27 (KEP-3243).
  const perRevision = (minorOf(facts.controlPlane.version) ?? 0) >= 27;
  const zones = new Set(eligible.map((node) => node.zone));
  const regions = new Set(eligible.map((node) => node.labels[REGION]));
  return {
    value: [
      { topologyKey: HOSTNAME, hard, perRevision: !hard && perRevision },
      ...(zones.size > 1 ? [{ topologyKey: ZONE, hard: false, perRevision }] : []),
      ...(regions.size > 1 ? [{ topologyKey: REGION, hard: false, perRevision }] : []),
    ],
    why: `${hard ? 'not two on one node as long as there are others' : 'softly over the nodes'}${zones.size > 1 ? `, and softly over the zones ${listed([...zones])}` : ''}`,
  };
}
