import { isDeepStrictEqual } from 'node:util';
import type { Construct } from 'constructs';
import { type Finding, Severity } from '../../cluster/finding';
import { listed } from '../../cluster/names';
import { found, type RuleRecord } from '../../cluster/rule';
import type { Manifest } from '../manifest';
import { KubeObject } from './kube-object';

/** An object, and where in the tree it belongs. */
export interface PlacedObject {
  readonly scope: Construct;
  readonly id: string;
  readonly manifest: Manifest;
}

/**
 * Objects that follow from what was declared, as they stand in the tree. Those that nobody asked for or touched are made anew
 * when something else is declared; the others stay, for a patch of cdk8s must not be lost.
 */
export class PlacedObjects {
  private readonly made = new Map<string, PlacedObject & { readonly object: KubeObject }>();
  private areHeld = false;

  /** For somebody who may keep or patch them. */
  hold(): readonly KubeObject[] {
    this.areHeld = true;
    return [...this.made.values()].map(({ object }) => object);
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
      if (!this.made.has(path)) this.made.set(path, { ...one, object: new KubeObject(one.scope, one.id, one.manifest) });
    }
  }

  /** The paths of those that cannot be made anew, and would be others now. */
  outdated(wanted: readonly PlacedObject[]): readonly string[] {
    if (this.made.size === 0) return [];
    const manifests = new Map(wanted.map((one) => [pathOf(one), one.manifest]));
    return [...this.made]
      .filter(([path, { manifest, object }]) => !isDeepStrictEqual(manifest, manifests.get(path)) && (this.areHeld || object.isTouched))
      .map(([path]) => path);
  }

  private isCurrent(wanted: readonly PlacedObject[]): boolean {
    return wanted.length === this.made.size && wanted.every((one) => isDeepStrictEqual(this.made.get(pathOf(one))?.manifest, one.manifest));
  }
}

function pathOf({ scope, id }: PlacedObject): string {
  return `${scope.node.path}/${id}`;
}

export const RENDERED_EARLY: RuleRecord = {
  code: 'RENDERED-EARLY',
  severity: Severity.ERROR,
  means: 'objects were asked for, or `render()` was called, and something that was declared after that changes them: a patch could be lost',
  fix: 'declare everything first',
};

/** Objects that somebody asked for before everything was declared: changed now, they would lose a patch without a word. */
export function renderedEarly(path: string, since: readonly string[]): Finding {
  return found(RENDERED_EARLY, path, {
    given: 'objects that were asked for early',
    allowed: `but they also depend on ${since.length === 0 ? 'what was' : `${listed(since)},`} declared since`,
    fix: 'Declare everything first, then ask for objects or call render().',
  });
}
