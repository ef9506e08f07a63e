import { isDnsLabel, isExtendedResource } from '../../cluster/names';
import { isMap } from '../../cluster/parts';
import { quantityOf } from '../../kubernetes/quantity';
import { placingOf } from './placing';
import { again, isFilledInLater, isNoPort, itemsOf, missing, numberOf, type Part, PORT, partOf, type Refusal, refusal, shown, textOf } from './refusal';

const NAME = 'a name of a-z, 0-9 and -, of at most 63 characters';
/** Source: IsStandardContainerResourceName in kubernetes/pkg/apis/core/helper. */
const STANDARD = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** What of a pod the API server refuses. Source: ValidatePodSpec in kubernetes/pkg/apis/core/validation. @param made volumes that its controller adds */
export function* refusedInPod(spec: Part, made: readonly string[] = []): Iterable<Refusal> {
  const [containers, before] = [itemsOf(partOf(spec, 'containers')), itemsOf(partOf(spec, 'initContainers'))];
  const volumes = itemsOf(partOf(spec, 'volumes'));
  const isOnHost = partOf(spec, 'hostNetwork').value === true;
  if (containers.length === 0) yield missing(partOf(spec, 'containers'), 'at least one container');
  yield* again([...containers, ...before], 'name', 'a name of its own for each container');
  const known = new Set([...made, ...volumes.map((one) => partOf(one, 'name').value)]);
  for (const one of [...containers, ...before]) {
    yield* named(one, 'container');
    if (textOf(partOf(one, 'image')) === undefined) yield missing(partOf(one, 'image'), 'an image');
    yield* ports(one, isOnHost);
    yield* mounts(one, known);
    yield* variables(one);
    yield* resources(one);
  }
  for (const one of containers) yield* probes(one);
  for (const one of before) yield* textOf(partOf(one, 'restartPolicy')) === 'Always' ? probes(one) : unprobed(one);
  yield* volumesOf(volumes);
  yield* placingOf(spec);
  yield* overhead(spec);
}

/** Source: validateOverhead in kubernetes/plugin/pkg/admission/runtimeclass, which looks at pods alone. */
function* overhead(spec: Part): Iterable<Refusal> {
  const own = partOf(spec, 'overhead');
  if (!isMap(own.value) || Object.keys(own.value).length === 0 || textOf(partOf(spec, 'runtimeClassName')) !== undefined) return;
  yield { ...refusal(own, shown(own.value), 'none without a runtimeClassName', 'Remove it, or name the RuntimeClass that has it.'), ofPods: true };
}

function* named(one: Part, what: string): Iterable<Refusal> {
  const name = partOf(one, 'name');
  const text = textOf(name);
  if (text === undefined) yield missing(name, `a name of the ${what}`);
  else if (!isDnsLabel(text) && !isFilledInLater(text)) yield refusal(name, shown(text), NAME, 'Rename it.');
}

function* ports(container: Part, isOnHost: boolean): Iterable<Refusal> {
  const list = itemsOf(partOf(container, 'ports'));
  yield* again(list, 'name', 'a name of its own for each port of a container');
  for (const one of list) {
    const [port, host, name] = [partOf(one, 'containerPort'), partOf(one, 'hostPort'), partOf(one, 'name')];
    if (port.value === undefined) yield missing(port, PORT);
    else if (isNoPort(port.value)) yield refusal(port, shown(port.value), PORT, 'Correct it.');
    if (host.value !== 0 && isNoPort(host.value)) yield refusal(host, shown(host.value), PORT, 'Correct it.');
    else if (isOnHost && (numberOf(host) ?? 0) !== 0 && host.value !== port.value)
      yield refusal(host, shown(host.value), 'the containerPort, because the pod is on the network of its node', 'Write the same number, or leave it out.');
    const text = textOf(name);
    // Source: IsValidPortName in k8s.io/apimachinery/pkg/util/validation.
    if (text !== undefined && !isFilledInLater(text) && !/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(text))
      yield refusal(name, shown(text), 'at most 15 of a-z, 0-9 and -, with a letter, and a letter or digit on both sides of each -', 'Rename it.');
  }
}

function* mounts(container: Part, volumes: ReadonlySet<unknown>): Iterable<Refusal> {
  const list = itemsOf(partOf(container, 'volumeMounts'));
  yield* again(list, 'mountPath', 'a path of its own for each mount of a container');
  for (const one of list) {
    const [name, path] = [partOf(one, 'name'), partOf(one, 'mountPath')];
    if (textOf(name) === undefined) yield missing(name, 'the name of a volume');
    else if (!volumes.has(name.value)) yield refusal(name, shown(name.value), 'the name of a volume of the pod', 'Add the volume, or correct its name.');
    if (textOf(path) === undefined) yield missing(path, 'a path');
  }
}

