import type { RbacRule } from '../availability/app/access';
import type { Plan } from '../availability/plan';
import type { Manifest } from '../kubernetes/plain';
import { metadataOf } from './workload';

/** The account of an app, and what it may do with the Kubernetes API. */
export function renderAccess(plan: Plan): Manifest[] {
  const { rbac } = plan.ask.props;
  if (rbac === undefined) return [];
  const { name, namespace } = plan.ask;
  // Names of cluster-wide objects are shared by all namespaces.
  const clusterName = namespace === undefined || namespace === name ? name : `${namespace}-${name}`;
  const subjects = [{ kind: 'ServiceAccount', name, namespace: namespace ?? 'default' }];
  const { namespace: _ours, ...clusterMetadata } = metadataOf(plan, clusterName);
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf(plan), automountServiceAccountToken: false },
    ...((rbac.rules ?? []).length === 0
      ? []
      : [
          { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: metadataOf(plan), rules: copied(rbac.rules) },
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'RoleBinding',
            metadata: metadataOf(plan),
            roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
            subjects,
          },
        ]),
    ...((rbac.clusterRules ?? []).length === 0
      ? []
      : [
          { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: clusterMetadata, rules: copied(rbac.clusterRules) },
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRoleBinding',
            metadata: clusterMetadata,
            roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterName },
            subjects,
          },
        ]),
  ];
}

function copied(rules: readonly RbacRule[] = []): RbacRule[] {
  return rules.map(({ apiGroups, resources, verbs }) => ({ apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] }));
}
