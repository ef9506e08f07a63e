/**
 * The user and group that pods run as when the app names none: above 10000, where no node has a user of its own who would
 * own what a container that broke out touches. Distroless images call it nonroot.
 */
export const DEFAULT_USER = 65532;

/** The levels of the Pod Security Standards, the strictest first. */
export enum PodSecurityLevel {
  RESTRICTED = 'restricted',
  BASELINE = 'baseline',
  PRIVILEGED = 'privileged',
}

export enum Leeway {
  WRITABLE_ROOT = 'writable-root',
  ROOT_USER = 'root-user',
  CAPABILITY = 'capability',
  ESCALATION = 'privilege-escalation',
  HOST_NETWORK = 'host-network',
  HOST_PROCESSES = 'host-processes',
  PRIVILEGED = 'privileged',
  API_TOKEN = 'api-token',
}

/** One way out of the restricted defaults, with the reason that the report shows. */
export class Allow {
  /** The app writes into its image's own file system. */
  static writableRootFilesystem(reason: string): Allow {
    return new Allow(Leeway.WRITABLE_ROOT, reason, undefined);
  }
  /** The app runs, or starts, as user 0. */
  static rootUser(reason: string): Allow {
    return new Allow(Leeway.ROOT_USER, reason, undefined);
  }
  /** A Linux capability, without `CAP_`. */
  static capability(name: string, reason: string): Allow {
    return new Allow(Leeway.CAPABILITY, reason, name);
  }
  /** A program in the image is setuid or has file capabilities. */
  static privilegeEscalation(reason: string): Allow {
    return new Allow(Leeway.ESCALATION, reason, undefined);
  }
  /** The pod uses the node's own network. */
  static hostNetwork(reason: string): Allow {
    return new Allow(Leeway.HOST_NETWORK, reason, undefined);
  }
  /** The pod sees the node's processes. */
  static hostProcesses(reason: string): Allow {
    return new Allow(Leeway.HOST_PROCESSES, reason, undefined);
  }
  /** Everything that root on the node may do. */
  static privileged(reason: string): Allow {
    return new Allow(Leeway.PRIVILEGED, reason, undefined);
  }
  /** The pod holds a token for the Kubernetes API although it asks for no rights. */
  static apiToken(reason: string): Allow {
    return new Allow(Leeway.API_TOKEN, reason, undefined);
  }

  private constructor(
    readonly leeway: Leeway,
    readonly reason: string,
    /** The name of the capability. */
    readonly detail: string | undefined,
  ) {
    Object.freeze(this);
  }
}

/** As whom the app runs, and what of the restricted defaults it cannot live with. */
export interface SecurityProps {
  /** @default 65532 */
  readonly user?: number;
  /** @default - the same as user */
  readonly group?: number;
  /** The group that owns mounted data. @default - the same as group */
  readonly fsGroup?: number;
  /** @default - nothing: the restricted level */
  readonly allow?: readonly Allow[];
}

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

/** The strictest level that lets a pod with these ways out in. */
export function levelOf(allow: readonly Allow[]): PodSecurityLevel {
  return strictestCommon(
    allow.map((one) => {
      switch (one.leeway) {
        case Leeway.WRITABLE_ROOT:
        case Leeway.API_TOKEN:
          return PodSecurityLevel.RESTRICTED;
        case Leeway.ROOT_USER:
        case Leeway.ESCALATION:
          return PodSecurityLevel.BASELINE;
        case Leeway.CAPABILITY:
          if (one.detail === 'NET_BIND_SERVICE') return PodSecurityLevel.RESTRICTED;
          return BASELINE_CAPABILITIES.has(one.detail ?? '') ? PodSecurityLevel.BASELINE : PodSecurityLevel.PRIVILEGED;
        default:
          return PodSecurityLevel.PRIVILEGED;
      }
    }),
  );
}

/** The strictest level that all of them fit in. */
export function strictestCommon(levels: readonly PodSecurityLevel[]): PodSecurityLevel {
  if (levels.includes(PodSecurityLevel.PRIVILEGED)) return PodSecurityLevel.PRIVILEGED;
  return levels.includes(PodSecurityLevel.BASELINE) ? PodSecurityLevel.BASELINE : PodSecurityLevel.RESTRICTED;
}
