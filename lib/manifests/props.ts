import type { InitContainer, Sidecar, WorkloadProps } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import type { ResourcesProps } from '../availability/ask/container/resources';
import { Allow } from '../availability/ask/container/security';
import { Port } from '../availability/ask/network/port';
import { Image } from '../availability/ask/reference/image';
import { DEFAULT_USUAL_START_SECONDS } from '../availability/ask/resolve';
import type { Volume } from '../availability/ask/volume/volume';
import { isExtendedResource } from '../cluster/names';
import { isMap, partAt } from '../cluster/parts';
import { Cpu, Duration, Size } from '../cluster/units';
import { imageName } from '../kubernetes/image-name';
import { quantityOf } from '../kubernetes/quantity';
import { listAt, mapsAt, numberAt, type PodTemplate, textAt } from './objects';

type Fields = { readonly [field: string]: unknown };

/** A reason where the model asks for one. */
export const IN_YAML = 'the YAML says so';

/** What a pod asks for, as the props of an app. What our model decides itself is not in it. @param stays seconds on a dead node */
export function propsOf({ spec }: PodTemplate, volumes: readonly Volume[], stays: number): WorkloadProps {
  const [main = {}, ...beside] = mapsAt(spec, 'containers');
  const before = mapsAt(spec, 'initContainers');
  const onHostNetwork = partAt(spec, 'hostNetwork') === true;
  const ports = portsOf(spec);
  const grace = numberAt(spec, 'terminationGracePeriodSeconds');
  const priority = textAt(spec, 'priorityClassName');
  const readiness = partAt(main, 'readinessProbe');
  const besideOf = (one: Fields): InitContainer & Sidecar => ({
    name: textAt(one, 'name') ?? '',
    image: imageOf(one),
    resources: resourcesOf(one, { spec, isMain: false }),
    env: envOf(one),
    mounts: [],
    ...commandOf(one),
  });
  return {
    image: imageOf(main),
    resources: resourcesOf(main, { spec, isMain: true }),
    ...commandOf(main),
    env: envOf(main),
    volumes,
    network: { ports },
    security: { allow: onHostNetwork ? [Allow.hostNetwork(IN_YAML)] : [] },
    // How it answers is not our question: whether it is asked is.
    health: { readiness: isMap(readiness) ? Probe.exec('asked') : Probe.none('the YAML has none'), ...startOf(readiness) },
    initContainers: before.filter((one) => !isSidecar(one)).map(besideOf),
    sidecars: [...before.filter(isSidecar), ...beside].map(besideOf),
    objective: { rideOut: Number.isFinite(stays) ? Duration.seconds(stays) : Duration.forever() },
    ...(priority === undefined || priority === '' ? {} : { priority }),
    ...(grace === undefined || grace < 0 ? {} : { terminationGrace: Duration.seconds(grace) }),
  };
}

/** A probe that first asks later than an app usually starts: 10 s is the default of its period. Source: Probe of k8s.io/api/core/v1. */
function startOf(readiness: unknown): { readonly usualStart?: Duration } {
  const asked = (numberAt(readiness, 'initialDelaySeconds') ?? 0) + (numberAt(readiness, 'periodSeconds') ?? 10);
  return asked > DEFAULT_USUAL_START_SECONDS ? { usualStart: Duration.seconds(asked) } : {};
}

function isSidecar(container: Fields): boolean {
  return textAt(container, 'restartPolicy') === 'Always';
}

function imageOf(container: Fields): Image {
  const text = textAt(container, 'image') ?? '';
  const { repository, tag, digest } = imageName(text);
  if (tag === '' && digest !== '') return Image.digest(repository, digest);
  return digest === '' ? Image.of(repository === '' ? text : repository, tag) : Image.of(repository, tag, digest);
}

/**
 * What a container asks for. Without a request, Kubernetes takes the limit; without either, it counts nothing. A rule reports a missing
 * limit, so it stays missing. Since Kubernetes 1.34 a pod may say for all its containers together what they request, which then counts
 * instead: here, the main one has it all. Its limit counts as a request where no container has one. Source: Kubernetes, "Assign Pod-level
 * CPU and memory resources".
 */
