import {
  type App,
  type Cluster,
  Concurrency,
  Duration,
  HighlyAvailable,
  Image,
  NodeRole,
  Port,
  Probe,
  ScheduledJob,
  SinglePodFlexible,
  SinglePodPinned,
  type WorkloadProps,
} from '../../lib';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { amongOthers } from '../../lib/availability/fleet/outcomes';
import type { Plan } from '../../lib/availability/model/plan';
import { crashInWords, reportOutcome } from '../../lib/availability/report/crash';
import { lab } from '../lab';
import { appProps, control, facts, messages, planOf, worker } from '../support';

// An app is down while one that it depends on is: its promise says so.
const crash = ({ plan }: { readonly plan: Plan | undefined }): string =>
  plan === undefined ? 'not decided' : crashInWords(plan.ask.availabilityClass, reportOutcome(plan.outcome));
const verdict = (cluster: Cluster): string => messages((cluster.node.scope as App).build().findings);
const props = (more: Partial<WorkloadProps> = {}) => appProps({ network: { ports: [Port.http(8080)] }, ...more });
const on = (name: string) => ({ node: { name, reason: 'its disk' } });
const rto = (minutes: number) => ({ objective: { rto: Duration.minutes(minutes) } });

describe('an app that depends on a pinned one', () => {
  const cluster = lab({ storage: {} });
  const db = new SinglePodPinned(cluster.workers, 'db', { ...props(), ...on('w1') });
  const api = new HighlyAvailable(cluster.workers, 'api', props({ dependsOn: [db] }));
  const web = new HighlyAvailable(cluster.workers, 'web', props({ dependsOn: [api] }));

  test('goes down with the node of that one, and so does who depends on it in turn', () => {
    expect(crash(api)).toBe('keeps running; on w1, down until repair, because it needs db');
    expect(crash(web)).toBe('keeps running; on w1, down until repair, because it needs db');
  });

  test('says so beside its own promise', () => {
    const wiki = new SinglePodFlexible(cluster.workers, 'wiki', props({ dependsOn: [web] }));
    expect(crash(wiki)).toBe('back after 71 s to 2 min 7 s; on w1, down until repair, because it needs db');
    const cam = new SinglePodPinned(cluster.workers, 'cam', { ...props({ dependsOn: [db] }), ...on('w2') });
    expect(crash(cam)).toBe('down until repair; on w1, down until repair, because it needs db');
    const same = new SinglePodPinned(cluster.workers, 'same', { ...props({ dependsOn: [db] }), ...on('w1') });
    expect(crash(same)).toBe('down until repair');
    const job = new ScheduledJob(cluster.workers, 'job', { ...appProps({ dependsOn: [db] }), schedule: '@daily', concurrency: Concurrency.ALLOW });
    expect(crash(job)).toBe('the run is lost or starts again; later runs continue; on w1, no run until repair, because it needs db');
  });

  test('keeps no objective that needs it sooner', () => {
    const strict = lab({ storage: {} });
    const one = new SinglePodPinned(strict.workers, 'db', { ...props(), ...on('w1') });
    const two = new HighlyAvailable(strict.workers, 'api', props({ dependsOn: [one], ...rto(5) }));
    new HighlyAvailable(strict.workers, 'web', props({ dependsOn: [two], ...rto(5) }));
    expect(verdict(strict)).toMatchInlineSnapshot(`
      "OBJECTIVE-OF-DEPENDENCY  lab/worker/api: back within 5 min, but it depends on db, which is down until repair when w1 dies.
                               Make db as quick, raise objective.rto, or leave the objective out.

      OBJECTIVE-OF-DEPENDENCY  lab/worker/web: back within 5 min, but it depends on db, which is down until repair when w1 dies.
                               Make db as quick, raise objective.rto, or leave the objective out."
    `);
  });
});

