import { Distribution } from '../../../cluster/control-plane';
import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { AllowKind } from '../../ask/container/security';
import { isAmong } from '../../ask/resolve';
import { mainFirst, type ResolvedApp } from '../../ask/resolved';
import { VolumeKind } from '../../ask/volume/volume';
import { onAsk, onAskInCluster } from '../../model/rule';
import { PORT_START } from './sysctls';

/** From here on any user may listen, unless the kernel is told otherwise (ip_unprivileged_port_start). */
const FIRST_UNPRIVILEGED = 1024;

/** validateHostUsers in pkg/apis/core/validation; NFS cannot be mounted with other owners (Kubernetes, User Namespaces, Before you begin). */
const USER_NAMESPACE_IMPOSSIBLE = onAsk({
  code: 'USER-NAMESPACE-IMPOSSIBLE',
  severity: Severity.ERROR,
  means: "a user namespace beside the node's network, processes or IPC, or NFS",
  fix: 'take one of the two away',
  *check({ main, security, volumes }) {
    if (!security.userNamespace) return;
    const against = [
      ...[AllowKind.HOST_NETWORK, AllowKind.HOST_PROCESSES, AllowKind.HOST_IPC].filter((kind) => isAmong(main.security.allow, kind)),
      ...volumes.filter((volume) => volume.kind === VolumeKind.NFS).map((volume) => `NFS at ${volume.path}`),
    ];
    if (against.length > 0)
      yield {
        given: `a user namespace with ${listed(against)}`,
        allowed: 'but a pod whose users are nobody on the node cannot have that',
        fix: 'Take one of the two away.',
      };
  },
});

/** Whether a container listens where not everybody may. */
export function hasLowPort({ network: { ports } }: ResolvedApp): boolean {
  return ports.some((port) => port.number < FIRST_UNPRIVILEGED);
}

/** Whether anybody lets an ordinary user listen there. */
const PRIVILEGED_PORT = onAskInCluster({
  code: 'PRIVILEGED-PORT',
  severity: Severity.WARNING,
  means: 'a port below 1024 without the capability that it takes (of root too), and not every node opens it to everybody',
  fix: 'another port, or the setting that the message names',
  concerns: hasLowPort,
  *check(app, facts) {
    if (!hasLowPort(app)) return;
    const { onHostNetwork } = app.network;
    // K3s starts containerd with enable_unprivileged_ports (pkg/agent/templates), which does not reach the network of the node.
    if (facts.controlPlane.distribution === Distribution.K3S && !onHostNetwork) return;
    const from = Math.min(Number(app.security.sysctls[PORT_START] ?? FIRST_UNPRIVILEGED), FIRST_UNPRIVILEGED);
    for (const { what, ports, security } of mainFirst(app)) {
      const { root, user, allow } = security;
      // Root without capabilities is no more than others; a privileged one has them all.
      const asRoot = root && user === 0;
      const mayBind = allow.some((one) => one.detail === 'NET_BIND_SERVICE') || (asRoot && isAmong(allow, AllowKind.PRIVILEGED));
      const low = [...new Set(ports.filter((port) => port.number < from).map((port) => `${port.number}`))];
      if (mayBind || low.length === 0) continue;
      yield {
        given: `the port ${listed(low)} of ${what} as user ${user}`,
        allowed: `and ${onHostNetwork ? 'on the network of a node' : 'with some container runtimes'} only those with NET_BIND_SERVICE listen below ${FIRST_UNPRIVILEGED}`,
        fix:
          asRoot || onHostNetwork
            ? "Use a higher port, add Allow.capability('NET_BIND_SERVICE', reason), or accept it with the reason why it may."
            : `Use a higher port and exposedAs, set security.sysctls: { '${PORT_START}': '0' }, or accept it if the runtime of all nodes lets it.`,
      };
    }
  },
});

/** What the pod as a whole may not do. */
export const POD_SECURITY_RULES = [USER_NAMESPACE_IMPOSSIBLE, PRIVILEGED_PORT];
