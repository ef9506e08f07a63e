import { PodSecurityLevel } from '../../../cluster/policy';
import { refuseMisshapen } from '../../../cluster/refuse';
import { list, text } from '../../../cluster/shape';

/**
 * The user and group that pods run as when the app names none: above 10000, so that no user of a node would
 * own files that an escaped container touches. Distroless images call it nonroot.
 */
export const DEFAULT_USER = 65532;

export { PodSecurityLevel };

export enum AllowKind {
  WRITABLE_ROOT = 'writable-root',
  ROOT_USER = 'root-user',
  CAPABILITY = 'capability',
  ESCALATION = 'privilege-escalation',
  HOST_NETWORK = 'host-network',
  HOST_PROCESSES = 'host-processes',
  HOST_IPC = 'host-ipc',
  PRIVILEGED = 'privileged',
  DEVICES = 'devices',
  API_TOKEN = 'api-token',
  SHARED_PROCESSES = 'shared-processes',
  SECCOMP_UNCONFINED = 'seccomp-unconfined',
  APPARMOR_UNCONFINED = 'apparmor-unconfined',
  UNSAFE_SYSCTL = 'unsafe-sysctl',
}

/** The init takes over files, changes their permissions, switches to another user, and stops the processes of that user. */
const INIT_CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'];

/** An exception from the restricted defaults, with the reason that the report shows. */
export class Allow {
  /** The app writes into the file system of its image. */
  static writableRootFilesystem(reason: string): Allow {
    return new Allow(AllowKind.WRITABLE_ROOT, reason, undefined);
  }
  /** The app runs, or starts, as user 0. Root can do more than other users only by capabilities: add those that it needs. */
  static rootUser(reason: string): Allow {
    return new Allow(AllowKind.ROOT_USER, reason, undefined);
  }
  /** A Linux capability, without `CAP_`. */
  static capability(name: string, reason: string): Allow {
    return new Allow(AllowKind.CAPABILITY, reason, name);
  }
  /** Several capabilities with one reason, to spread: `...Allow.capabilities(['CHOWN', 'SETUID'], 'its init starts as root')`. */
  static capabilities(names: readonly string[], reason: string): readonly Allow[] {
    refuseMisshapen('Allow.capabilities', list(text), names);
    return names.map((name) => Allow.capability(name, reason));
  }
  /**
   * All capabilities of an init that starts as root, changes the owner of its files and switches to that user, to spread: for images that
   * take `PUID`, from LinuxServer and others with s6-overlay. Set `fsGroup` to the group that it switches to.
   */
  static initAsRoot(reason: string): readonly Allow[] {
    return [Allow.rootUser(reason), Allow.writableRootFilesystem(reason), ...Allow.capabilities(INIT_CAPABILITIES, reason)];
  }
  /** A program in the image is setuid or has file capabilities. */
  static privilegeEscalation(reason: string): Allow {
    return new Allow(AllowKind.ESCALATION, reason, undefined);
  }
  /** The pod uses the host network. */
  static hostNetwork(reason: string): Allow {
    return new Allow(AllowKind.HOST_NETWORK, reason, undefined);
  }
  /** The pod sees the node's processes. */
  static hostProcesses(reason: string): Allow {
    return new Allow(AllowKind.HOST_PROCESSES, reason, undefined);
  }
  /** The pod shares memory and message queues with the programs of the node (`hostIPC`). */
  static hostIpc(reason: string): Allow {
    return new Allow(AllowKind.HOST_IPC, reason, undefined);
  }
  /** Everything that root on the node may do. */
  static privileged(reason: string): Allow {
    return new Allow(AllowKind.PRIVILEGED, reason, undefined);
  }
  /**
   * Opens the devices among its volumes. Where a device plugin gives devices out, that takes no privileges and this does nothing;
   * elsewhere it is the same as `privileged`.
   */
  static devices(reason: string): Allow {
    return new Allow(AllowKind.DEVICES, reason, undefined);
  }
  /** The pod holds a token for the Kubernetes API although it asks for no permissions. */
  static apiToken(reason: string): Allow {
    return new Allow(AllowKind.API_TOKEN, reason, undefined);
  }
  /** The containers of the pod see each other's processes, and their files below /proc. */
  static sharedProcesses(reason: string): Allow {
    return new Allow(AllowKind.SHARED_PROCESSES, reason, undefined);
  }
  /** Any system call, including those that the container runtime blocks for others. */
  static seccompUnconfined(reason: string): Allow {
    return new Allow(AllowKind.SECCOMP_UNCONFINED, reason, undefined);
  }
  /** What AppArmor on the node blocks for other containers: mounts, files of the kernel. */
  static appArmorUnconfined(reason: string): Allow {
    return new Allow(AllowKind.APPARMOR_UNCONFINED, reason, undefined);
  }