describe('an app that depends on one that fails over', () => {
  test('is back when that one is', () => {
    const cluster = lab({ storage: {} });
    const db = new SinglePodFlexible(cluster.workers, 'db', props({ health: { usualStart: Duration.minutes(2) } }));
    const api = new HighlyAvailable(cluster.workers, 'api', props({ dependsOn: [db] }));
    expect(crash(db)).toBe('back after 71 s to 3 min 37 s');
    expect(crash(api)).toBe(crash(db));
    expect(api.plan?.outcome?.why).toBe(`it needs db, which is back after 71 s to 3 min 37 s: ${db.plan?.outcome?.why}`);
    expect(verdict(cluster)).toBe('');
  });

  test('keeps an objective that leaves it the time, and no other', () => {
    const cluster = lab({ storage: {} });
    const db = new SinglePodFlexible(cluster.workers, 'db', props({ health: { usualStart: Duration.minutes(2) } }));
    new HighlyAvailable(cluster.workers, 'slow', props({ dependsOn: [db], ...rto(5) }));
    new HighlyAvailable(cluster.workers, 'quick', props({ dependsOn: [db], ...rto(3) }));
    expect(verdict(cluster)).toMatchInlineSnapshot(`
      "OBJECTIVE-OF-DEPENDENCY  lab/worker/quick: back within 3 min, but it depends on db, which is back after 71 s to 3 min 37 s.
                               Make db as quick, raise objective.rto, or leave the objective out."
    `);
  });

  test('is back later where its readiness probe may ask for that one, and looks once per period', () => {
    const cluster = lab({ storage: {} });
    const db = new SinglePodFlexible(cluster.workers, 'db', props({ health: { usualStart: Duration.minutes(2) } }));
    const readiness = Probe.http('/ready').every(Duration.seconds(30));
    const api = new HighlyAvailable(cluster.workers, 'api', props({ dependsOn: [db], health: { readiness } }));
    const web = new HighlyAvailable(cluster.workers, 'web', props({ dependsOn: [api], health: { readiness }, ...rto(4) }));
    expect([db, api, web].map(crash)).toEqual(['back after 71 s to 3 min 37 s', 'back after 71 s to 4 min 9 s', 'back after 71 s to 4 min 41 s']);
    expect(web.plan?.outcome?.terms?.slice(-2)).toEqual([1, 2].map(() => ({ name: 'readiness', time: { min: 0, max: 32 } })));
    expect(verdict(cluster)).toMatchInlineSnapshot(`
      "OBJECTIVE-OF-DEPENDENCY  lab/worker/web: back within 4 min, but it depends on db, which is back after 71 s to 3 min 37 s: readiness probes take up to 64 s more to find that.
                               Make db as quick, raise objective.rto, or leave the objective out."
    `);
  });

  test('is not worse off when it is slower itself', () => {
    const cluster = lab({ storage: {} });
    const db = new SinglePodFlexible(cluster.workers, 'db', props());
    const slow = new SinglePodFlexible(cluster.workers, 'slow', props({ dependsOn: [db], health: { usualStart: Duration.minutes(2) } }));
    expect(crash(slow)).toBe('back after 71 s to 3 min 37 s');
  });
});

describe('an app that only waits for another at its start', () => {
  const waiting = (db: SinglePodPinned) => ({
    initContainers: [{ name: 'wait', image: Image.of('ghcr.io/example/wait', '1.0.0'), command: ['wait'], waitsFor: [db] }],
  });

  test('goes on without it, but does not start again where both died', () => {
    const cluster = lab({ nodes: [control('c1'), worker('w1'), worker('w2'), worker('w3', { roles: [NodeRole.EDGE] })], storage: {} });
    const near = new SinglePodPinned(cluster.workers, 'near', { ...props(), ...on('w1') });
    const far = new SinglePodPinned(cluster.workers, 'far', { ...props(), ...on('w3') });
    expect(crash(new HighlyAvailable(cluster.workers, 'api', props(waiting(near))))).toBe('keeps running');
    expect(crash(new SinglePodFlexible(cluster.workers, 'one', props(waiting(near))))).toBe(
      'back after 71 s to 2 min 7 s; on w1, down until repair, because its start waits for near',
    );
    expect(crash(new SinglePodFlexible(cluster.workers, 'two', props(waiting(far))))).toBe('back after 71 s to 2 min 7 s');
  });
});

