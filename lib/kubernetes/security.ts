import type { AppProps } from '../availability/app/app';
import { type Allow, DEFAULT_USER, Leeway } from '../availability/app/security';
import type { Plan } from '../availability/plan';
import type { Container, PodSpec } from './plain';

function allowed(props: AppProps, leeway: Leeway): readonly Allow[] {
  return (props.security?.allow ?? []).filter((one) => one.leeway === leeway);
}

/** Whether the app was let out of one of the restricted defaults. */
export function isAllowed(props: AppProps, leeway: Leeway): boolean {
  return allowed(props, leeway).length > 0;
}

/** As whom the pod runs, and which groups it is in. */
export function podSecurity(plan: Plan): PodSpec['securityContext'] {
  const { props } = plan.ask;
  const { user = DEFAULT_USER, group = user, fsGroup = group } = props.security ?? {};
  const root = isAllowed(props, Leeway.ROOT_USER);
  const groups = [...new Set(plan.devices.flatMap((device) => (device.group === undefined ? [] : [device.group])))];
  return {
    ...(root ? {} : { runAsNonRoot: true }),
    runAsUser: root ? (props.security?.user ?? 0) : user,
    runAsGroup: root ? (props.security?.group ?? props.security?.user ?? 0) : group,
    fsGroup,
    fsGroupChangePolicy: 'OnRootMismatch',
    ...(groups.length === 0 ? {} : { supplementalGroups: groups }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** What each container of the pod may do. */
export function containerSecurity(props: AppProps): Container['securityContext'] {
  const capabilities = allowed(props, Leeway.CAPABILITY).map((one) => one.detail ?? '');
  const readOnlyRootFilesystem = !isAllowed(props, Leeway.WRITABLE_ROOT);
  // Kubernetes refuses a privileged container that may not escalate; dropped capabilities would not count.
  if (isAllowed(props, Leeway.PRIVILEGED)) return { privileged: true, allowPrivilegeEscalation: true, readOnlyRootFilesystem };
  return {
    allowPrivilegeEscalation: isAllowed(props, Leeway.ESCALATION),
    readOnlyRootFilesystem,
    capabilities: { drop: ['ALL'], ...(capabilities.length === 0 ? {} : { add: capabilities.sort() }) },
  };
}
