import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import type { Plan } from '../model/plan';
import { hardwareOf } from './hardware';

/** Whether the nodes have as much of each extended resource as apps with no other nodes ask for in sum. */
export function checkHardware(plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  const wants = plans.flatMap((plan) =>
    hardwareOf(plan.ask)
      .filter((one) => !one.isDeviceClass)
      .map(({ name, count }) => ({ plan, name, asked: count * plan.replicas.value, nodes: plan.placement.value.nodes ?? [] })),
  );
  const groups = new Map(wants.filter(({ nodes }) => nodes.length > 0).map((want) => [`${want.name} ${want.nodes.join()}`, want]));
  return [...groups.values()].flatMap(({ name, nodes }) => {
    const within = wants.filter((want) => want.name === name && want.nodes.length > 0 && want.nodes.every((node) => nodes.includes(node)));
    const asked = within.reduce((sum, want) => sum + want.asked, 0);
    const offered = facts.nodes.filter((node) => nodes.includes(node.name)).reduce((sum, node) => sum + (node.extendedResources?.[name] ?? 0), 0);
    if (asked <= offered) return [];
    return [
      {
        code: 'HARDWARE-EXCEEDED',
        severity: Severity.ERROR,
        path: `${facts.name}/nodes/${nodes.join(',')}`,
        given: `${asked} ${name} asked for by ${counted(within.length, 'app')} (${listed(within.map(({ plan }) => plan.ask.name))})`,
        allowed: `but ${listed(nodes)} ${nodes.length === 1 ? 'has' : 'together have'} ${offered}`,
        fix: 'Let the device plugin offer each device several times, take it away from an app, or add it to another node.',
      },
    ];
  });
}
