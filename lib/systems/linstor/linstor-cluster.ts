import type { LinstorClusterSpec } from '../../../imports/piraeus.io';
import type { ClusterFacts } from '../../cluster/cluster';
import { nodesWithRole } from '../../cluster/cluster';
import { NodeRole, roleLabel } from '../../cluster/node';
import type { DrbdStorageProps } from './props';

/** LINSTOR on the nodes that hold or witness data, and only there. */
export function linstorClusterSpec({ failOverUnsafePods }: DrbdStorageProps, facts: ClusterFacts): LinstorClusterSpec {
  const roles = [NodeRole.STORAGE, NodeRole.WITNESS].filter((role) => nodesWithRole(facts, role).length > 0);
  const taints = new Map(
    roles.flatMap((role) => nodesWithRole(facts, role)).flatMap((node) => node.taints.map((taint) => [`${taint.key}:${taint.effect}`, taint])),
  );
  return {
    // Terms are alternatives: storage or witness.
    nodeAffinity: { nodeSelectorTerms: roles.map((role) => ({ matchExpressions: [{ key: roleLabel(role), operator: 'In', values: ['true'] }] })) },
    ...(taints.size === 0
      ? {}
      : {
          tolerations: [...taints.values()].map(({ key, effect, value }) => ({
            key,
            effect,
            operator: value === undefined ? 'Exists' : 'Equal',
            ...(value === undefined ? {} : { value }),
          })),
        }),
    highAvailabilityController: {
      enabled: true,
      // This list replaces the arguments of the image, which start with the program.
      ...(failOverUnsafePods !== undefined
        ? { podTemplate: { spec: { containers: [{ name: 'ha-controller', args: ['/agent', '--fail-over-unsafe-pods=true'] }] } } }
        : {}),
    },
    // Volumes for several writers need a separate server; no class here promises them.
    nfsServer: { enabled: false },
  };
}
