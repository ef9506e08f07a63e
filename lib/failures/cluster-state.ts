import type { ClusterFacts } from '../cluster/cluster';
import { Datastore, Distribution } from '../cluster/control-plane';
import { listed } from '../cluster/names';
import { deadWithAddress } from './another-server';
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
  const [come, stay] = dead.length === 1 ? ['comes', 'it stays'] : ['come', 'they stay'];
  const left = servers.filter((server) => !dead.includes(server));
  const [how, ...others] = stateLoss(failure, facts) === undefined ? fromTheRest(left, failure, facts) : fromBackup(failure, facts);
  const first = {
    ...how,
    text: `If ${listed(dead)} never ${come} back: make sure that ${stay} off, and bring the control plane back, because nothing moves, heals or changes before. ${how.text}`,
  };
  return [repairOf(failure.dead), ...[first, ...others].map((one) => ({ ...one, phase: Phase.OVERRIDE }))];
}

/** The first step after any crash. */
export function repairOf(dead: readonly string[]): Step {
  return { text: `Start ${listed(dead)}.`, command: 'kubectl get nodes --watch', phase: Phase.REPAIR };
}

type How = Omit<Step, 'phase'>;

/** kubernetes.io, Operating etcd clusters. */
function fromTheRest(left: readonly string[], failure: Failure, facts: ClusterFacts): readonly [How, ...How[]] {
  const { datastore, distribution } = facts.controlPlane;
  if (datastore !== Datastore.EMBEDDED_ETCD) return [{ text: 'Its state is kept elsewhere: set up another server on it.' }];
  if (distribution === Distribution.K3S) return resetOf(left, failure, facts);
  const one = left.length === 1 ? left[0] : `one of ${listed(left)}`;
  return [
    {
      text: `Stop etcd on every server that is left, start it on ${one} alone with --force-new-cluster, and let other servers join it again as new members.`,
    },
  ];
}

/**
 * docs.k3s.io/cli/etcd-snapshot. K3s refuses a reset while the address of another server is set (k3s-io/k3s, pkg/cli/server/server.go:
 * "remove server from configuration before resetting").
 */
function resetOf(left: readonly string[], failure: Failure, facts: ClusterFacts): readonly [How, ...How[]] {
  const survivor = left.length === 1 ? (left[0] ?? '') : NEW;
  const which = left.length === 1 ? ', to make it the only member of etcd' : `, and choose one to be the only member of etcd: from here on ${NEW} is its name`;
  const isUnaddressed = deadWithAddress(failure, facts).length > 0;
  return [
    { text: `Stop K3s on ${listed(left)}${which}.`, command: 'systemctl stop k3s' },
    {
      text: `If ${survivor} once joined another server, remove the address of that one from its configuration, for good: server: in /etc/rancher/k3s/config.yaml, --server or K3S_URL of its service. K3s refuses the reset before.`,
      command: `grep -rsE -e '^"?server"?:' -e '--server|K3S_URL' /etc/rancher/k3s /etc/systemd/system/k3s.service*`,
    },
    { text: `On ${survivor} alone, reset etcd.`, command: 'systemctl daemon-reload && k3s server --cluster-reset' },
    {
      text: `Start K3s there again, as usual.${isUnaddressed ? ` Work on ${survivor} from now on: kubectl needs no other address there.` : ''}`,
      command: 'systemctl start k3s',
    },
    ...(left.length === 1 ? [] : [joining(`Then on all of ${listed(left)} but ${NEW}`, survivor)]),
    joining(returning(failure, facts), survivor),
  ];
}

/** A server to be named. */
const NEW = '<server>';

function returning({ dead }: Failure, { controlPlane: { servers } }: ClusterFacts): string {
  const gone = servers.filter((server) => dead.includes(server));
  return `Only if ${listed(gone)} ${gone.length === 1 ? 'comes' : 'come'} back after all, or new servers join: on each`;
}

/**
 * K3s with an empty database and no address of another server starts a cluster of its own, the first server with cluster-init, too: it gets
 * the address in place of that (k3s-io/k3s, discussion 7070). Several at once would find the quorum of the old etcd.
 */
function joining(first: string, survivor: string): How {
  return {
    text: `${first}, one after the other, empty the old etcd, and write server: https://${survivor}:6443 into the configuration in place of another address or of cluster-init: true, because otherwise it starts a second cluster. A new one needs the token of ${survivor}, too: /var/lib/rancher/k3s/server/token.`,
    command: 'systemctl stop k3s; rm -rf /var/lib/rancher/k3s/server/db && vi /etc/rancher/k3s/config.yaml && systemctl start k3s',
  };
}

/** Paths and commands: docs.k3s.io/datastore/backup-restore, docs.k3s.io/cli/etcd-snapshot; kubernetes.io, Operating etcd clusters. */
function fromBackup(failure: Failure, facts: ClusterFacts): readonly [How, ...How[]] {
  const { datastore, distribution, stateBackup } = facts.controlPlane;
  const without = stateBackup === undefined ? ' The facts describe no backup: without one, set up a new cluster, and let Flux apply what is in Git.' : '';
  if (distribution !== Distribution.K3S)
    return [{ text: `Set up a new server with a snapshot of etcd (etcdutl snapshot restore) and /etc/kubernetes/pki of the old ones.${without}` }];
  if (datastore === Datastore.SQLITE)
    return [
      {
        text: `Set up a new server of the same name, with /var/lib/rancher/k3s/server/db and /var/lib/rancher/k3s/server/token from the backup.${without}`,
      },
    ];
  return [
    {
      text: `Set up a new server, without server: in its configuration. <snapshot> is the newest one that you have of etcd: old servers kept them in /var/lib/rancher/k3s/server/db/snapshots. <token> is what was in /var/lib/rancher/k3s/server/token there.${without}`,
      command: 'k3s server --cluster-reset --cluster-reset-restore-path=<snapshot> --token=<token>',
    },
    { text: `Start K3s there again, as usual. From here on ${NEW} is its name.`, command: 'systemctl start k3s' },
    joining(returning(failure, facts), NEW),
  ];
}
