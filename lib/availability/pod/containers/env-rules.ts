import { Severity } from '../../../cluster/finding';
import { isLabelKey, listed } from '../../../cluster/names';
import { type EnvFrom, EnvKind, type EnvValue, keysOfSet } from '../../ask/container/env';
import { mainFirst, type ResolvedApp } from '../../ask/resolved';
import { VolumeKind } from '../../ask/volume/volume';
import { concerning, onAsk } from '../../model/rule';
import { ownSets } from './env-sets';

/** What a variable may take from its pod (validEnvDownwardAPIFieldPathExpressions in pkg/apis/core/validation). */
const FIELDS = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]);
/** What a variable may take from its container (validContainerResourceFieldPathExpressions there). */
const RESOURCES = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\w+)$/;
/** In which units (validContainerResourceDivisorForCPU and its kind there). */
const UNITS_OF_CPU = ['1', '1m'];
const UNITS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** Every variable once: what an init container inherits from the app is reported for the app. */
function* variablesOf(app: ResolvedApp): Iterable<readonly [name: string, value: EnvValue]> {
  for (const { env, own } of mainFirst(app)) if (own.env) yield* env;
}

const ENV_NAME_INVALID = onAsk({
  code: 'ENV-NAME-INVALID',
  severity: Severity.ERROR,
  means: 'a variable name that Kubernetes refuses',
  fix: 'rename it',
  *check(app) {
    const named = [...variablesOf(app)].map(([name]) => name);
    for (const name of [...named, ...ownSets(app).flatMap(keysOfSet)]) {
      // IsEnvVarName in k8s.io/apimachinery/pkg/util/validation; newer versions accept all printable ASCII except "=".
      if (!/^(?!\.$|\.\.)[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(name))
        yield {
          given: `the variable "${name}"`,
          allowed: 'but Kubernetes accepts letters, digits, "_", "." and "-", without a digit first, and not "." or ".."',
          fix: 'Rename it.',
        };
    }
    for (const { envFrom, own } of app.containers) {
      if (!own.envFrom) continue;
      for (const { source, prefix } of envFrom) {
        if (prefix !== undefined && !/^[A-Za-z_.-][A-Za-z0-9_.-]*$/.test(prefix))
          yield {
            given: `the prefix "${prefix}" for the variables of ${source}`,
            allowed: 'but Kubernetes accepts letters, digits, "_", "." and "-", without a digit first',
            fix: 'Correct it.',
          };
      }
    }
  },
});

const ENV_FIELD_INVALID = onAsk({
  code: 'ENV-FIELD-INVALID',
  severity: Severity.ERROR,
  means: 'a variable from a field or resource that Kubernetes does not offer to containers',
  fix: 'use one of those that the message names',
  *check(app) {
    for (const [name, { kind, value, unit }] of variablesOf(app)) {
      if (kind === EnvKind.FIELD && !FIELDS.has(value) && !isMetadata(value))
        yield {
          given: `${name} from the field ${value}`,
          allowed: `but the fields are ${listed([...FIELDS])}, and metadata.labels['…']`,
          fix: 'Use one of them.',
        };
      if (kind === EnvKind.RESOURCE && !RESOURCES.test(value))
        yield {
          given: `${name} from the resource ${value}`,
          allowed: 'but containers can read only limits or requests of cpu, memory and ephemeral-storage',
          fix: 'Use one of them.',
        };
      const units = value.endsWith('.cpu') ? UNITS_OF_CPU : UNITS;
      if (kind === EnvKind.RESOURCE && unit !== undefined && !units.includes(unit))
        yield { given: `${name} in the unit "${unit}"`, allowed: `but the units of ${value} are ${listed(units)}`, fix: 'Use one of them.' };
    }
  },
});

/** A label or an annotation of the pod. */
function isMetadata(field: string): boolean {
  const [, of, key = ''] = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(field) ?? [];
  // Kubernetes, validateObjectFieldSelector: keys of annotations may have capitals before the slash.
  return isLabelKey(of === 'annotations' ? key.toLowerCase() : key);
}

/** The most that a ConfigMap can hold in total (Kubernetes API, ConfigMap: 1 MiB). */
const SET_LIMIT = 1024 ** 2;

function textOf(values: EnvFrom['values'] = {}): string {
  return JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const ENV_SET_INVALID = onAsk({
  code: 'ENV-SET-INVALID',
  severity: Severity.ERROR,
  means: 'a set of variables that is empty, too big, or has the name of another set or of config files',
  fix: 'give each set its own name, and at least one variable',
  *check(app) {
    for (const { source, values = {} } of ownSets(app)) {
      const given = `the set of variables ${source}`;
      const others = app.containers.flatMap(({ envFrom }) => envFrom.filter((one) => one.values !== undefined && one.source === source));
      if (others.some((one) => textOf(one.values) !== textOf(values)))
        yield { given: `${given} with two contents`, allowed: 'but a name stands for one', fix: 'Name one of them differently.' };
      if (app.volumes.some((volume) => volume.kind === VolumeKind.CONFIG && volume.name === source))
        yield {
          given,
          allowed: `but the config files at ${app.volumes.find(({ name }) => name === source)?.path} have that name`,
          fix: 'Name one of them differently.',
        };
      const bytes = Object.entries(values).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
      if (Object.keys(values).length === 0) yield { given: `${given} without any`, allowed: 'but a set has at least one', fix: 'Add one, or remove it.' };
      if (bytes > SET_LIMIT)
        yield { given: `${given} of ${bytes} bytes`, allowed: `but a ConfigMap holds at most ${SET_LIMIT}`, fix: 'Use files on a volume.' };
    }
  },
});

/** What is wrong with variables. */
export const ENV_RULES = concerning(
  ({ containers }) => containers.some(({ env, envFrom }) => env.length + envFrom.length > 0),
  [ENV_NAME_INVALID, ENV_FIELD_INVALID, ENV_SET_INVALID],
);
