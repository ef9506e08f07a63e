import { Severity } from '../../cluster/finding';
import { counted, fewOf } from '../../cluster/names';
import { fateInWords } from '../../cluster/site';
import type { ResolvedApp } from '../ask/resolved';
import { isDevice, isOfNode } from '../ask/volume/traits';
import { AvailabilityClass } from '../ask/workload';
import { mostPods } from '../model/autoscale';
import { OutcomeKind } from '../model/outcome';
import { onAsk, onPlan, onPlanInCluster, type Rules } from '../model/rule';
import { HOST_PORT_CLASH } from '../network/ports/host-ports';
import { mostOn, mostOnOne, servingPods, sharesOf } from '../placement/shares';
import { BUDGET_RULES } from './budget-rules';
import { blocksDrain, tiedToNodes } from './drain';
import { DEFAULT_REPLICAS, MOST_PODS, takesPortsOfNode } from './highly-available';
import { SPREAD_UNSATISFIABLE, ZONE_ALONE } from './spread-rules';

function isMany({ availabilityClass }: ResolvedApp): boolean {
  return availabilityClass === AvailabilityClass.HIGHLY_AVAILABLE;
}

const TOO_FEW_REPLICAS = onPlan({
  code: 'HA-TOO-FEW-REPLICAS',
  severity: Severity.ERROR,
  means: 'fewer than two replicas, or two without a reason',
  fix: 'leave `replicas` out, or use `Replicas.two(reason)`',
  *check({ ask }) {
    if (!isMany(ask) || ask.replicas === undefined) return;
    const { count: replicas, reason } = ask.replicas;
    if (!Number.isInteger(replicas) || replicas < 2)
      yield {
        given: counted(replicas, 'replica'),
        allowed: 'but the class needs two pods left when one is gone',
        fix: 'Leave replicas out for 3, or make the app a SinglePodFlexible.',
      };
    else if (replicas === 2 && (reason === undefined || reason.trim() === ''))
      yield {
        given: '2 replicas without a reason',
        allowed: 'but with two, a drain during a failure stops the app',
        fix: 'Use Replicas.two(reason), or three replicas.',
      };
  },
});

const MAX_REPLICAS = onPlan({
  code: 'HA-MAX-REPLICAS',
  severity: Severity.ERROR,
  means: 'more pods than the app supports, or than a cluster can have',
  fix: 'use fewer replicas, or a SinglePodFlexible',
  *check({ ask }) {
    if (!isMany(ask)) return;
    const { maxReplicas: ceiling, replicas: { count: replicas } = { count: DEFAULT_REPLICAS }, autoscale } = ask;
    if (replicas > MOST_PODS) yield { given: `${replicas} replicas`, allowed: `but a cluster has at most ${MOST_PODS} pods`, fix: 'Use fewer replicas.' };
    if (ceiling === undefined) return;
    if (ceiling < 2)
      yield { given: `maxReplicas: ${ceiling}`, allowed: 'but a highly available app runs at least two pods', fix: 'Make it a SinglePodFlexible.' };
    else if (replicas > ceiling)
      yield {
        given: `${replicas} replicas`,
        allowed: `but the app supports at most ${ceiling}`,
        fix: ceiling === 2 ? 'Use Replicas.two(reason).' : `Use Replicas.of(${ceiling}).`,
      };
    else if (autoscale !== undefined && autoscale.max > ceiling)
      yield {
        given: `up to ${autoscale.max} pods under load`,
        allowed: `but the app supports at most ${ceiling}`,
        fix: ceiling > replicas ? `Set autoscale.max to ${ceiling}.` : 'Leave autoscale out.',
      };
  },
});

const BOUND_TO_NODE = onAsk({
  code: 'HA-BOUND-TO-NODE',
  severity: Severity.ERROR,
  means: 'a device or a host path in a highly available app',
  fix: 'remove it, or use a SinglePodPinned',
  *check(app) {
    if (!isMany(app)) return;
    for (const volume of app.volumes.filter(isOfNode))
      yield {
        given: `${volume.options.device ?? volume.path} of a node`,
        allowed: 'but the pods of a highly available app run on several nodes',
        fix: isDevice(volume)
          ? 'Remove it, or make the app a SinglePodPinned.'
          : 'Remove it, say in onEveryNode why it is the same everywhere, or make the app a SinglePodPinned.',
      };
  },
});

const ONE_NODE = onPlanInCluster({
  code: 'HA-ONE-NODE',
  severity: Severity.WARNING,
  means: 'one node with all the pods, which takes the app down when it dies',
  fix: 'give another node the role, or accept it',
  concerns: isMany,
  *check({ ask, replicas, fitting = [], placement }) {
    if (!isMany(ask) || fitting.length !== 1 || replicas.value <= 1) return;
    yield {
      given: `${replicas.value} replicas`,
      allowed: `but only ${fitting[0]} ${placement.value.nodes?.length === 1 ? 'can run them' : 'has room for one'} (${placement.why}), so the app goes down with that node`,
      fix: 'Add another node with this role, or accept the risk with a reason.',
    };
  },
});

