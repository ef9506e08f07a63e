import { type ApiObject, Chart, Testing } from 'cdk8s';
import { type Cluster, Concurrency, ScheduledJob, type ScheduledJobProps, SinglePodFlexible } from '../../lib';
import { Allow } from '../../lib/availability/ask/container/security';
import { Patch } from '../../lib/availability/ask/patch';
import { Volume } from '../../lib/availability/ask/volume/volume';
import { Duration, Size } from '../../lib/cluster/units';
import { REPORT } from '../../lib/delivery/targets/report';
import { lab } from '../lab';
import { appProps, controlPlane, messages } from '../support';

const DATA = Volume.data('/data', { size: Size.gib(1) });
const OF_WIKI = { namespace: 'wiki', volumes: [Volume.shared('/data', { app: { name: 'wiki' }, readOnly: true })] };

interface CronJobSpec {
  readonly jobTemplate: { readonly spec: { readonly template: { readonly spec: object } } };
}

function job(cluster: Cluster, overrides: Partial<ScheduledJobProps> = {}): ScheduledJob {
  return new ScheduledJob(cluster.workers, 'backup', { ...appProps(), schedule: '30 3 * * *', ...overrides });
}

/** The CronJob, its pod aside. */
function specOf(one: ScheduledJob): object {
  const { jobTemplate, ...spec } = (one.object('CronJob').toJson() as { spec: CronJobSpec }).spec;
  const { template, ...jobSpec } = jobTemplate.spec;
  return { ...spec, ...jobSpec };
}

function said(overrides: Partial<ScheduledJobProps>, cluster = lab()): string {
  job(cluster, overrides);
  return messages(cluster.verdict().open);
}

test('a job is a CronJob that never runs twice, in a namespace that lets it in, and that nobody can reach', () => {
  const cluster = lab();
  const one = job(cluster, { security: { allow: [Allow.rootUser('it reads all files'), Allow.capability('DAC_OVERRIDE', 'it reads all files')] } });
  expect(messages(cluster.verdict().open)).toBe('');
  expect(one.plan).toMatchObject({
    replicas: { value: 1, why: 'one pod for each run' },
    rollout: { value: { recreate: true, maxSurge: 0, maxUnavailable: 1 }, why: 'a new version starts with the next run' },
    spread: { value: [] },
    apart: { value: false, why: 'it only runs for a while' },
  });
  expect(specOf(one)).toEqual({
    schedule: '30 3 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    suspend: false,
    backoffLimit: 1,
    activeDeadlineSeconds: 86400,
    podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] },
    podReplacementPolicy: 'Failed',
  });
  const pod = (one.object('CronJob').toJson() as { spec: CronJobSpec }).spec.jobTemplate.spec.template.spec;
  expect(pod).toMatchObject({ restartPolicy: 'Never' });
  expect(pod).toHaveProperty('priorityClassName', 'availability-job');
  expect(one.object('NetworkPolicy').toJson()).toMatchObject({ spec: { ingress: [] } });
  cluster.render();
  expect((cluster.workers.node.findChild('namespace-backup') as ApiObject).toJson()).toMatchObject({
    metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
  });
});

test('a job without a cluster is taken to run on a Kubernetes of today', () => {
  const one = new ScheduledJob(new Chart(Testing.app(), 'mine'), 'backup', { ...appProps(), schedule: '@daily' });
  expect(one.plan?.schedule?.value).toMatchObject({ ignoresDisruptions: true, over: 'Failed', retries: 1 });
});

test('what a job says is what Kubernetes gets', () => {
  const one = job(lab(), {
    schedule: '@every 6h',
    timeZone: 'Europe/Berlin',
    deadline: Duration.hours(8),
    concurrency: Concurrency.REPLACE,
    startingDeadline: Duration.minutes(10),
    retries: 3,
    history: { succeeded: 1, failed: 5 },
    suspend: true,
  });
  expect(specOf(one)).toMatchObject({
    schedule: '@every 6h',
    timeZone: 'Europe/Berlin',
    concurrencyPolicy: 'Replace',
    startingDeadlineSeconds: 600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 5,
    suspend: true,
    activeDeadlineSeconds: 28800,
    backoffLimit: 3,
  });
});

