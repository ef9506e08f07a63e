import type { InitContainer, Sidecar, WorkloadProps } from '../ask/app';
import type { DeviceClaim } from '../ask/container/device-claim';
import { Mount } from '../ask/container/mount';
import { type Allow, AllowKind, type ContainerSecurityProps, DEFAULT_USER } from '../ask/container/security';

/** As whom a container runs, and what it is let out of. */
export interface ContainerSecurity {
  /** It may be user 0. */
  readonly root: boolean;
  readonly user: number;
  readonly group: number;
  readonly allow: readonly Allow[];
}

/** What the main container has: each volume at its own path, and what the app mounts beside. */
export function mainMounts(props: WorkloadProps): readonly Mount[] {
  return [...(props.volumes ?? []).filter((volume) => volume.mounted).map((volume) => Mount.of(volume)), ...(props.mounts ?? [])];
}

/** An init container has all that the app has, unless it says what. */
export function initMounts(props: WorkloadProps, init: InitContainer): readonly Mount[] {
  return init.mounts ?? mainMounts(props);
}

export function sidecarMounts(sidecar: Sidecar): readonly Mount[] {
  return sidecar.mounts ?? [];
}

/** As whom the app itself runs; the pod as a whole does so too. */
export function mainSecurity(props: WorkloadProps): ContainerSecurity {
  const { user, group, allow = [] } = props.security ?? {};
  const root = isAmong(allow, AllowKind.ROOT_USER);
  const usual = root ? 0 : DEFAULT_USER;
  return { root, user: user ?? usual, group: group ?? user ?? usual, allow };
}

/** An init container is what the app is, unless it says something of its own. */
export function initSecurity(props: WorkloadProps, init: InitContainer): ContainerSecurity {
  return init.security === undefined ? mainSecurity(props) : ownSecurity(props, init.security);
}

export function sidecarSecurity(props: WorkloadProps, sidecar: Sidecar): ContainerSecurity {
  return ownSecurity(props, sidecar.security ?? {});
}

/** The app's user shares its files; but that the app is root makes nothing else root. */
function ownSecurity(props: WorkloadProps, { user, group, allow = [] }: ContainerSecurityProps): ContainerSecurity {
  const root = isAmong(allow, AllowKind.ROOT_USER);
  const app = mainSecurity(props);
  const usual = root ? { user: 0, group: 0 } : app.root ? { user: DEFAULT_USER, group: DEFAULT_USER } : app;
  return { root, user: user ?? usual.user, group: group ?? user ?? usual.group, allow };
}

export function isAmong(allow: readonly Allow[], leeway: AllowKind): boolean {
  return allow.some((one) => one.kind === leeway);
}

/** One container in the eyes of the checks. */
export interface NamedContainer {
  /** As it stands in a sentence: `the app`, `setup`. */
  readonly what: string;
  readonly resources: WorkloadProps['resources'];
  readonly mounts: readonly Mount[];
  readonly security: ContainerSecurity;
}

/** All containers of an app's pod, the app first. */
export function containersOf(props: WorkloadProps): NamedContainer[] {
  return [
    { what: 'the app', resources: props.resources, mounts: mainMounts(props), security: mainSecurity(props) },
    ...(props.initContainers ?? []).map((init) => ({
      what: init.name,
      resources: init.resources ?? props.resources,
      mounts: initMounts(props, init),
      security: initSecurity(props, init),
    })),
    ...(props.sidecars ?? []).map((sidecar) => ({
      what: sidecar.name,
      resources: sidecar.resources,
      mounts: sidecarMounts(sidecar),
      security: sidecarSecurity(props, sidecar),
    })),
  ];
}

/** Init containers and sidecars in the order in which Kubernetes starts them. */
export function startOrder(props: WorkloadProps): readonly ({ readonly init: InitContainer } | { readonly sidecar: Sidecar })[] {
  const sidecars = (props.sidecars ?? []).map((sidecar) => ({ sidecar }));
  return [
    ...sidecars.filter(({ sidecar }) => sidecar.beforeInit === true),
    ...(props.initContainers ?? []).map((init) => ({ init })),
    ...sidecars.filter(({ sidecar }) => sidecar.beforeInit !== true),
  ];
}

/** The devices that a pod claims, each claim once: containers that name the same one share it. */
export function deviceClaims(props: WorkloadProps): DeviceClaim[] {
  const byName = new Map(
    containersOf(props)
      .flatMap(({ resources }) => resources?.deviceClaims ?? [])
      .map((claim) => [claim.name, claim]),
  );
  return [...byName.values()];
}
