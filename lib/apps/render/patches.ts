import { type Patch, PatchOperation } from '../../availability/ask/patch';
import type { Plan } from '../../availability/model/plan';
import type { Finding } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { found } from '../../cluster/rule';
import type { Manifest } from '../../kubernetes/manifest';
import { PATCH_AGAINST_CLASS, PATCH_NOWHERE } from '../rules';

type Json = { [key: string]: unknown } | unknown[];

/** The objects with the patches of the app, and the findings about patches. */
export function applyPatches(plan: Plan, manifests: readonly Manifest[]): { readonly manifests: readonly Manifest[]; readonly findings: readonly Finding[] } {
  const patches = plan.ask.patches;
  if (patches.length === 0) return { manifests, findings: [] };
  const copies = manifests.map((manifest) => structuredClone(manifest));
  const findings: Finding[] = [];
  const refuse = (given: string, allowed: string, fix: string) => findings.push(found(PATCH_NOWHERE, plan.ask.path, { given, allowed, fix }));
  for (const patch of patches) {
    const decided = IDENTITY.has(patch.path) ? patch.path : DECIDED[patch.kind]?.find((path) => patch.path === path || patch.path.startsWith(`${path}/`));
    if (decided !== undefined) {
      findings.push(
        found(PATCH_AGAINST_CLASS, plan.ask.path, {
          given: `a patch of ${patch.path} in the ${patch.kind}`,
          allowed: 'but the class and the facts decide that field, and the promise depends on it',
          fix: 'Choose another class, use the props (placement, security.allow, budget), or change the facts.',
        }),
      );
      continue;
    }
    const targets = copies.filter((manifest) => manifest.kind === patch.kind);
    if (targets.length === 0)
      refuse(`a patch of a ${patch.kind}`, `but the app has ${listed([...new Set(copies.map((one) => one.kind))])}`, 'Name one of them.');
    for (const target of targets) {
      const against = applyPatch(target as Json, patch);
      if (against !== undefined)
        refuse(`a patch that ${VERBS[patch.operation]} ${patch.path} in the ${patch.kind}`, `but ${against}`, 'Check the path in the object in dist/.');
    }
  }
  return { manifests: copies, findings };
}

const POD = [
  'affinity',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostUsers',
  'nodeName',
  'nodeSelector',
  'priority',
  'priorityClassName',
  'resourceClaims',
  'securityContext',
  'shareProcessNamespace',
  'tolerations',
  'topologySpreadConstraints',
  'volumes',
];
const WORKLOAD = [
  '/spec/replicas',
  '/spec/selector',
  '/spec/strategy',
  '/spec/updateStrategy',
  '/spec/volumeClaimTemplates',
  ...POD.map((field) => `/spec/template/spec/${field}`),
];

const JOB = [
  '/spec/schedule',
  '/spec/timeZone',
  '/spec/concurrencyPolicy',
  ...['podFailurePolicy', 'podReplacementPolicy'].map((field) => `/spec/jobTemplate/spec/${field}`),
  ...[...POD, 'restartPolicy'].map((field) => `/spec/jobTemplate/spec/template/spec/${field}`),
];

/** Fields that identify an object. */
const IDENTITY = new Set(['', '/apiVersion', '/kind', '/metadata', '/metadata/labels', '/metadata/name', '/metadata/namespace', '/spec']);

/** What a patch must not change, by kind: the plan, the report and the pod-security level of the namespace depend on it. */
const DECIDED: { readonly [kind: string]: readonly string[] } = {
  Deployment: WORKLOAD,
  StatefulSet: WORKLOAD,
  DaemonSet: WORKLOAD,
  CronJob: JOB,
  PersistentVolumeClaim: ['/spec/accessModes', '/spec/storageClassName'],
  PodDisruptionBudget: ['/spec'],
};

const VERBS = { [PatchOperation.ADD]: 'adds', [PatchOperation.REPLACE]: 'replaces', [PatchOperation.REMOVE]: 'removes' };

/** Changes the object, or returns what is wrong. */
function applyPatch(target: Json, { operation, path, value }: Patch): string | undefined {
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop();
  if (!path.startsWith('/') || last === undefined) return `"${path}" is not a path: paths start with /`;
  let parent: Json = target;
  let walked = '';
  for (const key of keys) {
    walked += `/${key}`;
    // Own fields only: `__proto__` would lead out of the object.
    const next: unknown = Object.hasOwn(parent, key) ? (parent as { [key: string]: unknown })[key] : undefined;
    if (typeof next !== 'object' || next === null) return next === undefined ? `there is no ${walked}` : `${walked} is a value, not an object or a list`;
    parent = next as Json;
  }
  if (Array.isArray(parent)) return applyToArray(parent, operation, last, value) ? undefined : `there is no ${path}`;
  const exists = Object.hasOwn(parent, last);
  if (operation === PatchOperation.ADD && (exists || last === '__proto__')) return `${path} exists already: use Patch.replace`;
  if (operation !== PatchOperation.ADD && !exists) return `there is no ${path}`;
  if (operation === PatchOperation.REMOVE) delete parent[last];
  else parent[last] = value;
  return undefined;
}

function applyToArray(parent: unknown[], operation: PatchOperation, key: string, value: unknown): boolean {
  const index = key === '-' ? parent.length : /^\d+$/.test(key) ? Number(key) : -1;
  const limit = operation === PatchOperation.ADD ? parent.length : parent.length - 1;
  if (!Number.isInteger(index) || index < 0 || index > limit) return false;
  if (operation === PatchOperation.ADD) parent.splice(index, 0, value);
  else if (operation === PatchOperation.REMOVE) parent.splice(index, 1);
  else parent[index] = value;
  return true;
}
