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
      "RBAC-INVALID  lab/worker/blog: a rule about pods without verbs, but a rule allows verbs.
                    Add verbs, such as get, list or watch.

      RBAC-INVALID  lab/worker/blog: a rule about pods without apiGroups, but each resource belongs to an API group.
                    Set apiGroups: '' is the group of pods, Services and Secrets.

      RBAC-INVALID  lab/worker/blog: a rule about nothing, but a rule covers either resources or paths.
                    Set resources, or nonResourceURLs.

      RBAC-INVALID  lab/worker/blog: a rule about /metrics among rules, but URL paths belong to no namespace.
                    Move it to clusterRules.

      RBAC-INVALID  lab/worker/blog: a cluster rule about nodes and /metrics, but a rule covers either resources or paths.
                    Split it into two rules."
    `);
  });

  test('rules of another namespace stand there', () => {
    const pods = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };
    expect(said({ rulesIn: { media: [pods], 'kube-system': [pods] } })).toBe('');
    expect(said({ rulesIn: { blog: [pods], media: [], 'The media': [pods], team: [{ ...pods, verbs: [] }] } })).toMatchInlineSnapshot(`
      "RBAC-INVALID  lab/worker/blog: rules in the namespace blog, but that is its own.
                    Move them to rules.

      RBAC-INVALID  lab/worker/blog: no rules in the namespace media, but it names that namespace.
                    Name what it may do there, or leave it out.

      RBAC-INVALID  lab/worker/blog: the namespace "The media", but Kubernetes accepts at most 63 of a-z, 0-9 and "-".
                    Use its name in the cluster.

      RBAC-INVALID  lab/worker/blog: a rule in team about pods without verbs, but a rule allows verbs.
                    Add verbs, such as get, list or watch."
    `);
  });

  test('who makes something does not name it yet', () => {
    expect(said({ rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['state'], verbs: ['create', 'get'] }] })).toMatchInlineSnapshot(`
      "RBAC-INVALID  lab/worker/blog: a rule about secrets with create for state alone, but such requests carry no name, so the rule never allows them.
                    Move it to a rule without resourceNames."
    `);
  });

  test('what exists has a name', () => {
    expect(said({ clusterRoles: ['a/b'], serviceAccount: 'Robot' })).toMatchInlineSnapshot(`
      "NAME-INVALID  lab/worker/blog: the ServiceAccount "Robot", but Kubernetes accepts a-z, 0-9, "-" and ".".
                    Use its name in the cluster.

      RBAC-INVALID  lab/worker/blog: the ClusterRole "a/b", but a name is not empty and has no "/" or "%".
                    Use its name in the cluster."
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
