import { dependenciesOf } from '../availability/model/dependencies';
import { identity } from '../availability/model/identity';
import type { Plan } from '../availability/model/plan';
import type { ClusterFacts } from '../cluster/cluster';
import { Datastore, Distribution } from '../cluster/control-plane';
import { TaintEffect } from '../cluster/node';
import { type Contributions, type DataSet, type Mover, MoverTask, type VoteGroup, VoteRule, VoteStops } from './contribution';
import { waysIn } from './ways-in';

/** What Kubernetes itself contributes, and what the facts and plans say of the rest. */
export function houseContributions(facts: ClusterFacts, plans: readonly Plan[]): Contributions {
  return {
    votes: [controlPlaneOf(facts)],
    data: facts.storage.classes.map(plainData),
    entries: waysIn(facts, plans),
    movers: clusterDns(facts),
    dependencies: [...dependenciesOf(plans, facts).edges].flatMap(([plan, all]) =>
      all.map((one) => ({ app: identity(plan), needs: identity(one.plan), onlyToStart: one.how === 'waitsFor' })),
    ),
  };
}

const STORES: { readonly [store in Datastore]: readonly [name: string, rule: VoteRule] } = {
  [Datastore.EMBEDDED_ETCD]: ['etcd', VoteRule.MAJORITY],
  [Datastore.SQLITE]: ['sqlite', VoteRule.ONE],
  [Datastore.EXTERNAL]: ['control-plane', VoteRule.ONE],
};

function controlPlaneOf({ controlPlane: { servers, datastore } }: ClusterFacts): VoteGroup {
  const [name, rule] = servers.length === 0 ? (['control-plane', VoteRule.EXTERNAL] as const) : STORES[datastore];
  return { name, rule, stops: VoteStops.CONTROL_PLANE, voters: servers.map((node) => ({ node })) };
}

/** A class of which no system says how it votes: its volumes are on one node, or outside of all. */
function plainData({ name, nodes, copies }: ClusterFacts['storage']['classes'][number]): DataSet {
  return { storageClass: name, ...(nodes === undefined ? {} : { holders: nodes }), copies };
}

/** The keys of taints that K3s' CoreDNS tolerates (k3s, manifests/coredns.yaml). */
const TOLERATED = ['CriticalAddonsOnly', 'node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** K3s has one pod of CoreDNS (k3s, manifests/coredns.yaml), unless the facts say more. Of other distributions only they do. */
function clusterDns({ nodes, controlPlane, clusterDns: said }: ClusterFacts): readonly Mover[] {
  if (said === undefined && controlPlane.distribution !== Distribution.K3S) return [];
  const able = nodes.filter(({ taints }) => taints.every(({ key, effect }) => effect === TaintEffect.PREFER_NO_SCHEDULE || TOLERATED.includes(key)));
  return [
    {
      name: 'coredns',
      task: MoverTask.NAMES,
      nodes: able.map(({ name }) => name),
      ...(said === undefined ? {} : { replicas: said.replicas }),
      pods: { namespace: 'kube-system', selector: 'k8s-app=kube-dns' },
    },
  ];
}
