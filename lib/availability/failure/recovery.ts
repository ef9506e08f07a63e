import type { Timing } from '../../cluster/control-plane';
import type { StorageRelease } from '../../cluster/storage';
import { formatSeconds } from '../../cluster/units';
import { ProbeKind } from '../ask/container/health';
import type { ResolvedApp } from '../ask/resolved';
import { VolumeTie } from '../ask/volume/traits';
import type { Interval } from '../model/interval';
import { formatInterval, interval, NEVER, slowest, sum } from '../model/interval';
import type { RecoveryTerm } from '../model/outcome';
import { VolumeRelease } from '../model/release';
import { attach, detection, eviction, readiness, start, storageRelease, volumeRelease } from './timing';

/** Terms of a recovery, if not the storage frees the volume. */
export const DETECTION = 'detection';
export const EVICTION = 'eviction';
export const TOLERATION = 'toleration';
/** Facts say how soon a storage frees volumes of pods that leave as Kubernetes lets them leave; who stays longer is waited for. */
export const LONGER_TOLERATION = 'toleration beyond the default';
export const FENCING = 'fencing';
/** Its volume is detached from the dead node. */
export const VOLUME = 'volume';
/** Somebody deletes the pod on the dead node. */
export const DELETION = 'deletion by force';
export const ATTACH = 'attach';
/** The Job controller pauses before it starts a pod in place of another. */
export const RETRY = 'retry';
/** The last term of each recovery: containers start, and their probes succeed. */
export const START = 'start';

/** What an app needs is back, and it finds that. */
export const READINESS = 'readiness';

/** What an app needs is back: its readiness probes may ask for that, unless they only open a connection (seen on Kubernetes 1.36.3). */
export function foundAgain({ containers }: Pick<ResolvedApp, 'containers'>): readonly RecoveryTerm[] {
  const asking = containers.flatMap(({ probes }) =>
    probes.readiness === undefined || probes.readiness.kind === ProbeKind.TCP ? [] : Math.max(probes.readiness.period, probes.readiness.timeout),
  );
  return asking.length === 0 ? [] : [{ name: READINESS, time: readiness(Math.max(...asking)) }];
}

/** How long a single pod is down when its node dies, and the parts of that time. */
export interface Recovery {
  readonly terms: readonly RecoveryTerm[];
  readonly total: Interval;
}

/** What decides how fast a single pod is back. */
export interface RecoveryQuestion {
  readonly timing: Timing;
  readonly tie: VolumeTie;
  readonly release: VolumeRelease;
  /** The storage that frees the volume, if it does so itself. */
  readonly freedBy?: StorageRelease | undefined;
  /** From the crash to the out-of-service taint, if an agent fences. */
  readonly fencedWithin: number | undefined;
  readonly tolerationSeconds: number;
  readonly usualStartSeconds: number;
  /** The active controller manager may run on the same node. */
  readonly leaderMayBeLost: boolean;
  /** Its replacement cannot be scheduled before its dead pod, and those of all apps that it moves with, are gone. @default false */
  readonly afterItsPods?: boolean;
  /** Its next pod is created, or scheduled, only once the last one is deleted: a StatefulSet, a claim for one pod alone. @default false */
  readonly afterDeletion?: boolean;
  /** From NotReady until the taint that evicts. @default - that of the only dead node */
  readonly evicted?: Interval;
  /** It gets a new volume of its own, which is attached like another. How long it takes to make one is not known. @default false */
  readonly attachesNew?: boolean;
}

