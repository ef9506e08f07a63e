export enum PatchOperation {
  ADD = 'add',
  REPLACE = 'replace',
  REMOVE = 'remove',
}

/**
 * A change to a finished object, for everything that has no prop. It is applied last, and the report shows it. The
 * object is named by its kind, `Deployment`, and by kind and name where the app has several: `Service/wiki-admin`.
 * What the class, the facts and the props decide stays as it is.
 */
export class Patch {
  /** Adds a field, or an item to a list. Its parent must exist. @param path a JSON pointer: `/spec/template/spec/subdomain` */
  static add(object: string, path: string, value: unknown, reason: string): Patch {
    return new Patch(PatchOperation.ADD, object, path, value, reason);
  }
  /** Replaces an existing field. */
  static replace(object: string, path: string, value: unknown, reason: string): Patch {
    return new Patch(PatchOperation.REPLACE, object, path, value, reason);
  }
  /** Removes an existing field: a probe, `/spec/template/spec/containers/0/startupProbe`. */
  static remove(object: string, path: string, reason: string): Patch {
    return new Patch(PatchOperation.REMOVE, object, path, undefined, reason);
  }

  private constructor(
    /** @internal */
    readonly operation: PatchOperation,
    /** The kind of the object, and its name where the app has several: `Deployment`, `Service/wiki-admin`. */
    readonly object: string,
    readonly path: string,
    readonly value: unknown,
    readonly reason: string,
  ) {
    Object.freeze(this);
  }
}
