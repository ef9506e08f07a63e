import type { InitContainer, Sidecar, WorkloadProps } from '../availability/ask/app';
import type { ResourcesProps } from '../availability/ask/container/resources';
import { AllowKind } from '../availability/ask/container/security';
import type { Port } from '../availability/ask/network/network';
import { DnsPolicy, type PreStop } from '../availability/ask/pod';
import { VolumeKind } from '../availability/ask/volume/volume';
import type { Ask } from '../availability/ask/workload';
import type { Plan } from '../availability/model/plan';
import { DEFAULT_EPHEMERAL } from '../availability/placement/room';
import { deviceClaims, initMounts, initSecurity, mainMounts, mainSecurity, sidecarMounts, sidecarSecurity, startOrder } from '../availability/pod/containers';
import { LABEL_PREFIX } from '../cluster/node';
import { Size } from '../cluster/units';
import { renderEnv } from './env';
import { CLASS_LABEL, objectLabels, versionLabel } from './labels';
import type { Container, LifecycleHandler, PodSpec, PodTemplateSpec } from './plain';
import { renderProbes, renderSidecarProbes } from './probes';
import { renderScheduling } from './scheduling';
import { containerSecurity, isAllowed, podSecurity } from './security';
import { configChecksums, renderMounts, renderVolumes } from './volumes';

