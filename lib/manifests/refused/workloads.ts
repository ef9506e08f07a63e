import { parseSchedule } from '../../availability/classes/schedule';
import { isLabelValue } from '../../cluster/names';
import { isMap } from '../../cluster/parts';
import { type LabelSelector, selects } from '../../kubernetes/label-selector';
import type { Manifest } from '../../kubernetes/manifest';
import { quantityOf } from '../../kubernetes/quantity';
import { textsAt } from '../objects';
import { refusedType } from './kinds';
import { refusedInPod } from './pods';
import { isFilledInLater, isNoPort, isSubdomain, itemsOf, missing, numberOf, type Part, PORT, partOf, type Refusal, refusal, shown, textOf } from './refusal';

type Checks = (object: Part, minor: number) => Iterable<Refusal>;

/** What of these kinds the API server refuses, beside wrong types: of others nothing is known here. */
const KINDS: { readonly [kind: string]: Checks } = {
  'apps/v1 Deployment': function* (object) {
    yield* controller(object);
    yield* strategy(partOf(object, 'spec', 'strategy'));
  },
  'apps/v1 StatefulSet': function* (object) {
    const templates = itemsOf(partOf(object, 'spec', 'volumeClaimTemplates'));
    const made = templates.flatMap((one) => textOf(partOf(one, 'metadata', 'name')) ?? []);
    yield* controller(object, made);
    for (const one of templates) yield* claim(partOf(one, 'spec'));
  },
  'apps/v1 DaemonSet': (object) => controller(object),
  'apps/v1 ReplicaSet': (object) => controller(object),
  'batch/v1 Job': (object) => job(partOf(object, 'spec')),
  'batch/v1 CronJob': function* (object, minor) {
    const [name, schedule] = [partOf(object, 'metadata', 'name'), partOf(object, 'spec', 'schedule')];
    // Source: ValidateCronJobCreate: its Jobs have eleven characters more.
    if ((textOf(name)?.length ?? 0) > 52 && !isFilledInLater(name.value)) yield refusal(name, shown(name.value), 'at most 52 characters', 'Rename it.');
    yield* scheduled(schedule, minor);
    yield* job(partOf(object, 'spec', 'jobTemplate', 'spec'));
  },
  'v1 Pod': (object) => refusedInPod(partOf(object, 'spec')),
  'v1 Service': function* (object) {
    for (const one of itemsOf(partOf(object, 'spec', 'ports'))) yield* servicePort(one);
  },
  'v1 PersistentVolumeClaim': (object) => claim(partOf(object, 'spec')),
  'policy/v1 PodDisruptionBudget': function* (object) {
    const [least, most] = [partOf(object, 'spec', 'minAvailable'), partOf(object, 'spec', 'maxUnavailable')];
    yield* amount(least);
    yield* amount(most);
    if (least.value !== undefined && most.value !== undefined)
      yield refusal(partOf(object, 'spec'), 'minAvailable and maxUnavailable', 'one of the two', 'Remove minAvailable.');
  },
  'autoscaling/v2 HorizontalPodAutoscaler': function* (object) {
    const [least, most] = [partOf(object, 'spec', 'minReplicas'), partOf(object, 'spec', 'maxReplicas')];
    if (most.value === undefined) yield missing(most, 'a number of pods');
    else if (typeof most.value === 'number' && most.value < (numberOf(least) ?? 1))
      yield refusal(most, shown(most.value), `no less than minReplicas, ${numberOf(least) ?? 1}`, 'Correct one of the two.');
  },
};

/** What an API server of this minor refuses in an object, beside values of wrong types. */
export function* refusedIn(object: Manifest, minor: number): Iterable<Refusal> {
  const root: Part = { value: object, field: '' };
  yield* refusedType(object, minor);
  const checks = KINDS[`${object.apiVersion} ${object.kind}`];
  yield* labels(partOf(root, 'metadata', 'labels'));
  if (checks === undefined) return;
  const name = partOf(root, 'metadata', 'name');
  if (!isSubdomain(object.metadata.name) && !isFilledInLater(name.value))
    yield refusal(name, shown(name.value), 'at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends', 'Rename it.');
  yield* checks(root, minor);
}

function* labels(part: Part): Iterable<Refusal> {
  for (const [key, value] of Object.entries(isMap(part.value) ? part.value : {}))
    if (typeof value === 'string' && !isLabelValue(value) && !isFilledInLater(value))
      yield refusal(part, `${key}: ${shown(value)}`, 'at most 63 letters, digits, -, _ and ., with a letter or digit at both ends', 'Change the value.');
}

/** What makes pods that it finds by a selector. */
function* controller(object: Part, made: readonly string[] = []): Iterable<Refusal> {
  const [replicas, selector, template] = ['replicas', 'selector', 'template'].map((key) => partOf(object, 'spec', key)) as [Part, Part, Part];
  if ((numberOf(replicas) ?? 0) < 0) yield refusal(replicas, shown(replicas.value), 'no less than 0', 'Correct it.');
  if (template.value === undefined) return yield missing(template, 'a template of its pods');
  const own = partOf(template, 'metadata', 'labels');
  yield* labels(own);
  const isEmpty = isMap(selector.value) && Object.keys(selector.value).length === 0;
  if (selector.value === undefined || isEmpty)
    yield refusal(selector, isEmpty ? 'an empty selector' : 'nothing', 'labels of its pods', 'Write them under matchLabels.');
  else if (isMap(selector.value) && !selects(selector.value as LabelSelector, textsAt(own.value)))
    yield refusal(own, isMap(own.value) ? shown(own.value) : 'nothing', 'the labels that spec.selector asks for', 'Give both the same labels.');
  yield* restarts(partOf(template, 'spec'), ['Always']);
  yield* refusedInPod(partOf(template, 'spec'), made);
}

