import type { ClusterFacts } from '../../cluster/cluster';
import { minorOf } from '../../cluster/control-plane';
import type { WorkloadProps } from '../ask/app';
import { AllowKind } from '../ask/container/security';
import { VolumeKind } from '../ask/volume/volume';
import type { Findings } from '../model/findings';
import { containersOf, deviceClaims, isAmong } from './containers';

/** Something that an app asks for, and the minor of the first Kubernetes that has it without being asked. */
interface NeededVersion {
  readonly what: string;
  readonly minor: number;
}

/** What of an app is newer than the oldest Kubernetes that the library writes for. Source: pkg/features/kube_features.go of 1.36.3. */
export function neededVersions(props: WorkloadProps): NeededVersion[] {
  return [
    // SidecarContainers: on by default since 1.29.
    ...((props.sidecars ?? []).length === 0 ? [] : [{ what: 'a sidecar', minor: 29 }]),
    // PodLifecycleSleepAction: since 1.30.
    ...([props, ...(props.sidecars ?? [])].some(({ preStop }) => preStop?.time !== undefined) ? [{ what: 'preStop that sleeps', minor: 30 }] : []),
    // The field appArmorProfile: since 1.30 (AppArmorFields).
    ...(containersOf(props).some(({ security }) => isAmong(security.allow, AllowKind.APPARMOR_UNCONFINED)) ? [{ what: 'a word on AppArmor', minor: 30 }] : []),
    // UserNamespacesSupport: since 1.33.
    ...(props.security?.userNamespace === true ? [{ what: 'a user namespace', minor: 33 }] : []),
    // ImageVolume: on by default since 1.35.
    ...((props.volumes ?? []).some((volume) => volume.kind === VolumeKind.IMAGE) ? [{ what: 'an image as a volume', minor: 35 }] : []),
    // DynamicResourceAllocation, and with it resource.k8s.io/v1: since 1.34.
    ...(deviceClaims(props).length === 0 ? [] : [{ what: 'a device claim', minor: 34 }]),
  ];
}

/** What the cluster does not know, or not by itself. */
export function checkVersion(props: WorkloadProps, facts: ClusterFacts | undefined, findings: Findings): void {
  const minor = facts === undefined ? undefined : minorOf(facts.controlPlane.version);
  if (facts === undefined || minor === undefined) return;
  for (const needed of neededVersions(props).filter((one) => one.minor > minor)) {
    findings.error(
      'KUBERNETES-TOO-OLD',
      needed.what,
      `but the cluster has Kubernetes ${facts.controlPlane.version}, and 1.${needed.minor} is the first that has it on by default`,
      'Upgrade the cluster, or do without it.',
    );
  }
}
