/**
 * An app that another one names. Every app construct is one; who has none at hand writes `{ name: 'database', namespace: 'office' }`,
 * as of one that is declared later.
 */
export interface AppReference {
  readonly name: string;
  /** @default - one named like the app; in a chart of your own, that chart's */
  readonly namespace?: string;
}

/** As plain data: a construct would be frozen with what names it. What is no construct is left to the checks. */
export function plainReference(given: AppReference): AppReference {
  if (typeof given !== 'object' || given === null || Object.getPrototypeOf(given) === Object.prototype) return given;
  const { name, namespace } = given;
  return Object.freeze(namespace === undefined ? { name } : { name, namespace });
}

/** Each as plain data. Programs of the user's may run uncompiled, so it may be anything. */
export function plainReferences(given: readonly AppReference[]): readonly AppReference[] {
  return Array.isArray(given) ? given.map(plainReference) : given;
}

/** As a reader of a message or a report wants it: without a namespace that is named like the app, or the asking app's own. */
export function referenceText({ name, namespace }: AppReference, own?: string): string {
  return namespace === undefined || namespace === name || namespace === own ? name : `${namespace}/${name}`;
}
