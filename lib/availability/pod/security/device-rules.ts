import type { ClusterFacts, DeviceResources } from '../../../cluster/cluster';
import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import type { Device } from '../../../cluster/node';
import { AllowKind } from '../../ask/container/security';
import { resourceOf } from '../../ask/devices';
import { isAmong } from '../../ask/resolve';
import { ContainerKind, mainFirst } from '../../ask/resolved';
import { isDevice } from '../../ask/volume/traits';
import { type Volume, VolumeKind } from '../../ask/volume/volume';
import { HostPathType } from '../../ask/volume/volume-options';
import { onAsk, onAskInCluster } from '../../model/rule';
import { ofIt } from '../containers/words';

/** Device files that the runtime does not let containers open. */
const DEVICE_PATH = /^\/dev\/(apex|bus|dri|fuse|kfd|kvm|nvidia|serial|snd|tty[A-Z]|video)/;
/** A device that runc and crun let every container open (runc, release 1.2.4). */
const OPEN_DEVICE = '/dev/net/tun';

/** The device file, or folder of device files, behind a volume. */
function deviceOf(volume: Volume, given: DeviceResources): string | undefined {
  const { kind, path, options } = volume;
  const { device = '', hostPath } = options;
  if (kind === VolumeKind.DEVICE) return resourceOf(volume, given) === undefined ? device : undefined;
  const onNode = hostPath?.hostPath ?? path;
  if (kind !== VolumeKind.HOST_PATH || onNode === OPEN_DEVICE) return undefined;
  const isFile = hostPath?.type === HostPathType.CHARACTER_DEVICE || hostPath?.type === HostPathType.BLOCK_DEVICE;
  return isFile || DEVICE_PATH.test(onNode) ? onNode : undefined;
}

/** The device cgroup of an ordinary container denies every device file (kubernetes/kubernetes issue 5607). */
const DEVICE_CLOSED = onAsk({
  code: 'DEVICE-CLOSED',
  severity: Severity.ERROR,
  means: 'a device, by name or by its path below `/dev`, in an unprivileged container, which cannot open it',
  fix: 'add `GenericDevicePlugin` to the cluster, or `Allow.devices(reason)` to the app',
  *check(app) {
    for (const { kind, name, own, mounts, security } of mainFirst(app)) {
      if (!own.mounts || isAmong(security.allow, AllowKind.PRIVILEGED)) continue;
      const devices = mounts.map(({ volume }) => deviceOf(volume, app.deviceResources)).filter((device) => device !== undefined);
      if (devices.length === 0) continue;
      yield {
        given: `the device ${listed([...new Set(devices)])} in ${kind === ContainerKind.MAIN ? 'an unprivileged container' : `the unprivileged container ${name}`}`,
        allowed: 'but the container runtime lets only privileged containers open device files',
        fix:
          Object.keys(app.deviceResources).length > 0
            ? 'Declare it among the devices of its node and use Volume.device, so that the device plugin gives it to the app, or add Allow.privileged(reason).'
            : 'Add Allow.devices(reason), and the container is privileged but still runs as its own user; or let GenericDevicePlugin give out the devices of the cluster.',
      };
    }
  },
});

/**
 * Device files belong to root and a group, and are closed to others. The runtime keeps owner and mode, for host paths and for what a
 * plugin gives (containerd, DeviceFromPath), and an ordinary user has no capabilities in a privileged container either.
 */
const DEVICE_WITHOUT_GROUP = onAskInCluster({
  code: 'DEVICE-WITHOUT-GROUP',
  severity: Severity.WARNING,
  means: 'a device without `group` in an app that is not root, which may not open it',
  fix: 'set `group` of the device, or accept it if everybody may open it',
  concerns: (app) => app.volumes.some(isDevice),
  *check(app, facts) {
    if (app.security.groups.length > 0) return;
    for (const container of mainFirst(app)) {
      const { user } = container.security;
      const mounted = container.mounts.filter(({ volume }) => isDevice(volume)).map(({ volume }) => volume.options.device ?? '');
      const closed = [...new Set(mounted)].filter((name) => deviceNamed(name, facts) !== undefined && deviceNamed(name, facts)?.group === undefined);
      if (user === 0 || closed.length === 0) continue;
      yield {
        given: `the device ${listed(closed)} without a group, for user ${user}${ofIt(container)}`,
        allowed: 'but device files usually belong to root and a group, and are closed to everybody else',
        fix: 'Set group of the device to what stat -c %g prints for its file, or accept it with the reason why this user may open it.',
      };
    }
  },
});

function deviceNamed(name: string, facts: ClusterFacts): Device | undefined {
  for (const { devices = [] } of facts.nodes) for (const device of devices) if (device.name === name) return device;
  return undefined;
}

/** What is wrong with devices in containers. */
export const DEVICE_RULES = [DEVICE_CLOSED, DEVICE_WITHOUT_GROUP];
