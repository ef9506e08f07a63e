import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import { Allow } from '../availability/ask/container/security';
import { Port } from '../availability/ask/network/port';
import { Patch } from '../availability/ask/patch';
import { Image } from '../availability/ask/reference/image';
import { isDevice } from '../availability/ask/volume/traits';
import { Volume } from '../availability/ask/volume/volume';
import { HostPathType } from '../availability/ask/volume/volume-options';
import type { NodeAgentProps } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import type { Device } from '../cluster/node';
import { Cpu, Size } from '../cluster/units';
import type { GenericDevicePluginProps } from './props';

/** Release 0.2.0, 2026. The digest was seen pinned in six public files of at least three owners, for ghcr.io and docker.io; no registry was asked. */
const IMAGE = Image.of('ghcr.io/squat/generic-device-plugin', '0.2.0', 'sha256:66c8d5c270eb2b721f1064c549b9b7898152a6d2f0163380a5d37dc7636c20ff');
/** Upstream's manifest requests 10Mi and limits at 20Mi; a public report measured 5Mi of heap, and a collapse under a CPU limit. */
const RESOURCES = { cpu: Cpu.millis(20), memory: Size.mib(16), memoryLimit: Size.mib(64), ephemeralStorage: Size.mib(32) };
/** Where the kubelet expects device plugins, whatever its --root-dir (Kubernetes, Device Plugins, Device plugin implementation). */
const SOCKETS = '/var/lib/kubelet/device-plugins';
const PORT = 8080;

/** The domain of its resources, unless --domain says another (generic-device-plugin, README). */
const DOMAIN = 'squat.ai';

/** The extended resource of a device. */
export function resourceName({ name }: Device): string {
  return `${DOMAIN}/${name}`;
}

export function hasDevices({ devices = [] }: { readonly devices?: readonly Device[] }): boolean {
  return devices.length > 0;
}

/**
 * The plugin on each node that has devices, as an agent.
 *
 * Upstream's manifest runs it privileged. It needs less: it looks for paths below /dev and never opens them, and talks through a
 * socket to the kubelet, whose folder belongs to root (deviceplugin/path.go and plugin.go; NVIDIA's plugin does the same with all
 * capabilities dropped). The kubelet and the container runtime then give the device to the pod.
 */
export function pluginAgent(
  { namespace, image, resources, accept = [] }: GenericDevicePluginProps,
  facts: ClusterFacts,
  plans: readonly Plan[],
): NodeAgentProps {
  const nodes = facts.nodes.filter(hasDevices);
  return {
    ...(namespace === undefined ? {} : { namespace }),
    image: image ?? IMAGE,
    resources: resources ?? RESOURCES,
    critical: { reason: 'no pod of its node gets a device before it runs' },
    args: nodes.flatMap(({ devices = [] }) => devices).flatMap((device) => ['--device', JSON.stringify(specOf(device, plans))]),
    // One thread for each core of the node made its answers slow, a public report says; two did not.
    env: { GOMAXPROCS: EnvValue.of('2') },
    network: { ports: [Port.http(PORT).unexposed()], allowFrom: [], allowTo: [] },
    // Its /health answers as long as it listens (main.go). Hung, it withdrew its devices until a restart, says the same report: /metrics notices.
    health: { readiness: Probe.http('/health'), liveness: Probe.http('/metrics') },
    volumes: [
      Volume.hostPath(SOCKETS, { type: HostPathType.DIRECTORY, onEveryNode: 'it is a fixed folder of the kubelet' }),
      Volume.hostPath('/dev', { type: HostPathType.DIRECTORY, readOnly: true, onEveryNode: 'it looks for the devices of its node' }),
    ],
    security: { user: 0, allow: [Allow.rootUser('the folder and the socket of the kubelet belong to root')] },
    ...(nodes.length === 0 ? {} : { placement: { nodes: nodes.map((node) => node.name) } }),
    patches: [
      // The default is a file in /dev, which is the node's here, and read-only.
      Patch.add('DaemonSet', '/spec/template/spec/containers/0/terminationMessagePath', '/termination-log', 'its /dev is read-only'),
    ],
    accept,
  };
}

/** The form of --device (config.go). The paths are all those at which apps want the device: a pod gets it at each of them. */
function specOf({ name, path, pods = 1 }: Device, plans: readonly Plan[]) {
  const mounts = plans.flatMap(({ ask }) => ask.containers.flatMap((container) => container.mounts));
  const wanted = mounts.filter(({ volume }) => isDevice(volume) && volume.options.device === name).map((mount) => (mount.path === '' ? path : mount.path));
  const paths = [...new Set(wanted.length === 0 ? [path] : wanted)].sort();
  return { name, groups: [{ count: pods, paths: paths.map((mountPath) => ({ path, mountPath, permissions: 'rw' })) }] };
}
