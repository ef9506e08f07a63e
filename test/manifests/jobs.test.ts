import { Duration } from '../../lib';
import { OutcomeKind } from '../../lib/availability/model/outcome';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { FencingMethod } from '../../lib/cluster/node';
import type { Manifest } from '../../lib/kubernetes/manifest';
import { readManifests } from '../../lib/manifests/read';
import { control, controlPlane, facts, worker } from '../support';
import { CONTAINER, type Fields } from './support';

const of = (version: string) => facts({ controlPlane: controlPlane({ version }) });
const TODAY = of('1.36.3');
const OLD = of('1.30.4');

const spec = (fields: Fields) => ({ ...fields, template: { spec: { restartPolicy: 'Never', containers: [CONTAINER] } } });

function job(fields: Fields = {}): Manifest {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'import', namespace: 'home' }, spec: spec(fields) } as Manifest;
}

function cron(fields: Fields = {}, concurrencyPolicy = 'Forbid'): Manifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'backup', namespace: 'home' },
    spec: { schedule: '0 3 * * *', concurrencyPolicy, jobTemplate: { spec: spec(fields) } },
  } as Manifest;
}

/** What the crash of its node does to a run. */
function crash(object: Manifest, given: ClusterFacts = TODAY) {
  const [reading] = readManifests([{ object, at: undefined }], given);
  if (reading?.plan?.outcome === undefined) throw new Error('no outcome');
  return reading.plan.outcome;
}

const IGNORE = { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] } };

test('a Job or a Pod that has ended is nothing that a failure could harm', () => {
  const at = undefined;
  const read = (status: Fields) => readManifests([{ object: { ...job(), status } as Manifest, at }], TODAY).length;
  const condition = (type: string, status = 'True') => ({ conditions: [{ type, status }] });
  expect([{}, { active: 1 }, condition('Complete'), condition('Failed'), condition('Suspended'), condition('Failed', 'False')].map(read)).toEqual([
    1, 1, 0, 0, 1, 1,
  ]);
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'import' }, spec: { containers: [CONTAINER] } };
  const phases = ['Pending', 'Running', 'Succeeded', 'Failed'].map((phase) => ({ object: { ...pod, status: { phase } } as Manifest, at }));
  expect(phases.map((one) => readManifests([one], TODAY).length)).toEqual([1, 1, 0, 0]);
});

test('a Job or a CronJob that is suspended has no run that a failure could harm', () => {
  const suspended = [job({ suspend: true }), { ...cron(), spec: { suspend: true, schedule: '0 3 * * *', jobTemplate: { spec: spec({}) } } } as Manifest];
  const readings = readManifests(
    suspended.map((object) => ({ object, at: undefined })),
    TODAY,
  );
  expect(readings.map(({ availabilityClass, why, plan }) => ({ availabilityClass, why, plan }))).toMatchInlineSnapshot(`
[
  {
    "availabilityClass": undefined,
    "plan": undefined,
    "why": "suspended: nothing runs",
  },
  {
    "availabilityClass": undefined,
    "plan": undefined,
    "why": "suspended: nothing runs",
  },
]
`);
});