const SHARED_FATE = onPlanInCluster({
  code: 'HA-SHARED-FATE',
  severity: Severity.WARNING,
  means: 'one thing, such as a hypervisor or a power strip, whose failure may take all pods of a highly available app',
  fix: 'add a node that stands apart, use more replicas, or accept it',
  concerns: isMany,
  *check({ ask, replicas, fitting = [] }, facts) {
    if (!isMany(ask) || fitting.length < 2) return;
    const needed = servingPods(replicas.value, ask.majority);
    const fates = facts.sharedFates.flatMap((fate) => {
      const inside = fitting.filter((name) => fate.nodes.includes(name)).length;
      const lost = mostOn(inside, replicas.value, fitting.length);
      return inside === 0 || replicas.value - lost >= needed ? [] : [{ fate, inside, lost }];
    });
    // One finding: with many fates and apps, one for each pair would be read by nobody.
    const worst = fates.reduce<(typeof fates)[number] | undefined>((most, one) => (most === undefined || one.inside > most.inside ? one : most), undefined);
    if (worst === undefined) return;
    const { inside, lost } = worst;
    const all = lost === replicas.value;
    const others = fates.filter((one) => one !== worst).map(({ fate }) => fate.name);
    yield {
      given: `${all ? counted(lost, 'pod') : `${lost} of ${replicas.value} pods`} that may all depend on ${fateInWords(worst.fate)}${others.length === 0 ? '' : `, and as many or fewer on ${fewOf(others)}`}`,
      allowed: `but when ${others.length === 0 ? 'that' : 'one of them'} fails, a highly available app is to keep serving${all ? '' : `, and this one needs ${needed}`}`,
      fix: `Add a node that stands apart${inside === fitting.length || ask.majority === true ? '' : `, use at least ${inside + 1} replicas`}, or accept it with a reason.`,
    };
  },
});

const UNTIL: { readonly [kind in OutcomeKind]?: string } = {
  [OutcomeKind.FAILS_OVER]: 'its pods run elsewhere',
  [OutcomeKind.DOWN_UNTIL_ACTION]: 'it is back, or a person says that it is off',
};

/** A majority is lost with a node that may have half of the pods. */
const MAJORITY_LOST = onPlanInCluster({
  code: 'HA-MAJORITY-LOST',
  severity: Severity.WARNING,
  means: 'an app that needs the majority of its pods, of which one node may take too many',
  fix: 'use an odd number of replicas, three or more, on as many nodes, or accept it',
  concerns: (app) => isMany(app) && app.majority === true,
  *check(plan, facts) {
    const {
      ask,
      replicas: { value: replicas },
      fitting = [],
      claims,
    } = plan;
    if (!isMany(ask) || ask.majority !== true || fitting.length < 2) return;
    const most = mostOnOne(replicas, fitting.length, { majority: true, tied: tiedToNodes(claims, facts) });
    const needed = servingPods(replicas, true);
    if (replicas - most >= needed) return;
    yield {
      given: `${counted(replicas, 'replica')} on ${counted(fitting.length, 'node')}, of which ${needed} must run`,
      allowed: `but one node may take ${most}${most > sharesOf(replicas, fitting.length).most ? ' once another was away' : ''}, and the app is then down until ${UNTIL[plan.outcome?.kind ?? OutcomeKind.DOWN_UNTIL_REPAIR] ?? 'it is back'}${blocksDrain(plan, facts) ? '; a drain of that node never ends, because its pods have no other place' : ''}`,
      fix: `Use an odd number of replicas, three or more, on as many nodes, or accept it with a reason.`,
    };
  },
});

const MAJORITY_EVEN = onPlan({
  code: 'HA-MAJORITY-EVEN',
  severity: Severity.WARNING,
  means: 'an even number of pods of which a majority must run: they survive no more losses than one pod fewer',
  fix: 'use an odd number, or accept it',
  *check({ ask, replicas: { value: replicas } }) {
    if (!isMany(ask) || ask.majority !== true || replicas < 4 || replicas % 2 === 1) return;
    yield {
      given: `${replicas} replicas that need a majority`,
      allowed: `but they survive no more losses than ${replicas - 1}, and two halves may tie`,
      fix: `Use Replicas.of(${replicas - 1}), or accept it with a reason.`,
    };
  },
});

/** More pods than nodes, and each pod needs the same port of its node. */
const OWN_PORTS_CLASH = onPlanInCluster({
  ...HOST_PORT_CLASH,
  concerns: (app) => isMany(app) && takesPortsOfNode(app),
  *check(plan) {
    const { ask, fitting = [] } = plan;
    if (!isMany(ask) || fitting.length >= mostPods(plan) || !takesPortsOfNode(ask)) return;
    yield {
      given: `${plan.autoscale === undefined ? '' : 'up to '}${mostPods(plan)} pods on ${ask.network.onHostNetwork ? 'the network' : 'ports'} of ${counted(fitting.length, 'node')}`,
      allowed: 'but each node has a port only once',
      fix: 'Use the pod network, or as many nodes as pods.',
    };
  },
});

/** Without a probe a pod counts as ready at once, so a rollout replaces every working pod with a broken one. */
export const HA_WITHOUT_PROBE = onAsk({
  code: 'HA-WITHOUT-PROBE',
  severity: Severity.WARNING,
  means: 'an app without a readiness probe',
  fix: 'add `health.readiness`, or a port',
  *check(app) {
    if (!isMany(app) || app.main.probes.readiness !== undefined) return;
    const isRemoved = app.main.health.readiness !== undefined;
    yield {
      given: 'no readiness probe',
      allowed: 'and without one a version that starts but does not work replaces all working pods',
      fix: isRemoved
        ? 'Give a probe that asks whether it serves, or accept it with a reason.'
        : 'Add health.readiness or a TCP port, or accept it with a reason.',
    };
  },
});

/** Rules about the promise of a highly available app. */
export const HIGHLY_AVAILABLE_RULES: Rules = {
  ask: [BOUND_TO_NODE, HA_WITHOUT_PROBE],
  plan: [
    TOO_FEW_REPLICAS,
    MAX_REPLICAS,
    SPREAD_UNSATISFIABLE,
    ZONE_ALONE,
    ONE_NODE,
    SHARED_FATE,
    MAJORITY_LOST,
    MAJORITY_EVEN,
    OWN_PORTS_CLASH,
    ...BUDGET_RULES,
  ],
};