/** The pod of an app, as its plan has it. */
export function renderPod(plan: Plan): PodTemplateSpec {
  const { ask } = plan;
  const { props } = ask;
  const annotations = { ...props.podAnnotations, ...configChecksums(plan), ...unchecked(plan) };
  const hostNetwork = isAllowed(props, AllowKind.HOST_NETWORK);
  const token = hasToken(props);
  const volumes = renderVolumes(plan);
  const init = startOrder(props).map((one) => ('sidecar' in one ? renderSidecar(plan, one.sidecar) : renderInit(plan, one.init)));
  const claims = deviceClaims(props);
  return {
    metadata: {
      labels: { ...objectLabels(ask.name, versionLabel(props.image.tag)), [CLASS_LABEL]: ask.availabilityClass, ...props.podLabels },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      ...(props.rbac === undefined ? {} : { serviceAccountName: accountOf(ask) }),
      automountServiceAccountToken: token,
      // Environment variables for each Service of the namespace break apps whose settings have the same names.
      enableServiceLinks: false,
      ...(props.imagePullSecrets === undefined || props.imagePullSecrets.length === 0
        ? {}
        : { imagePullSecrets: props.imagePullSecrets.map((name) => ({ name })) }),
      ...(props.runtimeClass === undefined ? {} : { runtimeClassName: props.runtimeClass }),
      ...(hostNetwork ? { hostNetwork: true } : {}),
      ...renderDns(props, hostNetwork),
      ...(props.hostname === undefined ? {} : { hostname: props.hostname }),
      ...(props.hostAliases === undefined || props.hostAliases.length === 0
        ? {}
        : { hostAliases: props.hostAliases.map(({ ip, hostnames }) => ({ ip, hostnames: [...hostnames] })) }),
      ...(isAllowed(props, AllowKind.HOST_PROCESSES) ? { hostPID: true } : {}),
      ...(isAllowed(props, AllowKind.HOST_IPC) ? { hostIPC: true } : {}),
      ...(isAllowed(props, AllowKind.SHARED_PROCESSES) ? { shareProcessNamespace: true } : {}),
      ...(props.security?.userNamespace === true ? { hostUsers: false } : {}),
      ...(props.terminationGrace === undefined ? {} : { terminationGracePeriodSeconds: Math.ceil(props.terminationGrace.seconds) }),
      securityContext: podSecurity(plan),
      ...renderScheduling(plan),
      ...(claims.length === 0 ? {} : { resourceClaims: claims.map(({ name }) => ({ name, resourceClaimTemplateName: deviceClaimName(ask.name, name) })) }),
      ...(init.length === 0 ? {} : { initContainers: init }),
      containers: [renderMain(plan)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

/** A pod asks for a token only if it has rights to use it with. */
export function hasToken(props: WorkloadProps): boolean {
  return props.rbac !== undefined || isAllowed(props, AllowKind.API_TOKEN);
}

/** The account that an app with rights has. */
export function accountOf({ name, props }: Pick<Ask, 'name' | 'props'>): string {
  return props.rbac?.serviceAccount ?? name;
}

function unchecked(plan: Plan): { readonly [key: string]: string } {
  return plan.unchecked.length === 0 ? {} : { [`${LABEL_PREFIX}/unchecked`]: plan.unchecked.join(' ') };
}

function renderMain(plan: Plan): Container {
  const { name, props } = plan.ask;
  const security = mainSecurity(props);
  return {
    name,
    image: props.image.toString(),
    imagePullPolicy: 'IfNotPresent',
    ...renderProgram(props),
    ...(props.stdin === true ? { stdin: true } : {}),
    ...(props.tty === true ? { tty: true } : {}),
    ...renderEnv(props.env, props.envFrom),
    ...renderPorts(props.network?.ports),
    ...renderProbes(props),
    ...renderLifecycle(props),
    resources: renderResources(props.resources, scratchSize(props)),
    securityContext: containerSecurity(security, security),
    ...renderMounts(plan, mainMounts(props)),
  };
}

function renderPort({ name, number, protocol, hostPort }: Port) {
  return { name, containerPort: number, protocol, ...(hostPort === undefined ? {} : { hostPort: hostPort.number }) };
}

function renderInit(plan: Plan, init: InitContainer): Container {
  const { props } = plan.ask;
  return {
    name: init.name,
    image: (init.image ?? props.image).toString(),
    imagePullPolicy: 'IfNotPresent',
    ...renderProgram(init),
    ...renderEnv(init.env ?? props.env, init.envFrom ?? props.envFrom),
    resources: renderResources(init.resources ?? props.resources, scratchSize(props)),
    securityContext: containerSecurity(initSecurity(props, init), mainSecurity(props)),
    ...renderMounts(plan, initMounts(props, init)),
  };
}

/** An init container that Kubernetes does not wait for the end of (KEP-753). */
function renderSidecar(plan: Plan, sidecar: Sidecar): Container {
  const { props } = plan.ask;
  return {
    name: sidecar.name,
    image: sidecar.image.toString(),
    imagePullPolicy: 'IfNotPresent',
    restartPolicy: 'Always',
    ...renderProgram(sidecar),
    ...renderEnv(sidecar.env, sidecar.envFrom),
    ...renderPorts(sidecar.ports),
    ...renderSidecarProbes(sidecar),
    ...renderLifecycle(sidecar),
    // Its scratch volumes are the app's, whose limit counts them.
    resources: renderResources(sidecar.resources, Size.bytes(0)),
    securityContext: containerSecurity(sidecarSecurity(props, sidecar), mainSecurity(props)),
    ...renderMounts(plan, sidecarMounts(sidecar)),
  };
}

/** What runs, and where in the image. */
function renderProgram({
  command,
  args,
  workingDir,
}: Pick<InitContainer, 'command' | 'args' | 'workingDir'>): Pick<Container, 'command' | 'args' | 'workingDir'> {
  return {
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(workingDir === undefined ? {} : { workingDir }),
  };
}

function renderPorts(ports: readonly Port[] = []): Pick<Container, 'ports'> {
  return ports.length === 0 ? {} : { ports: ports.map(renderPort) };
}

function renderLifecycle({ postStart, preStop }: Pick<Sidecar, 'postStart' | 'preStop'>): Pick<Container, 'lifecycle'> {
  if (postStart === undefined && preStop === undefined) return {};
  return {
    lifecycle: {
      ...(postStart === undefined ? {} : { postStart: { exec: { command: [...postStart] } } }),
      ...(preStop === undefined ? {} : { preStop: renderPreStop(preStop) }),
    },
  };
}

function renderPreStop({ time, command }: PreStop): LifecycleHandler {
  return time === undefined ? { exec: { command: [...command] } } : { sleep: { seconds: time.seconds } };
}

function renderDns({ dns }: WorkloadProps, hostNetwork: boolean): Pick<PodSpec, 'dnsPolicy' | 'dnsConfig'> {
  const { policy, nameservers = [], searches = [], options = {} } = dns ?? {};
  const clusterFirst = policy === undefined || policy === DnsPolicy.CLUSTER_FIRST;
  const config = {
    ...(nameservers.length === 0 ? {} : { nameservers: [...nameservers] }),
    ...(searches.length === 0 ? {} : { searches: [...searches] }),
    ...(Object.keys(options).length === 0 ? {} : { options: Object.entries(options).map(([name, value]) => (value === '' ? { name } : { name, value })) }),
  };
  return {
    // On the network of the node, plain ClusterFirst means the node's DNS.
    ...(clusterFirst && hostNetwork ? { dnsPolicy: 'ClusterFirstWithHostNet' } : policy === undefined ? {} : { dnsPolicy: policy }),
    ...(Object.keys(config).length === 0 ? {} : { dnsConfig: config }),
  };
}

function scratchSize(props: WorkloadProps): Size {
  const scratch = (props.volumes ?? []).filter((volume) => volume.kind === VolumeKind.SCRATCH);
  return Size.bytes(scratch.reduce((total, volume) => total + (volume.options.size?.bytes ?? 0), 0));
}

/** Requests and limits. A node's own disk is shared: who fills it takes all pods with him, so there is a limit too. */
export function renderResources(resources: ResourcesProps, scratch: Size): Container['resources'] {
  const own = resources.ephemeralStorage ?? DEFAULT_EPHEMERAL;
  const { extended = {}, deviceClaims: claims = [] } = resources;
  return {
    // Of what device plugins offer Kubernetes takes no request without a limit, and no two that differ.
    requests: { cpu: resources.cpu.toString(), memory: resources.memory.toString(), 'ephemeral-storage': own.toString(), ...extended },
    limits: { memory: resources.memoryLimit.toString(), 'ephemeral-storage': Size.bytes(own.bytes + scratch.bytes).toString(), ...extended },
    ...(claims.length === 0 ? {} : { claims: claims.map(({ name }) => ({ name })) }),
  };
}

/** The ResourceClaimTemplate behind a device claim. */
export function deviceClaimName(app: string, claim: string): string {
  return `${app}-${claim}`;
}
