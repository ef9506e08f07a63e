import { Allow } from '../availability/ask/container/security';

/**
 * What an app needs to open devices of its node. Kubernetes mounts a device file but leaves the container's device
 * cgroup closed: without a device plugin only a privileged container can open it (kubernetes/kubernetes#5607).
 * Spread `security` without it where a device plugin does the work.
 */
export function deviceAccess(devices: readonly string[]): Allow[] {
  if (devices.length === 0) return [];
  return [Allow.privileged(`it opens ${devices.join(', ')}, and without a device plugin Kubernetes opens devices to privileged containers only`)];
}
