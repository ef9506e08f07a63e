import { VolumeTie } from '../../lib/availability/ask/volume/traits';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { decide, decideGroup, decideGroups } from '../../lib/availability/decide';
import { recovery, solveToleration } from '../../lib/availability/failure/recovery';
import { attach, detection, eviction, start, storageRelease, volumeRelease, zoneState } from '../../lib/availability/failure/timing';
import type { Interval } from '../../lib/availability/model/interval';
import { slowest, sum } from '../../lib/availability/model/interval';
import { VolumeRelease } from '../../lib/availability/model/release';
import { Severity } from '../../lib/cluster/finding';
import { HA_CONTROLLER } from '../../lib/systems/linstor/storage-classes';
import { fc, runs } from '../property';
import { ask, messages } from '../support';
import { apps, classes, clusters, questions, timings } from './arbitraries';

const intervals = fc.tuple(fc.nat(10_000), fc.nat(10_000)).map(([one, other]): Interval => ({ min: Math.min(one, other), max: Math.max(one, other) }));

/** Both ends are times, in order. */
function ordered({ min, max }: Interval): boolean {
  return min >= 0 && min <= max;
}

function frozenDeep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  // A volume is the caller's own.
  if (value instanceof Volume) return Object.isFrozen(value);
  return Object.isFrozen(value) && Object.values(value).every(frozenDeep);
}

describe('intervals', () => {
  test('stay in order when they are added or compared', () => {
    fc.assert(fc.property(fc.array(intervals), (parts) => ordered(sum(...parts)) && ordered(slowest(...parts))));
  });

  test('add up in any order, and no part makes a sum shorter', () => {
    fc.assert(
      fc.property(fc.array(intervals), intervals, (parts, one) => {
        expect(sum(...parts, one)).toEqual(sum(one, ...parts));
        expect(sum(...parts, one).max).toBeGreaterThanOrEqual(sum(...parts).max);
      }),
    );
  });

  test('of every step are in order, whatever the flags', () => {
    fc.assert(
      fc.property(timings, fc.boolean(), fc.integer({ min: 1, max: 200 }), fc.nat(200), fc.integer({ min: 1, max: 200 }), (timing, lost, size, dead, kth) => {
        const gone = Math.min(size, dead);
        const steps = [detection(timing, lost), eviction(timing, size, gone, Math.min(kth, gone || 1)), storageRelease(timing, HA_CONTROLLER), start(kth)];
        for (const tie of Object.values(VolumeTie)) {
          steps.push(attach(tie), ...Object.values(VolumeRelease).map((release) => volumeRelease(timing, tie, release)));
        }
        expect(steps.filter((step) => !ordered(step))).toEqual([]);
      }),
    );
  });
});

describe('eviction', () => {
  test('of a later node never comes before that of an earlier one', () => {
    fc.assert(
      fc.property(timings, fc.integer({ min: 2, max: 100 }), fc.integer({ min: 1, max: 99 }), (timing, size, kth) => {
        const dead = Math.min(size, kth + 1);
        expect(eviction(timing, size, dead, kth + 1).min).toBeGreaterThanOrEqual(eviction(timing, size, dead, kth).min);
      }),
    );
  });

  test('never stops for one or two dead nodes', () => {
    fc.assert(
      fc.property(timings, fc.integer({ min: 3, max: 100 }), fc.integer({ min: 0, max: 2 }), (timing, size, dead) => {
        expect(zoneState(timing, size, dead)).toBe('normal');
      }),
    );
  });
});

describe('recovery', () => {
  test('is in order, and the sum of its terms', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { terms, total } = recovery(question);
        expect([...terms.map((term) => term.time), total].every(ordered)).toBe(true);
        expect(total).toEqual(sum(...terms.map((term) => term.time)));
      }),
    );
  });

  test('is never shorter with a longer toleration', () => {
    fc.assert(
      fc.property(questions, fc.nat(3600), (question, more) => {
        const longer = recovery({ ...question, tolerationSeconds: question.tolerationSeconds + more }).total;
        expect(longer.min).toBeGreaterThanOrEqual(recovery(question).total.min);
        expect(longer.max).toBeGreaterThanOrEqual(recovery(question).total.max);
      }),
    );
  });

  test('is never shorter with a longer start, or when the leader may be lost', () => {
    fc.assert(
      fc.property(questions, fc.nat(3600), (question, more) => {
        const slower = recovery({ ...question, usualStartSeconds: question.usualStartSeconds + more, leaderMayBeLost: true }).total;
        expect(slower.max).toBeGreaterThanOrEqual(recovery(question).total.max);
      }),
    );
  });
});

