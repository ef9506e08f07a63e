import type { InitContainer, Sidecar, WorkloadProps } from '../availability/ask/app';
import { EnvValue } from '../availability/ask/container/env';
import { Probe } from '../availability/ask/container/health';
import type { ResourcesProps } from '../availability/ask/container/resources';
import { Allow } from '../availability/ask/container/security';
import { Port } from '../availability/ask/network/port';
import { Image } from '../availability/ask/reference/image';
import type { Volume } from '../availability/ask/volume/volume';
import { isExtendedResource } from '../cluster/names';
import { isMap, partAt } from '../cluster/parts';
import { Cpu, Duration, Size } from '../cluster/units';
import { imageName } from '../kubernetes/image-name';
import { quantityOf } from '../kubernetes/quantity';
import { listAt, mapsAt, type PodTemplate, textAt } from './objects';

type Fields = { readonly [field: string]: unknown };

const IN_YAML = 'the YAML says so';

/** What a pod asks for, as the props of an app. What our model decides itself is not in it. @param toleration seconds on a dead node */
export function propsOf({ spec }: PodTemplate, volumes: readonly Volume[], toleration: number): WorkloadProps {
  const [main = {}, ...beside] = mapsAt(spec, 'containers');
  const before = mapsAt(spec, 'initContainers');
  const ports = portsOf([main, ...beside, ...before.filter(isSidecar)]);
  const priority = textAt(spec, 'priorityClassName');
  const readiness = partAt(main, 'readinessProbe');
  return {
    image: imageOf(main),
    resources: resourcesOf(main),
    ...commandOf(main),
    env: envOf(main),
    volumes,
    network: { ports },
    security: { allow: partAt(spec, 'hostNetwork') === true ? [Allow.hostNetwork(IN_YAML)] : [] },
    // How it answers is not our question: whether it is asked is.
    health: { readiness: isMap(readiness) ? Probe.exec('asked') : Probe.none('the YAML has none') },
    initContainers: before.filter((one) => !isSidecar(one)).map(initOf),
    sidecars: [...before.filter(isSidecar), ...beside].map(sidecarOf),
    objective: { rideOut: Number.isFinite(toleration) ? Duration.seconds(toleration) : Duration.forever() },
    ...(priority === undefined || priority === '' ? {} : { priority }),
  };
}

function isSidecar(container: Fields): boolean {
  return textAt(container, 'restartPolicy') === 'Always';
}

function initOf(container: Fields): InitContainer {
  return {
    name: textAt(container, 'name') ?? '',
    image: imageOf(container),
    resources: resourcesOf(container),
    env: envOf(container),
    mounts: [],
    ...commandOf(container),
  };
}

function sidecarOf(container: Fields): Sidecar {
  return {
    name: textAt(container, 'name') ?? '',
    image: imageOf(container),
    resources: resourcesOf(container),
    env: envOf(container),
    mounts: [],
    ...commandOf(container),
  };
}

function imageOf(container: Fields): Image {
  const text = textAt(container, 'image') ?? '';
  const { repository, tag, digest } = imageName(text);
  if (tag === '' && digest !== '') return Image.digest(repository, digest);
  return digest === '' ? Image.of(repository === '' ? text : repository, tag) : Image.of(repository, tag, digest);
}

/** Without a request, Kubernetes takes the limit. Without either, it counts nothing. A rule reports a missing limit, so it stays missing. */
function resourcesOf(container: Fields): ResourcesProps {
  const amount = (what: string) => quantityOf(partAt(container, 'resources', 'requests', what) ?? partAt(container, 'resources', 'limits', what)) ?? 0;
  const limit = quantityOf(partAt(container, 'resources', 'limits', 'memory'));
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

/** The ports of all containers, which share one network, each once. */
function portsOf(containers: readonly Fields[]): readonly Port[] {
  const ports = new Map<string, Port>();
  for (const port of containers.flatMap((one) => mapsAt(one, 'ports'))) {
    const [number, hostPort] = [partAt(port, 'containerPort'), partAt(port, 'hostPort')];
    if (typeof number !== 'number') continue;
    const protocol = textAt(port, 'protocol') ?? 'TCP';
    const name = textAt(port, 'name') ?? `port-${number}`;
    const made = protocol === 'UDP' ? Port.udp(number, name) : protocol === 'SCTP' ? Port.sctp(number, name) : Port.tcp(number, name);
    const key = `${protocol} ${number}`;
    if (!ports.has(key)) ports.set(key, typeof hostPort === 'number' && hostPort > 0 ? made.withHostPort(hostPort, IN_YAML) : made);
  }
  return [...ports.values()];
}