test('a run may take forever if it is said', () => {
  expect(specOf(job(lab(), { deadline: Duration.forever(), concurrency: Concurrency.FORBID }))).not.toHaveProperty('activeDeadlineSeconds');
});

// Pods of jobs have a finalizer that goes only when the pod counts as over: until then no force takes the volume from a dead node.
test('a run that holds a volume can be taken from a dead node by force, and has no second pod', () => {
  const cluster = lab();
  const one = job(cluster, { volumes: [DATA] });
  expect(specOf(one)).toMatchObject({ backoffLimit: 0, podReplacementPolicy: 'TerminatingOrFailed' });
  expect(specOf(one)).not.toHaveProperty('podFailurePolicy');
  expect(one.plan?.outcome?.why).toBe(
    'the run is lost, and the next starts on another node, as soon as the high-availability controller of DRBD has removed its pod',
  );
});

test('a cluster that is too old for a field does not get it', () => {
  expect(specOf(job(lab({ controlPlane: controlPlane({ version: '1.28.3' }) })))).not.toHaveProperty('podReplacementPolicy');
});

test('a job that uses the data of an app runs beside it, and waits while it is not there', () => {
  const cluster = lab();
  new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes: [DATA], objective: { rto: Duration.minutes(5) } }));
  const one = job(cluster, OF_WIKI);
  expect(messages(cluster.verdict().open.filter(({ code }) => code !== 'STORAGE-NOT-WRITTEN'))).toBe('');
  const pod = (one.object('CronJob').toJson() as { spec: CronJobSpec }).spec.jobTemplate.spec.template.spec;
  expect(pod).toMatchObject({
    affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'wiki' } } }] } },
    volumes: [{ persistentVolumeClaim: { claimName: 'wiki-data' } }],
  });
  const report = REPORT.files({ cluster: cluster.output(cluster.verdict()), units: [], charts: [] }, () => undefined);
  expect(report.get('lab/report/report.md')?.toString()).toContain(
    '| [wiki/backup](#wikibackup) | 30 3 * * * Etc/UTC | w1, w2 and w3 | /data of wiki | the run is lost or starts again; later runs continue: the run starts again where wiki is then,',
  );
});

test('a job without volumes is noted to hang on a dead node that nobody fences', () => {
  const cluster = lab();
  job(cluster);
  expect(messages(cluster.verdict().notes.filter(({ code }) => code === 'JOB-STUCK-WITH-NODE'))).toMatchInlineSnapshot(`
    "JOB-STUCK-WITH-NODE  lab/nodes: the crash of a node that runs backup, so the run only ends when the node is back, and with concurrency Forbid no later run starts before.
                         Watch for jobs that did not run. Fence the nodes, or delete the Job and force-delete its pod."
  `);
  const other = lab();
  job(other, { concurrency: Concurrency.REPLACE });
  expect(other.verdict().notes.map(({ code }) => code)).not.toContain('JOB-STUCK-WITH-NODE');
});

