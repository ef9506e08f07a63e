import { REPOSITORY } from '../../../availability/pod/containers/image-rules';
import { imageName } from '../../../kubernetes/image-name';
import { versionLabel } from '../../../kubernetes/labels';
import type { MarkedApp } from '../marked-app';
import { type Node, nodeAt, nodesAt, type ObjectNode, podTemplateOf } from '../nodes';
import { goString, type Marks, mapAt, reference } from '../template';
import { all, because, type Schema, texts } from '../values';
import { BYTES, CORES, VARIABLE } from './kubernetes';

const TAKEN: Schema = { const: 'another variable: the chart takes this one from elsewhere' };
const VERSION = 'app.kubernetes.io/version';

/** Images, variables and resources: those of the app itself first, those of its other containers below `containers`. */
export function markContainers(app: MarkedApp, workload: ObjectNode): void {
  const spec = nodeAt(podTemplateOf(workload), 'spec');
  const [main, ...others] = nodesAt(spec, 'containers');
  if (main === undefined) return;
  const tag = markContainer(app, main, []);
  const extra = [...others, ...nodesAt(spec, 'initContainers')];
  if (extra.length > 0) app.values.group(['containers'], { comment: 'The other containers of the pod, by their names.' });
  for (const container of extra) {
    app.values.group(['containers', String(container.name)], { comment: '' });
    markContainer(app, container, ['containers', String(container.name)]);
  }
  if (tag === undefined) return;
  for (const metadata of [...app.objects.map((object) => object.metadata), nodeAt(podTemplateOf(workload), 'metadata')]) {
    const labels = nodeAt(metadata, 'labels');
    if (labels !== undefined && labels[VERSION] === versionLabel(tag))
      labels[VERSION] = app.marks.value(`(${reference(['image', 'tag'])} | trunc 63 | trimAll "-_.")`);
  }
}

/** The tag of its image. */
function markContainer(app: MarkedApp, container: Node, path: readonly string[]): string | undefined {
  const tag = markImage(app, container, [...path, 'image']);
  markResources(app, container, [...path, 'resources']);
  markEnv(app, container, [...path, 'env']);
  return tag;
}

function markImage({ marks, values }: MarkedApp, container: Node, path: readonly string[]): string | undefined {
  const { repository, tag, digest } = imageName(String(container.image));
  if (repository === '') return undefined;
  const group = values.group(path, { comment: `The image of the container ${container.name}.`, rules: imageRules(repository, tag, digest) });
  group.leaf(['repository'], {
    comment: 'With its registry.',
    value: repository,
    schema: { type: 'string', ...because({ pattern: REPOSITORY.source }, 'lower case, without tag and digest: registry.example/team/name') },
  });
  group.leaf(['tag'], {
    comment: 'The version.',
    value: tag,
    schema: all(
      { type: 'string', pattern: '^(\\w[\\w.-]{0,127})?$' },
      because({ not: { const: 'latest' } }, 'a version: latest is another image on each node'),
    ),
  });
  group.leaf(['digest'], {
    comment: 'What runs, whatever the tag says. With another tag: its digest, or "".',
    value: digest,
    schema: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$' },
  });
  container.image = marks.value(`(include "cdk8s-availability.image" ${reference(path)})`);
  if (container.imagePullPolicy !== undefined) {
    group.leaf(['pullPolicy'], {
      comment: 'With Always no pod starts while the registry is away.',
      value: container.imagePullPolicy,
      schema: { enum: ['IfNotPresent', 'Always', 'Never'] },
    });
    container.imagePullPolicy = marks.value(reference([...path, 'pullPolicy']));
  }
  return tag === '' ? undefined : tag;
}

function imageRules(repository: string, tag: string, digest: string): Schema {
  const none = { properties: { tag: { const: '' }, digest: { const: '' } } };
  const nothing = { if: { not: none }, else: { properties: { tag: { const: 'a version, where digest is ""' } } } };
  if (digest === '') return nothing;
  const other = {
    if: { properties: { repository: { const: repository }, tag: { const: tag } } },
    else: {
      properties: { digest: because({ not: { const: digest } }, `the digest of this image, or "": that of ${repository}:${tag} would decide what runs`) },
    },
  };
  return all(nothing, other);
}

function markResources({ marks, values }: MarkedApp, container: Node, path: readonly string[]): void {
  const resources = nodeAt(container, 'resources');
  for (const key of ['requests', 'limits']) {
    const given = nodeAt(resources, key);
    if (resources === undefined || given === undefined) continue;
    values.group(path, { comment: 'Kubernetes finds room by requests; the memory limit ends a container that takes more. A limit of CPU slows it.' });
    values.leaf([...path, key], { comment: `The ${key} of ${container.name}.`, value: given, schema: amounts(given) });
    resources[key] = marks.block(reference([...path, key]));
  }
  if (values.has([...path, 'requests']) && values.has([...path, 'limits']) && resources !== undefined)
    resources[marks.line(`{{- include "cdk8s-availability.limited" (list ${goString(String(container.name))} ${reference(path)}) }}`)] = '';
}

/** Devices and other resources of the node are a decision. */
function amounts(given: Node): Schema {
  const own = Object.entries(given).map(([name, value]) => [name, { const: value }]);
  return {
    type: 'object',
    properties: { ...Object.fromEntries(own), cpu: CORES, memory: BYTES, 'ephemeral-storage': BYTES },
    required: Object.keys(given),
    additionalProperties: false,
  };
}

function markEnv({ marks, values }: MarkedApp, container: Node, path: readonly string[]): void {
  const listed = nodesAt(container, 'env');
  const plain = listed.filter(({ value }) => typeof value === 'string');
  const taken = listed.filter(({ value }) => typeof value !== 'string').map(({ name }) => String(name));
  values.leaf(path, {
    comment: `Variables of ${container.name}, more of them too. Never a secret.${taken.length === 0 ? '' : ` ${taken.join(', ')}: from elsewhere.`}`,
    value: Object.fromEntries(plain.map(({ name, value }) => [String(name), value])),
    schema: {
      ...texts(VARIABLE, 'a variable has letters, digits, "_", "." and "-", without a digit first'),
      properties: Object.fromEntries(taken.map((name) => [name, TAKEN])),
    },
  });
  for (const entry of plain) entry.value = marks.value(reference([...path, String(entry.name)]));
  if (listed.length > 0) container.env = listed.flatMap((entry) => (typeof entry.value === 'string' ? removable(entry, path, marks) : [entry]));
  const more = marks.more(
    `omit ${mapAt(path)} ${listed.map(({ name }) => goString(String(name))).join(' ')}`.trimEnd(),
    listed.length === 0 ? 'printf "env:%s" (include "cdk8s-availability.env" .)' : 'include "cdk8s-availability.env" . | trim',
  );
  if (listed.length === 0) container[more] = '';
  else (container.env as unknown[]).push(more);
}

/** A variable of the app that null takes away, as users of Helm expect. */
function removable(entry: Node, path: readonly string[], marks: Marks): readonly unknown[] {
  return [marks.line(`{{- if hasKey ${reference(path)} ${goString(String(entry.name))} }}`), entry, marks.line('{{- end }}')];
}
