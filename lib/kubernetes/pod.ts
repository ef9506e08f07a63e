import { AllowKind } from '../availability/ask/container/security';
import type { Port } from '../availability/ask/network/port';
import { DnsPolicy, type PreStop } from '../availability/ask/pod';
import { isAmong } from '../availability/ask/resolve';
import { ContainerKind, type ResolvedApp, type ResolvedContainer, type ResolvedResources } from '../availability/ask/resolved';
import type { Plan } from '../availability/model/plan';
import { deviceClaims } from '../availability/placement/hardware';
import { LABEL_PREFIX } from '../cluster/node';
import { renderEnv } from './env';
import { CLASS_LABEL, DATA_LABEL, objectLabels, versionLabel } from './labels';
import type { Container, LifecycleHandler, PodSpec, PodTemplateSpec } from './plain';
import { renderProbes } from './probes';
import { renderScheduling } from './scheduling';
import { containerSecurity, podSecurity } from './security';
import { configChecksums, renderMounts, renderVolumes } from './volumes';

/** The pod of an app, from its plan. */
export function renderPod(plan: Plan): PodTemplateSpec {
  const { ask } = plan;
  const { main, security } = ask;
  const annotations = { ...ask.podAnnotations, ...configChecksums(plan), ...unchecked(plan) };
  const { allow } = main.security;
  const volumes = renderVolumes(plan);
  const before = ask.containers.filter((one) => one !== main).map((one) => renderContainer(plan, one));
  const claims = deviceClaims(ask);
  return {
    metadata: {
      labels: podLabels(plan),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      ...(ask.rbac === undefined ? {} : { serviceAccountName: accountOf(ask) }),
      automountServiceAccountToken: ask.hasToken,
      // Environment variables for each Service of the namespace break apps whose settings have the same names.
      enableServiceLinks: false,
      ...(ask.imagePullSecrets.length === 0 ? {} : { imagePullSecrets: ask.imagePullSecrets.map((name) => ({ name })) }),
      ...(ask.runtimeClass === undefined ? {} : { runtimeClassName: ask.runtimeClass }),
      ...(ask.network.onHostNetwork ? { hostNetwork: true } : {}),
      ...renderDns(ask),
      ...(ask.hostname === undefined ? {} : { hostname: ask.hostname }),
      ...(ask.hostAliases.length === 0 ? {} : { hostAliases: ask.hostAliases.map(({ ip, hostnames }) => ({ ip, hostnames: [...hostnames] })) }),
      ...(isAmong(allow, AllowKind.HOST_PROCESSES) ? { hostPID: true } : {}),
      ...(isAmong(allow, AllowKind.HOST_IPC) ? { hostIPC: true } : {}),
      ...(isAmong(allow, AllowKind.SHARED_PROCESSES) ? { shareProcessNamespace: true } : {}),
      ...(security.userNamespace ? { hostUsers: false } : {}),
      ...(ask.terminationGrace === undefined ? {} : { terminationGracePeriodSeconds: ask.terminationGrace }),
      securityContext: podSecurity(plan),
      ...renderScheduling(plan),
      ...(claims.length === 0 ? {} : { resourceClaims: claims.map(({ name }) => ({ name, resourceClaimTemplateName: deviceClaimName(ask.name, name) })) }),
      ...(before.length === 0 ? {} : { initContainers: before }),
      containers: [renderContainer(plan, main)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

/** With the one by which apps with shared data find each other. */
export function podLabels({ ask, colocation }: Plan): { readonly [label: string]: string } {
  const owner = colocation.value?.owner;
  return {
    ...objectLabels(ask.name, versionLabel(ask.main.image.tag)),
    [CLASS_LABEL]: ask.availabilityClass,
    ...ask.podLabels,
    ...(owner === undefined ? {} : { [DATA_LABEL]: owner }),
  };
}

/** The service account of an app with API permissions. */
export function accountOf({ name, rbac }: ResolvedApp): string {
  return rbac?.serviceAccount ?? name;
}

function unchecked(plan: Plan): { readonly [key: string]: string } {
  return plan.unchecked.length === 0 ? {} : { [`${LABEL_PREFIX}/unchecked`]: plan.unchecked.join(' ') };
}

function renderContainer(plan: Plan, container: ResolvedContainer): Container {
  const { command, args, workingDir, ports } = container;
  return {
    name: container.name,
    image: container.image.toString(),
    imagePullPolicy: 'IfNotPresent',
    // An init container whose end Kubernetes does not wait for (KEP-753).
    ...(container.kind === ContainerKind.SIDECAR ? { restartPolicy: 'Always' } : {}),
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(container.stdin ? { stdin: true } : {}),
    ...(container.tty ? { tty: true } : {}),
    ...renderEnv(plan.ask.name, container.env, container.envFrom),
    ...(ports.length === 0 ? {} : { ports: ports.map(renderPort) }),
    ...renderProbes(container.probes),
    ...renderLifecycle(container),
    resources: renderResources(container.resources),
    securityContext: containerSecurity(container.security, plan.ask.main.security),
    ...renderMounts(plan, container.mounts),
  };
}

function renderPort({ name, number, protocol, hostPort }: Port) {
  return { name, containerPort: number, protocol, ...(hostPort === undefined ? {} : { hostPort: hostPort.number }) };
}

function renderLifecycle({ postStart, preStop }: ResolvedContainer): Pick<Container, 'lifecycle'> {
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

function renderDns({ dns: { policy, nameservers, searches, options }, network: { onHostNetwork } }: ResolvedApp): Pick<PodSpec, 'dnsPolicy' | 'dnsConfig'> {
  const clusterFirst = policy === undefined || policy === DnsPolicy.CLUSTER_FIRST;
  const config = {
    ...(nameservers.length === 0 ? {} : { nameservers: [...nameservers] }),
    ...(searches.length === 0 ? {} : { searches: [...searches] }),
    ...(Object.keys(options).length === 0 ? {} : { options: Object.entries(options).map(([name, value]) => (value === '' ? { name } : { name, value })) }),
  };
  return {
    // On the network of the node, plain ClusterFirst means the node's DNS.
    ...(clusterFirst && onHostNetwork ? { dnsPolicy: 'ClusterFirstWithHostNet' } : policy === undefined ? {} : { dnsPolicy: policy }),
    ...(Object.keys(config).length === 0 ? {} : { dnsConfig: config }),
  };
}

/** Requests and limits. Pods share the disk of the node: one that fills it takes all others down, so there is a limit too. */
function renderResources({
  cpu,
  cpuLimit,
  memory,
  memoryLimit,
  ephemeralStorage,
  ephemeralLimit,
  extended,
  deviceClaims: claims,
}: ResolvedResources): Container['resources'] {
  return {
    // For extended resources, Kubernetes requires a limit equal to the request.
    requests: { cpu: cpu.toString(), memory: memory.toString(), 'ephemeral-storage': ephemeralStorage.toString(), ...extended },
    limits: {
      ...(cpuLimit === undefined ? {} : { cpu: cpuLimit.cpu.toString() }),
      memory: memoryLimit.toString(),
      'ephemeral-storage': ephemeralLimit.toString(),
      ...extended,
    },
    ...(claims.length === 0 ? {} : { claims: claims.map(({ name }) => ({ name })) }),
  };
}

/** The ResourceClaimTemplate behind a device claim. */
export function deviceClaimName(app: string, claim: string): string {
  return `${app}-${claim}`;
}
