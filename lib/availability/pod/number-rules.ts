import { Severity } from '../../cluster/finding';
import { HIGHEST_INT32 } from '../../cluster/names';
import { formatSeconds } from '../../cluster/units';
import { DEFAULT_STARTS_WITHIN_SECONDS } from '../ask/resolve';
import type { ResolvedApp } from '../ask/resolved';
import { traitsOf } from '../ask/volume/traits';
import { NUMBER_ABSURD } from '../model/records';
import { onAsk } from '../model/rule';
import { ofIt } from './containers/words';

/** Half a century: longer than anything waits, and few enough seconds for every field of Kubernetes, of which some have 32 bits. */
export const LONGEST_SECONDS = 50 * 365 * 86400;

const TIME_ABSURD = onAsk({
  ...NUMBER_ABSURD,
  *check({ containers, main, terminationGrace, startsWithin, usualStart, rto, rpo, rideOut }) {
    for (const [what, seconds] of [
      ['terminationGrace', terminationGrace],
      ['health.startsWithin', startsWithin],
      ['health.usualStart', usualStart],
      ['objective.rto', rto],
      ['objective.rpo', rpo],
      ['objective.rideOut', rideOut],
      ...containers.filter((one) => one !== main).map((one) => [`health.startsWithin${ofIt(one)}`, one.health.startsWithin?.seconds] as const),
    ] as const) {
      const mayBeEndless = what === 'objective.rto' || what === 'objective.rpo';
      if (seconds !== undefined && !(seconds >= 0 && (mayBeEndless || seconds !== Number.POSITIVE_INFINITY)))
        yield { given: `${what} of ${seconds} s`, allowed: 'but a duration is finite and not negative', fix: 'Use seconds or minutes.' };
      else if (seconds !== undefined && Number.isFinite(seconds) && seconds > LONGEST_SECONDS)
        yield { given: `${what} of ${seconds} s`, allowed: 'but that is more than half a century', fix: 'Use seconds or minutes.' };
    }
  },
});

/** Kubernetes then forgets a pod before it has ended (Kubernetes, StatefulSet, Limitations: "strongly discouraged"). */
const GRACE_ZERO = onAsk({
  code: 'GRACE-ZERO',
  severity: Severity.ERROR,
  means: 'no time to end for a pod with data: its successor may start beside it, on the same data',
  fix: 'leave `terminationGrace` out, or set at least 1 s',
  *check({ terminationGrace, volumes }) {
    if (terminationGrace !== 0 || !volumes.some((volume) => traitsOf(volume).outlivesPod)) return;
    yield {
      given: 'terminationGrace of 0 s for a pod with data',
      allowed: 'but then Kubernetes forgets the pod before it has ended, and the next one may start beside it on the same data',
      fix: 'Leave terminationGrace out, or set at least 1 s.',
    };
  },
});

const START_TOO_LONG = onAsk({
  code: 'START-TOO-LONG',
  severity: Severity.ERROR,
  means: 'a usual start, or the delay of its probe, that takes longer than a start may take: a probe ends it every time',
  fix: 'raise `health.startsWithin`, lower `health.usualStart`, or give the liveness probe a delay',
  *check({ main, usualStart, startsWithin, containers }) {
    for (const container of containers) {
      const delay = container.probes.startup?.delay ?? 0;
      const within = container.health.startsWithin?.seconds ?? DEFAULT_STARTS_WITHIN_SECONDS;
      if (delay > 0 && delay >= within)
        yield {
          given: `a startup probe${ofIt(container)} after ${formatSeconds(delay)}`,
          allowed: `but a start may take only ${formatSeconds(within)}`,
          fix: 'Raise health.startsWithin, or ask earlier.',
        };
    }
    const { startup, liveness } = main.probes;
    const said = main.health.usualStart !== undefined;
    const alive = liveness === undefined ? Number.POSITIVE_INFINITY : liveness.delay + liveness.period * liveness.failures;
    if (startup === undefined && usualStart > alive)
      yield {
        given: `a usual start of ${formatSeconds(usualStart)}${said ? '' : ', the default,'} without a startup probe`,
        allowed: `but the liveness probe restarts the container after ${formatSeconds(alive)}`,
        fix: `Give the liveness probe a delay, ${said ? 'or keep the startup probe' : 'keep the startup probe, or set health.usualStart'}.`,
      };
    // Who only says how long a start may take is not asked how long it does.
    if (!said || startup === undefined || !(usualStart > startsWithin)) return;
    yield {
      given: `a usual start of ${formatSeconds(usualStart)}`,
      allowed: `but the startup probe restarts the container after ${formatSeconds(startsWithin)}`,
      fix: 'Raise health.startsWithin, or lower health.usualStart.',
    };
  },
});

/** Every user and group where it was set. What defaults to a wrong one is not reported again. */
function* idsOf({ main, containers, security: { fsGroup, groups } }: ResolvedApp): Iterable<readonly [what: string, id: number]> {
  const { user, group } = main.security;
  yield ['security.user', user];
  if (!Object.is(group, user)) yield ['security.group', group];
  if (!Object.is(fsGroup, group)) yield ['security.fsGroup', fsGroup];
  for (const id of groups) yield ['security.groups', id];
  for (const container of containers) {
    const { user: own, group: ownGroup } = container.security;
    if (!Object.is(own, user)) yield [`security.user${ofIt(container)}:`, own];
    if (!Object.is(ownGroup, own) && !Object.is(ownGroup, group)) yield [`security.group${ofIt(container)}:`, ownGroup];
  }
}

const ID_ABSURD = onAsk({
  ...NUMBER_ABSURD,
  *check(app) {
    for (const [what, id] of idsOf(app)) {
      if (!(Number.isInteger(id) && id >= 0 && id <= HIGHEST_INT32))
        yield { given: `${what} ${id}`, allowed: 'but ids are 0 to 2147483647', fix: 'Use the number that the image documents.' };
    }
  },
});

const MAX_REPLICAS_ABSURD = onAsk({
  ...NUMBER_ABSURD,
  *check({ maxReplicas }) {
    if (maxReplicas !== undefined && !(Number.isInteger(maxReplicas) && maxReplicas >= 1))
      yield { given: `maxReplicas: ${maxReplicas}`, allowed: 'but an app has at least one pod', fix: 'Leave it out for no limit.' };
  },
});

/** Numbers that make no sense. */
export const NUMBER_RULES = [TIME_ABSURD, GRACE_ZERO, START_TOO_LONG, ID_ABSURD, MAX_REPLICAS_ABSURD];
