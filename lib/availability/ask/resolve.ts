import type { DeviceResources } from '../../cluster/cluster';
import { Cpu, Size } from '../../cluster/units';
import type { InitContainer, Sidecar, WorkloadProps } from './app';
import { Mount } from './container/mount';
import type { ResourcesProps } from './container/resources';
import { type Allow, AllowKind, type ContainerSecurityProps, DEFAULT_USER } from './container/security';
import { NO_DEVICES, withDevices } from './devices';
import { resolveMetrics, resolveNetwork } from './network/resolve';
import { podReadyWithin, resolveProbes } from './probes';
import { Image } from './reference/image';
import { resolveResources, scratchBytes } from './resolve-resources';
import { ContainerKind, type ContainerSecurity, type ResolvedApp, type ResolvedContainer } from './resolved';
import { isDevice } from './volume/traits';
import { VolumeKind } from './volume/volume';
import type { Ask } from './workload';

/** The usual start time of an app, by default. */
export const DEFAULT_USUAL_START_SECONDS = 30;
export const DEFAULT_STARTS_WITHIN_SECONDS = 300;

/** What an init container may use that says nothing itself: enough for a shell, whatever the app needs. */
export const DEFAULT_INIT_RESOURCES: ResourcesProps = { cpu: Cpu.millis(10), memory: Size.mib(64), memoryLimit: Size.mib(256) };

/** Placeholders for missing values, so that everything else can be checked at once. No decision uses them. */
const NO_IMAGE = Image.of('missing', 'missing');
const NO_RESOURCES: ResourcesProps = { cpu: Cpu.millis(1), memory: Size.mib(4), memoryLimit: Size.mib(4) };

const EMPTY = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

/** Fills in every default. Does not check the props. @param given what a device plugin of the cluster gives to pods @default - nothing */
export function resolveApp(ask: Ask, given: DeviceResources = NO_DEVICES): ResolvedApp {
  const devices = Object.keys(given).length === 0 ? NO_DEVICES : given;
  const { props, ...rest } = ask;
  const { health = EMPTY as NonNullable<WorkloadProps['health']>, dns = EMPTY as NonNullable<WorkloadProps['dns']>, objective } = props;
  const main = resolveMain(ask.name, props, devices);
  const { allow } = main.security;
  const before = startOrder(props).map((one) => ('sidecar' in one ? resolveSidecar(one.sidecar, main, devices) : resolveInit(one.init, main, devices)));
  const usualStart = health.usualStart?.seconds ?? DEFAULT_USUAL_START_SECONDS;
  const { user = DEFAULT_USER, group = user, fsGroup = group } = props.security ?? (EMPTY as NonNullable<WorkloadProps['security']>);
  return {
    missing: [...(props.image === undefined ? (['image'] as const) : []), ...(props.resources === undefined ? (['resources'] as const) : [])],
    main,
    containers: [...before, main],
    volumes: props.volumes ?? NONE,
    deviceResources: devices,
    network: resolveNetwork(props, isAmong(allow, AllowKind.HOST_NETWORK)),
    metrics: resolveMetrics(props.metrics),
    security: {
      fsGroup,
      groups: props.security?.groups ?? NONE,
      sysctls: props.security?.sysctls ?? EMPTY,
      unsafeSysctls: allow.filter((one) => one.kind === AllowKind.UNSAFE_SYSCTL),
      userNamespace: props.security?.userNamespace ?? false,
    },
    // A token says who the app is, so it has an account of its own.
    rbac: props.rbac ?? (props.volumes?.some(({ kind }) => kind === VolumeKind.TOKEN) === true ? EMPTY : undefined),
    hasToken: props.rbac !== undefined || isAmong(allow, AllowKind.API_TOKEN),
    placement: props.placement ?? EMPTY,
    labels: props.labels ?? EMPTY,
    annotations: props.annotations ?? EMPTY,
    podLabels: props.podLabels ?? EMPTY,
    podAnnotations: props.podAnnotations ?? EMPTY,
    terminationGrace: props.terminationGrace === undefined ? undefined : Math.ceil(props.terminationGrace.seconds),
    priority: props.priority,
    runtimeClass: props.runtimeClass,
    imagePullSecrets: props.imagePullSecrets ?? NONE,
    hostname: props.hostname,
    hostAliases: props.hostAliases ?? NONE,
    dns: { policy: dns.policy, nameservers: dns.nameservers ?? NONE, searches: dns.searches ?? NONE, options: dns.options ?? EMPTY },
    dependsOn: props.dependsOn ?? NONE,
    rto: objective?.rto?.seconds === Number.POSITIVE_INFINITY ? undefined : objective?.rto?.seconds,
    rpo: objective?.rpo?.seconds,
    rideOut: objective?.rideOut?.seconds,
    covers: objective?.covers ?? NONE,
    usualStart,
    readyWithin: podReadyWithin(usualStart, [...before, main]),
    startsWithin: health.startsWithin?.seconds ?? DEFAULT_STARTS_WITHIN_SECONDS,
    maxReplicas: props.maxReplicas,
    accept: props.accept ?? NONE,
    patches: props.patches ?? NONE,
    publicTexts: props.publicTexts ?? EMPTY,
    sharing: undefined,
    group: undefined,
    // Last: V8 makes an object that starts with a spread field by field, which takes ten times as long.
    ...rest,
  };
}

