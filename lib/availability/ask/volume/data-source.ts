/** The initial content of a claim. */
export class DataSource {
  /** A VolumeSnapshot in the same namespace. */
  static snapshot(name: string): DataSource {
    return new DataSource('snapshot.storage.k8s.io', 'VolumeSnapshot', name);
  }
  /** A copy of another claim in the same namespace and storage class. */
  static claim(name: string): DataSource {
    return new DataSource(undefined, 'PersistentVolumeClaim', name);
  }
  /** An object of a volume populator: `DataSource.of('volsync.backube', 'ReplicationDestination', 'wiki')`. */
  static of(apiGroup: string, kind: string, name: string): DataSource {
    return new DataSource(apiGroup, kind, name);
  }

  private constructor(
    /** Undefined: the core group of Kubernetes. */
    readonly apiGroup: string | undefined,
    readonly kind: string,
    readonly name: string,
  ) {
    Object.freeze(this);
  }
}
