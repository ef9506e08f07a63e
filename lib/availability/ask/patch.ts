export enum PatchOperation {
  ADD = 'add',
  REPLACE = 'replace',
  REMOVE = 'remove',
}

/** A change to a finished object, for everything that has no prop. It is applied last, and the report shows it. */
export class Patch {
  /** Adds a field. Its parent must exist. @param path a JSON pointer: `/spec/template/spec/hostname` */
  static add(kind: string, path: string, value: unknown, reason: string): Patch {
    return new Patch(PatchOperation.ADD, kind, path, value, reason);
  }
  /** Replaces an existing field. */
  static replace(kind: string, path: string, value: unknown, reason: string): Patch {
    return new Patch(PatchOperation.REPLACE, kind, path, value, reason);
  }
  /** Removes an existing field. */
  static remove(kind: string, path: string, reason: string): Patch {
    return new Patch(PatchOperation.REMOVE, kind, path, undefined, reason);
  }

  private constructor(
    /** @internal */
    readonly operation: PatchOperation,
    /** The kind of the object: `Deployment`. */
    readonly kind: string,
    readonly path: string,
    readonly value: unknown,
    readonly reason: string,
  ) {
    Object.freeze(this);
  }
}
