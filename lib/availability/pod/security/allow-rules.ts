import { Severity } from '../../../cluster/finding';
import { listed } from '../../../cluster/names';
import { AllowKind, CAPABILITIES, OF_POD } from '../../ask/container/security';
import { isAmong } from '../../ask/resolve';
import { ContainerKind, mainFirst, type ResolvedApp, type ResolvedContainer } from '../../ask/resolved';
import { type Volume, VolumeKind } from '../../ask/volume/volume';
import { HostPathType } from '../../ask/volume/volume-options';
import { ALLOW_WITHOUT_REASON } from '../../model/records';
import { onAsk } from '../../model/rule';
import { inIt } from '../containers/words';

/** Containers with a word of their own on security: what an init container has of the app is said of the app. */
function* secured(app: ResolvedApp): Iterable<ResolvedContainer> {
  for (const container of mainFirst(app)) if (container.own.security) yield container;
}

const WITHOUT_REASON = onAsk({
  ...ALLOW_WITHOUT_REASON,
  *check(app) {
    for (const container of secured(app)) {
      for (const { kind, reason } of container.security.allow) {
        if (reason.trim() === '')
          yield { given: `${kind}${inIt(container)} without a reason`, allowed: 'but the report shows why the app needs it', fix: 'Say it.' };
      }
    }
  },
});

const ALLOW_INVALID = onAsk({
  code: 'ALLOW-INVALID',
  severity: Severity.ERROR,
  means: 'no name of a capability, or one container alone is let out of what all of a pod share',
  fix: "write it as `NET_BIND_SERVICE`; say it in the app's own `security`",
  *check(app) {
    for (const container of secured(app)) {
      for (const { kind, detail = '' } of container.security.allow) {
        if (kind === AllowKind.CAPABILITY && !/^(?!CAP_)[A-Z][A-Z_]+$/.test(detail))
          yield {
            given: `the capability "${detail}"${inIt(container)}`,
            allowed: 'but capabilities are written NET_BIND_SERVICE, without CAP_',
            fix: 'Mend it.',
          };
        else if (kind === AllowKind.CAPABILITY && !CAPABILITIES.has(detail))
          yield {
            given: `the capability ${detail}${inIt(container)}`,
            allowed: 'but Linux has none of that name',
            fix: 'Look it up in capabilities(7).',
          };
        else if (container.kind !== ContainerKind.MAIN && OF_POD.includes(kind))
          yield {
            given: `${kind} for ${container.name}`,
            allowed: 'but all containers of a pod have it, or none',
            fix: "Say it in the app's own security.",
          };
      }
    }
    // ValidatePodSpec in pkg/apis/core/validation.
    const { allow } = app.main.security;
    if (isAmong(allow, AllowKind.SHARED_PROCESSES) && isAmong(allow, AllowKind.HOST_PROCESSES))
      yield {
        given: 'shared-processes beside host-processes',
        allowed: "but a pod has its own processes or the node's",
        fix: 'Take one of the two away.',
      };
  },
});

const ROOT_NOT_ALLOWED = onAsk({
  code: 'ROOT-NOT-ALLOWED',
  severity: Severity.ERROR,
  means: 'user 0',
  fix: 'another user, or `Allow.rootUser(reason)`',
  *check(app) {
    for (const container of secured(app)) {
      const { user, root } = container.security;
      if (user === 0 && !root)
        yield {
          given: `user 0${inIt(container)}`,
          allowed: 'but pods run as an ordinary user',
          fix: 'Set another user, or add Allow.rootUser(reason).',
        };
    }
  },
});

/** What root may beyond others are its capabilities, and they are dropped (capabilities(7)); a privileged container has them all. */
const ROOT_WITHOUT_CAPABILITIES = onAsk({
  code: 'ROOT-WITHOUT-CAPABILITIES',
  severity: Severity.WARNING,
  means: 'a container is user 0, and all capabilities are dropped, which are what makes root more than others',
  fix: '`Allow.capability` for those that it needs, another user, or accept it',
  *check(app) {
    for (const container of mainFirst(app)) {
      const { own, mounts, security } = container;
      if (!security.root || security.user !== 0 || !(own.security || own.mounts)) continue;
      // Who reads files of the node is root for that, and needs none: they are root's own.
      if (own.mounts && mounts.some(({ volume }) => volume.kind === VolumeKind.HOST_PATH)) continue;
      if (isAmong(security.allow, AllowKind.CAPABILITY) || isAmong(security.allow, AllowKind.PRIVILEGED)) continue;
      yield {
        given: `user 0${inIt(container)} with all capabilities dropped`,
        allowed: 'and such a root cannot give files away, read those of others or become another user, which most images that start as root do',
        fix: "Add those that it needs, such as Allow.capability('CHOWN', reason), SETUID and SETGID; set another user; or accept it if all that it touches is root's.",
      };
    }
  },
});

/** Below /dev, what programs open and the runtime keeps closed. */
const DEVICE_PATH = /^\/dev\/(apex|bus|dri|fuse|kfd|kvm|nvidia|serial|snd|tty[A-Z]|video)/;
/** A device that the rules of runc and crun let everybody open (runc, release 1.2.4). */
const OPEN_DEVICE = '/dev/net/tun';

/** The device file, or folder of such, behind a volume. */
function deviceOf({ kind, path, options: { device = '', hostPath } }: Volume): string | undefined {
  if (kind === VolumeKind.DEVICE) return device;
  const onNode = hostPath?.hostPath ?? path;
  if (kind !== VolumeKind.HOST_PATH || onNode === OPEN_DEVICE) return undefined;
  const isFile = hostPath?.type === HostPathType.CHARACTER_DEVICE || hostPath?.type === HostPathType.BLOCK_DEVICE;
  return isFile || DEVICE_PATH.test(onNode) ? onNode : undefined;
}

/** The device cgroup of an ordinary container denies every device file (kubernetes/kubernetes issue 5607). */
const DEVICE_CLOSED = onAsk({
  code: 'DEVICE-CLOSED',
  severity: Severity.ERROR,
  means: 'a device, by name or by its path below `/dev`, in an ordinary container, which cannot open it',
  fix: '`Allow.privileged(reason)`, or a device plugin and `resources.extended`',
  *check(app) {
    for (const { kind, name, own, mounts, security } of mainFirst(app)) {
      if (!own.mounts || isAmong(security.allow, AllowKind.PRIVILEGED)) continue;
      const devices = mounts.map(({ volume }) => deviceOf(volume)).filter((device) => device !== undefined);
      if (devices.length === 0) continue;
      yield {
        given: `the device ${listed([...new Set(devices)])} in ${kind === ContainerKind.MAIN ? 'an ordinary container' : `the ordinary container ${name}`}`,
        allowed: 'but the container runtime lets only privileged containers open device files',
        fix: 'Add Allow.privileged(reason); the app still runs as its own user.',
      };
    }
  },
});

/** What is wrong with what containers are let out of. */
export const ALLOW_RULES = [WITHOUT_REASON, ALLOW_INVALID, ROOT_NOT_ALLOWED, ROOT_WITHOUT_CAPABILITIES, DEVICE_CLOSED];
