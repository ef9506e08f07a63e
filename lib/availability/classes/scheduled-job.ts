import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { listed } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { Concurrency, type ScheduleProps } from '../ask/schedule';
import { VolumeKind } from '../ask/volume/volume';
import type { Ask } from '../ask/workload';
import { DEFAULT_TOLERATION, type Recovery } from '../failure/recovery';
import { VolumeRelease, VolumeTie } from '../failure/timing';
import { NEVER } from '../model/interval';
import { type Decided, type Plan, type PlannedSchedule, PodOver, WorkloadKind } from '../model/plan';
import { Findings } from '../model/rule';
import { checkCommonNode, claimsOf, claimsTogether, isBound, ownerOf, placeTogether, volumesTogether } from '../placement/colocation';
import { checkArchitecture, deviceNames } from '../placement/placement';
import { claimedTie, classOf, isOfNode, releaseOf } from '../storage/claims';
import { commonPlan, NO_RECOVERY } from './common';
import { decideFlexible } from './flexible';
import { boundByOwner, place, placeUnknown } from './pinned';
import { againstTimeZone, parseSchedule } from './schedule';

const DEFAULT_RETRIES = 1;
/** A successor of a pod that is being deleted would start beside it. */
const DEFAULT_RETRIES_OF_WRITERS = 0;
const DEFAULT_TIME_ZONE = 'Etc/UTC';

/** A pod that runs to its end, by the clock. */
export function decideScheduledJob(given: Ask, facts: ClusterFacts | undefined, findings: Findings): Plan {
  const ask = boundByOwner(given, facts, findings);
  const claims = claimsOf(ask, facts);
  const schedule = decideSchedule(ask, facts, claims, findings);
  const placement = isBound(ask)
    ? facts === undefined
      ? placeUnknown(ask)
      : place(ask, facts, findings, deviceNames(ask.props), claims)
    : placeTogether(ask, facts);
  checkNode(ask, facts, findings);
  if (facts !== undefined && !isBound(ask)) {
    checkCommonNode(ask, facts, placement, findings);
    checkArchitecture(ask, facts, placement.value.nodes ?? [], findings);
  }
  return {
    ...commonPlan(given, facts, claims),
    allowFrom: { value: [], why: 'nobody calls a job' },
    workload: { value: WorkloadKind.CRON_JOB, why: `it runs to its end, ${schedule.value.schedule} ${schedule.value.timeZone}` },
    replicas: { value: 1, why: 'one pod for each run' },
    rollout: { value: { recreate: true, maxSurge: 0, maxUnavailable: 1 }, why: 'a new version begins with the next run' },
    placement,
    spread: { value: [], why: 'one pod has nothing to keep apart from itself' },
    apart: { value: false, why: 'it is there for a while only' },
    budget: { value: undefined, why: 'a drain may stop a run, and must not wait for it' },
    toleration: decideToleration(ask, facts),
    recovery: facts === undefined ? NO_RECOVERY : onCrash(ask, facts, schedule.value.concurrency, placement.value.nodes ?? []),
    schedule,
  };
}