describe('a solved toleration', () => {
  const objectives = fc.integer({ min: 0, max: 7200 });

  test('keeps the objective', () => {
    fc.assert(
      fc.property(questions, objectives, (question, rto) => {
        const { seconds } = solveToleration(question, { rtoSeconds: rto, rideOutSeconds: 300 });
        if (seconds !== undefined) expect(recovery({ ...question, tolerationSeconds: seconds }).total.max).toBeLessThanOrEqual(rto);
      }),
    );
  });

  test('is a whole number, not negative, and never longer than wished', () => {
    fc.assert(
      fc.property(questions, objectives, (question, rto) => {
        const { seconds } = solveToleration(question, { rtoSeconds: rto, rideOutSeconds: 300 });
        if (seconds === undefined) return;
        expect(Number.isInteger(seconds) && seconds >= 0).toBe(true);
        expect(seconds).toBeLessThanOrEqual(300);
      }),
    );
  });

  test('is the longest that keeps the objective, up to what is wished', () => {
    fc.assert(
      fc.property(questions, objectives, (question, rto) => {
        const { seconds } = solveToleration(question, { rtoSeconds: rto, rideOutSeconds: 300 });
        if (seconds === undefined || seconds === 300) return;
        const { terms, total } = recovery({ ...question, tolerationSeconds: seconds + 1 });
        if (terms.some((term) => term.name === 'toleration')) expect(total.max).toBeGreaterThan(rto);
      }),
    );
  });

  test('is refused only when the objective cannot be kept, and then names a term', () => {
    fc.assert(
      fc.property(questions, objectives, (question, rto) => {
        const { seconds, breaking } = solveToleration(question, { rtoSeconds: rto, rideOutSeconds: 300 });
        expect(seconds === undefined).toBe(recovery({ ...question, tolerationSeconds: 0 }).total.max > rto);
        expect(breaking === undefined).toBe(seconds !== undefined);
      }),
    );
  });

  test('is never shorter for a longer objective', () => {
    fc.assert(
      fc.property(questions, objectives, fc.nat(3600), (question, rto, more) => {
        expect(solveToleration(question, { rtoSeconds: rto + more, rideOutSeconds: 300 }).seconds ?? -1).toBeGreaterThanOrEqual(
          solveToleration(question, { rtoSeconds: rto, rideOutSeconds: 300 }).seconds ?? -1,
        );
      }),
    );
  });
});

