import { ApiObject, ApiObjectMetadataDefinition, App, type JsonPatch, type OwnerReference } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { Severity } from '../../cluster/finding';
import { refuse } from '../../cluster/refuse';
import { found, type RuleRecord } from '../../cluster/rule';
import { kindOf } from '../kinds';
import type { Manifest } from '../manifest';
import { patchedBy } from './json-patches';

const MARK = Symbol.for('cdk8s-availability.KubeObject');

/** A patch that finds nothing to change. */
export const PATCH_NOWHERE: RuleRecord = {
  code: 'PATCH-NOWHERE',
  severity: Severity.ERROR,
  means: 'a patch of an object or a path that does not exist',
  fix: 'check the object in `dist/`',
};

const NO_PATCHES: readonly JsonPatch[] = Object.freeze([]);

/** Metadata that knows whether somebody added something. */
class Metadata extends ApiObjectMetadataDefinition {
  isTouched = false;

  override addLabel(key: string, value: string): void {
    this.isTouched = true;
    super.addLabel(key, value);
  }

  override addAnnotation(key: string, value: string): void {
    this.isTouched = true;
    super.addAnnotation(key, value);
  }

  override addFinalizers(...finalizers: string[]): void {
    this.isTouched = true;
    super.addFinalizers(...finalizers);
  }

  override addOwnerReference(owner: OwnerReference): void {
    this.isTouched = true;
    super.addOwnerReference(owner);
  }

  override add(key: string, value: unknown): void {
    this.isTouched = true;
    super.add(key, value);
  }
}

/** The resolvers of every App of cdk8s: for lazy values, unions and values that resolve themselves, none of which is in our metadata. */
const BUILT_IN_RESOLVERS = 3;

/**
 * A finished object in the construct tree. It returns what it was given, with sorted keys, and reads neither
 * environment nor schema: a field that is newer than the generated types is kept.
 */
export class KubeObject extends ApiObject {
  /** `instanceof` does not work: ApiObject answers it for every object of every library. */
  static isKubeObject(object: ApiObject): object is KubeObject {
    return MARK in object;
  }

  override readonly metadata: Metadata;
  /** Few objects have any, so these are made when they do: with ten thousand apps, empty ones are many megabytes. */
  private later: readonly JsonPatch[] = NO_PATCHES;
  private links: Set<IConstruct> | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly manifest: Manifest,
  ) {
    // Its metadata are replaced at once.
    super(scope, id, { apiVersion: manifest.apiVersion, kind: manifest.kind, metadata: { name: manifest.metadata.name } });
    this.metadata = new Metadata({ ...this.given(), apiObject: this });
    Object.defineProperty(this, MARK, { value: true });
  }

  /** Kept separately, so that a patch sees the whole object. */
  override addJsonPatch(...ops: JsonPatch[]): void {
    this.later = [...this.later, ...ops];
  }

  /** Its identity in Kubernetes, without the cost of the whole object. A patch that breaks it is refused elsewhere. */
  get identity(): Pick<Manifest, 'apiVersion' | 'kind'> & { readonly metadata: Pick<Manifest['metadata'], 'name' | 'namespace'> } {
    const patched = this.later.length === 0 ? undefined : (this.patched() as Partial<Manifest> | undefined);
    if (patched?.apiVersion !== undefined && patched.kind !== undefined && patched.metadata?.name !== undefined) return patched as Manifest;
    const { name, namespace } = this.metadata;
    return { apiVersion: this.apiVersion, kind: this.kind, metadata: { name: name ?? this.name, ...(namespace === undefined ? {} : { namespace }) } };
  }

  /** Puts it after others, as its app asks: no addition of the user's. */
  putAfter(others: readonly IConstruct[]): void {
    this.node.addDependency(...others);
    this.links ??= new Set();
    for (const other of others) this.links.add(other);
  }

  /** Whether it has patches or other additions. */
  get isTouched(): boolean {
    return this.isPatched || this.node.dependencies.some((other) => this.links?.has(other) !== true) || this.node.children.length > 0;
  }

  /** Whether it differs from what it was made as. */
  get isPatched(): boolean {
    return (
      this.later.length > 0 ||
      (this.metadata.isTouched && JSON.stringify(sortKeys(this.metadata.toJson())) !== JSON.stringify(sortKeys(withoutEmpty(this.given()))))
    );
  }

  /** Without patches. */
  unpatched(): Manifest {
    return this.withMetadata(withoutEmpty(this.given()) as Manifest['metadata']);
  }

  /** With them. Undefined: a path does not exist, or a test fails. */
  patched(): unknown {
    try {
      return this.toJson();
    } catch {
      return undefined;
    }
  }

  /** Why its patches find nothing to change. Undefined: they do. */
  get misplaced(): string | undefined {
    const result = this.applied();
    return 'against' in result ? result.against : undefined;
  }

  /** @throws FindingsError if patches find nothing to change */
  override toJson(): Manifest {
    const result = this.applied();
    if ('after' in result) return result.after as Manifest;
    return refuse([
      found(PATCH_NOWHERE, this.node.path, {
        given: `a patch of the ${this.kind} ${this.name} by addJsonPatch`,
        allowed: `but ${result.against}`,
        fix: 'Check the path in the object in dist/.',
      }),
    ]);
  }

  private applied(): ReturnType<typeof patchedBy> {
    const object = this.isAsMade ? this.unpatched() : this.withMetadata(this.metadata.toJson() as Manifest['metadata']);
    return this.later.length === 0 ? { after: object } : patchedBy(object, this.later);
  }

  /** Then it need not ask cdk8s, which takes longer for the metadata of an object than everything else does. */
  private get isAsMade(): boolean {
    return !this.metadata.isTouched && App.of(this).resolvers.length === BUILT_IN_RESOLVERS;
  }

  /** The metadata that it was made with. */
  private given(): Manifest['metadata'] {
    const { namespace = this.chart.namespace, labels, ...rest } = this.manifest.metadata;
    return { ...rest, ...(namespace === undefined ? {} : { namespace }), labels: { ...this.chart.labels, ...labels } };
  }

  private withMetadata({ namespace, ...rest }: Manifest['metadata']): Manifest {
    const metadata = namespace === undefined || kindOf(this)?.clusterScoped === true ? rest : { ...rest, namespace };
    const { apiVersion, kind, metadata: _replaced, ...fields } = this.manifest;
    const sorted = sortKeys({ ...fields }) as { readonly [field: string]: unknown };
    return { apiVersion, kind, metadata: sortKeys(metadata) as Manifest['metadata'], ...sorted };
  }
}

/** As cdk8s writes metadata. */
function withoutEmpty(fields: object): unknown {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value !== 'object' || value === null || Object.keys(value).length > 0));
}

/** The same data with keys in order and without what is undefined. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const sorted: { [key: string]: unknown } = {};
  const keys = Object.keys(value);
  if (keys.some((key, index) => index > 0 && key < (keys[index - 1] as string))) keys.sort();
  for (const key of keys) {
    const part = (value as { readonly [key: string]: unknown })[key];
    if (part !== undefined) sorted[key] = sortKeys(part);
  }
  return sorted;
}