function decideSchedule(ask: Ask, facts: ClusterFacts | undefined, claims: Plan['claims'], findings: Findings): Decided<PlannedSchedule> {
  const props: ScheduleProps = ask.schedule ?? { schedule: '' };
  const parsed = parseSchedule(props.schedule);
  if ('against' in parsed) findings.error('SCHEDULE-INVALID', `the schedule "${props.schedule}"`, `but ${parsed.against}`, 'Write it as Kubernetes reads it.');
  else if (parsed.schedule.gap === undefined)
    findings.error('SCHEDULE-NEVER', `the schedule "${props.schedule}"`, 'but there is no such day', 'Mend the day or the month.');
  const zone = props.timeZone ?? DEFAULT_TIME_ZONE;
  const against = againstTimeZone(zone);
  if (against !== undefined) findings.error('TIME-ZONE-INVALID', `the time zone "${zone}"`, `but ${against}`, 'Write it like Europe/Berlin.');
  checkTimes(props, findings);

  const gap = 'schedule' in parsed ? parsed.schedule.gap?.min : undefined;
  const asked = props.deadline?.seconds;
  if (asked !== undefined && gap !== undefined && asked > gap && props.concurrency === undefined) {
    findings.warning(
      'JOB-OVERLAPS',
      Number.isFinite(asked) ? `a run of up to ${formatSeconds(asked)}` : 'a run without a deadline',
      `but the next one may be due after ${formatSeconds(gap)}, and is left out then`,
      'Shorten the deadline, run it less often, or say in concurrency what is meant.',
    );
  }
  const concurrency = props.concurrency ?? Concurrency.FORBID;
  const written = [
    ...claims.filter((claim) => !claim.volume.readOnly).map((claim) => claim.volume.path),
    ...(ask.props.volumes ?? [])
      .filter((one) => one.kind === VolumeKind.CLAIM && !one.readOnly && one.options.claim?.readWriteMany !== true)
      .map((one) => one.path),
  ];
  if (concurrency !== Concurrency.FORBID && written.length > 0) {
    findings.error(
      'JOB-TWO-WRITERS',
      `concurrency ${concurrency} with data at ${listed(written)}`,
      'but then two runs write it at once, the one that is being stopped among them',
      'Leave concurrency out, or mount the data read-only.',
    );
  }
  const attached = holdsAttached(ask, facts);
  const writes = attached && written.length > 0;
  if (writes && (props.retries ?? 0) > 0) {
    findings.warning(
      'JOB-RETRY-TWIN',
      `retries: ${props.retries} with data at ${listed(written)}`,
      'and when its pod is deleted, another one starts beside it while it ends: for up to terminationGrace both write',
      'Leave retries out, or accept it with a reason.',
    );
  }
  const deadline = asked ?? gap;
  const minor = facts === undefined ? undefined : minorOf(facts.controlPlane.version);
  return {
    value: {
      schedule: props.schedule,
      timeZone: zone,
      concurrency,
      deadline: deadline === undefined || !Number.isFinite(deadline) ? undefined : Math.max(1, Math.ceil(deadline)),
      startingDeadline: props.startingDeadline === undefined ? undefined : Math.ceil(props.startingDeadline.seconds),
      retries: props.retries ?? (writes ? DEFAULT_RETRIES_OF_WRITERS : DEFAULT_RETRIES),
      // Both on by default since then: KEP-3329 (GA in 1.31), KEP-3939 (GA in 1.34).
      ignoresDisruptions: !attached && (minor === undefined || minor >= 26),
      over: minor !== undefined && minor < 29 ? undefined : attached ? PodOver.TERMINATING_OR_FAILED : PodOver.FAILED,
      history: props.history ?? {},
      suspend: props.suspend ?? false,
    },
    why: [
      asked === undefined && gap !== undefined
        ? `a run that is not over after ${formatSeconds(gap)}, when the next may be due, hangs, and would keep all later ones from starting`
        : 'asked for',
      ...(writes && props.retries === undefined ? ['no second try, which could start while the first still ends and writes'] : []),
    ].join('; '),
  };
}

/**
 * Whether a run holds a volume that is attached to its node. Then the pod must go when somebody deletes it by force, or the
 * volume and the app that owns it would stay on a dead node: the finalizer that Kubernetes puts on pods of jobs goes at once
 * only if a pod counts as over when it is being deleted (pkg/controller/job, isPodFailed, canRemoveFinalizer). So such a pod
 * gets no successor but in the next run. Any other one gets a successor when its kubelet says that it is over, and not beside
 * a pod that still ends or runs on a node that is cut off.
 */
function holdsAttached(ask: Ask, facts: ClusterFacts | undefined): boolean {
  return !isBound(ask) && claimedTie(facts, claimsOf(ask, facts), ask.props.volumes ?? []) === VolumeTie.ATTACHED;
}

function checkTimes(props: ScheduleProps, findings: Findings): void {
  const absurd = (given: string, allowed: string) => findings.error('NUMBER-ABSURD', given, allowed, 'Leave it out for the default.');
  if (props.deadline !== undefined && !(props.deadline.seconds >= 1)) absurd(`deadline of ${props.deadline.seconds} s`, 'but a run takes at least 1 s');
  const late = props.startingDeadline?.seconds;
  // The controller looks every 10 s: with less, runs may get lost (kubernetes.io, CronJob, Starting Deadline).
  if (late !== undefined && !(late >= 10 && Number.isFinite(late))) absurd(`startingDeadline of ${late} s`, 'but it is at least 10 s, and has an end');
  for (const [what, count] of Object.entries({
    retries: props.retries,
    'history.succeeded': props.history?.succeeded,
    'history.failed': props.history?.failed,
  })) {
    if (count !== undefined && !(Number.isInteger(count) && count >= 0 && count <= 100)) absurd(`${what}: ${count}`, 'but it is a whole number from 0 to 100');
  }
}

