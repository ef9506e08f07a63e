/** What a claim is filled with when it is made. */
export class DataSource {
  /** A VolumeSnapshot of the same namespace. */
  static snapshot(name: string): DataSource {
    return new DataSource('snapshot.storage.k8s.io', 'VolumeSnapshot', name);
  }
  /** Another claim of the same namespace and storage class: a copy of it. */
  static claim(name: string): DataSource {
    return new DataSource(undefined, 'PersistentVolumeClaim', name);
  }
  /** An object of a volume populator: `DataSource.of('volsync.backube', 'ReplicationDestination', 'wiki')`. */
  static of(apiGroup: string, kind: string, name: string): DataSource {
    return new DataSource(apiGroup, kind, name);
  }

  private constructor(
    /** Undefined: Kubernetes' own first one. */
    readonly apiGroup: string | undefined,
    readonly kind: string,
    readonly name: string,
  ) {
    Object.freeze(this);
  }
}
