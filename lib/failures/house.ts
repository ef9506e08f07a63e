import { ServiceType } from '../availability/ask/network/service';
import { nodesOf } from '../availability/fleet/needed';
import { dependenciesOf } from '../availability/model/dependencies';
import { identity } from '../availability/model/identity';
import { interval } from '../availability/model/interval';
import type { Plan } from '../availability/model/plan';
import { mayServe, serves } from '../availability/network/routes/ingress-reach';
import { decideRouteApi } from '../availability/network/routes/planned-routes';
import { loadBalancerOf } from '../availability/network/services/services';
import type { ClusterFacts } from '../cluster/cluster';
import { Datastore, Distribution } from '../cluster/control-plane';
import { TaintEffect } from '../cluster/node';
import { LoadBalancer } from '../cluster/policy';
import { type Contributions, type DataSet, type Entry, type Mover, MoverTask, TakeOver, type VoteGroup, VoteRule, VoteStops } from './contribution';

/** What Kubernetes itself contributes, and what the facts and plans say of the rest. */
export function houseContributions(facts: ClusterFacts, plans: readonly Plan[]): Contributions {
  return {
    votes: [controlPlaneOf(facts)],
    data: facts.storage.classes.map(plainData),
    entries: [...waysIn(facts, plans), ...addresses(facts, plans)],
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

/** Each app that serves web addresses of others. */
function waysIn(facts: ClusterFacts, plans: readonly Plan[]): readonly Entry[] {
  const api = decideRouteApi(facts).value;
  return plans
    .filter((plan) => mayServe(plan, api))
    .map((plan) => ({
      name: identity(plan),
      app: identity(plan),
      serves: plans.filter((other) => other !== plan && other.routes.some(({ ingressClass }) => serves(plan, ingressClass))).map(identity),
      nodes: nodesOf(plan),
      ...takeOverOf(facts),
    }));
}

/** Apps with an address of their own, which one node has at a time. */
function addresses(facts: ClusterFacts, plans: readonly Plan[]): readonly Entry[] {
  const api = decideRouteApi(facts).value;
  const { takeOver, ...rest } = takeOverOf(facts);
  if (takeOver === TakeOver.NONE) return [];
  const everywhere = facts.nodes.map(({ name }) => name);
  return plans
    .filter((plan) => !mayServe(plan, api) && plan.services.some(({ props }) => props.type === ServiceType.LOAD_BALANCER))
    .map((plan) => ({ name: `${identity(plan)} address`, serves: [identity(plan)], nodes: everywhere, takeOver, ...rest }));
}

/** How fast a load balancer moves an address from a dead node. None of these was measured here. */
const MOVED: { readonly [balancer in LoadBalancer]: readonly [seconds: number, source: string] | undefined } = {
  [LoadBalancer.METALLB]: [10, 'metallb.universe.tf, MetalLB in layer 2 mode: "within a few seconds"; 10 s where it waits for memberlist'],
  [LoadBalancer.KUBE_VIP]: [17, 'kube-vip: lease of 15 s, retried every 2 s'],
  [LoadBalancer.CILIUM]: [17, 'docs.cilium.io, L2 announcements: lease of 15 s, retried every 2 s'],
  [LoadBalancer.OTHER]: undefined,
  [LoadBalancer.SERVICE_LB]: undefined,
};

function takeOverOf(facts: ClusterFacts): Pick<Entry, 'takeOver' | 'within' | 'source'> {
  const balancer = loadBalancerOf(facts);
  if (balancer === LoadBalancer.SERVICE_LB) return { takeOver: TakeOver.NONE };
  const [seconds, source] = (balancer === undefined ? undefined : MOVED[balancer]) ?? [];
  return { takeOver: TakeOver.ADDRESS, ...(seconds === undefined ? {} : { within: interval(0, seconds) }), ...(source === undefined ? {} : { source }) };
}

/** The keys of taints that K3s' CoreDNS tolerates (k3s, manifests/coredns.yaml). */
const TOLERATED = ['CriticalAddonsOnly', 'node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
/** K3s has one pod of CoreDNS (k3s, manifests/coredns.yaml). Of other distributions nothing is known. */
function clusterDns({ nodes, controlPlane }: ClusterFacts): readonly Mover[] {
  if (controlPlane.distribution !== Distribution.K3S) return [];
  const able = nodes.filter(({ taints }) => taints.every(({ key, effect }) => effect === TaintEffect.PREFER_NO_SCHEDULE || TOLERATED.includes(key)));
  return [{ name: 'coredns', task: MoverTask.NAMES, nodes: able.map(({ name }) => name) }];
}