/** A path of a node, and nobody says of which; data of one node, which the job would have to come to. */
function checkNode(ask: Ask, facts: ClusterFacts | undefined, findings: Findings): void {
  if (ask.node !== undefined && ask.node.reason.trim() === '')
    findings.error(
      'PINNED-WITHOUT-REASON',
      `the node ${ask.node.name} and no reason`,
      'but whoever drains it wants to know why nothing else will do',
      'Say it.',
    );
  if (isBound(ask)) return;
  for (const volume of ask.props.volumes ?? []) {
    if (volume.kind === VolumeKind.HOST_PATH && isOfNode(volume))
      findings.error(
        'JOB-HOST-PATH',
        `the host path ${volume.path}`,
        'but nothing says on which node',
        'Name the node with a reason, say in onEveryNode why it is the same everywhere, or use Volume.data or Volume.nfs.',
      );
  }
  for (const claim of facts === undefined ? [] : claimsOf(ask, facts)) {
    if (facts !== undefined && classOf(facts, claim)?.nodeLocal === true && claim.owner === undefined)
      findings.error(
        'JOB-LOCAL-STORAGE',
        `${claim.volume.path} on the node-local class ${claim.storageClass}`,
        'but nothing says on which node',
        'Name the node with a reason, or use a replicated class.',
      );
  }
}

function decideToleration(ask: Ask, facts: ClusterFacts | undefined): Plan['toleration'] {
  const owner = ownerOf(ask);
  const lost = 'the run is lost with the node; long enough for an outage of the network';
  if (owner === undefined || isBound(owner)) return { value: DEFAULT_TOLERATION, why: lost };
  const { toleration } = decideFlexible({ ...owner, ...(ask.colocated === undefined ? {} : { colocated: ask.colocated }) }, facts, new Findings(owner.path));
  return { value: toleration.value, why: `as long as ${owner.name}, whose data it holds` };
}

/**
 * What the death of its node costs a run. A dead node's pod is deleted after the toleration, but stays as an object until its
 * kubelet, or somebody by force, says that it is over. Until then Kubernetes does not call the run finished, whatever its
 * deadline (pkg/controller/job, delayTerminalCondition), and with Forbid starts no other.
 */
function onCrash(ask: Ask, facts: ClusterFacts, concurrency: Concurrency, nodes: readonly string[]): Decided<Recovery | undefined> {
  const down: Recovery = { terms: [{ name: 'return of the node', time: NEVER }], total: NEVER };
  if (isBound(ask)) return { value: down, why: `a run is lost, and the next waits for ${listed(nodes)}` };
  const { release } = releaseOf(facts, claimsTogether(ask, facts), volumesTogether(ask), nodes);
  const owner = ownerOf(ask);
  const where = owner === undefined ? 'on another node' : `where ${owner.name} is then`;
  if (release !== VolumeRelease.NOBODY) {
    const by = release === VolumeRelease.HA_CONTROLLER ? 'the high-availability controller of DRBD' : 'the agent that fences the node';
    const then = holdsAttached(ask, facts) ? `the run is lost, and the next starts ${where}` : `the run starts anew ${where}`;
    return { value: undefined, why: `${then}, as soon as ${by} has taken its pod away` };
  }
  if (concurrency !== Concurrency.FORBID) return { value: undefined, why: `the run is lost, and the next starts ${where} when it is due` };
  return {
    value: down,
    why: 'the run and all later ones wait until the node is back, or somebody deletes the Job and, by force, its pod: nobody knows whether it still runs',
  };
}

/** Whether a dead node keeps all later runs from starting, though they could run elsewhere. */
export function stuckWithNode(plan: Plan): boolean {
  return plan.schedule !== undefined && plan.recovery.value !== undefined && !isBound(plan.ask);
}
