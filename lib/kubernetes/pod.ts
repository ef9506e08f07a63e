import type { AppProps, InitContainer } from '../availability/app/app';
import { type Env, EnvKind } from '../availability/app/env';
import type { ResourcesProps } from '../availability/app/resources';
import { Leeway } from '../availability/app/security';
import { VolumeKind } from '../availability/app/volume';
import type { Plan } from '../availability/plan';
import { LABEL_PREFIX } from '../cluster/node';
import { Size } from '../cluster/units';
import { CLASS_LABEL, objectLabels, versionLabel } from './labels';
import type { Container, EnvVar, PodTemplateSpec } from './plain';
import { renderProbes } from './probes';
import { renderScheduling } from './scheduling';
import { containerSecurity, isAllowed, podSecurity } from './security';
import { configChecksums, renderMounts, renderVolumes } from './volumes';

/** What a container may write to the node's own disk beside its scratch volumes: its logs and its root. */
const DEFAULT_EPHEMERAL = Size.mib(256);

/** The pod of an app, as its plan has it. */
export function renderPod(plan: Plan): PodTemplateSpec {
  const { ask } = plan;
  const { props } = ask;
  const annotations = { ...props.podAnnotations, ...configChecksums(plan), ...unchecked(plan) };
  const hostNetwork = isAllowed(props, Leeway.HOST_NETWORK);
  const token = hasToken(props);
  const volumes = renderVolumes(plan);
  const init = (props.initContainers ?? []).map((one) => renderInit(plan, one));
  return {
    metadata: {
      labels: { ...objectLabels(ask.name, versionLabel(props.image.tag)), [CLASS_LABEL]: ask.availabilityClass, ...props.podLabels },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      ...(props.rbac === undefined ? {} : { serviceAccountName: ask.name }),
      automountServiceAccountToken: token,
      // Environment variables for each Service of the namespace break apps whose settings have the same names.
      enableServiceLinks: false,
      ...(hostNetwork ? { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } : {}),
      ...(isAllowed(props, Leeway.HOST_PROCESSES) ? { hostPID: true } : {}),
      ...(props.terminationGrace === undefined ? {} : { terminationGracePeriodSeconds: Math.ceil(props.terminationGrace.seconds) }),
      securityContext: podSecurity(plan),
      ...renderScheduling(plan),
      ...(init.length === 0 ? {} : { initContainers: init }),
      containers: [renderMain(plan)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

/** A pod asks for a token only if it has rights to use it with. */
export function hasToken(props: AppProps): boolean {
  return props.rbac !== undefined || isAllowed(props, Leeway.API_TOKEN);
}

function unchecked(plan: Plan): { readonly [key: string]: string } {
  return plan.unchecked.length === 0 ? {} : { [`${LABEL_PREFIX}/unchecked`]: plan.unchecked.join(' ') };
}

function renderMain(plan: Plan): Container {
  const { name, props } = plan.ask;
  const mounts = renderMounts(plan);
  const ports = props.network?.ports ?? [];
  return {
    name,
    image: props.image.toString(),
    imagePullPolicy: 'IfNotPresent',
    ...(props.command === undefined ? {} : { command: [...props.command] }),
    ...(props.args === undefined ? {} : { args: [...props.args] }),
    ...renderEnv(props.env),
    ...(ports.length === 0 ? {} : { ports: ports.map((port) => ({ name: port.name, containerPort: port.number, protocol: port.protocol })) }),
    ...renderProbes(props),
    resources: renderResources(props.resources, scratchSize(props)),
    securityContext: containerSecurity(props),
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
  };
}

function renderInit(plan: Plan, init: InitContainer): Container {
  const { props } = plan.ask;
  const mounts = renderMounts(plan);
  return {
    name: init.name,
    image: (init.image ?? props.image).toString(),
    imagePullPolicy: 'IfNotPresent',
    ...(init.command === undefined ? {} : { command: [...init.command] }),
    ...(init.args === undefined ? {} : { args: [...init.args] }),
    ...renderEnv(init.env ?? props.env),
    resources: renderResources(init.resources ?? props.resources, scratchSize(props)),
    securityContext: containerSecurity(props),
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
  };
}

function renderEnv(env: Env | undefined): Pick<Container, 'env'> {
  // In the order given: a value may refer to one before it.
  const entries = Object.entries(env ?? {});
  return entries.length === 0 ? {} : { env: entries.map(([name, value]) => renderEnvVar(name, value)) };
}

function renderEnvVar(name: string, { kind, value, source }: Env[string]): EnvVar {
  switch (kind) {
    case EnvKind.VALUE:
      return { name, value };
    case EnvKind.SECRET:
      return { name, valueFrom: { secretKeyRef: { name: source ?? '', key: value } } };
    case EnvKind.CONFIG_MAP:
      return { name, valueFrom: { configMapKeyRef: { name: source ?? '', key: value } } };
    case EnvKind.FIELD:
      return { name, valueFrom: { fieldRef: { fieldPath: value } } };
  }
}

function scratchSize(props: AppProps): Size {
  const scratch = (props.volumes ?? []).filter((volume) => volume.kind === VolumeKind.SCRATCH);
  return Size.bytes(scratch.reduce((total, volume) => total + (volume.options.size?.bytes ?? 0), 0));
}

/** Requests and limits. A node's own disk is shared: who fills it takes all pods with him, so there is a limit too. */
export function renderResources(resources: ResourcesProps, scratch: Size): Container['resources'] {
  const own = resources.ephemeralStorage ?? DEFAULT_EPHEMERAL;
  return {
    requests: { cpu: resources.cpu.toString(), memory: resources.memory.toString(), 'ephemeral-storage': own.toString() },
    limits: { memory: resources.memoryLimit.toString(), 'ephemeral-storage': Size.bytes(own.bytes + scratch.bytes).toString() },
  };
}
