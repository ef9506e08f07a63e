import { type ClusterFacts, nodesNamed } from '../../cluster/cluster';
import { listed } from '../../cluster/names';
import { ROLLING_SHARED } from '../classes/rolling-rules';
import type { Plan } from '../model/plan';
import { onFleet } from '../model/rule';
import { type Hardware, hardwareName, hardwareOf } from '../placement/hardware';
import { hardwareWants } from '../placement/hardware-wants';

/** The next pod needs hardware of its own while the last one still has its. */
const ROLLING_HARDWARE = onFleet({
  ...ROLLING_SHARED,
  concerns: (app) => app.rollingUpdate !== undefined && hardwareOf(app).length > 0,
  *check(plans, facts) {
    for (const plan of plans) {
      if (plan.ask.rollingUpdate === undefined) continue;
      for (const hardware of hardwareOf(plan.ask)) {
        // How many of a class there are, the facts do not say: that is refused before.
        if (hardware.isDeviceClass || hasOneMore(plan, hardware, plans, facts)) continue;
        const nodes = plan.placement.value.nodes ?? [];
        yield {
          path: plan.ask.path,
          given: `rollingUpdate with ${hardwareName(hardware)}`,
          allowed: `but ${listed(nodes)} may have no more of it when all apps run: the next pod then waits for ever, and the last one never ends`,
          fix: 'Leave rollingUpdate out, so that the last pod ends first, or give these nodes more of it.',
        };
      }
    }
  },
});

/** Whether one of its nodes has enough left for one more pod, wherever the pods of all apps are. */
function hasOneMore(plan: Plan, { name, count }: Hardware, plans: readonly Plan[], facts: ClusterFacts): boolean {
  const { nodes = [] } = plan.placement.value;
  const used = hardwareWants(plans, facts)
    .filter((want) => want.name === name && want.nodes.some((node) => nodes.includes(node)))
    .reduce((sum, want) => sum + want.count * want.pods, 0);
  // So much of it in use, in the worst places, leaves too little on each node.
  const offers = nodesNamed(facts, nodes).map(({ extendedResources = {} }) => extendedResources[name] ?? 0);
  return used < offers.reduce((sum, offer) => sum + Math.max(0, offer - count + 1), 0);
}

/** Rules about rolling updates of apps of one pod. */
export const ROLLING_RULES = [ROLLING_HARDWARE];
