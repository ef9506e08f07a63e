import type { Sidecar, SidecarHealthProps } from '../../lib/availability/ask/app';
import { Probe } from '../../lib/availability/ask/container/health';
import { Port } from '../../lib/availability/ask/network/port';
import { Image } from '../../lib/availability/ask/reference/image';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import { decisionsOf } from '../../lib/availability/report/decisions';
import { Cpu, Duration } from '../../lib/cluster/units';
import { type AnyAppProps, messagesOf, planOf, RESOURCES } from '../support';

const { SINGLE_POD_FLEXIBLE, HIGHLY_AVAILABLE } = AvailabilityClass;
const HTTP = { ports: [Port.http(8080)] };

const limited = (cpu: Cpu, reason = 'it starves its neighbours'): Partial<AnyAppProps> => ({ resources: { ...RESOURCES, cpuLimit: { cpu, reason } } });
const health = (asked: AnyAppProps['health']): Partial<AnyAppProps> => ({ network: HTTP, health: asked });
const said = (props: Partial<AnyAppProps>) => messagesOf(SINGLE_POD_FLEXIBLE, props);
const starts = (props: Partial<AnyAppProps>) => planOf(SINGLE_POD_FLEXIBLE, props).outcome?.terms?.find(({ name }) => name === 'start')?.time;

describe('a CPU limit', () => {
  test('below the request is refused', () => {
    expect(said(limited(Cpu.millis(99)))).toMatchInlineSnapshot(`
      "RESOURCES-ABSURD  lab/worker/blog: a CPU limit of 99m below the request of 100m for the app, but Kubernetes refuses that.
                        Raise the limit, or leave it out."
    `);
    expect(said(limited(Cpu.millis(100)))).toBe('');
  });

  test('needs a reason, which the report shows', () => {
    expect(said(limited(Cpu.cores(1), ' '))).toMatchInlineSnapshot(`
      "CHOICE-WITHOUT-REASON  lab/worker/blog: the choice "CPU limit: 1" without a reason, but the report must say why.
                             Add a reason."
    `);
    expect(decisionsOf(planOf(SINGLE_POD_FLEXIBLE, limited(Cpu.cores(1))))).toContainEqual({
      what: 'CPU limit',
      value: '1',
      why: 'it starves its neighbours',
    });
  });
});

