import type { ClusterFacts } from '../../lib/cluster/cluster';
import { type ControlPlaneProps, Datastore, Distribution, StateBackupReport } from '../../lib/cluster/control-plane';
import { FateKind } from '../../lib/cluster/site';
import { Duration } from '../../lib/cluster/units';
import { failuresOf } from '../../lib/report/failures';
import { stateLossInWords } from '../../lib/report/sentences';
import { control, controlPlane, facts, systemsOf, worker } from '../support';
import { analysisOf } from './support';

/** What the report says of the state of the cluster, and what a person is told for one failure. */
function said(given: ClusterFacts, id: string): { readonly lost: string | undefined; readonly steps: readonly string[] } {
  const failures = failuresOf(analysisOf(given, [], systemsOf()), []);
  const steps = failures.find((one) => one.id === id)?.steps ?? [];
  return { lost: stateLossInWords(failures), steps: steps.map(({ text, command }) => (command === undefined ? text : `${text} ${command}`)) };
}

function lab(servers: readonly string[], props: Partial<ControlPlaneProps>): ClusterFacts {
  const zone = { zone: 'attic' };
  return facts({
    sites: [{ name: 'home', zones: ['home', 'attic'] }],
    nodes: [worker('w1'), ...servers.map((name, index) => control(name, index < 2 ? zone : {}))],
    drbd: { pool: 'nvme', replicas: 1 },
    controlPlane: controlPlane({ servers: [...servers], ...props }),
  });
}

const etcd = { datastore: Datastore.EMBEDDED_ETCD };

test('with the only server goes the state of the cluster, and its backup brings it back', () => {
  const backup = { stateBackup: { every: Duration.hours(12), reportedBy: StateBackupReport.NODE_FILE } };
  expect(said(lab(['c1'], backup), 'node:c1')).toMatchInlineSnapshot(`
{
  "lost": "Only c1 has the state of the cluster. With node c1 and site home it is lost if what failed never comes back: its backup, if it is kept on another machine, is up to 12 h old, and what was changed since is lost. Git has the objects that Flux applies, and nobody else has what operators keep in the API, such as which volumes there are.",
  "steps": [
    "Start c1. kubectl get nodes --watch",
    "If c1 never comes back: make sure that it stays off, and bring the control plane back, because nothing moves, heals or changes before. Set up a new server of the same name, with /var/lib/rancher/k3s/server/db and /var/lib/rancher/k3s/server/token from the backup.",
  ],
}
`);
});

test('without a backup in the facts nobody is promised one', () => {
  const { lost, steps } = said(lab(['c1'], {}), 'node:c1');
  expect(steps.at(-1)).toContain('The facts describe no backup: without one, set up a new cluster');
  expect(lost).toMatchInlineSnapshot(
    `"Only c1 has the state of the cluster. With node c1 and site home it is lost if what failed never comes back: no backup of it is described in the facts. Git has the objects that Flux applies, and nobody else has what operators keep in the API, such as which volumes there are."`,
  );
});

test('while one of three servers is left it has the state, and becomes the only member of etcd', () => {
  expect(said(lab(['c1', 'c2', 'c3'], etcd), 'zone:home/attic')).toMatchInlineSnapshot(`
{
  "lost": "Only c1, c2 and c3 have the state of the cluster. With site home it is lost if what failed never comes back: no backup of it is described in the facts. Git has the objects that Flux applies, and nobody else has what operators keep in the API, such as which volumes there are.",
  "steps": [
    "c1 has the address of the API, so that kubectl reaches nobody from elsewhere. Until it is back, work on c3: kubectl needs no other address there. The API answers there once enough servers are back. k3s kubectl get nodes",
    "Start c1 and c2. kubectl get nodes --watch",
    "If c1 and c2 never come back: make sure that they stay off, and bring the control plane back, because nothing moves, heals or changes before. Stop K3s on c3, to make it the only member of etcd. systemctl stop k3s",
    "If c3 once joined another server, remove the address of that one from its configuration, for good: server: in /etc/rancher/k3s/config.yaml, --server or K3S_URL of its service. K3s refuses the reset before. grep -rsE -e '^"?server"?:' -e '--server|K3S_URL' /etc/rancher/k3s /etc/systemd/system/k3s.service*",
    "On c3 alone, reset etcd. systemctl daemon-reload && k3s server --cluster-reset",
    "Start K3s there again, as usual. Work on c3 from now on: kubectl needs no other address there. systemctl start k3s",
    "Only if c1 and c2 come back after all, or new servers join: on each, one after the other, empty the old etcd, and write server: https://c3:6443 into the configuration in place of another address or of cluster-init: true, because otherwise it starts a second cluster. A new one needs the token of c3, too: /var/lib/rancher/k3s/server/token. systemctl stop k3s; rm -rf /var/lib/rancher/k3s/server/db && vi /etc/rancher/k3s/config.yaml && systemctl start k3s",
  ],
}
`);
});

