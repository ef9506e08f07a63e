import type { ClusterFacts, Node } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import { type Finding, Severity } from '../../cluster/finding';
import { duplicates, listed } from '../../cluster/names';
import type { WorkloadProps } from '../ask/app';
import { type Allow, AllowKind } from '../ask/container/security';
import type { Findings } from '../model/findings';
import type { Plan } from '../model/plan';
import { isAmong } from './containers';

export const PORT_START = 'net.ipv4.ip_unprivileged_port_start';

/** Settings that Kubernetes lets every pod have, and the minor since when (sysctlsAllowed in k8s.io/pod-security-admission/policy). */
const SAFE_SYSCTLS: { readonly [name: string]: number } = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ping_group_range': 0,
  [PORT_START]: 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

/** Settings that a pod can have for itself; all others are the node's (k8s.io/component-helpers/node/util/sysctl, namespace). */
const OF_A_POD = /^(net\.|fs\.mqueue\.|kernel\.(sem|shmall|shmmax|shmmni|shm_rmid_forced|msgmax|msgmnb|msgmni)$)/;

/** The settings that Kubernetes does not call safe, each with its value. */
export function unsafeSysctls({ security }: Partial<WorkloadProps>): readonly Allow[] {
  return (security?.allow ?? []).filter((one) => one.kind === AllowKind.UNSAFE_SYSCTL);
}

/** Kernel settings that no pod may have, or not without a word. */
export function checkSysctls(props: WorkloadProps, facts: ClusterFacts | undefined, findings: Findings): void {
  const minor = (facts === undefined ? undefined : minorOf(facts.controlPlane.version)) ?? Number.POSITIVE_INFINITY;
  const isSafe = (name: string) => (SAFE_SYSCTLS[name] ?? Number.POSITIVE_INFINITY) <= minor;
  const safe = Object.keys(props.security?.sysctls ?? {});
  const unsafe = unsafeSysctls(props).map((one) => one.detail ?? '');
  for (const name of safe.filter((one) => !isSafe(one))) {
    const since = SAFE_SYSCTLS[name];
    findings.error(
      'SYSCTL-INVALID',
      `the setting ${name}`,
      since === undefined
        ? `but settings that every pod may have are ${listed(Object.keys(SAFE_SYSCTLS).filter(isSafe))}`
        : `but every pod may have it only from Kubernetes 1.${since} on`,
      OF_A_POD.test(name) ? 'Take Allow.unsafeSysctl where the kubelets let it, or do without it.' : 'Set it on the nodes, or do without it.',
    );
  }
  for (const name of unsafe) {
    if (isSafe(name)) findings.error('SYSCTL-INVALID', `the setting ${name} as an unsafe one`, 'but Kubernetes calls it safe', 'Say it in security.sysctls.');
    else if (!OF_A_POD.test(name))
      findings.error('SYSCTL-INVALID', `the setting ${name}`, 'but the kernel has it once for the whole node', 'Set it on the nodes, or do without it.');
  }
  for (const name of duplicates([...safe, ...unsafe]))
    findings.error('SYSCTL-INVALID', `the setting ${name} twice`, 'but a setting has one value', 'Take one of them away.');
  if (isAmong(props.security?.allow ?? [], AllowKind.HOST_NETWORK)) {
    for (const name of [...safe, ...unsafe].filter((one) => one.startsWith('net.') && (!safe.includes(one) || isSafe(one))))
      findings.error('SYSCTL-INVALID', `the setting ${name} on the host network`, "but that network is the node's", 'Set it on the nodes.');
  }
}

/** A pod with a setting that its node's kubelet refuses fails there, again and again: the scheduler does not know. */
export function checkSysctlNodes(plans: readonly Plan[], facts: ClusterFacts): Finding[] {
  return plans.flatMap((plan) => {
    const nodes = facts.nodes.filter((node) => plan.placement.value.nodes?.includes(node.name) === true);
    return unsafeSysctls(plan.ask.props).flatMap(({ detail: name = '' }) => {
      const refusing = nodes.filter((node) => !lets(node, name)).map((node) => node.name);
      if (refusing.length === 0) return [];
      return [
        {
          code: 'SYSCTL-REFUSED',
          severity: Severity.ERROR,
          path: plan.ask.path,
          given: `the setting ${name}`,
          allowed: `but the kubelet of ${listed(refusing)} refuses pods that have it`,
          fix: `Start it with --allowed-unsafe-sysctls=${name} and say so in allowedUnsafeSysctls of the node, or place the app elsewhere.`,
        },
      ];
    });
  });
}

/** A kubelet is told whole names, or beginnings with a `*` behind them. */
function lets({ allowedUnsafeSysctls = [] }: Node, name: string): boolean {
  return allowedUnsafeSysctls.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name));
}
