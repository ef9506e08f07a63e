import type { RbacRule } from '../../availability/ask/access';
import type { Plan } from '../../availability/model/plan';
import type { Manifest } from '../../kubernetes/manifest';
import { accountOf } from '../../kubernetes/pod';
import { metadataOf } from './workload';

const GROUP = 'rbac.authorization.k8s.io';

/** The account of an app, and what it may do with the Kubernetes API. */
export function renderAccess(plan: Plan): Manifest[] {
  const { rbac, name, namespace } = plan.ask;
  if (rbac === undefined) return [];
  // Names of cluster-wide objects are shared by all namespaces.
  const clusterName = namespace === undefined || namespace === name ? name : `${namespace}-${name}`;
  const subjects = [{ kind: 'ServiceAccount', name: accountOf(plan.ask), namespace: namespace ?? 'default' }];
  const clusterMetadata = (given: string) => {
    const { namespace: _ours, ...metadata } = metadataOf(plan, given);
    return metadata;
  };
  const binding = (given: string, role: string): Manifest => ({
    apiVersion: `${GROUP}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: clusterMetadata(given),
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: role },
    subjects,
  });
  return [
    ...(rbac.serviceAccount === undefined
      ? [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf(plan), automountServiceAccountToken: false }]
      : []),
    ...((rbac.rules ?? []).length === 0
      ? []
      : [
          { apiVersion: `${GROUP}/v1`, kind: 'Role', metadata: metadataOf(plan), rules: copied(rbac.rules) },
          {
            apiVersion: `${GROUP}/v1`,
            kind: 'RoleBinding',
            metadata: metadataOf(plan),
            roleRef: { apiGroup: GROUP, kind: 'Role', name },
            subjects,
          },
        ]),
    ...Object.entries(rbac.rulesIn ?? {}).flatMap(([other, rules]) => {
      // Beside those of apps of that namespace, which may have the same name.
      const metadata = { ...metadataOf(plan, `${name}-from-${namespace ?? 'default'}`), namespace: other };
      return [
        { apiVersion: `${GROUP}/v1`, kind: 'Role', metadata, rules: copied(rules) },
        { apiVersion: `${GROUP}/v1`, kind: 'RoleBinding', metadata, roleRef: { apiGroup: GROUP, kind: 'Role', name: metadata.name }, subjects },
      ];
    }),
    ...((rbac.clusterRules ?? []).length === 0
      ? []
      : [
          { apiVersion: `${GROUP}/v1`, kind: 'ClusterRole', metadata: clusterMetadata(clusterName), rules: copied(rbac.clusterRules) },
          binding(clusterName, clusterName),
        ]),
    // Names like system:auth-delegator: a binding may have them too, a file not on every machine.
    ...(rbac.clusterRoles ?? []).map((role) => binding(`${clusterName}-${role.replaceAll(':', '-')}`, role)),
  ];
}

function copied(rules: readonly RbacRule[] = []): RbacRule[] {
  return rules.map(({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }) => ({
    ...(apiGroups === undefined ? {} : { apiGroups: [...apiGroups] }),
    ...(resources === undefined ? {} : { resources: [...resources] }),
    ...(resourceNames === undefined ? {} : { resourceNames: [...resourceNames] }),
    ...(nonResourceURLs === undefined ? {} : { nonResourceURLs: [...nonResourceURLs] }),
    verbs: [...verbs],
  }));
}
