import { type Patch, PatchOperation } from '../../availability/ask/patch';
import type { Plan } from '../../availability/model/plan';
import type { ClusterFacts } from '../../cluster/cluster';
import { type Finding, Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { found, type RuleRecord } from '../../cluster/rule';
import { pointerKeys } from '../../kubernetes/json-pointer';
import type { Manifest } from '../../kubernetes/manifest';
import { PATCH_NOWHERE } from '../../kubernetes/tree/kube-object';
import { PATCH_AMBIGUOUS, PATCH_REFUSED } from '../rules';
import { judgePatched } from './judge-patch';

type Json = { [key: string]: unknown } | unknown[];

interface Patched {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/** The objects with the patches of the app, or without any if one is refused. */
export function applyPatches(plan: Plan, manifests: readonly Manifest[], facts: ClusterFacts | undefined): Patched {
  const { patches, path } = plan.ask;
  if (patches.length === 0) return { manifests, findings: [] };
  const copies = manifests.map((manifest) => structuredClone(manifest));
  const findings: Finding[] = [];
  const refuse = (rule: RuleRecord, given: string, allowed: string, fix: string) => findings.push(found(rule, path, { given, allowed, fix }));
  for (const patch of patches) {
    const [kind = '', name] = patch.object.split('/');
    const ofKind = manifests.filter((manifest) => manifest.kind === kind);
    const targets = copies.filter((_copy, index) => manifests[index]?.kind === kind && (name === undefined || manifests[index].metadata.name === name));
    const [target] = targets;
    if (patch.operation !== PatchOperation.REMOVE && patch.value === undefined)
      refuse(
        PATCH_REFUSED,
        `a patch that ${VERBS[patch.operation]} ${patch.path} in the ${kind} without a value`,
        'but nothing would be written',
        'Write the value of the field.',
      );
    else if (target === undefined)
      refuse(
        PATCH_NOWHERE,
        `a patch of a ${name === undefined ? kind : `${kind} ${name}`}`,
        `but the app has ${listed(ofKind.length === 0 ? [...new Set(manifests.map((one) => one.kind))] : ofKind.map(named))}`,
        'Name one of them.',
      );
    else if (targets.length > 1)
      refuse(
        PATCH_AMBIGUOUS,
        `a patch of a ${kind}`,
        `but the app has ${listed(ofKind.map(named))}`,
        `Name one, such as '${kind}/${ofKind.at(-1)?.metadata.name}'.`,
      );
    else {
      const against = applyPatch(target as Json, patch);
      if (against !== undefined)
        refuse(
          PATCH_NOWHERE,
          `a patch that ${VERBS[patch.operation]} ${patch.path} in the ${kind}`,
          `but ${against}`,
          'Check the path in the object in dist/.',
        );
    }
  }
  for (const [index, before] of manifests.entries()) findings.push(...judgePatched(plan, before, copies[index], facts));
  return { manifests: findings.some(({ severity }) => severity === Severity.ERROR) ? manifests : copies, findings };
}

function named({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

const VERBS = { [PatchOperation.ADD]: 'adds', [PatchOperation.REPLACE]: 'replaces', [PatchOperation.REMOVE]: 'removes' };

/** Changes the object, or returns what is wrong. */
function applyPatch(target: Json, { operation, path, value: given }: Patch): string | undefined {
  const value = copyOf(given);
  const keys = [...pointerKeys(path)];
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

/** Later patches may change it, and it may belong to several apps. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return copyOf(value.toJSON());
  return Array.isArray(value) ? value.map(copyOf) : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
}
