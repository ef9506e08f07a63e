import { AvailabilityClass } from '../availability/ask/workload';
import { TOLERATION } from '../availability/failure/recovery';
import { OutcomeKind } from '../availability/model/outcome';
import { Severity } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import { formatSeconds } from '../cluster/units';
import { CLAIM_RULES, waitingFor } from './claim-rules';
import { leftBehind } from './host-paths';
import { IN_ORDER } from './in-order';
import type { ManifestRule } from './manifest-rule';
import { untolerated } from './nodes';
import { PodMaker } from './objects';
import { PLACED_BY_OTHERS } from './placed-by-others';
import { avoidsOthers, followsOthers } from './together';
import { TOO_FEW_NODES } from './too-few-nodes';
import { WITHOUT_BUDGET } from './without-budget';

const PINNED_IN_TRUTH: ManifestRule = {
  code: 'MANIFEST-PINNED-IN-TRUTH',
  severity: Severity.WARNING,
  means: 'one pod that looks as if it could move, and cannot: its data, its device or its tolerations keep it on one node',
  fix: 'use storage that other nodes reach, give its tolerations `tolerationSeconds`, or ask for the node by name',
  *check({ trap, availabilityClass, eligible }) {
    if (trap === undefined || availabilityClass !== AvailabilityClass.SINGLE_POD_PINNED || eligible.length === 0) return;
    yield {
      given: `one pod with ${trap.what}`,
      allowed: 'so it looks as if it could move, but it is down until its node is back',
      fix: trap.fix,
    };
  },
};

const DATA_ELSEWHERE: ManifestRule = {
  code: 'MANIFEST-DATA-ELSEWHERE',
  severity: Severity.WARNING,
  means: 'a host path of pods that nothing keeps on the node with its data: on another one they find other data, or none',
  fix: 'use storage that other nodes reach, or ask for the node by name',
  *check({ volumes: { volumes }, plan }) {
    const paths = leftBehind(volumes);
    if (paths.length === 0 || (plan?.placement.value.nodes?.length ?? 0) < 2) return;
    yield {
      given: `the host ${paths.length === 1 ? 'path' : 'paths'} ${listed(paths)}`,
      allowed: 'but nothing keeps a pod on the node with that data: on another one it begins with other data, or with none, and this data stays behind',
      fix: 'Use storage that other nodes reach, or ask for the node by name (nodeSelector kubernetes.io/hostname).',
    };
  },
};

const TOGETHER: ManifestRule = {
  code: 'MANIFEST-TOGETHER',
  severity: Severity.WARNING,
  means: 'several pods that may all be on one node, so that its death takes them all',
  fix: 'spread them hard over nodes (a topologySpreadConstraint with DoNotSchedule), which all can reach their data',
  *check(reading) {
    const { why, fix } = reading;
    if (fix === undefined || waitingFor(reading).length > 0) return;
    yield { given: why, allowed: 'so the death of one node can take them all', fix };
  },
};

const STATEFULSET_WAITS: ManifestRule = {
  code: 'MANIFEST-STATEFULSET-WAITS',
  severity: Severity.WARNING,
  means: 'a StatefulSet of one pod that nothing deletes from a dead node, so that the next one is never made',
  fix: 'use a Deployment with Recreate, or fence dead nodes',
  *check({ maker, plan, replicas }) {
    if (maker !== PodMaker.STATEFUL_SET || replicas !== 1 || plan?.outcome?.kind !== OutcomeKind.DOWN_UNTIL_ACTION) return;
    yield {
      given: 'a StatefulSet of one pod',
      allowed: 'and it makes no other while the one on a dead node is there: the app stays down until a person deletes that by force',
      fix: 'Use a Deployment with the strategy Recreate, or an agent that fences dead nodes with the out-of-service taint.',
    };
  },
};

const BARE_POD: ManifestRule = {
  code: 'MANIFEST-BARE-POD',
  severity: Severity.WARNING,
  means: 'a Pod of its own, which nothing makes again',
  fix: 'use a Deployment, or a Job',
  *check({ maker }) {
    if (maker !== PodMaker.POD) return;
    yield { given: 'a Pod of its own', allowed: 'and nothing makes it again once it is gone', fix: 'Use a Deployment, or a Job if it ends.' };
  },
};

const BUDGET_BLOCKS: ManifestRule = {
  code: 'MANIFEST-BUDGET-BLOCKS',
  severity: Severity.ERROR,
  means: 'a PodDisruptionBudget that never lets a drain evict a pod, or two for the same pods, which the API server refuses to serve',
  fix: 'remove it, or let it allow one pod',
  *check({ budgets, replicas, maker }) {
    const [first, second] = budgets;
    if (first === undefined || replicas === 0 || maker === PodMaker.DAEMON_SET) return;
    // Source: kubernetes, pkg/registry/core/pod/storage, eviction: more than one budget is an error.
    if (second !== undefined)
      yield {
        given: `the budgets ${listed(budgets.map(({ name }) => name))} for the same pods`,
        allowed: 'but Kubernetes evicts no pod that two budgets count, so a drain never ends',
        fix: 'Keep one of them.',
      };
    const { minAvailable, maxUnavailable } = first.planned;
    if (first.room > 0) return;
    yield {
      given: `the budget ${first.name} (${maxUnavailable === undefined ? `minAvailable: ${minAvailable}` : `maxUnavailable: ${maxUnavailable}`}) for ${counted(replicas, 'pod')}`,
      allowed: 'but then no node with one of them can ever be drained',
      fix: replicas === 1 ? 'Remove it: one pod cannot be kept up while its node is drained.' : 'Write maxUnavailable: 1.',
    };
  },
};

