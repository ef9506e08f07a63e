export enum PatchOperation {
  ADD = 'add',
  REPLACE = 'replace',
  REMOVE = 'remove',
}

/** A change to a finished object, for what the props cannot say. It is applied last, and stands in the report. */
export class Patch {
  /** A field that is not there yet; what holds it must be. @param path a JSON pointer: `/spec/template/spec/hostname` */
  static add(kind: string, path: string, value: unknown, reason: string): Patch {
    return new Patch(PatchOperation.ADD, kind, path, value, reason);
  }
  /** A field that is there. */
  static replace(kind: string, path: string, value: unknown, reason: string): Patch {
    return new Patch(PatchOperation.REPLACE, kind, path, value, reason);
  }
  /** A field that is there goes. */
  static remove(kind: string, path: string, reason: string): Patch {
    return new Patch(PatchOperation.REMOVE, kind, path, undefined, reason);
  }

  private constructor(
    /** @internal */
    readonly operation: PatchOperation,
    /** The kind of the app's object: `Deployment`. */
    readonly kind: string,
    readonly path: string,
    readonly value: unknown,
    readonly reason: string,
  ) {
    Object.freeze(this);
  }
}
