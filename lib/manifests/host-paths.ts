import type { Volume } from '../availability/ask/volume/volume';
import { textAt } from './objects';

/** Why a host path ties no pod to its node; without a reason it does. */
interface Untied {
  readonly onEveryNode?: string;
}

/** Paths of the host that are the same on every node: what each Linux, each kubelet and each container runtime has. */
const ON_EVERY_NODE =
  /^\/($|(etc\/(localtime|timezone|hostname|hosts|resolv\.conf|os-release|machine-id|passwd|group|ssl|pki|ca-certificates|kubernetes|cni)|proc|sys|lib\/modules|usr\/(share\/(zoneinfo|ca-certificates)|lib\/(modules|os-release)|src)|dev\/(shm|net\/tun|kmsg|fuse|kvm|null|zero|urandom|log)|(var\/)?run(?!\/media(\/|$))|var\/(log|lib\/(kubelet|containerd|docker|cni|calico|rancher\/k3s\/agent))|opt\/cni|boot)(\/|$)|dev\/?$)/;

/** Undefined: not each node has it. */
export function everywhere(path: string): Untied | undefined {
  return ON_EVERY_NODE.test(path) ? { onEveryNode: 'every Linux node has it' } : undefined;
}

const MADE = 'a node without it gets an empty one';

/** Types that the kubelet or the runtime makes where they are missing; with others, no container starts. Source: Kubernetes, Volumes, hostPath. */
const MADE_WHERE_MISSING = ['', 'DirectoryOrCreate', 'FileOrCreate'];

/** Nothing of Kubernetes keeps a pod where its host path is; a device, though, nobody makes. @param moves whether the pod may start on another node */
export function made(volume: unknown, moves: boolean): Untied {
  const isMade = MADE_WHERE_MISSING.includes(textAt(volume, 'hostPath', 'type') ?? '') && textAt(volume, 'hostPath', 'path')?.startsWith('/dev/') === false;
  return moves && isMade ? { onEveryNode: MADE } : {};
}

/** The host paths whose data stays on a node that their pod leaves. */
export function leftBehind(volumes: readonly Volume[]): readonly string[] {
  return volumes.flatMap(({ options: { hostPath }, path }) => (hostPath?.onEveryNode === MADE ? (hostPath.hostPath ?? path) : []));
}
