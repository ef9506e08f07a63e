import type { ClusterFacts } from '../cluster/cluster';
import { type FactsRule, judgeFacts, onFacts, onNodes } from '../cluster/facts-rule';
import { type Finding, Severity } from '../cluster/finding';
import { found, type RuleRecord } from '../cluster/rule';
import { hasDevices } from './agent';

/** Thrown in the constructor. */
export const WITHOUT_CLUSTER: RuleRecord = {
  code: 'DEVICE-PLUGIN-WITHOUT-CLUSTER',
  severity: Severity.ERROR,
  means: '`GenericDevicePlugin` outside a cluster, whose facts say what the devices are; thrown at once',
  fix: 'put it into `cluster.workers`',
};

const TWICE: RuleRecord = {
  code: 'DEVICE-PLUGIN-TWICE',
  severity: Severity.ERROR,
  means: 'two device plugins for the same devices',
  fix: 'remove one',
};

const WITHOUT_DEVICES = onFacts({
  code: 'DEVICE-PLUGIN-WITHOUT-DEVICES',
  severity: Severity.ERROR,
  means: 'a device plugin, while no node has `devices`',
  fix: 'declare them on their nodes, or remove the plugin',
  *check({ nodes }) {
    if (!nodes.some(hasDevices))
      yield {
        path: 'nodes',
        given: 'a device plugin',
        allowed: 'but no node has devices that it could give to pods',
        fix: 'Declare the devices on their nodes, or remove GenericDevicePlugin.',
      };
  },
});

const NAME = onNodes({
  code: 'DEVICE-PLUGIN-NAME',
  severity: Severity.ERROR,
  means: 'a device whose name cannot be that of an extended resource',
  fix: 'use 2 to 63 of a-z, 0-9 and `-`',
  *check({ devices = [] }) {
    // deviceTypeFmt in main.go, and the length of a qualified name.
    for (const { name } of devices)
      if (!/^[a-z0-9][-a-z0-9]{0,61}[a-z0-9]$/.test(name))
        yield {
          given: `the device "${name}"`,
          allowed: 'but a device plugin accepts 2 to 63 of a-z, 0-9 and "-", without "-" at the ends',
          fix: 'Rename it.',
        };
  },
});

const ON_FACTS: readonly FactsRule[] = [WITHOUT_DEVICES, NAME];

export const DEVICE_PLUGIN_RULES: readonly RuleRecord[] = [WITHOUT_CLUSTER, TWICE, ...ON_FACTS];

export function checkDevices(facts: ClusterFacts): Finding[] {
  return judgeFacts(ON_FACTS, facts);
}

export function pluginTwice(path: string): Finding {
  return found(TWICE, path, {
    given: 'a second device plugin',
    allowed: 'but the kubelet takes each device from one plugin, the one that spoke last',
    fix: 'Remove one of them.',
  });
}