function resolveMain(name: string, props: WorkloadProps, devices: DeviceResources): ResolvedContainer {
  const ports = props.network?.ports ?? NONE;
  const health = props.health ?? EMPTY;
  const allow = withDevices(props.security?.allow ?? NONE, devices);
  // Each volume at its own path, then further mounts of the app.
  const mounts = [...(props.volumes ?? NONE).filter((volume) => volume.mounted).map((volume) => Mount.of(volume)), ...(props.mounts ?? NONE)];
  const root = isAmong(allow, AllowKind.ROOT_USER);
  const usual = root ? 0 : DEFAULT_USER;
  const { user = usual, group = user } = props.security ?? (EMPTY as NonNullable<WorkloadProps['security']>);
  return {
    kind: ContainerKind.MAIN,
    name,
    what: 'the app',
    image: props.image ?? NO_IMAGE,
    command: props.command,
    args: props.args,
    workingDir: props.workingDir,
    tty: props.tty ?? false,
    stdin: props.stdin ?? false,
    env: props.env === undefined ? NONE : Object.entries(props.env),
    envFrom: props.envFrom ?? NONE,
    ports,
    health,
    probes: resolveProbes(health, ports, true),
    resources: resolveResources(props.resources ?? NO_RESOURCES, scratchBytes(props), mounts, devices),
    security: { root, user, group, allow },
    mounts,
    postStart: props.postStart,
    preStop: props.preStop,
    waitsFor: NONE,
    own: { image: true, env: true, envFrom: true, resources: true, mounts: true, security: true },
  };
}

/** An init container works on the files of the app as the app's user. Its hardware and what it may use, it has to ask for. */
function resolveInit(init: InitContainer, main: ResolvedContainer, devices: DeviceResources): ResolvedContainer {
  const mounts = init.mounts ?? main.mounts.filter(({ volume }) => !isDevice(volume));
  const scratch = main.resources.ephemeralLimit.bytes - main.resources.ephemeralStorage.bytes;
  return {
    kind: ContainerKind.INIT,
    name: init.name,
    what: init.name,
    image: init.image ?? main.image,
    command: init.command,
    args: init.args,
    workingDir: init.workingDir,
    tty: false,
    stdin: false,
    env: init.env === undefined ? main.env : Object.entries(init.env),
    envFrom: init.envFrom ?? main.envFrom,
    ports: NONE,
    health: EMPTY,
    probes: { readiness: undefined, liveness: undefined, startup: undefined },
    resources: resolveResources(init.resources ?? DEFAULT_INIT_RESOURCES, scratch, mounts, devices),
    security: init.security === undefined ? unprivileged(main.security) : ownSecurity(main.security, init.security, devices),
    mounts,
    postStart: undefined,
    preStop: undefined,
    waitsFor: init.waitsFor ?? NONE,
    own: {
      image: init.image !== undefined,
      env: init.env !== undefined,
      envFrom: init.envFrom !== undefined,
      resources: init.resources !== undefined,
      mounts: init.mounts !== undefined,
      security: init.security !== undefined,
    },
  };
}

function resolveSidecar(sidecar: Sidecar, main: ResolvedContainer, devices: DeviceResources): ResolvedContainer {
  const { health = EMPTY, ports = NONE, mounts = NONE } = sidecar;
  return {
    kind: ContainerKind.SIDECAR,
    name: sidecar.name,
    what: sidecar.name,
    image: sidecar.image,
    command: sidecar.command,
    args: sidecar.args,
    workingDir: sidecar.workingDir,
    tty: false,
    stdin: false,
    env: sidecar.env === undefined ? NONE : Object.entries(sidecar.env),
    envFrom: sidecar.envFrom ?? NONE,
    ports,
    health,
    // Only the probes that it asks for: most sidecars need none.
    probes: resolveProbes(health, ports, false),
    // The limit of the app counts the scratch volumes.
    resources: resolveResources(sidecar.resources, 0, mounts, devices),
    security: ownSecurity(main.security, sidecar.security ?? EMPTY, devices),
    mounts,
    postStart: sidecar.postStart,
    preStop: sidecar.preStop,
    waitsFor: NONE,
    own: { image: true, env: true, envFrom: true, resources: true, mounts: true, security: true },
  };
}

/** Init containers and sidecars in the order in which Kubernetes starts them. */
function startOrder(props: WorkloadProps): readonly ({ readonly init: InitContainer } | { readonly sidecar: Sidecar })[] {
  if (props.sidecars === undefined && props.initContainers === undefined) return NONE;
  const sidecars = (props.sidecars ?? NONE).map((sidecar) => ({ sidecar }));
  return [
    ...sidecars.filter(({ sidecar }) => sidecar.beforeInit === true),
    ...(props.initContainers ?? NONE).map((init) => ({ init })),
    ...sidecars.filter(({ sidecar }) => sidecar.beforeInit !== true),
  ];
}

/** The user of the app, to share its files. But if the app is root, the others still are not. */
function ownSecurity(app: ContainerSecurity, { user, group, allow: given = NONE }: ContainerSecurityProps, devices: DeviceResources): ContainerSecurity {
  const allow = withDevices(given, devices);
  const root = isAmong(allow, AllowKind.ROOT_USER);
  const usual = root ? { user: 0, group: 0 } : app.root ? { user: DEFAULT_USER, group: DEFAULT_USER } : app;
  return { root, user: user ?? usual.user, group: group ?? user ?? usual.group, allow };
}

function unprivileged(app: ContainerSecurity): ContainerSecurity {
  return isAmong(app.allow, AllowKind.PRIVILEGED) ? { ...app, allow: app.allow.filter(({ kind }) => kind !== AllowKind.PRIVILEGED) } : app;
}

export function isAmong(allow: readonly Allow[], kind: AllowKind): boolean {
  return allow.some((one) => one.kind === kind);
}
