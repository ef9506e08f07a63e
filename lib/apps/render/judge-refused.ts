import { listed } from '../../cluster/names';
import { pointerPart } from '../../kubernetes/json-pointer';
import { partAt } from './decided';

/** Why the API server refuses an object. */
export interface Refusal {
  /** A value at its path. */
  readonly given: string;
  readonly allowed: string;
  readonly fix: string;
}

type Fields = { readonly [key: string]: unknown };

const PULL = ['Always', 'IfNotPresent', 'Never'];
const DNS = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
const MESSAGES = ['FallbackToLogsOnError', 'File'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
/** What a probe does; in front of it, what a hook does. */
const HANDLERS = ['sleep', 'exec', 'grpc', 'httpGet', 'tcpSocket'];
/** Of a Deployment (Kubernetes, apps/v1 defaults). */
const DEFAULT_PROGRESS_DEADLINE = 600;

/**
 * What the API server refuses after a patch that no prop could have said, besides unknown fields. Not all that it refuses: there is no schema here.
 *
 * Source: Kubernetes, pkg/apis/core/validation and pkg/apis/apps/validation.
 */
export function* refusals(object: unknown): Iterable<Refusal> {
  yield* ofTexts(object, '/metadata');
  yield* ofService(object);
  const path = partAt(object, 'spec', 'jobTemplate') === undefined ? '/spec/template' : '/spec/jobTemplate/spec/template';
  const template = partAt(object, ...path.slice(1).split('/'));
  if (template === undefined) return;
  yield* ofReadiness(object);
  yield* ofTexts(template, '/metadata', path);
  yield* ofEnum(partAt(template, 'spec', 'dnsPolicy'), DNS, `${path}/spec/dnsPolicy`);
  for (const list of ['initContainers', 'containers'])
    for (const [index, container] of itemsOf(partAt(template, 'spec', list)).entries()) yield* ofContainer(container, `${path}/spec/${list}/${index}`);
}

function* ofContainer(container: unknown, path: string): Iterable<Refusal> {
  yield* ofEnum(partAt(container, 'imagePullPolicy'), PULL, `${path}/imagePullPolicy`);
  yield* ofEnum(partAt(container, 'terminationMessagePolicy'), MESSAGES, `${path}/terminationMessagePolicy`);
  yield* ofVariables(itemsOf(partAt(container, 'env')), `${path}/env`);
  for (const probe of PROBES) yield* ofHandler(partAt(container, probe), `${path}/${probe}`);
  for (const hook of ['postStart', 'preStop']) yield* ofHandler(partAt(container, 'lifecycle', hook), `${path}/lifecycle/${hook}`);
}

/** Labels and annotations. */
function* ofTexts(object: unknown, metadata: string, path = ''): Iterable<Refusal> {
  for (const field of ['labels', 'annotations']) {
    const texts = partAt(object, metadata.slice(1), field);
    for (const [key, value] of isFields(texts) ? Object.entries(texts) : [])
      if (typeof value !== 'string') yield noText(value, `${path}${metadata}/${field}/${pointerPart(key)}`);
  }
}

function* ofVariables(env: readonly unknown[], path: string): Iterable<Refusal> {
  const names = env.map((one) => partAt(one, 'name'));
  for (const [index, one] of env.entries()) {
    const [name, value] = [names[index], partAt(one, 'value')];
    if (typeof name !== 'string' || !/^[ -<>-~]+$/.test(name))
      yield {
        given: `a variable without a valid name at ${path}/${index}`,
        allowed: 'but a name is printable ASCII without =',
        fix: 'Write { name, value }, or { name, valueFrom }.',
      };
    else if (names.indexOf(name) !== index)
      yield { given: `a second variable ${name} at ${path}/${index}`, allowed: 'but names are unique', fix: 'Use Patch.replace for the first.' };
    if (value !== undefined && typeof value !== 'string') yield noText(value, `${path}/${index}/value`);
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
  if (partAt(object, 'kind') !== 'Service' || partAt(object, 'spec', 'loadBalancerSourceRanges') === undefined) return;
  const type = partAt(object, 'spec', 'type') ?? 'ClusterIP';
  if (type !== 'LoadBalancer')
    yield {
      given: `/spec/loadBalancerSourceRanges in a Service of type ${String(type)}`,
      allowed: 'but only one of type LoadBalancer may have them',
      fix: 'Use network.allowFrom.',
    };
}

function* ofEnum(value: unknown, values: readonly string[], path: string): Iterable<Refusal> {
  if (value === undefined || values.some((one) => one === value)) return;
  const given = typeof value === 'string' ? `"${value}"` : 'no string';
  yield { given: `${given} at ${path}`, allowed: `but it must be one of ${listed(values)}`, fix: 'Use one of them.' };
}

function noText(value: unknown, path: string): Refusal {
  const given = typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : 'an object';
  return { given: `${given} at ${path}`, allowed: 'but it must be a string', fix: 'Write it in quotes.' };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
