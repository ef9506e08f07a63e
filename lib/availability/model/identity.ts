import type { Plan } from './plan';

/** `namespace/name`, the identity of an app in its cluster. */
export function identity({ ask }: Plan): string {
  return `${ask.namespace ?? 'default'}/${ask.name}`;
}
