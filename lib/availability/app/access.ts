/** Verbs on resources of the Kubernetes API. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** What an app may do with the Kubernetes API. It then has an account of its own and a token. */
export interface RbacProps {
  /** In its own namespace. @default - nothing */
  readonly rules?: readonly RbacRule[];
  /** In all namespaces, and on what has none. @default - nothing */
  readonly clusterRules?: readonly RbacRule[];
}
