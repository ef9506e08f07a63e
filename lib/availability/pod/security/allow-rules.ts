import { Severity } from '../../../cluster/finding';
import { AllowKind, CAPABILITIES, OF_POD } from '../../ask/container/security';
import { isAmong } from '../../ask/resolve';
import { ContainerKind, mainFirst, type ResolvedApp, type ResolvedContainer } from '../../ask/resolved';
import { VolumeKind } from '../../ask/volume/volume';
import { ALLOW_WITHOUT_REASON } from '../../model/records';
import { onAsk } from '../../model/rule';
import { inIt } from '../containers/words';

/** Containers with their own security props: what an init container inherits from the app is reported for the app. */
function* secured(app: ResolvedApp): Iterable<ResolvedContainer> {
  for (const container of mainFirst(app)) if (container.own.security) yield container;
}

const WITHOUT_REASON = onAsk({
  ...ALLOW_WITHOUT_REASON,
  *check(app) {
    for (const container of secured(app)) {
      for (const { kind, reason } of container.security.allow) {
        if (reason.trim() === '')
          yield { given: `${kind}${inIt(container)} without a reason`, allowed: 'but the report must say why the app needs it', fix: 'Add a reason.' };
      }
    }
  },
});

const ALLOW_INVALID = onAsk({
  code: 'ALLOW-INVALID',
  severity: Severity.ERROR,
  means: 'an invalid capability, or a single container with a setting that all containers of a pod share',
  fix: 'write it as `NET_BIND_SERVICE`; set shared ones in the `security` of the app',
  *check(app) {
    for (const container of secured(app)) {
      for (const { kind, detail = '' } of container.security.allow) {
        if (kind === AllowKind.CAPABILITY && !/^(?!CAP_)[A-Z][A-Z_]+$/.test(detail))
          yield {
            given: `the capability "${detail}"${inIt(container)}`,
            allowed: 'but capabilities are written like NET_BIND_SERVICE, without CAP_',
            fix: 'Correct it.',
          };
        else if (kind === AllowKind.CAPABILITY && !CAPABILITIES.has(detail))
          yield {
            given: `the capability ${detail}${inIt(container)}`,
            allowed: 'but Linux has no such capability',
            fix: 'See capabilities(7) for the names.',
          };
        else if (container.kind !== ContainerKind.MAIN && OF_POD.includes(kind))
          yield {
            given: `${kind} for ${container.name}`,
            allowed: 'but it applies to all containers of a pod or to none',
            fix: 'Set it in the security of the app.',
          };
      }
    }
    // ValidatePodSpec in pkg/apis/core/validation.
    const { allow } = app.main.security;
    if (isAmong(allow, AllowKind.SHARED_PROCESSES) && isAmong(allow, AllowKind.HOST_PROCESSES))
      yield {
        given: 'shared-processes together with host-processes',
        allowed: "but a pod has its own processes or the node's",
        fix: 'Remove one of the two.',
      };
  },
});

const ROOT_NOT_ALLOWED = onAsk({
  code: 'ROOT-NOT-ALLOWED',
  severity: Severity.ERROR,
  means: 'a container that runs as user 0',
  fix: 'set another user, or add `Allow.rootUser(reason)`',
  *check(app) {
    for (const container of secured(app)) {
      const { user, root } = container.security;
      if (user === 0 && !root)
        yield {
          given: `user 0${inIt(container)}`,
          allowed: 'but containers run as an ordinary user by default',
          fix: 'Set another user, or add Allow.rootUser(reason).',
        };
    }
  },
});

/** Root can do more than other users only by its capabilities, and these are dropped (capabilities(7)). A privileged container has them all. */
const ROOT_WITHOUT_CAPABILITIES = onAsk({
  code: 'ROOT-WITHOUT-CAPABILITIES',
  severity: Severity.WARNING,
  means: 'a container that runs as user 0 with all capabilities dropped, so this root can do no more than other users',
  fix: 'add `Allow.capability` for those that it needs, set another user, or accept it',
  *check(app) {
    for (const container of mainFirst(app)) {
      const { own, mounts, security } = container;
      if (!security.root || security.user !== 0 || !(own.security || own.mounts)) continue;
      // A container that reads files of the node is root for that purpose and needs no capability: root owns these files.
      if (own.mounts && mounts.some(({ volume }) => volume.kind === VolumeKind.HOST_PATH)) continue;
      if (isAmong(security.allow, AllowKind.CAPABILITY) || isAmong(security.allow, AllowKind.PRIVILEGED)) continue;
      yield {
        given: `user 0${inIt(container)} with all capabilities dropped`,
        allowed: 'and without them root cannot chown files, read files of other users or switch to another user, which most images that start as root do',
        fix: "Add those that it needs, such as Allow.capability('CHOWN', reason), SETUID and SETGID; set another user; or accept it if root owns every file that it uses.",
      };
    }
  },
});

/** What is wrong with the exceptions of containers. */
export const ALLOW_RULES = [WITHOUT_REASON, ALLOW_INVALID, ROOT_NOT_ALLOWED, ROOT_WITHOUT_CAPABILITIES];