describe('refused', () => {
  test('a schedule that Kubernetes would refuse, or that never comes', () => {
    expect(said({ schedule: '0 3 * * 7' })).toMatchInlineSnapshot(`
      "SCHEDULE-INVALID  lab/worker/backup: the schedule "0 3 * * 7", but the day of the week goes from 0 to 6, written like 5, 1-5, */15 or 1,3.
                        Use the cron format of Kubernetes."
    `);
    expect(said({ schedule: '0 3 30 2 *' })).toMatchInlineSnapshot(`
      "SCHEDULE-NEVER  lab/worker/backup: the schedule "0 3 30 2 *", but there is no such day.
                      Correct the day or the month."
    `);
    expect(said({ timeZone: 'Europe/Bonn' })).toMatchInlineSnapshot(`
      "TIME-ZONE-INVALID  lab/worker/backup: the time zone "Europe/Bonn", but no zone has that name.
                         Write it like Europe/Berlin."
    `);
  });

  test('a run that is longer than the time to the next one, unless it is said what happens then', () => {
    expect(said({ schedule: '@hourly', deadline: Duration.hours(2) })).toMatchInlineSnapshot(`
      "JOB-OVERLAPS  lab/worker/backup: a run of up to 2 h, but the next one may be due after 60 min and would be skipped.
                    Shorten the deadline, run it less often, or set concurrency."
    `);
    expect(said({ schedule: '@hourly', deadline: Duration.hours(2), concurrency: Concurrency.FORBID })).toBe('');
    const endless = { schedule: '@hourly', deadline: Duration.forever() };
    expect(said(endless)).toMatchInlineSnapshot(`
      "JOB-OVERLAPS  lab/worker/backup: a run without a deadline, but the next one may be due after 60 min and would be skipped.
                    Shorten the deadline, run it less often, or set concurrency."
    `);
    expect(said({ ...endless, concurrency: Concurrency.REPLACE })).toBe('');
    expect(said({ ...endless, concurrency: Concurrency.FORBID })).toMatchInlineSnapshot(`
      "JOB-FOREVER  lab/worker/backup: a job without a deadline, and if it hangs, nothing ever ends it.
                   Set the longest time that it may take, or accept it with a reason."
    `);
  });

  test('two runs on one volume', () => {
    expect(said({ volumes: [DATA], concurrency: Concurrency.ALLOW })).toMatchInlineSnapshot(`
      "JOB-TWO-WRITERS  lab/worker/backup: concurrency Allow with data at /data, but then two runs can write at the same time, even while one of them is being stopped.
                       Leave concurrency out, or mount the data read-only."
    `);
    expect(said({ volumes: [DATA], retries: 2 })).toMatchInlineSnapshot(`
      "JOB-RETRY-TWIN  lab/worker/backup: retries: 2 with data at /data, and when its pod is deleted, a second one starts while the first is still ending: both write for up to terminationGrace.
                      Leave retries out, or accept it with a reason."
    `);
  });

  test('not two runs that only read the volume, or that may write it at once', () => {
    const reading = () => {
      const cluster = lab();
      new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes: [DATA] }));
      return cluster;
    };
    expect(said({ ...OF_WIKI, concurrency: Concurrency.ALLOW }, reading())).toBe('');
    expect(said({ ...OF_WIKI, retries: 2 }, reading())).toBe('');
    // A pod that reads may be tried again at once.
    expect(job(reading(), OF_WIKI).plan?.schedule).toMatchObject({ value: { retries: 1 }, why: expect.not.stringContaining('no retry') });
    expect(job(lab(), { volumes: [DATA] }).plan?.schedule).toMatchObject({ value: { retries: 0 }, why: expect.stringContaining('no retry') });
    const files = { name: 'files', nodeLocal: false, readWriteMany: true };
    const many = Volume.data('/data', { size: Size.gib(1), readWriteMany: true });
    expect(said({ volumes: [many], concurrency: Concurrency.ALLOW }, lab({ storage: { classes: [files] } }))).toBe('');
  });

  test('the data of an app on one node, at the app alone', () => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'wiki', appProps({ volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'drbd-local' })] }));
    expect(said(OF_WIKI, cluster)).not.toContain('lab/worker/backup');
  });

  test('what is on one node, when nobody says on which', () => {
    expect(said({ volumes: [Volume.hostPath('/srv')] })).toMatchInlineSnapshot(`
      "JOB-HOST-PATH  lab/worker/backup: the host path /srv, but the job names no node.
                     Name the node with a reason, say in onEveryNode why it is the same everywhere, or use Volume.data or Volume.nfs."
    `);
    expect(said({ volumes: [Volume.data('/data', { size: Size.gib(1), storageClass: 'drbd-local' })] })).toMatchInlineSnapshot(`
      "JOB-LOCAL-STORAGE  lab/worker/backup: /data on the node-local class drbd-local, but the job names no node.
                         Name the node with a reason, or use a replicated class."
    `);
    expect(said({ volumes: [Volume.hostPath('/srv')], node: { name: 'w1', reason: 'the disks are there' } })).toBe('');
  });

  test('whoever waits for its answer', () => {
    const cluster = lab();
    new SinglePodFlexible(cluster.workers, 'blog', appProps({ initContainers: [{ name: 'wait', waitsFor: [{ name: 'backup' }] }] }));
    expect(said({}, cluster)).toMatchInlineSnapshot(`
      "DEPENDENCY-UNKNOWN  lab/worker/blog: waitsFor backup, but that is a job, which answers no connections.
                          Wait for the result of the job instead."
    `);
    const other = lab();
    new SinglePodFlexible(other.workers, 'blog', appProps({ dependsOn: [{ name: 'backup' }] }));
    expect(said({}, other)).toBe('');
  });

  test('numbers without sense, a name that is too long, and a patch against the plan', () => {
    expect(said({ retries: -1, startingDeadline: Duration.seconds(1), deadline: Duration.seconds(0) })).toMatchInlineSnapshot(`
      "NUMBER-ABSURD  lab/worker/backup: deadline of 0 s, but a run takes at least 1 s.
                     Leave it out for the default.

      NUMBER-ABSURD  lab/worker/backup: startingDeadline of 1 s, but it must be whole seconds, from 10 to half a century.
                     Leave it out for the default.

      NUMBER-ABSURD  lab/worker/backup: retries: -1, but it must be a whole number from 0 to 100.
                     Leave it out for the default."
    `);
    expect(said({ retries: 100, history: { succeeded: 100, failed: 0 } })).toBe('');
    expect(said({ retries: 101, history: { succeeded: 1.5, failed: -1 } }).match(/retries: 101|history.succeeded: 1.5|history.failed: -1/g)).toHaveLength(3);
    expect(said({ startingDeadline: Duration.days(20_000), deadline: Duration.days(20_000) })).toMatchInlineSnapshot(`
      "NUMBER-ABSURD  lab/worker/backup: deadline of 1728000000 s, but that is more than half a century.
                     Leave it out for the default.

      NUMBER-ABSURD  lab/worker/backup: startingDeadline of 1728000000 s, but it must be whole seconds, from 10 to half a century.
                     Leave it out for the default.

      JOB-OVERLAPS  lab/worker/backup: a run of up to 480000 h, but the next one may be due after 24 h and would be skipped.
                    Shorten the deadline, run it less often, or set concurrency."
    `);
    expect(said({ name: 'b'.repeat(53), patches: [Patch.replace('CronJob', '/spec/concurrencyPolicy', 'Allow', 'a test')] })).toContain(
      'room for 52 characters',
    );
    expect(said({ patches: [Patch.replace('CronJob', '/spec/concurrencyPolicy', 'Allow', 'a test')] })).toContain('PATCH-AGAINST-CLASS');
  });

  test('what a job does not have', () => {
    expect(said({ network: {} } as Partial<ScheduledJobProps>)).toContain('SHAPE-UNKNOWN-KEY');
    expect(said({ schedule: undefined } as unknown as Partial<ScheduledJobProps>)).toContain('SHAPE-MISSING');
    const cluster = lab();
    new ScheduledJob(cluster.workers, 'backup', undefined as unknown as ScheduledJobProps);
    expect(cluster.verdict().open.map(({ code }) => code)).toEqual(['SHAPE-WRONG']);
  });
});

test('in a chart of the user a job needs no facts', () => {
  const chart = new Chart(Testing.app(), 'mine', { namespace: 'mine' });
  new ScheduledJob(chart, 'clean', { ...appProps(), schedule: '@daily' });
  expect((Testing.synth(chart) as { kind: string }[]).map(({ kind }) => kind)).toEqual(['CronJob', 'NetworkPolicy']);
});