const COUNTS_DEAD: ManifestRule = {
  code: 'MANIFEST-SPREAD-COUNTS-DEAD',
  severity: Severity.WARNING,
  means: 'a hard spread that counts a dead node as an empty one, so that a lost pod may never be replaced',
  fix: 'write `nodeTaintsPolicy: Honor`',
  *check({ spread, availabilityClass }) {
    if (availabilityClass !== AvailabilityClass.HIGHLY_AVAILABLE || spread.countsDead.length === 0) return;
    yield {
      given: `a hard spread over ${listed(spread.countsDead)} without nodeTaintsPolicy: Honor`,
      allowed: 'and it counts a dead node as an empty one, so that a lost pod may wait for that node',
      fix: 'Write nodeTaintsPolicy: Honor.',
    };
  },
};

const GATHERS: ManifestRule = {
  code: 'MANIFEST-SPREAD-GATHERS',
  severity: Severity.WARNING,
  means: 'a hard spread over two places: after one was away, or after a rollout, all pods may be in one, stay there, and die with it',
  fix: 'write `minDomains: 2` and `matchLabelKeys: [pod-template-hash]`, or let more nodes run them',
  *check({ gathering, started }) {
    if (gathering === undefined) return;
    const { places, whileAway, inRollout } = gathering;
    const causes = [...(whileAway ? ['leaves out a place that is away'] : []), ...(inRollout ? ['lets a new pod start beside an old one in a rollout'] : [])];
    const fields = [...(whileAway ? [`minDomains: ${places}`] : []), ...(inRollout ? ['matchLabelKeys: [pod-template-hash]'] : [])];
    yield {
      given: `a hard spread of ${started} pods over ${places} places, which ${listed(causes)}`,
      allowed: 'so all pods may come to be in one place, where they stay, and its death takes them all',
      fix: `Write ${listed(fields)} in it, or let more nodes run them.`,
    };
  },
};

const WAITS_LONG: ManifestRule = {
  code: 'MANIFEST-WAITS-LONG',
  severity: Severity.NOTE,
  means: 'a single pod that stays on a dead node for five minutes before it moves: the default of Kubernetes',
  fix: 'tolerate not-ready and unreachable for 30 s',
  *check({ availabilityClass, toleration, plan, pod }, facts) {
    if (availabilityClass !== AvailabilityClass.SINGLE_POD_FLEXIBLE || toleration !== undefined) return;
    // What stays down moves neither soon nor late.
    if (plan?.outcome?.kind !== OutcomeKind.FAILS_OVER) return;
    // Its storage may free the volume and move the pod before that.
    if (plan.outcome.terms?.every(({ name }) => name !== TOLERATION) === true) return;
    const [missing, ...others] = untolerated(pod);
    const isOne = others.length === 0;
    yield {
      given: isOne ? `no toleration of ${missing}` : 'no tolerations of node.kubernetes.io/not-ready and unreachable',
      allowed: `so it stays on a dead node for ${formatSeconds(facts.timing.defaultToleration)} before it moves`,
      fix: `Tolerate ${isOne ? 'that, too,' : 'both'} with the effect NoExecute and tolerationSeconds: 30.`,
    };
  },
};

const FOLLOWS: ManifestRule = {
  code: 'MANIFEST-FOLLOWS',
  severity: Severity.NOTE,
  means: 'a pod that may only start where certain other pods are, or are not: it is back only once they are, or are not',
  fix: 'look at the outcome of those pods, too',
  *check({ pod }) {
    if (avoidsOthers(pod))
      yield {
        given: 'a required podAntiAffinity to other pods',
        allowed: 'so it starts only where they are not, and where all nodes that are left have some it waits',
        fix: 'Look at where those pods may be, too, or prefer other nodes instead (preferredDuringSchedulingIgnoredDuringExecution).',
      };
    if (!followsOthers(pod)) return;
    yield {
      given: 'a required podAffinity to other pods',
      allowed: 'so it starts only where they are, and is back only once they are',
      fix: 'Look at the outcome of those pods, too: if they stay down, so does this one.',
    };
  },
};

const LABEL_UNKNOWN: ManifestRule = {
  code: 'MANIFEST-LABEL-UNKNOWN',
  severity: Severity.NOTE,
  means: 'a label of nodes that the facts do not have: it counts as if every node had it',
  fix: 'if only some nodes have it, select them by a label of your own, and put that into the facts',
  *check({ unknownLabels }) {
    if (unknownLabels.length === 0) return;
    yield {
      given: `nodes with ${listed(unknownLabels)}`,
      allowed: 'which the facts say of no node, so every node counts as having it',
      fix: 'If only some nodes have it, select them by a label of your own, and put that into the facts.',
    };
  },
};

/** Rules about what only YAML can do. */
export const MANIFEST_RULES: readonly ManifestRule[] = [
  PINNED_IN_TRUTH,
  DATA_ELSEWHERE,
  TOGETHER,
  TOO_FEW_NODES,
  ...CLAIM_RULES,
  STATEFULSET_WAITS,
  IN_ORDER,
  BARE_POD,
  BUDGET_BLOCKS,
  WITHOUT_BUDGET,
  COUNTS_DEAD,
  GATHERS,
  WAITS_LONG,
  FOLLOWS,
  PLACED_BY_OTHERS,
  LABEL_UNKNOWN,
];
