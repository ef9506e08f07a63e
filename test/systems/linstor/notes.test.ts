import { Distribution } from '../../../lib/cluster/control-plane';
import type { Finding } from '../../../lib/cluster/finding';
import { NodeRole } from '../../../lib/cluster/node';
import { Duration } from '../../../lib/cluster/units';
import { control, controlPlane, facts, type LabProps, messages, systemsOf, worker } from '../../support';

const QUICK = { attachDetachReconcileSyncPeriod: Duration.seconds(5) };
const TWO_COPIES = [worker('w1'), worker('w2'), control('c1', { roles: [NodeRole.CONTROL, NodeRole.WITNESS] })];

function notes(overrides: LabProps = {}): Finding[] {
  return systemsOf(overrides).flatMap((system) => system.notes?.(facts(overrides)) ?? []);
}

test('there is nothing to note without DRBD', () => {
  expect(notes({ storage: {} })).toEqual([]);
});

test('notes that volumes stay longer on a dead node than they must, and where K3s takes the flag', () => {
  expect(messages(notes())).toMatchInlineSnapshot(`
"STORAGE-SLOW-DETACH  lab/storage/linstor: attach-detach-reconcile-sync-period of 60 s, so the volume of a dead node is usually free up to 60 s later than DRBD needs; at the latest after 2 min 15 s, whatever the period, because the controllers of LINSTOR may die with the app.
                     Add "attach-detach-reconcile-sync-period=5s" to kube-controller-manager-arg in /etc/rancher/k3s/config.yaml on c1, and attachDetachReconcileSyncPeriod to the facts."
`);
});

test('notes where other distributions take the flag', () => {
  expect(messages(notes({ controlPlane: controlPlane({ distribution: Distribution.KUBEADM }) }))).toMatchInlineSnapshot(`
"STORAGE-SLOW-DETACH  lab/storage/linstor: attach-detach-reconcile-sync-period of 60 s, so the volume of a dead node is usually free up to 60 s later than DRBD needs; at the latest after 2 min 15 s, whatever the period, because the controllers of LINSTOR may die with the app.
                     Start kube-controller-manager with --attach-detach-reconcile-sync-period=5s, and add attachDetachReconcileSyncPeriod to the facts."
`);
});

test('notes what the longest time would be, if that is because of it', () => {
  const flags = { attachDetachReconcileSyncPeriod: Duration.minutes(5) };
  expect(messages(notes({ controlPlane: controlPlane({ flags }) })).split('\n')[0]).toMatchInlineSnapshot(
    `"STORAGE-SLOW-DETACH  lab/storage/linstor: attach-detach-reconcile-sync-period of 5 min, so the volume of a dead node is usually free up to 5 min later than DRBD needs, and after 6 min 10 s instead of 2 min 15 s at the latest."`,
  );
});

test('notes nothing of it when the controller looks again soon enough', () => {
  expect(notes({ controlPlane: controlPlane({ flags: QUICK }) })).toEqual([]);
});

test('notes that two copies and a tiebreaker need both nodes after a loss of power everywhere', () => {
  expect(messages(notes({ nodes: TWO_COPIES, controlPlane: controlPlane({ flags: QUICK }) }))).toMatchInlineSnapshot(`
    "STORAGE-COLD-START  lab/storage/linstor: 2 diskful votes and a tiebreaker, which can keep a quorum but never restore one, so after a total power loss, w1 and w2 must all be back before data is available.
                        Give a third node the role storage if one must be enough."
  `);
});
