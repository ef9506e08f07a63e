import { DEFAULT_PROGRESS_DEADLINE } from '../../availability/classes/common';
import { isDnsName, listed } from '../../cluster/names';
import { partAt } from '../../cluster/parts';
import { itemsOf, type Refusal, refusedInPod } from './judge-pod';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
/** What a probe does; in front of it, what a hook does. */
const HANDLERS = ['sleep', 'exec', 'grpc', 'httpGet', 'tcpSocket'];
const PROBE_NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];
/** Numbers from 0, by path. */
const NUMBERS = [
  'spec/revisionHistoryLimit',
  'spec/successfulJobsHistoryLimit',
  'spec/failedJobsHistoryLimit',
  'spec/startingDeadlineSeconds',
  'spec/backoffLimit',
  'spec/ttlSecondsAfterFinished',
  'spec/jobTemplate/spec/backoffLimit',
  'spec/jobTemplate/spec/ttlSecondsAfterFinished',
];
/** Of a pod (Kubernetes, core/v1 defaults), in seconds. */
const DEFAULT_GRACE = 30;

/**
 * What the API server refuses after a patch that no prop could have said, besides unknown fields and wrong types. Not all that it refuses.
 *
 * Source: Kubernetes, pkg/apis/core/validation and pkg/apis/apps/validation.
 */