function* variables(container: Part): Iterable<Refusal> {
  for (const one of itemsOf(partOf(container, 'env'))) {
    const [name, value, from] = ['name', 'value', 'valueFrom'].map((key) => partOf(one, key)) as [Part, Part, Part];
    if (textOf(name) === undefined) yield missing(name, 'a name of the variable');
    if (textOf(value) !== undefined && from.value !== undefined) yield refusal(from, 'a second value', 'value or valueFrom', 'Remove one of the two.');
  }
}

/** Source: ValidateContainerResourceRequirements. */
function* resources(container: Part): Iterable<Refusal> {
  const [requests, limits] = ['requests', 'limits'].map((key) => partOf(container, 'resources', key)) as [Part, Part];
  for (const { value, field } of [requests, limits])
    for (const [name, amount] of Object.entries(isMap(value) ? value : {})) {
      const part = { value: amount, field: `${field}[${name}]` };
      const number = quantityOf(amount);
      if (!STANDARD.test(name) && !name.includes('/') && !isFilledInLater(name))
        yield refusal(part, shown(name), 'cpu, memory, ephemeral-storage, or a name with a domain', 'Correct the name.');
      else if (number !== undefined && number < 0) yield refusal(part, shown(amount), 'no less than 0', 'Correct it.');
      else if (number !== undefined && isExtendedResource(name) && !Number.isInteger(number))
        yield refusal(part, shown(amount), 'a whole number of devices', 'Round it.');
    }
  for (const [name, amount] of Object.entries(isMap(requests.value) ? requests.value : {})) {
    const most = isMap(limits.value) ? limits.value[name] : undefined;
    const [request, limit] = [quantityOf(amount), quantityOf(most)];
    if (request === undefined || limit === undefined) continue;
    const isExact = name.startsWith('hugepages-') || isExtendedResource(name);
    if (isExact ? request !== limit : request > limit)
      yield refusal(requests, `${name}: ${amount}`, `${isExact ? 'exactly' : 'at most'} the limit, ${most}`, 'Raise the limit, or request less.');
  }
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];

function* probes(container: Part): Iterable<Refusal> {
  for (const key of PROBES) {
    const probe = partOf(container, key);
    if (!isMap(probe.value)) continue;
    const handlers = HANDLERS.filter((one) => partOf(probe, one).value !== undefined);
    if (handlers.length !== 1) yield refusal(probe, handlers.join(' and ') || 'no question', `one of ${HANDLERS.join(', ')}`, 'Write one of them.');
    for (const one of handlers) {
      const port = partOf(probe, one, 'port');
      if (isNoPort(port.value)) yield refusal(port, shown(port.value), PORT, 'Correct it.');
    }
    const successes = partOf(probe, 'successThreshold');
    if (key !== 'readinessProbe' && (numberOf(successes) ?? 0) > 1) yield refusal(successes, shown(successes.value), '1', 'Remove it.');
  }
}

/** Of a container that ends before the others start nobody asks how it is. */
function* unprobed(container: Part): Iterable<Refusal> {
  for (const key of PROBES) {
    const probe = partOf(container, key);
    if (probe.value !== undefined) yield refusal(probe, 'a probe', 'none at an init container without restartPolicy: Always', 'Remove it.');
  }
}

function* volumesOf(volumes: readonly Part[]): Iterable<Refusal> {
  yield* again(volumes, 'name', 'a name of its own for each volume');
  for (const one of volumes) {
    yield* named(one, 'volume');
    // Without a type it is an emptyDir.
    const types = Object.entries(isMap(one.value) ? one.value : {}).filter(([key, value]) => key !== 'name' && isMap(value));
    if (types.length > 1) yield refusal(one, `a volume of the types ${types.map(([key]) => key).join(' and ')}`, 'one', 'Remove one of them.');
    for (const keys of [
      ['persistentVolumeClaim', 'claimName'],
      ['hostPath', 'path'],
    ] as const) {
      const name = partOf(one, ...keys);
      if (isMap(partOf(one, keys[0]).value) && textOf(name) === undefined) yield missing(name, keys[1] === 'path' ? 'a path' : 'the name of a claim');
    }
  }
}
