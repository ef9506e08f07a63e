import { AllowKind } from '../availability/ask/container/security';
import { isAmong } from '../availability/ask/resolve';
import type { ContainerSecurity } from '../availability/ask/resolved';
import type { Plan } from '../availability/model/plan';
import type { PodSpec, SecurityContext } from './plain';

/** The user and the groups of the pod. */
export function podSecurity({ ask, groups }: Plan): PodSpec['securityContext'] {
  const { root, user, group } = ask.main.security;
  const { fsGroup, sysctls, unsafeSysctls } = ask.security;
  const settings = [...Object.entries(sysctls), ...unsafeSysctls.map(({ detail = '', value = '' }) => [detail, value] as const)];
  return {
    ...(root ? {} : { runAsNonRoot: true }),
    runAsUser: user,
    runAsGroup: group,
    fsGroup,
    fsGroupChangePolicy: 'OnRootMismatch',
    ...(groups.length === 0 ? {} : { supplementalGroups: [...groups] }),
    seccompProfile: { type: 'RuntimeDefault' },
    ...(settings.length === 0 ? {} : { sysctls: settings.map(([name, value]) => ({ name, value })) }),
  };
}

/** The privileges of one container, and its user if that differs from the pod. */
export function containerSecurity(own: ContainerSecurity, pod: ContainerSecurity): SecurityContext {
  const { allow } = own;
  const capabilities = allow.filter((one) => one.kind === AllowKind.CAPABILITY).map((one) => one.detail ?? '');
  const asPod = own.root === pod.root && own.user === pod.user && own.group === pod.group;
  const common = {
    ...(asPod ? {} : { runAsNonRoot: !own.root, runAsUser: own.user, runAsGroup: own.group }),
    readOnlyRootFilesystem: !isAmong(allow, AllowKind.WRITABLE_ROOT),
    ...(isAmong(allow, AllowKind.SECCOMP_UNCONFINED) ? { seccompProfile: { type: 'Unconfined' } } : {}),
    ...(isAmong(allow, AllowKind.APPARMOR_UNCONFINED) ? { appArmorProfile: { type: 'Unconfined' } } : {}),
  };
  const privileged = isAmong(allow, AllowKind.PRIVILEGED);
  return {
    ...(privileged ? { privileged } : {}),
    // Kubernetes refuses a privileged container that must not escalate.
    allowPrivilegeEscalation: privileged || isAmong(allow, AllowKind.ESCALATION),
    ...common,
    // In a privileged container these do not count, but whoever takes the privilege away finds the rest as it should be.
    capabilities: { drop: ['ALL'], ...(capabilities.length === 0 ? {} : { add: capabilities.sort() }) },
  };
}
