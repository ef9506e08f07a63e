/** A key of a Secret that exists in the namespace of whatever needs it. */
export interface SecretKey {
  readonly secretName: string;
  readonly key: string;
}

/** A key of a ConfigMap that exists in the namespace of whatever needs it. */
export interface ConfigMapKey {
  readonly configMapName: string;
  readonly key: string;
}
