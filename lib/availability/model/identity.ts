import type { Ask } from '../ask/workload';

/** `namespace/name`, the identity of an app in its cluster. */
export function identity({ ask }: { readonly ask: Pick<Ask, 'name' | 'namespace'> }): string {
  return `${ask.namespace ?? 'default'}/${ask.name}`;
}
