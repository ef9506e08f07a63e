import { WorkloadKind } from '../../../lib/availability/model/plan';
import { type About, type Case, type CaseOf, gap, HOUR, KSM_UP, ksm, MINUTE, type Phases, WARM } from './case';

const RS = 'bcdf6789f';

function planOf({ plan, rule }: About) {
  if (plan === undefined) throw new Error(`${rule.alert} is about an app that the program does not have`);
  return plan;
}

/** How many of its pods serve. */
function available(about: About): string {
  const { namespace = '', app = '' } = about.labels;
  return planOf(about).workload.value === WorkloadKind.STATEFUL_SET
    ? ksm('kube_statefulset_status_replicas_available', { namespace, statefulset: app })
    : ksm('kube_deployment_status_replicas_available', { namespace, deployment: app });
}

/** Pods as kube-state-metrics tells of them. */
function pods(about: About, app: string, nodes: readonly string[]): { readonly info: (index: number) => string; readonly ready: (index: number) => string } {
  const { namespace = '' } = about.labels;
  const statefulSet = planOf(about).workload.value === WorkloadKind.STATEFUL_SET;
  const pod = (index: number) => (statefulSet ? `${app}-${index}` : `${app}-${RS}-abcd${index}`);
  const owner = statefulSet ? { created_by_kind: 'StatefulSet', created_by_name: app } : { created_by_kind: 'ReplicaSet', created_by_name: `${app}-${RS}` };
  return {
    info: (index) => ksm('kube_pod_info', { namespace, pod: pod(index), uid: `${app}-${index}`, node: nodes[index] ?? '', ...owner }),
    ready: (index) => ksm('kube_pod_status_ready', { namespace, pod: pod(index), uid: `${app}-${index}`, condition: 'true' }),
  };
}

/** Apart from the workload itself: what may be gone, and what that means. */
function down(about: About, severity: Case['severity'], holds: number): Case {
  const pod = available(about);
  const wanted = planOf(about).replicas.value;
  return {
    severity,
    holds,
    fires: [
      {
        why: 'no pod serves',
        series: [
          [pod, wanted, 0],
          [KSM_UP, 1, 1],
        ],
      },
      // Known three minutes later: as long a gap in what is known of it is nothing yet.
      {
        why: 'the workload itself is gone',
        onset: 150,
        since: WARM + 120,
        series: [
          [pod, wanted, undefined],
          [KSM_UP, 1, 1],
        ],
      },
      {
        why: 'no pod serves, and kube-state-metrics restarts meanwhile',
        series: [
          [pod, wanted, gap(WARM + 30, 90, 0)],
          [KSM_UP, 1, (second) => (second >= WARM + 30 && second < WARM + 120 ? 0 : 1)],
        ],
      },
    ],
    silent: [
      {
        why: 'kube-state-metrics is gone: nothing is known',
        series: [
          [pod, wanted, undefined],
          [KSM_UP, 1, 0],
        ],
      },
      {
        why: 'a new kube-state-metrics knows nothing for a minute',
        series: [
          [pod, wanted, gap(WARM, 60, wanted)],
          [KSM_UP, 1, 1],
        ],
      },
    ],
  };
}

const singlePodDown: CaseOf = (about) => {
  const { ask, outcome } = planOf(about);
  const rto = ask.rto;
  if (rto !== undefined && Number.isFinite(rto)) return down(about, 'critical', rto);
  const most = outcome?.time?.max ?? Number.POSITIVE_INFINITY;
  return down(about, 'warning', Number.isFinite(most) ? Math.round(Math.max(15 * MINUTE, most)) : 15 * MINUTE);
};

const allDown: CaseOf = (about) => {
  const { ask, placement } = planOf(about);
  const rto = ask.rto;
  // With the one node that can run it, it was accepted to go.
  return rto === undefined && placement.value.nodes?.length === 1 ? down(about, 'warning', 15 * MINUTE) : down(about, 'critical', rto ?? MINUTE);
};

/** The pods that must serve, so that one may go. */
function enough(about: About): number {
  const { budget, replicas } = planOf(about);
  if (budget.value === undefined) return replicas.value;
  // Only an autoscaler on two nodes has a percentage: half of them, rounded up.
  const gone = typeof budget.value.maxUnavailable === 'string' ? Math.ceil(replicas.value / 2) : (budget.value.maxUnavailable ?? 1);
  return Math.min(replicas.value, (budget.value.minAvailable ?? replicas.value - gone) + 1);
}

