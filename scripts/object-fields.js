// Writes lib/kubernetes/object-fields.generated.ts: the fields of the kinds that the library writes, with their types, from the OpenAPI of Kubernetes.
// With --check it writes nothing, and fails with the lines that it would write. Needs Go, to get the sources of Kubernetes.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { writeOrCheck } = require('./generated');

const ROOT = path.join(__dirname, '..');
const OUT = path.join(ROOT, 'lib', 'kubernetes', 'object-fields.generated.ts');
/** The newest that the proof on a real control plane runs. */
const PIN = path.join(ROOT, 'e2e', 'programs', 'kubernetes-1.36', 'go.mod');

const KINDS = [
  ...[
    'ConfigMap',
    'LimitRange',
    'Namespace',
    'PersistentVolumeClaim',
    'Pod',
    'ReplicationController',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ].map((kind) => `core.v1.${kind}`),
  ...['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'].map((kind) => `apps.v1.${kind}`),
  ...['CronJob', 'Job'].map((kind) => `batch.v1.${kind}`),
  ...['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map((kind) => `rbac.v1.${kind}`),
  ...['Ingress', 'IngressClass', 'NetworkPolicy'].map((kind) => `networking.v1.${kind}`),
  'autoscaling.v2.HorizontalPodAutoscaler',
  'discovery.v1.EndpointSlice',
  'policy.v1.PodDisruptionBudget',
  'resource.v1.ResourceClaimTemplate',
  'scheduling.v1.PriorityClass',
  'storage.v1.StorageClass',
];

const REF = '#/definitions/';
/** Types without fields. */
const OTHERS = { Quantity: 'quantity', IntOrString: 'int-or-string', Time: 'string', MicroTime: 'string' };
const shortOf = (ref) => ref.split('.').at(-1);

function main() {
  const version = /k8s\.io\/kubernetes v(\S+)/.exec(fs.readFileSync(PIN, 'utf8'))[1];
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`], { cwd: '/', encoding: 'utf8' }));
  const { definitions } = JSON.parse(fs.readFileSync(path.join(Dir, 'api', 'openapi-spec', 'swagger.json'), 'utf8'));
  const enums = enumsIn(fs.readFileSync(path.join(Dir, 'pkg', 'generated', 'openapi', 'zz_generated.openapi.go'), 'utf8'));
  writeOrCheck(OUT, file(version, typesIn(definitions, enums)), 'object-fields');
}

/** Each type that a kind uses, with its fields. */
function typesIn(definitions, enums) {
  const types = new Map();
  const visit = (ref) => {
    const short = shortOf(ref);
    const known = types.get(short);
    if (known !== undefined && known.ref !== ref) throw new Error(`two types ${short}: ${known.ref} and ${ref}`);
    if (known !== undefined) return short;
    types.set(short, { ref });
    types.get(short).fields = Object.entries(definitions[ref].properties).map(([name, schema]) => {
      // Only the server writes a status and who manages which field.
      const type = name === 'status' || name === 'managedFields' ? 'any' : typeOf(schema, enums.get(`${ref} ${name}`));
      return type === 'string' ? name : `${name}:${type}`;
    });
    return short;
  };
  /** A type in words: see FIELDS_OF_TYPES. */
  const typeOf = (schema, values) => {
    if (schema.type === 'array') return `${typeOf(schema.items, values)}[]`;
    if (schema.additionalProperties !== undefined) return `${typeOf(schema.additionalProperties)}{}`;
    const ref = schema.$ref?.slice(REF.length);
    if (ref !== undefined && definitions[ref].properties !== undefined) return visit(ref);
    if (ref !== undefined) return OTHERS[shortOf(ref)] ?? 'any';
    if (schema.type === 'string') return values ?? 'string';
    return { boolean: 'boolean', integer: schema.format, number: 'number' }[schema.type] ?? 'any';
  };
  for (const kind of KINDS) visit(`io.k8s.api.${kind}`);
  return [...types].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, { fields }]) => `${name} ${fields.join(' ')}`);
}

/** The values of each field that has an enum, which the published OpenAPI leaves out: from the code that it is generated from. */
function enumsIn(code) {
  const enums = new Map();
  let type;
  let field;
  for (const line of code.split('\n')) {
    const [, name] = /^func schema_k8sio_(\w+)\(/.exec(line) ?? [];
    if (name !== undefined || line.startsWith('}')) type = name?.replaceAll('_', '.');
    field = /^\t{5}"(\w+)": \{$/.exec(line)?.[1] ?? field;
    const [, values] = /^\s+Enum:\s+\[\]interface\{\}\{(.*)\},$/.exec(line) ?? [];
    if (type !== undefined && values !== undefined)
      enums.set(
        `io.k8s.${type} ${field}`,
        JSON.parse(`[${values}]`)
          .filter((value) => value !== '')
          .join('|'),
      );
  }
  return enums;
}

function file(version, lines) {
  return `// Written by \`npm run object-fields\` from the OpenAPI of Kubernetes ${version} (api/openapi-spec/swagger.json; enums: pkg/generated/openapi).
// Copyright The Kubernetes Authors, Apache License 2.0.

/** The minor of Kubernetes that has these fields: a newer one may have more. */
export const FIELDS_OF_MINOR = ${version.split('.')[1]};

/** Kinds: \`apps/v1 Deployment\`, with commas between them. */
export const KINDS_WITH_FIELDS: string = '${KINDS.map(kindOf).join(',')}';

/**
 * A type in each line, with its fields. Behind a colon the type of one that is no string: \`[]\` a list, \`{}\` a map, \`|\` an enum.
 */
export const FIELDS_OF_TYPES: string = \`${lines.join('\n')}\`;
`;
}

function kindOf(kind) {
  const [group, version, name] = kind.split('.');
  const groups = { core: '', rbac: 'rbac.authorization.k8s.io', networking: 'networking.k8s.io', discovery: 'discovery.k8s.io' };
  const more = { resource: 'resource.k8s.io', scheduling: 'scheduling.k8s.io', storage: 'storage.k8s.io' };
  const full = groups[group] ?? more[group] ?? group;
  return `${full === '' ? '' : `${full}/`}${version} ${name}`;
}

main();