test('a Job without a pod in parallel has no run, and an index that may not fail, or fails with its node, is not run again', () => {
  const again = (fields: Fields) => crash(job({ completionMode: 'Indexed', completions: 3, ...fields })).why.includes('the run starts again');
  expect(readManifests([{ object: job({ parallelism: 0 }), at: undefined }], TODAY)[0]?.why).toBe('suspended: nothing runs');
  expect([again({}), again({ backoffLimitPerIndex: 1 }), again({ backoffLimitPerIndex: 0 }), again({ backoffLimitPerIndex: 1, backoffLimit: 0 })]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const rules = (action: string) => ({ podFailurePolicy: { rules: [{ action, onPodConditions: [{ type: 'DisruptionTarget' }] }] } });
  expect(crash(job(rules('FailIndex')))).toEqual(crash(job(rules('FailJob'))));
});

test('a plain Job starts again elsewhere after its toleration, beside a pod that may still run', () => {
  const { kind, why, time } = crash(job());
  expect([kind, time, why]).toMatchInlineSnapshot(`
[
  "fails over",
  {
    "max": 407,
    "min": 341,
  },
  "the run starts again on another node: detection 40 s to 60 s, eviction 0 s, toleration 5 min, retry 0 s to 10 s, start 1 s to 37 s; the first pod may still be running, where nobody reaches it: two at once",
]
`);
  expect(crash(job({ podReplacementPolicy: 'TerminatingOrFailed' }))).toEqual(crash(job()));
});

test('a Job waits for its node if only pods that failed are replaced', () => {
  expect(crash(job({ podReplacementPolicy: 'Failed' })).why).toMatchInlineSnapshot(
    `"the run waits until its node is back, because it may still be running: to run it again before, delete the Job, force-delete its pod, and deliver the Job again"`,
  );
  expect(crash(job(IGNORE)).why).toBe(crash(job({ podReplacementPolicy: 'Failed' })).why);
  // Kubernetes drops the field before 1.29.
  expect(crash(job({ podReplacementPolicy: 'Failed' }), of('1.28.3')).kind).toBe(OutcomeKind.FAILS_OVER);
});

test('a Job without retries fails with its node, unless that does not count', () => {
  expect(crash(job({ backoffLimit: 0 })).why).toMatchInlineSnapshot(
    `"the run fails with its node, and does not start again, because it has no retries: delete the Job to run it again"`,
  );
  expect(crash(job({ ...IGNORE, backoffLimit: 0 })).why).toBe(crash(job(IGNORE)).why);
  const fails = { podFailurePolicy: { rules: [{ action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }] } };
  expect(crash(job(fails)).why).toBe(crash(job({ backoffLimit: 0 })).why);
});

test('a run of a CronJob starts again, and with Forbid the later ones wait while its first pod is there', () => {
  const { kind, why } = crash(cron());
  expect([kind, why]).toMatchInlineSnapshot(`
[
  "down until a person acts",
  "the run starts again on another node after 5 min 41 s to 6 min 47 s, and the first pod may still be running, where nobody reaches it: two at once; all later runs wait until the node is back, or until someone force-deletes the first pod",
]
`);
  for (const free of [crash(cron({}, 'Allow')), crash(cron({}, 'Replace')), crash(cron(), OLD)])
    expect(free).toMatchObject({ kind: OutcomeKind.FAILS_OVER, time: { max: expect.any(Number) } });
});

test('a run that its deadline ends keeps the later ones waiting, but not before Kubernetes 1.31', () => {
  const given = { podReplacementPolicy: 'Failed', activeDeadlineSeconds: 3600 };
  expect(crash(cron(given)).why).toMatchInlineSnapshot(
    `"this run and all later ones wait until the node is back, or until someone deletes the Job and force-deletes its pod, because it may still be running; 60 min after its start its deadline ends it, and no later one starts before that either"`,
  );
  expect(crash(cron(given), OLD).why).toMatchInlineSnapshot(
    `"this run and all later ones wait until the node is back, or until someone deletes the Job and force-deletes its pod, because it may still be running; 60 min after its start its deadline ends it, and only the next one that is due runs"`,
  );
  expect([crash(cron({ backoffLimit: 0 })), crash(cron({ backoffLimit: 0 }), OLD)].map(({ kind, why }) => [kind, why])).toMatchInlineSnapshot(`
[
  [
    "down until a person acts",
    "the run is lost, and all later ones wait until the node is back, or until someone force-deletes its pod, because it may still be running",
  ],
  [
    "degraded",
    "the run is lost, and the next starts on another node when it is due",
  ],
]
`);
});

test('fencing ends the pod, and all runs go on', () => {
  const fencing = { method: FencingMethod.IPMI, automatedWithin: Duration.seconds(60) };
  const given = facts({ nodes: [control('c1'), ...['w1', 'w2'].map((name) => worker(name, { fencing }))], storage: {} });
  expect(
    [job(), job(IGNORE), cron(), cron(IGNORE), cron({ backoffLimit: 0 })].map((one) => [crash(one, given).kind, crash(one, given).why]),
  ).toMatchInlineSnapshot(`
[
  [
    "fails over",
    "the run starts again on another node, as soon as the fencing agent has removed its pod",
  ],
  [
    "fails over",
    "the run starts again on another node, as soon as the fencing agent has removed its pod",
  ],
  [
    "fails over",
    "the run starts again on another node, as soon as the fencing agent has removed its pod",
  ],
  [
    "fails over",
    "the run starts again on another node, as soon as the fencing agent has removed its pod",
  ],
  [
    "fails over",
    "the run is lost, and the next starts on another node, as soon as the fencing agent has removed its pod",
  ],
]
`);
});