describe('a probe that is left out', () => {
  const NONE = Probe.none('it takes each connection for a client');

  test('needs a reason, which the report shows', () => {
    expect(said(health({ readiness: Probe.none('') }))).toMatchInlineSnapshot(`
      "CHOICE-WITHOUT-REASON  lab/worker/blog: the choice "readiness probe: none" without a reason, but the report must say why.
                             Add a reason."
    `);
    expect(said(health({ readiness: NONE, startup: NONE }))).toBe('');
    expect(decisionsOf(planOf(SINGLE_POD_FLEXIBLE, health({ startup: NONE })))).toContainEqual({
      what: 'startup probe',
      value: 'none',
      why: 'it takes each connection for a client',
    });
  });

  test('has no times', () => {
    expect(said(health({ readiness: NONE.every(Duration.seconds(5)) }))).toMatchInlineSnapshot(`
      "PROBE-INVALID  lab/worker/blog: health.readiness with Probe.none and a time, but then nothing is asked.
                     Leave the time out."
    `);
  });

  test('warns a highly available app', () => {
    expect(messagesOf(HIGHLY_AVAILABLE, health({ readiness: NONE }))).toMatchInlineSnapshot(`
"HA-WITHOUT-PROBE  lab/worker/blog: no readiness probe, and without one a version that starts but does not work replaces all working pods.
                  Give a probe that asks whether it serves, or accept it with a reason."
`);
    expect(messagesOf(HIGHLY_AVAILABLE, health({ startup: NONE }))).toBe('');
  });

  test('leaves the recovery to what the app says of its start, and the plan says so', () => {
    const unsaid = planOf(SINGLE_POD_FLEXIBLE, health({ readiness: NONE })).outcome?.why;
    expect(unsaid).toMatch(/; without a readiness probe it counts as ready as soon as its container starts$/);
    expect(planOf(SINGLE_POD_FLEXIBLE, health({ startup: NONE })).outcome?.why).not.toContain('readiness');
    expect(starts(health({ readiness: NONE }))).toEqual({ min: 1, max: 37 });
  });

  test('without the startup probe, the liveness probe must not end each start', () => {
    const liveness = Probe.tcp();
    const slow = { startup: NONE, usualStart: Duration.seconds(61) };
    expect(said(health({ ...slow, liveness }))).toMatchInlineSnapshot(`
      "START-TOO-LONG  lab/worker/blog: a usual start of 61 s without a startup probe, but the liveness probe restarts the container after 60 s.
                      Give the liveness probe a delay, or keep the startup probe."
    `);
    expect(said(health({ ...slow, liveness: liveness.after(Duration.seconds(1)) }))).toBe('');
    expect(said(health({ ...slow }))).toBe('');
  });

  test('without the startup probe, the usual start counts even if nobody said it', () => {
    const hasty = { startup: NONE, liveness: Probe.tcp().every(Duration.seconds(1)).tolerating(1) };
    expect(said(health(hasty))).toMatchInlineSnapshot(`
      "START-TOO-LONG  lab/worker/blog: a usual start of 30 s, the default, without a startup probe, but the liveness probe restarts the container after 1 s.
                      Give the liveness probe a delay, keep the startup probe, or set health.usualStart."
    `);
    expect(said(health({ ...hasty, usualStart: Duration.seconds(30) }))).toMatchInlineSnapshot(`
      "START-TOO-LONG  lab/worker/blog: a usual start of 30 s without a startup probe, but the liveness probe restarts the container after 1 s.
                      Give the liveness probe a delay, or keep the startup probe."
    `);
    expect(said(health({ ...hasty, usualStart: Duration.seconds(1) }))).toBe('');
    expect(said(health({ ...hasty, startup: Probe.tcp() }))).toBe('');
    expect(said(health({ startsWithin: Duration.seconds(10) }))).toBe('');
    expect(said(health({ startsWithin: Duration.seconds(10), usualStart: Duration.seconds(30) }))).toContain('START-TOO-LONG');
  });
});

describe('a delay of a probe', () => {
  const delayed = (seconds: number) => Probe.tcp().after(Duration.seconds(seconds));

  test('is whole seconds', () => {
    expect(said(health({ readiness: delayed(0.5) }))).toMatchInlineSnapshot(`
      "PROBE-INVALID  lab/worker/blog: health.readiness after 0.5 s, but Kubernetes accepts only whole seconds.
                     Use whole seconds."
    `);
    expect(said(health({ readiness: delayed(1) }))).toBe('');
  });

  test('leaves time to start', () => {
    const startsWithin = Duration.seconds(60);
    expect(said(health({ startup: delayed(60), startsWithin }))).toMatchInlineSnapshot(`
      "START-TOO-LONG  lab/worker/blog: a startup probe after 60 s, but a start may take only 60 s.
                      Raise health.startsWithin, or ask earlier."
    `);
    expect(said(health({ startup: delayed(59), startsWithin }))).toBe('');
  });

  test('is part of the recovery', () => {
    expect(starts(health({}))).toEqual({ min: 1, max: 37 });
    expect(starts(health({ startup: delayed(60) }))).toEqual({ min: 1, max: 67 });
    // Seen once per period of the readiness probe.
    expect(starts(health({ readiness: delayed(60), startup: Probe.tcp() }))).toEqual({ min: 1, max: 77 });
    expect(starts(health({ readiness: Probe.tcp(), startup: Probe.none('it is fast') }))).toEqual({ min: 1, max: 42 });
  });
});

