import { Distribution } from '../../../cluster/control-plane';
import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { AllowKind } from '../../ask/container/security';
import { isAmong } from '../../ask/resolve';
import { mainFirst, type ResolvedApp } from '../../ask/resolved';
import { VolumeKind } from '../../ask/volume/volume';
import { onAsk, onAskInCluster } from '../../model/rule';
import { PORT_START } from './sysctls';

/** From this port on any user may listen, unless a kernel setting says otherwise (ip_unprivileged_port_start). */
const FIRST_UNPRIVILEGED = 1024;

/** validateHostUsers in pkg/apis/core/validation; NFS cannot be mounted with other owners (Kubernetes, User Namespaces, Before you begin). */
const USER_NAMESPACE_IMPOSSIBLE = onAsk({
  code: 'USER-NAMESPACE-IMPOSSIBLE',
  severity: Severity.ERROR,
  means: "a user namespace together with the node's network, processes or IPC, or with NFS",
  fix: 'remove one of the two',
  *check({ main, security, volumes }) {
    if (!security.userNamespace) return;
    const against = [
      ...[AllowKind.HOST_NETWORK, AllowKind.HOST_PROCESSES, AllowKind.HOST_IPC].filter((kind) => isAmong(main.security.allow, kind)),
      ...volumes.filter((volume) => volume.kind === VolumeKind.NFS).map((volume) => `NFS at ${volume.path}`),
    ];
    if (against.length > 0)
      yield {
        given: `a user namespace with ${listed(against)}`,
        allowed: 'but a pod with its own user namespace cannot use that',
        fix: 'Remove one of the two.',
      };
  },
});

/** Ports that need a privilege to listen on. */
function hasLowPort({ network: { ports } }: ResolvedApp): boolean {
  return ports.some((port) => port.number < FIRST_UNPRIVILEGED);
}

/** Whether something lets an ordinary user listen there. */
const PRIVILEGED_PORT = onAskInCluster({
  code: 'PRIVILEGED-PORT',
  severity: Severity.WARNING,
  means: 'a port below 1024 without the capability that it needs (even as root), and not every node lets all users listen there',
  fix: 'use another port, or the setting that the message names',
  concerns: hasLowPort,
  *check(app, facts) {
    if (!hasLowPort(app)) return;
    const { onHostNetwork } = app.network;
    // K3s starts containerd with enable_unprivileged_ports (pkg/agent/templates), which does not apply to the host network.
    if (facts.controlPlane.distribution === Distribution.K3S && !onHostNetwork) return;
    const from = Math.min(Number(app.security.sysctls[PORT_START] ?? FIRST_UNPRIVILEGED), FIRST_UNPRIVILEGED);
    for (const { what, ports, security } of mainFirst(app)) {
      const { root, user, allow } = security;
      // Root without capabilities can do no more than other users; a privileged container has them all.
      const asRoot = root && user === 0;
      const mayBind = allow.some((one) => one.detail === 'NET_BIND_SERVICE') || (asRoot && isAmong(allow, AllowKind.PRIVILEGED));
      const low = [...new Set(ports.filter((port) => port.number < from).map((port) => `${port.number}`))];
      if (mayBind || low.length === 0) continue;
      yield {
        given: `the port ${listed(low)} of ${what} as user ${user}`,
        allowed: `and ${onHostNetwork ? 'on the host network' : 'with some container runtimes'} only containers with NET_BIND_SERVICE may listen below ${FIRST_UNPRIVILEGED}`,
        fix:
          asRoot || onHostNetwork
            ? "Use a higher port, add Allow.capability('NET_BIND_SERVICE', reason), or accept it with the reason why it can listen there."
            : `Use a higher port and exposedAs, set security.sysctls: { '${PORT_START}': '0' }, or accept it if the runtime of every node allows it.`,
      };
    }
  },
});

/** Rules about the security of the whole pod. */
export const POD_SECURITY_RULES = [USER_NAMESPACE_IMPOSSIBLE, PRIVILEGED_PORT];
