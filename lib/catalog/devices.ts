import { Allow } from '../availability/ask/container/security';

/**
 * What an app needs to open devices of its node: nothing, where a device plugin gives them out. Elsewhere Kubernetes mounts a device
 * file but leaves the container's device cgroup closed, so only a privileged container can open it (kubernetes/kubernetes#5607).
 */
export function deviceAccess(devices: readonly string[]): Allow[] {
  if (devices.length === 0) return [];
  return [Allow.devices(`it opens ${devices.join(', ')}, and without a device plugin Kubernetes opens devices to privileged containers only`)];
}