describe('the start of a pod', () => {
  const minutes = (count: number) => Probe.tcp().after(Duration.minutes(count));
  const beside = (name: string, asked: SidecarHealthProps, more: Partial<Sidecar> = {}): Sidecar => ({
    name,
    image: Image.of('ghcr.io/example/side', '1.0'),
    resources: RESOURCES,
    ports: [Port.tcp(name === 'first' ? 9001 : 9002, name)],
    health: asked,
    ...more,
  });
  const startsAt = (sidecars: Sidecar[], more: Partial<AnyAppProps> = {}) =>
    starts({ ...health({ usualStart: Duration.seconds(20) }), sidecars, ...more })?.max;
  const startup = Probe.none('it is fast');
  const late = { startup: minutes(10), startsWithin: Duration.minutes(20) };

  test('includes what its sidecars wait before it: each holds back what starts after it', () => {
    expect(startsAt([])).toBe(27);
    expect(startsAt([beside('first', {})])).toBe(27);
    expect(startsAt([beside('first', late)])).toBe(600 + 5 + 27);
    expect(startsAt([beside('first', late), beside('second', { startup: minutes(1) })])).toBe(600 + 5 + 60 + 5 + 27);
  });

  test('is over only when each sidecar counts as ready', () => {
    expect(startsAt([beside('first', { startup, readiness: minutes(4) })])).toBe(240 + 5 + 7);
    expect(startsAt([beside('first', { startup: Probe.tcp(), readiness: minutes(4) })])).toBe(240 + 10 + 7);
    expect(startsAt([beside('first', late), beside('second', { startup, readiness: minutes(4) })])).toBe(605 + 20 + 240 + 5 + 7);
  });

  test('may have taken all of the usual start before a delay that counts from the start of a later container', () => {
    const more = { initContainers: [{ name: 'setup', command: ['setup'] }] };
    expect(starts({ ...health({ usualStart: Duration.seconds(20) }), ...more })?.max).toBe(27);
    expect(starts({ ...health({ usualStart: Duration.seconds(20), startup: minutes(1) }), ...more })?.max).toBe(20 + 60 + 7);
    expect(startsAt([beside('first', { startup, readiness: minutes(4) })], more)).toBe(20 + 240 + 5 + 7);
    expect(startsAt([beside('first', { startup, readiness: minutes(4) }, { beforeInit: true })], more)).toBe(240 + 5 + 7);
  });

  test('breaks an objective that is shorter', () => {
    const objective = { rto: Duration.minutes(3) };
    expect(said({ ...health({}), objective, sidecars: [beside('first', late)] })).toMatchInlineSnapshot(`
      "OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 3 min, but even with no toleration it takes 41 s to 11 min 42 s, of which start 1 s to 10 min 42 s.
                             Raise objective.rto, or reduce the largest part: start."
    `);
    expect(
      messagesOf(HIGHLY_AVAILABLE, { ...health({}), majority: true, replicas: Replicas.of(5), objective, sidecars: [beside('first', late)] }),
    ).toMatchInlineSnapshot(`
"HA-MAJORITY-LOST  lab/worker/blog: 5 replicas on 3 nodes, of which 3 must run, but one node may take 3 once another was away, and the app is then down until its pods run elsewhere.
                  Use an odd number of replicas, three or more, on as many nodes, or accept it with a reason.

OBJECTIVE-UNREACHABLE  lab/worker/blog: back within 3 min, but it serves only while 3 of its 5 pods run, and lost ones start elsewhere: detection 40 s to 60 s, eviction 0 s, toleration 30 s, start 1 s to 10 min 42 s.
                       Use at least three replicas on three nodes, raise the objective, or leave it out."
`);
    expect(said({ ...health({}), objective, sidecars: [beside('first', { startup: Probe.tcp() })] })).toBe('');
  });

  test('is never over when a sidecar is asked only after its time', () => {
    expect(said({ ...health({}), sidecars: [beside('first', { startup: minutes(5) })] })).toMatchInlineSnapshot(`
      "START-TOO-LONG  lab/worker/blog: a startup probe of first after 5 min, but a start may take only 5 min.
                      Raise health.startsWithin, or ask earlier."
    `);
    expect(said({ ...health({}), sidecars: [beside('first', { startup: minutes(4) })] })).toBe('');
  });
});
