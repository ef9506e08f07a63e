import type { Node } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { onFleet } from '../model/rule';

/** A pod with a setting that its node's kubelet refuses fails there, again and again: the scheduler does not know. */
export const SYSCTL_REFUSED = onFleet({
  code: 'SYSCTL-REFUSED',
  severity: Severity.ERROR,
  means: 'a kernel setting that a kubelet on one of its nodes does not let pods have',
  fix: '`--allowed-unsafe-sysctls` of the kubelet, and `allowedUnsafeSysctls` in the facts',
  concerns: ({ security }) => security.unsafeSysctls.length > 0,
  *check(plans, facts) {
    for (const { ask, placement } of plans) {
      for (const { detail: name = '' } of ask.security.unsafeSysctls) {
        const refusing = facts.nodes.filter((node) => placement.value.nodes?.includes(node.name) === true && !lets(node, name));
        if (refusing.length === 0) continue;
        yield {
          path: ask.path,
          given: `the setting ${name}`,
          allowed: `but the kubelet of ${listed(refusing.map((node) => node.name))} refuses pods that have it`,
          fix: `Start it with --allowed-unsafe-sysctls=${name} and say so in allowedUnsafeSysctls of the node, or place the app elsewhere.`,
        };
      }
    }
  },
});

/** A kubelet is told whole names, or beginnings with a `*` behind them. */
function lets({ allowedUnsafeSysctls = [] }: Node, name: string): boolean {
  return allowedUnsafeSysctls.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name));
}
