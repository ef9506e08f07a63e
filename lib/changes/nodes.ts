import { Severity } from '../cluster/finding';
import { listed } from '../cluster/names';
import { appsIn } from './apps';
import { hasData } from './data';
import type { ChangeRule, LastReport, Pair } from './model';
import { steps } from './words';

type ReportNode = NonNullable<LastReport['nodes']>[number];

function nodesIn({ nodes }: LastReport, role: string): ReadonlyMap<string, ReportNode> {
  return new Map((Array.isArray(nodes) ? nodes : []).filter((node) => node.roles?.includes(role)).map((node) => [node.name, node]));
}

/** Nodes that have lost a role, or are no longer there. */
function withdrawn(pair: Pair, role: string): readonly string[] {
  if (pair.reports === undefined) return [];
  const after = nodesIn(pair.reports.after, role);
  return [...nodesIn(pair.reports.before, role).keys()].filter((name) => !after.has(name));
}

export const STORAGE_NODE: ChangeRule = {
  code: 'CHANGE-STORAGE-NODE',
  severity: Severity.ERROR,
  means: 'a node that no longer has the role storage, or is gone, while a storage class has copies of volumes there',
  fix: 'move the copies to another node first',
  *check(pair) {
    const nodes = withdrawn(pair, 'storage');
    if (nodes.length === 0) return;
    const given = pair.reports?.before.storageClasses;
    const classes = Array.isArray(given) ? given : [];
    for (const node of nodes) {
      const names = classes.filter((one) => one.nodes?.includes(node)).map(({ name }) => name);
      if (names.length === 0) continue;
      yield {
        path: `${pair.cluster}/nodes/${node}`,
        where: pair.cluster,
        given: `the node ${node} no longer has the role storage`,
        allowed: `but volumes of ${listed(names)} may have a copy there, and some their only one. The label of the node stays until somebody removes it, so new pods may still be placed there; once it is removed, or the node leaves, its copies are lost to the volumes: replicated ones run on what is left, the others have no data`,
        fix: steps(
          `See what is there (linstor resource list -n ${node}), and that other nodes have room.`,
          `Move it: linstor node evacuate ${node}, and wait until the node has no resources left. What is not in LINSTOR, copy by hand.`,
          `Accept this change, and remove the label afterwards: kubectl label node ${node} cdk8s-availability/role-storage-.`,
        ),
      };
    }
  },
};

export const WITNESS_GONE: ChangeRule = {
  code: 'CHANGE-WITNESS-GONE',
  severity: Severity.ERROR,
  means: 'the last node that could be the tiebreaker of volumes with two copies no longer has that role',
  fix: 'give another node the role witness first',
  *check(pair) {
    if (pair.reports === undefined) return;
    const lost = withdrawn(pair, 'witness');
    const [storage, witnesses] = [nodesIn(pair.reports.after, 'storage'), nodesIn(pair.reports.after, 'witness')];
    // LINSTOR makes any third node with a satellite the tiebreaker.
    if (lost.length === 0 || storage.size < 2 || new Set([...storage.keys(), ...witnesses.keys()]).size >= 3) return;
    yield {
      path: `${pair.cluster}/nodes/${lost[0]}`,
      where: pair.cluster,
      given: `${listed(lost)} no longer has the role witness, and no third node is left for DRBD`,
      allowed: 'so volumes with two copies lose their tiebreaker: when one of the two nodes is off, the other has no majority, and stops every write to them',
      fix: steps(
        'Give another node the role witness, apply that, and see that volumes have their tiebreaker there (linstor resource list).',
        'Then withdraw it here.',
      ),
    };
  },
};

export const DATA_LEFT: ChangeRule = {
  code: 'CHANGE-DATA-LEFT',
  severity: Severity.ERROR,
  means: 'an app with data that may run on none of the nodes on which it could run before',
  fix: 'move the data first, or keep a node',
  *check(pair) {
    if (pair.reports === undefined) return;
    const before = appsIn(pair.reports.before);
    const moved = [...appsIn(pair.reports.after)].filter(([name, { nodes }]) => {
      const old = before.get(name)?.nodes ?? [];
      return old.length > 0 && (nodes ?? []).length > 0 && !old.some((node) => nodes.includes(node));
    });
    if (moved.length === 0) return;
    const workloads = ['Deployment', 'StatefulSet'].flatMap((kind) => pair.all(kind)).filter(hasData);
    const withData = new Set(workloads.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`));
    for (const [name, app] of moved) {
      if (!withData.has(name)) continue;
      const old = before.get(name)?.nodes ?? [];
      yield {
        path: app.path,
        given: `it may run on ${listed(app.nodes)}, and could run on ${listed(old)} before`,
        allowed:
          'but its volumes are there: when the change is applied its pods stop, and new ones stay Pending (their volumes are on other nodes) unless the new nodes reach the volumes. The data stays where it is',
        fix: steps(
          `Let it run on ${old.length === 1 ? old[0] : `one of ${listed(old)}`} as before, also if that means to keep a node role.`,
          'If it must move, let the storage make a copy on the new node first (linstor resource create), or make a backup.',
          'Accept this change. With a backup: when the app has stopped, delete its claims, and restore it on the new node.',
        ),
      };
    }
  },
};

export const NODE_RULES: readonly ChangeRule[] = [STORAGE_NODE, WITNESS_GONE, DATA_LEFT];