function* restarts(spec: Part, allowed: readonly string[]): Iterable<Refusal> {
  const policy = partOf(spec, 'restartPolicy');
  if (!allowed.includes(textOf(policy) ?? 'Always') && !isFilledInLater(policy.value))
    yield refusal(policy, shown(policy.value), allowed.join(' or '), `Write ${allowed.join(' or ')}.`);
}

function* job(spec: Part): Iterable<Refusal> {
  const [selector, template] = [partOf(spec, 'selector'), partOf(spec, 'template')];
  if (template.value === undefined) return yield missing(template, 'a template of its pods');
  // One that Kubernetes made is in what kubectl shows.
  const isMade = Object.keys(textsAt(selector.value, 'matchLabels')).some((key) => key.endsWith('controller-uid'));
  if (selector.value !== undefined && !isMade && partOf(spec, 'manualSelector').value !== true)
    yield refusal(selector, 'a selector', 'none, because it makes one itself', 'Remove it.');
  yield* labels(partOf(template, 'metadata', 'labels'));
  yield* restarts(partOf(template, 'spec'), ['Never', 'OnFailure']);
  yield* refusedInPod(partOf(template, 'spec'));
}

/** Source: validateScheduleFormat in kubernetes/pkg/apis/batch/validation; before 1.29 a schedule could begin with its time zone. */
function* scheduled(part: Part, minor: number): Iterable<Refusal> {
  const text = textOf(part);
  if (text === undefined) return yield missing(part, 'a schedule');
  if (isFilledInLater(text)) return;
  const parsed = parseSchedule(minor < 29 ? text.replace(/^(CRON_)?TZ=\S+ +/, '') : text);
  if (!('against' in parsed)) return;
  if (text.includes('TZ')) yield refusal(part, shown(text), 'no time zone in it', 'Write that as timeZone, beside it.');
  else yield refusal(part, shown(text), 'five fields, a shortcut such as @daily, or @every 6h', `Correct it: ${parsed.against}.`);
}

/** Source: validateServicePort in kubernetes/pkg/apis/core/validation; a targetPort of 0 becomes the port. */
function* servicePort(one: Part): Iterable<Refusal> {
  const [port, target] = [partOf(one, 'port'), partOf(one, 'targetPort')];
  if (port.value === undefined) yield missing(port, PORT);
  else if (isNoPort(port.value)) yield refusal(port, shown(port.value), PORT, 'Correct it.');
  if (target.value !== 0 && isNoPort(target.value)) yield refusal(target, shown(target.value), PORT, 'Correct it.');
}

/** Source: ValidateDeploymentStrategy in kubernetes/pkg/apis/apps/validation. */
function* strategy(part: Part): Iterable<Refusal> {
  const rolling = partOf(part, 'rollingUpdate');
  if (partOf(part, 'type').value === 'Recreate') {
    if (rolling.value !== undefined) yield refusal(rolling, 'fields of a rolling update', 'none with the type Recreate', 'Remove them.');
    return;
  }
  const [surge, missed] = [partOf(rolling, 'maxSurge'), partOf(rolling, 'maxUnavailable')];
  yield* amount(surge);
  yield* amount(missed, 100);
  const isNone = ({ value }: Part) => value === 0 || (typeof value === 'string' && /^0+%$/.test(value));
  if (isNone(surge) && isNone(missed)) yield refusal(missed, shown(missed.value), 'more than 0 where maxSurge is 0', 'Write maxUnavailable: 1.');
}

/** A number of pods, or a part of them. */
function* amount(part: Part, most = Number.POSITIVE_INFINITY): Iterable<Refusal> {
  const { value } = part;
  if (typeof value === 'number' && value < 0) yield refusal(part, shown(value), 'no less than 0', 'Correct it.');
  if (typeof value !== 'string' || isFilledInLater(value)) return;
  const [, percent] = /^(\d+)%$/.exec(value) ?? [];
  if (percent === undefined) yield refusal(part, shown(value), 'a number, or a part such as 25%', 'Correct it.');
  else if (Number(percent) > most) yield refusal(part, shown(value), `at most ${most}%`, 'Correct it.');
}

/** Source: ValidatePersistentVolumeClaimSpec in kubernetes/pkg/apis/core/validation. */
function* claim(spec: Part): Iterable<Refusal> {
  const modes = partOf(spec, 'accessModes');
  const all = itemsOf(modes).map(({ value }) => value);
  if (all.length === 0) yield missing(modes, 'at least one access mode');
  if (all.includes('ReadWriteOncePod') && all.length > 1)
    yield refusal(modes, shown(all), 'no other mode beside ReadWriteOncePod', 'Keep the one that you need.');
  const size: Part = { value: partOf(spec, 'resources', 'requests', 'storage').value, field: `${spec.field}.resources[storage]` };
  const bytes = quantityOf(size.value);
  if (size.value === undefined) yield missing(size, 'a size (resources.requests.storage)');
  else if (bytes !== undefined && bytes <= 0) yield refusal(size, shown(size.value), 'more than 0', 'Correct it.');
}
