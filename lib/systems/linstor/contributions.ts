import type { ClusterFacts } from '../../cluster/cluster';
import { type Contributions, type DataSet, MoverTask, type VoteGroup, VoteRule, VoteStops } from '../../failures/contribution';
import { type DrbdStorageProps, diskfulNodes } from './props';
import { drbdClasses } from './storage-classes';
import { hasTiebreaker, isSpreadOverZones, voters } from './zones';

const CONTROLLER = 'linstor-controller';

/** LINSTOR leaves a quorum alone that a person has set (CtrlRscAutoQuorumHelper, Internal/Drbd/QuorumSetBy). */
const QUORUM = 'kubectl -n piraeus-datastore exec deploy/linstor-controller -- linstor resource-definition set-property <volume> DrbdOptions/Resource/quorum';

/** What LINSTOR tells the engine: who votes on a volume, where its copies are, and who moves it. */
export function drbdContributions(props: DrbdStorageProps, facts: ClusterFacts): Contributions {
  const replicated = drbdClasses(props, facts).filter(({ nodeLocal }) => !nodeLocal);
  const diskful = new Set(diskfulNodes(facts).map(({ name }) => name));
  const satellites = voters(facts).map(({ name }) => name);
  const voting = (name: string, copies: number): VoteGroup => {
    const tiebreaker = hasTiebreaker(copies, facts);
    return {
      name,
      // Two copies without a tiebreaker have their quorum switched off: each side goes on.
      rule: copies === 2 && !tiebreaker ? VoteRule.ONE : VoteRule.DRBD,
      stops: VoteStops.WRITES,
      voters: satellites.map((node) => ({ node, diskful: diskful.has(node) })),
      copies,
      tiebreaker,
      zonesApart: isSpreadOverZones(props, facts),
      override: `${QUORUM} off`,
      afterOverride: `${QUORUM} majority`,
    };
  };
  return {
    votes: replicated.map(({ name, copies }) => voting(name, copies)),
    data: replicated.map(({ name, copies }): DataSet => ({ storageClass: name, holders: [...diskful], copies, votes: name, movers: [CONTROLLER] })),
    movers: [
      {
        name: CONTROLLER,
        task: MoverTask.VOLUMES,
        nodes: satellites,
        // piraeus-operator, pkg/resources/cluster/controller
        pods: { namespace: 'piraeus-datastore', selector: 'app.kubernetes.io/component=linstor-controller' },
      },
    ],
  };
}
