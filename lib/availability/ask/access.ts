/** Verbs on resources of the Kubernetes API, or on its URL paths. */
export interface RbacRule {
  /** `''` is the group of pods, Services and Secrets. @default - none: the rule covers `nonResourceURLs` */
  readonly apiGroups?: readonly string[];
  /** `pods`, `pods/log`. @default - none: the rule covers `nonResourceURLs` */
  readonly resources?: readonly string[];
  /** Only resources with these names. @default - all */
  readonly resourceNames?: readonly string[];
  /** URL paths of the API server: `/metrics`. Only in `clusterRules`. @default - none */
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** What an app may do with the Kubernetes API. It then has its own service account and a token. */
export interface RbacProps {
  /** In its own namespace. @default - nothing */
  readonly rules?: readonly RbacRule[];
  /** In other namespaces, by their names: `{ media: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] }`. @default - nothing */
  readonly rulesIn?: { readonly [namespace: string]: readonly RbacRule[] };
  /** In all namespaces, and on cluster-wide resources. @default - nothing */
  readonly clusterRules?: readonly RbacRule[];
  /** Existing ClusterRoles, for all namespaces: `view`. @default - none */
  readonly clusterRoles?: readonly string[];
  /** An existing service account in the namespace of the app, which gets these permissions in addition. @default - its own account */
  readonly serviceAccount?: string;
}
