import { minorOf } from '../../../cluster/control-plane';
import { Severity } from '../../../cluster/finding';
import { duplicates, listed } from '../../../cluster/names';
import { onAsk } from '../../model/rule';

export const PORT_START = 'net.ipv4.ip_unprivileged_port_start';

/** Settings that Kubernetes allows every pod, and the minor version since which it does (sysctlsAllowed in k8s.io/pod-security-admission/policy). */
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

/** Settings that a pod can have for itself; all others belong to the node (k8s.io/component-helpers/node/util/sysctl, namespace). */
const OF_A_POD =
  /^(?=[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$)(net\.|fs\.mqueue\.|kernel\.(sem|shmall|shmmax|shmmni|shm_rmid_forced|msgmax|msgmnb|msgmni)$)/;

/** Kernel settings that no pod can have, or only with an exception. */
export const SYSCTL_INVALID = onAsk({
  code: 'SYSCTL-INVALID',
  severity: Severity.ERROR,
  means: 'a kernel setting that a pod cannot have, or only with an exception',
  fix: 'add `Allow.unsafeSysctl(name, value, reason)`, or set it on the nodes',
  *check({ network, security }, facts) {
    const safe = Object.keys(security.sysctls);
    const unsafe = security.unsafeSysctls.map(({ detail = '' }) => detail);
    if (safe.length + unsafe.length === 0) return;
    const minor = (facts === undefined ? undefined : minorOf(facts.controlPlane.version)) ?? Number.POSITIVE_INFINITY;
    const isSafe = (name: string) => (SAFE_SYSCTLS[name] ?? Number.POSITIVE_INFINITY) <= minor;
    for (const name of safe) {
      if (isSafe(name)) continue;
      const since = SAFE_SYSCTLS[name];
      yield {
        given: `the setting ${name}`,
        allowed:
          since === undefined
            ? `but the settings that every pod may have are ${listed(Object.keys(SAFE_SYSCTLS).filter(isSafe))}`
            : `but pods may have it only since Kubernetes 1.${since}`,
        fix: OF_A_POD.test(name) ? 'Use Allow.unsafeSysctl if the kubelets allow it, or remove it.' : 'Set it on the nodes, or remove it.',
      };
    }
    for (const name of unsafe) {
      if (isSafe(name)) yield { given: `the setting ${name} as an unsafe one`, allowed: 'but Kubernetes calls it safe', fix: 'Move it to security.sysctls.' };
      else if (!OF_A_POD.test(name))
        yield { given: `the setting ${name}`, allowed: 'but the kernel has one value for the whole node', fix: 'Set it on the nodes, or remove it.' };
    }
    for (const name of duplicates([...safe, ...unsafe]))
      yield { given: `the setting ${name} twice`, allowed: 'but a setting has one value', fix: 'Remove one of them.' };
    if (!network.onHostNetwork) return;
    for (const name of [...safe, ...unsafe]) {
      if (name.startsWith('net.') && (!safe.includes(name) || isSafe(name)))
        yield { given: `the setting ${name} on the host network`, allowed: 'but that network belongs to the node', fix: 'Set it on the nodes.' };
    }
  },
});
