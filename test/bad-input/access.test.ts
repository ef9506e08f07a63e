import type { RbacProps } from '../../lib';
import { AvailabilityClass } from '../../lib/availability/ask/workload';
import { facts, messagesOf } from '../support';

function said(rbac: RbacProps): string {
  return messagesOf(AvailabilityClass.SINGLE_POD_FLEXIBLE, { rbac }, facts());
}

describe('rights in the cluster', () => {
  test('a rule is about resources of a group, or about paths, and lets somebody do something', () => {
    expect(
      said({
        rules: [
          { apiGroups: [''], resources: ['pods'], verbs: [] },
          { resources: ['pods'], verbs: ['get'] },
          { verbs: ['get'] },
          { nonResourceURLs: ['/metrics'], verbs: ['get'] },
        ],

        clusterRules: [{ apiGroups: [''], resources: ['nodes'], nonResourceURLs: ['/metrics'], verbs: ['get'] }],
      }),
    ).toMatchInlineSnapshot(`
      "RBAC-INVALID  lab/worker/blog: a rule about pods without verbs, but a rule lets somebody do something.
                    Say what: get, list, watch.

      RBAC-INVALID  lab/worker/blog: a rule about pods without apiGroups, but a resource is one of a group.
                    Say it: '' is the one of pods, Services and Secrets.

      RBAC-INVALID  lab/worker/blog: a rule about nothing, but a rule is about resources or about paths.
                    Say resources, or nonResourceURLs.

      RBAC-INVALID  lab/worker/blog: a rule about /metrics among rules, but such paths are in no namespace.
                    Put it among clusterRules.

      RBAC-INVALID  lab/worker/blog: a cluster rule about nodes and /metrics, but a rule is about resources or about paths.
                    Make two of it."
    `);
  });

  test('who makes something does not name it yet', () => {
    expect(said({ rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['state'], verbs: ['create', 'get'] }] })).toMatchInlineSnapshot(`
      "RBAC-INVALID  lab/worker/blog: a rule about secrets with create for state alone, but such a request names nothing, so it is never let through.
                    Put it into a rule without resourceNames."
    `);
  });

  test('what exists has a name', () => {
    expect(said({ clusterRoles: ['a/b'], serviceAccount: 'Robot' })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the ServiceAccount "Robot", but Kubernetes takes a-z, 0-9, "-" and ".".
                    Use the name that it has in the cluster.

      RBAC-INVALID  lab/worker/blog: the ClusterRole "a/b", but a name is neither empty nor has "/" or "%".
                    Use the name that it has in the cluster."
    `);
  });

  test('sound rights', () => {
    expect(
      said({
        rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['state'], verbs: ['get', 'update'] }],
        clusterRules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
        clusterRoles: ['system:auth-delegator'],
        serviceAccount: 'robot',
      }),
    ).toBe('');
  });
});