  /**
   * A kernel setting for the pod that Kubernetes does not call safe. The kubelets of all nodes that the
   * app may use must allow it: `allowedUnsafeSysctls` of the node.
   */
  static unsafeSysctl(name: string, value: string, reason: string): Allow {
    return new Allow(AllowKind.UNSAFE_SYSCTL, reason, name, value);
  }

  private constructor(
    /** @internal */
    readonly kind: AllowKind,
    readonly reason: string,
    /** The name of the capability or of the kernel setting. */
    readonly detail: string | undefined,
    /** The value of the kernel setting. */
    readonly value: string | undefined = undefined,
  ) {
    Object.freeze(this);
  }
}

/** The user of an app, and its exceptions from the restricted defaults. */
export interface SecurityProps {
  /** @default 65532 */
  readonly user?: number;
  /** @default - the same as user */
  readonly group?: number;
  /** The group that owns mounted data. @default - the same as group; 65532 for root without a group, because other containers of the pod are not root and use its files, too */
  readonly fsGroup?: number;
  /** Supplementary groups of the pod: for the render device of a GPU, for an NFS share. @default - those of its devices */
  readonly groups?: readonly number[];
  /** @default - nothing: the restricted level */
  readonly allow?: readonly Allow[];
  /** A user namespace: the users of the pod, including root, have no rights on the node. Not with NFS, and only since Kubernetes 1.33. @default false */
  readonly userNamespace?: boolean;
  /** Kernel settings for the pod that Kubernetes calls safe: `{ 'net.ipv4.ip_unprivileged_port_start': '0' }`. @default - none */
  readonly sysctls?: { readonly [name: string]: string };
}

/** The user of one container, and its own exceptions. */
export interface ContainerSecurityProps {
  /** @default - the app's; 0 with `Allow.rootUser` */
  readonly user?: number;
  /** @default - the same as user */
  readonly group?: number;
  /** Replaces the exceptions of the app. @default - nothing: the restricted level */
  readonly allow?: readonly Allow[];
}

/** Exceptions that apply to a whole pod, whichever container needs them. */
export const OF_POD: readonly AllowKind[] = [
  AllowKind.HOST_NETWORK,
  AllowKind.HOST_PROCESSES,
  AllowKind.HOST_IPC,
  AllowKind.API_TOKEN,
  AllowKind.SHARED_PROCESSES,
  AllowKind.UNSAFE_SYSCTL,
];

/** capabilities(7) of Linux 6.12; with any other name the container does not start. */
export const CAPABILITIES: ReadonlySet<string> = new Set(
  `ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID
  IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW
  PERFMON SETFCAP SETGID SETPCAP SETUID SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO
  SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG SYSLOG WAKE_ALARM`.split(/\s+/),
);

/** Capabilities that the level baseline lets a container add (Pod Security Standards, baseline, Capabilities). */
const BASELINE_CAPABILITIES = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** The strictest level that allows a pod with these exceptions. */
export function levelOf(allow: readonly Allow[]): PodSecurityLevel {
  return strictestCommon(
    allow.map((one) => {
      switch (one.kind) {
        case AllowKind.WRITABLE_ROOT:
        case AllowKind.API_TOKEN:
        case AllowKind.SHARED_PROCESSES:
          return PodSecurityLevel.RESTRICTED;
        case AllowKind.ROOT_USER:
        case AllowKind.ESCALATION:
          return PodSecurityLevel.BASELINE;
        case AllowKind.CAPABILITY:
          if (one.detail === 'NET_BIND_SERVICE') return PodSecurityLevel.RESTRICTED;
          return BASELINE_CAPABILITIES.has(one.detail ?? '') ? PodSecurityLevel.BASELINE : PodSecurityLevel.PRIVILEGED;
        default:
          return PodSecurityLevel.PRIVILEGED;
      }
    }),
  );
}

/** The strictest level that allows all of them. */
export function strictestCommon(levels: readonly PodSecurityLevel[]): PodSecurityLevel {
  if (levels.includes(PodSecurityLevel.PRIVILEGED)) return PodSecurityLevel.PRIVILEGED;
  return levels.includes(PodSecurityLevel.BASELINE) ? PodSecurityLevel.BASELINE : PodSecurityLevel.RESTRICTED;
}
