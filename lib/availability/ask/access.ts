/** Verbs on resources of the Kubernetes API, or on other paths of it. */
export interface RbacRule {
  /** `''` is the one of pods, Services and Secrets. @default - none: the rule is about `nonResourceURLs` */
  readonly apiGroups?: readonly string[];
  /** `pods`, `pods/log`. @default - none: the rule is about `nonResourceURLs` */
  readonly resources?: readonly string[];
  /** Only the resources of these names. @default - all */
  readonly resourceNames?: readonly string[];
  /** Paths of the API server that are no resources: `/metrics`. Among `clusterRules` alone. @default - none */
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** What an app may do with the Kubernetes API. It then has an account of its own and a token. */
export interface RbacProps {
  /** In its own namespace. @default - nothing */
  readonly rules?: readonly RbacRule[];
  /** In all namespaces, and on what has none. @default - nothing */
  readonly clusterRules?: readonly RbacRule[];
  /** ClusterRoles that exist, in all namespaces: `view`. @default - none */
  readonly clusterRoles?: readonly string[];
  /** An account that exists in the app's namespace, which gets these rights beside those that it has. @default - one of its own */
  readonly serviceAccount?: string;
}
