import { START } from '../series';
import { type CaseOf, HOUR, ksm, MINUTE, ready, WARM } from './case';

const jobFailed: CaseOf = ({ labels: { namespace = '', app = '' } }) => {
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

const jobLate: CaseOf = ({ labels: { namespace = '', app = '' } }) => {
  const next = ksm('kube_cronjob_next_schedule_time', { namespace, cronjob: app });
  return {
    severity: 'warning',
    holds: 0,
    fires: [{ why: 'nobody started it', onset: 15 * MINUTE + 30, since: WARM, series: [[next, START + WARM, START + WARM, START + 86_400]] }],
    silent: [
      {
        why: 'it was started ten minutes late',
        series: [[next, START + WARM, (second) => START + (second < WARM + 10 * MINUTE ? WARM : 86_400), START + 86_400]],
      },
    ],
  };
};

const agentMissing: CaseOf = ({ labels: { namespace = '', app = '' } }) => {
  const wanted = ksm('kube_daemonset_status_desired_number_scheduled', { namespace, daemonset: app });
  const there = ksm('kube_daemonset_status_number_available', { namespace, daemonset: app });
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [
      {
        why: 'one node is up and has none',
        series: [
          [wanted, 3, 3],
          [there, 3, 2],
          [ready('n1'), 1, 1],
          [ready('n2'), 1, 1],
        ],
      },
    ],
    silent: [
      {
        why: 'its node is down',
        series: [
          [wanted, 3, 3],
          [there, 3, 2],
          [ready('n1'), 1, 0],
          [ready('n2'), 1, 1],
        ],
      },
    ],
  };
};

export const WORKLOAD_CASES: Readonly<Record<string, CaseOf>> = { JobFailed: jobFailed, JobLate: jobLate, NodeAgentMissing: agentMissing };
