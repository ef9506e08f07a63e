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
  const [come, stay] = dead.length === 1 ? ['comes', 'it stays'] : ['come', 'they stay'];
  const left = servers.filter((server) => !dead.includes(server));
  const [how, ...others] = stateLoss(failure, facts) === undefined ? fromTheRest(left, facts) : fromBackup(facts);
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

/** Commands: docs.k3s.io/cli/etcd-snapshot; kubernetes.io, Operating etcd clusters. */
function fromTheRest(left: readonly string[], { controlPlane: { datastore, distribution } }: ClusterFacts): readonly [How, ...How[]] {
  if (datastore !== Datastore.EMBEDDED_ETCD) return [{ text: 'Its state is kept elsewhere: set up another server on it.' }];
  const one = left.length === 1 ? left[0] : `one of ${listed(left)}`;
  if (distribution !== Distribution.K3S)
    return [
      {
        text: `Stop etcd on every server that is left, start it on ${one} alone with --force-new-cluster, and let other servers join it again as new members.`,
      },
    ];
  return [
    { text: `Stop K3s on every server that is left, and make ${one} the only member of etcd.`, command: 'systemctl stop k3s && k3s server --cluster-reset' },
    { text: 'Start K3s there again, as usual.', command: 'systemctl start k3s' },
    {
      text: 'On each other server delete the old etcd, then start K3s, so that it joins again.',
      command: 'rm -r /var/lib/rancher/k3s/server/db && systemctl start k3s',
    },
  ];
}

/** Paths and commands: docs.k3s.io/datastore/backup-restore, docs.k3s.io/cli/etcd-snapshot; kubernetes.io, Operating etcd clusters. */
function fromBackup({ controlPlane: { datastore, distribution, stateBackup } }: ClusterFacts): readonly [How, ...How[]] {
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
      text: `Set up a new server. <snapshot> is the newest one that you have of etcd: old servers kept them in /var/lib/rancher/k3s/server/db/snapshots. <token> is what was in /var/lib/rancher/k3s/server/token there.${without}`,
      command: 'k3s server --cluster-reset --cluster-reset-restore-path=<snapshot> --token=<token>',
    },
    { text: 'Start K3s there again, as usual.', command: 'systemctl start k3s' },
  ];
}
