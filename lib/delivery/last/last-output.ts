/** What a new output is compared with before it is written, so that no change stops apps or loses data unseen. */
export class LastOutput {
  /**
   * The output folder as it is in Git at a branch, tag or commit: with `LastOutput.ref('origin/main')` as Flux applies it.
   *
   * @param folder where it is there, if not where it is here, seen from the root of the repository: `.` is the root
   */
  static ref(name: string, folder?: string): LastOutput {
    return new LastOutput(name, folder);
  }

  /** Another folder with one folder per cluster, seen from the working directory. */
  static folder(path: string): LastOutput {
    return new LastOutput(undefined, path);
  }

  /** Nothing: every change is written. */
  static none(): LastOutput {
    return new LastOutput(undefined, undefined);
  }

  private constructor(
    readonly gitRef: string | undefined,
    /** With a ref a folder of the repository, else of the disk. */
    readonly path: string | undefined,
  ) {
    Object.freeze(this);
  }
}