const belowBudget: CaseOf = (about) => {
  const pod = available(about);
  const wanted = planOf(about).replicas.value;
  const floor = enough(about);
  return {
    severity: 'warning',
    holds: 5 * MINUTE,
    fires: [
      {
        why: 'the next drain waits, and the next crash hurts',
        series: [
          [pod, wanted, floor - 1],
          [KSM_UP, 1, 1],
        ],
      },
    ],
    silent: [
      {
        why: 'as many serve as must',
        series: [
          [pod, wanted, floor],
          [KSM_UP, 1, 1],
        ],
      },
      {
        why: 'a rollout takes one pod after the other, each for two minutes',
        series: [
          [pod, wanted, (second) => (second % (4 * MINUTE) < 2 * MINUTE ? wanted - 1 : wanted)],
          [KSM_UP, 1, 1],
        ],
      },
    ],
  };
};

const onOneNode: CaseOf = (about) => {
  const { app = '' } = about.labels;
  const apart = pods(about, app, ['n1', 'n2']);
  const together = pods(about, app, ['n1', 'n1']);
  const serving: Phases = [available(about), 2, 2];
  return {
    severity: 'warning',
    holds: 15 * MINUTE,
    fires: [
      {
        why: 'the second pod moved to the node of the first',
        series: [
          serving,
          [apart.info(0), 1, 1],
          [apart.ready(0), 1, 1],
          [apart.info(1), 1, undefined],
          [together.info(1), undefined, 1, undefined],
          [apart.ready(1), 1, 1],
        ],
      },
    ],
    silent: [
      {
        why: 'they are on two nodes, all pods of a namesake on one',
        series: [
          serving,
          [apart.info(0), 1, 1],
          [apart.ready(0), 1, 1],
          [apart.info(1), 1, 1],
          [apart.ready(1), 1, 1],
          [pods(about, `${app}-api`, ['n1']).info(0), 1, 1],
          [pods(about, `${app}-api`, ['n1']).ready(0), 1, 1],
        ],
      },
      {
        why: 'one pod alone',
        series: [
          [available(about), 1, 1],
          [apart.info(0), 1, 1],
          [apart.ready(0), 1, 1],
        ],
      },
    ],
  };
};

/** One restart each five minutes, up to so many. */
const restarts = (most: number) => (second: number) => 3 + Math.min(most, 1 + Math.floor((second - WARM) / (5 * MINUTE)));

const restarting: CaseOf = (about) => {
  const { namespace = '', app = '' } = about.labels;
  const own = pods(about, app, ['n1']);
  const other = pods(about, `${app}-api`, ['n1']);
  const counter = (pod: string, container: string) => ksm('kube_pod_container_status_restarts_total', { namespace, pod, uid: pod, container });
  const name = (one: typeof own) => /pod="([^"]+)"/.exec(one.info(0))?.[1] ?? '';
  return {
    severity: 'warning',
    holds: 0,
    fires: [
      // The fifth, 20 minutes after the first.
      {
        why: 'five restarts within an hour',
        onset: 20 * MINUTE,
        since: WARM - 60,
        lingers: HOUR,
        series: [
          [own.info(0), 1, 1],
          [counter(name(own), app), 3, restarts(5), 8],
        ],
      },
    ],
    silent: [
      {
        why: 'four restarts',
        lasts: 2 * HOUR,
        series: [
          [own.info(0), 1, 1],
          [counter(name(own), app), 3, restarts(4)],
        ],
      },
      {
        why: 'a namesake restarts, ten times',
        lasts: 2 * HOUR,
        series: [
          [own.info(0), 1, 1],
          [counter(name(own), app), 3, 3],
          [other.info(0), 1, 1],
          [counter(name(other), `${app}-api`), 3, restarts(10)],
        ],
      },
    ],
  };
};

export const APP_CASES: Readonly<Record<string, CaseOf>> = {
  SinglePodDown: singlePodDown,
  HighlyAvailableDown: allDown,
  HighlyAvailableBelowBudget: belowBudget,
  HighlyAvailableOnOneNode: onOneNode,
  AppRestarting: restarting,
};
