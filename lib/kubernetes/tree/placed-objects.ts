import { isDeepStrictEqual } from 'node:util';
import type { Construct } from 'constructs';
import { type Finding, Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { found, type RuleRecord } from '../../cluster/rule';
import type { Manifest } from '../manifest';
import { KubeObject } from './kube-object';

/** An object, and its place in the tree. */
export interface PlacedObject {
  readonly scope: Construct;
  readonly id: string;
  readonly manifest: Manifest;
}

/**
 * Objects that follow from what was declared, at their places in the tree. Untouched objects are created again
 * when something else is declared; the others stay, because a patch must not be lost.
 */
export class PlacedObjects {
  private readonly made = new Map<string, PlacedObject & { readonly object: KubeObject }>();
  private areHeld = false;

  /** For callers that may keep or patch them. */
  hold(): readonly KubeObject[] {
    this.areHeld = true;
    return [...this.made.values()].map(({ object }) => object);
  }

  get objects(): ReadonlySet<Construct> {
    return new Set([...this.made.values()].map(({ object }) => object));
  }

  make(wanted: readonly PlacedObject[]): void {
    if (this.isCurrent(wanted)) return;
    for (const [path, { scope, object }] of this.made) {
      if (this.areHeld || object.isTouched) continue;
      scope.node.tryRemoveChild(object.node.id);
      this.made.delete(path);
    }
    for (const one of wanted) {
      const path = pathOf(one);
      if (!this.made.has(path)) this.made.set(path, { ...one, object: new KubeObject(one.scope, freeId(one), one.manifest) });
    }
  }

  /** The paths of objects that cannot be created again, but would be different now. */
  outdated(wanted: readonly PlacedObject[]): readonly string[] {
    if (this.made.size === 0) return [];
    const manifests = new Map(wanted.map((one) => [pathOf(one), one.manifest]));
    return [...this.made]
      .filter(([path, { manifest, object }]) => !isDeepStrictEqual(manifest, manifests.get(path)) && (this.areHeld || object.isTouched))
      .map(([path]) => path);
  }

  /** Those that somebody patched. */
  get patched(): readonly KubeObject[] {
    return [...this.made.values()].flatMap(({ object }) => (object.isPatched ? [object] : []));
  }

  private isCurrent(wanted: readonly PlacedObject[]): boolean {
    return wanted.length === this.made.size && wanted.every((one) => isDeepStrictEqual(this.made.get(pathOf(one))?.manifest, one.manifest));
  }
}

/** The user may have taken the id. */
function freeId({ scope, id }: PlacedObject): string {
  let free = id;
  while (scope.node.tryFindChild(free) !== undefined) free += '-';
  return free;
}

function pathOf({ scope, id }: PlacedObject): string {
  return `${scope.node.path}/${id}`;
}

export const RENDERED_EARLY: RuleRecord = {
  code: 'RENDERED-EARLY',
  severity: Severity.ERROR,
  means: 'objects that were requested, or created by `render()`, before a later declaration changed them: a patch could get lost',
  fix: 'declare everything first',
};

/** Objects that were requested before everything was declared. Changing them now would silently lose patches. */
export function renderedEarly(path: string, since: readonly string[]): Finding {
  return found(RENDERED_EARLY, path, {
    given: 'objects that were requested too early',
    allowed: `but they also depend on ${since.length === 0 ? 'what was' : `${listed(since)},`} declared later`,
    fix: 'Declare everything first, then request objects or call render().',
  });
}
