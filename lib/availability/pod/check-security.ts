import type { ClusterFacts } from '../../cluster/cluster';
import { Distribution } from '../../cluster/control-plane';
import { listed } from '../../cluster/names';
import type { WorkloadProps } from '../ask/app';
import { AllowKind, strictestCommon } from '../ask/container/security';
import type { Port } from '../ask/network/network';
import { VolumeKind } from '../ask/volume/volume';
import type { Findings } from '../model/findings';
import { podPorts } from '../network/services';
import { checkSysctls, PORT_START } from './check-sysctls';
import { type ContainerSecurity, isAmong, mainSecurity, sidecarSecurity } from './containers';
import { decideLevel } from './security-level';

/** From here on any user may listen, unless the kernel is told otherwise (ip_unprivileged_port_start). */
const FIRST_UNPRIVILEGED = 1024;

/** What the pod as a whole may do. */
export function checkSecurity(props: WorkloadProps, facts: ClusterFacts | undefined, findings: Findings): void {
  checkUserNamespace(props, findings);
  checkSysctls(props, facts, findings);
  // ValidatePodSpec in pkg/apis/core/validation.
  const { allow = [] } = props.security ?? {};
  if (isAmong(allow, AllowKind.SHARED_PROCESSES) && isAmong(allow, AllowKind.HOST_PROCESSES))
    findings.error('ALLOW-INVALID', 'shared-processes beside host-processes', "but a pod has its own processes or the node's", 'Take one of the two away.');
  if (facts !== undefined) {
    checkLevel(props, facts, findings);
    checkPorts(props, 'the app', props.network?.ports ?? [], mainSecurity(props), facts, findings);
    for (const sidecar of props.sidecars ?? []) checkPorts(props, sidecar.name, sidecar.ports ?? [], sidecarSecurity(props, sidecar), facts, findings);
  }
}

/** The level of a namespace follows from its pods: it forbids them nothing, but somebody may want a limit. */
function checkLevel(props: WorkloadProps, { policy: { podSecurity: allowed } }: ClusterFacts, findings: Findings): void {
  const { value, why } = decideLevel(props);
  if (allowed !== undefined && strictestCommon([value, allowed]) !== allowed)
    findings.error(
      'POD-SECURITY-LEVEL',
      `the level ${value} (${why})`,
      `but the policy of the cluster allows ${allowed}`,
      'Do without it, or raise policy.podSecurity.',
    );
}

/** validateHostUsers in pkg/apis/core/validation; NFS cannot be mounted with other owners (Kubernetes, User Namespaces, Before you begin). */
function checkUserNamespace({ security, volumes }: WorkloadProps, findings: Findings): void {
  if (security?.userNamespace !== true) return;
  const against = [
    ...[AllowKind.HOST_NETWORK, AllowKind.HOST_PROCESSES, AllowKind.HOST_IPC].filter((leeway) => isAmong(security.allow ?? [], leeway)),
    ...(volumes ?? []).filter((volume) => volume.kind === VolumeKind.NFS).map((volume) => `NFS at ${volume.path}`),
  ];
  if (against.length > 0)
    findings.error(
      'USER-NAMESPACE-IMPOSSIBLE',
      `a user namespace with ${listed(against)}`,
      'but a pod whose users are nobody on the node cannot have that',
      'Take one of the two away.',
    );
}

/** Whether a container listens where not everybody may. */
export function hasLowPort(props: WorkloadProps): boolean {
  return podPorts(props).some((port) => port.number < FIRST_UNPRIVILEGED);
}

/** Whether anybody lets an ordinary user listen there. */
function checkPorts(
  props: WorkloadProps,
  what: string,
  ports: readonly Port[],
  { root, user, allow }: ContainerSecurity,
  facts: ClusterFacts,
  findings: Findings,
): void {
  const hostNetwork = isAmong(props.security?.allow ?? [], AllowKind.HOST_NETWORK);
  // K3s starts containerd with enable_unprivileged_ports (pkg/agent/templates), which does not reach the network of the node.
  if (facts.controlPlane.distribution === Distribution.K3S && !hostNetwork) return;
  // Root without capabilities is no more than others; a privileged one has them all.
  const asRoot = root && user === 0;
  const mayBind = allow.some((one) => one.detail === 'NET_BIND_SERVICE') || (asRoot && isAmong(allow, AllowKind.PRIVILEGED));
  const from = Number(props.security?.sysctls?.[PORT_START] ?? FIRST_UNPRIVILEGED);
  const low = [...new Set(ports.filter((port) => port.number < Math.min(from, FIRST_UNPRIVILEGED)).map((port) => `${port.number}`))];
  if (mayBind || low.length === 0) return;
  findings.warning(
    'PRIVILEGED-PORT',
    `the port ${listed(low)} of ${what} as user ${user}`,
    `and ${hostNetwork ? 'on the network of a node' : 'with some container runtimes'} only those with NET_BIND_SERVICE listen below ${FIRST_UNPRIVILEGED}`,
    asRoot || hostNetwork
      ? "Use a higher port, add Allow.capability('NET_BIND_SERVICE', reason), or accept it with the reason why it may."
      : `Use a higher port and exposedAs, set security.sysctls: { '${PORT_START}': '0' }, or accept it if the runtime of all nodes lets it.`,
  );
}