export function* refusals(object: unknown): Iterable<Refusal> {
  yield* ofService(object);
  for (const number of NUMBERS) yield* ofNumber(partAt(object, ...number.split('/')), `/${number}`);
  const path = partAt(object, 'spec', 'jobTemplate') === undefined ? '/spec/template' : '/spec/jobTemplate/spec/template';
  const spec = partAt(object, ...path.slice(1).split('/'), 'spec');
  if (spec === undefined) return;
  yield* ofReadiness(object);
  yield* refusedInPod(spec, `${path}/spec`);
  const grace = partAt(spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE;
  for (const list of ['initContainers', 'containers'])
    for (const [index, container] of itemsOf(partAt(spec, list)).entries()) {
      const at = `${path}/spec/${list}/${index}`;
      yield* ofContainer(container, at);
      yield* ofLifecycle(partAt(container, 'lifecycle'), `${at}/lifecycle`, Number(grace), partAt(spec, 'os', 'name') !== undefined);
    }
}

function* ofContainer(container: unknown, path: string): Iterable<Refusal> {
  yield* ofNul(container, path);
  yield* ofVariables(itemsOf(partAt(container, 'env')), `${path}/env`);
  yield* ofSources(itemsOf(partAt(container, 'envFrom')), `${path}/envFrom`);
  for (const probe of PROBES) {
    yield* ofHandler(partAt(container, probe), `${path}/${probe}`);
    for (const field of PROBE_NUMBERS) yield* ofNumber(partAt(container, probe, field), `${path}/${probe}/${field}`);
  }
}

function* ofLifecycle(lifecycle: unknown, path: string, grace: number, hasSystem: boolean): Iterable<Refusal> {
  for (const hook of ['postStart', 'preStop']) {
    yield* ofHandler(partAt(lifecycle, hook), `${path}/${hook}`);
    const seconds = partAt(lifecycle, hook, 'sleep', 'seconds');
    if (typeof seconds === 'number' && (seconds < 0 || seconds > grace))
      yield {
        given: `${seconds} at ${path}/${hook}/sleep/seconds`,
        allowed: `but it must be from 0 to the ${grace} seconds that the pod has to end`,
        fix: 'Write fewer seconds.',
      };
  }
  if (partAt(lifecycle, 'stopSignal') !== undefined && !hasSystem)
    yield {
      given: `${path}/stopSignal without an operating system`,
      allowed: 'but Kubernetes takes a signal only with one',
      fix: 'Leave it out: then the image says its signal.',
    };
}

function* ofVariables(env: readonly unknown[], path: string): Iterable<Refusal> {
  const names = env.map((one) => partAt(one, 'name'));
  for (const [index, one] of env.entries()) {
    const [name, value, from] = [names[index], partAt(one, 'value'), partAt(one, 'valueFrom')];
    if (typeof name !== 'string' || !/^[ -<>-~]+$/.test(name))
      yield {
        given: `a variable without a valid name at ${path}/${index}`,
        allowed: 'but a name is printable ASCII without =',
        fix: 'Write { name, value }, or { name, valueFrom }.',
      };
    else if (names.indexOf(name) !== index)
      yield { given: `a second variable ${name} at ${path}/${index}`, allowed: 'but names are unique', fix: 'Use Patch.replace for the first.' };
    const sources = typeof from === 'object' && from !== null ? Object.keys(from).length : 1;
    if (from !== undefined && ((value !== undefined && value !== '') || sources !== 1))
      yield {
        given: `${sources === 1 ? 'value and valueFrom' : `valueFrom with ${sources} sources`} at ${path}/${index}`,
        allowed: 'but a variable has one source',
        fix: 'Keep one of them.',
      };
  }
}

/** See NUL-CHARACTER of props. */
function* ofNul(value: unknown, path: string): Iterable<Refusal> {
  if (typeof value === 'string' && value.includes('\0'))
    yield { given: `a NUL character at ${path}`, allowed: 'but Linux ends variables and arguments there', fix: 'Leave it out.' };
  if (typeof value === 'object' && value !== null) for (const [key, part] of Object.entries(value)) yield* ofNul(part, `${path}/${key}`);
}

function* ofSources(sources: readonly unknown[], path: string): Iterable<Refusal> {
  for (const [index, one] of sources.entries()) {
    const refs = ['configMapRef', 'secretRef'].filter((ref) => partAt(one, ref) !== undefined);
    if (refs.length !== 1)
      yield { given: `${listed(refs)} at ${path}/${index}`, allowed: 'but it must be one of configMapRef and secretRef', fix: 'Write one of them.' };
    for (const ref of refs) {
      const name = partAt(one, ref, 'name');
      if (typeof name !== 'string' || !isDnsName(name))
        yield { given: `no name of an object at ${path}/${index}/${ref}/name`, allowed: 'but a name is a DNS name in lower case', fix: 'Correct it.' };
    }
  }
}

function* ofHandler(given: unknown, path: string): Iterable<Refusal> {
  if (given === undefined) return;
  const handlers = HANDLERS.filter((one) => partAt(given, one) !== undefined);
  if (handlers.length === 1) return;
  const allowed = path.endsWith('Probe') ? HANDLERS.slice(1) : HANDLERS.filter((one) => one !== 'grpc');
  yield {
    given: handlers.length === 0 ? `no handler at ${path}` : `${listed(handlers)} at ${path}`,
    allowed: `but there must be one of ${listed(allowed)}`,
    fix: handlers.length === 0 ? 'Add one of them, or remove the whole with Patch.remove.' : 'Replace the whole with Patch.replace.',
  };
}

function* ofReadiness(object: unknown): Iterable<Refusal> {
  const seconds = partAt(object, 'spec', 'minReadySeconds');
  if (seconds === undefined) return;
  const deadline = partAt(object, 'kind') === 'Deployment' ? (partAt(object, 'spec', 'progressDeadlineSeconds') ?? DEFAULT_PROGRESS_DEADLINE) : 2 ** 31;
  if (Number.isInteger(seconds) && Number(seconds) >= 0 && Number(seconds) < Number(deadline)) return;
  yield {
    given: `${typeof seconds === 'number' ? seconds : 'no number'} at /spec/minReadySeconds`,
    allowed: `but it must be a whole number from 0, and less than ${String(deadline)}`,
    fix: 'Write fewer seconds, as a whole number.',
  };
}

function* ofService(object: unknown): Iterable<Refusal> {
  if (partAt(object, 'kind') !== 'Service') return;
  const type = partAt(object, 'spec', 'type') ?? 'ClusterIP';
  if (partAt(object, 'spec', 'loadBalancerSourceRanges') !== undefined && type !== 'LoadBalancer')
    yield {
      given: `/spec/loadBalancerSourceRanges in a Service of type ${String(type)}`,
      allowed: 'but only one of type LoadBalancer may have them',
      fix: 'Use network.allowFrom.',
    };
  if (partAt(object, 'spec', 'sessionAffinityConfig') !== undefined && partAt(object, 'spec', 'sessionAffinity') !== 'ClientIP')
    yield {
      given: '/spec/sessionAffinityConfig without session affinity',
      allowed: 'but only sessionAffinity: ClientIP has a configuration',
      fix: 'Add sessionAffinity, or remove its configuration.',
    };
}

function* ofNumber(value: unknown, path: string): Iterable<Refusal> {
  if (typeof value === 'number' && value < 0) yield { given: `${value} at ${path}`, allowed: 'but it must be at least 0', fix: 'Write a greater number.' };
}
