/**
 * A reference to another app. Every app construct is one, and so is an `ExternalService`, which an app may depend on and wait for.
 * Without the construct, write `{ name: 'database', namespace: 'office' }`, for example for an app that is declared later.
 */
export interface AppReference {
  readonly name: string;
  /** @default - the name of the app; in your own chart, the namespace of that chart */
  readonly namespace?: string;
}

/** As plain data, because a construct would be frozen with its props. The checks report what is not an app. */
export function plainReference(given: AppReference): AppReference {
  if (typeof given !== 'object' || given === null || Object.getPrototypeOf(given) === Object.prototype) return given;
  const { name, namespace } = given;
  return Object.freeze(namespace === undefined ? { name } : { name, namespace });
}

/** Each as plain data. Programs can run without the compiler, so it may be anything. */
export function plainReferences(given: readonly AppReference[]): readonly AppReference[] {
  return Array.isArray(given) ? given.map(plainReference) : given;
}

/** For messages and the report: without the namespace if it equals the name of the app, or the namespace of the other app. */
export function referenceText({ name, namespace }: AppReference, own?: string): string {
  return namespace === undefined || namespace === name || namespace === own ? name : `${namespace}/${name}`;
}
