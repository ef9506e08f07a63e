import { AvailabilityClass } from '../../../availability/ask/workload';
import { LABEL_PREFIX } from '../../../cluster/node';
import type { MarkedApp } from '../marked-app';
import { type Node, nodeAt, type ObjectNode, podTemplateOf } from '../nodes';
import { goString, mapAt, reference } from '../template';
import { type Schema, TEXT, texts } from '../values';
import { LABEL_KEY, LABEL_VALUE } from './kubernetes';

/** More labels and annotations. What an object has stays: selectors and decisions rely on it. */
export function markMetadata(app: MarkedApp, workload: ObjectNode | undefined): void {
  const objects = app.objects.map(({ metadata }) => metadata);
  const pod = nodeAt(workload === undefined ? undefined : podTemplateOf(workload), 'metadata');
  for (const key of ['labels', 'annotations']) mark(app, objects, key, key, `More ${key} of all its objects.`);
  if (pod === undefined) return;
  mark(app, [pod], 'labels', 'podLabels', 'More labels of its pods.');
  mark(app, [pod], 'annotations', 'podAnnotations', 'More annotations of its pods. A new one starts them again.');
}

function mark({ plan, marks, values, storageClasses }: MarkedApp, parts: readonly Node[], key: string, name: string, comment: string): void {
  const taken = parts.flatMap((metadata) => Object.keys(nodeAt(metadata, key) ?? {}));
  // An annotation that turns fail-over off.
  const exempt =
    plan.ask.availabilityClass === AvailabilityClass.SINGLE_POD_PINNED ? [] : storageClasses.flatMap(({ release }) => release?.exemptAnnotation ?? []);
  values.leaf([name], { comment, value: {}, schema: free(key, [...new Set([...taken, ...exempt])].filter((one) => !isOwn(one)).sort()) });
  for (const metadata of parts) {
    const there = nodeAt(metadata, key);
    const keys = Object.keys(there ?? {}).map(goString);
    if (there === undefined) metadata[marks.more(reference([name]), `printf "${key}:\\n%s" (toYaml . | indent 2)`)] = '';
    else there[marks.more(`omit ${mapAt([name])} ${keys.join(' ')}`)] = '';
  }
}

const OWN = ['app.kubernetes.io', LABEL_PREFIX, 'helm.sh', 'kustomize.toolkit.fluxcd.io'];

function isOwn(key: string): boolean {
  return OWN.some((prefix) => key.startsWith(`${prefix}/`));
}

function free(what: string, taken: readonly string[]): Schema {
  const refused = { const: `another key: the chart has this one, and its ${what} stay as they are` };
  const own = `^(${OWN.map((prefix) => prefix.replaceAll('.', '\\.')).join('|')})/`;
  const { patternProperties, ...free } = texts(LABEL_KEY, 'Kubernetes takes those like team and example.com/team', what === 'labels' ? LABEL_VALUE : TEXT);
  return {
    ...free,
    properties: Object.fromEntries(taken.map((key) => [key, refused])),
    patternProperties: { ...(patternProperties as object), [own]: refused },
  };
}
