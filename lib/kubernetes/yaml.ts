import { stringify } from 'yaml';
import type { Manifest } from './manifest';

/** YAML 1.1, because kubectl, kustomize and Helm read `yes`, `on` and `0755` by its rules; quoted if they would misread it. */
const OPTIONS = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;

/** One file of Kubernetes objects. */
export function renderYaml(objects: readonly (Manifest | { readonly [key: string]: unknown })[]): string {
  return objects.map((object) => stringify(object, OPTIONS)).join('---\n');
}

/** One file of something else that reads YAML. */
export function renderConfigYaml(content: unknown): string {
  return stringify(content, OPTIONS);
}
