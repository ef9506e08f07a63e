import {
  type Cluster,
  Concurrency,
  Duration,
  FencingMethod,
  OneOffJob,
  type OneOffJobProps,
  OutcomeKind,
  ScheduledJob,
  SinglePodFlexible,
  Size,
  Volume,
} from '../../lib';
import { workloadRules } from '../../lib/alerts/workloads';
import { Patch } from '../../lib/availability/ask/patch';
import type { Plan } from '../../lib/availability/model/plan';
import { priorityOf } from '../../lib/availability/placement/priority';
import { forFlux } from '../../lib/delivery/targets/flux-annotations';
import { REPORT } from '../../lib/delivery/targets/report';
import { holdsUpFolder } from '../../lib/delivery/waits';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { lab } from '../lab';
import { appProps, control, messages, worker } from '../support';

const DATA = Volume.data('/data', { size: Size.gib(1) });

function once(cluster: Cluster, overrides: Partial<OneOffJobProps> = {}): OneOffJob {
  return new OneOffJob(cluster.workers, 'import', { ...appProps(), ...overrides });
}

function said(overrides: Partial<OneOffJobProps>): string {
  const cluster = lab();
  once(cluster, overrides);
  return messages(cluster.verdict().open);
}

test('a one-off job is a Job that ends, in a namespace that lets it in, and that nobody can reach', () => {
  const cluster = lab();
  const one = once(cluster);
  expect(messages(cluster.verdict().open)).toBe('');
  const { template, ...spec } = (one.object('Job').toJson() as { spec: { template: { spec: object } } }).spec;
  expect(spec).toEqual({
    backoffLimit: 1,
    activeDeadlineSeconds: 3600,
    podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
    podReplacementPolicy: 'Failed',
  });
  expect(template.spec).toMatchObject({ restartPolicy: 'Never' });
  expect(template.spec).toHaveProperty('priorityClassName', 'availability-job');
  expect(one.object('NetworkPolicy').toJson()).toMatchObject({ spec: { ingress: [] } });
});

test('what it says is what Kubernetes gets', () => {
  const one = once(lab(), { deadline: Duration.minutes(5), retries: 3, timeToLive: Duration.hours(2), suspend: true });
  expect(one.object('Job').toJson()).toMatchObject({
    spec: { activeDeadlineSeconds: 300, backoffLimit: 3, ttlSecondsAfterFinished: 7200, suspend: true },
  });
});

test('a scheduled job may delete its runs too', () => {
  const job = new ScheduledJob(lab().workers, 'backup', { ...appProps(), schedule: '@daily', timeToLive: Duration.hours(1) });
  expect(job.object('CronJob').toJson()).toMatchObject({ spec: { jobTemplate: { spec: { ttlSecondsAfterFinished: 3600 } } } });
});

test('it is below all apps, and no folder waits for it', () => {
  const { plan } = once(lab());
  expect(priorityOf((plan as Plan).ask)).toEqual({ value: 50_000, preempts: false, isKnown: true });
  expect(holdsUpFolder((plan as Plan).ask)).toBe(false);
});

test('a run without an end, or one that comes again, is warned of', () => {
  expect(said({ deadline: Duration.forever() })).toMatchInlineSnapshot(`
    "JOB-FOREVER  lab/worker/import: a job without a deadline, and if it hangs, nothing ever ends it.
                 Set the longest time that it may take, or accept it with a reason."
  `);
  expect(said({ deadline: Duration.hours(30) })).toBe('');
  expect(said({ timeToLive: Duration.hours(1) })).toMatchInlineSnapshot(`
    "JOB-RUNS-AGAIN  lab/worker/import: a one-off job that is deleted 60 min after its end, but Flux then creates it again, and it runs again.
                    Leave timeToLive out, make it a ScheduledJob, or accept it with the reason why another run does no harm."
  `);
  expect(said({ timeToLive: Duration.forever() })).toBe('');
  expect(said({ timeToLive: Duration.seconds(-1) })).toContain('NUMBER-ABSURD');
  expect(said({ timeToLive: Duration.seconds(2 ** 31) })).toContain('timeToLive of 2147483648 s, but Kubernetes counts at most 2147483647 s.');
  expect(said({ timeToLive: Duration.seconds(2 ** 31 - 1) })).not.toContain('NUMBER-ABSURD');
});

test('a scheduled run without an end is warned of unless the next one ends it', () => {
  const of = (concurrency: Concurrency) => {
    const cluster = lab();
    new ScheduledJob(cluster.workers, 'backup', { ...appProps(), schedule: '@daily', deadline: Duration.forever(), concurrency });
    return messages(cluster.verdict().open);
  };
  expect(of(Concurrency.ALLOW)).toMatchInlineSnapshot(`
    "JOB-FOREVER  lab/worker/backup: a job without a deadline, and if it hangs, nothing ever ends it.
                 Set the longest time that it may take, or accept it with a reason."
  `);
  expect(of(Concurrency.REPLACE)).toBe('');
});

