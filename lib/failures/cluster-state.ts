import type { ClusterFacts } from '../cluster/cluster';
import { Datastore, Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { type Failure, FailureKind } from './failure';
import { Phase, type Step } from './outcome';

/** What becomes of the state of the cluster if the servers that hold it never come back. */
export interface StateLoss {
  /** The servers: no other node has the state. */
  readonly nodes: readonly string[];
  /** How old its backup may be, in seconds. Left out if the facts describe none. */
  readonly backupSeconds?: number;
}

/** The loss of all servers. Undefined if a server that holds the state goes on, or if it is held elsewhere. */
export function stateLoss({ dead, kind }: Failure, { controlPlane: { servers, datastore, stateBackup } }: ClusterFacts): StateLoss | undefined {
  const isHeldByServers = datastore !== Datastore.EXTERNAL && servers.length > 0;
  if (kind === FailureKind.POWER || !isHeldByServers || !servers.every((server) => dead.includes(server))) return undefined;
  return { nodes: servers, ...(stateBackup === undefined ? {} : { backupSeconds: stateBackup.every.seconds }) };
}

/** What a person does about the control plane if what stopped never comes back. @param isHeadless whether too few servers are left */
export function controlPlaneSteps(failure: Failure, facts: ClusterFacts, isHeadless: boolean): readonly Step[] {
  const { servers } = facts.controlPlane;
  const dead = servers.filter((server) => failure.dead.includes(server));
  if (!isHeadless || dead.length === 0 || failure.kind === FailureKind.POWER) return [];
  const before = `If ${listed(dead)} never ${dead.length === 1 ? 'comes' : 'come'} back: make sure that ${dead.length === 1 ? 'it stays' : 'they stay'} off, and bring the control plane back`;
  const after = 'Nothing moves, heals or changes before.';
  const how =
    stateLoss(failure, facts) === undefined
      ? fromTheRest(
          servers.filter((server) => !dead.includes(server)),
          facts,
        )
      : fromBackup(facts);
  return [{ text: `${before}${how.text} ${after}`, ...(how.command === undefined ? {} : { command: how.command }), phase: Phase.OVERRIDE }];
}

interface How {
  readonly text: string;
  readonly command?: string;
}

/** Commands: docs.k3s.io/cli/etcd-snapshot. */
function fromTheRest(left: readonly string[], { controlPlane: { datastore, distribution } }: ClusterFacts): How {
  if (datastore !== Datastore.EMBEDDED_ETCD) return { text: ' with another server.' };
  const text = `. Make ${left.length === 1 ? left[0] : `one of ${listed(left)}`} the only member of etcd, and let other servers join it again.`;
  return distribution === Distribution.K3S ? { text, command: 'k3s server --cluster-reset  # on that server, with k3s stopped' } : { text };
}

/** Paths and commands: docs.k3s.io/datastore/backup-restore, docs.k3s.io/cli/etcd-snapshot. */
function fromBackup({ controlPlane: { datastore, distribution } }: ClusterFacts): How {
  if (distribution !== Distribution.K3S) return { text: ' on a new server, with a snapshot of etcd.' };
  return datastore === Datastore.SQLITE
    ? { text: ' on a new server of the same name, with the backup of /var/lib/rancher/k3s/server/db and /var/lib/rancher/k3s/server/token.' }
    : {
        text: ' on a new server, with a snapshot of etcd and the token of the old servers.',
        command: 'k3s server --cluster-reset --cluster-reset-restore-path=<snapshot> --token=<token>',
      };
}
