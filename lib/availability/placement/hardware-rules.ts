import { Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { mostPods } from '../model/autoscale';
import { onFleet } from '../model/rule';
import { hardwareOf } from './hardware';

/** Whether the nodes have as much of each extended resource as the apps that can run only there request in total. */
export const HARDWARE_EXCEEDED = onFleet({
  code: 'HARDWARE-EXCEEDED',
  severity: Severity.ERROR,
  means: 'apps that request more of an extended resource than their nodes have',
  fix: 'run fewer apps there, or use a plugin that shares the device',
  concerns: (app) => hardwareOf(app).some((one) => !one.isDeviceClass),
  *check(plans, facts) {
    const wants = plans.flatMap((plan) =>
      hardwareOf(plan.ask)
        .filter((one) => !one.isDeviceClass)
        .map(({ name, count }) => ({ plan, name, asked: count * mostPods(plan), nodes: plan.placement.value.nodes ?? [] })),
    );
    const groups = new Map(wants.filter(({ nodes }) => nodes.length > 0).map((want) => [`${want.name} ${want.nodes.join()}`, want]));
    for (const { name, nodes } of groups.values()) {
      const within = wants.filter((want) => want.name === name && want.nodes.length > 0 && want.nodes.every((node) => nodes.includes(node)));
      const asked = within.reduce((sum, want) => sum + want.asked, 0);
      const offered = facts.nodes.filter((node) => nodes.includes(node.name)).reduce((sum, node) => sum + (node.extendedResources?.[name] ?? 0), 0);
      if (asked <= offered) continue;
      yield {
        path: `${facts.name}/nodes/${nodes.join(',')}`,
        given: `${asked} ${name} requested by ${counted(within.length, 'app')} (${listed(within.map(({ plan }) => plan.ask.name))})`,
        allowed: `but ${listed(nodes)} ${nodes.length === 1 ? 'has' : 'together have'} ${offered}`,
        fix: Object.values(facts.deviceResources).includes(name)
          ? 'Set pods of the device in the facts, if so many can share it, or remove it from an app.'
          : 'Let the device plugin offer each device several times, remove it from an app, or add it to another node.',
      };
    }
  },
});
