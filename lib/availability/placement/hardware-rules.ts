import { Severity } from '../../cluster/finding';
import { counted, listed } from '../../cluster/names';
import { onFleet } from '../model/rule';
import { hardwareOf } from './hardware';
import { hardwareGroups, offeredBy } from './hardware-wants';

/** Whether the nodes have as much of each extended resource as the apps that can run only there request in total. */
export const HARDWARE_EXCEEDED = onFleet({
  code: 'HARDWARE-EXCEEDED',
  severity: Severity.ERROR,
  means: 'apps that request more of an extended resource than their nodes have',
  fix: 'run fewer apps there, or use a plugin that shares the device',
  concerns: (app) => hardwareOf(app).some((one) => !one.isDeviceClass),
  *check(plans, facts) {
    for (const { name, nodes, wants } of hardwareGroups(plans, facts)) {
      const apps = [...new Set(wants.map(({ plan }) => plan))];
      const asked = wants.reduce((sum, { count, pods }) => sum + count * pods, 0);
      const offered = offeredBy(nodes, name, facts);
      if (asked <= offered) continue;
      yield {
        path: `${facts.name}/nodes/${nodes.join(',')}`,
        given: `${asked} ${name} requested by ${counted(apps.length, 'app')} (${listed(apps.map(({ ask }) => ask.name))})`,
        allowed: `but ${listed(nodes)} ${nodes.length === 1 ? 'has' : 'together have'} ${offered}`,
        fix: Object.values(facts.deviceResources).includes(name)
          ? 'Set pods of the device in the facts, if so many can share it, or remove it from an app.'
          : 'Let the device plugin offer each device several times, remove it from an app, or add it to another node.',
      };
    }
  },
});
