// Writes lib/kubernetes/object-fields.generated.ts: the fields of the kinds that the library writes, from the OpenAPI of Kubernetes.
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
  ...['ConfigMap', 'Namespace', 'PersistentVolumeClaim', 'Secret', 'Service', 'ServiceAccount'].map((kind) => `core.v1.${kind}`),
  ...['DaemonSet', 'Deployment', 'StatefulSet'].map((kind) => `apps.v1.${kind}`),
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
const shortOf = (ref) => ref.split('.').at(-1);

function main() {
  const version = /k8s\.io\/kubernetes v(\S+)/.exec(fs.readFileSync(PIN, 'utf8'))[1];
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`], { cwd: '/', encoding: 'utf8' }));
  const { definitions } = JSON.parse(fs.readFileSync(path.join(Dir, 'api', 'openapi-spec', 'swagger.json'), 'utf8'));
  writeOrCheck(OUT, file(version, typesIn(definitions)), 'object-fields');
}

/** Each type that a kind uses, with its fields. A field whose value has fields of its own says their type. */
function typesIn(definitions) {
  const types = new Map();
  const visit = (ref) => {
    const { properties } = definitions[ref];
    if (properties === undefined) return undefined;
    const short = shortOf(ref);
    const known = types.get(short);
    if (known !== undefined && known.ref !== ref) throw new Error(`two types ${short}: ${known.ref} and ${ref}`);
    if (known === undefined) {
      types.set(short, { ref });
      const fields = Object.entries(properties).map(([name, schema]) => {
        // Only the server writes a status.
        const of = name === 'status' ? undefined : (schema.items ?? schema).$ref;
        const type = of === undefined ? undefined : visit(of.slice(REF.length));
        return type === undefined ? name : `${name}:${type}`;
      });
      types.get(short).fields = fields;
    }
    return short;
  };
  for (const kind of KINDS) visit(`io.k8s.api.${kind}`);
  return [...types].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, { fields }]) => `${name} ${fields.join(' ')}`);
}

function file(version, lines) {
  return `// Written by \`npm run object-fields\` from the OpenAPI of Kubernetes ${version} (api/openapi-spec/swagger.json).
// Copyright The Kubernetes Authors, Apache License 2.0.

/** The minor of Kubernetes that has these fields: a newer one may have more. */
export const FIELDS_OF_MINOR = ${version.split('.')[1]};

/** Kinds: \`apps/v1 Deployment\`. */
export const KINDS_WITH_FIELDS = ${JSON.stringify(KINDS.map(kindOf).join('\n')).replaceAll('"', '`').replaceAll('\\n', '\n')};

/** A type in each line, with its fields; behind a colon the type of what is below one. */
export const FIELDS_OF_TYPES = \`${lines.join('\n')}\`;
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