describe('a decision', () => {
  test('is the same each time, and changes nothing that it was given', () => {
    fc.assert(
      fc.property(classes, apps, fc.option(clusters, { nil: undefined }), (availabilityClass, props, facts) => {
        const question = ask(availabilityClass, props);
        const before = JSON.stringify([question, facts]);
        const first = decide(question, facts);
        expect(decide(ask(availabilityClass, props), facts)).toEqual(first);
        expect(JSON.stringify([question, facts])).toBe(before);
      }),
    );
  });

  test('is the same for an app alone and among many that are decided together, some of which cannot be read', () => {
    const unreadable = ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, { image: 7 as never });
    fc.assert(
      fc.property(fc.array(fc.tuple(classes, apps), { maxLength: 5 }), fc.option(clusters, { nil: undefined }), (some, facts) => {
        const asks = [unreadable, ...some.map(([availabilityClass, props]) => ask(availabilityClass, props))];
        const groups = [asks, ...asks.map((one) => [one]), [], [...asks].reverse()];
        expect([...decideGroups(groups, facts)]).toEqual(groups.map((group) => decideGroup(group, facts)));
      }),
    );
  });

  test('goes to its own app, however many there are', () => {
    const asks = Array.from({ length: 150 }, (_, index) => ({ ...ask(AvailabilityClass.SINGLE_POD_FLEXIBLE), name: `app${index}`, path: `lab/app${index}` }));
    const decided = decideGroups(
      asks.map((one) => [one]),
      undefined,
    );
    expect([...decided].map(([decision]) => decision?.plan?.ask.path)).toEqual(asks.map(({ path }) => path));
  });

  test('is frozen all the way down, but for the question that the caller owns', () => {
    fc.assert(
      fc.property(classes, apps, fc.option(clusters, { nil: undefined }), (availabilityClass, props, facts) => {
        const { plan } = decide(ask(availabilityClass, props), facts);
        if (plan === undefined) throw new Error('no plan');
        const { ask: _theirs, ...own } = plan;
        expect(Object.isFrozen(plan) && Object.values(own).every(frozenDeep)).toBe(true);
      }),
    );
  });

  test('has a reason for everything', () => {
    fc.assert(
      fc.property(classes, apps, fc.option(clusters, { nil: undefined }), (availabilityClass, props, facts) => {
        const { plan, findings } = decide(ask(availabilityClass, props), facts);
        if (findings.some((finding) => finding.severity === Severity.ERROR)) return;
        const decided = Object.values(plan ?? {}).filter(
          (part): part is { readonly why: string } => typeof part === 'object' && part !== null && 'why' in part,
        );
        expect(decided.length).toBeGreaterThanOrEqual(11);
        for (const { why } of decided) expect(why).not.toMatch(/^$|undefined|NaN|\[object/);
      }),
    );
  });

  test('says what is wrong in whole sentences, without holes', () => {
    fc.assert(
      fc.property(classes, apps, clusters, (availabilityClass, props, facts) => {
        const { findings } = decide(ask(availabilityClass, props), facts);
        for (const finding of findings) {
          expect(finding.code).toMatch(/^[A-Z]+(-[A-Z]+)+$/);
          expect(finding.fix).toMatch(/^[A-Z].*[^.]\.$/s);
          expect(finding.allowed).toMatch(/^(but|and) /);
        }
        expect(messages(findings)).not.toMatch(/undefined|NaN|\[object/);
      }),
    );
  });

  test('that is accepted spreads hard only where every node takes its share, and always leaves a rollout and a drain a way', () => {
    fc.assert(
      fc.property(apps, clusters, (props, facts) => {
        const { plan, findings } = decide(ask(AvailabilityClass.HIGHLY_AVAILABLE, props), facts);
        fc.pre(plan !== undefined && !findings.some((finding) => finding.severity === Severity.ERROR));
        if (plan === undefined) return;
        const nodes = plan.placement.value.nodes?.length ?? 0;
        const replicas = plan.replicas.value;
        const { maxSurge, maxUnavailable } = plan.rollout.value;
        const hard = plan.spread.value.some((one) => one.hard);
        const fitting = plan.fitting?.length ?? 0;
        // A node without room counts as one without a pod: while it is there, no other takes a second one.
        if (hard && replicas > fitting) expect(fitting).toBe(nodes);
        if (hard && maxSurge > 0) expect(replicas + maxSurge).toBeLessThanOrEqual(nodes);
        expect(replicas + maxSurge).toBeLessThanOrEqual(props.maxReplicas ?? Number.POSITIVE_INFINITY);
        expect(maxSurge + maxUnavailable).toBeGreaterThan(0);
        expect(replicas).toBeGreaterThanOrEqual(2);
        // On one node a drain stops the app in any case.
        if (plan.budget.value === undefined) return;
        const { minAvailable, maxUnavailable: mayGo = replicas - (minAvailable ?? 0) } = plan.budget.value;
        expect(mayGo).toBeGreaterThanOrEqual(1);
        expect(mayGo).toBeLessThan(replicas);
        if (props.budget === undefined) expect(mayGo).toBeGreaterThanOrEqual(Math.ceil(replicas / fitting));
      }),
      { ...runs(60), maxSkipsPerRun: 1000 },
    );
  });

  test('for one pod never has two at once, unless it is to roll, nor a budget', () => {
    const single = fc.constantFrom(AvailabilityClass.SINGLE_POD_FLEXIBLE, AvailabilityClass.SINGLE_POD_PINNED);
    fc.assert(
      fc.property(single, apps, fc.option(clusters, { nil: undefined }), (availabilityClass, props, facts) => {
        const { plan } = decide(ask(availabilityClass, props), facts);
        expect(plan?.replicas.value).toBe(1);
        const rolls = props.rollingUpdate !== undefined && availabilityClass === AvailabilityClass.SINGLE_POD_FLEXIBLE;
        expect(plan?.rollout.value).toEqual(rolls ? { recreate: false, maxSurge: 1, maxUnavailable: 0 } : { recreate: true, maxSurge: 0, maxUnavailable: 1 });
        expect(plan?.budget.value).toBeUndefined();
      }),
    );
  });

  test('that is accepted rolls only with what two pods may have', () => {
    const reason = { rollingUpdate: { reason: 'a reason' } };
    fc.assert(
      fc.property(apps, fc.option(clusters, { nil: undefined }), (props, facts) => {
        const { findings } = decide(ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, { ...props, ...reason }), facts);
        if (findings.some((finding) => finding.severity === Severity.ERROR)) return;
        expect(props.maxReplicas).not.toBe(1);
        expect((props.volumes ?? []).map(({ path }) => path).filter((path) => !['/tmp', '/books'].includes(path))).toEqual([]);
      }),
      runs(300),
    );
  });

  test('that is accepted puts a flexible app on nodes that exist, and keeps its objective', () => {
    fc.assert(
      fc.property(apps, clusters, (props, facts) => {
        const { plan, findings } = decide(ask(AvailabilityClass.SINGLE_POD_FLEXIBLE, props), facts);
        if (plan === undefined || findings.some((finding) => finding.severity === Severity.ERROR)) return;
        const names = facts.nodes.map((node) => node.name);
        expect(plan.placement.value.nodes?.every((name) => names.includes(name))).toBe(true);
        const rto = props.objective?.rto?.seconds;
        if (rto !== undefined) expect(plan.outcome?.time?.max ?? 0).toBeLessThanOrEqual(rto);
      }),
      runs(500),
    );
  });
});
