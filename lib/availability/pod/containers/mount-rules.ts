import { Severity } from '../../../cluster/finding';
import { duplicates, listed } from '../../../cluster/names';
import { keysOfSet } from '../../ask/container/env';
import { type Mount, MountPropagation } from '../../ask/container/mount';
import { AllowKind } from '../../ask/container/security';
import { isAmong } from '../../ask/resolve';
import { mainFirst, type ResolvedApp } from '../../ask/resolved';
import { VolumeKind } from '../../ask/volume/volume';
import { concerning, onAsk, type Said } from '../../model/rule';
import { inIt } from './words';

/** The mounts of each container: what an init container inherits from the app is reported for the app. */
function* mountsOf(app: ResolvedApp): Iterable<readonly [where: string, mounts: readonly Mount[]]> {
  for (const container of mainFirst(app)) if (container.own.mounts && container.mounts.length > 0) yield [inIt(container), container.mounts];
}

function pathsOf(mounts: readonly Mount[]): string[] {
  return mounts.map((mount) => mount.path).filter((path) => path !== '');
}

const MOUNT_CLASH = onAsk({
  code: 'MOUNT-CLASH',
  severity: Severity.ERROR,
  means: 'two volumes at one path of a container',
  fix: 'move one of them',
  *check(app) {
    for (const [where, mounts] of mountsOf(app)) {
      if (mounts.length < 2) continue;
      // The container runtime treats "/data/" and "/data" as one, and the later mount hides the earlier.
      for (const path of duplicates(pathsOf(mounts).map((one) => one.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'))))
        yield { given: `two volumes at ${path}${where}`, allowed: 'but a path can hold only one', fix: 'Move one of them.' };
    }
  },
});

const MOUNT_INVALID = onAsk({
  code: 'MOUNT-INVALID',
  severity: Severity.ERROR,
  means: 'a mount path that is not absolute, or contains ":" or ".."',
  fix: 'use an absolute path',
  *check(app) {
    for (const [where, mounts] of mountsOf(app)) {
      for (const { path, volume } of mounts)
        if (path === '' && volume.kind !== VolumeKind.DEVICE)
          yield { given: `a volume without a path${where}`, allowed: 'but a mount path is absolute', fix: 'Say where it is mounted.' };
      for (const path of new Set(pathsOf(mounts))) {
        if (!path.startsWith('/') || path.includes(':') || path.split('/').includes('..'))
          yield { given: `the path "${path}"${where}`, allowed: 'but a mount path is absolute, without ":" or ".."', fix: 'Correct the path.' };
      }
    }
  },
});

const MOUNT_UNDECLARED = onAsk({
  code: 'MOUNT-UNDECLARED',
  severity: Severity.ERROR,
  means: 'a mount of a volume that the app does not declare',
  fix: 'add it to `volumes`',
  *check(app) {
    for (const [where, mounts] of mountsOf(app)) {
      for (const { volume, path } of mounts) {
        if (app.volumes.some((one) => one.name === volume.name)) continue;
        yield {
          given: `a mount of ${volume.name} at ${path}${where}`,
          allowed: `but the volumes of the app are ${listed([...new Set(app.volumes.map((one) => one.name))])}`,
          fix: 'Add it to volumes, with unmounted() if the main container does not need it.',
        };
      }
    }
  },
});

const MOUNT_SUBPATH = onAsk({
  code: 'MOUNT-SUBPATH',
  severity: Severity.ERROR,
  means: 'a `subPath` that leaves its volume, or a variable in `subPathExpr` that the container does not have',
  fix: 'write it relative to the root of the volume; add the variable to `env`',
  *check(app) {
    yield* unknownVariables(app);
    for (const [where, mounts] of mountsOf(app)) {
      for (const { volume, subPath: fixed, subPathExpr } of mounts) {
        const subPath = subPathExpr ?? fixed;
        if (subPathExpr !== undefined && fixed !== undefined)
          yield { given: `a subPath and a subPathExpr of ${volume.name}${where}`, allowed: 'but a mount has one', fix: 'Leave one of them out.' };
        // validateLocalDescendingPath in pkg/apis/core/validation; an empty one would mean the whole volume.
        if (subPath !== undefined && (subPath === '' || subPath.startsWith('/') || subPath.split('/').includes('..')))
          yield {
            given: `the subPath "${subPath}" of ${volume.name}${where}`,
            allowed: 'but a subPath is relative and stays inside the volume, without ".."',
            fix: 'Write it relative to the root of the volume, or leave it out to mount the whole volume.',
          };
      }
    }
  },
});

/** With one of these the container does not start (expandSubPathExpr in pkg/kubelet). What is in a Secret or a ConfigMap, nobody knows here. */
function* unknownVariables(app: ResolvedApp): Iterable<Said> {
  for (const container of mainFirst(app)) {
    if (container.envFrom.some(({ values }) => values === undefined)) continue;
    const known = new Set([...container.env.map(([name]) => name), ...container.envFrom.flatMap(keysOfSet)]);
    for (const { volume, subPathExpr = '' } of container.mounts) {
      // `$$(NAME)` stands for the text `$(NAME)`.
      for (const [, name = ''] of subPathExpr.matchAll(/(?<!\$)(?:\$\$)*\$\(([^)]*)\)/g)) {
        if (known.has(name)) continue;
        yield {
          given: `$(${name}) in the subPathExpr of ${volume.name}${inIt(container)}`,
          allowed: `but ${container.what} has no such variable, and does not start without it`,
          fix: `Add it to env: { ${name}: EnvValue.fromField('metadata.name') }, for example.`,
        };
      }
    }
  }
}

/** ValidateVolumeMounts in pkg/apis/core/validation: only a privileged container may propagate mounts to the node. */
const MOUNT_PROPAGATION = onAsk({
  code: 'MOUNT-PROPAGATION',
  severity: Severity.ERROR,
  means: 'an unprivileged container that propagates mounts to the node',
  fix: 'add `Allow.privileged(reason)`, or use `HOST_TO_CONTAINER`',
  *check(app) {
    for (const { what, mounts, security } of mainFirst(app)) {
      if (isAmong(security.allow, AllowKind.PRIVILEGED)) continue;
      for (const { path, propagation } of mounts) {
        if (propagation === MountPropagation.BIDIRECTIONAL)
          yield {
            given: `MountPropagation.BIDIRECTIONAL at ${path} of ${what}`,
            allowed: 'but only a privileged container may propagate mounts to the node',
            fix: 'Add Allow.privileged(reason), or use MountPropagation.HOST_TO_CONTAINER.',
          };
      }
    }
  },
});

/** Files in memory count against the container that wrote them (Kubernetes, Volumes, emptyDir). */
const MEMORY_VOLUME_OVER_LIMIT = onAsk({
  code: 'MEMORY-VOLUME-OVER-LIMIT',
  severity: Severity.WARNING,
  means: 'a full memory volume exceeds the memory limit of its container',
  fix: 'raise the limit, make the volume smaller, or accept it',
  *check(app) {
    if (app.missing.includes('resources') || !app.volumes.some((volume) => volume.kind === VolumeKind.MEMORY)) return;
    for (const { what, resources, mounts } of mainFirst(app)) {
      const { memory, memoryLimit } = resources;
      const written = mounts.filter((one) => one.volume.kind === VolumeKind.MEMORY && !one.readOnly);
      if (written.length === 0 || memoryLimit === undefined) continue;
      const volumes = [...new Map(written.map(({ volume }) => [volume.name, volume])).values()];
      const bytes = volumes.reduce((sum, { options: { size } }) => sum + (size?.bytes ?? 0), 0);
      if (memory.bytes + bytes > memoryLimit.bytes)
        yield {
          given: `${listed(volumes.map((volume) => `${volume.options.size} at ${volume.path}`))} in memory, on top of the ${memory} that ${what} needs`,
          allowed: `and its memory limit is ${memoryLimit}: the kernel kills it before the volume is full`,
          fix: 'Raise memoryLimit, make the volume smaller, or accept it with the reason why the volume never fills up.',
        };
    }
  },
});

/** What is wrong with the mounts of containers. */
export const MOUNT_RULES = concerning(
  ({ containers }) => containers.some(({ mounts }) => mounts.length > 0),
  [MOUNT_CLASH, MOUNT_INVALID, MOUNT_UNDECLARED, MOUNT_SUBPATH, MOUNT_PROPAGATION, MEMORY_VOLUME_OVER_LIMIT],
);
