import type { Rules } from '../model/rule';
import { CHOICE_WITHOUT_REASON } from './choice-rules';
import { CONTAINER_RULES } from './containers/container-rules';
import { ENV_RULES } from './containers/env-rules';
import { IMAGE_RULES } from './containers/image-rules';
import { MOUNT_RULES } from './containers/mount-rules';
import { PROBE_RULES } from './containers/probe-rules';
import { RESOURCE_RULES } from './containers/resource-rules';
import { SECRET_RULES } from './containers/secret-rules';
import { DNS_INVALID } from './dns-rules';
import { LABEL_RULES } from './labels';
import { NAME_RULES } from './name-rules';
import { NUMBER_RULES } from './number-rules';
import { PATCH_WITHOUT_REASON } from './patch-rules';
import { SYSCTL_REFUSED } from './refused-sysctls';
import { RBAC_INVALID } from './security/access-rules';
import { ALLOW_RULES } from './security/allow-rules';
import { DEVICE_RULES } from './security/device-rules';
import { POD_SECURITY_LEVEL } from './security/level';
import { POD_SECURITY_RULES } from './security/pod-security-rules';
import { SYSCTL_INVALID } from './security/sysctls';
import { KUBERNETES_TOO_OLD } from './version';

/** Rules about containers and the pod around them. */
export const POD_RULES: Rules = {
  ask: [
    ...NAME_RULES,
    ...LABEL_RULES,
    ...NUMBER_RULES,
    DNS_INVALID,
    ...IMAGE_RULES,
    ...ENV_RULES,
    ...SECRET_RULES,
    ...RESOURCE_RULES,
    ...CONTAINER_RULES,
    ...PROBE_RULES,
    ...MOUNT_RULES,
    ...ALLOW_RULES,
    ...DEVICE_RULES,
    ...POD_SECURITY_RULES,
    POD_SECURITY_LEVEL,
    SYSCTL_INVALID,
    KUBERNETES_TOO_OLD,
    RBAC_INVALID,
    PATCH_WITHOUT_REASON,
    CHOICE_WITHOUT_REASON,
  ],
  fleet: [SYSCTL_REFUSED],
};