/** The recovery of a single flexible pod after a crash of its node. */
export function recovery(question: RecoveryQuestion): Recovery {
  const { timing, tie, release, afterDeletion = false, evicted = eviction(question.timing, Number.MAX_SAFE_INTEGER, 1) } = question;
  const isHeld = tie === VolumeTie.ATTACHED || afterDeletion;
  const terms: RecoveryTerm[] = [];
  if (tie === VolumeTie.ATTACHED && release === VolumeRelease.STORAGE && question.freedBy !== undefined) {
    const alone = storageRelease(timing, question.freedBy, question.leaderMayBeLost, evicted);
    // It deletes pods by force only on a node that is NotReady.
    const time = question.afterItsPods === true ? slowest(alone, detection(timing, question.leaderMayBeLost)) : alone;
    const longer = question.freedBy.withinSeconds === undefined ? 0 : question.tolerationSeconds - timing.defaultToleration;
    if (longer > 0) terms.push({ name: LONGER_TOLERATION, time: interval(longer, longer) });
    terms.push({ name: question.freedBy.step, time });
  } else if (isHeld && release === VolumeRelease.OUT_OF_SERVICE && question.fencedWithin !== undefined) {
    // The pod garbage collector acts on the taint only once the node is NotReady.
    terms.push(
      { name: FENCING, time: slowest(detection(timing, question.leaderMayBeLost), interval(0, question.fencedWithin)) },
      { name: tie === VolumeTie.ATTACHED ? VOLUME : DELETION, time: volumeRelease(timing, VolumeTie.ATTACHED, release) },
    );
  } else {
    terms.push(
      { name: DETECTION, time: detection(timing, question.leaderMayBeLost) },
      { name: EVICTION, time: evicted },
      { name: TOLERATION, time: interval(question.tolerationSeconds, question.tolerationSeconds) },
      ...unlessNothing({ name: VOLUME, time: volumeRelease(timing, tie, release) }),
      // What nobody deletes stays as long as its node is away (docs/drills.md, crash).
      ...(afterDeletion && tie !== VolumeTie.ATTACHED ? [{ name: DELETION, time: NEVER }] : []),
    );
  }
  terms.push(...unlessNothing({ name: ATTACH, time: attach(tie, question.attachesNew) }), { name: START, time: start(question.usualStartSeconds) });
  return { terms, total: sum(...terms.map((term) => term.time)) };
}

/** An app without a volume waits for none. */
function unlessNothing(term: RecoveryTerm): readonly RecoveryTerm[] {
  return term.time.max === 0 ? [] : [term];
}

/** The longest toleration that keeps an objective, or the part that makes it impossible. */
export interface Toleration {
  /** Undefined when the objective cannot be met. */
  readonly seconds: number | undefined;
  readonly why: string;
  /** The longest part, when the objective cannot be met. */
  readonly breaking?: RecoveryTerm;
}

/** Used without an objective: long enough for a reboot after a kernel update, short enough for a dead node. */
export const DEFAULT_TOLERATION = 30;

/** What the toleration has to keep, and may be. */
export interface TolerationWish {
  readonly rtoSeconds?: number | undefined;
  /** @default - long enough for a usual reboot */
  readonly rideOutSeconds?: number | undefined;
}

/** As long as wished, where `detection + eviction + toleration + volume + attach + start <= rto` leaves that much. */
export function solveToleration(question: Omit<RecoveryQuestion, 'tolerationSeconds'>, { rtoSeconds, rideOutSeconds }: TolerationWish): Toleration {
  const wished = Math.ceil(rideOutSeconds ?? DEFAULT_TOLERATION);
  const why = rideOutSeconds === undefined ? 'long enough for a reboot, short enough for a dead node' : 'asked for, to ride out a reboot';
  if (rtoSeconds === undefined) return { seconds: wished, why: rideOutSeconds === undefined ? `${why}; no objective is set` : why };
  const without = recovery({ ...question, tolerationSeconds: 0 });
  const room = Math.floor(rtoSeconds - without.total.max);
  if (room < 0) {
    const breaking = without.terms.reduce((worst, term) => (term.time.max > worst.time.max ? term : worst));
    return {
      seconds: undefined,
      breaking,
      why:
        breaking.time.max === Number.POSITIVE_INFINITY
          ? `the ${breaking.name} keeps it down until a person acts`
          : `even with no toleration it takes ${formatInterval(without.total)}, of which ${breaking.name} ${formatInterval(breaking.time)}`,
    };
  }
  if (!waits(without)) return { seconds: wished, why: `the pod moves without it: ${formatInterval(without.total)} within ${formatSeconds(rtoSeconds)}` };
  const rest = `everything else takes up to ${formatSeconds(without.total.max)}`;
  if (room >= wished) return { seconds: wished, why: `${why}: it fits within ${formatSeconds(rtoSeconds)}, ${rest}` };
  return { seconds: room, why: `the longest that keeps ${formatSeconds(rtoSeconds)}: ${rest}` };
}

/** Whether the toleration is one of the parts. */
export function waits({ terms }: Recovery): boolean {
  return terms.some((term) => term.name === TOLERATION);
}