test('a crash of its node says what becomes of the run', () => {
  expect(once(lab()).plan?.outcome?.why).toMatchInlineSnapshot(
    `"the run waits until its node is back, because it may still be running: to run it again before, delete the Job, force-delete its pod, and deliver the Job again; 60 min after its start its deadline ends it, and nothing runs again by itself: delete the Job to run it again"`,
  );
  expect(once(lab(), { deadline: Duration.minutes(5) }).plan?.outcome?.why).toContain('; 5 min after its start its deadline ends it, and nothing runs again');
  expect(once(lab(), { deadline: Duration.forever() }).plan?.outcome?.why).not.toContain('deadline');
  expect(once(lab(), { volumes: [DATA] }).plan?.outcome?.why).toMatchInlineSnapshot(
    `"the run fails with its node, and does not start again, because it may have written: delete the Job to run it again"`,
  );
  expect(once(lab(), { node: { name: 'w1', reason: 'a test' } }).plan?.outcome?.why).toMatchInlineSnapshot(
    `"the run is interrupted until w1 is back; 60 min after its start its deadline ends it, and nothing runs again by itself: delete the Job to run it again"`,
  );
  const never = { min: Infinity, max: Infinity };
  const down = { time: never, terms: [{ name: 'return of the node', time: never }] };
  expect(once(lab()).plan?.outcome).toMatchObject({ ...down, kind: OutcomeKind.DOWN_UNTIL_ACTION });
  expect(once(lab(), { volumes: [DATA] }).plan?.outcome).toMatchObject({ ...down, kind: OutcomeKind.DOWN_UNTIL_ACTION });
  expect(once(lab(), { node: { name: 'w1', reason: 'a test' } }).plan?.outcome).toMatchObject({ ...down, kind: OutcomeKind.DOWN_UNTIL_REPAIR });
  const fenced = () =>
    lab({
      nodes: [
        control('c1'),
        ...['w1', 'w2'].map((name) => worker(name, { fencing: { method: FencingMethod.CLOUD_API, automatedWithin: Duration.minutes(2) } })),
      ],
      storage: {},
    });
  expect(once(fenced()).plan?.outcome).toMatchObject({
    kind: OutcomeKind.FAILS_OVER,
    time: { min: 41, max: 187 },
    why: expect.stringContaining('the run starts again on another node, as soon as the fencing agent has removed its pod'),
  });
  expect(once(fenced(), { placement: { nodes: ['w1'] } }).plan?.outcome).toMatchObject({
    ...down,
    kind: OutcomeKind.DOWN_UNTIL_REPAIR,
    why: expect.stringContaining('the run is interrupted, and only w1 can run it: it waits until its node is back'),
  });
});

test('it runs beside the app whose data it shares', () => {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes: [DATA] }));
  const one = once(cluster, { namespace: 'wiki', volumes: [Volume.shared('/data', { app: { name: 'wiki' }, readOnly: true })] });
  expect(messages(cluster.verdict().open)).toBe('');
  expect(one.plan?.colocation.value?.owner).toBe('wiki');
});

test('the report lists it among the jobs', () => {
  const cluster = lab();
  once(cluster);
  const files = REPORT.files({ cluster: cluster.output(cluster.verdict()), units: [], charts: [] }, () => undefined);
  const lines = files.get('lab/report/report.md')?.toString().split('\n') ?? [];
  expect(lines.find((line) => line.startsWith('| [import/import]'))).toMatchInlineSnapshot(
    `"| [import/import](#importimport) | once | w1, w2 and w3 | none | the run does not start again by itself: the run waits until its node is back, because it may still be running: to run it again before, delete the Job, force-delete its pod, and deliver the Job again; 60 min after its start its deadline ends it, and nothing runs again by itself: delete the Job to run it again |"`,
  );
});

test('Flux replaces it when it changes', () => {
  const object = forFlux(once(lab()).object('Job').toJson() as Manifest);
  expect(object.metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/force': 'enabled' });
});

test('what decides its end cannot be patched', () => {
  expect(said({ patches: [Patch.replace('Job', '/spec/backoffLimit', 9, 'a test')] })).toMatchInlineSnapshot(`
    "PATCH-AGAINST-CLASS  lab/worker/import: a patch that changes /spec/backoffLimit in the Job import, but the class, the facts and the props decide that.
                         Use the props of the job."
  `);
  expect(said({ patches: [Patch.add('Job', '/metadata/annotations', { a: 'b' }, 'a test')] })).toBe('');
});

test('an alert says that it failed', () => {
  const rules = workloadRules(once(lab()).plan as Plan)?.rules ?? [];
  expect(rules.map(({ expr }) => expr)).toMatchInlineSnapshot(`
    [
      "max(kube_job_failed{namespace="import",job_name="import",condition="true"}) == 1",
    ]
  `);
});
