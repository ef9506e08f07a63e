/** A key of an existing Secret in the namespace of the construct that uses it. */
export interface SecretKey {
  readonly secretName: string;
  readonly key: string;
}

/** A key of an existing ConfigMap in the namespace of the construct that uses it. */
export interface ConfigMapKey {
  readonly configMapName: string;
  readonly key: string;
}