describe('an app whose start waits for another', () => {
  const waitsFor = (...apps: SinglePodFlexible[] | SinglePodPinned[]) => ({
    initContainers: [{ name: 'wait', image: Image.of('ghcr.io/example/wait', '1.0.0'), command: ['wait'], waitsFor: apps }],
  });
  const slowStart = { health: { usualStart: Duration.minutes(3) } };

  test('starts after it, so that their starts add up', () => {
    const cluster = lab({ storage: {} });
    const db = new SinglePodFlexible(cluster.workers, 'db', props(slowStart));
    const web = new SinglePodFlexible(cluster.workers, 'web', props({ ...slowStart, ...waitsFor(db) }));
    const top = new SinglePodFlexible(cluster.workers, 'top', props({ ...slowStart, ...waitsFor(web) }));
    expect(crash(db)).toBe('back after 71 s to 4 min 37 s');
    expect(crash(web)).toBe('back after 71 s to 7 min 44 s');
    expect(crash(top)).toBe('back after 71 s to 10 min 51 s');
    expect(top.plan?.outcome?.why).toMatch(/^its start waits for web, which is back after 71 s to 7 min 44 s: /);
    const { terms = [] } = top.plan?.outcome ?? {};
    expect(terms.reduce((sum, term) => sum + term.time.max, 0)).toBe(top.plan?.outcome?.time?.max);
    const user = new HighlyAvailable(cluster.workers, 'user', props({ dependsOn: [top] }));
    expect(crash(user)).toBe(crash(top));
  });

  test('keeps no objective that needs it sooner', () => {
    const cluster = lab({ storage: {} });
    const db = new SinglePodFlexible(cluster.workers, 'db', props(slowStart));
    const fixed = new SinglePodPinned(cluster.workers, 'fixed', { ...props(), ...on('w1') });
    new SinglePodFlexible(cluster.workers, 'web', props({ ...slowStart, ...waitsFor(db), ...rto(7) }));
    new SinglePodFlexible(cluster.workers, 'late', props({ ...slowStart, ...waitsFor(db), ...rto(8) }));
    new SinglePodFlexible(cluster.workers, 'bound', props({ ...waitsFor(fixed), ...rto(5) }));
    new HighlyAvailable(cluster.workers, 'api', props({ ...waitsFor(db), ...rto(5) }));
    expect(verdict(cluster)).toMatchInlineSnapshot(`
      "OBJECTIVE-OF-DEPENDENCY  lab/worker/bound: back within 5 min, but its start waits for fixed, which is down until repair when w1 dies.
                               Make fixed as quick, raise objective.rto, or leave the objective out.

      OBJECTIVE-OF-DEPENDENCY  lab/worker/web: back within 7 min, but its start waits for db, which is back after 71 s to 4 min 37 s: its own start takes up to 3 min 7 s more.
                               Make db as quick, raise objective.rto, or leave the objective out."
    `);
  });
});

test('a chain of 5,000 apps is judged at once', () => {
  const given = facts({ storage: {} });
  const first = planOf(AvailabilityClass.SINGLE_POD_PINNED, { name: 'a0', ...on('w1') }, given);
  const usual = planOf(AvailabilityClass.HIGHLY_AVAILABLE, { name: 'a1' }, given);
  const chain = Array.from({ length: 5000 }, (_, index): Plan => {
    const name = `a${index + 1}`;
    return { ...usual, ask: { ...usual.ask, name, namespace: name, path: name, dependsOn: [{ name: `a${index}` }] } };
  });
  const before = performance.now();
  const last = amongOthers([first, ...chain].reverse(), given)[0];
  expect(performance.now() - before).toBeLessThan(10_000);
  expect(last?.outcome?.unless).toMatchObject([{ node: 'w1', kind: 'down until repair', why: 'down until repair, because it needs a0' }]);
});