test('what K3s needs for a reset of etcd: no address of another server there, and that of the survivor on all others', () => {
  const five = ['c1', 'c2', 'c3', 'c4', 'c5'];
  const some = facts({
    storage: {},
    nodes: [worker('w1'), ...five.map((name) => control(name))],
    sharedFates: [{ name: 'strip', kind: FateKind.POWER, nodes: ['c3', 'c4', 'c5'] }],
    controlPlane: controlPlane({ servers: five, ...etcd }),
  });
  expect(said(some, 'fate:strip').steps).toMatchInlineSnapshot(`
[
  "Start c3, c4 and c5. kubectl get nodes --watch",
  "If c3, c4 and c5 never come back: make sure that they stay off, and bring the control plane back, because nothing moves, heals or changes before. Stop K3s on c1 and c2, and choose one to be the only member of etcd: from here on <server> is its name. systemctl stop k3s",
  "If <server> once joined another server, remove the address of that one from its configuration, for good: server: in /etc/rancher/k3s/config.yaml, --server or K3S_URL of its service. K3s refuses the reset before. grep -rsE -e '^"?server"?:' -e '--server|K3S_URL' /etc/rancher/k3s /etc/systemd/system/k3s.service*",
  "On <server> alone, reset etcd. systemctl daemon-reload && k3s server --cluster-reset",
  "Start K3s there again, as usual. systemctl start k3s",
  "Then on all of c1 and c2 but <server>, one after the other, empty the old etcd, and write server: https://<server>:6443 into the configuration in place of another address or of cluster-init: true, because otherwise it starts a second cluster. A new one needs the token of <server>, too: /var/lib/rancher/k3s/server/token. systemctl stop k3s; rm -rf /var/lib/rancher/k3s/server/db && vi /etc/rancher/k3s/config.yaml && systemctl start k3s",
  "Only if c3, c4 and c5 come back after all, or new servers join: on each, one after the other, empty the old etcd, and write server: https://<server>:6443 into the configuration in place of another address or of cluster-init: true, because otherwise it starts a second cluster. A new one needs the token of <server>, too: /var/lib/rancher/k3s/server/token. systemctl stop k3s; rm -rf /var/lib/rancher/k3s/server/db && vi /etc/rancher/k3s/config.yaml && systemctl start k3s",
]
`);
});

test('no step starts servers that never come back, and none lets another one start a second cluster', () => {
  const { steps } = said(lab(['c1', 'c2', 'c3'], etcd), 'zone:home/attic');
  const [survivor, ...others] = steps.filter((one) => one.includes('systemctl start k3s'));
  expect(survivor).toMatch(/^Start K3s there again/);
  expect(others).toHaveLength(1);
  expect(others[0]).toMatch(/^Only if c1 and c2 come back after all.*server: https:\/\/c3:6443/);
});

test('two of three servers need nobody', () => {
  expect(said(lab(['c1', 'c2', 'c3'], etcd), 'node:c3').steps).toEqual([]);
});

test('with all members of etcd goes its state', () => {
  expect(said(lab(['c1', 'c2'], etcd), 'zone:home/attic')).toMatchInlineSnapshot(`
{
  "lost": "Only c1 and c2 have the state of the cluster. With zone home/attic and site home it is lost if what failed never comes back: no backup of it is described in the facts. Git has the objects that Flux applies, and nobody else has what operators keep in the API, such as which volumes there are.",
  "steps": [
    "Start c1 and c2. kubectl get nodes --watch",
    "If c1 and c2 never come back: make sure that they stay off, and bring the control plane back, because nothing moves, heals or changes before. Set up a new server, without server: in its configuration. <snapshot> is the newest one that you have of etcd: old servers kept them in /var/lib/rancher/k3s/server/db/snapshots. <token> is what was in /var/lib/rancher/k3s/server/token there. The facts describe no backup: without one, set up a new cluster, and let Flux apply what is in Git. k3s server --cluster-reset --cluster-reset-restore-path=<snapshot> --token=<token>",
    "Start K3s there again, as usual. From here on <server> is its name. systemctl start k3s",
    "Only if c1 and c2 come back after all, or new servers join: on each, one after the other, empty the old etcd, and write server: https://<server>:6443 into the configuration in place of another address or of cluster-init: true, because otherwise it starts a second cluster. A new one needs the token of <server>, too: /var/lib/rancher/k3s/server/token. systemctl stop k3s; rm -rf /var/lib/rancher/k3s/server/db && vi /etc/rancher/k3s/config.yaml && systemctl start k3s",
  ],
}
`);
});

test('with kubeadm a new server needs the certificates of the old ones, too', () => {
  expect(said(lab(['c1', 'c2'], { ...etcd, distribution: Distribution.KUBEADM }), 'zone:home/attic').steps).toMatchInlineSnapshot(`
[
  "Start c1 and c2. kubectl get nodes --watch",
  "If c1 and c2 never come back: make sure that they stay off, and bring the control plane back, because nothing moves, heals or changes before. Set up a new server with a snapshot of etcd (etcdutl snapshot restore) and /etc/kubernetes/pki of the old ones. The facts describe no backup: without one, set up a new cluster, and let Flux apply what is in Git.",
]
`);
});

test('state that is kept outside of the servers is not lost with them', () => {
  expect(said(lab(['c1', 'c2'], { datastore: Datastore.EXTERNAL }), 'zone:home/attic')).toMatchInlineSnapshot(`
{
  "lost": undefined,
  "steps": [
    "Start c1 and c2. kubectl get nodes --watch",
    "If c1 and c2 never come back: make sure that they stay off, and bring the control plane back, because nothing moves, heals or changes before. Its state is kept elsewhere: set up another server on it.",
  ],
}
`);
});

test('an upgrade has its order, although no app needs anybody', () => {
  expect(said(lab(['c1'], {}), 'upgrade:all nodes').steps).toMatchInlineSnapshot(`
[
  "One node after the other, with its name in place of <node>: let its pods leave. kubectl drain <node> --ignore-daemonsets --delete-emptydir-data",
  "Once those that found another node are ready there, upgrade <node>, restart it, and let it take pods again. kubectl uncordon <node>",
  "Go on with the next one once all pods are ready and all copies of replicated data are in sync again. kubectl get pods -A -o wide --watch",
]
`);
});