function resourcesOf(container: Fields, { spec, isMain }: { readonly spec: PodTemplate['spec']; readonly isMain: boolean }): ResourcesProps {
  const amount = (what: string) => {
    const own = requestOf(container, what);
    const together = what === 'ephemeral-storage' ? undefined : requestOfAll(spec, what);
    return (together === undefined ? own : isMain ? together : 0) ?? 0;
  };
  const limit = quantityOf(partAt(container, 'resources', 'limits', 'memory') ?? partAt(spec, 'resources', 'limits', 'memory'));
  const limits = partAt(container, 'resources', 'limits');
  const extended = isMap(limits) ? Object.entries(limits).filter(([name]) => isExtendedResource(name)) : [];
  return {
    cpu: Cpu.cores(amount('cpu')),
    memory: Size.bytes(amount('memory')),
    ...(limit === undefined ? {} : { memoryLimit: Size.bytes(limit) }),
    ephemeralStorage: Size.bytes(amount('ephemeral-storage')),
    ...(extended.length === 0 ? {} : { extended: Object.fromEntries(extended.map(([name, count]) => [name, quantityOf(count) ?? 0])) }),
  } as ResourcesProps;
}

function requestOf(container: Fields, what: string): number | undefined {
  return quantityOf(partAt(container, 'resources', 'requests', what) ?? partAt(container, 'resources', 'limits', what));
}

/** What the pod requests as a whole. Undefined: what its containers do. */
export function requestOfAll(spec: PodTemplate['spec'], what: string): number | undefined {
  const asked = quantityOf(partAt(spec, 'resources', 'requests', what));
  const containers = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')];
  return asked ?? (containers.some((one) => requestOf(one, what) !== undefined) ? undefined : quantityOf(partAt(spec, 'resources', 'limits', what)));
}

function commandOf(container: Fields): Pick<WorkloadProps, 'command' | 'args'> {
  const [command, args] = [listAt(container, 'command'), listAt(container, 'args')];
  return { ...(command.length === 0 ? {} : { command }), ...(args.length === 0 ? {} : { args }) };
}

/** Values that the YAML shows. Those of Secrets and fields are elsewhere. */
function envOf(container: Fields): { readonly [name: string]: EnvValue } {
  return Object.fromEntries(
    mapsAt(container, 'env').flatMap((one) => {
      const [name, value] = [textAt(one, 'name'), textAt(one, 'value')];
      return name === undefined || value === undefined ? [] : [[name, EnvValue.of(value)]];
    }),
  );
}

/** The ports of all containers that run beside each other, on one network, each once. */
export function portsOf(spec: PodTemplate['spec']): readonly Port[] {
  const containers = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers').filter(isSidecar)];
  const ports = new Map<string, Port>();
  for (const port of containers.flatMap((one) => mapsAt(one, 'ports'))) {
    const [number, hostPort] = [partAt(port, 'containerPort'), partAt(port, 'hostPort')];
    if (typeof number !== 'number') continue;
    const protocol = textAt(port, 'protocol') ?? 'TCP';
    const name = textAt(port, 'name') ?? `port-${number}`;
    const made = protocol === 'UDP' ? Port.udp(number, name) : protocol === 'SCTP' ? Port.sctp(number, name) : Port.tcp(number, name);
    const address = textAt(port, 'hostIP') ?? '';
    const isEach = address === '' || address === '0.0.0.0';
    const onNode = (wanted: number) => (isEach ? made.withHostPort(wanted, IN_YAML) : made.withHostPortAt(address, wanted, IN_YAML));
    const key = `${protocol} ${number} ${hostPort} ${address}`;
    if (!ports.has(key)) ports.set(key, typeof hostPort === 'number' && hostPort > 0 ? onNode(hostPort) : made);
  }
  return [...ports.values()];
}
