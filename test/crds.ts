import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { Manifest } from '../lib/kubernetes/manifest';

const CRDS = resolve(__dirname, '..', 'e2e', 'crds');

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: object } }[];
  };
}

/** Unknown fields are refused, as under strict field validation. Rules in CEL are for the API server of `npm run e2e`. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => !key.startsWith('x-kubernetes-') && key !== 'format' && key !== 'default');
  const own = Object.fromEntries(entries.map(([key, value]) => [key, strict(value)]));
  return 'properties' in own && !('additionalProperties' in own) ? { ...own, additionalProperties: false } : own;
}

const validators: ReadonlyMap<string, ValidateFunction> = new Map(
  readdirSync(CRDS).flatMap((file) => {
    if (!['gateway-api.', 'cert-manager.', 'argo-cd.', 'flux.'].some((prefix) => file.startsWith(prefix))) return [];
    const { spec } = parse(readFileSync(join(CRDS, file), 'utf8')) as Crd;
    return spec.versions.map(({ name, schema }) => {
      const { properties } = strict(schema.openAPIV3Schema) as { readonly properties: object };
      const whole = { type: 'object', properties: { ...properties, metadata: { type: 'object' } }, additionalProperties: false };
      return [`${spec.group}/${name} ${spec.names.kind}`, new Ajv({ strict: false, allErrors: true }).compile(whole)] as const;
    });
  }),
);

/** What the schemas of the Gateway API, of cert-manager, of Argo CD and of Flux say against objects. */
export function refusedBySchema(objects: readonly Manifest[]): string[] {
  return objects.flatMap((object) => {
    const validate = validators.get(`${object.apiVersion} ${object.kind}`);
    if (validate === undefined || validate(object as unknown)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${object.kind} ${object.metadata.name}${instancePath} ${message}`);
  });
}
