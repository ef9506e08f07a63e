import { START } from '../series';
import { type CaseOf, HOUR, KSM_UP, ksm, MINUTE, type Phases, ready, WARM } from './case';

const runFailed: CaseOf = ({ labels: { namespace = '', app = '' } }) => {
  const run = { namespace, job_name: `${app}-29460000` };
  const begun = ksm('kube_job_status_start_time', run);
  const failed = ksm('kube_job_failed', { ...run, condition: 'true' });
  const succeeded = ksm('kube_cronjob_status_last_successful_time', { namespace, cronjob: app });
  const earlier = START - 80_000;
  return {
    severity: 'warning',
    holds: 0,
    fires: [
      {
        why: 'the last run failed, the next one ends well',
        series: [
          [begun, undefined, START + WARM - 60, START + WARM - 60],
          [failed, undefined, 1, 1],
          [succeeded, earlier, earlier, START + WARM + 3 * HOUR],
        ],
      },
      {
        why: 'the first run failed',
        series: [
          [begun, undefined, START + WARM - 60],
          [failed, undefined, 1],
        ],
      },
    ],
    silent: [
      {
        why: 'one that failed is still there, a later one ended well',
        series: [
          [begun, START - 90_000, START - 90_000],
          [failed, 1, 1],
          [succeeded, earlier, earlier],
        ],
      },
      {
        why: 'it runs',
        series: [
          [begun, undefined, START + WARM],
          [succeeded, earlier, earlier],
        ],
      },
    ],
  };
};

const onlyRunFailed: CaseOf = ({ labels: { namespace = '', app = '' } }) => {
  const failed = ksm('kube_job_failed', { namespace, job_name: app, condition: 'true' });
  return {
    severity: 'warning',
    holds: 0,
    fires: [{ why: 'it failed, and is replaced later', series: [[failed, undefined, 1, 0]] }],
    silent: [
      { why: 'it ended well', series: [[failed, 0, 0]] },
      { why: 'another job of the namespace failed', series: [[ksm('kube_job_failed', { namespace, job_name: `${app}-2`, condition: 'true' }), 0, 1]] },
    ],
  };
};

const jobFailed: CaseOf = (about) => (about.plan?.schedule?.value.schedule === undefined ? onlyRunFailed(about) : runFailed(about));

const jobLate: CaseOf = ({ labels: { namespace = '', app = '' } }) => {
  const next = ksm('kube_cronjob_next_schedule_time', { namespace, cronjob: app });
  return {
    severity: 'warning',
    holds: 0,
    fires: [
      {
        why: 'there is no such job',
        series: [
          [KSM_UP, 1, 1],
          [next, START + 86_400, undefined, START + 86_400],
        ],
      },
      { why: 'nobody started it', onset: 15 * MINUTE + 30, since: WARM, series: [[next, START + WARM, START + WARM, START + 86_400]] },
    ],
    silent: [
      {
        why: 'it was started ten minutes late',
        series: [[next, START + WARM, (second) => START + (second < WARM + 10 * MINUTE ? WARM : 86_400), START + 86_400]],
      },
    ],
  };
};

const agentMissing: CaseOf = ({ labels: { namespace = '', app = '' }, plan }) => {
  const nodes = plan?.placement.value.nodes ?? [];
  const [first = ''] = nodes;
  const pod = (node: string) => ({ namespace, pod: `${app}-${node}`, uid: node });
  const info = (node: string) => ksm('kube_pod_info', { ...pod(node), node, created_by_kind: 'DaemonSet', created_by_name: app });
  const serves = (node: string) => ksm('kube_pod_status_ready', { ...pod(node), condition: 'true' });
  const others: Phases[] = nodes.slice(1).flatMap((node): Phases[] => [
    [ready(node), 1, 1],
    [info(node), 1, 1],
    [serves(node), 1, 1],
  ]);
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [
      { why: 'one node is up, and its pod is not ready', series: [[ready(first), 1, 1], [info(first), 1, 1], [serves(first), 1, 0], ...others] },
      { why: 'one node is up and has none', series: [[ready(first), 1, 1], [info(first), 1, undefined], [serves(first), 1, undefined], ...others] },
    ],
    silent: [{ why: 'its node is down', series: [[ready(first), 1, 0], [info(first), 1, 1], [serves(first), 1, 0], ...others] }],
  };
};

export const WORKLOAD_CASES: Readonly<Record<string, CaseOf>> = { JobFailed: jobFailed, JobLate: jobLate, NodeAgentMissing: agentMissing };
