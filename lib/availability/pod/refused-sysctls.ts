import type { Node } from '../../cluster/cluster';
import { Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { onFleet } from '../model/rule';

/** The scheduler does not know what a kubelet refuses, so the pod fails on that node again and again. */
export const SYSCTL_REFUSED = onFleet({
  code: 'SYSCTL-REFUSED',
  severity: Severity.ERROR,
  means: 'a kernel setting that the kubelet of one of its nodes refuses',
  fix: 'start the kubelet with `--allowed-unsafe-sysctls`, and set `allowedUnsafeSysctls` in the facts',
  concerns: ({ security }) => security.unsafeSysctls.length > 0,
  *check(plans, facts) {
    for (const { ask, placement } of plans) {
      for (const { detail: name = '' } of ask.security.unsafeSysctls) {
        const refusing = facts.nodes.filter((node) => placement.value.nodes?.includes(node.name) === true && !lets(node, name));
        if (refusing.length === 0) continue;
        yield {
          path: ask.path,
          given: `the setting ${name}`,
          allowed: `but the kubelet of ${listed(refusing.map((node) => node.name))} refuses pods with it`,
          fix: `Start it with --allowed-unsafe-sysctls=${name} and add that to allowedUnsafeSysctls of the node, or place the app elsewhere.`,
        };
      }
    }
  },
});

/** The kubelet accepts whole names, or prefixes followed by `*`. */
function lets({ allowedUnsafeSysctls = [] }: Node, name: string): boolean {
  return allowedUnsafeSysctls.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name));
}
