import { minorOf } from '../../cluster/control-plane';
import { Severity } from '../../cluster/finding';
import { AllowKind } from '../ask/container/security';
import { isAmong } from '../ask/resolve';
import { ContainerKind, type ResolvedApp } from '../ask/resolved';
import { VolumeKind } from '../ask/volume/volume';
import { onAskInCluster } from '../model/rule';

/** Something that an app asks for, and the first minor of Kubernetes that has it on by default. */
interface NeededVersion {
  readonly what: string;
  readonly minor: number;
  readonly isAsked: (app: ResolvedApp) => boolean;
}

/** Features that are newer than the oldest Kubernetes that the library supports. Source: pkg/features/kube_features.go of 1.36.3. */
const NEWER: readonly NeededVersion[] = [
  // SidecarContainers: on by default since 1.29.
  { what: 'a sidecar', minor: 29, isAsked: ({ containers }) => containers.some(({ kind }) => kind === ContainerKind.SIDECAR) },
  // PodLifecycleSleepAction: since 1.30.
  { what: 'preStop that sleeps', minor: 30, isAsked: ({ containers }) => containers.some(({ preStop }) => preStop?.time !== undefined) },
  // The field appArmorProfile: since 1.30 (AppArmorFields).
  {
    what: 'an AppArmor profile',
    minor: 30,
    isAsked: ({ containers }) => containers.some(({ security }) => isAmong(security.allow, AllowKind.APPARMOR_UNCONFINED)),
  },
  // UserNamespacesSupport: since 1.33.
  { what: 'a user namespace', minor: 33, isAsked: ({ security }) => security.userNamespace },
  // ImageVolume: on by default since 1.35.
  { what: 'an image as a volume', minor: 35, isAsked: ({ volumes }) => volumes.some((volume) => volume.kind === VolumeKind.IMAGE) },
  // DynamicResourceAllocation, and with it resource.k8s.io/v1: since 1.34.
  { what: 'a device claim', minor: 34, isAsked: ({ containers }) => containers.some(({ resources }) => resources.deviceClaims.length > 0) },
];

/** Whether an older Kubernetes lacks any of it. */
function needsNewer(app: ResolvedApp): boolean {
  return NEWER.some(({ isAsked }) => isAsked(app));
}

/** What the cluster does not have, or not by default. */
export const KUBERNETES_TOO_OLD = onAskInCluster({
  code: 'KUBERNETES-TOO-OLD',
  severity: Severity.ERROR,
  means: 'a feature that the Kubernetes version of the cluster does not have, or not by default',
  fix: 'upgrade, or remove it',
  concerns: needsNewer,
  *check(app, { controlPlane: { version } }) {
    const has = minorOf(version);
    if (has === undefined) return;
    for (const { what, minor, isAsked } of NEWER) {
      if (minor > has && isAsked(app))
        yield {
          given: what,
          allowed: `but the cluster has Kubernetes ${version}, and 1.${minor} is the first that has it on by default`,
          fix: 'Upgrade the cluster, or remove it.',
        };
    }
  },
});
