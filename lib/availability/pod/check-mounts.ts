import { duplicates, listed } from '../../cluster/names';
import type { WorkloadProps } from '../ask/app';
import { type Mount, MountPropagation } from '../ask/container/mount';
import { AllowKind } from '../ask/container/security';
import { VolumeKind } from '../ask/volume/volume';
import type { Findings } from '../model/findings';
import { containersOf, isAmong, mainMounts, sidecarMounts } from './containers';

/** Where each container sees the volumes of the app. */
export function checkMounts(props: WorkloadProps, findings: Findings): void {
  const declared = new Set((props.volumes ?? []).map((volume) => volume.name));
  checkContainerMounts('', mainMounts(props), declared, findings);
  // What an init container has of the app is said of the app.
  for (const init of props.initContainers ?? []) checkContainerMounts(` in ${init.name}`, init.mounts ?? [], declared, findings);
  for (const sidecar of props.sidecars ?? []) checkContainerMounts(` in ${sidecar.name}`, sidecarMounts(sidecar), declared, findings);
  checkMemory(props, findings);
  checkPropagation(props, findings);
}

/** ValidateVolumeMounts in pkg/apis/core/validation: what a container mounts for the node, only a privileged one may. */
function checkPropagation(props: WorkloadProps, findings: Findings): void {
  for (const { what, mounts, security } of containersOf(props)) {
    if (isAmong(security.allow, AllowKind.PRIVILEGED)) continue;
    for (const { path } of mounts.filter((one) => one.propagation === MountPropagation.BIDIRECTIONAL))
      findings.error(
        'MOUNT-PROPAGATION',
        `${path} of ${what} with mounts for the node`,
        'but only a privileged container may mount what others see',
        'Let it with Allow.privileged(reason), or use MountPropagation.HOST_TO_CONTAINER.',
      );
  }
}

function checkContainerMounts(where: string, mounts: readonly Mount[], declared: ReadonlySet<string>, findings: Findings): void {
  const paths = mounts.map((mount) => mount.path).filter((path) => path !== '');
  // The container runtime takes "/data/" and "/data" for one, and the later hides the earlier.
  for (const path of duplicates(paths.map((one) => one.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'))))
    findings.error('MOUNT-CLASH', `two volumes at ${path}${where}`, 'but a path shows one', 'Move one of them.');
  for (const path of new Set(paths)) {
    if (!path.startsWith('/') || path.includes(':') || path.split('/').includes('..'))
      findings.error('MOUNT-INVALID', `the path "${path}"${where}`, 'but a mount path is absolute, without ":" and ".."', 'Mend it.');
  }
  for (const { volume, path, subPath } of mounts) {
    if (!declared.has(volume.name))
      findings.error(
        'MOUNT-UNDECLARED',
        `a mount of ${volume.name} at ${path}${where}`,
        `but volumes of the app are ${listed([...declared])}`,
        'Add it to volumes; unmounted(), if the app itself does not need it.',
      );
    // validateLocalDescendingPath in pkg/apis/core/validation; an empty one would be the whole volume.
    if (subPath !== undefined && (subPath === '' || subPath.startsWith('/') || subPath.split('/').includes('..')))
      findings.error(
        'MOUNT-SUBPATH',
        `the subPath "${subPath}" of ${volume.name}${where}`,
        'but it leads to something in the volume: not absolute, and without ".."',
        'Write it as seen from the top of the volume, or leave it out for all of it.',
      );
  }
}

/** What lies in memory is counted to the container that wrote it (Kubernetes, Volumes, emptyDir). */
function checkMemory(props: WorkloadProps, findings: Findings): void {
  for (const { what, resources, mounts } of containersOf(props)) {
    const { memory, memoryLimit } = resources ?? {};
    const inMemory = new Map(mounts.filter((one) => one.volume.kind === VolumeKind.MEMORY && !one.readOnly).map(({ volume }) => [volume.name, volume]));
    if (inMemory.size === 0 || memory === undefined || memoryLimit === undefined) continue;
    const bytes = [...inMemory.values()].reduce((sum, volume) => sum + (volume.options.size?.bytes ?? 0), 0);
    if (memory.bytes + bytes > memoryLimit.bytes)
      findings.warning(
        'MEMORY-VOLUME-OVER-LIMIT',
        `${listed([...inMemory.values()].map((volume) => `${volume.options.size} at ${volume.path}`))} in memory, beside the ${memory} that ${what} needs`,
        `and its memory limit is ${memoryLimit}: it is killed before the volume is full`,
        'Raise memoryLimit, make the volume smaller, or accept it with the reason why it never fills.',
      );
  }
}
