import type { WorkloadProps } from '../availability/ask/app';
import { AllowKind, DEFAULT_USER } from '../availability/ask/container/security';
import type { Plan } from '../availability/model/plan';
import { unsafeSysctls } from '../availability/pod/check-sysctls';
import { type ContainerSecurity, isAmong, mainSecurity } from '../availability/pod/containers';
import type { PodSpec, SecurityContext } from './plain';

/** Whether the app was let out of one of the restricted defaults. */
export function isAllowed(props: WorkloadProps, leeway: AllowKind): boolean {
  return isAmong(props.security?.allow ?? [], leeway);
}

/** As whom the pod runs, and which groups it is in. */
export function podSecurity(plan: Plan): PodSpec['securityContext'] {
  const { props } = plan.ask;
  const { root, user, group } = mainSecurity(props);
  const { user: asked = DEFAULT_USER, group: askedGroup = asked, fsGroup = askedGroup, sysctls = {} } = props.security ?? {};
  const ofDevices = plan.devices.flatMap((device) => (device.group === undefined ? [] : [device.group]));
  const settings = [...Object.entries(sysctls), ...unsafeSysctls(props).map(({ detail = '', value = '' }) => [detail, value] as const)];
  const groups = [...new Set([...ofDevices, ...(props.security?.groups ?? [])])];
  return {
    ...(root ? {} : { runAsNonRoot: true }),
    runAsUser: user,
    runAsGroup: group,
    fsGroup,
    fsGroupChangePolicy: 'OnRootMismatch',
    ...(groups.length === 0 ? {} : { supplementalGroups: groups }),
    seccompProfile: { type: 'RuntimeDefault' },
    ...(settings.length === 0 ? {} : { sysctls: settings.map(([name, value]) => ({ name, value })) }),
  };
}

/** What one container of the pod may do, and as whom, where that is not as the pod. */
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
  // Kubernetes refuses a privileged container that may not escalate; dropped capabilities would not count.
  if (isAmong(allow, AllowKind.PRIVILEGED)) return { privileged: true, allowPrivilegeEscalation: true, ...common };
  return {
    allowPrivilegeEscalation: isAmong(allow, AllowKind.ESCALATION),
    ...common,
    capabilities: { drop: ['ALL'], ...(capabilities.length === 0 ? {} : { add: capabilities.sort() }) },
  };
}
