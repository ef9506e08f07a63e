import { Port } from '../../lib/availability/ask/network/port';
import { AvailabilityClass, Replicas } from '../../lib/availability/ask/workload';
import type { Plan } from '../../lib/availability/model/plan';
import type { ClusterFacts } from '../../lib/cluster/cluster';
import { type NodeProps, TaintEffect } from '../../lib/cluster/node';
import { Cpu, Size } from '../../lib/cluster/units';
import { fc } from '../property';
import { type AnyAppProps, factsOf, planOf, worker } from '../support';

/** Nodes that a few apps fill. */
export interface Crowd {
  readonly facts: ClusterFacts;
  readonly plans: readonly Plan[];
  /** One or two of the workers, by number. */
  readonly dead: ReadonlySet<number>;
}

const sized = (gib: number, name: string, props: Partial<NodeProps> = {}) => worker(name, { memory: Size.gib(gib), ...props });
const labelled = { labels: { 'example.com/disk': 'fast' } };
const taints = [{ key: 'example.com/quiet', value: 'yes', effect: TaintEffect.NO_SCHEDULE }];

/** Alike and unlike, with taints, labels, few cores and few pods. */
const CLUSTERS: readonly ClusterFacts[] = [
  [sized(8, 'w1'), sized(8, 'w2'), sized(8, 'w3')],
  [sized(4, 'w1'), sized(8, 'w2', labelled), sized(16, 'w3', labelled)],
  [sized(8, 'w1', { taints }), sized(8, 'w2'), sized(4, 'w3', labelled), sized(8, 'w4', labelled)],
  [sized(8, 'w1', { maxPods: 2 }), sized(8, 'w2', { cpu: Cpu.cores(1), ...labelled }), sized(16, 'w3', labelled), sized(4, 'w4')],
].map((nodes) => factsOf(nodes, { storage: {} }));

const SOME: Readonly<Record<string, Partial<AnyAppProps>>> = {
  any: {},
  named: { placement: { nodes: ['w1', 'w2'] } },
  labelled: { placement: { nodeLabels: labelled.labels } },
  tolerant: { placement: { tolerates: [{ key: 'example.com/quiet', value: 'yes' }] } },
};

const { SINGLE_POD_FLEXIBLE, SINGLE_POD_PINNED, HIGHLY_AVAILABLE } = AvailabilityClass;
const two = { replicas: Replicas.two('a test') };
const KINDS: Readonly<Record<string, readonly [AvailabilityClass, Partial<AnyAppProps>]>> = {
  flexible: [SINGLE_POD_FLEXIBLE, {}],
  last: [SINGLE_POD_FLEXIBLE, { priority: 'availability-job' }],
  first: [SINGLE_POD_PINNED, { node: { name: 'w1', reason: 'a test' } }],
  second: [SINGLE_POD_PINNED, { node: { name: 'w2', reason: 'a test' } }],
  two: [HIGHLY_AVAILABLE, two],
  meek: [HIGHLY_AVAILABLE, { ...two, priority: 'availability-single-pod-flexible' }],
  port: [HIGHLY_AVAILABLE, { ...two, network: { ports: [Port.tcp(9000, 'raw').withHostPort(9000, 'a test')] } }],
  quorum: [HIGHLY_AVAILABLE, { replicas: Replicas.of(3), majority: true }],
};

interface App {
  readonly kind: string;
  readonly where: string;
  readonly size: string;
}

const SIZES: Readonly<Record<string, readonly [gib: number, millis: number]>> = { small: [1, 100], busy: [1, 500], large: [3, 100], huge: [5, 100] };

const decided = new Map<string, Plan>();

/** Each kind of app is decided once: names decide no place. */
function planFor({ kind, where, size }: App, cluster: number, index: number): Plan {
  const [availabilityClass, props] = KINDS[kind] ?? [SINGLE_POD_FLEXIBLE, {}];
  const place = availabilityClass === SINGLE_POD_PINNED ? {} : SOME[where];
  const [gib, millis] = SIZES[size] ?? [1, 100];
  const memory = Size.gib(gib);
  const resources = { cpu: Cpu.millis(millis), memory, memoryLimit: memory };
  const key = [cluster, kind, place === SOME[where] ? where : '', size].join();
  const plan = decided.get(key) ?? planOf(availabilityClass, { ...props, ...place, resources }, CLUSTERS[cluster]);
  decided.set(key, plan);
  return { ...plan, ask: { ...plan.ask, name: `app${index}`, namespace: `app${index}` } };
}

const APPS: fc.Arbitrary<App> = fc.record({
  kind: fc.constantFrom(...Object.keys(KINDS)),
  where: fc.constantFrom(...Object.keys(SOME)),
  size: fc.constantFrom(...Object.keys(SIZES)),
});

/** A crowd in few words, so that a counterexample can be read. */
export interface Sketch {
  readonly cluster: number;
  readonly apps: readonly App[];
  readonly dead: readonly number[];
  readonly seed: number;
}

/** Up to four nodes and six pods. */
export const crowds: fc.Arbitrary<Sketch> = fc.record({
  cluster: fc.nat({ max: CLUSTERS.length - 1 }),
  apps: fc.array(APPS, { minLength: 2, maxLength: 5 }),
  dead: fc.uniqueArray(fc.nat({ max: 3 }), { minLength: 1, maxLength: 2 }),
  seed: fc.nat(),
});

export function crowdOf({ cluster, apps, dead }: Sketch): Crowd {
  const facts = CLUSTERS[cluster] as ClusterFacts;
  const plans: Plan[] = [];
  let pods = 0;
  for (const [index, app] of apps.entries()) {
    const plan = planFor(app, cluster, index);
    pods += plan.replicas.value;
    if (pods <= 6) plans.push(plan);
  }
  const workers = [...facts.nodes.keys()].filter((node) => facts.nodes[node]?.name !== 'c1');
  return { facts, plans, dead: new Set(dead.map((one) => workers[one % workers.length] ?? -1)) };
}
