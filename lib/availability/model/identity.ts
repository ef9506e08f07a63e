import type { AppReference } from '../ask/reference/app';
import type { Ask } from '../ask/workload';

type Named = { readonly ask: Pick<Ask, 'name' | 'namespace'> };

/** `namespace/name`, the identity of an app in its cluster. */
export function identity({ ask }: Named): string {
  return `${ask.namespace ?? 'default'}/${ask.name}`;
}

/** The identity of the app that a reference names. */
export function identityNamed({ name, namespace = name }: AppReference): string {
  return `${namespace}/${name}`;
}

export function byIdentity<T extends Named>(apps: readonly T[]): ReadonlyMap<string, T> {
  return new Map(apps.map((app) => [identity(app), app]));
}
