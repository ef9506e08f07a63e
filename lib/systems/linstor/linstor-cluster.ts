import type { LinstorClusterSpec } from '../../../imports/piraeus.io';
import type { ClusterFacts } from '../../cluster/cluster';
import { nodesWithRole } from '../../cluster/cluster';
import { NodeRole, roleLabel } from '../../cluster/node';
import type { DrbdStorageProps } from './props';
import { CONTROLLER_TOLERATION } from './storage-classes';

/** The taints of the high-availability controller, which the operator lets its CSI controller tolerate (piraeus-operator, pkg/utils/tolerations). */
const OF_HA_TAINTS = ['drbd.linbit.com/force-io-error', 'drbd.linbit.com/lost-quorum'].map((key) => ({ key, operator: 'Exists', effect: 'NoSchedule' }));
/** Kubernetes would keep it on a dead node for 300 s; linstor-controller goes after 30 s. */
const BRIEFLY = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: CONTROLLER_TOLERATION,
}));

/** LINSTOR on the nodes that hold or witness data, and only there. */
export function linstorClusterSpec({ failOverUnsafePods }: DrbdStorageProps, facts: ClusterFacts): LinstorClusterSpec {
  const roles = [NodeRole.STORAGE, NodeRole.WITNESS].filter((role) => nodesWithRole(facts, role).length > 0);
  const taints = new Map(
    roles.flatMap((role) => nodesWithRole(facts, role)).flatMap((node) => node.taints.map((taint) => [`${taint.key}:${taint.effect}`, taint])),
  );
  const tolerations = [...taints.values()].map(({ key, effect, value }) => ({
    key,
    effect,
    operator: value === undefined ? 'Exists' : 'Equal',
    ...(value === undefined ? {} : { value }),
  }));
  return {
    // Terms are alternatives: storage or witness.
    nodeAffinity: { nodeSelectorTerms: roles.map((role) => ({ matchExpressions: [{ key: roleLabel(role), operator: 'In', values: ['true'] }] })) },
    ...(tolerations.length === 0 ? {} : { tolerations }),
    // Without it no volume moves, and it may die with the node of the app. This list replaces the operator's.
    csiController: { enabled: true, podTemplate: { spec: { tolerations: [...OF_HA_TAINTS, ...BRIEFLY, ...tolerations] } } },
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
