import { isJobClass } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import { type Hardware, hardwareName, hardwareOf } from '../availability/placement/hardware';
import { hardwareWants, offeredBy } from '../availability/placement/hardware-wants';
import { type ClusterFacts, nodesNamed } from '../cluster/cluster';
import type { Finding } from '../cluster/finding';
import { counted, listed } from '../cluster/names';
import { found } from '../cluster/rule';
import { PodMaker } from './objects';
import type { Reading } from './reading';
import { TOO_FEW_NODES } from './too-few-nodes';

/** Rollouts that start a pod before one ends, although their nodes have hardware for no more of them: a GPU is of one pod as long as it runs. */
export function withoutHardware(readings: readonly Reading[], plans: readonly Plan[], facts: ClusterFacts): readonly Finding[] {
  return readings.flatMap(({ path, maker, replicas, plan }) => {
    const nodes = plan?.placement.value.nodes ?? [];
    if (plan === undefined || maker !== PodMaker.DEPLOYMENT || replicas < 1 || nodes.length === 0) return [];
    const { recreate, maxUnavailable } = plan.rollout.value;
    if (recreate || maxUnavailable > 0) return [];
    return hardwareOf(plan.ask).flatMap((hardware) => {
      const takers = takersOf(hardware, { replicas, nodes }, plans, facts);
      if (takers === undefined) return [];
      const having = nodesNamed(facts, nodes).flatMap(({ name, extendedResources = {} }) =>
        (extendedResources[hardware.name] ?? 0) >= hardware.count ? [name] : [],
      );
      return [
        found(TOO_FEW_NODES, path, {
          given: `${counted(replicas, 'pod')}${replicas === 1 ? '' : ', each'} with ${hardwareName(hardware)}`,
          allowed: `but ${listed(having)} ${having.length === 1 ? 'has' : 'have'} not enough of it for one more ${takers}, so the first pod of a new version finds none and the rollout never ends`,
          fix: `${replicas === 1 ? 'Use the strategy Recreate' : 'Write maxUnavailable: 1'}, so that a pod ends first, or give a node more of it.`,
        }),
      ];
    });
  });
}

interface Rolling {
  readonly replicas: number;
  readonly nodes: readonly string[];
}

/** While what runs there is too little left for one more pod, in words. Undefined: there is enough, or the pods themselves find too little, which HARDWARE-EXCEEDED says. */
function takersOf({ name, count, isDeviceClass }: Hardware, { replicas, nodes }: Rolling, plans: readonly Plan[], facts: ClusterFacts) {
  // How many of a class there are, the facts do not say.
  if (isDeviceClass) return undefined;
  const most = nodesNamed(facts, nodes).reduce((sum, { extendedResources = {} }) => sum + Math.floor((extendedResources[name] ?? 0) / count), 0);
  // What may also be elsewhere, and jobs, which end, leave it free.
  const wants = hardwareWants(plans, facts).filter(
    (want) => want.name === name && want.nodes.every((node) => nodes.includes(node)) && !isJobClass(want.plan.ask.availabilityClass),
  );
  const left = wants.reduce((sum, want) => sum - want.count * want.pods, offeredBy(nodes, name, facts));
  if (replicas > most || left < 0) return undefined;
  if (replicas === most) return `while ${replicas === 1 ? 'it runs' : 'they run'}`;
  return left < count ? 'while all of these workloads run' : undefined;
}
