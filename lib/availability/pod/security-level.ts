import { PodSecurityLevel } from '../../cluster/policy';
import type { WorkloadProps } from '../ask/app';
import { type Allow, levelOf, strictestCommon } from '../ask/container/security';
import { VolumeKind } from '../ask/volume/volume';
import type { Decided } from '../model/plan';
import { podPorts } from '../network/services';

/**
 * The loosest that one of the containers needs: a namespace has one level for all. Of volumes, those beyond the list of the
 * level restricted (Pod Security Standards, restricted, Volume Types).
 */
export function decideLevel(props: WorkloadProps): Decided<PodSecurityLevel> {
  const allow = allowancesOf(props);
  const volumes = props.volumes ?? [];
  const onNode = volumes.filter((volume) => volume.kind === VolumeKind.HOST_PATH || volume.kind === VolumeKind.DEVICE);
  const nfs = volumes.filter((volume) => volume.kind === VolumeKind.NFS);
  const hostPorts = podPorts(props).flatMap(({ hostPort }) => (hostPort === undefined ? [] : [hostPort]));
  const level = strictestCommon([
    levelOf(allow.map((one) => one.allow)),
    // Pod Security Standards, baseline, Host Ports: none.
    onNode.length + hostPorts.length > 0 ? PodSecurityLevel.PRIVILEGED : PodSecurityLevel.RESTRICTED,
    nfs.length > 0 ? PodSecurityLevel.BASELINE : PodSecurityLevel.RESTRICTED,
  ]);
  const reasons = [
    ...allow.filter((one) => levelOf([one.allow]) !== PodSecurityLevel.RESTRICTED).map((one) => `${one.what}: ${one.allow.reason}`),
    ...hostPorts.map(({ number, reason }) => `port ${number} of the node: ${reason}`),
    ...onNode.map((volume) => `it mounts ${volume.options.device ?? volume.path} of the node`),
    ...nfs.map((volume) => `${volume.path} is NFS, which the level restricted does not know`),
  ];
  return { value: level, why: reasons.length === 0 ? 'nothing that it needs asks for more' : reasons.join('; ') };
}

/** Every way out that the app takes, or a container of its own; what an init container has of the app is said once. */
export function allowancesOf(props: WorkloadProps): { readonly allow: Allow; readonly what: string }[] {
  const named = [...(props.initContainers ?? []), ...(props.sidecars ?? [])];
  return [
    ...(props.security?.allow ?? []).map((allow) => ({ allow, what: nameOf(allow) })),
    ...named.flatMap(({ name, security }) => (security?.allow ?? []).map((allow) => ({ allow, what: `${nameOf(allow)} of ${name}` }))),
  ];
}

function nameOf(allow: Allow): string {
  return allow.detail === undefined ? allow.kind : `${allow.kind} ${allow.detail}`;
}
